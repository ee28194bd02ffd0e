"""Settle the thresholds of a scenario: solve what it restates, keep those of its base.

Thresholds belong to the company and the market. A file that changes anything else keeps the threshold of its
base; one that restates the rate has that threshold solved anew, over those who come there in the base, and
whose need moves on while this file's stage lasts.
What the base does not have is solved in the file itself. Rates are those of a motion's own leads, in quiet
times: neither who is recommended or comes from another motion is counted, nor shocks, nor learning.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from simulator.company.customer import Impact
from simulator.company.schema import Motion
from simulator.company.stage import Stage
from simulator.numerics.jit import Floats
from simulator.numerics.threshold import chance_above
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number
from simulator.scenario.reference import chain as c, renewal, thresholds
from simulator.scenario.reference.chain import Chain, Crowd
from simulator.scenario.reference.crowds import settle
from simulator.scenario.reference.levels import Levels, spread
from simulator.scenario.reference.monthly_renewal import first_year, monthly_chance_without_impact
from simulator.scenario.reference.setting import Setting, along_draws, shift_for, shifted
from simulator.scenario.reference.thresholds import FITS, chances_along_fit, threshold_by_level, threshold_for
from simulator.scenario.to_model.channels import Inflow, ReferenceLeads

_INVERSE = NormalDist().inv_cdf
_FORGOTTEN = 1e8  # condition of a stage so long that need says nothing any more of how far a buyer came


@dataclass(frozen=True)
class Rate:
    """How a rate of the model is read: `threshold` where fit decides, else `p`."""

    p: float
    threshold: float
    fit_correlation: float


@dataclass(frozen=True)
class Settled:
    """One motion in its reference, for one draw."""

    motion: Motion
    stages: Mapping[str, Rate]
    crowd: Crowd
    levels: Levels
    reached: Rate | None
    unattended: float  # added to the threshold of `reached`
    unclean: float
    unneeded: float
    # by path, of each rate of impact: its threshold, or what is added to its probit
    settled: Mapping[str, float]
    reach: tuple[Floats, Floats]  # at each fit (or own draw), clean and not
    days: Floats  # (points, stages after the close + 1): from signing to the end of each
    renewal: float  # chance without impact
    lift: float  # log odds
    reference: ReferenceLeads  # leads of its channels, at the cost that is stated
    inflow: tuple[Inflow, ...]  # ... and as many as come


def flat_threshold(p: float) -> float:
    """The threshold at which a share `p` passes whatever the fit."""
    if p <= 0.0 or p >= 1.0:
        return thresholds.FAR if p <= 0.0 else -thresholds.FAR
    return -_INVERSE(p)


def settled(
    at: Setting, base: Settled | None, reference: ReferenceLeads, inflow: tuple[Inflow, ...]
) -> Settled:
    """A motion with all its thresholds; `base` is the same motion in the file's base, if it has it."""
    stages, crowd = _stages(at, base)
    impact = _impact(at, base, crowd)
    days = renewal.days_of_start(at.tables, at.curves, at.takes, renewal.spread_points(max(len(at.takes), 1)))
    lift = math.log(at.drawn.given(at.motion.renewal.lift if at.motion.renewal else None, 1.0))
    if impact is None:  # nobody looks at it
        impact = (None, 0.0, 0.0, 0.0, {}, _nothing())
    result = Settled(at.motion, stages, crowd, at.levels, *impact, days, 0.0, lift, reference, inflow)
    return Settled(**{**result.__dict__, "renewal": _renewal(at, base, result)})


def _nothing() -> tuple[Floats, Floats]:
    return np.zeros(len(FITS)), np.zeros(len(FITS))


