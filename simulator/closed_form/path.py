"""The exact mean path of a motion's leads, for companies where theory gives one.

Everybody is served at once. Given its fit and its own draws an account is a Markov chain: its state is its
stage, how far its need is and how often it was nurtured, and each visit decides anew. First visits are first
passages of that chain (Kemeny and Snell 1960, Finite Markov Chains, chapter 3); what differs between accounts
is then integrated out. Written apart from the rules and from the reference company, on purpose. Left out:
accounts born of a recommendation, customers and deals of the first day, and those who come back after they
have left. What changes with time is refused.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_ndtr, ndtr

from simulator.closed_form.need import Moving
from simulator.closed_form.steady import refuse, steady_leads, steady_stay, steady_walk
from simulator.model import CHANNEL, FLAT, JUDGED, NONE, VARIES, WON, Model, rows
from simulator.numerics.curves import EDGE, EXPONENTIAL, POINTS
from simulator.numerics.jit import Floats, Rows

STEP = 1 / 16  # of fit: trapezoids converge at once, even where circles sharpen the chances
FAR = 9.0  # standard deviations
DRAWS = np.linspace(-EDGE, EDGE, 65)  # of log(u / (1 - u)), even as the tables are
MOST_OWN = 2  # rates of a motion with a draw of the account's own: the grid grows as 65 to this power
LEVELS = 6  # nurtured 0 to 5 times
_Place = tuple[int, float, tuple[float, float]]


class Walk(NamedTuple):
    """What becomes of a motion's leads, as shares of them; arrays by stage of the motion."""

    reached: Floats  # ever come to the stage
    passed: Floats  # ... and pass it at the first visit
    won: float  # ever sign


class _Kind(NamedTuple):
    """A part of the leads: who come in at one stage, one value of each own draw, all fits."""

    weight: Floats  # by fit
    fit: Floats
    draws: dict[int, float]  # log odds of u by address of a rate
    stage: int  # of the motion, at which they come in
    born: tuple[
        float, float
    ]  # shares who know the problem and the solution; below 0: as of the motion's leads


def walk(model: Model, motion: int = 0) -> Walk:
    """The mean path of a motion's leads through its stages. Raises ValueError where it has none."""
    steady_walk(model, motion)
    total, won = 0.0, 0.0
    reached, passed = np.zeros((2, model.numbers.motions[motion]["stages"]))
    for kind in _kinds(model, motion):
        moves = _moves(model, motion, kind)
        came = _reached(moves)
        total += math.fsum(kind.weight)
        reached += [passing(kind.weight, chance) for chance in _by_stage(came, moves).T]
        passed += [passing(kind.weight, chance) for chance in _by_stage(came * moves.passes, moves).T]
        won += passing(kind.weight, _won(model, motion, moves))
    return Walk(reached / total, passed / total, won / total)


def wins(model: Model) -> float:
    """Deals won, whenever, of all the leads that are expected before the horizon."""
    steady_leads(model)
    leads = [sum(_leads(model, motion).values()) for motion in range(len(model.numbers.motions))]
    return sum(count * walk(model, motion).won for motion, count in enumerate(leads) if count > 0)


def survivors(model: Model, terms: int, motion: int = 0) -> Floats:
    """Share of a motion's signed customers left after 0, 1 ... `terms` decisions to renew.

    The mean over accounts of p to the power t: for p ~ Beta(b, a) the shifted-beta-geometric of
    Fader and Hardie 2007, https://doi.org/10.1002/dir.20074. Raises ValueError where impact lifts renewal,
    or something else than it ends a contract.
    """
    row = model.numbers.motions[motion]
    if row["lift"] != 0.0 or row["renewal"] == NONE:
        raise ValueError("survivors are known for a renewal rate that impact does not lift")
    steady_walk(model, motion)
    steady_stay(model, motion)
    left = np.zeros(terms + 1)
    for kind in _kinds(model, motion, int(row["renewal"])):
        signed = kind.weight * _won(model, motion, _moves(model, motion, kind))
        renewed = _chance(model, int(row["renewal"]), kind)
        left += [passing(signed, renewed**t) for t in range(terms + 1)]
    left /= left[0]
    return left


def passing(weight: Floats, chance: Floats) -> float:
    """How much of a crowd passes: its weights, each times its chance, by a sum that is rounded once.

    A dot product adds in an order that depends on the processor: all of a crowd may come out as
    1.0000000000000002 of it. A sum that is rounded once is the same in any order, and does not fall when one
    of its terms rises: with chances in [0, 1] the part is within [0, the whole] to the last bit.
    """
    return math.fsum(weight * chance)


def _stages(model: Model, motion: int) -> Rows:
    row = model.numbers.motions[motion]
    return model.numbers.stages[row["first_stage"] : row["first_stage"] + row["stages"]]


