"""How need moves while a stage is worked and while an account rests: exact, over all times that it may take.

Three levels, one step at a time: a Markov chain in continuous time. Over a time of its own law it moves by
the mean of exp(Q time), and that is a Laplace transform of the law at the eigenvalues of Q.
"""

import math
from typing import Any

import numpy as np

from simulator.company.need import AtBirth, Need
from simulator.company.stage import Stage
from simulator.model import NEEDS, NO_NEED, NONE
from simulator.numerics.curves import EDGE, EXPONENTIAL, LISTED, POINTS
from simulator.numerics.jit import Floats, Rows, compiled
from simulator.scenario.reference.levels import PASSES, RESTS, Levels, still, then
from simulator.scenario.to_model.draws import Drawn

LEVELS = 3  # of need: none, the problem, the solution
_ALIKE = 1e-5  # two eigenvalues that lie nearer, beside their size, count as one: both errors are then 2e-11

# Points of a table, and one between each two of them, as log(u / (1 - u)); and weights of times there.
_BETWEEN = np.linspace(-EDGE, EDGE, 2 * POINTS - 1).tolist()
_SIMPSON = [1.0, *([4.0, 2.0] * (POINTS - 2)), 4.0, 1.0]
_WEIGHTS = np.array([w / (2.0 + math.exp(-v) + math.exp(v)) for w, v in zip(_SIMPSON, _BETWEEN, strict=True)])


def levels_of(
    need: Need, stages: tuple[Stage, ...], drawn: Drawn, rows: Rows, tables: Floats, curves: Rows
) -> Levels:
    """Levels of need for a draw of a motion; `rows`: STAGE, of its stages."""
    up, down = (0.0 if mean is None else 1.0 / drawn(mean) for mean in (need.wakes, need.fades))
    takes, leaves = still(LEVELS, len(stages)), still(LEVELS, 3, len(stages))
    shift, pushed = np.zeros((len(stages), LEVELS)), np.full((len(stages), LEVELS), -1.0)
    fit_correlation = np.zeros((len(stages), LEVELS))
    enough = next(NEEDS[stage.needs] for stage in stages if stage.needs) - NO_NEED
    for n, (stage, row) in enumerate(zip(stages, rows, strict=True)):
        takes[n] = kernel(up, down, tables, curves[row["takes"]])
        if row["nurture_after"] != NONE:
            leaves[RESTS, n] = kernel(up, down, tables, curves[row["nurture_after"]])
        if stage.teaches:  # only who is one step below is lifted
            taught = NEEDS[stage.teaches] - NO_NEED
            leaves[PASSES, n, taught - 1] = leaves[PASSES, n, taught]
        shift[n, :enough] = drawn.given(stage.sees_need, 0.0)
        if stage.needs:
            pushed[n, :enough] = drawn.given(stage.pushed, 0.0)
        fit_correlation[n] = drawn.given(stage.fit_correlation, 0.0)
    buys = np.arange(LEVELS) >= enough
    return Levels(levels_at_birth(need.at_birth, drawn), takes, leaves, shift, pushed, fit_correlation, buys)


def shares_at_birth(born: AtBirth, drawn: Drawn) -> tuple[float, float]:
    """Who knows the problem and who the solution. A draw of more than all is scaled to all."""
    problem, solution = drawn(born.problem), drawn(born.solution)
    all_of_them = max(1.0, problem + solution)
    return problem / all_of_them, solution / all_of_them


def levels_at_birth(born: AtBirth, drawn: Drawn) -> Floats:
    """Shares of leads by level, (levels,)."""
    problem, solution = shares_at_birth(born, drawn)
    return np.array([1.0 - problem - solution, problem, solution])


def kernel(up: float, down: float, tables: Floats, curve: Any) -> Floats:
    """From level to level over a time of this curve, (levels, levels), with so many steps a day up and down.

    exp(Q t) is 1 + a Q + b Q^2, with a and b that fit exp at the eigenvalues of Q, which are 0 and two that
    may be one (Putzer 1966, https://doi.org/10.2307/2313914): no inverse is needed.
    """
    stay = np.eye(LEVELS)
    if up + down == 0.0:
        return stay
    chain = np.array([[-up, up, 0.0], [down, -up - down, up], [0.0, down, -down]])
    middle, half = -(up + down), math.sqrt(up * down)
    low, high = middle - half, middle + half
    alike = half <= _ALIKE * (up + down)
    at_low, at_high, slope = _means(*_times(tables, curve), low, high, alike)
    if not alike:
        slope = (at_high - at_low) / (high - low)
    moved = stay + (at_high - slope * high) * chain + slope * then(chain, chain)
    return np.asarray(np.maximum(moved, 0.0))


def _times(tables: Floats, curve: Any) -> tuple[Floats, Floats, bool]:
    """Times of a curve, their weights, and whether the times are told by their logarithms.

    By Simpson's rule from point to point of its table, which is even in log(u / (1 - u)).
    """
    if curve["scale"] == 0.0:
        return np.full(1, curve["shift"]), np.ones(1), False
    table = tables[curve["table"]]
    if curve["form"] == LISTED:
        listed = table[: int(curve["scale"])].copy()
        return listed, np.ones(len(listed)), False
    times = np.empty(2 * POINTS - 1)
    times[::2], times[1::2] = table, 0.5 * (table[:-1] + table[1:])
    return curve["shift"] + curve["scale"] * times, _WEIGHTS, bool(curve["form"] == EXPONENTIAL)


@compiled
def _means(
    times: Floats, weights: Floats, logarithms: bool, low: float, high: float, alike: bool
) -> tuple[float, float, float]:
    """Means over times of (exp(x time) - 1) / x, at `low` and `high`; where those are alike, also the slope
    in x, between them."""
    middle = 0.5 * (low + high)
    every, at_low, at_high, slope = 0.0, 0.0, 0.0, 0.0
    for n in range(times.shape[0]):
        days = math.exp(times[n]) if logarithms else times[n]
        every += weights[n]
        at_low += weights[n] * math.expm1(low * days) / low
        at_high += weights[n] * math.expm1(high * days) / high
        if alike:
            both = days * math.exp(middle * days) - math.expm1(middle * days) / middle
            slope += weights[n] * both / middle
    return at_low / every, at_high / every, slope / every
