"""The value at the end: cash, and what the customers of that day still bring."""

from __future__ import annotations

import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import Diary, header


def valued(discount: float, *, leaves: int | None = None, late: bool = False) -> dict[str, float]:
    """A lead of 30; signed on day 3 for 120 a year, billed by the year ahead; a lifetime of 36 months."""
    plan = header(months=12, lead_cost=3_000, billing=12, hosting=0.25)
    plan.money["discount"], plan.money["lifetime"], plan.money["cash"] = discount, 36, 10_000
    diary = Diary(plan)
    account = diary.signed(3.0, 12_000)
    for year in range(1, 8):
        if leaves is not None and year >= leaves:
            diary.note(3.0 + 12 * year * MONTH, account, events.CHURNED)
            break
        diary.note(3.0 + 12 * year * MONTH, account, events.RENEWED, arr=12_000)
    if late:
        diary.signed(12.5 * MONTH, 12_000)
    return measure(diary.ledger()).values


def test_what_customers_still_pay_less_what_they_cost() -> None:
    """Three more years are paid in the 36 months after the horizon, and 2.5 a month is spent on hosting."""
    found = valued(0.0)
    assert found["cash_end"] == pytest.approx(100 - 30 + 120 - 12 * 2.5, abs=2.6)
    assert found["value_end"] - found["cash_end"] == pytest.approx(3 * 120 - 36 * 2.5, abs=0.05)


def test_discounted_to_the_horizon() -> None:
    """Catches money of later years at its full worth, and one discounted to the first day."""
    found = valued(0.1)
    paid = sum(120 * 1.1 ** -(year + 3 / 365.25) for year in range(3))
    hosted = sum(2.5 * 1.1 ** -(month / 12 + 3 / 365.25) for month in range(36))
    assert found["value_end"] - found["cash_end"] == pytest.approx(paid - hosted, abs=0.01)


def test_who_leaves_pays_no_more_and_who_comes_later_does_not_count() -> None:
    """Catches customers valued by what they once paid, and those who sign after the horizon among them."""
    kept, leaves = valued(0.0), valued(0.0, leaves=2)
    assert leaves["value_end"] - leaves["cash_end"] == pytest.approx(120 - 12 * 2.5, abs=2.6)
    assert valued(0.0, late=True)["value_end"] == kept["value_end"]
