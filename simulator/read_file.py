"""Read the bytes of a file: no more than may be, nothing that has no end; what would take TOML too long."""

import os
import re
import stat
from pathlib import Path

DEEPEST = 50  # tables within tables; a scenario needs eight
MOST_DIGITS = 19  # of a whole number, as TOML has them

_PARTS = 300  # of one key: prose has points between words, too, if never so many
_PART = rb"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DOT = rb"[ \t]*+\.[ \t]*+"
_DOTTED = re.compile(rb"(?<![\w-])" + _PART + rb"(?:" + _DOT + _PART + rb"){%d,}+" % _PARTS)
_DIGITS = re.compile(rb"[0-9A-Fa-f_]{1000,}")

_OPEN = ("/dev/", "/proc/")  # where a shell hands on what flows to this process: /dev/stdin, <(...)


class UnreadableError(ValueError):
    """A file that cannot be read at all; the message says why."""


def bytes_of(file: Path, most: int, *, pipe: bool = False) -> bytes:
    """All of a file of at most so many bytes; with `pipe` also what a shell hands on.

    What is no file is not opened: a pipe may wait for ever, and a device never ends.
    Raises UnreadableError.
    """
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableError("this is a directory")
        handed = pipe and stat.S_ISFIFO(mode) and file.as_posix().startswith(_OPEN)
        if not stat.S_ISREG(mode) and not handed:
            raise UnreadableError(f"{_kind(mode)}, not a file: write what it has into one, and name that")
        with file.open("rb") as stream:
            raw = stream.read(most + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {os.strerror(error.errno or 0)}") from None
    except UnreadableError:
        raise
    except ValueError as error:  # a name that no file can have
        raise UnreadableError(f"cannot be read: {error}") from None
    if len(raw) > most:
        raise UnreadableError(f"too large: more than {most // 1_000_000} MB")
    return raw


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"


def lies_by(file: Path, other: Path) -> bool:
    """Whether another file lies beside this one, or in a folder below, links followed."""
    return other.resolve().is_relative_to(file.parent.resolve())


def too_deep(raw: bytes) -> str:
    """What is wrong with a key of very many parts: it takes a reader of TOML the square of their number."""
    found = _DOTTED.search(raw)
    return f"line {_line(raw, found.start())}: tables within tables, deeper than {DEEPEST}" if found else ""


def too_long_a_number(raw: bytes) -> str:
    """Where the digits stand that Python does not read as one number."""
    found = _DIGITS.search(raw)
    where = f"line {_line(raw, found.start())}: " if found else ""
    return f"{where}too large: a whole number has at most {MOST_DIGITS} digits"


def _line(raw: bytes, at: int) -> int:
    return raw[:at].count(b"\n") + 1
