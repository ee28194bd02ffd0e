"""What a reader of the ten minutes types into a file."""

from __future__ import annotations

import re
import tomllib

_HEADER = re.compile(r"^\[([^\[\]]+)\]$")


def edited(text: str, part: str) -> str:
    """A file as it is after somebody has typed in what the page shows.

    A what-if takes the place of those at the end. Of other tables, each key that is shown takes the place
    of the one in the table of that name; both are of one line.
    """
    if part.startswith("[what_if"):
        assert "\n[what_if" in text
        return text.partition("\n[what_if")[0] + f"\n{part}"
    lines, table = text.splitlines(), ""
    for line in part.splitlines():
        header = _HEADER.match(line)
        table = header[1] if header else table
        key, sign, _ = line.partition("=")
        if sign:
            lines[_place(lines, table, key.strip())] = line
    return "\n".join(lines) + "\n"


def _place(lines: list[str], table: str, key: str) -> int:
    """The line of a key of a table."""
    here = ""
    for at, line in enumerate(lines):
        header = _HEADER.match(line.partition("#")[0].strip())
        here = header[1] if header else "" if line.startswith("[[") else here
        if here == table and line.partition("=")[0].strip() == key:
            assert tomllib.loads(line), line
            return at
    raise AssertionError(f"the file has no {key} in [{table}]")
