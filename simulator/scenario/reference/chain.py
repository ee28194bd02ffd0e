"""The stages of a motion as a chain that its leads walk in the reference company, and who comes where.

Arrays are by stage, round (nurtures so far), level of need and fit; stages are those of one motion, in its
order. A visit is where it decides: need has moved on since the account came.
"""

from typing import NamedTuple

from simulator.numerics.jit import Floats, Ints, compiled
from simulator.numerics.threshold import chance_above
from simulator.scenario.reference.need import Needs
from simulator.scenario.reference.thresholds import FITS, threshold_by_level

ROUNDS = 6  # an account comes back from nurture at most five times
FIXED, THRESHOLD, SOLVE = 0, 1, 2  # a rate given at each fit; a threshold given; a threshold to be solved


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
    needs: Needs


class Crowd(NamedTuple):
    """Who comes where: densities over fit, of shape (fits,), not normalised."""

    first: Floats  # (stages, levels, fits): first visits of each stage
    clean: Floats  # customers at go-live who passed everything after the close
    unclean: Floats  # ... who did not; of both those who had the need that the motion's buyers have
    stumbled: Floats  # (stages, fits): ... by the first stage that they did not pass
    pushed: Floats  # customers that were talked into it


@compiled
def chances_of(chain: Chain, stage: int, out: Floats) -> None:
    """The chance to pass a stage by level and fit."""
    needs = chain.needs
    for level in range(out.shape[0]):
        for i in range(out.shape[1]):
            if needs.pushed[stage, level] >= 0.0:
                out[level, i] = needs.pushed[stage, level]
            elif chain.task[stage] == FIXED:
                out[level, i] = chain.fixed[stage, i]
            else:
                out[level, i] = chance_above(
                    chain.threshold[stage] + needs.shift[stage, level], chain.fit_correlation[stage], FITS[i]
                )


@compiled
def solve_threshold(chain: Chain, stage: int, crowd: Floats, base: Floats) -> None:
    """Settle a threshold over who comes; where nobody does, over all leads."""
    total = 0.0
    for level in range(crowd.shape[0]):
        for i in range(crowd.shape[1]):
            total += crowd[level, i]
    chain.threshold[stage] = threshold_by_level(
        chain.rate[stage], crowd if total > 1e-280 else base, chain.needs.shift[stage],
        chain.needs.pushed[stage], chain.fit_correlation[stage], chain.threshold[stage],
    )  # fmt: skip
