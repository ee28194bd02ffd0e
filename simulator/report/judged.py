"""Which of ranked scenarios are surely better, which worse, and how many runs would tell of the others."""

import math

from simulator.experiment import Difference, Outcomes
from simulator.experiment.comparison import Ranked, paired, significance

ENOUGH = 20  # runs: fewer tell no odds
_MOST = 100_000  # runs: beyond, no number that one would wait for


def judged(ranked: Ranked, metric: str) -> tuple[list[tuple[Outcomes, Difference]], ...]:
    """Those that are surely better, surely worse, open, equal, and undefined."""
    found: tuple[list[tuple[Outcomes, Difference]], ...] = ([], [], [], [], [])
    for outcomes, gap in ranked:
        if not gap.pairs:
            place = 4
        elif gap.is_nothing:
            place = 3
        else:
            place = {1: 0, -1: 1, 0: 2}[significance(gap, metric)]
        found[place].append((outcomes, gap))
    return found


def too_close(better: Ranked, metric: str) -> str:
    """That the first two are not told apart, and how many runs might do; empty where they are."""
    if len(better) < 2:
        return ""
    (first, _), (second, _) = better[:2]
    gap = paired(first, second, metric)
    if significance(gap, metric) > 0:
        return ""
    return f"too close to call ({would_do(gap)})"


def would_do(gap: Difference) -> str:
    """With how many replications the interval would no longer contain 0, if the difference stayed as it is.

    The half-width of an interval shrinks with the root of their number.
    """
    if not gap.mean or math.isnan(gap.interval.half):
        return "more might do"
    needed = gap.pairs * (gap.interval.half / abs(gap.mean)) ** 2
    if needed > _MOST:
        return f"more than {_MOST:,} would be needed"
    digit = 10 ** max(math.floor(math.log10(needed)) - 1, 0)
    return f"about {math.ceil(needed / digit) * digit:,} would do"
