"""Start a process, and tell what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
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
        launched = subprocess.run(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, sys.executable, *words],
            cwd=ROOT, env=environment, stdout=said, stderr=subprocess.PIPE, check=True,
        )  # fmt: skip
        code, *cost = json.loads(launched.stderr)
        if code:
            raise RuntimeError(f"{' '.join(words)}: ended with {code}")
        said.seek(0)
        return Cost(*cost), said.read()


# A process counts as its own what the one that starts it held in memory: so a small one does.
LAUNCHER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
cpu = megabytes = float("nan")
if hasattr(os, "wait4"):
    _, status, used = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    cpu = used.ru_utime + used.ru_stime
    megabytes = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)  # bytes there, else kB
else:
    code = process.wait()
json.dump([code, time.perf_counter() - start, cpu, megabytes], sys.stderr)
"""
