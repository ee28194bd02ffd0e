"""How much a company would make: whether it fits into memory, and into whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.scenario.quantities import per_of
from simulator.scenario.schema import Company, Play

MOST_LEADS = 5_000_000  # expected, in one replication
EXACT = 2.0**53  # whole numbers of cents below this are exact as floats
MOST_SEATS = 1e9


def expected_leads(company: Company, play: Play) -> float:
    """Leads of a play up to the horizon, at the best guess."""
    if play.leads is None:
        return float(len(play.leads_on))
    growth = play.growth.mean if play.growth else 0.0
    months = range(12 * company.years)
    return len(play.leads_on) + sum(play.leads.mean * (1.0 + growth) ** m for m in months)


def too_large(company: Company) -> Iterator[tuple[str, Any, str]]:
    total = 0.0
    for name, play in company.play.items():
        leads = expected_leads(company, play)
        total += leads
        if leads > MOST_LEADS:
            text = f"too large: {leads:,.0f} leads are expected, at most {MOST_LEADS:,} fit into memory"
            yield f"play.{name}.leads", play.leads.say(play.leads.mean) if play.leads else None, text
        units = play.units.curve.ends[1] if play.units else 1.0
        for key, price in (("price", play.offer.price), ("licence", play.offer.licence)):
            if price is None:
                continue
            cents = 100.0 * price.curve.ends[1] * max(units, 1.0) * 12.0 / per_of(price.unit)
            if cents >= EXACT:
                text = "too large: a year of the largest account is more cents than can be counted exactly"
                yield f"play.{name}.offer.{key}", price.say(price.mean), text
    if len(company.play) > 1 and total > MOST_LEADS:
        text = (
            f"too large: {total:,.0f} leads are expected of all plays, at most {MOST_LEADS:,} fit into memory"
        )
        yield "play", None, text
    for name, team in company.team.items():
        if team.at_once is not None:
            people = max(plan.count.whole for plan in team.people)
            if people * team.at_once.curve.ends[1] > MOST_SEATS:
                yield f"team.{name}", None, "too large: more than a billion seats"
