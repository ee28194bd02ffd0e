"""Check that a lead can be won, and that no stage holds for ever who comes to it."""

from collections.abc import Iterator, Mapping, Set

from simulator.company.schema import Company, Motion
from simulator.company.stage import Stage
from simulator.company.stage_graph import close_of, ways_of
from simulator.errors import Found
from simulator.quantity.number import Number, said

Place = tuple[str, str]  # a motion and a stage of it, by their names

WON: Place = ("", "won")
LOST: Place = ("", "lost")


def dead_ends(company: Company) -> Iterator[Found]:
    """Motions from which nobody can become a customer, and circles of stages without a way out."""
    graph: dict[Place, set[Place]] = {}
    for name, motion in company.motion.items():
        graph |= _ways(company, name, motion)
    for name, motion in company.motion.items():
        there = _within_reach(graph, (name, motion.stage[0].name))
        if WON in there:
            yield from _held(name, motion, graph, there)
        else:
            yield from _never_won(name, motion, there)


def _ways(company: Company, name: str, motion: Motion) -> Iterator[tuple[Place, set[Place]]]:
    """Each stage up to the close, and where an account may go from it."""
    ways = ways_of(motion)
    for at, stage in enumerate(motion.stage[: close_of(motion.stage) + 1]):
        passes_to, loses_to = ways[stage.name]
        to: set[Place] = set()
        if _can_be(stage.passes, 1.0):
            to.add(WON if at == close_of(motion.stage) else (name, passes_to or stage.name))
        if _is_lost(stage):
            to.add((name, loses_to) if loses_to is not None else LOST)
            moves = [(other, move) for other, move in motion.move.items() if move.at == "loss"]
            to |= {
                (other, move.stage or company.motion[other].stage[0].name)
                for other, move in moves
                if loses_to is None and _can_be(move.chance, 1.0)
            }
        yield (name, stage.name), to


def _can_be(rate: Number | None, otherwise: float) -> bool:
    """Whether a chance can be more than nothing."""
    return (rate.curve.ends[1] if rate is not None else otherwise) > 0.0


def _is_lost(stage: Stage) -> bool:
    """Whether an account may not pass, or not be worked on."""
    fails = stage.passes is not None and (stage.passes.curve.ends[0] < 1.0 or stage.passes.per_account)
    return fails or stage.max_wait is not None


def _within_reach(graph: Mapping[Place, Set[Place]], start: Place) -> set[Place]:
    found, edge = {start}, [start]
    while edge:
        new = graph.get(edge.pop(), set()) - found
        found |= new
        edge += new
    return found


def _held(name: str, motion: Motion, graph: Mapping[Place, Set[Place]], there: Set[Place]) -> Iterator[Found]:
    """The first stage of a circle from which nobody is won or lost."""
    for stage in motion.stage:
        place = (name, stage.name)
        if place in there & graph.keys() and not _within_reach(graph, place) & {WON, LOST}:
            where = f"{stage.path}.passes_to" if stage.passes_to else stage.path
            text = "who comes here goes round for ever, neither won nor lost: name a stage further on"
            yield where, stage.passes_to, text
            return


def _never_won(name: str, motion: Motion, there: Set[Place]) -> Iterator[Found]:
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
