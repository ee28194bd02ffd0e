"""Month arithmetic that agrees with the engine to the last bit: dates are anchor + k * MONTH."""

from __future__ import annotations

from simulator.jit import compiled
from simulator.model import MONTH


@compiled
def elapsed(anchor: float, day: float) -> int:
    """The largest k with anchor + k * MONTH <= day, for day >= anchor; at anchor 0 the month of a day."""
    k = int((day - anchor) / MONTH)
    while anchor + (k + 1) * MONTH <= day:
        k += 1
    while k > 0 and anchor + k * MONTH > day:
        k -= 1
    return k


@compiled
def begun(anchor: float, day: float) -> int:
    """How many months k = 0, 1, ... begin before `day`: those with anchor + k * MONTH < day."""
    if day <= anchor:
        return 0
    k = elapsed(anchor, day)
    if anchor + k * MONTH < day:
        return k + 1
    return k
