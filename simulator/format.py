"""Format numbers for people: scale, digits, units."""

import math
from collections.abc import Sequence
from typing import NamedTuple

NONE = "–"
ROUNDING = 1e-9  # relative: an interval narrower than this has no width


class Scale(NamedTuple):
    """How the values of one row are shown: multiplied by `factor`, in `unit`."""

    factor: float
    unit: str

    @property
    def of_gaps(self) -> str:
        """The unit of differences: of shares in percent they are points."""
        return "points" if self.unit == "%" else self.unit

    def show(self, value: float, half: float = math.nan, *, sign: bool = False) -> str:
        """One value, with the digits that half its interval leaves it; a dash where there is none."""
        if math.isnan(value):
            return NONE
        value, half = value * self.factor, half * self.factor
        text = f"{value:{'+' if sign else ''},.{_decimals(value, half)}f}"
        return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("+-")

    def sure(self, mean: float, half: float, *, sign: bool = False) -> str:
        """A mean and half the width of its interval."""
        shown = self.show(mean, half, sign=sign)
        return shown if math.isnan(half) else f"{shown} ±{self.show(half, half)}"

    def within(self, mean: float, low: float, high: float, *, sign: bool = False) -> str:
        """A mean and its interval: both ends where it is not in the middle, as of odds."""
        half = (high - low) / 2
        if is_even(mean, low, high):
            return self.sure(mean, half, sign=sign)
        low_end, high_end = (self.show(end, half, sign=sign) for end in (low, high))
        return f"{self.show(mean, half, sign=sign)} ({low_end} to {high_end})"


def _decimals(value: float, half: float) -> int:
    if half > ROUNDING * abs(value):  # False where it is nan
        decimals = -math.log10(half / 2)  # so ±1.2 and ±2, not ±1 for both
    elif value == round(value):
        decimals = 0
    else:
        decimals = 2 - math.floor(math.log10(abs(value)))
    return min(max(math.ceil(decimals), 0), 2)


def is_even(mean: float, low: float, high: float) -> bool:
    """Whether a mean lies in the middle of its interval; so it does where there is none."""
    return not abs((low + high) / 2 - mean) > ROUNDING * max(abs(low), abs(high))


def scale_of(unit: str, values: Sequence[float]) -> Scale:
    """One scale for a row, by its largest value. Only money, whose unit begins with a currency, is scaled."""
    largest = max((abs(v) for v in values if not math.isnan(v)), default=0.0)
    if unit == "share":
        return Scale(100.0, "%")
    if not unit[:3].isupper():
        return Scale(1.0, unit)
    if largest >= 1e6:
        return Scale(1e-6, f"million {unit}")
    return Scale(1e-3, f"thousand {unit}") if largest >= 1e5 else Scale(1.0, unit)


def plain(value: float, decimals: int = 0) -> str:
    """A number with thousands separated, a dash where there is none."""
    return NONE if math.isnan(value) else f"{value:,.{decimals}f}".replace("-", "−")


def many(count: int, thing: str) -> str:
    """`1 year`, `2 years`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def percent(value: float) -> str:
    """A share."""
    return NONE if math.isnan(value) else f"{value * 100:.1f} %"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
