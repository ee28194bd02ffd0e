"""Let numbers that are not known go together, by the rank correlation that is asked for.

Each has a normal score; a score is mixed of those of the numbers before it, so that two of them have the
correlation that gives the ranks theirs: a Gaussian copula, with 2 sin(pi r / 6) for Spearman's r (Pearson
1907, as in Iman and Conover 1982, A distribution-free approach to inducing rank correlation among input
variables, https://doi.org/10.1080/03610918208812265). As they do, only ranks are moved where numbers are
spread over strata: in a block of replications the strata of a number go by the ranks of its scores there, so
that it still has one draw in every eighth. The correlation of scores is chosen by the mean rank correlation
of eight: Moran 1948, Rank correlation and product-moment correlation, Biometrika 35,
https://doi.org/10.1093/biomet/35.1-2.203. The place within a stratum is mixed likewise. The first number of
all draws what it would alone, but for a rounding.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.numerics.jit import Floats, compiled
from simulator.numerics.strata import BLOCK
from simulator.numerics.streams import IGNORANCE, STRATUM, uniform

_HALVINGS = 60  # of an interval: to the last bit
_NOTHING = 1e-9  # of a variance: what is left of a score that others make up
_EDGE = 1e-12  # from 0 and 1: the normal distribution reaches them within what a float can tell


def of_normals(score: float) -> float:
    """The rank correlation of two normal numbers, by their correlation."""
    return 6.0 / math.pi * math.asin(score / 2.0)


def of_strata(score: float) -> float:
    """The rank correlation of two numbers in strata, by the correlation of their scores."""
    ranks = 6.0 / math.pi * (math.asin(score) + (BLOCK - 2) * math.asin(score / 2.0)) / (BLOCK + 1)
    within = 1.0 / BLOCK**2  # of the variance
    return (1.0 - within) * ranks + within * of_normals(score)


def factor(ranks: NDArray[np.float64], rank_of: Callable[[float], float]) -> Floats | None:
    """What mixes scores: lower triangular, (N, N); None where no numbers have such rank correlations, (N, N).

    `rank_of`: the rank correlation that two numbers have, by the correlation of their scores.
    """
    many = len(ranks)
    made = np.zeros((many, many))
    for column in range(many):
        left = 1.0 - float(np.square(made[column, :column]).sum())
        if left < -_NOTHING:
            return None
        root = math.sqrt(left) if left > _NOTHING else 0.0
        made[column, column] = root
        for row in range(column + 1, many):
            score = _score(float(ranks[row, column]), rank_of)
            rest = score - float((made[row, :column] * made[column, :column]).sum())
            if root:
                made[row, column] = rest / root
            elif abs(rest) > math.sqrt(_NOTHING):
                return None
    return made


def _score(rank: float, rank_of: Callable[[float], float]) -> float:
    """The correlation of scores that gives a rank correlation."""
    if abs(rank) == 1.0:
        return rank
    low, high = -1.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if rank_of(middle) < rank else (low, middle)
    return (low + high) / 2.0


@dataclass(frozen=True, eq=False)
class Together:
    """Numbers by address, and how their scores are mixed."""

    addresses: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))
    of_strata: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    of_normals: Floats = field(default_factory=lambda: np.zeros((0, 0)))

    def uniforms(self, seed: int, replication: int, *, independent: bool) -> Floats:
        """The number at each address in a replication, inside (0, 1)."""
        from scipy.special import ndtr, ndtri

        key, slot = np.uint64(seed), replication % BLOCK
        alone = ndtri(_uniforms(self.addresses, key, np.uint64(replication), 1, IGNORANCE))
        scores = _mixed(self.of_normals if independent else self.of_strata, alone)[0]
        places = np.clip(ndtr(scores), _EDGE, 1.0 - _EDGE)
        if independent:
            return np.asarray(places)
        of_block = ndtri(_uniforms(self.addresses, key, np.uint64(replication - slot), BLOCK, STRATUM))
        scores = _mixed(self.of_strata, of_block)
        stratum = (scores < scores[slot]).sum(axis=0) + (scores[:slot] == scores[slot]).sum(axis=0)
        return np.asarray((stratum + places) / BLOCK)


@compiled
def _uniforms(addresses: NDArray[np.uint64], seed: Any, first: Any, many: int, purpose: int) -> Floats:
    """The number at each address in so many replications, each of them alone: (many, N)."""
    found = np.zeros((many, addresses.shape[0]))
    for row in range(many):
        for n in range(addresses.shape[0]):
            found[row, n] = uniform(seed, first + np.uint64(row), addresses[n], purpose, 0)
    return found


@compiled
def _mixed(of: Floats, alone: Floats) -> Floats:
    """Each score of those before it and its own, row by row, added up in one order on every machine."""
    scores = np.zeros(alone.shape)
    for row in range(alone.shape[0]):
        for number in range(alone.shape[1]):
            for other in range(number + 1):
                scores[row, number] += of[number, other] * alone[row, other]
    return scores
