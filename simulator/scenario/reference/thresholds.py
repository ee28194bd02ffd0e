"""Solve the thresholds of stages in the reference company, where stated rates are observed.

The density of fit is carried through the stages with free seats, as a Markov chain at each
fit. An account's state is its stage and how often it was nurtured. Arrays are by stage, level
(nurtures so far) and fit; stages are those of one motion, in its order.
"""

import math
from typing import NamedTuple

import numpy as np

from simulator.numerics.jit import Floats, Ints, compiled
from simulator.numerics.threshold import chance_above

Places = Ints

FITS = np.linspace(-8.0, 8.0, 161)
FITS.setflags(write=False)
LEVELS = 6  # an account comes back from nurture at most five times
FAR = 40.0  # beyond this threshold nobody passes, below its negative everybody does

FIXED, THRESHOLD, SOLVE = 0, 1, 2  # a rate given at each fit; a threshold given; a threshold to be solved

_ROOT_HALF = math.sqrt(0.5)
_DENSITY = 1.0 / math.sqrt(2.0 * math.pi)
_CLOSE_ENOUGH = 1e-13
_MOST_ROUNDS = 500


class Chain(NamedTuple):
    """The stages of a motion as a chain, and what is known of their rates."""

    task: Ints  # FIXED, THRESHOLD or SOLVE
    rate: Floats  # stated
    fit_correlation: Floats
    threshold: Floats  # given, or where to begin; solved in place
    fixed: Floats  # (stages, fits): chance to pass, where the task is FIXED
    nurture: Floats  # (stages, fits): share of losses that come back
    passes_to: Ints  # -1: none
    loses_to: Ints  # -1: lost
    order: Ints  # stages up to the close; a circle of jumps stands together
    groups: Ints  # where in `order` each circle, or single stage, begins; then the end
    circular: Ints  # of each group: 1 if an account can come back to it by a jump
    close: int  # the stage that marks won


class Crowd(NamedTuple):
    """Who comes where: densities over fit, of shape (fits,), not normalised."""

    first: Floats  # (stages, fits): first visits of each stage
    clean: Floats  # customers at go-live who passed everything after the close
    unclean: Floats  # ... who did not
    stumbled: Floats  # (stages, fits): ... by the first stage that they did not pass


@compiled
def threshold_for(rate: float, crowd: Floats, fit_correlation: float, start: float) -> float:
    """The threshold at which this share of a crowd passes: Newton, kept inside a bracket."""
    if rate <= 0.0:
        return FAR
    if rate >= 1.0:
        return -FAR
    low, high = -FAR, FAR
    spread = math.sqrt(1.0 - fit_correlation * fit_correlation)
    total = 0.0
    for i in range(crowd.shape[0]):
        total += crowd[i]
    threshold = start
    for _ in range(200):
        passed = 0.0
        slope = 0.0
        for i in range(crowd.shape[0]):
            if crowd[i] > 0.0:
                x = (threshold - fit_correlation * FITS[i]) / spread
                passed += crowd[i] * 0.5 * math.erfc(x * _ROOT_HALF)
                slope += crowd[i] * _DENSITY * math.exp(-0.5 * x * x) / spread
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


@compiled
def _chances(chain: Chain, stage: int, out: Floats) -> None:
    """The chance to pass a stage at each fit."""
    for i in range(out.shape[0]):
        if chain.task[stage] == FIXED:
            out[i] = chain.fixed[stage, i]
        else:
            out[i] = chance_above(chain.threshold[stage], chain.fit_correlation[stage], FITS[i])


@compiled
def _solve_threshold(chain: Chain, stage: int, crowd: Floats, base: Floats) -> None:
    """Settle a threshold over who comes; where nobody does, over all leads."""
    total = 0.0
    for i in range(crowd.shape[0]):
        total += crowd[i]
    if total > 1e-280:
        chain.threshold[stage] = threshold_for(
            chain.rate[stage], crowd, chain.fit_correlation[stage], chain.threshold[stage]
        )
    else:
        chain.threshold[stage] = threshold_for(
            chain.rate[stage], base, chain.fit_correlation[stage], chain.threshold[stage]
        )


@compiled
def _through(chain: Chain, stage: int, pass_chance: Floats, arrivals: Floats, won: Floats) -> None:
    """Carry who arrives at a stage through it, nurture and all, to where they go next."""
    for i in range(arrivals.shape[2]):
        back = 0.0
        for level in range(LEVELS):
            here = arrivals[stage, level, i] + back
            passed = here * pass_chance[i]
            lost = here - passed
            back = 0.0
            if level < LEVELS - 1:
                back = lost * chain.nurture[stage, i]
            if stage == chain.close:
                won[i] += passed
            else:
                arrivals[chain.passes_to[stage], level, i] += passed
            if chain.loses_to[stage] >= 0:
                arrivals[chain.loses_to[stage], level, i] += lost - back


@compiled
def _solve_linear(matrix: Floats, right: Floats) -> None:
    """Gaussian elimination in place; the answer is left in `right`.

    For two or three unknowns at each of 161 fits: calling LAPACK costs more than the work.
    """
    n = right.shape[0]
    for k in range(n):
        pivot = k
        for r in range(k + 1, n):
            if abs(matrix[r, k]) > abs(matrix[pivot, k]):
                pivot = r
        if pivot != k:
            for c in range(n):
                matrix[k, c], matrix[pivot, c] = matrix[pivot, c], matrix[k, c]
            right[k], right[pivot] = right[pivot], right[k]
        if abs(matrix[k, k]) < 1e-12:
            matrix[k, k] = 1e-12  # a circle that nobody leaves: they stay for ever
        for r in range(k + 1, n):
            share = matrix[r, k] / matrix[k, k]
            if share != 0.0:
                for c in range(k, n):
                    matrix[r, c] -= share * matrix[k, c]
                right[r] -= share * right[k]
    for k in range(n - 1, -1, -1):
        for c in range(k + 1, n):
            right[k] -= matrix[k, c] * right[c]
        right[k] /= matrix[k, k]


