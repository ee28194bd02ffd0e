"""Carry who comes through the stages in the reference company, and settle each threshold on the way.

The density of fit and of need is carried with free seats, as a Markov chain at each fit. An account's state
is its stage, how often it was nurtured, and how far its need is.
"""

import numpy as np

from simulator.numerics.jit import Floats, compiled
from simulator.scenario.reference.chain import ROUNDS, SOLVE, Chain, Crowd, chances_of, solve_threshold
from simulator.scenario.reference.circles import round_a_circle
from simulator.scenario.reference.need import after_passing


@compiled
def _through(chain: Chain, stage: int, pass_chance: Floats, arrivals: Floats, won: Floats) -> None:
    """Carry who arrives at a stage through it, nurture and all, to where they go next."""
    needs = chain.needs
    levels = arrivals.shape[2]
    back, again = np.zeros(levels), np.zeros(levels)
    for i in range(arrivals.shape[3]):
        back[:] = 0.0
        for turn in range(ROUNDS):
            again[:] = 0.0
            for level in range(levels):
                here = 0.0
                for before in range(levels):
                    here += (arrivals[stage, turn, before, i] + back[before]) * needs.takes[
                        stage, before, level
                    ]
                passed = here * pass_chance[level, i]
                lost = here - passed
                rest = 0.0
                if turn < ROUNDS - 1:
                    rest = lost * chain.nurture[stage, i]
                for after in range(levels):
                    again[after] += rest * needs.rests[stage, level, after]
                if stage == chain.close:
                    won[level, i] += passed
                else:
                    taught = after_passing(level, needs.teaches[stage])
                    arrivals[chain.passes_to[stage], turn, taught, i] += passed
                if chain.loses_to[stage] >= 0:
                    arrivals[chain.loses_to[stage], turn, level, i] += lost - rest
            back[:] = again


@compiled
def settle(chain: Chain, coming: Floats) -> Crowd:
    """Solve the thresholds of a motion in its reference, in place, and tell who comes where.

    `coming`: density of the leads over need and fit by the stage at which they come in, shape
    (stages, levels, fits).
    """
    needs = chain.needs
    stages, fits = chain.fixed.shape
    levels = needs.at_birth.shape[0]
    arrivals = np.zeros((stages, ROUNDS, levels, fits))
    first = np.zeros((stages, levels, fits))
    won = np.zeros((levels, fits))
    base = np.zeros((levels, fits))
    pass_chance = np.zeros((levels, fits))
    for i in range(fits):
        for stage in range(stages):
            for level in range(levels):
                base[level, i] += coming[stage, level, i]
                arrivals[stage, 0, level, i] = coming[stage, level, i]
    for group in range(chain.groups.shape[0] - 1):
        members = chain.order[chain.groups[group] : chain.groups[group + 1]]
        if chain.circular[group] == 1:
            round_a_circle(chain, members, arrivals, base, first, won)
            continue
        stage = members[0]
        for i in range(fits):
            for turn in range(ROUNDS):
                for level in range(levels):
                    for before in range(levels):
                        came = arrivals[stage, turn, before, i] * needs.takes[stage, before, level]
                        first[stage, level, i] += came
        if chain.task[stage] == SOLVE:
            solve_threshold(chain, stage, first[stage], base)
        chances_of(chain, stage, pass_chance)
        _through(chain, stage, pass_chance, arrivals, won)
    clean = np.zeros(fits)
    pushed = np.zeros(fits)
    for level in range(levels):
        for i in range(fits):
            if level >= needs.enough:
                clean[i] += won[level, i]
            else:
                pushed[i] += won[level, i]
    unclean = np.zeros(fits)
    stumbled = np.zeros((stages, fits))
    for stage in range(chain.close + 1, stages):
        for i in range(fits):
            first[stage, levels - 1, i] = clean[i] + unclean[i] + pushed[i]
        if chain.task[stage] == SOLVE:
            solve_threshold(chain, stage, first[stage], base)
        chances_of(chain, stage, pass_chance)
        for i in range(fits):
            passed = clean[i] * pass_chance[levels - 1, i]
            stumbled[stage, i] = clean[i] - passed
            unclean[i] += stumbled[stage, i]
            clean[i] = passed
    return Crowd(first, clean, unclean, stumbled, pushed)
