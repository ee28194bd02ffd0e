"""Confidence intervals of means over replications."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.numerics.strata import BLOCK

LEVEL = 0.90  # of every interval that we print: 19 of 20 truths are above its low end
CONFIDENCE = f"{LEVEL * 100:.0f} %"  # the same in words
FEW = 4  # blocks: fewer say too little of how much a block varies


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
    """Student's interval of a mean over replications: (R,) in their order, nan where a value is undefined.

    Blocks of replications are independent of each other, replications of one block are not (see
    `numerics.strata`). So what varies is the sum of a block's values about the mean of all times as many as
    it has: the variance of a ratio of sums (Cochran 1977, Sampling Techniques, 6.3), and t has the blocks
    less one. Where all values are known in whole blocks, that is Student's interval of the means of blocks.
    With fewer than `FEW` whole blocks replications are taken one by one, as if they were independent: spread
    over strata they vary less than that, so on average the interval is too wide.
    Good for means of many; says nothing about a single outcome. One value has a mean and no interval (nan),
    as have values of one block; no value has neither.
    """
    every = np.asarray(values, dtype=np.float64)
    there = ~np.isnan(every)
    known = every[there]
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(known.mean())
    if known.size == 1:
        return Interval(mean, math.nan, math.nan)
    if np.all(known == known[0]):  # exactly: the mean of equal values may be a rounding away
        return Interval(float(known[0]), float(known[0]), float(known[0]))
    size = BLOCK if every.size >= FEW * BLOCK else 1
    _, block = np.unique(np.flatnonzero(there) // size, return_inverse=True)  # those in which any is known
    count = int(block[-1]) + 1
    if count == 1:
        return Interval(mean, math.nan, math.nan)
    from scipy.special import stdtrit

    apart = np.bincount(block, known - mean)  # the sum of a block less what the mean says it would be
    error = math.sqrt(count / (count - 1) * float(np.square(apart).sum())) / known.size
    half = float(stdtrit(count - 1, (1 + level) / 2)) * error
    return Interval(mean, mean - half, mean + half)
