"""Format a number in words, with its source."""

import datetime as dt
import math

from simulator.quantity import units as q
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number

Line = tuple[str, str, str]  # label, text, source


def source_of(number: Number) -> str:
    """What stands on the right of a number: its source, or that it is an assumption."""
    return number.note("source") or "assumption"


def months_in_words(months: int) -> str:
    """`1 month`, or `3 months`."""
    return "1 month" if months == 1 else f"{months} months"


def each(months: int) -> str:
    """Behind `every`: `month`, or `3 months`."""
    return "month" if months == 1 else f"{months} months"


def day_in_words(day: dt.date) -> str:
    """`July 2028` for the first of a month, else `15 July 2028`."""
    return f"{day:%B %Y}" if day.day == 1 else f"{day.day} {day:%B %Y}"


def in_words(number: Number) -> str:
    """A number as one says it: the best guess, the range, and what kind of not knowing it is."""
    if number.certain:
        return spoken(number, number.mean)
    if not number.per_account:
        return f"about {spoken(number, number.mean)} ({_range(number)}, not known)"
    how = "differs with fit" if number.varies == WITH_FIT else "differs"
    text = f"{spoken(number, number.mean)} on average ({_range(number)}, {how}"
    for name, inner in number.unknown:
        source = f" ({inner.note('source')})" if inner.note("source") else ""
        text += f"; its {name} is not known, {_range(inner)}{source}"
    return text + ")"


def _range(number: Number) -> str:
    """The central 90 % of a number, the unit once where it is the same."""
    unit = _unit_of(number.mean) if number.kind.units is q.DURATION else ""
    low, high = (spoken(number, number.curve.at(u), unit) for u in (0.05, 0.95))
    figure, _, rest = low.partition(" ")
    return f"{figure if high.removesuffix('s').endswith(rest.removesuffix('s')) else low} to {high}"


def spoken(number: Number, value: float, unit: str = "") -> str:
    """A value with as many digits as one says, and its unit (a duration in `unit`, if given)."""
    units = number.kind.units
    if units is q.DURATION:
        if value == 0.0:
            return "no time"
        unit = unit or _unit_of(value)
        figure = digits(value / _LENGTHS[unit])
        return f"{figure} {unit[:-1] if figure == '1' else unit}"
    if "".join(units.written[:1]).startswith("%"):
        return f"{digits(100.0 * value)} {units.written[0]}"
    figure, unit = digits(value), number.unit
    return f"{figure} {'month' if (figure, unit) == ('1', 'months') else unit}".rstrip()


_LENGTHS = {"months": 30.4375, "days": 1.0, "hours": 1 / 24}  # days


def _unit_of(days: float) -> str:
    return "months" if days >= 120.0 else "days" if days >= 0.95 else "hours"


def digits(value: float) -> str:
    """Three digits, or all of a whole number below ten thousand."""
    if value == 0.0:
        return "0"
    if abs(value) < 10_000 and math.isclose(value, round(value), rel_tol=1e-9):
        return f"{round(value):,}"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    text = f"{rounded:,.{max(places, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
