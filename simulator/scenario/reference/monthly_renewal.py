"""Solve monthly renewal: the chance without impact, from decisions of the first year.

Each month decides, until an account leaves. What counts is the share of decisions to stay among all
of them. Where a cycle takes a month or more, each decision goes by the latest cycle alone; which came
in what order does not matter, only how many with impact: so customers are counted by (cycles, hits).
"""

import math

import numpy as np

from simulator.numerics.jit import Floats, compiled
from simulator.numerics.months import MONTH
from simulator.scenario.reference.renewal import FARTHEST

YEAR_ROUND = 12  # decisions that count
_CLOSE_ENOUGH = 1e-12  # log odds


@compiled
def before_the_first_cycle(
    starts: Floats, stumbles: int, from_live: bool, every: int, stumbled: Floats
) -> None:
    """Weights, shape (13, 13), of (decisions while all went well, decisions after it did not).

    `starts`, shape (points, stages + 1): days from signing to the end of each stage after the close.
    `stumbles` is the column of the stage that is not passed, 0: none. What ends on the day of a
    decision has ended. `every` is 0 where there are no cycles.
    """
    last = starts.shape[1] - 1
    for n in range(starts.shape[0]):
        live = starts[n, last]
        anchor = live if from_live else 0.0
        first = YEAR_ROUND
        if every > 0:
            first = _decisions_before(live - anchor + every * MONTH)
        well = first
        if stumbles > 0:
            well = min(first, _decisions_before(starts[n, stumbles] - anchor))
        stumbled[well, first - well] += 1.0 / starts.shape[0]


@compiled
def _decisions_before(day: float) -> int:
    """Decisions of the year before a day after the anchor."""
    return int(min(max(math.ceil(day / MONTH) - 1, 0), YEAR_ROUND))


@compiled
def weights_of_hits(crowd: Floats, reached: Floats, cycles: int, weights: Floats) -> None:
    """weights[k, h]: customers of whose first k cycles h given ones, and no others, had impact."""
    hits = np.ones(cycles + 1)
    misses = np.ones(cycles + 1)
    for i in range(crowd.shape[0]):
        for k in range(cycles):
            hits[k + 1] = hits[k] * reached[i]
            misses[k + 1] = misses[k] * (1.0 - reached[i])
        for k in range(cycles + 1):
            for h in range(k + 1):
                weights[k, h] += crowd[i] * hits[h] * misses[k - h]


@compiled
def _year(before: Floats, weights: Floats, every: int, none: float, full: float) -> tuple[float, float]:
    """Decisions, and decisions to stay, of one kind of customers in their first year.

    `none` and `full` are the chances to stay after a cycle without and with impact.
    """
    powers = np.ones((2, YEAR_ROUND + 1))
    sums = np.zeros((2, YEAR_ROUND + 1))  # decisions expected of so many in a row
    for n in range(YEAR_ROUND):
        for s in range(2):
            sums[s, n + 1] = sums[s, n] + powers[s, n]
            powers[s, n + 1] = powers[s, n] * (full if s == 1 else none)
    decisions = 0.0
    stays = 0.0
    for left in range(YEAR_ROUND + 1):  # decisions from the first cycle on
        alive = 0.0
        for well in range(YEAR_ROUND - left + 1):
            badly = YEAR_ROUND - left - well
            weight = before[well, badly] * weights[0, 0]
            if weight > 0.0:
                decisions += weight * (sums[1, well] + powers[1, well] * sums[0, badly])
                stays += weight * (full * sums[1, well] + powers[1, well] * none * sums[0, badly])
                alive += before[well, badly] * powers[1, well] * powers[0, badly]
        if alive == 0.0 or left == 0:
            continue
        for cycle in range((left + every - 1) // every):
            here = min(every, left - cycle * every)
            ways = 1.0
            for hits in range(cycle + 1):
                come = alive * ways * powers[1, every * hits] * powers[0, every * (cycle - hits)]
                hit = come * weights[cycle + 1, hits + 1] * sums[1, here]
                miss = come * weights[cycle + 1, hits] * sums[0, here]
                decisions += hit + miss
                stays += full * hit + none * miss
                ways *= (cycle - hits) / (hits + 1.0)
    return decisions, stays


@compiled
def share_that_stays(before: Floats, weights: Floats, every: int, log_odds: float, lift: float) -> float:
    """The share of decisions to stay, over all kinds of customers: their first dimension."""
    none = 1.0 / (1.0 + math.exp(-log_odds))
    full = 1.0 / (1.0 + math.exp(-(log_odds + lift)))
    decisions = 0.0
    stays = 0.0
    for kind in range(before.shape[0]):
        counted, stayed = _year(before[kind], weights[kind], every, none, full)
        decisions += counted
        stays += stayed
    return stays / decisions


@compiled
def monthly_chance_without_impact(
    overall: float, lift: float, before: Floats, weights: Floats, every: int
) -> float:
    """The chance to stay without impact at which the overall share is as stated.

    `before` and `weights` are (kinds, 13, 13), `lift` is in log odds. Bisection: with the chance rise
    the decisions, and fall those to leave, of which an account takes at most one.
    """
    if overall <= 0.0 or overall >= 1.0 or lift == 0.0:
        return overall
    low, high = -FARTHEST, FARTHEST
    while high - low > _CLOSE_ENOUGH:
        middle = 0.5 * (low + high)
        if middle <= low or middle >= high:
            break
        if share_that_stays(before, weights, every, middle, lift) < overall:
            low = middle
        else:
            high = middle
    return 1.0 / (1.0 + math.exp(-0.5 * (low + high)))


@compiled
def first_year(
    starts: Floats, from_live: bool, every: int, crowds: Floats, reached: Floats, after_setback: Floats
) -> tuple[Floats, Floats]:
    """What the year is computed from, each (kinds, 13, 13); `crowds` is (kinds, fits).

    Kind 0 passed all stages after the close, kind k stumbled at stage k first.
    """
    kinds = crowds.shape[0]
    before = np.zeros((kinds, YEAR_ROUND + 1, YEAR_ROUND + 1))
    weights = np.zeros((kinds, YEAR_ROUND + 1, YEAR_ROUND + 1))
    cycles = (YEAR_ROUND + every - 1) // every if every > 0 else 0
    for kind in range(kinds):
        before_the_first_cycle(starts, kind, from_live, every, before[kind])
        weights_of_hits(crowds[kind], reached if kind == 0 else after_setback, cycles, weights[kind])
    return before, weights
