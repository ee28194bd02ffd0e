"""Check channels: that leads come by each, into a stage that there is, made by people who have the time."""

from collections.abc import Iterator
from itertools import chain

from simulator.company.channel import OWN, Channel
from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of, reaches_won_unqualified
from simulator.errors import Found, did_you_mean
from simulator.quantity.number import said


def channel_problems(company: Company, motion: Motion) -> Iterator[Found]:
    """What is wrong with a channel whatever the others are."""
    for name, channel in motion.channel.items():
        path = channel.path
        if name == OWN:
            yield path, None, "own are the leads of the motion itself: give the channel another name"
        if name in motion.brought_by:
            yield path, None, f"{name} are the leads that customers bring: give the channel another name"
        if not channel.is_bought and channel.each is None:
            text = (
                'missing: leads = "250 a month", or what is spent on them, spend = "15k a month", or what '
                'people make, each = "13 a month"'
            )
            yield path, None, text
        yield from _price(channel)
        if channel.team is not None:
            yield from _team(company, channel, channel.team)
        names = [stage.name for stage in motion.stage]
        before = names[: close_of(motion.stage) + 1]
        if channel.enters is not None and channel.enters not in before:
            text = f"there is no such stage; {did_you_mean(channel.enters, before)}"
            if channel.enters in names:
                text = "a stage up to the one that marks won"
            yield f"{path}.enters", channel.enters, text


def _price(channel: Channel) -> Iterator[Found]:
    """What is spent buys leads at a cost; without one it would buy them without end."""
    cost = channel.lead_cost
    if channel.spend is not None and cost is not None and cost.curve.ends[0] <= 0.0:
        yield cost.path, said(cost), "more than 0: what is spent buys leads at this cost"
    if channel.dearer is not None and channel.leads is None and channel.spend is None:
        yield channel.dearer.path, said(channel.dearer), "of leads that are bought: there are none"


def _team(company: Company, channel: Channel, team: str) -> Iterator[Found]:
    if team not in company.team:
        text = f"there is no such team; {did_you_mean(team, company.team)}"
        yield f"{channel.path}.team", team, text
    elif company.team[team].capacity is None:
        yield (
            f"{channel.path}.team",
            team,
            "a team that serves (capacity = 20): what it has left are its seats",
        )


def entered_past_qualified(motion: Motion) -> Iterator[Found]:
    """Channels whose leads come in past the stage that marks sal: they could be won unqualified."""
    won = motion.stage[close_of(motion.stage)].name
    qualified = next(stage.name for stage in motion.stage if stage.marks == "sal")
    for channel in motion.channel.values():
        there = channel.enters in {stage.name for stage in motion.stage}
        if channel.enters is not None and there and reaches_won_unqualified(motion, channel.enters):
            text = (
                f"every won account has to be qualified first: from here it can reach {won} without passing "
                f"{qualified}"
            )
            yield f"{channel.path}.enters", channel.enters, text


def overbooked(company: Company) -> Iterator[Found]:
    """Teams of which channels take more than all the time, at the best guess."""
    channels = chain.from_iterable(motion.channel.values() for motion in company.motion.values())
    asked: dict[str, list[Channel]] = {}
    for channel in channels:
        if channel.team is not None and channel.each is not None:
            asked.setdefault(channel.team, []).append(channel)
    for team, mine in asked.items():
        total = sum(one.time.mean if one.time is not None else 1.0 for one in mine)
        if total > 1.0 + 1e-9:
            last = mine[-1]
            where = last.time.path if last.time is not None else f"{last.path}.time"
            text = f"more than all the time of team {team}: {100.0 * total:.3g}% with its other channels"
            yield where, said(last.time) if last.time is not None else None, text
