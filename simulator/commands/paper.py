"""Numbers and tables on a page of 100 columns that needs neither colour nor a terminal."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

WIDTH = 100
GAP = 2
NONE = "–"
ROUNDING = 1e-9  # relative: an interval narrower than this has no width


class Scale(NamedTuple):
    """How the values of one row are shown: multiplied by `factor`, in `unit`."""

    factor: float
    unit: str

    def show(self, value: float, half: float = math.nan, *, sign: bool = False) -> str:
        """One value, with the digits that half its interval leaves it; a dash where there is none."""
        if math.isnan(value):
            return NONE
        value, half = value * self.factor, half * self.factor
        text = f"{value:{'+' if sign else ''},.{_decimals(value, half)}f}"
        return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("+-")

    def sure(self, mean: float, half: float, *, sign: bool = False) -> str:
        """A mean and half the width of its interval."""
        shown = self.show(mean, half, sign=sign)
        return shown if math.isnan(half) else f"{shown} ±{self.show(half, half)}"


def _decimals(value: float, half: float) -> int:
    if half > ROUNDING * abs(value):  # False where it is nan
        decimals = -math.log10(half / 2)  # so ±1.2 and ±2, not ±1 for both
    elif value == round(value):
        decimals = 0
    else:
        decimals = 2 - math.floor(math.log10(abs(value)))
    return min(max(math.ceil(decimals), 0), 2)


def scale_of(unit: str, values: Sequence[float]) -> Scale:
    """One scale for a row, by its largest value."""
    largest = max((abs(v) for v in values if not math.isnan(v)), default=0.0)
    if unit == "share":
        return Scale(100.0, "%")
    if unit in ("days", "accounts"):
        return Scale(1.0, unit)
    if largest >= 1e6:
        return Scale(1e-6, f"million {unit}")
    return Scale(1e-3, f"thousand {unit}") if largest >= 1e5 else Scale(1.0, unit)


def plain(value: float, decimals: int = 0) -> str:
    """A number with thousands separated, a dash where there is none."""
    return NONE if math.isnan(value) else f"{value:,.{decimals}f}".replace("-", "−")


def percent(value: float) -> str:
    """A share."""
    return NONE if math.isnan(value) else f"{value * 100:.1f} %"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    many = max(len(row) for row in rows)
    return [max(cell_len(row[c]) for row in rows if c < len(row)) for c in range(many)]


def width_of(rows: Sequence[Sequence[str]]) -> int:
    """Columns of the page that a table would take uncut."""
    widths = _widths(rows)
    return sum(widths) + GAP * (len(widths) - 1)


def lines_of(rows: Sequence[Sequence[str]], *, left: Sequence[int] = (0,)) -> list[str]:
    """Columns as wide as what is in them: those of `left` to the left, the others to the right.

    Where that is more than the page holds, the first column is cut.
    """
    widths = _widths(rows)
    widths[0] -= max(0, min(width_of(rows) - WIDTH, widths[0] - 8))
    return [
        (" " * GAP)
        .join(
            _fitted(cell, width, c in left) for c, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        .rstrip()
        for row in rows
    ]


def _fitted(cell: str, width: int, left: bool) -> str:
    if cell_len(cell) > width:
        return set_cell_size(cell, width - 1) + "…"
    room = " " * (width - cell_len(cell))
    return cell + room if left else room + cell


def paragraph(text: str, indent: str = "", hanging: str = "") -> list[str]:
    """Text in lines of the page."""
    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")  # a number and its sign stay on one line
    lines = textwrap.wrap(kept, WIDTH, initial_indent=indent, subsequent_indent=hanging or indent)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
