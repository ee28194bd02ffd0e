"""How much of an outcome's spread comes of luck, and how much of what is not known.

Some replications are lived a second time: the same company, as it was drawn, with other chances. What two
lives of one company differ by is luck alone, so half the mean square of it is the variance that luck makes,
whatever the company does with its numbers; the rest of all variance comes of the numbers: the analysis of
variance of one way with random effects (Fisher 1925; Searle, Casella and McCulloch 1992, Variance Components,
3.5), in words of sensitivity analysis the closed index of all that is not known, by pick-freeze (Gamboa,
Janon, Klein, Lagnoux and Prieur 2016, https://doi.org/10.1080/02331888.2015.1105803).
It costs a life each: 64 second lives of 128 replications take half as long again. A regression would cost
none, and take for luck all that is bent or comes of two numbers together.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.intervals import FEW, LEVEL, Interval
from simulator.numerics.strata import BLOCK

_ALMOST = 1.0 - 1e-12  # the largest share of which Fisher's transformation is finite


@dataclass(frozen=True)
class Shares:
    """Shares of an outcome's variance from 0 to 1, which make up 1, each with its interval."""

    unknown: Interval  # what is not known of the company
    luck: Interval  # what happens to it by chance
    pairs: int  # of lives that it rests on


def shares_of(first: NDArray[np.float64], second: NDArray[np.float64]) -> Shares:
    """Of a metric in each replication, (R,), and in the second lives of the first so many, (S,).

    nan where there is no variance, or no two pairs. The interval is by the jackknife, a block of replications
    left out at a time, in Fisher's transformation of the share of what is not known.
    """
    lives = _Lives(first, second)
    pairs = lives.pairs
    luck = lives.luck()
    if pairs < 2 or math.isnan(luck):
        none = Interval(math.nan, math.nan, math.nan)
        return Shares(none, none, pairs)
    unknown = min(max(1.0 - luck, 0.0), 1.0)
    if luck == 0.0:
        return Shares(Interval(1.0, 1.0, 1.0), Interval(0.0, 0.0, 0.0), pairs)
    middle, half = _fisher(luck), lives.half_width(lambda some: _fisher(some.luck()))
    low, high = (min(max(math.tanh(middle + side * half), 0.0), 1.0) for side in (-1, 1))
    return Shares(Interval(unknown, low, high), Interval(1.0 - unknown, 1.0 - high, 1.0 - low), pairs)


def _fisher(luck: float) -> float:
    return math.atanh(min(max(1.0 - luck, -_ALMOST), _ALMOST))


class _Lives:
    """First lives, (R,), and second ones, (R,) with nan where there is none."""

    def __init__(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> None:
        self.first = first
        self.second = np.full(first.size, math.nan)
        self.second[: second.size] = second

    @property
    def _gaps(self) -> NDArray[np.float64]:
        apart = self.first - self.second
        return np.asarray(apart[~np.isnan(apart)])

    @property
    def pairs(self) -> int:
        return self._gaps.size

    def luck(self) -> float:
        """The variance of luck as a share of all; nan where there is none."""
        lives = np.concatenate([self.first, self.second])
        known = lives[~np.isnan(lives)]
        gaps = self._gaps
        if not gaps.size:
            return math.nan
        whole = float(known.var()) + self._of_the_mean()
        return 0.5 * float(np.square(gaps).mean()) / whole if whole > 0.0 else math.nan

    def _of_the_mean(self) -> float:
        """The variance of the mean of all lives: as much is missing where their spread is about it."""
        both = np.stack([self.first, self.second])
        mean = float(np.nanmean(both))
        apart = np.nansum(both - mean, axis=0)
        sums = np.array([apart[places].sum() for places in self._blocks()])
        known = int((~np.isnan(both)).sum())
        return float(np.square(sums).sum()) * sums.size / max(1, sums.size - 1) / known**2

    def _blocks(self) -> Iterator[slice]:
        size = BLOCK if self.pairs >= FEW * BLOCK else 1  # as for the interval of a mean
        return (slice(n, n + size) for n in range(0, self.first.size, size))

    def half_width(self, of: Callable[["_Lives"], float]) -> float:
        """Of an interval, from what comes of it when each block is left out; those with second lives and
        those without are strata of their own (Rao and Shao 1992, https://doi.org/10.1093/biomet/79.4.811)."""
        from scipy.special import stdtrit

        with_pairs: list[float] = []
        without: list[float] = []
        for places in self._blocks():
            keep = np.ones(self.first.size, bool)
            keep[places] = False
            rest = _Lives(self.first[keep], self.second[keep])
            paired = bool((~np.isnan(self.first[places] - self.second[places])).any())
            (with_pairs if paired else without).append(of(rest))
        variance = 0.0
        for found in (np.array(with_pairs), np.array(without)):
            if found.size > 1:
                variance += (found.size - 1) / found.size * float(np.square(found - found.mean()).sum())
        return float(stdtrit(len(with_pairs) - 1, (1 + LEVEL) / 2)) * math.sqrt(variance)
