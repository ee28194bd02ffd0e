"""Confidence intervals of means over replications."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEVEL = 0.90  # of every interval that we print: 19 of 20 truths are above its low end
CONFIDENCE = f"{LEVEL * 100:.0f} %"  # the same in words


class Interval(NamedTuple):
    """A mean and the ends of its confidence interval, in the unit of the values."""

    mean: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """Half the width: what stands behind the +- sign."""
        return (self.high - self.low) / 2


def defined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those of the values that are there, in one row: where there is nothing to tell, a metric is nan."""
    return values[~np.isnan(values)]


def t_interval(values: ArrayLike, level: float = LEVEL) -> Interval:
    """Student's interval of the mean of independent values: mean +- t(R-1) s / sqrt(R).

    Exact for normal values, good for means of many; says nothing about a single outcome.
    One value has a mean and no interval (nan); no value has neither.
    """
    known = np.asarray(values, dtype=np.float64)
    count = known.size
    if count == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(known.mean())
    if count == 1:
        return Interval(mean, math.nan, math.nan)
    if np.all(known == known[0]):  # exactly: the mean of equal values may be a rounding away
        return Interval(float(known[0]), float(known[0]), float(known[0]))
    from scipy.special import stdtrit

    half = float(stdtrit(count - 1, (1 + level) / 2) * known.std(ddof=1) / math.sqrt(count))
    return Interval(mean, mean - half, mean + half)
