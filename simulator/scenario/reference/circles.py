"""Carry who comes round a circle: stages that jump back to each other, whose thresholds hang together."""

import numpy as np

from simulator.numerics.jit import Floats, Ints, compiled
from simulator.scenario.reference.chain import ROUNDS, SOLVE, Chain, chances_of, solve_threshold
from simulator.scenario.reference.need import after_passing

_MOST_TURNS = 500


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
    chain: Chain, members: Ints, pass_chance: Floats, arrivals: Floats, i: int, halt: int, visits: Floats
) -> None:
    """Expected visits of a circle's stages by round, at one fit: (rounds, stages, levels).

    Who comes to the member `halt` stops there: its visits are then first visits.
    """
    needs = chain.needs
    n, levels = members.shape[0], arrivals.shape[2]
    matrix = np.zeros((n * levels, n * levels))
    right = np.zeros(n * levels)
    came = np.zeros(levels)
    for turn in range(ROUNDS):
        matrix[:] = 0.0
        for a in range(n):
            stage = members[a]
            for level in range(levels):
                came[level] = arrivals[stage, turn, level, i]
            if turn > 0 and a != halt:
                for level in range(levels):
                    back = visits[turn - 1, a, level] * (1.0 - pass_chance[a, level, i])
                    back *= chain.nurture[stage, i]
                    for after in range(levels):
                        came[after] += back * needs.rests[stage, level, after]
            for level in range(levels):
                right[a * levels + level] = 0.0
                for before in range(levels):
                    right[a * levels + level] += came[before] * needs.takes[stage, before, level]
                matrix[a * levels + level, a * levels + level] = 1.0
        for b in range(n):
            if b == halt:
                continue
            stage = members[b]
            back = chain.nurture[stage, i] if turn < ROUNDS - 1 else 0.0
            for a in range(n):
                to = members[a]
                for level in range(levels):
                    passed = pass_chance[b, level, i]
                    taught = after_passing(level, needs.teaches[stage])
                    for then in range(levels):
                        row, column = a * levels + then, b * levels + level
                        if to == chain.passes_to[stage]:
                            matrix[row, column] -= passed * needs.takes[to, taught, then]
                        if to == chain.loses_to[stage]:
                            lost = (1.0 - passed) * (1.0 - back)
                            matrix[row, column] -= lost * needs.takes[to, level, then]
        _solve_linear(matrix, right)
        for a in range(n):
            for level in range(levels):
                visits[turn, a, level] = max(right[a * levels + level], 0.0)


@compiled
def round_a_circle(
    chain: Chain, members: Ints, arrivals: Floats, base: Floats, first: Floats, won: Floats
) -> None:
    """Settle the thresholds of stages that jump back to each other, then carry everybody onwards.

    Each threshold depends on who the other thresholds let through: in turn, until nothing moves.
    """
    n, levels, fits = members.shape[0], base.shape[0], base.shape[1]
    pass_chance = np.zeros((n, levels, fits))
    visits = np.zeros((ROUNDS, n, levels))
    for a in range(n):
        chances_of(chain, members[a], pass_chance[a])
    for _ in range(_MOST_TURNS):
        moved = 0.0
        for a in range(n):
            stage = members[a]
            for i in range(fits):
                _visits(chain, members, pass_chance, arrivals, i, a, visits)
                for level in range(levels):
                    first[stage, level, i] = 0.0
                    for turn in range(ROUNDS):
                        first[stage, level, i] += visits[turn, a, level]
            if chain.task[stage] == SOLVE:
                before = chain.threshold[stage]
                solve_threshold(chain, stage, first[stage], base)
                moved = max(moved, abs(chain.threshold[stage] - before))
                chances_of(chain, stage, pass_chance[a])
        if moved < 1e-12:
            break
    for i in range(fits):
        _visits(chain, members, pass_chance, arrivals, i, -1, visits)
        for turn in range(ROUNDS):
            for a in range(n):
                stage = members[a]
                for level in range(levels):
                    passed = visits[turn, a, level] * pass_chance[a, level, i]
                    lost = visits[turn, a, level] - passed
                    if turn < ROUNDS - 1:
                        lost -= lost * chain.nurture[stage, i]
                    if stage == chain.close:
                        won[level, i] += passed
                    else:
                        taught = after_passing(level, chain.needs.teaches[stage])
                        arrivals[chain.passes_to[stage], turn, taught, i] += passed
                    if chain.loses_to[stage] >= 0:
                        arrivals[chain.loses_to[stage], turn, level, i] += lost
