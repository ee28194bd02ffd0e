"""Dates and the day counter."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.numerics.calendar import date_of, dates_of, day_of
from simulator.numerics.months import MONTH

firsts = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)).map(lambda d: d.replace(day=1))
dates = st.dates(dt.date(1950, 1, 1), dt.date(2200, 12, 31))


@given(firsts, dates)
def test_a_date_survives_the_counter(start: dt.date, date: dt.date) -> None:
    """Catches a date that comes back a day off, by rounding or by the length of its month."""
    assert date_of(start, day_of(start, date)) == date


@given(firsts, dates)
def test_days_follow_one_another(start: dt.date, date: dt.date) -> None:
    """Catches a gap or an overlap at a month's end: each date holds until the next begins."""
    tomorrow = day_of(start, date + dt.timedelta(days=1))
    today = day_of(start, date)
    assert today < tomorrow
    assert date_of(start, (today + tomorrow) / 2) == date


@given(firsts, st.integers(0, 600))
def test_every_first_is_exactly_a_month_boundary(start: dt.date, months: int) -> None:
    """Catches a boundary that is a rounding away from k x MONTH, so ties would fall apart."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    assert day_of(start, first) == months * MONTH
    assert date_of(start, months * MONTH) == first


@pytest.mark.parametrize(
    ("date", "day"),
    [
        (dt.date(2027, 1, 1), 0.0),
        (dt.date(2027, 1, 31), 30 * MONTH / 31),
        (dt.date(2028, 2, 29), 13 * MONTH + 28 * MONTH / 29),
        (dt.date(2032, 1, 1), 60 * MONTH),
        (dt.date(2026, 12, 31), -MONTH / 31),
    ],
)
def test_days_by_hand(date: dt.date, day: float) -> None:
    """Catches a wrong formula that its own inverse would hide."""
    assert day_of(dt.date(2027, 1, 1), date) == pytest.approx(day, abs=1e-12)
    assert date_of(dt.date(2027, 1, 1), day_of(dt.date(2027, 1, 1), date)) == date


def test_beyond_the_calendar_is_said() -> None:
    """Catches a ValueError about `year 10013` from deep inside the standard library."""
    with pytest.raises(OverflowError, match="beyond the calendar"):
        date_of(dt.date(2027, 1, 1), 100_000 * MONTH)


@pytest.mark.slow
@given(firsts, st.lists(st.floats(-400.0, 8000.0, allow_subnormal=False), max_size=20))
def test_many_dates_capacity(start: dt.date, days: list[float]) -> None:
    """Catches a table of dates that disagrees with the one date, at its ends most of all."""
    together = dates_of(start, np.array(days, dtype=np.float64))
    assert together.dtype == np.dtype("datetime64[D]")
    assert together.tolist() == [date_of(start, day) for day in days]
