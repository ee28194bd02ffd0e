"""Solve a threshold so that of a crowd the stated share passes: fit plus noise, by levels of the lead."""

import math

import numpy as np

from simulator.numerics.jit import Floats, compiled
from simulator.numerics.threshold import chance_above

FITS = np.linspace(-8.0, 8.0, 161)
FITS.setflags(write=False)
FAR = 40.0  # beyond this threshold nobody passes, below its negative everybody does

_ROOT_HALF = math.sqrt(0.5)
_DENSITY = 1.0 / math.sqrt(2.0 * math.pi)
_CLOSE_ENOUGH = 1e-13
_NO_SHIFT, _NOBODY_PUSHED = np.zeros(1), np.full(1, -1.0)  # of leads of one level


def threshold_for(rate: float, crowd: Floats, fit_correlation: float, start: float) -> float:
    """The threshold at which this share of a crowd passes, which is a density over fit, (fits,)."""
    known = np.full(1, fit_correlation)
    return threshold_by_level(rate, crowd.reshape(1, -1), _NO_SHIFT, _NOBODY_PUSHED, known, start)


def chances_along_fit(threshold: float, fit_correlation: float) -> Floats:
    """The chance to pass at each fit, (fits,)."""
    return chances_by_level(threshold, _NO_SHIFT, _NOBODY_PUSHED, np.full(1, fit_correlation))[0]


@compiled
def chances_by_level(threshold: float, shift: Floats, pushed: Floats, fit_correlation: Floats) -> Floats:
    """The chance to pass by level and fit, (levels, fits); arguments as of `threshold_by_level`."""
    found = np.zeros((shift.shape[0], FITS.shape[0]))
    for level in range(found.shape[0]):
        for i in range(found.shape[1]):
            found[level, i] = pushed[level]
            if pushed[level] < 0.0:
                found[level, i] = chance_above(threshold + shift[level], fit_correlation[level], FITS[i])
    return found


@compiled
def threshold_by_level(
    rate: float, crowd: Floats, shift: Floats, pushed: Floats, fit_correlation: Floats, start: float
) -> float:
    """The threshold at which this share of a crowd by level, (levels, fits), passes: Newton, kept inside a
    bracket.

    Of each level, (levels,): `shift` is added to the threshold; where `pushed` is not below 0 that share
    passes, whatever the threshold; `fit_correlation` tells how well fit is told.
    """
    if rate <= 0.0:
        return FAR
    if rate >= 1.0:
        return -FAR
    low, high = -FAR, FAR
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
            knows = fit_correlation[level]
            spread = math.sqrt(1.0 - knows * knows)
            for i in range(crowd.shape[1]):
                if crowd[level, i] > 0.0:
                    x = (here - knows * FITS[i]) / spread
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
