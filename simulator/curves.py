"""Distributions as quantile curves: any scipy distribution at compiled speed.

A curve is (table, shift, scale): shift + scale * table(u), or exp of it. Tables are even in
log(u / (1 - u)), which keeps both tails; between points a table is read linearly.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.jit import Record, compiled

POINTS = 1025
EDGE = 20.0  # |log(u / (1 - u))| of the last point: u = 2e-9, six standard deviations
_PER_UNIT = (POINTS - 1) / (2.0 * EDGE)

CURVE = np.dtype(
    [
        ("table", "i4"),  # row of the tables
        ("exp", "i4"),  # 1: the exponential of shift + scale * table(u)
        ("shift", "f8"),
        ("scale", "f8"),  # 0: the constant `shift`, whatever `exp` says
    ],
    align=True,
)

NORMAL = 0  # the table (and, in every model, the curve) of the standard normal


@compiled
def quantile(tables: NDArray[np.float64], curve: Record, u: float) -> float:
    """The value of a curve at the probability `u`, 0 < u < 1."""
    scale = curve["scale"]
    if scale == 0.0:
        return curve["shift"]
    place = (math.log(u / (1.0 - u)) + EDGE) * _PER_UNIT
    place = min(max(place, 0.0), POINTS - 1.000001)
    below = int(place)
    table = curve["table"]
    low = tables[table, below]
    value = low + (place - below) * (tables[table, below + 1] - low)
    value = curve["shift"] + scale * value
    if curve["exp"] == 1:
        return math.exp(value)
    return value


def table_of(distribution: Any) -> NDArray[np.float64]:
    """The quantiles of a frozen scipy distribution at the table's points, shape (1025,)."""
    v = np.linspace(-EDGE, EDGE, POINTS)
    u = 1.0 / (1.0 + np.exp(np.abs(v)))  # the distance to the nearer end, exact in both tails
    lower = v <= 0
    values = np.empty(POINTS)
    with np.errstate(invalid="ignore"):  # told below, in words
        values[lower] = distribution.ppf(u[lower])
        values[~lower] = distribution.isf(u[~lower])
    if not np.isfinite(values).all():
        raise ValueError("a distribution without finite quantiles cannot be drawn from")
    return values
