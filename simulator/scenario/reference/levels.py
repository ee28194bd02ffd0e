"""What tells leads apart beside their fit, in levels, and how the stages of a motion see and move it.

Need is such a thing: none, the problem, the solution. The chain of a motion's stages knows no more of it than
stands here, so whatever else can be said in levels, or be split into some, is one more page as `need` is.
"""

import functools
from typing import NamedTuple

import numpy as np

from simulator.numerics.jit import Flags, Floats

PASSES, LOSES, RESTS = 0, 1, 2  # the ways on from a stage: rests leads back to it, after nurture


class Levels(NamedTuple):
    """Levels of a lead in a motion. A kernel, from level to level, tells who is how far after a time or an
    event: (levels, levels), its rows sum to 1."""

    at_birth: Floats  # (levels,): shares of leads
    takes: Floats  # (stages, levels, levels): kernel from coming to a stage to its decision
    leaves: Floats  # (ways, stages, levels, levels): ... from its decision to who goes each way, or returns
    shift: Floats  # (stages, levels): added to the threshold
    pushed: Floats  # (stages, levels): share that passes, whatever the threshold; below 0: that decides
    fit_correlation: Floats  # (stages, levels): how well the decision tells fit
    buys: Flags  # (levels,): the others are customers who were talked into it


def still(levels: int, *many: int) -> Floats:
    """So many kernels by which nobody moves, (*many, levels, levels)."""
    kernels = np.zeros((*many, levels, levels))
    kernels[...] = np.eye(levels)
    return kernels


def alike(fit_correlation: Floats) -> Levels:
    """One level: leads differ in nothing but fit. `fit_correlation`: (stages,)."""
    return _one_level(len(fit_correlation))._replace(fit_correlation=fit_correlation.reshape(-1, 1))


@functools.cache
def _one_level(stages: int) -> Levels:
    nothing = np.zeros((stages, 1))
    return Levels(
        np.ones(1), still(1, stages), still(1, 3, stages), nothing, nothing - 1.0, nothing,
        np.ones(1, np.bool_),
    )  # fmt: skip


def then(kernel: Floats, later: Floats) -> Floats:
    """One kernel and then another, (..., levels, levels): added up in one order on every machine, which a
    matrix product is not."""
    both: Floats = (kernel[..., None] * later[..., None, :, :]).sum(axis=-2)
    return both


def spread(crowd: Floats, at_birth: Floats) -> Floats:
    """A crowd by level, (levels, fits), of one that may have been counted with other levels: then as at
    birth."""
    if len(crowd) == len(at_birth):
        return np.ascontiguousarray(crowd)
    return np.outer(at_birth, crowd.sum(axis=0))
