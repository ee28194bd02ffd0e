"""Read and write figures with their units, such as "20 days".

A quantity that was read is a float in the unit that the model computes with: days, shares,
a month. Prices keep their own unit, since a cent has to stay a cent.
"""

import functools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from simulator.quantity.currency import ONE_CURRENCY, named_in

_FIGURE = re.compile(r"([-+]?\d[\d_]*(?:\.\d+)?|[-+]?\.\d+)\s?(?:([kKmM])(?![a-zA-Z]))?\s*(.*)", re.DOTALL)
_SUFFIX = {"k": 1_000, "m": 1_000_000}
_PRICE = re.compile(r"(?:per (?:(\d+) )?units?)?\s*(?:a (day|week|month|year))?")
_RHYTHM = re.compile(r"(months?|years?) in (advance|arrears)")


class QuantityError(ValueError):
    """A value that cannot be read; the message says what would be right.

    `inside`: the keys within a table of a number that lead to what is wrong.
    """

    inside: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Units:
    """What may follow a figure, and how much of the model's unit each word is worth."""

    label: str  # with its article: a duration
    example: str
    words: Mapping[str, Fraction]
    written: tuple[str, ...]  # units tried when a value is written, the first always works
    bare: bool = False  # whether a figure may stand alone
    suffixes: bool = False  # whether k and m may follow the figure
    before: str = ""  # a word that stands before the figure
    money: bool = False

    def unit_of(self, words: str) -> tuple[Fraction, str]:
        """The factor of a unit in words, and the unit that values then have."""
        words = " ".join(words.lower().split())
        if words not in self.words:
            raise QuantityError(f"{self.label} is written like {self.example}")
        return self.words[words], self.written[0]

    def written_as(self, unit: str) -> Mapping[str, Fraction]:
        """The units in which a value is written, with their factors."""
        return {word: self.words[word] for word in self.written}

    def harmless(self, value: float) -> str:
        """A value as a file could state it."""
        return write(self, value, self.written[0])


@dataclass(frozen=True, eq=False)
class PriceUnits(Units):
    """Money: per unit or per so many units or not, and a month or a year where it recurs."""

    periods: tuple[str, ...] = ("month", "year")  # none: it is paid once
    per_unit: bool = True
    most_per: int = 1_000_000
    words: Mapping[str, Fraction] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    suffixes: bool = True
    money: bool = True

    def unit_of(self, words: str) -> tuple[Fraction, str]:
        words = " ".join(words.lower().split())
        found = _PRICE.fullmatch(words)
        wrong = QuantityError(f"{self.label} is written like {self.example}")
        if found is None or words.startswith("per ") != self.per_unit:
            raise wrong
        per, period = int(found[1] or 1), found[2]
        if (period is not None or self.periods) and period not in self.periods:
            raise wrong
        if not 1 <= per <= self.most_per:
            raise (
                QuantityError(f"{self.label} is per unit, or per at most {self.most_per:,} units")
                if self.most_per > 1
                else wrong
            )
        unit = "" if not self.per_unit else "per unit" if per == 1 else f"per {per} units"
        return Fraction(1), f"{unit} a {period}".strip() if period else unit

    def written_as(self, unit: str) -> Mapping[str, Fraction]:
        return {unit: Fraction(1)}

    def harmless(self, value: float) -> str:
        unit = "per unit " if self.per_unit else ""
        return f"1 {unit}{f'a {self.periods[0]}' if self.periods else ''}".strip()


@dataclass(frozen=True, eq=False)
class RhythmUnits(Units):
    """How often something is billed: so many months, in advance or in arrears."""

    def unit_of(self, words: str) -> tuple[Fraction, str]:
        found = _RHYTHM.fullmatch(" ".join(words.lower().split()))
        if found is None:
            raise QuantityError(f"{self.label} is written like {self.example}")
        return Fraction(12 if found[1].startswith("year") else 1), f"months in {found[2]}"

    def written_as(self, unit: str) -> Mapping[str, Fraction]:
        return {unit: Fraction(1)}

    def harmless(self, value: float) -> str:
        return write(self, value, "months in advance")


def per_of(unit: str) -> int:
    """Units that a price is for: 1000 of `per 1000 units a month`."""
    found = _PRICE.fullmatch(unit)
    return int(found[1] or 1) if found else 1