def _stages(at: Setting, base: Settled | None) -> tuple[dict[str, Rate], Crowd]:
    """The rate of each stage, and who comes where in this motion."""
    count, links = len(at.motion.stage), at.links
    there = {s.name: (n, s) for n, s in enumerate(base.motion.stage)} if base else {}
    task = np.zeros(count, np.int64)
    rate, fit_correlation, threshold = np.ones(count), np.zeros(count), np.zeros(count)
    fixed, nurture = np.zeros((count, len(FITS))), np.zeros((count, len(FITS)))
    levels = at.levels
    for n, stage in enumerate(at.motion.stage):
        rate[n] = at.drawn.given(stage.passes, 1.0)
        fit_correlation[n] = at.drawn.given(stage.fit_correlation, 0.0)
        if stage.loses_to is not None and stage.loses_to.nurture is not None:
            nurture[n] = at.along_fit(stage.loses_to.nurture)
        threshold[n] = flat_threshold(rate[n])
        judged = fit_correlation[n] > 0.0 or stage.asks_for_need
        if stage.passes is not None and stage.passes.per_account:
            fixed[n] = at.along_fit(stage.passes)
            continue
        if base is not None and stage.name in there:
            task[n] = c.THRESHOLD
            place, before = there[stage.name]
            if _restated(stage, before):
                came = _comers(base, place, n, at)
                threshold[n] = threshold_by_level(
                    rate[n], came, levels.shift[n], levels.pushed[n], levels.fit_correlation[n], threshold[n]
                )
            else:
                threshold[n] = base.stages[stage.name].threshold
        elif judged:
            task[n] = c.SOLVE
        if not judged and threshold[n] == flat_threshold(rate[n]):
            task[n] = c.FIXED
            fixed[n] = rate[n]
    chain = Chain(
        task, rate, threshold, fixed, nurture,
        links.passes_to, links.loses_to, links.order, links.groups, links.circular, links.close,
        levels,
    )  # fmt: skip
    crowd = settle(chain, at.coming)
    rates = {}
    for n, stage in enumerate(at.motion.stage):
        p = rate[n] if task[n] == c.FIXED else chance_above(threshold[n], 0.0, 0.0)
        rates[stage.name] = Rate(float(p), float(threshold[n]), float(fit_correlation[n]))
    return rates, crowd


def _restated(stage: Stage, before: Stage) -> bool:
    return stage.passes != before.passes


def _anyone(crowd: Floats, at: Setting) -> Floats:
    """A crowd over which a threshold can be solved: all leads where nobody comes."""
    if crowd.sum() > 1e-280:
        return np.ascontiguousarray(crowd)
    return np.asarray(at.entering.sum(axis=0))


def _comers(base: Settled, place: int, stage: int, at: Setting) -> Floats:
    """Who came to a stage in the base, as they decide after the time that it takes here, (levels, fits): all
    leads where nobody came."""
    first, levels = base.crowd.first[place], at.levels
    if first.sum() <= 1e-280:
        return np.asarray(at.coming.sum(axis=0))
    before, now = base.levels.takes[place], levels.takes[stage]
    if before.shape != now.shape or np.array_equal(before, now) or np.linalg.cond(before) > _FORGOTTEN:
        return spread(first, levels.at_birth)
    came = np.maximum(np.linalg.solve(before.T, first), 0.0)
    return np.ascontiguousarray(now.T @ came)


def _either(crowd: Floats, other: Floats, at: Setting) -> Floats:
    """A crowd, or everybody where it is empty."""
    return crowd if crowd.sum() > 1e-280 else _anyone(crowd + other, at)


_Impacted = tuple[Rate | None, float, float, float, dict[str, float], tuple[Floats, Floats]]


def _impact(at: Setting, base: Settled | None, own: Crowd) -> _Impacted | None:
    """The rate of impact, what is added to its threshold, and the chances at each fit."""
    impact = at.motion.impact
    if impact is None:
        return None
    before = base.motion.impact if base is not None else None
    crowd = base.crowd if base is not None and before is not None else own
    clean, unclean = _either(crowd.clean, crowd.unclean, at), _either(crowd.unclean, crowd.clean, at)
    pushed = _either(crowd.pushed, crowd.clean, at)
    fit_correlation = at.drawn.given(impact.fit_correlation, 0.0)
    if impact.reached.per_account:
        return _impact_without_threshold(at, impact, clean, unclean, pushed, _kept(impact, base, before))

    known = _kept(impact, base, before)

    def threshold_of(number: Number, crowd: Floats) -> float:
        if number.path not in known:
            rate = at.drawn(number)
            flat = flat_threshold(rate)
            known[number.path] = (
                flat if fit_correlation == 0.0 else float(threshold_for(rate, crowd, fit_correlation, flat))
            )
        return known[number.path]

    threshold = threshold_of(impact.reached, clean)
    unattended = threshold_of(impact.unattended, clean) - threshold if impact.unattended is not None else 0.0
    setback = (
        threshold_of(impact.after_setback, unclean) - threshold if impact.after_setback is not None else 0.0
    )
    unneeded = threshold_of(impact.unneeded, pushed) - threshold if impact.unneeded is not None else 0.0
    stated = at.drawn(impact.reached)
    rate = Rate(
        stated if threshold == flat_threshold(stated) else chance_above(threshold, 0.0, 0.0),
        threshold,
        fit_correlation,
    )
    return (
        rate,
        unattended,
        setback,
        unneeded,
        known,
        (
            chances_along_fit(threshold, fit_correlation),
            chances_along_fit(threshold + setback, fit_correlation),
        ),
    )


