"""Draw from any distribution at compiled speed, by tables of its quantiles.

A curve is (table, shift, scale): shift + scale * table(u), or exp of it, or a list. Tables are even in
log(u / (1 - u)), which keeps both tails; between points a table is read linearly.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from simulator.numerics.jit import Floats, Record, compiled

POINTS = 1025
EDGE = 20.0  # |log(u / (1 - u))| of the last point: u = 2e-9, six standard deviations
_PER_UNIT = (POINTS - 1) / (2.0 * EDGE)

# How a curve is read.
PLAIN = 0  # shift + scale * table(u)
EXPONENTIAL = 1  # the exponential of that
LISTED = 2  # one of the first `scale` entries of the table, each as likely as the others

CURVE = np.dtype(
    [
        ("table", "i4"),  # row of the tables
        ("form", "i4"),
        ("shift", "f8"),
        ("scale", "f8"),  # 0: the constant `shift`, whatever the form
    ],
    align=True,
)

NORMAL = 0  # the table (and, in every model, the curve) of the standard normal


@compiled
def quantile(tables: Floats, curve: Record, u: float) -> float:
    """The value of a curve at the probability `u`, 0 < u < 1."""
    scale = curve["scale"]
    if scale == 0.0:
        return curve["shift"]
    if curve["form"] == LISTED:
        return tables[curve["table"], int(u * scale)]
    place = (math.log(u / (1.0 - u)) + EDGE) * _PER_UNIT
    place = min(max(place, 0.0), POINTS - 1.000001)
    below = int(place)
    table = curve["table"]
    low = tables[table, below]
    value = low + (place - below) * (tables[table, below + 1] - low)
    value = curve["shift"] + scale * value
    if curve["form"] == EXPONENTIAL:
        return math.exp(value)
    return value


def table_of_list(values: ArrayLike) -> Floats:
    """The table of a LISTED curve, shape (1025,): at most so many values, the rest is not read."""
    listed = np.sort(np.asarray(values, dtype=np.float64))
    if not 1 <= listed.size <= POINTS:
        raise ValueError(f"a list of 1 to {POINTS} values")
    return np.concatenate([listed, np.full(POINTS - listed.size, listed[-1])])


def table_of(distribution: Any) -> Floats:
    """The quantiles of a distribution at the table's points, shape (1025,), by its `ppf` and `isf`."""
    v = np.linspace(-EDGE, EDGE, POINTS)
    # The distance to the nearer end, exact in both tails. By `math`: the last bit of numpy's own exponential
    # hangs on the processor.
    u = np.array([1.0 / (1.0 + math.exp(abs(x))) for x in v.tolist()])
    lower = v <= 0
    values = np.empty(POINTS)
    with np.errstate(invalid="ignore"):  # told below, in words
        values[lower] = distribution.ppf(u[lower])
        values[~lower] = distribution.isf(u[~lower])
    if not np.isfinite(values).all():
        raise ValueError("a distribution without finite quantiles cannot be drawn from")
    return values


def table_of_weights(values: Floats, weights: Floats) -> Floats:
    """The quantiles of a density given by weights at even values, shape (1025,).

    Each weight lies evenly around its value. Both tails are summed from their own end.
    """
    half = 0.5 * (values[1] - values[0])
    share = weights / weights.sum()
    below, above = np.cumsum(share)[:-1], np.cumsum(share[::-1])[-2::-1]
    inside = (below > 0.0) & (above > 0.0)
    odds = zip(below[inside].tolist(), above[inside].tolist(), strict=True)
    log_odds = [math.log(low) - math.log(high) for low, high in odds]  # by `math`, as above
    return np.interp(np.linspace(-EDGE, EDGE, POINTS), log_odds, (values[:-1] + half)[inside])
