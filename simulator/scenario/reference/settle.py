"""Settle the bars of a scenario: solve what it restates, keep those of its base.

Bars belong to the company and the market. A file that changes anything else keeps the bar of its
base; one that restates the rate has that bar solved anew, over those who come there in the base.
What the base does not have is solved in the file itself. Rates are those of a play's own leads, in quiet
times: neither who is recommended or comes from another play is counted, nor shocks, nor learning.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from simulator.jit import compiled
from simulator.judgement import chance_above
from simulator.scenario.keys.customers import Impact
from simulator.scenario.keys.schema import Play, Stage
from simulator.scenario.numbers.bounds import WITH_FIT
from simulator.scenario.numbers.number import Number
from simulator.scenario.reference.bars import (
    BAR,
    FAR,
    FITS,
    FIXED,
    SOLVE,
    Chain,
    Crowd,
    bar_for,
    settle,
)
from simulator.scenario.reference.monthly import first_year, monthly_chance_without_impact
from simulator.scenario.reference.probits import along_draws, shift_for, shifted
from simulator.scenario.reference.retention import (
    chance_without_impact,
    cycles_at_decision,
    days_of_start,
    shares_of_impact,
    spread_points,
)
from simulator.scenario.reference.setting import Setting

_INVERSE = NormalDist().inv_cdf


@dataclass(frozen=True)
class Rate:
    """How a rate of the model is read: `bar` where fit decides, else `p`."""

    p: float
    bar: float
    accuracy: float


@dataclass(frozen=True)
class Settled:
    """One play in its reference, for one draw."""

    play: Play
    stages: Mapping[str, Rate]
    crowd: Crowd
    reached: Rate | None
    unattended: float  # added to the bar of `reached`
    unclean: float
    settled: Mapping[str, float]  # by path, of each rate of impact: its bar, or what is added to its probit
    reach: tuple[NDArray[np.float64], NDArray[np.float64]]  # at each fit (or own draw), clean and not
    days: NDArray[np.float64]  # (points, stages after the close + 1): from signing to the end of each
    renewal: float  # chance without impact
    lift: float  # log odds


@compiled
def _chances(bar: float, accuracy: float) -> NDArray[np.float64]:
    values = np.zeros(FITS.shape[0])
    for i in range(FITS.shape[0]):
        values[i] = chance_above(bar, accuracy, FITS[i])
    return values


def flat_bar(p: float) -> float:
    """The bar at which a share `p` passes whatever the fit."""
    if p <= 0.0 or p >= 1.0:
        return FAR if p <= 0.0 else -FAR
    return -_INVERSE(p)


def settled(at: Setting, base: Settled | None) -> Settled:
    """A play with all its bars; `base` is the same play in the file's base, if it has it."""
    stages, crowd = _stages(at, base)
    impact = _impact(at, base, crowd)
    days = days_of_start(at.tables, at.curves, at.takes, spread_points(max(len(at.takes), 1)))
    lift = math.log(at.drawn.given(at.play.renewal.lift if at.play.renewal else None, 1.0))
    if impact is None:
        result = Settled(at.play, stages, crowd, None, 0.0, 0.0, {}, _nothing(), days, 0.0, lift)
    else:
        result = Settled(at.play, stages, crowd, *impact, days, 0.0, lift)
    renewal = _renewal(at, base, result)
    return Settled(**{**result.__dict__, "renewal": renewal})


def _nothing() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.zeros(len(FITS)), np.zeros(len(FITS))


