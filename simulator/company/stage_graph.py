"""The ways between stages: where they lead, and loops that would never end."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from simulator.company.schema import Motion
from simulator.company.stage import Stage
from simulator.quantity.number import Number

Node = TypeVar("Node", bound=Hashable)


def circle_in(graph: Mapping[Node, Mapping[Node, Any]]) -> list[Node]:
    """The nodes of a circle in order, empty where there is none."""
    done: set[Node] = set()
    for start in graph:
        way: list[Node] = []
        branches = [iter([start])]
        while branches:
            node = next(branches[-1], None)
            if node is None:
                branches.pop()
                if way:
                    done.add(way.pop())
            elif node in way:
                return way[way.index(node) :]
            elif node not in done:
                way.append(node)
                branches.append(iter(graph.get(node, {})))
    return []


def close_of(stages: Sequence[Stage]) -> int:
    """The place of the stage that marks won; the last place where there is none."""
    return next((n for n, s in enumerate(stages) if s.marks == "won"), len(stages) - 1)


def ways_of(motion: Motion) -> dict[str, tuple[str | None, str | None]]:
    """Where passing and losing a stage lead: names of stages, None where an account leaves."""
    names = [s.name for s in motion.stage]
    return {
        s.name: (
            s.passes_to or next(iter(names[n + 1 :]), None),
            s.loses_to.to if s.loses_to is not None else None,
        )
        for n, s in enumerate(motion.stage)
    }


SECOND = 1.0 / 86_400.0  # days


def _takes_no_time(time: Number) -> bool:
    """Whether it is below a second, in the mean over accounts or in any replication."""
    return (time.mean if time.per_account else time.curve.ends[0]) < SECOND


def loops_without_time(motion: Motion) -> Iterator[tuple[str, Any, str]]:
    """A circle of jumps through which an account can run while the clock hardly moves."""
    graph: dict[str, dict[str, None]] = {}
    stages = {s.name: s for s in motion.stage}
    for name, (passes_to, loses_to) in ways_of(motion).items():
        stage = stages[name]
        at_once = _takes_no_time(stage.lasts)
        leaves_at_once = bool(stage.team) and stage.max_wait is not None and _takes_no_time(stage.max_wait)
        graph[name] = {passes_to: None} if at_once and passes_to is not None else {}
        if not at_once and not leaves_at_once:
            continue
        if loses_to is not None:
            graph[name][loses_to] = None
        loss = stage.loses_to
        if loss is not None and loss.after is not None and _takes_no_time(loss.after):
            graph[name][name] = None
    circle = circle_in(graph)
    if circle:
        way = " -> ".join([*circle, circle[0]])
        text = f"a loop without time: {way}; one of these stages has to take a second or more"
        yield stages[circle[0]].path, None, text


def _within_reach(graph: Mapping[str, Sequence[str]], start: str) -> set[str]:
    found, edge = {start}, [start]
    while edge:
        new = [to for to in graph.get(edge.pop(), ()) if to not in found]
        found.update(new)
        edge += new
    return found


def reached_in(motion: Motion, entries: Iterable[str]) -> set[str]:
    """The stages to which its own leads can come, and those who enter at certain stages."""
    ways = {name: [to for to in leads if to is not None] for name, leads in ways_of(motion).items()}
    return {stage for entry in (motion.stage[0].name, *entries) for stage in _within_reach(ways, entry)}


def _unqualified_ways(motion: Motion) -> dict[str, list[tuple[str, str]]]:
    """Where a stage leads an account that has not passed the one that marks sal: (key, stage)."""
    won = motion.stage[close_of(motion.stage)].name
    qualified = next(s.name for s in motion.stage if s.marks == "sal")
    return {
        name: [
            (key, to)
            for key, to in zip(("passes_to", "loses_to"), ways, strict=True)
            if to is not None and name != won and (key, name) != ("passes_to", qualified)
        ]
        for name, ways in ways_of(motion).items()
    }


def _steps(ways: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, list[str]]:
    return {name: [to for _, to in leads] for name, leads in ways.items()}


def reaches_won_unqualified(motion: Motion, start: str) -> bool:
    """Whether an account that enters at a stage can be won without passing the one that marks sal."""
    won = motion.stage[close_of(motion.stage)].name
    return won in _within_reach(_steps(_unqualified_ways(motion)), start)


def won_unqualified(motion: Motion) -> Iterator[tuple[str, Any, str]]:
    """Jumps past the stage that marks sal, from which an account could be won unqualified."""
    names = [s.name for s in motion.stage]
    won = names[close_of(motion.stage)]
    qualified = next(s.name for s in motion.stage if s.marks == "sal")
    ways = _unqualified_ways(motion)
    reached = _within_reach(_steps(ways), names[0])
    for name, leads in ways.items():
        for key, to in leads:
            past = names.index(name) <= names.index(qualified) < names.index(to)
            if past and name in reached and reaches_won_unqualified(motion, to):
                text = (
                    f"every won account has to be qualified first: from here it can reach {won} "
                    f"without passing {qualified}"
                )
                yield f"{motion.stage[names.index(name)].path}.{key}", to, text
