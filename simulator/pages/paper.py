"""Tables and text on a page of 100 columns (some of 120) that needs neither colour nor a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size

WIDTH = 100
BROAD = 120  # of a table with scenarios or movements side by side: to be seen together is what it is for
GAP = 2


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    many = max(len(row) for row in rows)
    return [max(cell_len(row[c]) for row in rows if c < len(row)) for c in range(many)]


def width_of(rows: Sequence[Sequence[str]]) -> int:
    """Columns of the page that a table would take uncut."""
    widths = _widths(rows)
    return sum(widths) + GAP * (len(widths) - 1)


def lines_of(rows: Sequence[Sequence[str]], *, left: Sequence[int] = (0,), width: int = WIDTH) -> list[str]:
    """Columns as wide as what is in them: those of `left` to the left, the others to the right.

    Where that is more than the page holds, the first column is cut.
    """
    widths = _widths(rows)
    widths[0] -= max(0, min(width_of(rows) - width, widths[0] - 8))
    return [
        (" " * GAP)
        .join(
            _fitted(cell, width, c in left) for c, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        .rstrip()
        for row in rows
    ]


def folded(rows: Sequence[Sequence[str]], rooms: Mapping[int, int], hanging: str = "") -> list[list[str]]:
    """Rows in which the words of some columns take as many lines as their room asks for."""
    lines: list[list[str]] = []
    for row in rows:
        cells = [_wrap(text, rooms[c], "", hanging) if c in rooms else [text] for c, text in enumerate(row)]
        lines += [list(line) for line in zip_longest(*cells, fillvalue="")]
    return lines


def _fitted(cell: str, width: int, left: bool) -> str:
    if cell_len(cell) > width:
        return set_cell_size(cell, width - 1) + "…"
    room = " " * (width - cell_len(cell))
    return cell + room if left else room + cell


def paragraph(text: str, indent: str = "", hanging: str = "") -> list[str]:
    """Text in lines of the page."""
    return _wrap(text, WIDTH, indent, hanging or indent)


def _wrap(text: str, width: int, indent: str, hanging: str) -> list[str]:
    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")  # a number and its sign stay on one line
    lines = textwrap.wrap(
        kept, width, initial_indent=indent, subsequent_indent=hanging, break_on_hyphens=False
    )
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