def _own(model: Model, motion: int, more: tuple[int, ...]) -> list[int]:
    """Addresses of the draws of an account's own that its rates are read at."""
    stages = _stages(model, motion)
    rates = model.numbers.rates[[r for r in (*stages["passes"], *stages["nurture"], *more) if r != NONE]]
    own = sorted({int(r["address"]) for r in rates if r["kind"] == VARIES})
    if len(own) > MOST_OWN:
        raise ValueError(f"{len(own)} rates differ between accounts, {MOST_OWN} can be integrated")
    return own


def _leads(model: Model, motion: int) -> dict[_Place, float]:
    """Leads expected before the horizon, by the stage at which they come in, the mean fit of their source,
    and the shares of its channel who know the problem and the solution; below 0: as of the motion's leads.

    Raises ValueError where fit changes as more are bought, or the people change who make leads.
    """
    n = model.numbers
    leads: dict[_Place, float] = {}
    first = n.motions[motion]["first_stage"]
    for source in n.sources[n.sources["motion"] == motion]:
        channel = n.channels[source["by"]] if source["by"] != NONE else rows(CHANNEL, [{}])[0]
        fit = float(source["fit"])
        if channel["each"] > 0.0:
            count = channel["each"] * channel["time"] * _people(model, channel["team"]) * n.leads.shape[1]
        elif source["monthly"] == NONE:
            days = n.dated[source["first_dated"] : source["first_dated"] + source["dated"]]["day"]
            count = float((days < n.horizon).sum())
        else:
            count = float(n.leads[source["monthly"]].sum())
            refuse(channel["poorer"] > 0.0 and source["stretch_growth"] != 1.0, "fit changes with the leads")
            fit -= float(channel["poorer"] * math.log2(source["stretch"]))
        born = float(channel["knows_problem"]), float(channel["knows_solution"])
        place = (int(source["stage"] - first) if source["stage"] != NONE else 0, fit, born)
        leads[place] = leads.get(place, 0.0) + count
    return leads


def _people(model: Model, team: int) -> float:
    """The people of a team, who are as many at all times."""
    row = model.numbers.teams[team]
    refuse(row["plans"] > 1, "the people change who make leads")
    return float(model.numbers.plans["people"][row["first_plan"]])


def _kinds(model: Model, motion: int, *more: int) -> Iterator[_Kind]:
    """The leads, as a grid over fit and own draws (of stages and `more` rates).

    u = expit(v) has the density u (1 - u) over v.
    """
    own = _own(model, motion, more)
    density = expit(DRAWS) * expit(-DRAWS) * (DRAWS[1] - DRAWS[0])
    leads = _leads(model, motion)
    if not sum(leads.values()):
        raise ValueError("a motion without leads has no mean path")
    for stage, born in sorted({(stage, born) for stage, _, born in leads}):
        come = {mean: count for (at, mean, of), count in leads.items() if (at, of) == (stage, born)}
        fit = np.arange(min(come) - FAR, max(come) + FAR, STEP)
        weight = sum(count * _density(fit - mean) for mean, count in come.items()) * STEP
        for cell in np.ndindex(*[len(DRAWS)] * len(own)):
            chosen = {address: float(DRAWS[i]) for address, i in zip(own, cell, strict=True)}
            yield _Kind(weight * np.prod(density[list(cell)]), fit, chosen, stage, born)


def _density(x: Floats) -> Floats:
    """Of the standard normal."""
    density: Floats = np.exp(-(x**2) / 2.0) / np.sqrt(2.0 * np.pi)
    return density


def _chance(model: Model, rate: int, kind: _Kind, shift: float = 0.0) -> Floats:
    """The chance that a rate holds, at each fit, its threshold raised."""
    row = model.numbers.rates[rate]
    refuse(shift != 0.0 and row["kind"] != JUDGED, "need is seen beside a rate without a threshold")
    if row["kind"] == FLAT:
        return np.full(kind.fit.shape, float(row["p"]))
    if row["kind"] == JUDGED:  # fit_correlation * fit + noise reaches the threshold
        noise = np.sqrt(1.0 - row["fit_correlation"] ** 2)
        above: Floats = ndtr((row["fit_correlation"] * kind.fit - row["threshold"] - shift) / noise)
        return above
    curve = model.numbers.curves[row["curve"]]
    if curve["scale"] == 0.0:
        return np.full(kind.fit.shape, float(curve["shift"]))
    if row["kind"] == VARIES:
        odds = np.full(kind.fit.shape, kind.draws[int(row["address"])])
    else:
        odds = log_ndtr(kind.fit) - log_ndtr(-kind.fit)
    table = model.numbers.tables[curve["table"]]
    value = curve["shift"] + curve["scale"] * np.interp(odds, np.linspace(-EDGE, EDGE, POINTS), table)
    share: Floats = np.clip(np.exp(value) if curve["form"] == EXPONENTIAL else value, 0.0, 1.0)
    return share


