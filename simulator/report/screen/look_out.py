"""What to look at before the answer is believed: what the file leaves out, or says against all experience."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulator.company.schema import Company, numbers_of
from simulator.experiment import Outcomes, Swing, defined
from simulator.experiment.money_by_motion import by_motion
from simulator.experiment.tornado import SPARE
from simulator.format import listed, many, percent
from simulator.metrics.funnel_times import QUALIFIED
from simulator.report.screen.bottlenecks import NOTHING, used
from simulator.report.screen.words import amount, coarse, days, short
from simulator.scenario import Scenario

# What nobody has published. Win rates of qualified deals are 12 to 39 % by segment (firstsales and neon in
# scenarios/sources.toml), and up to 50 % of customers who grow. Sales cycles of contracts above 5 thousand a
# year are 14 days or more (imboard-cycle). Below 6 months of payback one should spend more (Bessemer's law 6,
# bvp.com), and nobody tells of one.
WON = 0.8  # of qualified deals
QUICK, DEAR = 7.0, 5_000.0  # days, half of the shortest, for a contract of so much a year
BACK = 1.0  # month of payback
ENOUGH = 20  # runs: fewer tell no odds
MOVERS = 2  # numbers that move the answer and are named


def look_out(outcomes: Outcomes, scenario: Scenario | None) -> list[str]:
    """Sentences, what weighs most first; without the scenario those that outcomes alone can tell."""
    found = [*_run(outcomes), *_nobody(outcomes)]
    if scenario is not None:
        company = scenario.company
        found += [*_not_stated(outcomes, company), *_at_first(outcomes, company)]
    found += [*_incredible(outcomes), *_losing(outcomes), *_without_effect(outcomes)]
    return [*found, *([_not_known(outcomes, scenario)] if scenario is not None else [])]


def _run(outcomes: Outcomes) -> Iterator[str]:
    if outcomes.partial:
        yield f"Stopped: {outcomes.replications} of {outcomes.asked} runs are done."
    if outcomes.replications < ENOUGH:
        yield f"{many(outcomes.replications, 'run')}: too few to tell odds from."


def _nobody(outcomes: Outcomes) -> Iterator[str]:
    if not outcomes.values["won"].any():
        leads = outcomes.summary("leads").mean
        none = "there are no leads" if not leads else f"{leads:,.0f} leads come, and none of them signs"
        yield f"Nobody becomes a customer in any run: {none}."


def _not_known(outcomes: Outcomes, scenario: Scenario) -> str:
    """How many numbers are drawn anew for each run, and which of them move what is asked for most."""
    of, unknown = len(dict(numbers_of(scenario.company))), len(scenario.unknowns.numbers)
    if not unknown:
        return f"None of {of} numbers is a range: the odds are luck of deals only, not what you do not know."
    ranges = f"{unknown} of {many(of, 'number')} {'is a range' if unknown == 1 else 'are ranges'}"
    metric, words = _asked_for(outcomes)
    moves = [_moves(outcomes, metric, swing) for swing in outcomes.tornado(metric)[:MOVERS]]
    if moves:
        return f"{ranges}; {words} most with {', then '.join(moves)}."
    few = outcomes.replications < unknown + 1 + SPARE
    what = words.removesuffix(" moves").removesuffix(" move")
    none = (
        f"of so few runs nobody can tell which moves {what}" if few else f"none of them surely moves {what}"
    )
    return f"{ranges}; {none}."


def _asked_for(outcomes: Outcomes) -> tuple[str, str]:
    """The first target, else recurring revenue, or customers where nothing recurs; and that it moves."""
    if outcomes.header.targets:
        return f"target.{outcomes.header.targets[0].name}", "the odds of the first target move"
    return (
        ("arr_end", "ARR moves") if outcomes.values["arr_end"].any() else ("customers_end", "customers move")
    )


def _moves(outcomes: Outcomes, metric: str, swing: Swing) -> str:
    """`sale, talk: passes (41% to 58%: 3.1 to 4.2M)`: what is there at its P10, and at its P90."""
    low, high = swing.at_low.mean, swing.at_high.mean
    scale = short(outcomes.unit(metric), [low, high])
    half = coarse(max(abs(low), abs(high)), swing.effect.half / 4)
    ends = f"{scale.show(low, half)} to {scale.show(high, half)}{scale.unit}"
    return f"{swing.label} ({swing.low_said} to {swing.high_said}: {ends})"


def _not_stated(outcomes: Outcomes, company: Company) -> Iterator[str]:
    """Costs that most companies have, and which stand nowhere."""
    if np.isnan(outcomes.values["cash_end"]).all():
        yield "No cost is stated: cash, CAC and payback are not known."
        return
    paid = {name: one.base is not None or one.variable is not None for name, one in company.team.items()}
    motions = company.motion.values()
    costs = {
        "fixed costs": company.money.fixed_cost is not None,
        "leads": all(
            (one.lead_cost is not None or one.leads is None)
            and all(way.lead_cost or way.margin or not way.is_bought for way in one.channel.values())
            for one in motions
        ),
        "serving customers": all(
            any((one.offer.hosting, one.offer.cost_to_serve, one.offer.cost_of_goods))
            or (one.impact is not None and paid.get(one.impact.team or "", False))
            for one in motions
        ),
    }
    missing = [name for name, there in (costs | paid).items() if not there]
    if missing:
        yield f"No cost is stated for {listed(missing)}: what rests on cost looks better than it is."


def _at_first(outcomes: Outcomes, company: Company) -> Iterator[str]:
    """That the pipeline is empty where there are customers already, or that there are neither."""
    opening = company.opening
    if opening is None:
        yield "It starts with no customer and no open deal: list those that there are under [opening]."
        return
    if opening.customers is None or opening.deals is not None:
        return
    if opening.pipeline == "empty":
        yield "The pipeline starts empty: new customers of the first months are too few."


def _incredible(outcomes: Outcomes) -> Iterator[str]:
    """Results that no company has published, of a motion."""
    several = len(outcomes.header.motions) > 1
    for place, name in enumerate(outcomes.header.motions):
        of = f"{name}: " if several else ""
        won = outcomes.motions["won"][:, place].sum()
        rate = _mean(outcomes.bowtie[:, place, QUALIFIED, 1])
        if rate > WON:
            yield f"{of}{percent(rate)} of qualified deals are won; published are 12 to 39 %."
        cycle = _mean(outcomes.cycles["median"][:, place])
        contract = outcomes.motions["signed_arr"][:, place].sum() / 100 / won if won else 0.0
        if contract >= DEAR and cycle < QUICK:
            worth = amount(short(outcomes.header.currency, [contract]), contract, contract / 20)
            yield (
                f"{of}a deal of {worth} {outcomes.header.currency} a year takes {days(cycle)}; published are "
                "14 days or more."
            )
    for one in by_motion(outcomes):
        if one.payback.mean < BACK:
            of = f"{one.name}: " if several else ""
            yield f"{of}a customer is paid back in {one.payback.mean:.1f} months: look for a cost left out."


def _losing(outcomes: Outcomes) -> Iterator[str]:
    for one in by_motion(outcomes):
        if one.loses:
            scale = short(outcomes.header.currency, [one.cac.mean, one.ltv.mean])
            cost, worth = (amount(scale, v.mean, v.half) for v in (one.cac, one.ltv))
            yield f"{one.name}: winning a customer costs {cost}, and all it ever brings is {worth}."


def _without_effect(outcomes: Outcomes) -> Iterator[str]:
    """Teams that are paid and hardly asked for."""
    for team, name in enumerate(outcomes.header.teams):
        share = used(outcomes, team)
        if share < NOTHING:
            people = float(outcomes.teams["people"][:, :, team].mean())
            there = many(round(people), "person").replace("persons", "people")
            some = "nothing" if share == 0 else f"{100 * share:.1f} %"
            yield f"{name}: {some} of its time is used: its {there} could be fewer, and nothing changes."


def _mean(values: NDArray[np.float64]) -> float:
    known = defined(values)
    return float(known.mean()) if known.size else math.nan
