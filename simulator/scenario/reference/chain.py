"""The stages of a motion as a chain that its leads walk in the reference company, and who comes where.

Stages are those of one motion, in its order.
"""

from typing import NamedTuple

import numpy as np

from simulator.numerics.jit import Floats, Ints
from simulator.scenario.reference.levels import Levels
from simulator.scenario.reference.thresholds import chances_by_level, threshold_by_level

FIXED, THRESHOLD, SOLVE = 0, 1, 2  # a rate given at each fit; a threshold given; a threshold to be solved


class Chain(NamedTuple):
    """The stages of a motion as a chain, and what is known of their rates."""

    task: Ints  # FIXED, THRESHOLD or SOLVE
    rate: Floats  # stated
    threshold: Floats  # given, or where to begin; solved in place
    fixed: Floats  # (stages, fits): chance to pass, where the task is FIXED
    nurture: Floats  # (stages, fits): share of losses that come back
    passes_to: Ints  # -1: none
    loses_to: Ints  # -1: lost
    order: Ints  # stages up to the close; a circle of jumps stands together
    groups: Ints  # where in `order` each circle, or single stage, begins; then the end
    circular: Ints  # of each group: 1 if an account can come back to it by a jump
    close: int  # the stage that marks won
    levels: Levels


class Crowd(NamedTuple):
    """Who comes where: densities over fit, of shape (fits,), not normalised."""

    first: Floats  # (stages, levels, fits): first visits of each stage
    clean: Floats  # customers at go-live who passed everything after the close
    unclean: Floats  # ... who did not; of both those who had the need that the motion's buyers have
    stumbled: Floats  # (stages, fits): ... by the first stage that they did not pass
    pushed: Floats  # customers that were talked into it


def chances_of(chain: Chain, stage: int) -> Floats:
    """The chance to pass a stage by level and fit, or by fit alone."""
    if chain.task[stage] == FIXED:  # is the same at each level
        return np.asarray(chain.fixed[stage])
    shift, pushed = chain.levels.shift[stage], chain.levels.pushed[stage]
    return chances_by_level(chain.threshold[stage], shift, pushed, chain.levels.fit_correlation[stage])


def solve_threshold(chain: Chain, stage: int, crowd: Floats) -> None:
    """Solve the threshold of a stage over who comes."""
    levels = chain.levels
    chain.threshold[stage] = threshold_by_level(
        chain.rate[stage], crowd, levels.shift[stage], levels.pushed[stage], levels.fit_correlation[stage],
        chain.threshold[stage],
    )  # fmt: skip
