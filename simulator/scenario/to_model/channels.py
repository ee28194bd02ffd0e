"""How many leads come to a motion by each way, and what is known of those of its reference.

What a lead costs, and how well it fits, is stated of as many as come in the reference: a company that buys
more of them climbs the curve from there. These numbers belong to the market, and are kept as thresholds are.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from simulator.company.channel import Channel
from simulator.company.schema import Company, Motion
from simulator.numerics.jit import Rows
from simulator.quantity.number import Number

Value = Callable[[Number], float]

_A_CENT = 0.01  # what a lead costs at least, of those that are bought: none are endless


class ReferenceLeads(NamedTuple):
    """Of the channels of a motion that are bought: leads a month in the reference on the first day, and what
    they are times with each month."""

    leads: Mapping[str, float]
    growth: float


class Inflow(NamedTuple):
    """Leads that come to a motion by one way on the first day."""

    channel: str  # empty: its own, month by month
    stage: int  # its place in the motion
    leads: float  # a month
    stretch: float  # how many times those of the reference
    fit: float  # mean


def _given(value: Value, number: Number | None, otherwise: float) -> float:
    return otherwise if number is None else value(number)


def reference_leads(
    motion: Motion, value: Value, base: tuple[Motion, ReferenceLeads] | None = None
) -> ReferenceLeads:
    """What the reference knows of a motion: its base where that has the channel, else the motion itself.

    Where spend decides how many leads come, to restate `leads` restates at what number they cost so much.
    """
    leads = {name: _at_its_cost(one, value) for name, one in motion.channel.items() if one.is_bought}
    growth = 1.0 + _given(value, motion.growth, 0.0)
    if base is None:
        return ReferenceLeads(leads, growth)
    before, reference = base
    for name, channel in motion.channel.items():
        was = before.channel.get(name)
        restated = was is not None and channel.spend is not None and channel.leads != was.leads
        if name in leads and name in reference.leads and not (restated and channel.leads is not None):
            leads[name] = reference.leads[name]
    return ReferenceLeads(leads, reference.growth)


def _at_its_cost(channel: Channel, value: Value) -> float:
    """Leads a month that come at the cost that is stated."""
    if channel.leads is not None:
        return value(channel.leads)
    return _given(value, channel.spend, 0.0) / _cost(channel, value)


def _cost(channel: Channel, value: Value) -> float:
    return max(_A_CENT, _given(value, channel.lead_cost, 0.0))


def bought(channel: Channel, value: Value, there: float) -> float:
    """Leads a month of a channel; with what is spent a lead costs on average c (leads / there)^e.

    e = log2(1 + dearer): so leads = there (spend / (c there))^(1 / (1 + e)).
    """
    if channel.spend is None or there <= 0.0:
        return _given(value, channel.leads, 0.0)
    elasticity = 1.0 / (1.0 + math.log2(1.0 + _given(value, channel.dearer, 0.0)))
    return there * math.pow(value(channel.spend) / (_cost(channel, value) * there), elasticity)


def made(company: Company, channel: Channel, value: Value) -> float:
    """Leads a month that the people of the first day make."""
    if channel.each is None or channel.team not in company.team:
        return 0.0
    people = company.team[channel.team].people[0].count.whole
    return (
        value(channel.each) * people * _time(channel, value) / max(1.0, _busy(company, channel.team, value))
    )


def _time(channel: Channel, value: Value) -> float:
    return _given(value, channel.time, 1.0) if channel.each is not None else 0.0


def _busy(company: Company, team: str, value: Value) -> float:
    """What channels ask of the time of a team, as a share of it: a draw may take it above the whole."""
    channels = (one for motion in company.motion.values() for one in motion.channel.values())
    return sum(_time(one, value) for one in channels if one.team == team)


def seated_part(company: Company, team: str, value: Value) -> float:
    """Share of the time of a team that is left for its seats."""
    return 1.0 - min(1.0, _busy(company, team, value))


def inflow_of(
    company: Company, motion: Motion, value: Value, reference: ReferenceLeads
) -> tuple[Inflow, ...]:
    """Leads that come month by month, by each way: its own first."""
    found = [Inflow("", 0, _given(value, motion.leads, 0.0), 1.0, _given(value, motion.fit, 0.0))]
    names = [stage.name for stage in motion.stage]
    for name, channel in motion.channel.items():
        place = names.index(channel.enters) if channel.enters in names else 0
        fit, stretch = _given(value, channel.fit, 0.0), 1.0
        leads = made(company, channel, value)
        if channel.is_bought:
            leads = bought(channel, value, reference.leads[name])
            stretch = leads / reference.leads[name] if leads > 0.0 and reference.leads[name] > 0.0 else 1.0
            fit -= _given(value, channel.poorer, 0.0) * math.log2(stretch)
        found.append(Inflow(name, place, leads, stretch, fit))
    return tuple(found)


class Entry(NamedTuple):
    """Leads that come in at a stage: its place, how many beside others, their mean fit, and their channel."""

    stage: int
    weight: float
    fit: float
    channel: str  # empty: the motion's own


def entries_of(motion: Motion, inflow: Iterable[Inflow], months: int) -> tuple[Entry, ...]:
    """Where those come in of whom stated rates are; dated leads count with those of a month."""
    own, *others = inflow
    if not others:
        return (Entry(0, 1.0, own.fit, own.channel),)
    dated = own._replace(leads=own.leads + len(motion.leads_on) / months)
    come = [Entry(one.stage, one.leads, one.fit, one.channel) for one in (dated, *others)]
    if any(entry.weight > 0.0 for entry in come):
        return tuple(entry for entry in come if entry.weight > 0.0)
    return tuple(entry._replace(weight=1.0) for entry in come)


def share_time(channels: Rows, teams: Rows) -> None:
    """Say how much of the time of each team makes leads: at most all of it; each channel has its part."""
    for n, team in enumerate(teams):
        mine = (channels["team"] == n) & (channels["each"] > 0.0)
        busy = float(channels["time"][mine].sum())
        channels["time"][mine] /= max(1.0, busy)
        team["prospecting"] = min(1.0, busy)


def set_inflow(
    sources: Iterable[Any],
    by: Mapping[str, int],
    motion: Motion,
    value: Value,
    reference: ReferenceLeads,
    inflow: Iterable[Inflow],
) -> None:
    """Say of the sources of a motion how well their leads fit in its reference, and how far each is stretched
    beyond it; `by`: the rows of its channels."""
    own, *others = inflow
    growth = 1.0 + _given(value, motion.growth, 0.0)
    for source in sources:
        source["fit"] = own.fit
        for one in others:
            if source["by"] == by[one.channel]:
                source["fit"] = _given(value, motion.channel[one.channel].fit, 0.0)
                source["stretch"] = one.stretch
                if motion.channel[one.channel].is_bought and growth > 0.0 and reference.growth > 0.0:
                    source["stretch_growth"] = growth / reference.growth