class _Moves(NamedTuple):
    """The chances of each move between states: (stage, level of need) in that order, where a visit decides.
    Where need is not followed there is one level."""

    start: Floats  # (state,): of who comes
    passes: Floats  # (fits, state)
    on: Floats  # (fits, from state, to state): without nurture in between
    last: Floats  # ... of who was nurtured as often as may be
    back: Floats  # ... to nurture, and to this stage again
    levels: int  # of need


def _moves(model: Model, motion: int, kind: _Kind) -> _Moves:
    stages, row = _stages(model, motion), model.numbers.motions[motion]
    need = Moving(model.numbers, row)
    size = len(stages) * need.levels
    passes = np.zeros((len(kind.fit), size))
    on, last, back = np.zeros((3, len(kind.fit), size, size))
    for s, stage in enumerate(stages):
        again, comes_back = np.zeros((need.levels, need.levels)), np.zeros(len(kind.fit))
        if stage["nurture"] != NONE:
            comes_back = _chance(model, int(stage["nurture"]), kind)
            again = need.over(stage["nurture_after"]) @ need.over(stage["takes"])
        for level in range(need.levels):
            state = s * need.levels + level
            below = level + need.first < row["needs"]
            if below and stage["needs"]:
                passes[:, state] = stage["pushed"]
            else:
                seen = float(stage["sees_need"]) if below else 0.0
                passes[:, state] = _chance(model, int(stage["passes"]), kind, seen)
            passed, failed = passes[:, state], 1.0 - passes[:, state]
            if stage["after_close"]:  # a customer who stumbles goes on
                passed, failed = passed + failed, np.zeros(len(passes))
            rests = failed * comes_back
            back[:, state, _of(s, need.levels)] = rests[:, None] * again[level]
            lifted = level + need.first == stage["teaches"] - 1
            taught = level + 1 if lifted else level
            ways = (
                (stage["passes_to"], passed, np.zeros(len(passes)), taught),
                (stage["loses_to"], failed, rests, level),
            )
            for to, share, rest, then in ways:
                if to != NONE:
                    place = to - row["first_stage"]
                    comes = need.over(stages[place]["takes"])[then]
                    there = _of(place, need.levels)
                    on[:, state, there] += (share - rest)[:, None] * comes
                    last[:, state, there] += share[:, None] * comes
    start = np.zeros(size)
    start[_of(kind.stage, need.levels)] = need.born(*kind.born) @ need.over(stages[kind.stage]["takes"])
    return _Moves(start, passes, on, last, back, need.levels)


def _of(stage: int, levels: int) -> slice:
    """The states of a stage."""
    return slice(stage * levels, (stage + 1) * levels)


def _by_stage(chances: Floats, moves: _Moves) -> Floats:
    """Chances of all states of a stage together, (fits, stages)."""
    together: Floats = chances.reshape(len(chances), -1, moves.levels).sum(axis=2)
    return together


def _visits(moves: _Moves) -> Floats:
    """Mean visits of each state, (fits, states): v = start + v M, for each number of nurtures in turn."""
    one = np.eye(moves.on.shape[1])
    on, last = np.linalg.inv(one - moves.on), np.linalg.inv(one - moves.last)
    visits = np.broadcast_to(moves.start, moves.passes.shape)  # where a number of nurtures begins
    total = np.zeros(moves.passes.shape)
    for nurtured in range(LEVELS):
        if nurtured > 0:
            visits = np.einsum("fs,fst->ft", visits, moves.back)
        visits = np.einsum("fs,fst->ft", visits, on if nurtured + 1 < LEVELS else last)
        total += visits
    return total


def _reached(moves: _Moves) -> Floats:
    """The chance to ever come to each stage, by how far need is then, (fits, states): visits of it where it
    ends the walk."""
    reached = np.empty_like(moves.passes)
    for s in range(reached.shape[1] // moves.levels):
        here = _of(s, moves.levels)
        on, last, back = (chances.copy() for chances in (moves.on, moves.last, moves.back))
        for chances in (on, last, back):
            chances[:, here] = 0.0
        ending = moves._replace(on=on, last=last, back=back)
        reached[:, here] = _visits(ending)[:, here]
    return np.clip(reached, 0.0, 1.0)  # an inverse is as exact as the processor's way to compute it


def _won(model: Model, motion: int, moves: _Moves) -> Floats:
    """The chance to ever sign, by fit: nobody signs twice, so it is the mean number of times."""
    signing = _stages(model, motion)["marks"] == WON
    often: Floats = _by_stage(_visits(moves) * moves.passes, moves)[:, signing].sum(axis=1)
    return np.clip(often, 0.0, 1.0)
