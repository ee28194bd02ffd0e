"""Channels: what a lead costs and how well it fits as more are bought, and leads that people make."""

import math

from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.rules import at
from simulator.rules.shocks import LEADS as SHOCKED_LEADS, factor


@compiled
def bought(world: Record, source: Record, now: float) -> tuple[float, int]:
    """Mean fit of the leads of a channel, and cents that one costs, with as many as are bought by now.

    With twice the leads of the reference each costs so much more on average, and fits so much worse.
    """
    channel = at.channel(world, source["by"])
    doubled = math.log(source["stretch"]) + math.floor(now / MONTH) * math.log(source["stretch_growth"])
    if doubled == 0.0:
        return source["fit"], channel["lead_cost"]
    doubled /= math.log(2.0)
    cents = channel["lead_cost"] * math.exp(doubled * math.log(1.0 + channel["dearer"]))
    return source["fit"] - channel["poorer"] * doubled, whole_cents(cents)


@compiled
def is_fed_by_people(world: Record, source: Record) -> bool:
    """Whether people make the leads of a source."""
    return source["by"] >= 0 and at.channel(world, source["by"])["each"] > 0.0


@compiled
def expected_of_people(world: Record, source: Record, month: int) -> float:
    """Leads that the people of a channel make in a month: those there on its first day, new ones in part."""
    channel = at.channel(world, source["by"])
    able = at.team_state(world, channel["team"])["able"]
    return channel["each"] * channel["time"] * able * factor(world, SHOCKED_LEADS, month * MONTH)
