"""Solve a threshold so that of a crowd the stated share passes: fit plus noise, and need where it counts."""

import math

import numpy as np

from simulator.numerics.jit import Floats, compiled

FITS = np.linspace(-8.0, 8.0, 161)
FITS.setflags(write=False)
FAR = 40.0  # beyond this threshold nobody passes, below its negative everybody does

_ROOT_HALF = math.sqrt(0.5)
_DENSITY = 1.0 / math.sqrt(2.0 * math.pi)
_CLOSE_ENOUGH = 1e-13


@compiled
def threshold_for(rate: float, crowd: Floats, fit_correlation: float, start: float) -> float:
    """The threshold at which this share of a crowd passes, which is a density over fit, (fits,)."""
    everybody = crowd.reshape(1, crowd.shape[0])
    return threshold_by_level(rate, everybody, np.zeros(1), np.full(1, -1.0), fit_correlation, start)


@compiled
def threshold_by_level(
    rate: float, crowd: Floats, shift: Floats, pushed: Floats, fit_correlation: float, start: float
) -> float:
    """The same of a crowd by level of need, (levels, fits): Newton, kept inside a bracket.

    `shift`, (levels,), is added to the threshold; of a level for which `pushed` is not below 0 that share
    passes, whatever the threshold.
    """
    if rate <= 0.0:
        return FAR
    if rate >= 1.0:
        return -FAR
    low, high = -FAR, FAR
    spread = math.sqrt(1.0 - fit_correlation * fit_correlation)
    total = 0.0
    anyway = 0.0
    for level in range(crowd.shape[0]):
        for i in range(crowd.shape[1]):
            total += crowd[level, i]
            if pushed[level] >= 0.0:
                anyway += crowd[level, i] * pushed[level]
    threshold = start
    for _ in range(200):
        passed = anyway
        slope = 0.0
        for level in range(crowd.shape[0]):
            if pushed[level] >= 0.0:
                continue
            here = threshold + shift[level]
            for i in range(crowd.shape[1]):
                if crowd[level, i] > 0.0:
                    x = (here - fit_correlation * FITS[i]) / spread
                    passed += crowd[level, i] * 0.5 * math.erfc(x * _ROOT_HALF)
                    slope += crowd[level, i] * _DENSITY * math.exp(-0.5 * x * x) / spread
        miss = passed - rate * total
        if miss > 0.0:
            low = threshold
        else:
            high = threshold
        move = 2.0 * FAR
        if slope > 0.0:
            move = miss / slope
        following = threshold + move
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - threshold) <= _CLOSE_ENOUGH * max(1.0, abs(threshold)):
            return following
        threshold = following
    return threshold
