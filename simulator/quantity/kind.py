"""Bounds of a number: its units, its range, and how it may vary."""

import math
from dataclasses import dataclass

from simulator.quantity.units import Units

PER_REPLICATION = "between runs"
PER_ACCOUNT = "between accounts"
WITH_FIT = "with fit"


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of number: its units, its bounds, and how it differs if it is not one value."""

    units: Units
    low: float = 0.0
    high: float = math.inf
    above: bool = False  # the low bound itself is not allowed
    hard: bool = False  # nothing above `high` may ever be drawn
    whole: bool = False  # one whole number, no range
    varies: tuple[str, ...] = (PER_REPLICATION,)  # what it may do, the default first
    says: str = ""  # the bounds in words

    @property
    def family(self) -> str:
        """What a plain range means: a beta for shares, a normal for what may be negative."""
        if self.hard:
            return "beta"
        return "lognormal" if self.low >= 0.0 else "normal"

    def bounds(self) -> str:
        """The bounds in words."""
        return self.says or f"{self.units.label} is not negative"
