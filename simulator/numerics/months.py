"""Count months between days, and spread days over months, to the bit as the engines do."""

from simulator.numerics.jit import Floats, compiled

MONTH = 30.4375  # days of every month, exact in binary: month boundaries are exact too
YEAR = 12 * MONTH


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


@compiled
def spread(days: Floats, who: int, level: float, since: float, end: float) -> None:
    """Add a level that stood from `since` to `end`, from day 0 on, to the days of each month.

    `days`: (rows, months), of which the row `who` is added to.
    """
    month = elapsed(0.0, since)
    while since < end:
        over = min(end, (month + 1) * MONTH)
        days[who, month] += level * (over - since)
        since = over
        month += 1