def months_of(unit: str) -> int:
    """Months that a price is for: 1 of `per unit a month`, 12 of `per unit a year`."""
    return 12 if unit.endswith("a year") else 1


_DAY = Fraction(1)
_MONTH = Fraction(487, 16)  # 30.4375 days
DURATION = Units(
    "a duration",
    '"5 days", "3 months" or "2 to 9 days"',
    {
        "hour": _DAY / 24, "hours": _DAY / 24, "day": _DAY, "days": _DAY, "week": 7 * _DAY, "weeks": 7 * _DAY,
        "month": _MONTH, "months": _MONTH, "year": 12 * _MONTH, "years": 12 * _MONTH,
    },
    ("days", "hours", "weeks", "months", "years"),
)  # fmt: skip
MONTHS = Units(
    "a number of months",
    '"3 months" or "1 year"',
    {"month": Fraction(1), "months": Fraction(1), "year": Fraction(12), "years": Fraction(12)},
    ("months", "years"),
)
SHARE = Units("a share", '"25%" or "25% to 35%"', {"%": Fraction(1, 100), "": Fraction(1)}, ("%",), bare=True)
PLAIN = Units("a number", '"20" or "15 to 25"', {"": Fraction(1)}, ("",), bare=True, suffixes=True)
LEADS = Units(
    "a number of leads",
    '"400 a month" or "380 to 460 a month"',
    {"a month": Fraction(1), "a year": Fraction(1, 12), "a week": _MONTH / 7, "a day": _MONTH},
    ("a month",),
    suffixes=True,
)
GROWTH = Units(
    "growth", '"2% a month" or "-1% to 3% a month"', {"% a month": Fraction(1, 100)}, ("% a month",)
)
DOUBLED = Units(
    "a rise of cost", '"30% when leads double"', {"% when leads double": Fraction(1, 100)},
    ("% when leads double",),
)  # fmt: skip
FIT_DOUBLED = Units(
    "a fall of fit", '"0.1 when leads double"', {"when leads double": Fraction(1)}, ("when leads double",)
)
PRICE = PriceUnits(
    "a price", '"49 per unit a month", "590 per unit a year" or "2 per 1000 units a month"', {}, ()
)
ONCE = PriceUnits("a price paid once", '"1200 per unit"', {}, (), periods=(), most_per=1)
MONEY = PriceUnits("money", '2000, "15k" or "25 to 45"', {}, ("",), bare=True, periods=(), per_unit=False)
MONEY_AT_TIMES = PriceUnits("money", '"75k a year" or "500 a month"', {}, (), per_unit=False)
MONEY_A_MONTH = PriceUnits(
    "money", '"20 a month" or "50k a month"', {}, (), periods=("month",), per_unit=False
)
VALUE = PriceUnits("a value", '"90 to 160 per unit a month"', {}, (), periods=("month",), most_per=1)
GROWTH_A_YEAR = Units(
    "a rate", '"3% a year" or "2% to 4% a year"', {"% a year": Fraction(1, 100)}, ("% a year",)
)
RHYTHM = RhythmUnits(
    "billing", '"every 12 months in advance" or "every month in arrears"', {}, (), before="every"
)


