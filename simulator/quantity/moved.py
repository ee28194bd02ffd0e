"""Move a number to another best guess; a range keeps its shape."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from simulator.quantity.forms import FORMS
from simulator.quantity.number import Number
from simulator.quantity.units import PriceUnits, QuantityError, months_of, per_of

_NAMED = ("exponential", "gamma", "weibull", "uniform", "normal", "beta", "beta ab")
_HALVINGS = 60
_FAR = 50.0  # log odds beyond which a share is 0 or 1

Move = Callable[[str, float], float]  # of the name of a parameter and its value


def moved(number: Number, mean: float) -> Any:
    """The number with this best guess, so that the same chances draw from the same place of it.

    What is positive is multiplied, what may be negative is added to, a share has its odds multiplied.
    One value stays one; at a bound of its kind every number is one value.
    """
    kind = number.kind
    if number.certain or mean in (kind.low, kind.high):
        return number.say(mean)
    if kind.family == "beta":
        return _table(_with_odds(number, mean))
    if kind.family == "normal":
        gap = mean - number.mean
        return _table(_each(number, lambda name, value: value if name == "sd" else value + gap))
    factor = mean / number.mean
    return _table(_each(number, lambda name, value: value * factor))


def _each(number: Number, move: Move) -> Number:
    """All its parameters that have a unit, moved; of one that is itself a range, all of that."""

    def known(name: str, value: Any) -> Any:
        if name in FORMS[number.form].plain:
            return value
        return tuple(move(name, one) for one in value) if name == "values" else move(name, value)

    def unknown(name: str, inner: Number) -> Number:
        if name in FORMS[number.form].plain:
            return inner
        return _each(inner, _alike(move, name))

    return replace(
        number,
        known=tuple((name, known(name, value)) for name, value in number.known),
        unknown=tuple((name, unknown(name, inner)) for name, inner in number.unknown),
    )


def _with_odds(number: Number, mean: float) -> Number:
    """A share whose parameters all have their odds multiplied, by halving the interval of the factor."""
    high = number.kind.high
    if number.form == "beta ab":  # its parameters are no shares
        raise QuantityError("a beta distribution by a and b can not be moved: give mean and sd, or a range")

    def at(gap: float) -> Number:
        def move(name: str, value: float) -> float:
            fixed = name == "sd" or value in (0.0, high)
            return value if fixed else high * _share(_log_odds(value / high) + gap)

        return _each(number, move)

    low_end, high_end = -_FAR, _FAR
    for _ in range(_HALVINGS):
        middle = 0.5 * (low_end + high_end)
        low_end, high_end = (middle, high_end) if at(middle).mean < mean else (low_end, middle)
    return at(0.5 * (low_end + high_end))


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))


def _share(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


def _table(number: Number) -> dict[str, Any]:
    """A number that is not one value, as a file states it."""
    return table_of(number, lambda name, value: value)


def _alike(move: Move, name: str) -> Move:
    """To move all of a parameter that is itself a range."""
    return lambda _, value: move(name, value)


def table_of(number: Number, move: Move) -> dict[str, Any]:
    """A number that is not one value, as a file states it, with its parameters moved.

    `move` takes the name and the value of each that has a unit; what comes of it is yet to be checked.
    """
    form = FORMS[number.form]
    table: dict[str, Any] = {"distribution": number.form.split()[0]} if number.form in _NAMED else {}
    for name, value in number.known:
        if name in form.plain:
            table[name] = value
        elif name == "values":
            table[name] = [number.say(move(name, one)) for one in value]
        else:
            table[name] = number.say(move(name, value))
    for name, inner in number.unknown:
        table[name] = _table(inner) if name in form.plain else table_of(inner, _alike(move, name))
    return table | {"varies": number.varies}


def mean_in_unit_of(number: Number, other: Number) -> float:
    """Its best guess in the unit of another one of its kind: a price a year as one a month.

    Raises QuantityError where the two are no amounts of the same.
    """
    if number.unit == other.unit:
        return number.mean
    if not isinstance(number.kind.units, PriceUnits):
        raise QuantityError(
            f"from {number.say(number.mean)} to {other.say(other.mean)} there is no way between"
        )
    per_month = number.mean / (per_of(number.unit) * months_of(number.unit))
    return per_month * per_of(other.unit) * months_of(other.unit)
