"""Read a number from a TOML value, text or table."""

import datetime as dt
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic_core import core_schema

from simulator.errors import did_you_mean
from simulator.numerics.curves import POINTS
from simulator.quantity import distributions as d
from simulator.quantity.currency import said_once
from simulator.quantity.forms import FORMS
from simulator.quantity.kind import Kind
from simulator.quantity.number import NOTES, Number
from simulator.quantity.units import PriceUnits, QuantityError, Units, read, read_range, write

_LONGEST_TEXT = 2_000
_LONGEST_INT = 1_000  # bits

NAMED = {
    "exponential": ("exponential",), "gamma": ("gamma",), "weibull": ("weibull",), "uniform": ("uniform",),
    "beta": ("beta", "beta ab"), "normal": ("normal",), "lognormal": ("median", "mean"),
    "empirical": ("values",),
}  # fmt: skip
UNNAMED = ("value", "pert", "range", "median", "mean", "values")
_PARAMETERS = tuple(dict.fromkeys(need for form in FORMS.values() for need in form.needs))
KEYS = (*_PARAMETERS, "distribution", "varies", *NOTES)


@dataclass(frozen=True, eq=False)
class Read:
    """Marks a key of a file as a number of a kind."""

    kind: Kind

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        def validate(value: Any) -> Number:
            return value if isinstance(value, Number) else read_number(self.kind, value)

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"kind": self.kind}  # scenario/json_schema.py puts words in its place


def read_number(kind: Kind, raw: object) -> Number:
    """A number as TOML gives it: a value, a text, or a table. Raises QuantityError."""
    table = dict(raw) if isinstance(raw, dict) else {"value": raw}
    if any(not isinstance(key, str) or key not in KEYS for key in table):
        wrong = next(key for key in table if key not in KEYS)
        with _inside(str(wrong)):
            near = said_once(str(wrong)) or did_you_mean(str(wrong), KEYS)
            raise QuantityError(f'unknown key "{wrong}"; {near}')
    if str(table.get("value", "")).strip().startswith("+") and kind.low >= 0.0:
        text = "a sign says a change, which stands in [change] or [what_if]; write the number itself"
        raise QuantityError(text)
    notes = tuple((name, _text(name, table.pop(name))) for name in NOTES if name in table)
    varies = table.pop("varies", None)
    if varies is not None and varies not in kind.varies:
        allowed = " or ".join(f'"{v}"' for v in kind.varies)
        raise QuantityError(f"varies can only be {allowed} here")
    form, table = _form_of(table)
    known, unknown, unit = _parameters(kind, form, table)
    _refuse_bad_shape(kind, form, dict(known))
    number = Number(kind, form, known, varies or kind.varies[0], unit, unknown, notes)
    if kind.whole and (form != "value" or number.mean != round(number.mean)):
        raise QuantityError(kind.bounds())
    if unknown and not number.per_account:
        raise QuantityError("a range inside a distribution is only for what differs between accounts")
    _refuse_out_of_bounds(kind, number)
    return number


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        with _inside(name):
            raise QuantityError(f'"{name}" is a short text')
    return value


@contextmanager
def _inside(key: str) -> Iterator[None]:
    """Of an error in a value at a key: say that it is there."""
    try:
        yield
    except QuantityError as error:
        error.inside = (key, *error.inside)
        raise


