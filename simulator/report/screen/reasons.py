"""Why one scenario is ahead of another: the rates and levels between a decision and its result that moved."""

import math

from simulator.experiment import Comparison, Difference, Outcomes
from simulator.format import Scale
from simulator.report.screen.words import amount, coarse, short

MOST = 3  # that are told
LEAST = 0.01  # relative to what it was: less is not told
NEAR_ALL = 0.5  # relative, at most: what was almost nothing has not moved infinitely

# Words for what may have moved. None of them is what scenarios are ranked by.
WHY = (
    ("grr", "GRR"),
    ("nrr", "NRR"),
    ("logo_churn", "customers lost"),
    ("leads", "leads"),
    ("won", "won"),
    ("win_rate", "win rate"),
    ("cycle_days_median", "sales cycle"),
    ("wait_days", "wait for"),
    ("book_coverage", "reached by"),
    ("cac", "CAC"),
    ("arpa", "ARPA"),
    ("gross_margin", "gross margin"),
    ("time_to_impact_days", "time to impact"),
)


def reasons(comparison: Comparison, one: Outcomes) -> list[str]:
    """`GRR 77 → 81 %`: what moved surely, the farthest first."""
    base = comparison[comparison.against]
    found: list[tuple[float, str]] = []
    for family, words in WHY:
        for name in _named(comparison, family):
            gap = comparison.difference(one.name, name)
            before = base.summary(name).mean
            moved = _moved(gap, before)
            if moved >= LEAST:
                team = name.partition(".")[2]
                label = f"{words} {team}".rstrip()
                found.append((moved, f"{label} {_from_to(one, base, name, gap)}"))
    found.sort(key=lambda pair: -pair[0])
    return [told for _, told in found[:MOST]]


def _named(comparison: Comparison, family: str) -> list[str]:
    return [name for name in comparison.metrics if name.partition(".")[0] == family and ":" not in name]


def _moved(gap: Difference, before: float) -> float:
    """How far, relative to what it was; 0 where that is not sure."""
    if not gap.pairs or math.isnan(gap.interval.half) or gap.low <= 0.0 <= gap.high:
        return 0.0
    if gap.unit == "days" and abs(gap.mean) < 0.5:
        return 0.0
    return min(abs(gap.mean) / abs(before), NEAR_ALL) if before else NEAR_ALL


def _from_to(one: Outcomes, base: Outcomes, name: str, gap: Difference) -> str:
    before, after = base.summary(name).mean, one.summary(name).mean
    scale = short(gap.unit, [before, after])
    half = min(coarse(max(abs(before), abs(after)), gap.interval.half), abs(gap.mean) or math.inf)
    plain = Scale(scale.factor, "")
    return f"{amount(plain, before, half)} → {amount(scale, after, half)}"
