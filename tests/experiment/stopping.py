"""How often an interval holds the truth that a run ended for being narrow, where the truth is known.

By the million in numpy: the looks are those of the product, the interval Student's of whole blocks, of odds
Wilson's.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import special

from simulator.experiment.intervals import LEVEL
from simulator.experiment.stopping import IN_A_ROW, looks
from simulator.numerics.strata import BLOCK

MOST = 300 * BLOCK
SIZES = (12, 20, 30, 60, 100)  # blocks that would do, were the variance known: from fewer than are looked at
KINDS = ("normal", "lognormal", "odds")
MEAN, SIGMA, ODDS = 20.0, 0.5, 0.3


def drawn(kind: str, repetitions: int, seed: int) -> NDArray[np.float64]:
    """Means of blocks of a toy, about `truth`: (repetitions, blocks)."""
    rng = np.random.default_rng(seed)
    size = (repetitions, MOST // BLOCK)
    if kind == "normal":
        return MEAN + rng.standard_normal(size)
    if kind == "odds":
        return rng.binomial(BLOCK, ODDS, size) / BLOCK
    values = np.exp(SIGMA * rng.standard_normal((*size, BLOCK))).mean(axis=2)
    return np.asarray(MEAN + (values - math.exp(SIGMA**2 / 2)) / _spread(kind))


def _spread(kind: str) -> float:
    """The standard deviation of the mean of a block."""
    if kind == "odds":
        return math.sqrt(ODDS * (1 - ODDS) / BLOCK)
    return math.sqrt(math.expm1(SIGMA**2) * math.exp(SIGMA**2) / BLOCK) if kind == "lognormal" else 1.0


def covered(kind: str, size: int, repetitions: int, seed: int) -> tuple[float, float]:
    """The share of runs whose interval at the end holds the truth, and how many blocks they had on average.

    `size`: after so many blocks the interval would be as narrow as is wanted, were its width known.
    """
    truth = ODDS if kind == "odds" else MEAN
    scale = _spread(kind) if kind == "odds" else 1.0
    z = special.ndtri((1 + LEVEL) / 2)
    values = drawn(kind, repetitions, seed)
    counts = np.arange(1, values.shape[1] + 1)
    at = np.array(looks(MOST)) // BLOCK - 1
    blocks = counts[at]
    means = (np.cumsum(values, axis=1) / counts)[:, at]
    if kind == "odds":  # Wilson's
        n = blocks * BLOCK
        middle = (means + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * np.sqrt(means * (1 - means) / n + z * z / (4 * n * n))
    else:
        middle = means
        squares = np.cumsum(np.square(values - truth), axis=1)[:, at] - blocks * np.square(means - truth)
        half = special.stdtrit(blocks - 1, (1 + LEVEL) / 2) * np.sqrt(squares / (blocks - 1) / blocks)
    narrow = half <= z * scale / math.sqrt(size) / truth * means  # a share of the mean
    ended = narrow.copy()
    for before in range(1, IN_A_ROW):
        ended[:, before:] &= narrow[:, :-before]
        ended[:, :before] = False
    last = np.where(ended.any(axis=1), ended.argmax(axis=1), len(at) - 1)
    runs = np.arange(repetitions)
    inside = np.abs(middle[runs, last] - truth) <= half[runs, last]
    return float(inside.mean()), float(blocks[last].mean())