def _stages(at: Setting, base: Settled | None) -> tuple[dict[str, Rate], Crowd]:
    """The rate of each stage, and who comes where in this play."""
    count, links = len(at.play.stage), at.links
    there = {s.name: (n, s) for n, s in enumerate(base.play.stage)} if base else {}
    task = np.zeros(count, np.int64)
    rate, accuracy, bar = np.ones(count), np.zeros(count), np.zeros(count)
    fixed, nurture = np.zeros((count, len(FITS))), np.zeros((count, len(FITS)))
    for n, stage in enumerate(at.play.stage):
        rate[n] = at.drawn.given(stage.passes, 1.0)
        accuracy[n] = at.drawn.given(stage.accuracy, 0.0)
        if stage.loses_to is not None and stage.loses_to.nurture is not None:
            nurture[n] = at.along_fit(stage.loses_to.nurture)
        bar[n] = flat_bar(rate[n])
        if stage.passes is not None and stage.passes.per_account:
            fixed[n] = at.along_fit(stage.passes)
            continue
        if base is not None and stage.name in there:
            task[n] = BAR
            place, before = there[stage.name]
            if _restated(stage, before):
                came = _anyone(base.crowd.first[place], at)
                bar[n] = bar_for(rate[n], came, accuracy[n], bar[n])
            else:
                bar[n] = base.stages[stage.name].bar
        elif accuracy[n] > 0.0:
            task[n] = SOLVE
        if accuracy[n] == 0.0 and bar[n] == flat_bar(rate[n]):
            task[n] = FIXED
            fixed[n] = rate[n]
    chain = Chain(
        task, rate, accuracy, bar, fixed, nurture,
        links.passes_to, links.loses_to, links.order, links.groups, links.circular, links.close,
    )  # fmt: skip
    crowd = settle(chain, at.mean_fit)
    rates = {}
    for n, stage in enumerate(at.play.stage):
        p = rate[n] if task[n] == FIXED else chance_above(bar[n], 0.0, 0.0)
        rates[stage.name] = Rate(float(p), float(bar[n]), float(accuracy[n]))
    return rates, crowd


def _restated(stage: Stage, before: Stage) -> bool:
    return stage.passes != before.passes


def _anyone(crowd: NDArray[np.float64], at: Setting) -> NDArray[np.float64]:
    """A crowd over which a bar can be solved: all leads where nobody comes."""
    if crowd.sum() > 1e-280:
        return np.ascontiguousarray(crowd)
    return np.exp(-0.5 * (FITS - at.mean_fit) ** 2)


def _either(crowd: NDArray[np.float64], other: NDArray[np.float64], at: Setting) -> NDArray[np.float64]:
    """A crowd, or everybody where it is empty."""
    return crowd if crowd.sum() > 1e-280 else _anyone(crowd + other, at)


_Impacted = tuple[Rate, float, float, dict[str, float], tuple[NDArray[np.float64], NDArray[np.float64]]]


def _impact(at: Setting, base: Settled | None, own: Crowd) -> _Impacted | None:
    """The rate of impact, what is added to its bar, and the chances at each fit."""
    impact = at.play.impact
    if impact is None:
        return None
    before = base.play.impact if base is not None else None
    crowd = base.crowd if base is not None and before is not None else own
    clean, unclean = _either(crowd.clean, crowd.unclean, at), _either(crowd.unclean, crowd.clean, at)
    accuracy = at.drawn.given(impact.accuracy, 0.0)
    if impact.reached.per_account:
        return _impact_without_bar(at, impact, clean, unclean, _kept(impact, base, before))

    bars = _kept(impact, base, before)

    def bar_of(number: Number, crowd: NDArray[np.float64]) -> float:
        if number.path not in bars:
            rate = at.drawn(number)
            flat = flat_bar(rate)
            bars[number.path] = flat if accuracy == 0.0 else float(bar_for(rate, crowd, accuracy, flat))
        return bars[number.path]

    bar = bar_of(impact.reached, clean)
    unattended = bar_of(impact.unattended, clean) - bar if impact.unattended is not None else 0.0
    setback = bar_of(impact.after_setback, unclean) - bar if impact.after_setback is not None else 0.0
    stated = at.drawn(impact.reached)
    rate = Rate(stated if bar == flat_bar(stated) else chance_above(bar, 0.0, 0.0), bar, accuracy)
    return rate, unattended, setback, bars, (_chances(bar, accuracy), _chances(bar + setback, accuracy))