def _kept(impact: Impact, base: Settled | None, before: Impact | None) -> dict[str, float]:
    """What was settled in the base of rates of impact that are not restated, and are read as they were."""
    if base is None or before is None or before.reached.per_account != impact.reached.per_account:
        return {}
    shifts = impact.reached.per_account  # ... which are added to the rate itself, so hold for that rate alone
    if shifts and before.reached != impact.reached:
        return {}
    there, mine = _rates_of(before), _rates_of(impact)
    return {path: threshold for path, threshold in base.settled.items() if mine.get(path) == there[path]}


def _rates_of(impact: Impact) -> dict[str, Number]:
    """The rates of impact that are stated, by path."""
    rates = (impact.reached, impact.unattended, impact.after_setback, impact.unneeded)
    return {rate.path: rate for rate in rates if rate is not None}


def _impact_without_threshold(
    at: Setting,
    impact: Impact,
    clean: Floats,
    unclean: Floats,
    pushed: Floats,
    shifts: dict[str, float],
) -> _Impacted:
    """As `_impact`, for a rate that differs between accounts: what is added moves its probit."""
    follows = impact.reached.varies == WITH_FIT
    if follows:
        chances = at.along_fit(impact.reached)
    else:  # at its own draw, which knows nothing of fit: as likely at each point
        chances = along_draws(at.tables, at.curve_of(impact.reached))
    evenly = np.ones(len(chances))

    def shift(rate: Number, crowd: Floats) -> float:
        if rate.path not in shifts:
            came = crowd if follows else evenly
            shifts[rate.path] = float(shift_for(at.drawn(rate), came, chances, at.tables, at.curves))
        return shifts[rate.path]

    unattended = shift(impact.unattended, clean) if impact.unattended is not None else 0.0
    setback = shift(impact.after_setback, unclean) if impact.after_setback is not None else 0.0
    unneeded = shift(impact.unneeded, pushed) if impact.unneeded is not None else 0.0
    after = shifted(chances, setback, at.tables, at.curves)
    stated = at.drawn(impact.reached)
    rate = Rate(stated, flat_threshold(stated), 0.0)
    return rate, unattended, setback, unneeded, shifts, (chances, after)


def _spread(crowd: Floats, impact: Settled) -> Floats:
    """A crowd over what its chance of impact goes by: fit, else a draw that it keeps for life."""
    points = len(impact.reach[0])
    return crowd if points == len(crowd) else np.full(points, crowd.sum() / points)


def _renewal(at: Setting, base: Settled | None, own: Settled) -> float:
    """The chance to renew without impact. Who decides, after which impact and how long a start,
    is the reference's; the term, the notice and when it begins are the file's own."""
    stated, offer = at.motion.renewal, at.motion.offer
    if stated is None:
        return 0.0
    overall = at.drawn(stated.overall)
    if stated.overall.per_account or own.lift == 0.0:
        return overall
    looked_at = at.motion.impact is not None
    if base is not None and base.motion.renewal == stated and looked_at == (base.motion.impact is not None):
        return base.renewal
    there = base or own
    impact = there if there.reached is not None and looked_at else own
    clean, unclean = there.crowd.clean, there.crowd.unclean
    if clean.sum() + unclean.sum() <= 1e-280:
        return overall
    clean, unclean = _spread(clean, impact), _spread(unclean, impact)
    every = impact.motion.impact.every.whole if impact.motion.impact is not None else 0
    if offer.term is None:
        after_close = there.days.shape[1] - 1
        stumbled = there.crowd.stumbled[len(there.motion.stage) - after_close :]
        crowds = np.vstack([clean, *(_spread(crowd, impact) for crowd in stumbled)])
        year = first_year(there.days, offer.from_live, every, crowds, *impact.reach)
        return float(monthly_chance_without_impact(overall, own.lift, *year, every))
    weights = np.ones(1)
    if every > 0:
        days = np.zeros(1) if offer.from_live else np.ascontiguousarray(there.days[:, -1])
        weights = renewal.cycles_at_decision(days, offer.months - offer.ahead, every)
    shares = renewal.shares_of_impact(weights, clean, unclean, *impact.reach)
    return float(renewal.chance_without_impact(overall, own.lift, shares))
