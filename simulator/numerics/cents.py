"""Round money to whole cents, within what a whole number can hold."""

import math

from simulator.numerics.jit import compiled

MOST_CENTS = 2.0**52  # of one account, or of one team in a month: no whole number may wrap


@compiled
def whole_cents(cents: float) -> int:
    """Whole cents, halves rounded up, never more than there may be."""
    return math.floor(min(cents, MOST_CENTS) + 0.5)
