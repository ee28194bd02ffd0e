"""Write the customers that scenarios/customers-as-sellers.toml opens with: no real ones, made by a rule.

`python -m tests.scenarios.thousand_customers`
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[2] / "scenarios" / "customers-as-sellers.csv"
CUSTOMERS = 1000
FIRST = dt.date(2022, 1, 3)
A_UNIT = 1200  # a year

# Signed at the same pace through five years; live forty days later; 10 to 60 units, the small ones oftener.
_APART, _LIVE = 1825, dt.timedelta(days=40)
_TURN = 0.6180339887498949  # of the golden section: spreads sizes evenly, in no order of time


def rows() -> Iterator[str]:
    """The lines of the table, its head first."""
    yield "name,motion,units,arr,signed,live"
    for n in range(CUSTOMERS):
        signed = FIRST + dt.timedelta(days=n * (_APART - 60) // CUSTOMERS)
        units = round(10 * 6.0 ** ((n + 1) * _TURN % 1.0))
        yield f"customer {n + 1},sale,{units},{units * A_UNIT},{signed},{signed + _LIVE}"


if __name__ == "__main__":
    TABLE.write_text("".join(f"{row}\n" for row in rows()), encoding="utf-8")
