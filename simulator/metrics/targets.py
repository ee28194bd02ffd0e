"""Targets: what their metrics are at each month's end, and whether they are reached."""

import numpy as np

from simulator.ledger import Header
from simulator.metrics.metric import BY_MONTH, MORE, REGISTRY, TARGETS, WANTED, metric_of_each, value
from simulator.metrics.reading import Reading, once
from simulator.model import Target
from simulator.numerics.jit import Floats


@once
def by_month(of: Reading) -> Floats:
    """The metric of each target at each month's end, shape (months, targets).

    What is not known month by month stands at the end of the last alone; nan elsewhere.
    """
    found = np.full((of.months, len(of.header.targets)), np.nan)
    for n, target in enumerate(of.header.targets):
        monthly = BY_MONTH.get(target.metric)
        if monthly is None:
            found[-1, n] = value(of, target.metric)
        elif not monthly.motions:
            found[:, n] = monthly.compute(of)
        elif target.motion >= 0:
            found[:, n] = monthly.compute(of)[:, target.motion]
        else:
            found[:, n] = monthly.compute(of).sum(axis=1)
    return found


def reaches(target: Target, values: Floats) -> Floats:
    """1.0 where values of its metric reach a target, 0.0 where not, nan where they are not known."""
    reached = values >= target.value if target.at_least else values <= target.value
    return np.where(np.isnan(values), np.nan, reached.astype(np.float64))


def why_unranked(name: str, one: Header, other: Header) -> str:
    """Why the odds of a target rank nothing between two companies; empty where they do."""
    mine, theirs = (_wanted(name, header) for header in (one, other))
    if mine != theirs:
        return "they want to reach different things"
    metric, _, variant = mine[0].partition(":")
    return REGISTRY[metric.partition(".")[0]].why_unranked(one, other, variant)


def _wanted(name: str, header: Header) -> tuple[str, str, bool, float, int]:
    """What a target wants, whatever the places of motions."""
    target = header.targets[WANTED.there(header)[name.partition(".")[2]]]
    motion = header.motions[target.motion] if target.motion >= 0 else ""
    return target.metric, motion, target.at_least, target.value, target.month


@metric_of_each(WANTED, "target", unit="share", label="target {}", group=TARGETS, better=MORE, yes_or_no=True)
def target(of: Reading, place: int) -> float:
    """Share of runs in which the metric of the target is at least, or at most, what is wanted at the end of
    the month by which it is due. Where that metric is not known in a run, nor is whether it is reached."""
    one = of.header.targets[place]
    return float(reaches(one, by_month(of)[one.month - 1, place]))
