"""Check that a company fits into memory, and its money into whole numbers."""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Any

from simulator import machine
from simulator.company.offer import Offer
from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of
from simulator.company.team import Team
from simulator.quantity.number import Number, said
from simulator.quantity.units import per_of
from simulator.scenario.to_model.beforehand import months_beforehand
from simulator.scenario.to_model.channels import inflow_of, reference_leads
from simulator.scenario.to_model.frame import run_off

BYTES_AN_ACCOUNT = 700  # of a replication that is lived and measured: docs/speed.md
EXACT = 2.0**53  # whole numbers of cents below this are exact as floats
MOST_SEATS = 1e9


def most_accounts() -> int:
    """Accounts that may be expected in one replication, in round numbers: they fill most of the memory."""
    room = int(0.8 * machine.memory() / BYTES_AN_ACCOUNT)
    return room // 100_000 * 100_000


def expected_leads(company: Company, motion: Motion) -> float:
    """Leads of a motion up to the horizon, at the best guess; if it opens at a threshold, at most.

    Of leads that people make those who are there by date; nobody is counted who waits for a condition.
    """
    if not motion.has_monthly_leads:
        return _met_first(motion, [])
    start, opens = company.start, motion.opens or company.start
    growth = 1.0 + (motion.growth.mean if motion.growth else 0.0)
    months = range(_month(company, opens), 12 * company.years)
    monthly = (growth**m * motion.season_of(start.month - 1 + m) for m in months)
    made = sum(one * _person_months(company, team, months.start) for team, one in _made_by(company, motion))
    bought, each_month = bought_a_month(company, motion), made / max(1, len(months))
    return _met_first(motion, [bought * one + each_month for one in monthly])


def bought_a_month(company: Company, motion: Motion) -> float:
    """Leads a month on the first day at the best guess, but for those that people make."""
    found = inflow_of(company, motion, _mean, reference_leads(motion, _mean))
    return sum(one.leads for one in found if not one.channel or motion.channel[one.channel].is_bought)


def _mean(number: Number) -> float:
    return number.mean


def _month(company: Company, day: dt.date) -> int:
    return 12 * (day.year - company.start.year) + day.month - company.start.month


def _made_by(company: Company, motion: Motion) -> Iterator[tuple[Team, float]]:
    """The teams that make leads of a motion, and how many each person makes a month."""
    for channel in motion.channel.values():
        if channel.each is not None and channel.team in company.team:
            yield company.team[channel.team], channel.each.mean * (channel.time.mean if channel.time else 1.0)


def _person_months(company: Company, team: Team, first: int) -> float:
    """Months that people of a team are there by date, from a month to the horizon."""
    end, total = 12 * company.years, 0
    dated = [
        (_month(company, one.from_ or company.start), one.count.whole) for one in team.people if not one.when
    ]
    for (since, people), until in zip(dated, [*(day for day, _ in dated[1:]), end], strict=True):
        total += people * max(0, until - max(since, first))
    return float(total)


def _met_first(motion: Motion, monthly: Sequence[float]) -> float:
    """Of those met at random, month by month and on dates, how many are new, at most: as if all were lost at
    once, and could be met again so long after it."""
    met, market = len(motion.leads_on) + sum(monthly), motion.market
    if market is None or met <= 0.0:
        return met
    accounts = market.accounts.mean
    if market.returns_after is None:
        return accounts * -math.expm1(-met / accounts)
    after = math.floor(market.returns_after.mean)
    new: list[float] = []
    for n, one in enumerate(monthly):
        free = max(0.0, accounts - sum(new[max(0, n - after) :]))
        new.append(free * -math.expm1(-one / accounts))
    return len(motion.leads_on) + sum(new)


def brought_a_month(motion: Motion) -> float:
    """Accounts that one customer brings in a month, recommended or by its champion, at the best guess."""
    return sum(accounts for accounts, _ in _bringing(motion))


def won_of_brought_a_month(motion: Motion) -> float:
    """Those of them who become customers, counted from the stage at which they come in."""
    return sum(accounts * _share_won(motion, enters) for accounts, enters in _bringing(motion))


def _bringing(motion: Motion) -> Iterator[tuple[float, str | None]]:
    """Accounts that a customer brings in a month in each way, and the stage at which they come in."""
    if motion.impact is None:
        return
    good_months = motion.impact.reached.mean / motion.impact.every.whole
    champion = motion.champion
    if motion.referral is not None:
        yield good_months * motion.referral.with_impact.mean, motion.referral.enters
    if champion is not None:
        calls = champion.calls.mean if champion.calls is not None else 1.0
        yield good_months * champion.leaves.mean * calls, champion.enters


def expected_accounts(company: Company, motion: Motion) -> float:
    """Leads and those whom customers bring up to the horizon, at the best guess and at most.

    A growth process by months: who is won is a customer at once, and brings others from the next month on. Of
    a market that nobody comes back to it is as large at most.
    """
    months = 12 * company.years
    leads = expected_leads(company, motion)
    brought, won, won_of_brought = brought_a_month(motion), _share_won(motion), won_of_brought_a_month(motion)
    most = _market(motion)
    if brought == 0.0:
        return min(leads, most)
    growth = 1.0 + (motion.growth.mean if motion.growth else 0.0)
    stays = (motion.renewal.overall.mean if motion.renewal else 1.0) ** (1.0 / motion.offer.months)
    accounts, customers, monthly = 0.0, 0.0, bought_a_month(company, motion)
    made = sum(one * _most_people(team) for team, one in _made_by(company, motion))
    for month in range(months):
        come = monthly * growth**month + made
        if month == 0:
            come += len(motion.leads_on)
        accounts += come + customers * brought
        customers = customers * (stays + won_of_brought) + come * won
        if accounts > 1e12:
            break  # far more than enough, and before it is too much for a float
    return min(accounts, most)


