"""What the parts of the first screen say alike: short amounts, months, odds, and lines behind a label."""

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Interval, t_interval
from simulator.format import NONE, Scale
from simulator.layout.table import REST, Column, Table
from simulator.ledger import Header
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH

LABEL = (
    11  # columns of the words before lines: those of the longest, so that all lines begin below each other
)
LIKELY = (
    "Likely is the median of the runs, and eight in ten of them end between the two values beside it. What "
    "is added up or subtracted is a mean: bridges, differences, money, metrics."
)
THOUSAND, MILLION = 1e3, 1e6
DIGITS = 3  # of an amount
QUANTILES = (0.1, 0.5, 0.9)


def labelled(label: str, lines: Sequence[str]) -> list[Table]:
    """Sentences below each other, the label before the first; nothing where there is none."""
    if not lines:
        return []
    heads = [f"{label:<{LABEL}}", *[""] * (len(lines) - 1)]
    return [Table((Column(), Column(room=REST)), tuple(zip(heads, lines, strict=True)))]


def short(unit: str, values: Sequence[float]) -> Scale:
    """A scale in few letters, 3.98M or 120k, for the largest of some values; the page says once which
    currency it is in."""
    if unit == "share":
        return Scale(100.0, " %")
    if not unit[:3].isupper():
        return Scale(1.0, "" if unit == "accounts" else f" {unit}")
    largest = max((abs(value) for value in values if not math.isnan(value)), default=0.0)
    if largest >= MILLION:
        return Scale(1.0 / MILLION, "M")
    return Scale(1.0 / THOUSAND, "k") if largest >= 10 * THOUSAND else Scale(1.0, "")


def amount(scale: Scale, value: float, half: float = math.nan) -> str:
    """One amount with its unit, to as many digits as half its interval leaves it and one cares to read."""
    return NONE if math.isnan(value) else f"{scale.show(value, coarse(value, half))}{scale.unit}"


def coarse(value: float, half: float) -> float:
    """Half the interval, or so much that three digits of an amount are left."""
    known = value and not math.isnan(value)  # of one run nobody knows how sure it is
    last = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1) if known else 0.0
    least = 2.0001 * last
    return least if math.isnan(half) else max(half, least)


def likely(unit: str, values: NDArray[np.float64]) -> tuple[str, str]:
    """The median of the runs in which it is known, and between which values eight in ten of them end."""
    known = values[~np.isnan(values)]
    if not known.size:
        return NONE, NONE
    low, middle, high = np.quantile(known, QUANTILES).tolist()
    scale = short(unit, [low, middle, high])
    half = coarse(max(abs(low), abs(high)), t_interval(known).half)
    if known.size == 1:
        return amount(scale, middle), NONE
    one, two, three = (scale.show(value, half) for value in (low, middle, high))
    return f"{two}{scale.unit}", f"{one} to {three}{scale.unit}"


def odds(found: Interval) -> str:
    """A share of runs with its interval: that of none says how many there may be at most."""
    if math.isnan(found.mean):
        return "not known"
    share, low, high = (100 * value for value in found)
    if share == 0:
        return f"0 % (below {math.ceil(high)} %)"
    if share == 100:
        return f"100 % (above {math.floor(low)} %)"
    return f"{min(max(round(share), 1), 99)} % ({round(low)} to {round(high)} %)"


def bar(share: float, places: int = 10) -> str:
    """A share as a bar: empty of none alone, full of all alone."""
    if math.isnan(share):
        return ""
    full = round(share * places)
    if 0.0 < share < 1.0:
        full = min(max(full, 1), places - 1)
    return "█" * full + "░" * (places - full)


def month_end(header: Header, month: int) -> dt.date:
    """A day of a month that is counted from 1; of 0, the first day."""
    return date_of(header.start, max(month - 1, 0) * MONTH)


def month(header: Header, number: int) -> str:
    """`Dec 2028`, of a month that is counted from 1."""
    return "the first day" if number == 0 else f"{month_end(header, number):%b %Y}"


def span(header: Header, first: int, last: int) -> str:
    """`Mar to Jul 2027`, of months that are counted from 1."""
    one, other = (month_end(header, number) for number in (first, last))
    if first == last:
        return f"{one:%b %Y}"
    return f"{one:%b} to {other:%b %Y}" if one.year == other.year else f"{one:%b %Y} to {other:%b %Y}"


def days(value: float) -> str:
    """A time with the digits that one reads."""
    decimals = 0 if value >= 9.95 else 1
    text = f"{value:,.{decimals}f}"
    return f"{text} day" if text in ("1", "1.0") else f"{text} days"
