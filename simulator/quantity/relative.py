"""Change a number by so much: `+10%`, `-2`, `+5 points`, `+2 from 2027-04`.

A percentage is of the number itself, of each end of a range; an amount has the number's unit. Of what is a
share or a rate in percent, `+10%` could mean two things, and is asked for by name: points, or a part of it.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simulator.quantity.kind import Kind
from simulator.quantity.moved import table_of
from simulator.quantity.number import NOTES, Number
from simulator.quantity.parse import read_number
from simulator.quantity.units import (
    PriceUnits,
    QuantityError,
    RhythmUnits,
    months_of,
    per_of,
    read,
    refuse_currency,
)

EXAMPLE = '"+10%", "-2" or "+2 from 2027-04"'
BY, FROM = "by", "from"  # keys of a change that is written as a table, with its notes

_LONGEST = 100  # letters of a change
_TEXT = re.compile(r"([+-])\s?(\S.*?)(?:\s+from\s+(\S+))?", re.DOTALL)
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_SHARE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s?(% of it|%|percentage points?|points?)")


@dataclass(frozen=True)
class Change:
    """By how much a number is to change, from which day on, and what is noted of it."""

    text: str  # sign and amount, as in the file
    from_: dt.date | None = None
    notes: tuple[tuple[str, Any], ...] = ()

    @property
    def sign(self) -> int:
        """1, or -1 where it becomes less."""
        return -1 if self.text.startswith("-") else 1

    @property
    def amount(self) -> str:
        """Without its sign."""
        return self.text[1:].strip()

    def dated(self, amount: float) -> dict[str, Any]:
        """The same change by another whole amount, as a file states it."""
        found: dict[str, Any] = {BY: f"{amount:+.0f}"}
        return found | ({FROM: self.from_} if self.from_ is not None else {})

    def of(self, number: Number) -> Any:
        """What a file would state for the number changed so. Raises QuantityError, also for what no number of
        its kind can be."""
        if number.form == "beta ab":  # its parameters are no shares
            raise QuantityError(
                "a beta distribution by a and b can not be moved: give mean and sd, or a range"
            )
        factor, added = self._factor_and_amount(number)

        def move(name: str, value: float) -> float:
            exact = Fraction(Decimal(repr(value)))
            return float(exact * factor if factor is not None else exact if name == "sd" else exact + added)

        raw = number.say(move("value", number.mean)) if number.certain else table_of(number, move)
        try:
            read_number(number.kind, raw)
        except QuantityError as error:
            would = f"of {number.say(number.mean)} it would make {raw}: " if number.certain else ""
            raise QuantityError(f"{would}{error}") from None
        if not self.notes:
            return raw
        return (raw if isinstance(raw, dict) else {"value": raw}) | dict(self.notes)

    def _factor_and_amount(self, number: Number) -> tuple[Fraction | None, Fraction]:
        """What the number is multiplied by, or else what is added to it."""
        units = number.kind.units
        found = _SHARE.fullmatch(" ".join(self.amount.split()))
        in_percent = "%" in units.words or "".join(units.written[:1]).startswith("%")
        if isinstance(units, RhythmUnits):
            raise QuantityError(f"say how it is to be billed, such as {units.example}")
        if found is None:
            return None, self.sign * self._added(number)
        part = self.sign * Fraction(found[1]) / 100
        if "point" in found[2]:
            if not in_percent:
                raise QuantityError(f"points are of shares; here, a part of it (10%), or {units.label}")
            return None, part
        if in_percent and found[2] == "%":
            raise QuantityError(self._two_meanings(number, part))
        return 1 + part, Fraction(0)

    def _added(self, number: Number) -> Fraction:
        """The amount in the unit of the number."""
        units = number.kind.units
        try:
            value, unit = read(units, self.amount)
        except QuantityError:
            refuse_currency(units, self.amount)
            like = number.say(5.0) if not isinstance(units, PriceUnits) else f"5 {number.unit}".strip()
            text = f'a part of it, such as "+10%", or an amount with its unit, such as "+{like}"'
            raise QuantityError(text) from None
        exact = Fraction(Decimal(repr(value)))
        if isinstance(units, PriceUnits):
            exact *= Fraction(per_of(number.unit) * months_of(number.unit), per_of(unit) * months_of(unit))
        return exact

    def _two_meanings(self, number: Number, part: Fraction) -> str:
        """That ten percent of a share are one thing, and ten points another."""
        signed = f"{self.text[0]}{float(abs(part) * 100):g}"
        mean = Fraction(Decimal(repr(number.mean)))
        points, times = (number.say(float(value)) for value in (mean + part, mean * (1 + part)))
        return f'say which: "{signed} points" makes {points}, "{signed}% of it" {times}'


def change_of(kind: Kind | None, raw: object) -> Change | None:
    """The change that a value states; None where it is a value itself. Raises QuantityError.

    What may be negative has a sign of its own: there a change is written as a table, { by = "-0.3" }.
    """
    if isinstance(raw, dict) and BY in raw:
        return _of_table(raw)
    if not isinstance(raw, str) or not raw.strip().startswith(("+", "-")):
        return None
    text = raw.strip()
    if kind is not None and kind.low < 0.0:
        if text.startswith("-"):
            return None
        own, by = text[1:].strip(), f'{{ by = "{text}" }}'
        raise QuantityError(f'write "{own}" for the number itself, or {by} for so much more')
    return _read(text)


def _of_table(raw: dict[Any, Any]) -> Change:
    wrong = next((key for key in raw if key not in (BY, FROM, *NOTES)), None)
    if wrong is not None:
        raise QuantityError(f'unknown key "{wrong}"; of a change there is {", ".join((BY, FROM, *NOTES))}')
    by, from_ = raw[BY], raw.get(FROM)
    if not isinstance(by, str) or not by.strip().startswith(("+", "-")):
        raise QuantityError(f"{BY} is a text with a sign, such as {EXAMPLE}")
    if from_ is not None and (not isinstance(from_, dt.date) or isinstance(from_, dt.datetime)):
        raise QuantityError(f"{FROM} is a date, such as 2027-04-01")
    change = _read(by.strip())
    if from_ is not None and change.from_ is not None:
        raise QuantityError("two dates: one is enough")
    return Change(change.text, from_ or change.from_, tuple((key, raw[key]) for key in NOTES if key in raw))


def _read(text: str) -> Change:
    found = _TEXT.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or found[2].startswith(("+", "-")):
        raise QuantityError(f"a change is written like {EXAMPLE}")
    return Change(f"{found[1]}{found[2]}", _day(found[3]) if found[3] else None)


def _day(text: str) -> dt.date:
    found = _DATE.fullmatch(text)
    try:
        if found is not None:
            return dt.date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise QuantityError("a date is written like 2027-04 or 2027-04-15")
