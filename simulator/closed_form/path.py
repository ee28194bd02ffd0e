"""The exact mean path of a motion's leads, for companies where theory gives one.

Everybody is served at once. Given its fit and its own draws an account is a Markov chain: its
state is its stage and how often it was nurtured, and each visit decides anew. First visits are
first passages of that chain (Kemeny and Snell 1960, Finite Markov Chains, chapter 3); what differs
between accounts is then integrated out. Written apart from the rules and from the reference
company, on purpose. Left out: accounts born of a recommendation, customers and deals of the first
day, and those who come back after they have left. What changes with time is refused.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.special import expit, log_ndtr, ndtr

from simulator.model import AT_LOSS, FLAT, JUDGED, NONE, VARIES, WON, Model
from simulator.numerics.curves import EDGE, EXPONENTIAL, POINTS
from simulator.numerics.jit import Floats, Rows

STEP = 1 / 16  # of fit: trapezoids converge at once, even where circles sharpen the chances
FAR = 9.0  # standard deviations
DRAWS = np.linspace(-EDGE, EDGE, 65)  # of log(u / (1 - u)), even as the tables are
MOST_OWN = 2  # rates of a motion with a draw of the account's own: the grid grows as 65 to this power
LEVELS = 6  # nurtured 0 to 5 times


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


def walk(model: Model, motion: int = 0) -> Walk:
    """The mean path of a motion's leads through its stages. Raises ValueError where it has none."""
    steady_walk(model, motion)
    total, won = 0.0, 0.0
    reached, passed = np.zeros((2, model.numbers.motions[motion]["stages"]))
    for kind in _kinds(model, motion):
        moves = _moves(model, motion, kind)
        came = _reached(moves, kind.stage)
        total += math.fsum(kind.weight)
        reached += [passing(kind.weight, chance) for chance in came.T]
        passed += [passing(kind.weight, chance) for chance in (came * moves.passes).T]
        won += passing(kind.weight, _won(model, motion, moves, kind.stage))
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
        signed = kind.weight * _won(model, motion, _moves(model, motion, kind), kind.stage)
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


def _leads(model: Model, motion: int) -> dict[tuple[int, float], float]:
    """Leads expected before the horizon, by the stage at which they come in and the mean fit of their source.

    Raises ValueError where fit changes as more are bought, or the people change who make leads.
    """
    n = model.numbers
    leads: dict[tuple[int, float], float] = {}
    first = n.motions[motion]["first_stage"]
    for source in n.sources[n.sources["motion"] == motion]:
        channel = n.channels[source["by"]] if source["by"] != NONE else np.zeros(1, n.channels.dtype)[0]
        fit = float(source["fit"])
        if channel["each"] > 0.0:
            count = channel["each"] * channel["time"] * _people(model, channel["team"]) * n.leads.shape[1]
        elif source["monthly"] == NONE:
            days = n.dated[source["first_dated"] : source["first_dated"] + source["dated"]]["day"]
            count = float((days < n.horizon).sum())
        else:
            count = float(n.leads[source["monthly"]].sum())
            _refuse(channel["poorer"] > 0.0 and source["stretch_growth"] != 1.0, "fit changes with the leads")
            fit -= float(channel["poorer"] * math.log2(source["stretch"]))
        place = (int(source["stage"] - first) if source["stage"] != NONE else 0, fit)
        leads[place] = leads.get(place, 0.0) + count
    return leads


def _people(model: Model, team: int) -> float:
    """The people of a team, who are as many at all times."""
    row = model.numbers.teams[team]
    _refuse(row["plans"] > 1, "the people change who make leads")
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
    for stage in sorted({stage for stage, _ in leads}):
        come = {mean: count for (at, mean), count in leads.items() if at == stage}
        fit = np.arange(min(come) - FAR, max(come) + FAR, STEP)
        weight = sum(count * _density(fit - mean) for mean, count in come.items()) * STEP
        for cell in np.ndindex(*[len(DRAWS)] * len(own)):
            chosen = {address: float(DRAWS[i]) for address, i in zip(own, cell, strict=True)}
            yield _Kind(weight * np.prod(density[list(cell)]), fit, chosen, stage)


def _density(x: Floats) -> Floats:
    """Of the standard normal."""
    density: Floats = np.exp(-(x**2) / 2.0) / np.sqrt(2.0 * np.pi)
    return density


def _chance(model: Model, rate: int, kind: _Kind) -> Floats:
    """The chance that a rate holds, at each fit."""
    row = model.numbers.rates[rate]
    if row["kind"] == FLAT:
        return np.full(kind.fit.shape, float(row["p"]))
    if row["kind"] == JUDGED:  # fit_correlation * fit + noise reaches the threshold
        noise = np.sqrt(1.0 - row["fit_correlation"] ** 2)
        above: Floats = ndtr((row["fit_correlation"] * kind.fit - row["threshold"]) / noise)
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
    """The chances of each move between stages."""

    passes: Floats  # (fits, stage)
    on: Floats  # (fits, from stage, to stage): without nurture in between
    last: Floats  # ... of who was nurtured as often as may be
    back: Floats  # (fits, stage): to nurture, and to this stage again


