"""Convert dates to days and back; every month has 30.4375 days."""

import datetime as dt
import math

import numpy as np
from numpy.typing import NDArray

from simulator.numerics.months import MONTH


def day_of(start: dt.date, date: dt.date) -> float:
    """The day counter at the beginning of `date`; `start` is the first of a month.

    Every first of a month is exactly a month boundary. Negative before the start.
    """
    months = (date.year - start.year) * 12 + date.month - start.month
    return _day(months, date.day, _days_in(start, months))


def date_of(start: dt.date, day: float) -> dt.date:
    """The date on which the counter reads `day`: the last whose `day_of` is not after it.

    OverflowError outside the years 1 to 9999.
    """
    months = math.floor(day / MONTH)
    length = _days_in(start, months)
    date = min(length, 1 + math.floor((day - months * MONTH) / MONTH * length))
    if date < length and _day(months, date + 1, length) <= day:  # lost to rounding
        date += 1
    elif date > 1 and _day(months, date, length) > day:
        date -= 1
    return _first(start, months).replace(day=date)


def dates_of(start: dt.date, days: NDArray[np.float64]) -> NDArray[np.datetime64]:
    """`date_of` for many days, as datetime64[D] of the same shape."""
    if not days.size:
        return np.array([], dtype="datetime64[D]")
    first, last = date_of(start, float(days.min())), date_of(start, float(days.max()))
    dates = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    begins = np.array([day_of(start, date) for date in dates])
    found: NDArray[np.datetime64] = np.array(dates, dtype="datetime64[D]")[
        np.searchsorted(begins, days, side="right") - 1
    ]
    return found


def _day(months: int, date: int, length: int) -> float:
    return months * MONTH + (date - 1) * MONTH / length


def _first(start: dt.date, months: int) -> dt.date:
    years, month = divmod(start.month - 1 + months, 12)
    if not dt.MINYEAR <= start.year + years <= dt.MAXYEAR:
        raise OverflowError(f"{months} months after {start} is beyond the calendar")
    return dt.date(start.year + years, month + 1, 1)


def _days_in(start: dt.date, months: int) -> int:
    first = _first(start, months)
    return ((first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - first).days