def _form_of(table: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The form that fits the keys of a table, and the parameters of that form."""
    name = table.pop("distribution", None)
    if name is not None and (not isinstance(name, str) or name not in NAMED):
        raise QuantityError(f"unknown distribution; {did_you_mean(str(name), NAMED)}")
    forms = UNNAMED if name is None else NAMED[name]
    keys = set(table)
    for form in forms:
        if keys == set(FORMS[form].needs):
            if form == "value" and isinstance(table["value"], str) and " to " in table["value"]:
                return "range", table
            return form, table
    wanted = " or ".join("{ " + ", ".join(FORMS[form].needs) + " }" for form in forms)
    raise QuantityError(f"{name or 'a number'} is given by {wanted}")


def _parameters(
    kind: Kind, form: str, table: dict[str, Any]
) -> tuple[tuple[tuple[str, Any], ...], tuple[tuple[str, Number], ...], str]:
    """The parameters that are known, those of which only a range is, and their unit."""
    known: list[tuple[str, Any]] = []
    unknown: list[tuple[str, Number]] = []
    units: list[str] = []
    if form == "range" and "value" in table:
        with _inside("value"):
            ends = read_range(kind.units, table["value"])
        if ends is None:
            raise QuantityError(f"{kind.units.label} is written like {kind.units.example}")
        return (("low", ends[0]), ("high", ends[1])), (), ends[2]
    if form == "values":
        if not isinstance(table["values"], list) or not 1 <= len(table["values"]) <= POINTS:
            raise QuantityError(f"values is a list of 1 to {POINTS:,} values")
        with _inside("values"):
            pairs = [read(kind.units, v) for v in table["values"]]
        known, units = [("values", tuple(v for v, _ in pairs))], [u for _, u in pairs]
    else:
        for name in FORMS[form].needs:
            part = BARE if name in FORMS[form].plain else kind
            number = table[name]
            with _inside(name):
                if isinstance(number, (str, dict)) and name in FORMS[form].movable:
                    inner = read_number(Kind(part.units, part.low, part.high, name != "sigma"), number)
                    if not inner.certain:
                        unknown.append((name, inner))
                        units += [inner.unit] if part is kind else []
                        continue
                    value, unit = inner.mean, inner.unit
                else:
                    value, unit = read(part.units, number)
            known.append((name, value))
            units += [unit] if part is kind else []
    if len(set(units)) > 1:
        raise QuantityError("all values of a number have the same unit")
    return tuple(known), tuple(unknown), (units or [*kind.units.written, ""])[0]


BARE = Kind(Units("a number", "0.6", {"": Fraction(1)}, ("",), bare=True))


def _refuse_bad_shape(kind: Kind, form: str, p: dict[str, Any]) -> None:
    """Refuse parameters that no distribution has."""
    if "low" in p and "high" in p and p["low"] > p["high"]:
        raise QuantityError("the low end comes first")
    if "best" in p and not p["low"] <= p["best"] <= p["high"]:
        raise QuantityError("the best guess lies between the low and the high end")
    if form == "uniform" and p["low"] == p["high"]:
        raise QuantityError("both ends are the same; give one value")
    if form == "range" and p["low"] < p["high"]:
        _refuse_bad_range(kind, p["low"], p["high"])
    for name, largest in (("sigma", 5.0), ("shape", 1e3), ("a", 1e9), ("b", 1e9)):
        if name in p and not (1e-3 <= p[name] <= largest or (name == "sigma" and p[name] == 0.0)):
            raise QuantityError(f"{name} lies between 0.001 and {largest:,.0f}")
    if "sd" in p and (p["sd"] <= 0.0 or (form == "gamma" and not 0.01 <= p["mean"] / p["sd"] <= 1e4)):
        raise QuantityError("sd is positive, and neither tiny nor huge beside the mean")
    if form == "beta":
        mean, sd = p["mean"] / kind.high, p["sd"] / kind.high
        if not (math.isfinite(mean) and 0.0 < mean < 1.0 and sd * sd < mean * (1.0 - mean)):
            raise QuantityError("no beta distribution has this mean and sd: a smaller sd would do")
    if form in ("beta", "beta ab") and not kind.hard:
        raise QuantityError("a beta distribution is for shares")
    if form in ("median", "mean", "exponential", "gamma", "weibull"):
        if kind.hard or kind.low < 0.0:
            raise QuantityError(
                "such a distribution is for positive quantities, not for shares or signed numbers"
            )
        if any(p.get(name, 1.0) <= 0.0 for name in ("median", "mean")):
            raise QuantityError(f"the {'median' if form == 'median' else 'mean'} is positive")


def _refuse_bad_range(kind: Kind, low: float, high: float) -> None:
    if kind.family == "normal":
        return
    if low <= 0.0:
        raise QuantityError("a range starts above 0; if it can be 0, use { low, best, high }")
    if kind.family == "beta" and high > kind.high:
        raise QuantityError(kind.bounds())
    if kind.family == "beta" and high == kind.high:
        end = write(kind.units, kind.high, kind.units.written[0])
        raise QuantityError(
            f"a range (90 % interval) ends below {end}; if it can be {end}, use {{ low, best, high }}"
        )
    if kind.family == "lognormal" and math.log(high / low) > 2.0 * d.Z95 * 5.0:
        raise QuantityError("a range this wide says nothing")


def _refuse_out_of_bounds(kind: Kind, number: Number) -> None:
    """Refuse a number of which a value, stated or drawn, lies outside the bounds of its kind."""
    stated = [v for name, v in number.known if name in ("value", "low", "best", "high", "median", "mean")]
    stated += [v for name, vs in number.known if name == "values" for v in vs]
    if not all(kind.low <= v <= kind.high for v in stated) or (
        kind.above and min(stated, default=1.0) <= kind.low
    ):
        if isinstance(kind.units, PriceUnits) and max(stated) > kind.high:
            raise QuantityError("too large")
        raise QuantityError(kind.bounds())
    low, high = number.curve.ends
    if low < kind.low or (kind.hard and high > kind.high * (1.0 + 1e-12)):
        raise QuantityError(f"its tail leaves the bounds ({kind.bounds()}): choose another distribution")
    if kind.above and low <= kind.low and number.form != "range":
        raise QuantityError(f"it can be 0: {kind.bounds()}")


def plain_value(raw: object) -> str:
    """A value of a file as one would write it there, shortened."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        text = f'"{raw}"'
    elif isinstance(raw, dict):
        text = "{ " + ", ".join(f"{k} = {plain_value(v)}" for k, v in raw.items()) + " }"
    elif isinstance(raw, (list, tuple)):
        text = "[" + ", ".join(plain_value(v) for v in raw) + "]"
    elif isinstance(raw, (dt.date, dt.time)):
        text = raw.isoformat()
    elif isinstance(raw, int) and raw.bit_length() > _LONGEST_INT:
        text = hex(raw)  # Python writes no longer one in decimals
    else:
        text = str(raw)
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."
