"""Read the targets of a company: a metric with a value in its unit, due at the end of a month."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from simulator import model as m
from simulator.company.schema import Company
from simulator.company.target import Target
from simulator.errors import Found, did_you_mean
from simulator.quantity.units import SHARE, QuantityError, Units, read


def _units(label: str, example: str, *words: str) -> Units:
    """A bare figure, or with one of these words behind it."""
    every = dict.fromkeys(("", *words), Fraction(1))
    return Units(label, example, every, ("",), bare=True, suffixes=True, money=label.startswith("money"))


_UNITS = {
    "accounts": _units("a number of accounts", '400 or "2k"', "accounts", "customers", "leads"),
    "share": SHARE,
    "days": _units("days", '30 or "30 days"', "days", "day"),
    "months": _units("months", '18 or "18 months"', "months", "month"),
    "times": _units("a ratio", '3 or "3 times"', "times", "x"),
    "money": _units("money", '250000, "250k" or "-2M"'),
    "money a year": _units("money a year", '5000000, "5M" or "5M a year"', "a year"),
    "money a day": _units("money a day", '20000 or "20k a day"', "a day"),
}


def target_problems(company: Company) -> Iterator[Found]:
    """What is wrong with the targets."""
    for target in company.target.values():
        yield from _problems(company, target)


def targets_of(company: Company) -> tuple[m.Target, ...]:
    """The targets of a company without problems."""
    places = {name: n for n, name in enumerate(company.motion)}
    return tuple(
        m.Target(
            name,
            one.metric,
            places[one.motion] if one.motion is not None else m.NONE,
            one.at_least is not None,
            _value(one),
            _month(company, one),
        )
        for name, one in company.target.items()
    )


def _problems(company: Company, target: Target) -> Iterator[Found]:
    path = target.path
    known = _metrics(company)
    if target.value is None:
        yield path, None, 'what is to be reached: write at_least = "5M", or at_most'
    try:
        month = _month(company, target)
    except QuantityError as error:
        yield f"{path}.by", target.by, str(error)
        month = 12 * company.years
    if target.metric not in known:
        yield f"{path}.metric", target.metric, f"no metric; {did_you_mean(target.metric, known)}"
        return
    if target.value is not None:
        try:
            _value(target)
        except QuantityError as error:
            key = "at_least" if target.at_least is not None else "at_most"
            yield f"{path}.{key}", target.value, str(error)
    monthly, by_motion = _by_month()
    if month != 12 * company.years and target.metric not in monthly:
        text = f"{target.metric} is known at the end of the years only: leave `by` out. By month: "
        yield f"{path}.by", target.by, f"{text}{', '.join(monthly)}"
    if target.motion is not None and target.motion not in company.motion:
        text = f"there is no such motion; {did_you_mean(target.motion, company.motion)}"
        yield f"{path}.motion", target.motion, text
    elif target.motion is not None and target.metric not in by_motion:
        text = f"{target.metric} is of the whole company: leave `motion` out. By motion: "
        yield f"{path}.motion", target.motion, f"{text}{', '.join(by_motion)}"


def _value(target: Target) -> float:
    """In the unit of its metric. Raises QuantityError."""
    from simulator.metrics import definition

    value, _ = read(_UNITS[definition(target.metric).unit], target.value)
    return value


def _month(company: Company, target: Target) -> int:
    """The month at whose end it is due, counted from 1. Raises QuantityError."""
    last = 12 * company.years
    if target.by is None:
        return last
    year, month = map(int, target.by.split("-"))
    place = 12 * (year - company.start.year) + month - company.start.month + 1
    if not 1 <= place <= last:
        end = company.end - dt.timedelta(days=1)
        raise QuantityError(f"within the years with leads, from {company.start:%Y-%m} to {end:%Y-%m}")
    return place


def _metrics(company: Company) -> list[str]:
    """The metrics that a company has."""
    from simulator.metrics import METRICS, VARIANTS
    from simulator.metrics.definitions import NAMES, OF_EACH
    from simulator.metrics.metric import KEEPING, SERVING, WAYS
    from simulator.metrics.need import FOLLOWING, LOST_FOR, WHY_LOST

    keepers = [name for name, team in company.team.items() if team.book is not None]
    serving = [name for name, team in company.team.items() if team.capacity is not None]
    following = [name for name, motion in company.motion.items() if motion.need is not None]
    channels = [f"{name}.{way}" for name, motion in company.motion.items() for way in motion.ways]
    reasons = [f"{motion}.{why}" for motion in following for why in WHY_LOST]
    pairs = (
        *((SERVING, serving), (KEEPING, keepers), (FOLLOWING, following), (WAYS, channels)),
        (LOST_FOR, reasons),
    )
    variants = [f"{name}:{variant}" for name, some in VARIANTS.items() for variant in some]
    of_each = [
        f"{name}.{one}"
        for name in OF_EACH
        for each, some in pairs
        if METRICS[name].each is each
        for one in some
    ]
    return [*NAMES, *of_each, *variants]


@cache
def _by_month() -> tuple[list[str], list[str]]:
    """Metrics that are known at each month's end, and those known of each motion, too."""
    from simulator.metrics.metric import BY_MONTH

    return list(BY_MONTH), [name for name, monthly in BY_MONTH.items() if monthly.motions]


def in_words(target: Target) -> str:
    """A target in a few words."""
    bound = "at least" if target.at_least is not None else "at most"
    whose = f" of {target.motion}" if target.motion is not None else ""
    by = f" by the end of {target.by}" if target.by is not None else " at the end"
    return f"{target.metric}{whose} {bound} {target.value}{by}"
