"""Solve renewal at the end of a term: the chance without impact, from that of all customers.

It is the rate of first decisions.
"""

import functools
import math

import numpy as np

from simulator.numerics.curves import quantile
from simulator.numerics.jit import Floats, Ints, Rows, compiled
from simulator.numerics.months import MONTH

FARTHEST = 40.0  # log odds
POINTS = 1024


@functools.cache
def spread_points(dimensions: int) -> Floats:
    """Points spread evenly over the unit cube, shape (1024, dimensions): Roberts' R sequence.

    http://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/ (2018)
    """
    root = 2.0
    for _ in range(64):
        root = (1.0 + root) ** (1.0 / (dimensions + 1))
    steps = root ** -np.arange(1.0, dimensions + 1.0)
    n = np.arange(1, POINTS + 1)[:, None]
    if dimensions == 1:
        return (n - 0.5) / POINTS
    return np.asarray((0.5 + n * steps) % 1.0)


@compiled
def days_of_start(tables: Floats, curves: Rows, rows: Ints, points: Floats) -> Floats:
    """Days from signing to the end of each stage after the close when nobody waits, at each point.

    Shape (points, stages + 1): the first column is signing, the last one go-live.
    """
    days = np.zeros((points.shape[0], rows.shape[0] + 1))
    for n in range(points.shape[0]):
        for k in range(rows.shape[0]):
            days[n, k + 1] = days[n, k] + quantile(tables, curves[rows[k]], points[n, k])
    return days


@compiled
def cycles_at_decision(days: Floats, decision: int, every: int) -> Floats:
    """Weights of how many whole cycles have ended `decision` months after the anchor."""
    weights = np.zeros(decision // every + 1)
    for n in range(days.shape[0]):
        left = decision * MONTH - days[n]
        ended = 0
        if left > 0.0:
            ended = int(left / (every * MONTH))
        weights[ended] += 1.0 / days.shape[0]
    return weights


@compiled
def shares_of_impact(
    weights: Floats, clean: Floats, unclean: Floats, reached: Floats, reached_unclean: Floats
) -> Floats:
    """Weights of (cycles ended, cycles with impact), shape (n + 1, n + 1): hits are binomial at
    each fit. Before the first cycle the column tells whether onboarding was clean: 1 or 0."""
    most = weights.shape[0] - 1
    result = np.zeros((most + 1, max(most, 1) + 1))
    chances = np.zeros(most + 1)
    for side in range(2):
        for i in range(clean.shape[0]):
            here = clean[i] if side == 0 else unclean[i]
            if here <= 0.0:
                continue
            result[0, 1 - side] += here * weights[0]
            p = reached[i] if side == 0 else reached_unclean[i]
            chances[:] = 0.0
            chances[0] = 1.0
            for n in range(1, most + 1):
                for h in range(n, 0, -1):
                    chances[h] = chances[h] * (1.0 - p) + chances[h - 1] * p
                chances[0] *= 1.0 - p
                if weights[n] > 0.0:
                    for h in range(n + 1):
                        result[n, h] += here * weights[n] * chances[h]
    return result


@compiled
def _renewed(shares: Floats, log_odds: float, lift: float) -> float:
    total = 0.0
    stay = 0.0
    for n in range(shares.shape[0]):
        for h in range(max(n, 1) + 1):
            total += shares[n, h]
            stay += shares[n, h] / (1.0 + math.exp(-(log_odds + lift * h / max(n, 1))))
    return stay / total


@compiled
def chance_without_impact(overall: float, lift: float, shares: Floats) -> float:
    """The chance to renew without impact at which the overall rate is as stated.

    `lift` is in log odds. Bisection: the rate rises with the chance.
    """
    if overall <= 0.0 or overall >= 1.0 or lift == 0.0:
        return overall
    low, high = -FARTHEST, FARTHEST
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle <= low or middle >= high:
            break
        if _renewed(shares, middle, lift) < overall:
            low = middle
        else:
            high = middle
    return 1.0 / (1.0 + math.exp(-0.5 * (low + high)))