def _market(motion: Motion) -> float:
    """Accounts that can come, where each comes once."""
    market = motion.market
    return math.inf if market is None or market.returns_after is not None else market.accounts.mean


def _share_won(motion: Motion, enters: str | None = None) -> float:
    """The share that is won, as its rates are stated, of who comes in at a stage, or at the first; all where
    stages jump."""
    if any(s.passes_to or (s.loses_to and s.loses_to.to) for s in motion.stage):
        return 1.0
    share = 1.0
    first = next((n for n, stage in enumerate(motion.stage) if stage.name == enters), 0)
    for stage in motion.stage[first : close_of(motion.stage) + 1]:
        passes = stage.passes.mean if stage.passes else 1.0
        back = stage.loses_to.nurture.mean if stage.loses_to and stage.loses_to.nurture else 0.0
        share *= passes / (1.0 - (1.0 - passes) * back) if passes > 0.0 else 0.0
    return share


def too_large(company: Company) -> Iterator[tuple[str, Any, str]]:
    """What would not fit, with its path."""
    total, most = 0.0, most_accounts()
    fit = f"at most {most:,} fit into the {machine.memory() / 1e9:,.2g} GB of memory there are"
    for motion in company.motion.values():
        leads, accounts = expected_leads(company, motion), expected_accounts(company, motion)
        total += accounts
        if leads > most:
            text = f"too large: {leads:,.0f} leads are expected, {fit}"
            stated = motion.leads.say(motion.leads.mean) if motion.leads and not motion.channel else None
            yield f"{motion.path}.{'channel' if motion.channel else 'leads'}", stated, text
        elif accounts > most:
            many = f"{accounts:,.0f}" if accounts <= 1e12 else "more than 1,000,000,000,000"
            brought = brought_a_month(motion)
            text = (
                f"too large: {many} accounts are expected with those whom customers bring, {fit}; counted as "
                f"growth month by month, {brought:.2g} a month by each customer of which "
                f"{100.0 * won_of_brought_a_month(motion) / brought:.3g}% are won at once"
            )
            part = motion.referral or motion.champion
            yield part.path if part is not None else motion.path, None, text
        yield from _too_dear(motion, 12 * company.years + run_off(company))
    months = months_beforehand(company)
    before = months * sum(bought_a_month(company, motion) for motion in company.motion.values())
    if before > most:
        text = (
            f"too large: {before:,.0f} leads are expected in the {months} months before the first day, {fit}"
        )
        yield "opening.pipeline", None, f'{text}; or begin with pipeline = "empty"'
    if len(company.motion) > 1 and total > most:
        yield "motion", None, f"too large: {total:,.0f} accounts are expected of all motions, {fit}"
    for team in company.team.values():
        if team.capacity is not None:
            people = _most_people(team)
            if people * team.capacity.curve.ends[1] > MOST_SEATS:
                yield team.path, None, "too large: more than a billion seats"
        yield from _too_well_paid(company, team)


def _most_people(team: Team) -> int:
    return max(plan.count.whole for plan in team.people)


def _most(number: Number | None, default: float = 0.0) -> float:
    """The largest value that can be drawn."""
    return number.curve.ends[1] if number is not None else default


def _too_dear(motion: Motion, months: int) -> Iterator[tuple[str, Any, str]]:
    """Prices of which the largest account owes more cents a year than can be counted."""
    offer = motion.offer
    units = max(_most(motion.units, 1.0), 1.0) * max(_most(offer.size, 1.0), 1.0)
    rises = (1.0 + _most(offer.escalator)) ** (months / 12.0)
    for rise in offer.price_rises:
        rises *= max(1.0, 1.0 + _most(rise.by))
    for price, factor in _prices(offer, months):
        per_unit = units / per_of(price.unit) if price.unit.startswith("per ") else 1.0
        if 1200.0 * _most(price) * per_unit * rises * factor >= EXACT:
            text = "too large: a year of the largest account is more cents than can be counted exactly"
            yield price.path, said(price), text


def _prices(offer: Offer, months: int) -> Iterator[tuple[Number, float]]:
    """What is paid, and how far use can drift."""
    for price in (offer.per_unit, offer.fee, offer.licence, offer.once):
        if price is not None:
            yield price, 1.0
    if offer.per_use is not None and offer.metered is not None:
        yield offer.per_use, (1.0 + max(_most(offer.metered.drift), 0.0)) ** months


def _too_well_paid(company: Company, team: Team) -> Iterator[tuple[str, Any, str]]:
    people = _most_people(team)
    rises = (1.0 + _most(company.money.inflation)) ** company.years
    pay = (_most(team.base) + _most(team.variable)) * (1.0 + _most(team.benefits_and_taxes)) * rises
    if 1200.0 * people * (pay + _most(team.recruiting)) >= EXACT:
        yield team.path, None, "too large: a year of its pay is more cents than can be counted exactly"
