"""The oldest libraries that are declared, and newer Pythons: the fast tier in an environment for each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
NEWER = ("3.12", "3.13")  # than the oldest Python that is declared
OLD = ("-W", "default::DeprecationWarning")  # old libraries use what newer ones will no longer have
LEFT_OUT = (".git", ".venv", ".*cache", "__pycache__", ".hypothesis")
FAILED = "FAILED"  # begins what came of an environment in which something does
HOURS = 2 * 3_600.0  # seconds in which the fast tier has long ended


class Environment(NamedTuple):
    """What is tried: a Python, and libraries pinned to versions."""

    name: str
    python: str  # a command
    pins: tuple[str, ...]


def declared() -> dict[str, str]:
    """The lines of the project that say what it needs to run, by the name of the library."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=!~ \[]", line)[0]: line for line in project["dependencies"]}


def oldest() -> tuple[str, ...]:
    """Each library at the oldest version that is declared: numpy==1.26 of numpy>=1.26."""
    found = {name: re.search(r">=\s*([\d.]+)", line) for name, line in declared().items()}
    return tuple(f"{name}=={floor[1]}" for name, floor in found.items() if floor is not None)


def environments() -> Iterator[Environment]:
    """All that are tried: the oldest libraries on the oldest Python, and the newest on the newer ones."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    first = project["requires-python"].removeprefix(">=")
    yield Environment(f"Python {first} with the oldest libraries", f"python{first}", oldest())
    for version in NEWER:
        yield Environment(f"Python {version}", f"python{version}", ())


def found(python: str) -> str:
    """The command that is the Python it is called after, also of one that pyenv has installed; or nothing.

    There may be a name on the path and nothing behind it.
    """
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    of_pyenv = sorted(versions.glob(f"{python.removeprefix('python')}.*/bin/{python}"))
    for command in (shutil.which(python), *map(str, of_pyenv)):
        if command is None:
            continue
        asked = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
        if asked.returncode == 0 and python.removeprefix("python") in asked.stdout:
            return command
    return ""


def tried(one: Environment, folder: Path) -> str:
    """What came of one, in a folder of its own: nothing where all is well, else what to look at."""
    command = found(one.python)
    if not command:
        return f"not tried: there is no {one.python}"
    venv, pins = folder / "venv", folder / "pins.txt"
    copy = Path(shutil.copytree(ROOT, folder / "copy", ignore=shutil.ignore_patterns(*LEFT_OUT)))
    pins.write_text("\n".join(one.pins), encoding="utf-8")
    python = venv / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    steps = (
        [command, "-m", "venv", str(venv)],
        [str(python), "-m", "pip", "install", "--quiet", "--constraint", str(pins), ".[dev]"],
        [str(python), "-m", "pytest", "-q", "-m", "fast", "-x", *(OLD if one.pins else ())],
    )
    for step in steps:
        done = subprocess.run(step, cwd=copy, capture_output=True, text=True, check=False, timeout=HOURS)
        if done.returncode:
            return "\n".join(
                [f"{FAILED}: {' '.join(step)}", *f"{done.stdout}{done.stderr}".splitlines()[-30:]]
            )
    return ""
