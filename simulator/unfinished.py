"""Write under a hidden name, then move: at its place a file or a folder is whole, or not there.

What a kill leaves, the next who writes to the same place takes away. Nobody takes what is still being
written: its writer holds a lock on it, which any end of the process lets go of. A system that knows no such
locks keeps what was left.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

LONGEST = 200  # bytes of a name: while it is written it has a longer one
_UNFINISHED = "unfinished"


@contextmanager
def whole_file(where: Path) -> Iterator[Path]:
    """A file to be written, moved to its place when the block ends, and gone where the block fails."""
    for old in left(where, Path.is_file):
        old.unlink(missing_ok=True)
    with begun(where, Path.touch) as part:
        try:
            yield part
            part.replace(where)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def begun(where: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    """Something made under a hidden name beside its place, and held until the block ends."""
    with ExitStack() as holding:
        while True:
            made = beside(where, _UNFINISHED)
            make(made)
            holding.enter_context(_held(made, wait=True))
            if made.exists():  # or somebody took it for a leftover before it was held
                break
        yield made


def left(where: Path, kind: Callable[[Path], bool], what: str = _UNFINISHED) -> Iterator[Path]:
    """What somebody began beside a place and will not finish, one by one, each held while it is looked at."""
    for one in sorted(where.parent.iterdir()):
        mine = re.fullmatch(rf"\.{re.escape(where.name)}\.{what}-[0-9a-f]{{8}}", one.name)
        if mine and kind(one) and not one.is_symlink():
            with _held(one, wait=False) as held:
                if held:
                    yield one


def beside(where: Path, what: str) -> Path:
    """A hidden name beside a place, on the same file system, that nobody has."""
    return where.with_name(f".{where.name}.{what}-{os.urandom(4).hex()}")


@contextmanager
def _held(one: Path, *, wait: bool) -> Iterator[bool]:
    """Lock a file or a folder until the block ends; whether it could be."""
    if sys.platform == "win32":
        yield False
        return
    try:
        handle = os.open(one, os.O_RDONLY)
    except OSError:  # gone
        yield False
        return
    try:
        yield _locks(handle, wait)
    finally:
        os.close(handle)


def _locks(handle: int, wait: bool) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody holds it, or the file system knows no locks
        return False
    return True
