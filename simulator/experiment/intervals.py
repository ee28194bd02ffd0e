"""Confidence intervals of means, and of proportions, over replications."""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.metrics import metric_of
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


def proportion_interval(values: ArrayLike, level: float = LEVEL) -> Interval:
    """Wilson's interval of how often something is so: (R,) of 0 and 1, nan where it is not known.

    It says something where all values are the same, too: of none in 30 its high end is 8.3 %. The mean is the
    share itself, which need not lie in the middle. It takes replications for independent; those of a block
    are spread over strata, so shares vary less than that (at most 8/7 of it: Owen 1997, Monte Carlo variance
    of scrambled net quadrature, https://doi.org/10.1137/S0036142994277468), and it is rather too wide.
    Source: Wilson 1927, Probable inference, https://doi.org/10.1080/01621459.1927.10502953

    >>> proportion_interval([0.0] * 30).high
    0.0827...
    """
    known = defined(np.asarray(values, dtype=np.float64))
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    n, share, z = known.size, float(known.mean()), _deviate(level)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Interval(share, min(max(0.0, middle - half), share), max(min(1.0, middle + half), share))


def proportion_gap_interval(gaps: ArrayLike, level: float = LEVEL) -> Interval:
    """The interval of a difference of two shares, pair by pair: (R,) of -1, 0 and 1, nan where not known.

    Wald's of discordant pairs with one more of each kind, which says something where all pairs agree, too.
    Source: Bonett and Price 2012, Adjusted Wald confidence interval for a difference of binomial proportions
    based on paired data, https://doi.org/10.3102/1076998611411915
    """
    known = defined(np.asarray(gaps, dtype=np.float64))
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    n, mean = known.size, float(known.mean())
    more, less = (float((known == sign).sum() + 1) / (n + 2) for sign in (1, -1))
    middle = more - less
    half = _deviate(level) * math.sqrt((more + less - middle * middle) / (n + 2))
    return Interval(mean, min(max(-1.0, middle - half), mean), max(min(1.0, middle + half), mean))


def quantile_interval(values: ArrayLike, share: float, level: float = LEVEL) -> Interval:
    """The interval of a quantile over replications, such as P10: (R,) in their order, nan where undefined.

    Woodruff's: the values that lie as far on both sides of it as the share of values below it is unsure, by
    the interval of a mean, so that blocks count as there. nan at an end that lies beyond all values.
    Source: Woodruff 1952, Confidence intervals for medians and other position measures,
    https://doi.org/10.1080/01621459.1952.10483443

    >>> quantile_interval(range(1, 101), 0.5)
    Interval(mean=50.5, low=..., high=...)
    """
    every = np.asarray(values, dtype=np.float64)
    known = defined(every)
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    found = float(np.quantile(known, share))
    if known.size == 1:
        return Interval(found, math.nan, math.nan)
    if np.all(known == known[0]):
        return Interval(found, found, found)
    below = np.where(np.isnan(every), np.nan, (every <= found).astype(np.float64))
    half = t_interval(below, level).half
    if not half > 0.0:  # as many in each block, or all of them
        half = _deviate(level) * math.sqrt(share * (1.0 - share) / known.size)
    ends = (share - half, share + half)
    low, high = (float(np.quantile(known, end)) if 0.0 <= end <= 1.0 else math.nan for end in ends)
    return Interval(found, low, high)


def _deviate(level: float) -> float:
    """The standard normal number that as much lies within on both sides."""
    return NormalDist().inv_cdf((1 + level) / 2)


class Intervals(NamedTuple):
    """How a metric's mean is held to be unsure, and how the mean of its differences, pair by pair."""

    of_values: Callable[[ArrayLike], Interval]
    of_gaps: Callable[[ArrayLike], Interval]


_OF_MEANS = Intervals(t_interval, t_interval)
_OF_ODDS = Intervals(proportion_interval, proportion_gap_interval)


def intervals_of(metric: str) -> Intervals:
    """The intervals of a metric by its name: of what is so or is not those of proportions."""
    return _OF_ODDS if metric_of(metric).yes_or_no else _OF_MEANS
