"""What the figures were found on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("bowtie-simulator", "numpy", "numba", "scipy", "polars", "simpy", "ciw", "salabim", "cimba")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _versions() -> str:
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def described() -> str:
    """Processor, cores, load, system and versions, in one sentence each."""
    busy = (
        f" Before the first round {os.getloadavg()[0]:.1f} others ran." if hasattr(os, "getloadavg") else ""
    )
    return (
        f"Machine: {_processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}, "
        f"{platform.python_implementation()} {platform.python_version()}; {_versions()}.{busy}"
    )
