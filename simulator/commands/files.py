"""Files that a command writes, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.commands.errors import refuse
from simulator.unfinished import LONGEST, whole_file


def check_place(file: Path, endings: tuple[str, ...], *, force: bool) -> None:
    """Refuse a file that can not come to be, before anything is computed."""
    if len(file.name.encode()) > LONGEST:
        refuse(f"the name of the file is too long: more than {LONGEST} letters")
    if file.suffix.lower() not in endings:
        refuse(f"{file}: the name has to end in {' or '.join(endings)}")
    if not file.parent.is_dir():
        refuse(f"{file}: there is no folder {file.parent}")
    refuse_what_is_there(file, force)
    if not os.access(file.parent, os.W_OK):
        refuse(f"{file}: nothing can be written in the folder {file.parent}")


def refuse_what_is_there(file: Path, force: bool) -> None:
    """Refuse to write a file where a folder is, or without --force where a file is."""
    if file.is_dir():
        refuse(f"{file}: this is a folder")
    if file.exists() and not force:
        refuse(f"{file} exists already; --force writes over it")


@contextmanager
def whole(file: Path, errors: tuple[type[Exception], ...] = (OSError,)) -> Iterator[Path]:
    """Where to write a file: under another name first, so that one of its own name is always whole.

    One of `errors`, as of a full disk, is refused.
    """
    try:
        with whole_file(file) as part:
            yield part
    except errors as error:
        refuse(f"{file}: can not be written: {getattr(error, 'strerror', None) or error}")


def write(file: Path, content: bytes) -> None:
    """Write a file."""
    with whole(file) as part:
        part.write_bytes(content)
