"""Months along an axis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from simulator.experiment import Outcomes
from simulator.figures.parts.layout import page, panel
from simulator.figures.parts.timeline import month_in_words, set_months
from simulator.numerics.months import MONTH


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        (2, "2027-01", "2027-03"),
        (24, "2027-01", "2029-01"),
        (96, "2027-01", "2035-01"),
        (600, "2027-01", "2077-01"),
    ],
)
def test_dates_are_of_their_months(outcomes: Outcomes, months: int, first: str, last: str) -> None:
    """Catches dates that drift, more of them than there is room for, and an axis cut short."""
    header = replace(outcomes.header, start=dt.date(2027, 1, 1), horizon=months * MONTH)
    axes = panel(page(8, 3, "found", "read"), 1, 1, 6, 1)
    set_months(axes, replace(outcomes, header=header))
    dates = [t.get_text() for t in axes.get_xticklabels()]
    assert (dates[0], dates[-1]) == (first, last)
    assert 2 <= len(dates) <= 10
    assert axes.get_xlim() == (0, months)
    for tick, date in zip(axes.get_xticks(), dates, strict=True):
        assert dt.date(2027 + int(tick) // 12, 1 + int(tick) % 12, 1).strftime("%Y-%m") == date


def test_a_month_is_counted_from_one(outcomes: Outcomes) -> None:
    """Catches a month end named after the month that follows it."""
    assert month_in_words(outcomes, 1) == "month 1 (2027-01)"
    assert month_in_words(outcomes, 13.4) == "month 13 (2028-01)"