def _moves(model: Model, motion: int, kind: _Kind) -> _Moves:
    stages, first = _stages(model, motion), model.numbers.motions[motion]["first_stage"]
    passes = np.stack([_chance(model, int(rate), kind) for rate in stages["passes"]], axis=1)
    on, last = np.zeros((2, *passes.shape, len(stages)))
    back = np.zeros(passes.shape)
    for s, stage in enumerate(stages):
        passed, failed = passes[:, s], 1.0 - passes[:, s]
        if stage["after_close"]:  # a customer who stumbles goes on
            passed, failed = passed + failed, np.zeros(len(passes))
        if stage["nurture"] != NONE:
            back[:, s] = failed * _chance(model, int(stage["nurture"]), kind)
        for to, share, rest in ((stage["passes_to"], passed, 0.0), (stage["loses_to"], failed, back[:, s])):
            if to != NONE:
                on[:, s, to - first] += share - rest
                last[:, s, to - first] += share
    return _Moves(passes, on, last, back)


def _visits(moves: _Moves, enters: int) -> Floats:
    """Mean visits of each stage, (fits, stages): v = start + v M, for each number of nurtures in turn."""
    one = np.eye(moves.back.shape[1])
    on, last = np.linalg.inv(one - moves.on), np.linalg.inv(one - moves.last)
    visits = np.broadcast_to(one[enters], moves.back.shape)  # where a number of nurtures begins
    total = np.zeros(moves.back.shape)
    for nurtured in range(LEVELS):
        if nurtured > 0:
            visits = visits * moves.back
        visits = np.einsum("fs,fst->ft", visits, on if nurtured + 1 < LEVELS else last)
        total += visits
    return total


def _reached(moves: _Moves, enters: int) -> Floats:
    """The chance to ever come to each stage, (fits, stages): visits of it where it ends the walk."""
    reached = np.empty_like(moves.passes)
    for s in range(reached.shape[1]):
        ending = _Moves(*(chances.copy() for chances in moves))
        for chances in ending:
            chances[:, s] = 0.0
        reached[:, s] = _visits(ending, enters)[:, s]
    return np.clip(reached, 0.0, 1.0)  # an inverse is as exact as the processor's way to compute it


def _won(model: Model, motion: int, moves: _Moves, enters: int) -> Floats:
    """The chance to ever sign, by fit: nobody signs twice, so it is the mean number of times."""
    signing = _stages(model, motion)["marks"] == WON
    often: Floats = (_visits(moves, enters) * moves.passes)[:, signing].sum(axis=1)
    return np.clip(often, 0.0, 1.0)


def _refuse(found: Any, why: str) -> None:
    if found:
        raise ValueError(f"there is no mean path: {why}")


def _to_others(model: Model, motion: int) -> Rows:
    row = model.numbers.motions[motion]
    return model.numbers.moves[row["first_move"] : row["first_move"] + row["moves"]]


def steady_leads(model: Model) -> None:
    """So many leads come as the file says."""
    _refuse((model.numbers.shocks["leads"] != 1.0).any(), "shocks change how many leads come")


def steady_walk(model: Model, motion: int) -> None:
    """Prospects walk the stages of the motion alike at all times, and of no other."""
    n, row = model.numbers, model.numbers.motions[motion]
    _refuse((n.shocks["win"] != 1.0).any(), "shocks change who signs")
    _refuse(row["learning"] > 0.0 and row["learning_from"] != 1.0, "the motion learns")
    _refuse(row["opens"] > 0.0 or row["opens_at_arr"] != NONE, "the motion opens later")
    _refuse(row["choices"] > 0 or motion in n.choices["to"], "prospects choose between motions")
    lost_elsewhere = motion in n.moves["to"][n.moves["at"] == AT_LOSS]
    lost_here = (_to_others(model, motion)["at"] == AT_LOSS).any()
    _refuse(lost_elsewhere or lost_here, "who is lost in one motion goes on in another")


def steady_stay(model: Model, motion: int) -> None:
    """Nothing but its own decisions, all alike, ends a contract of the motion."""
    offer = model.numbers.offers[model.numbers.motions[motion]["offer"]]
    _refuse((model.numbers.shocks["churn"] != 1.0).any(), "shocks change who stays")
    _refuse(offer["failed_payments"] != NONE, "payments that fail end contracts")
    _refuse(offer["repurchase"] != NONE, "a licence bought again revives its maintenance")
    _refuse((_to_others(model, motion)["at"] != AT_LOSS).any(), "customers move to another motion")
