"""Compare two tables cell by cell, to the last bit."""

import csv
import io
import math
from dataclasses import dataclass

from simulator.records.tables import COUNTERS


@dataclass
class Gap:
    """What differs in a table, of one scenario and one metric (else column)."""

    table: str
    scenario: str
    name: str
    unit: str
    of: int = 0  # numbers
    differing: int = 0
    largest: float = 0.0  # difference between two numbers


def gaps(table: str, then: str, now: str) -> list[Gap]:
    """What differs between a table as it was written and as it comes out now, in its order.

    A table with other rows or columns is one gap, without a scenario.
    """
    if then == now:
        return []
    old, new = _rows(then), _rows(now)
    if [len(row) for row in old] != [len(row) for row in new] or old[:1] != new[:1]:
        return [Gap(table, "", "rows or columns", "", len(new), max(1, abs(len(old) - len(new))))]
    found: dict[tuple[str, str], Gap] = {}
    columns = new[0]
    for before, after in zip(old[1:], new[1:], strict=True):
        row = dict(zip(columns, after, strict=True))
        for column, one, other in zip(columns, before, after, strict=True):
            if one == other and (column in COUNTERS or _number(one) is None):
                continue
            of = (row.get("scenario", ""), row.get("metric", column))
            gap = found.setdefault(of, Gap(table, *of, row.get("unit", "")))
            gap.of += 1
            if one != other:
                _note(gap, _number(one), _number(other))
    return [gap for gap in found.values() if gap.differing]


def _rows(text: str) -> list[list[str]]:
    """The rows of a CSV text; none where it is no longer CSV."""
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return []


def _note(gap: Gap, one: float | None, other: float | None) -> None:
    if one is None or other is None:
        gap.differing += 1
    elif one.hex() != other.hex():  # not two ways to write one number
        gap.differing += 1
        gap.largest = max(gap.largest, abs(one - other))


def _number(cell: str) -> float | None:
    try:
        found = float(cell)
    except ValueError:
        return None
    return None if math.isnan(found) else found