def read(units: Units, value: object) -> tuple[float, str]:
    """One figure and its unit. Raises QuantityError."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise QuantityError(f"{units.label} is written like {units.example}")
    if isinstance(value, str):
        try:
            return _read_text(units, value)
        except QuantityError:
            refuse_currency(units, value)
            raise
    if isinstance(value, float) and not math.isfinite(value):
        raise QuantityError("not a finite number")
    if not units.bare:
        raise QuantityError(f"a unit is missing: {units.label} is written like {units.example}")
    if abs(value) > 1e300:
        raise QuantityError("too large")
    return float(value), units.written[0]


def refuse_currency(units: Units, text: str) -> None:
    """Raise QuantityError with the reason where an amount that cannot be read bears a currency."""
    if units.money and named_in(text):
        raise QuantityError(
            f"{units.label} is written like {units.example}, without a currency: {ONE_CURRENCY}"
        ) from None


@functools.lru_cache(maxsize=8192)
def _read_text(units: Units, text: str) -> tuple[float, str]:
    """A what-if reads the whole company anew, of which few numbers are others."""
    text = text.strip()
    if re.fullmatch(r"[-+]?(nan|inf|infinity)\b.*", text.lower()):
        raise QuantityError("not a finite number")
    if units.before:
        text = _after(units, text)
    found = _FIGURE.fullmatch(text)
    if found is None or "__" in found[1]:
        raise QuantityError(f"{units.label} is written like {units.example}")
    figure, suffix, words = found.groups()
    if words.startswith(",") or (suffix and not units.suffixes):
        raise QuantityError(f"{units.label} is written like {units.example}")
    if len(figure) > 400:
        raise QuantityError("too large")
    factor, unit = units.unit_of(words)
    exact = Fraction(figure.replace("_", "")) * factor * _SUFFIX.get((suffix or "").lower(), 1)
    if abs(exact) > 10**300:
        raise QuantityError("too large")
    return float(exact), unit


def _after(units: Units, text: str) -> str:
    """What follows the word before the figure: `12 months` of `every 12 months`, or `1 month`."""
    first, _, rest = text.partition(" ")
    if first.lower() != units.before:
        raise QuantityError(f"{units.label} is written like {units.example}")
    rest = rest.strip()
    return rest if _FIGURE.fullmatch(rest) else f"1 {rest}"


def read_range(units: Units, text: str) -> tuple[float, float, str] | None:
    """The two ends of `A to B unit`; None where the text is no range. Raises QuantityError."""
    try:
        return _read_range(units, text)
    except QuantityError:
        refuse_currency(units, text)
        raise


def _read_range(units: Units, text: str) -> tuple[float, float, str] | None:
    ends = re.split(r"\s+to\s+", text.strip())
    if len(ends) == 1:
        return None
    wrong = QuantityError(f"{units.label} is written like {units.example}")
    if len(ends) > 2:
        raise wrong
    low, high = (_FIGURE.fullmatch(end) for end in ends)
    if low is None or high is None:
        raise wrong
    if low[2] is None and high[2] is not None:
        raise QuantityError(f'write the suffix at both ends, as in "{low[1]}{high[2]} to {ends[1]}"')
    begun = not low[3] or high[3].startswith(f"{low[3]} ")  # 2% to 4% a year
    first = f"{ends[0].removesuffix(low[3])} {high[3]}" if begun else ends[0]
    (a, unit), (b, other) = _read_text(units, first), _read_text(units, ends[1])
    if unit != other:
        raise QuantityError("both ends of a range have the same unit")
    return a, b, unit


def _plain(value: float) -> str:
    """A float in digits without an exponent, as short as reads back equal."""
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0") if text.endswith(".0") else text


def _join(units: Units, figure: str, unit: str) -> str:
    if units.before:
        every = f"{figure} {unit}" if figure != "1" else unit.replace("months", "month", 1)
        return f"{units.before} {every}"
    if figure in ("1", "-1"):
        unit = {"days": "day", "hours": "hour", "weeks": "week", "months": "month", "years": "year"}.get(
            unit, unit
        )
    return f"{figure}{unit}" if unit.startswith("%") else f"{figure} {unit}".rstrip()


def write(units: Units, value: float, unit: str) -> str:
    """A value in words; `read` gives the same value again. The shortest unit is taken."""
    return write_alike(units, (value,), unit)[0]


def write_alike(units: Units, values: Sequence[float], unit: str) -> list[str]:
    """Values in words, all in the one unit in which they are shortest; `read` gives the same values again."""
    best: list[str] = []
    for word, factor in units.written_as(unit).items():
        figures = [_figure(value, factor) for value in values]
        texts = [_join(units, figure, word) for figure in figures]
        shorter = not best or sum(map(len, figures)) < sum(len(text.split()[0]) for text in best)
        if shorter and all(_read_text(units, t)[0] == v for t, v in zip(texts, values, strict=True)):
            best = texts
    return best


def _figure(value: float, factor: Fraction) -> str:
    if factor == Fraction(1, 100):  # exact in decimals, where a division of floats is not
        figure = format(Decimal(repr(value)) * 100, "f")
        return figure.rstrip("0").rstrip(".") if "." in figure else figure
    return _plain(value) if factor == 1 else _plain(float(Fraction(value) / factor))
