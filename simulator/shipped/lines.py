"""A scenario file as text: its tables and keys in their order, each with the comments above it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

Path = tuple[str, ...]

ABSENT = "none"  # as a value: as if the key were not there; a child file drops what its base has

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=\s*")


@dataclass
class Entry:
    """A key of a table with its value, as it is written."""

    keys: Path  # below its table: ("takes", "median") of takes.median
    above: list[str]  # comments and empty lines
    text: str  # what follows the sign =, with all its lines and the comment behind it

    @property
    def value(self) -> Any:
        """The value as TOML reads it."""
        return tomllib.loads(f"x = {self.text}")["x"]


@dataclass
class Table:
    """A table, or an entry of a list of tables, with its own keys; without a header the top of the file."""

    keys: Path
    header: str = ""  # its line, with the comment behind it
    listed: bool = False  # written [[...]]
    above: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Text:
    """A whole file: the top of it first."""

    tables: list[Table]
    below: list[str]  # comments behind the last key

    def __str__(self) -> str:
        lines: list[str] = []
        for table in self.tables:
            lines += [*table.above, *([table.header] if table.header else []), *_aligned(table.entries)]
        return "\n".join([*lines, *self.below]).strip("\n") + "\n"


def text_of(raw: str) -> Text:
    """The parts of a file's text, which has to be TOML."""
    tables, above = [Table(())], list[str]()
    lines = iter(raw.splitlines())
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            above.append(line)
        elif line.lstrip().startswith("["):
            tables.append(_headed(line, above))
            above = []
        else:
            tables[-1].entries.append(_entry(line, lines, above))
            above = []
    return Text(tables, above)


def _headed(line: str, above: list[str]) -> Table:
    here: Any = tomllib.loads(line)
    keys: list[str] = []
    while isinstance(here, dict) and here:
        ((key, here),) = here.items()
        keys.append(key)
    return Table(tuple(keys), line, isinstance(here, list), above)


def _entry(line: str, more: Iterator[str], above: list[str]) -> Entry:
    """A key whose value may go on in further lines: until TOML can read it."""
    found = _KEY.match(line)
    assert found is not None, f"not TOML: {line}"
    text = line[found.end() :]
    while not _whole(text):
        text = f"{text}\n{next(more)}"
    here: Any = tomllib.loads(f"{found[1]} = 0")
    keys: list[str] = []
    while isinstance(here, dict):
        ((key, here),) = here.items()
        keys.append(key)
    return Entry(tuple(keys), above, text)


def _whole(text: str) -> bool:
    try:
        tomllib.loads(f"x = {text}")
    except tomllib.TOMLDecodeError:
        return False
    return True


def _aligned(entries: list[Entry]) -> Iterator[str]:
    """The lines of keys; the signs = stand below each other where no other line is between."""
    block: list[Entry] = []
    for entry, after in zip_longest(entries, entries[1:]):
        block.append(entry)
        if after is None or after.above or "\n" in entry.text:
            width = max(len(named(e.keys)) for e in block)
            for e in block:
                yield from [*e.above, f"{named(e.keys):<{width}} = {e.text}"]
            block = []


def named(keys: Path) -> str:
    """Keys as TOML writes them."""
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"' for key in keys)
