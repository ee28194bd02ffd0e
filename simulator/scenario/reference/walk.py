"""Walk leads through stages that come at once: one, or a circle of some that jump back to each other.

At each fit leads are a Markov chain. Its state is the stage, how often a lead was nurtured and its level. A
visit is where a stage decides: levels have moved since the lead came. Arrays are by round (nurtures so far),
stage, level and fit.
"""

import numpy as np

from simulator.numerics.jit import Floats, Ints, compiled
from simulator.scenario.reference.levels import LOSES, PASSES, RESTS

ROUNDS = 6  # a lead comes back from nurture at most five times


@compiled
def walk(
    members: Ints,
    jumps: bool,
    halt: int,
    to: Ints,
    after: Floats,
    passes: Floats,
    nurture: Floats,
    arrivals: Floats,
    visits: Floats,
) -> None:
    """Expected visits of the stages `members`, and from there on to others, in place.

    `jumps`: they are a circle. `arrivals` and `visits`: (rounds, stages, levels, fits), of those who come
    from other stages, and all. `to`, (ways, stages): where a way leads, or -1, and `after`, (ways, stages,
    levels, levels): the kernel from the decision here to the decision there. `passes`, (stages, levels,
    fits), and `nurture`, (stages, fits): chances to pass, and, of who does not, to come back. Who comes to
    the member `halt` stops there, if it is one: its visits are then first visits, and nobody goes on to
    other stages.
    """
    n, levels, fits = members.shape[0], passes.shape[1], passes.shape[2]
    matrix = np.zeros((n * levels, n * levels))
    come, rest, gone = np.zeros((n * levels, fits)), np.zeros((n * levels, fits)), np.zeros((2, fits))
    for turn in range(ROUNDS):
        returns = 1.0 if turn < ROUNDS - 1 else 0.0
        for state in range(n * levels):
            stage, level = members[state // levels], state % levels
            for i in range(fits):
                come[state, i] = arrivals[turn, stage, level, i]
            for before in range(levels):
                for i in range(fits):
                    come[state, i] += rest[state - level + before, i] * after[RESTS, stage, before, level]
        if jumps:
            for i in range(fits):
                _round(members, halt, to, after, passes, nurture, i, returns, matrix, come)
        for state in range(n * levels):
            stage, level = members[state // levels], state % levels
            for i in range(fits):
                here = max(come[state, i], 0.0)
                visits[turn, stage, level, i] = here
                gone[PASSES, i] = here * passes[stage, level, i]
                lost = here - gone[PASSES, i]
                rest[state, i] = lost * nurture[stage, i] * returns
                gone[LOSES, i] = lost - rest[state, i]
            if halt >= 0:
                if state // levels == halt:
                    rest[state] = 0.0
                continue
            for way in (PASSES, LOSES):
                there = to[way, stage]
                if there >= 0:
                    for level_there in range(levels):
                        for i in range(fits):
                            goes = gone[way, i] * after[way, stage, level, level_there]
                            arrivals[turn, there, level_there, i] += goes


@compiled
def _round(
    members: Ints,
    halt: int,
    to: Ints,
    after: Floats,
    passes: Floats,
    nurture: Floats,
    i: int,
    returns: float,
    matrix: Floats,
    come: Floats,
) -> None:
    """Visits of a circle at one fit, in place of who comes from outside: Gaussian elimination.

    Of each column the diagonal is the largest, since a row of chances sums to 1 at most: no rows are swapped.
    For few unknowns at each of 161 fits: calling LAPACK costs more than the work.
    """
    size, levels = matrix.shape[0], passes.shape[1]
    for column in range(size):
        member, level = column // levels, column % levels
        stage = members[member]
        lost = (1.0 - passes[stage, level, i]) * (1.0 - returns * nurture[stage, i])
        for row in range(size):
            stays = 1.0 if row == column else 0.0
            if member != halt:
                if to[PASSES, stage] == members[row // levels]:
                    stays -= passes[stage, level, i] * after[PASSES, stage, level, row % levels]
                if to[LOSES, stage] == members[row // levels]:
                    stays -= lost * after[LOSES, stage, level, row % levels]
            matrix[row, column] = stays
    for k in range(size):
        if abs(matrix[k, k]) < 1e-12:
            matrix[k, k] = 1e-12  # a circle that nobody leaves: they stay for ever
        for r in range(k + 1, size):
            share = matrix[r, k] / matrix[k, k]
            if share != 0.0:
                for c in range(k, size):
                    matrix[r, c] -= share * matrix[k, c]
                come[r, i] -= share * come[k, i]
    for k in range(size - 1, -1, -1):
        for c in range(k + 1, size):
            come[k, i] -= matrix[k, c] * come[c, i]
        come[k, i] /= matrix[k, k]
