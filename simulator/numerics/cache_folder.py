"""Where compiled code is kept, whom it is trusted from, and who may write there at a time.

Compiled code is read by unpickling it, and run: who may write it may run anything as this user.
"""

import functools
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PREFIX = "compiled-"  # of the folders within it
USED = ".used"  # in each: when that was
ROOT_USER = 0  # may read and write everything anyway


@functools.cache
def say(what: str) -> None:
    """Say on stderr what becomes of compiled code, once a process."""
    print(what, file=sys.stderr, flush=True)


def root() -> Path:
    """The folder of all compiled code: NUMBA_CACHE_DIR, else one in the user's cache."""
    return Path(os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("bowtie-simulator"))


@functools.cache
def folder(name: str) -> Path | None:
    """One of its folders, made where it can be; None where there is none, or none to be trusted."""
    place = root() / f"{PREFIX}{name}"
    try:
        root().mkdir(mode=0o700, parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        if not place.is_dir():
            return None
    for one in (root(), place):
        if why := _not_trusted(one):
            say(f"compiled code in {one} is not used, since {why}")
            return None
    return place


def _not_trusted(place: Path) -> str:
    """Why code in a folder may be somebody else's, and what to do; nothing where it is this user's own."""
    if sys.platform == "win32":  # where a user's cache folder is closed to others
        return ""
    status = place.stat()
    if status.st_uid not in (os.getuid(), ROOT_USER):
        return "it belongs to somebody else: delete it, or let NUMBA_CACHE_DIR name a folder of your own"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"others may write there: chmod go-w {place}"
    return ""


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until no other process holds this lock, then hold it; a process that ends lets go of it."""
    with file.open("ab") as handle:
        if sys.platform == "win32":
            while True:
                try:  # gives up after ten seconds
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    continue
        else:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file lets go


def write_whole(file: Path, content: bytes) -> None:
    """Under another name first: whoever finds a file of this name finds all of it."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
