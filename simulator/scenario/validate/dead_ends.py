"""Check that a lead can be won, and that no stage holds for ever who comes to it."""

import heapq
import math
from collections.abc import Iterator, Mapping

from simulator.company.schema import Company, Motion
from simulator.company.stage import Stage
from simulator.company.stage_graph import close_of, ways_of
from simulator.errors import Found
from simulator.numerics.months import MONTH
from simulator.quantity.number import Number, said
from simulator.scenario.to_model.beforehand import months_beforehand

Place = tuple[str, str]  # a motion and a stage of it, by their names
Graph = Mapping[Place, Mapping[Place, float]]  # where each leads, and after how many days at the soonest

WON: Place = ("", "won")
LOST: Place = ("", "lost")


def dead_ends(company: Company) -> Iterator[Found]:
    """Motions from which nobody can become a customer, and circles of stages without a way out.

    Where no lead ever comes, those of the first day may be all there are; of them alone nothing is asked.
    """
    if not any(motion.has_leads for motion in company.motion.values()):
        yield from _no_leads(company)
        return
    graph: dict[Place, dict[Place, float]] = {}
    for name, motion in company.motion.items():
        graph |= _ways(company, name, motion)
    for name, motion in company.motion.items():
        entries = (one.enters for one in motion.channel.values() if one.enters is not None)
        for entry in dict.fromkeys((motion.stage[0].name, *entries)):
            there = _soonest(graph, (name, entry))
            if WON in there:
                held = _held(name, motion, graph, there | _brought(name, motion, graph))
                found = [*held, *_too_late(company, name, motion, there[WON])]
            else:
                found = list(_never_won(company, name, motion, there))
            yield from found
            if found:
                break  # what holds those who come in later holds the others, too


def _no_leads(company: Company) -> Iterator[Found]:
    """That nobody ever comes, and nobody is there."""
    opening = company.opening
    if opening is None or (opening.customers is None and opening.deals is None):
        text = (
            "no lead ever comes and nobody is there on the first day: state more leads, or [opening] tables"
        )
        named = next((motion.leads for motion in company.motion.values() if motion.leads is not None), None)
        yield (named.path, said(named), text) if named is not None else ("motion", None, text)


def _ways(company: Company, name: str, motion: Motion) -> Iterator[tuple[Place, dict[Place, float]]]:
    """Each stage up to the close, and where an account may go from it."""
    ways = ways_of(motion)
    for at, stage in enumerate(motion.stage[: close_of(motion.stage) + 1]):
        passes_to, loses_to = ways[stage.name]
        days, waits = _least(company, stage.lasts), stage.max_wait
        unmanned = _unmanned(company, stage) is not None
        if unmanned and waits is None:
            yield (name, stage.name), {LOST: math.inf}  # for ever: a warning tells it
            continue
        to: dict[Place, float] = {}
        if _can_be(stage.passes, 1.0) and not unmanned:
            to[WON if at == close_of(motion.stage) else (name, passes_to or stage.name)] = days
        if _is_lost(stage):
            lost: list[Place] = [(name, loses_to) if loses_to is not None else LOST]
            lost += (
                (other, move.stage or company.motion[other].stage[0].name)
                for other, move in motion.move.items()
                if move.at == "loss" and loses_to is None and _can_be(move.chance, 1.0)
            )
            soon = days if waits is None else min(days, waits.curve.ends[0])
            to |= {place: min(soon, to.get(place, math.inf)) for place in lost}
        yield (name, stage.name), to


def _least(company: Company, time: Number) -> float:
    """The fewest days that it can take, in any shock that makes stages shorter."""
    shocks = (shock.cycle.curve.ends[0] for shock in company.shock.values() if shock.cycle is not None)
    return math.prod((min(1.0, factor) for factor in shocks), start=time.curve.ends[0])


def _unmanned(company: Company, stage: Stage) -> str | None:
    """A team that the stage needs and in which nobody ever works."""
    return next((name for name in stage.team if company.team[name].is_empty), None)


def _can_be(rate: Number | None, otherwise: float) -> bool:
    """Whether a chance can be more than nothing."""
    return (rate.curve.ends[1] if rate is not None else otherwise) > 0.0


def _is_lost(stage: Stage) -> bool:
    """Whether an account may not pass, or not be worked on."""
    fails = stage.passes is not None and (stage.passes.curve.ends[0] < 1.0 or stage.passes.per_account)
    return fails or stage.max_wait is not None


def _soonest(graph: Graph, start: Place) -> dict[Place, float]:
    """The places that can be come to, and after how many days at the soonest (Dijkstra 1959)."""
    found: dict[Place, float] = {}
    edge = [(0.0, start)]
    while edge:
        days, place = heapq.heappop(edge)
        if place not in found:
            found[place] = days
            for to, more in graph.get(place, {}).items():
                heapq.heappush(edge, (days + more, to))
    return found


def _brought(name: str, motion: Motion, graph: Graph) -> dict[Place, float]:
    """The places to which those can come whom customers bring, or who come back."""
    return {place: days for entry in motion.entries for place, days in _soonest(graph, (name, entry)).items()}


def _held(name: str, motion: Motion, graph: Graph, there: Mapping[Place, float]) -> Iterator[Found]:
    """The first stage of a circle from which nobody is won or lost."""
    for stage in motion.stage:
        place = (name, stage.name)
        if place in there and place in graph and not _soonest(graph, place).keys() & {WON, LOST}:
            where = f"{stage.path}.passes_to" if stage.passes_to else stage.path
            text = "who comes here goes round for ever, neither won nor lost: name a stage further on"
            yield where, stage.passes_to, text
            return


def _too_late(company: Company, name: str, motion: Motion, days: float) -> Iterator[Found]:
    """That no lead of its own can be won before the horizon, nor who is there on the first day."""
    listed = company.opening is not None and company.opening.deals is not None
    moved_to = any(name in other.move for other in company.motion.values())
    if listed or moved_to or not motion.has_leads:
        return
    before = months_beforehand(company)
    if days < (12 * company.years + before) * MONTH:
        return
    stages = motion.stage[: close_of(motion.stage) + 1]
    longest = max(stages, key=lambda stage: stage.lasts.curve.ends[0])
    text = (
        f"so long that no lead of {name} can be won: the close is at least {days / MONTH:,.0f} months off, "
        f"and {company.years} years are simulated: let stages take less, or leave {name} out"
    )
    yield longest.lasts.path, said(longest.lasts), text


def _never_won(company: Company, name: str, motion: Motion, there: Mapping[Place, float]) -> Iterator[Found]:
    """The stages that let nobody on, of those that are come to."""
    names = [stage.name for stage in motion.stage]
    never = f"so no lead of {name} can ever pass {names[close_of(motion.stage)]}, which marks won"
    for at, stage in enumerate(motion.stage):
        if (name, stage.name) not in there:
            continue
        if stage.passes is not None and not _can_be(stage.passes, 1.0):
            text = f"nobody passes, {never}: let some pass, or leave {name} out"
            yield stage.passes.path, said(stage.passes), text
        elif stage.passes_to is not None and names.index(stage.passes_to) <= at:
            text = f"it leads back, {never}: leave it out, or name a stage behind {stage.name}"
            yield f"{stage.path}.passes_to", stage.passes_to, text
        elif at <= close_of(motion.stage) and (team := _unmanned(company, stage)) is not None:
            text = f"nobody ever works there, {never}: hire somebody, or leave {name} out"
            yield f"{company.team[team].path}.people", None, text
