"""Tables as CSV: every number comes back to the last bit."""

from __future__ import annotations

import csv
import io
import struct

import polars as pl
import pytest
from hypothesis import given, strategies as st

from simulator.saved_runs.tables import csv_of, numbers_in


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=False)), min_size=1))
def test_floats_come_back(values: list[float | None]) -> None:
    """Catches a float that is rounded on the way to the file, and an empty cell that becomes a number."""
    table = pl.DataFrame({"name": "x", "value": pl.Series(values, dtype=pl.Float64)})
    rows = list(csv.DictReader(io.StringIO(csv_of(table), newline="")))
    back = [float(row["value"]) if row["value"] else None for row in rows]
    assert [None if v is None else struct.pack("d", v) for v in back] == [
        None if v is None else struct.pack("d", v) for v in values
    ]


@pytest.mark.slow
@given(st.lists(st.text(), min_size=1))
def test_names_come_back(names: list[str]) -> None:
    """Catches a comma, a quote or a line break in a scenario's name that breaks the table."""
    names = [name.replace("\r", "").replace("\x00", "") or "x" for name in names]
    table = pl.DataFrame({"scenario": names, "value": [1.5] * len(names)})
    rows = list(csv.DictReader(io.StringIO(csv_of(table), newline="")))
    assert [row["scenario"] for row in rows] == names


def test_numbers_are_counted_where_they_are() -> None:
    """Catches row numbers and empty cells counted as numbers that were compared."""
    table = pl.DataFrame({"replication": [0, 1], "month": [1, 2], "unit": ["a", "b"], "value": [None, 2.5]})
    assert numbers_in(table) == 1