def _kept(impact: Impact, base: Settled | None, before: Impact | None) -> dict[str, float]:
    """What was settled in the base of rates of impact that are not restated, and are read as they were."""
    if base is None or before is None or before.reached.per_account != impact.reached.per_account:
        return {}
    shifts = impact.reached.per_account  # ... which are added to the rate itself, so hold for that rate alone
    if shifts and before.reached != impact.reached:
        return {}
    there, mine = _rates_of(before), _rates_of(impact)
    return {path: bar for path, bar in base.settled.items() if mine.get(path) == there[path]}


def _rates_of(impact: Impact) -> dict[str, Number]:
    """The rates of impact that are stated, by path."""
    rates = (impact.reached, impact.unattended, impact.after_setback)
    return {rate.path: rate for rate in rates if rate is not None}


def _impact_without_bar(
    at: Setting,
    impact: Impact,
    clean: NDArray[np.float64],
    unclean: NDArray[np.float64],
    shifts: dict[str, float],
) -> _Impacted:
    """As `_impact`, for a rate that differs between accounts: what is added moves its probit."""
    follows = impact.reached.varies == WITH_FIT
    if follows:
        chances = at.along_fit(impact.reached)
    else:  # at its own draw, which knows nothing of fit: as likely at each point
        chances = along_draws(at.tables, at.curve_of(impact.reached))
    evenly = np.ones(len(chances))

    def shift(rate: Number, crowd: NDArray[np.float64]) -> float:
        if rate.path not in shifts:
            came = crowd if follows else evenly
            shifts[rate.path] = float(shift_for(at.drawn(rate), came, chances, at.tables, at.curves))
        return shifts[rate.path]

    unattended = shift(impact.unattended, clean) if impact.unattended is not None else 0.0
    setback = shift(impact.after_setback, unclean) if impact.after_setback is not None else 0.0
    after = shifted(chances, setback, at.tables, at.curves)
    stated = at.drawn(impact.reached)
    return Rate(stated, flat_bar(stated), 0.0), unattended, setback, shifts, (chances, after)


def _spread(crowd: NDArray[np.float64], impact: Settled) -> NDArray[np.float64]:
    """A crowd over what its chance of impact goes by: fit, else a draw that it keeps for life."""
    points = len(impact.reach[0])
    return crowd if points == len(crowd) else np.full(points, crowd.sum() / points)


def _renewal(at: Setting, base: Settled | None, own: Settled) -> float:
    """The chance to renew without impact. Who decides, after which impact and how long a start,
    is the reference's; the term, the notice and when it begins are the file's own."""
    renewal, offer = at.play.renewal, at.play.offer
    if renewal is None:
        return 0.0
    overall = at.drawn(renewal.overall)
    if renewal.overall.per_account or own.lift == 0.0:
        return overall
    if base is not None and base.play.renewal == renewal:
        return base.renewal
    there = base or own
    impact = there if there.reached is not None else own
    clean, unclean = there.crowd.clean, there.crowd.unclean
    if clean.sum() + unclean.sum() <= 1e-280:
        return overall
    clean, unclean = _spread(clean, impact), _spread(unclean, impact)
    every = impact.play.impact.every.whole if impact.play.impact is not None else 0
    if offer.term is None:
        after_close = there.days.shape[1] - 1
        stumbled = there.crowd.stumbled[len(there.play.stage) - after_close :]
        crowds = np.vstack([clean, *(_spread(crowd, impact) for crowd in stumbled)])
        year = first_year(there.days, offer.from_live, every, crowds, *impact.reach)
        return float(monthly_chance_without_impact(overall, own.lift, *year, every))
    weights = np.ones(1)
    if every > 0:
        days = np.zeros(1) if offer.from_live else np.ascontiguousarray(there.days[:, -1])
        weights = cycles_at_decision(days, offer.months - offer.ahead, every)
    shares = shares_of_impact(weights, clean, unclean, *impact.reach)
    return float(chance_without_impact(overall, own.lift, shares))
