"""How often an interval holds the truth that a run ended for being narrow, where the truth is known.

By the million in numpy: the looks are those of the product, the interval Student's of whole blocks.
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
KINDS = {"normal": 0.0, "lognormal": 0.5}


def drawn(kind: str, repetitions: int, seed: int) -> NDArray[np.float64]:
    """Means of blocks of a toy: (repetitions, blocks), about a mean of 20."""
    rng = np.random.default_rng(seed)
    sigma = KINDS[kind]
    blocks = MOST // BLOCK
    if not sigma:
        return 20.0 + rng.standard_normal((repetitions, blocks))
    values = np.exp(sigma * rng.standard_normal((repetitions, blocks, BLOCK))).mean(axis=2)
    mean, sd = math.exp(sigma**2 / 2), math.sqrt((math.exp(sigma**2) - 1) * math.exp(sigma**2) / BLOCK)
    return np.asarray(20.0 + (values - mean) / sd)


def covered(kind: str, size: int, repetitions: int, seed: int) -> tuple[float, float]:
    """The share of runs whose interval at the end holds the truth, and how many blocks they had on average.

    `size`: after so many blocks the interval would be as narrow as is wanted, were its width known.
    """
    values = drawn(kind, repetitions, seed)
    counts = np.arange(1, values.shape[1] + 1)
    means = np.cumsum(values, axis=1) / counts
    squares = np.cumsum(np.square(values - 20.0), axis=1) - counts * np.square(means - 20.0)
    at = np.array(looks(MOST)) // BLOCK - 1
    blocks = counts[at]
    error = np.sqrt(squares[:, at] / (blocks - 1) / blocks)
    half = special.stdtrit(blocks - 1, (1 + LEVEL) / 2) * error
    wanted = special.ndtri((1 + LEVEL) / 2) / math.sqrt(size) / 20.0  # a share of the mean
    narrow = half <= wanted * means[:, at]
    ended = narrow.copy()
    for before in range(1, IN_A_ROW):
        ended[:, before:] &= narrow[:, :-before]
        ended[:, :before] = False
    last = np.where(ended.any(axis=1), ended.argmax(axis=1), len(at) - 1)
    runs = np.arange(repetitions)
    inside = np.abs(means[runs, at[last]] - 20.0) <= half[runs, last]
    return float(inside.mean()), float(blocks[last].mean())
