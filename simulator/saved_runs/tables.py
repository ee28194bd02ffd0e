"""The CSV tables of a record."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.experiment import Comparison, Outcomes
from simulator.experiment.showing import tables
from simulator.experiment.tables import DIFFERENCES, TABLES

if TYPE_CHECKING:
    import polars as pl

# Columns that say which row it is, or of how many: no numbers of the answer.
COUNTERS = ("replication", "month", "age_months", "within_days", "replications")


def tables_of(answer: Outcomes | Comparison) -> "dict[str, Iterator[pl.DataFrame]]":
    """Every table by the name of its file, piece by piece."""
    more = [DIFFERENCES] if isinstance(answer, Comparison) else []
    return {f"{name}.csv": tables(answer, name) for name in [*TABLES, *more]}


def csv_of(table: "pl.DataFrame", *, heading: bool = True) -> str:
    """As CSV. Each float has the digits that give it back to the last bit; undefined is an empty cell."""
    return table.write_csv(include_header=heading)


def numbers_in(table: "pl.DataFrame") -> int:
    """How many numbers a table tells."""
    import polars as pl

    told = table.select(pl.selectors.numeric() - pl.selectors.by_name(*COUNTERS, require_all=False))
    return sum(told[name].count() for name in told.columns)
