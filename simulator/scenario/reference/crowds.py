"""Carry who comes through the stages in the reference company, and settle each threshold on the way.

The density of fit is carried by level of the leads, with free seats.
"""

from itertools import pairwise

import numpy as np

from simulator.numerics.jit import Floats, Ints
from simulator.scenario.reference.chain import SOLVE, Chain, Crowd, chances_of, solve_threshold
from simulator.scenario.reference.levels import PASSES, then
from simulator.scenario.reference.walk import ROUNDS, walk

_MOST_TURNS = 500


class _Walking:
    """Leads on their way through the stages of a chain; arrays as of `walk`."""

    def __init__(self, chain: Chain, coming: Floats) -> None:
        self.chain, levels = chain, chain.levels
        stages, _, fits = coming.shape
        self.to = np.stack([chain.passes_to, chain.loses_to, np.arange(stages)])
        self.to[PASSES, chain.close] = -1  # they have signed
        self.after = then(levels.leaves, levels.takes[self.to])
        self.passes = np.zeros((stages, len(levels.at_birth), fits))
        self.arrivals = np.zeros((ROUNDS, *self.passes.shape))
        self.visits = np.empty(self.arrivals.shape)
        np.sum(coming[:, :, None, :] * levels.takes[:, :, :, None], axis=1, out=self.arrivals[0])
        self.first = np.zeros(self.passes.shape)  # visits of each stage
        self.coming = coming

    def go(self, members: Ints, jumps: bool, halt: int = -1) -> None:
        """Walk through stages that come at once, or no further than to one of them."""
        walk(
            members, jumps, halt, self.to, self.after, self.passes, self.chain.nurture,
            self.arrivals, self.visits,
        )  # fmt: skip

    def decide(self, stage: int, came: Floats) -> None:
        """Settle how a stage decides, by its first visits."""
        self.first[stage] = came
        if self.chain.task[stage] == SOLVE:
            solve_threshold(self.chain, stage, came if came.sum() > 1e-280 else self.everybody())
        self.passes[stage] = chances_of(self.chain, stage)

    def everybody(self) -> Floats:
        """All leads by level, (levels, fits): over them a threshold is solved where nobody comes."""
        return np.asarray(self.coming.sum(axis=0))

    def go_round(self, members: Ints) -> None:
        """Settle the thresholds of a circle: each depends on who the others let through, so in turn, until
        nothing moves."""
        threshold = self.chain.threshold
        for stage in members:
            self.passes[stage] = chances_of(self.chain, stage)
        for _ in range(_MOST_TURNS):
            before = threshold[members]
            for halt, stage in enumerate(members):
                self.go(members, True, halt)
                self.decide(stage, self.visits[:, stage].sum(axis=0))
            if np.abs(threshold[members] - before).max() < 1e-12:
                break


def settle(chain: Chain, coming: Floats) -> Crowd:
    """Solve the thresholds of a motion in its reference, in place, and tell who comes where.

    `coming`: density of the leads over need and fit by the stage at which they come in, shape
    (stages, levels, fits).
    """
    leads = _Walking(chain, coming)
    for (begin, end), circular in zip(pairwise(chain.groups), chain.circular, strict=True):
        members = chain.order[begin:end]
        if circular:
            leads.go_round(members)
        else:
            leads.decide(members[0], leads.arrivals[:, members[0]].sum(axis=0))
        leads.go(members, bool(circular))
    signed = (leads.visits[:, chain.close] * leads.passes[chain.close]).sum(axis=0)
    clean = np.where(chain.levels.buys[:, None], signed, 0.0)
    pushed, unclean = signed - clean, np.zeros(signed.shape)
    stumbled = np.zeros(coming[:, 0].shape)
    for stage in range(chain.close + 1, len(coming)):
        leads.decide(stage, clean + unclean + pushed)
        fell = clean - clean * leads.passes[stage]
        stumbled[stage] = fell.sum(axis=0)
        unclean, clean = unclean + fell, clean * leads.passes[stage]
    return Crowd(leads.first, clean.sum(axis=0), unclean.sum(axis=0), stumbled, pushed.sum(axis=0))