@compiled
def _visits(
    chain: Chain, members: Places, pass_chance: Floats, arrivals: Floats, i: int, halt: int, visits: Floats
) -> None:
    """Expected visits of a circle's stages by level, at one fit.

    Who comes to the member `halt` stops there: its visits are then first visits.
    """
    n = members.shape[0]
    matrix = np.zeros((n, n))
    right = np.zeros(n)
    for level in range(LEVELS):
        for a in range(n):
            stage = members[a]
            right[a] = arrivals[stage, level, i]
            if level > 0 and a != halt:
                right[a] += visits[level - 1, a] * (1.0 - pass_chance[a, i]) * chain.nurture[stage, i]
            for b in range(n):
                matrix[a, b] = 1.0 if a == b else 0.0
        for b in range(n):
            if b == halt:
                continue
            stage = members[b]
            back = chain.nurture[stage, i] if level < LEVELS - 1 else 0.0
            for a in range(n):
                if members[a] == chain.passes_to[stage]:
                    matrix[a, b] -= pass_chance[b, i]
                if members[a] == chain.loses_to[stage]:
                    matrix[a, b] -= (1.0 - pass_chance[b, i]) * (1.0 - back)
        _solve_linear(matrix, right)
        for a in range(n):
            visits[level, a] = max(right[a], 0.0)


@compiled
def _round_a_circle(
    chain: Chain, members: Places, arrivals: Floats, base: Floats, first: Floats, won: Floats
) -> None:
    """Settle the thresholds of stages that jump back to each other, then carry everybody onwards.

    Each threshold depends on who the other thresholds let through: in turn, until nothing moves.
    """
    n, fits = members.shape[0], base.shape[0]
    pass_chance = np.zeros((n, fits))
    visits = np.zeros((LEVELS, n))
    for a in range(n):
        _chances(chain, members[a], pass_chance[a])
    for _ in range(_MOST_ROUNDS):
        moved = 0.0
        for a in range(n):
            stage = members[a]
            for i in range(fits):
                _visits(chain, members, pass_chance, arrivals, i, a, visits)
                first[stage, i] = 0.0
                for level in range(LEVELS):
                    first[stage, i] += visits[level, a]
            if chain.task[stage] == SOLVE:
                before = chain.threshold[stage]
                _solve_threshold(chain, stage, first[stage], base)
                moved = max(moved, abs(chain.threshold[stage] - before))
                _chances(chain, stage, pass_chance[a])
        if moved < 1e-12:
            break
    for i in range(fits):
        _visits(chain, members, pass_chance, arrivals, i, -1, visits)
        for level in range(LEVELS):
            for a in range(n):
                stage = members[a]
                passed = visits[level, a] * pass_chance[a, i]
                lost = visits[level, a] - passed
                if level < LEVELS - 1:
                    lost -= lost * chain.nurture[stage, i]
                if stage == chain.close:
                    won[i] += passed
                else:
                    arrivals[chain.passes_to[stage], level, i] += passed
                if chain.loses_to[stage] >= 0:
                    arrivals[chain.loses_to[stage], level, i] += lost


@compiled
def settle(chain: Chain, entering: Floats) -> Crowd:
    """Solve the thresholds of a motion in its reference, in place, and tell who comes where.

    `entering`: density over fit of the leads by the stage at which they come in, shape (stages, fits).
    """
    stages, fits = chain.fixed.shape
    arrivals = np.zeros((stages, LEVELS, fits))
    first = np.zeros((stages, fits))
    won = np.zeros(fits)
    base = np.zeros(fits)
    pass_chance = np.zeros(fits)
    for i in range(fits):
        for stage in range(stages):
            base[i] += entering[stage, i]
            arrivals[stage, 0, i] = entering[stage, i]
    for group in range(chain.groups.shape[0] - 1):
        members = chain.order[chain.groups[group] : chain.groups[group + 1]]
        if chain.circular[group] == 1:
            _round_a_circle(chain, members, arrivals, base, first, won)
            continue
        stage = members[0]
        for i in range(fits):
            for level in range(LEVELS):
                first[stage, i] += arrivals[stage, level, i]
        if chain.task[stage] == SOLVE:
            _solve_threshold(chain, stage, first[stage], base)
        _chances(chain, stage, pass_chance)
        _through(chain, stage, pass_chance, arrivals, won)
    clean = won.copy()
    unclean = np.zeros(fits)
    stumbled = np.zeros((stages, fits))
    for stage in range(chain.close + 1, stages):
        for i in range(fits):
            first[stage, i] = clean[i] + unclean[i]
        if chain.task[stage] == SOLVE:
            _solve_threshold(chain, stage, first[stage], base)
        _chances(chain, stage, pass_chance)
        for i in range(fits):
            passed = clean[i] * pass_chance[i]
            stumbled[stage, i] = clean[i] - passed
            unclean[i] += stumbled[stage, i]
            clean[i] = passed
    return Crowd(first, clean, unclean, stumbled)
