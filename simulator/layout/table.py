"""Tables with typed columns: cells hold values, and a renderer says them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from simulator.format import Scale

REST = 0  # room of a column: what the others leave of the page


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    ESTIMATE = "estimate"
    ODDS = "odds"
    GAP = "gap"
    SPREAD = "spread"


@dataclass(frozen=True)
class Estimate:
    """A mean and its interval, nan where there is none; of a difference the sign is told."""

    mean: float
    low: float
    high: float
    scale: Scale
    signed: bool = False


@dataclass(frozen=True)
class Odds:
    """How often it is so, of how many times."""

    times: int
    of: int


@dataclass(frozen=True)
class Gap:
    """A difference, and in how many pairs it is one for the better, where that is known."""

    estimate: Estimate
    better: Odds | None
    pairs: int  # that there could be: in some a metric may be undefined


@dataclass(frozen=True)
class Spread:
    """A mean with its interval, and how far outcomes lie apart: P10, P50, P90, or nothing."""

    mean: float
    low: float
    high: float
    quantiles: tuple[float, ...]
    scale: Scale
    note: str = ""


Cell = str | float | tuple[float, ...] | Estimate | Odds | Gap | Spread | None  # None: nothing to say
Cells = tuple[Cell, ...]
Row = Cells | str  # text alone is a small heading within the table


@dataclass(frozen=True)
class Column:
    """Cells of a kind under a name; numbers, times `factor`, are in `unit` and have so many decimals.

    Text that is longer than `room` is folded, each line but the first indented by `hanging`.
    """

    name: str = ""
    kind: Kind = Kind.TEXT
    unit: str = ""
    decimals: int = 0
    factor: float = 1.0
    room: int | None = None
    hanging: int = 0


@dataclass(frozen=True)
class Table:
    """Rows under named columns; a `title` stands in place of the first name, with the rows under it.

    `units`: they stand below the names. `broad`: 120 columns are there for it, to be seen side by side.
    `splits`: columns for which there is no room come below the others, between the first and the last.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str | None = None
    units: bool = False
    broad: bool = False
    splits: bool = False

    def changed(self, columns: tuple[Column, ...], cells: Callable[[Cells], Cells]) -> "Table":
        """The same table with other columns, and in each row other cells."""
        rows = tuple(row if isinstance(row, str) else cells(row) for row in self.rows)
        return replace(self, columns=columns, rows=rows)

    def spread(self, columns: tuple[Column, ...], words: Callable[[Spread], Cells]) -> "Table":
        """The same table with these columns, and in them these words, for each that holds spreads."""
        return self.changed(
            tuple(one for c in self.columns for one in (columns if c.kind is Kind.SPREAD else (c,))),
            lambda row: tuple(
                one for cell in row for one in (words(cell) if isinstance(cell, Spread) else (cell,))
            ),
        )


def money(name: str, scale: Scale) -> Column:
    """Money in a scale that the whole table has; unscaled it has no decimals."""
    return Column(name, Kind.NUMBER, scale.unit, 0 if scale.factor == 1 else 2, scale.factor)
