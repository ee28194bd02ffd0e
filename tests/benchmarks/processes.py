"""Start a process, and tell what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """What a process took; nan where the system does not tell (Windows)."""

    wall: float  # seconds
    cpu: float  # seconds, of all its threads and of those it waited for
    megabytes: float  # at most at a time


def started(words: list[str], *, cache: Path | None = None) -> tuple[Cost, str]:
    """Run Python with these words, in the project's folder, to its end; compiled code in a folder of its own
    where one is given. What it took, and what it said. Raises RuntimeError where it fails."""
    environment = dict(os.environ)
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = str(cache)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=environment, stdout=said, stderr=subprocess.DEVNULL
        )
        cpu = megabytes = float("nan")
        if hasattr(os, "wait4"):
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            cpu = used.ru_utime + used.ru_stime
            megabytes = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, else kB
        else:
            process.wait()
        wall = time.perf_counter() - start
        if process.returncode:
            raise RuntimeError(f"{' '.join(words)}: ended with {process.returncode}")
        said.seek(0)
        return Cost(wall, cpu, megabytes), said.read()
