"""How need moves while a stage is worked and while an account rests: exact, over all times that it may take.

Three levels, one step at a time: a Markov chain in continuous time. Over a time of its own law it moves by
the mean of exp(Q time), and that is a Laplace transform of the law at the eigenvalues of Q.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from simulator.company.need import AtBirth, Need
from simulator.company.stage import Stage
from simulator.model import NEEDS, NO_NEED, NONE
from simulator.numerics.curves import EDGE, LISTED, POINTS, quantile
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled
from simulator.scenario.to_model.draws import Drawn

LEVELS = 3  # of need: none, the problem, the solution
_ALIKE = 1e-5  # two eigenvalues that lie nearer, beside their size, count as one: both errors are then 2e-11


class Needs(NamedTuple):
    """What a motion's stages have to do with need; of one that does not follow it there is one level."""

    at_birth: Floats  # (levels,): shares of leads, but of channels that say their own
    takes: Floats  # (stages, levels, levels): from coming to a stage to its decision
    rests: Floats  # (stages, levels, levels): from a decision to the return from nurture
    shift: Floats  # (stages, levels): added to the threshold
    pushed: Floats  # (stages, levels): share that passes, whatever the threshold; below 0: it decides
    teaches: Ints  # (stages,): the level, from 0, to which it lifts who passes and is one step below; or 0
    enough: int  # the level, from 0, at which buyers sign


@compiled
def after_passing(level: int, teaches: int) -> int:
    """How far is who passes a stage that teaches: only who is one step below is lifted."""
    return teaches if level == teaches - 1 else level


def nothing(stages: int) -> Needs:
    """Of a motion that does not follow need: all are alike, and nobody moves."""
    still = np.ones((stages, 1, 1))
    return Needs(
        np.ones(1), still, still, np.zeros((stages, 1)), np.full((stages, 1), -1.0),
        np.zeros(stages, np.int64), 0,
    )  # fmt: skip


def needs_of(
    need: Need | None, stages: tuple[Stage, ...], drawn: Drawn, rows: Rows, tables: Floats, curves: Rows
) -> Needs:
    """The same for a draw of a motion; `rows`: STAGE, of its stages."""
    if need is None:
        return nothing(len(stages))
    up, down = (0.0 if mean is None else 1.0 / drawn(mean) for mean in (need.wakes, need.fades))
    takes, rests = np.zeros((2, len(stages), LEVELS, LEVELS))
    shift, pushed = np.zeros((len(stages), LEVELS)), np.full((len(stages), LEVELS), -1.0)
    teaches = np.zeros(len(stages), np.int64)
    enough = next(NEEDS[stage.needs] for stage in stages if stage.needs) - NO_NEED
    for n, (stage, row) in enumerate(zip(stages, rows, strict=True)):
        takes[n] = kernel(up, down, tables, curves[row["takes"]])
        if row["nurture_after"] != NONE:
            rests[n] = kernel(up, down, tables, curves[row["nurture_after"]])
        shift[n, :enough] = drawn.given(stage.sees_need, 0.0)
        if stage.needs:
            pushed[n, :enough] = drawn.given(stage.pushed, 0.0)
        if stage.teaches:
            teaches[n] = NEEDS[stage.teaches] - NO_NEED
    at_birth = levels_at_birth(need.at_birth, drawn)
    return Needs(at_birth, takes, rests, shift, pushed, teaches, enough)


def shares_at_birth(born: AtBirth, drawn: Drawn) -> tuple[float, float]:
    """Who knows the problem and who the solution. A draw of more than all is scaled to all."""
    problem, solution = drawn(born.problem), drawn(born.solution)
    all_of_them = max(1.0, problem + solution)
    return problem / all_of_them, solution / all_of_them


def levels_at_birth(born: AtBirth, drawn: Drawn) -> Floats:
    """Shares of leads by level, (levels,)."""
    problem, solution = shares_at_birth(born, drawn)
    return np.array([1.0 - problem - solution, problem, solution])


def spread(crowd: Floats, at_birth: Floats) -> Floats:
    """A crowd by level, (levels, fits), of one that may have been counted with other levels: then as at
    birth."""
    if len(crowd) == len(at_birth):
        return np.ascontiguousarray(crowd)
    return np.outer(at_birth, crowd.sum(axis=0))


@compiled
def kernel(up: float, down: float, tables: Floats, curve: Record) -> Floats:
    """From level to level over a time of this curve, (levels, levels), with so many steps a day up and down.

    exp(Q t) is 1 + a Q + b Q^2, with a and b that fit exp at the eigenvalues of Q, which are 0 and two that
    may be one (Putzer 1966, https://doi.org/10.2307/2313914): no inverse is needed.
    """
    still = np.eye(LEVELS)
    if up + down == 0.0:
        return still
    chain = np.zeros((LEVELS, LEVELS))
    for level in range(LEVELS - 1):
        chain[level, level + 1] = up
        chain[level + 1, level] = down
    for level in range(LEVELS):
        chain[level, level] = -chain[level].sum()
    middle, half = -(up + down), math.sqrt(up * down)
    low, high = middle - half, middle + half
    at_low, at_high, slope = 0.0, 0.0, 0.0
    weights = 0.0
    for n in range(_points(curve)):
        days, weight = _time(tables, curve, n)
        weights += weight
        at_low += weight * math.expm1(low * days) / low
        at_high += weight * math.expm1(high * days) / high
        slope += weight * (days * math.exp(middle * days) - math.expm1(middle * days) / middle) / middle
    if half > _ALIKE * (up + down):
        slope = (at_high - at_low) / (high - low)
    moved = still + (at_high - slope * high) / weights * chain + slope / weights * (chain @ chain)
    return np.maximum(moved, 0.0)


@compiled
def _points(curve: Record) -> int:
    """Points by which a curve is integrated: of a table twice as many as it has, less one."""
    if curve["scale"] == 0.0:
        return 1
    return int(curve["scale"]) if curve["form"] == LISTED else 2 * POINTS - 1


@compiled
def _time(tables: Floats, curve: Any, n: int) -> tuple[float, float]:
    """The n-th time of a curve and its weight: Simpson's rule from point to point of its table, which is even
    in log(u / (1 - u))."""
    if curve["scale"] == 0.0:
        return curve["shift"], 1.0
    if curve["form"] == LISTED:
        return tables[curve["table"], n], 1.0
    last = 2 * POINTS - 2
    u = 1.0 / (1.0 + math.exp(EDGE - 2.0 * EDGE * n / last))
    weight = 4.0 if n % 2 == 1 else 1.0 if n in (0, last) else 2.0
    return quantile(tables, curve, u), weight * u * (1.0 - u)
