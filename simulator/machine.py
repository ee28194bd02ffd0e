"""What this machine has to offer: processors and memory."""

import functools
import os
import sys
from contextlib import suppress
from pathlib import Path

_UNKNOWN = 8 * 2**30  # bytes, where no system tells
_LIMITS = (  # of a container: control groups of Linux, both versions
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def cpus() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@functools.cache
def memory() -> int:
    """Bytes of memory that this process may use: those of the machine, or of the container it is in."""
    found = [_of_machine() or _UNKNOWN]
    for limit in _LIMITS:
        with suppress(OSError, ValueError):  # not there, or "max"
            found.append(int(limit.read_text()))
    return min(found)


def _of_machine() -> int:
    if sys.platform == "win32":
        import ctypes

        kilobytes = ctypes.c_ulonglong(0)
        told = ctypes.windll.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(kilobytes))
        return kilobytes.value * 1024 if told else 0
    with suppress(OSError, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 0
