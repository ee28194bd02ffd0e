"""What to look at before the answer is believed: what the file leaves out, or says against all experience."""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simulator.company.schema import Company, numbers_of
from simulator.experiment import Outcomes, defined
from simulator.experiment.money_by_motion import by_motion
from simulator.format import listed, many, percent
from simulator.metrics.funnel_times import QUALIFIED
from simulator.report.screen.bottlenecks import NOTHING, used
from simulator.report.screen.words import amount, days, short
from simulator.scenario import Scenario
from simulator.scenario.to_model.draws import Draws

# What nobody has published. Win rates of qualified deals are 12 to 39 % by segment (firstsales and neon in
# scenarios/sources.toml), and up to 50 % of customers who grow. Sales cycles of contracts above 5 thousand a
# year are 14 days or more (imboard-cycle). Below 6 months of payback one should spend more (Bessemer's law 6,
# bvp.com), and nobody tells of one.
WON = 0.8  # of qualified deals
QUICK, DEAR = 7.0, 5_000.0  # days, half of the shortest, for a contract of so much a year
BACK = 1.0  # month of payback
ENOUGH = 20  # runs: fewer tell no odds


def look_out(outcomes: Outcomes, scenario: Scenario | None) -> list[str]:
    """Sentences, what weighs most first; without the scenario those that outcomes alone can tell."""
    company = scenario.company if scenario is not None else None
    found = [*_run(outcomes), *_nobody(outcomes)]
    found += [*_not_stated(outcomes, company), *_at_first(outcomes, company)] if company else []
    found += [*_incredible(outcomes), *_losing(outcomes), *_without_effect(outcomes)]
    return [*found, *([_not_known(company)] if company else [])]


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


def _not_known(company: Company) -> str:
    """How many numbers are drawn anew for each run."""
    of, unknown = len(dict(numbers_of(company))), len(Draws(company).unknown)
    if not unknown:
        return f"None of {of} numbers is a range: the odds are luck of deals only, not what you do not know."
    numbers = many(of, "number")
    return f"{unknown} of {numbers} are ranges, drawn anew for each run; the others are taken as sure."


def _not_stated(outcomes: Outcomes, company: Company) -> Iterator[str]:
    """Costs that most companies have, and which stand nowhere."""
    if np.isnan(outcomes.values["cash_end"]).all():
        yield "No cost is stated: cash, CAC and payback are not known."
        return
    paid = {name: one.base is not None or one.variable is not None for name, one in company.team.items()}
    motions = company.motion.values()
    costs = {
        "fixed costs": company.money.fixed_cost is not None,
        "leads": all(one.lead_cost is not None or one.leads is None for one in motions),
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
    """That the pipeline is empty where there are customers already."""
    opening = company.opening
    if opening is None or opening.customers is None or opening.deals is not None:
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
