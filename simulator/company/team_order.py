"""In which order teams are asked for: as stages say it, and none held for ever while another is awaited."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.company.schema import Company
from simulator.company.stage import Stage
from simulator.company.stage_graph import circle_in, ways_of

Written = Mapping[str, tuple[str, ...]]  # the teams of a stage by its path, where not as in the file


def team_order(company: Company, written: Written | None = None) -> list[str]:
    """All teams, those of each stage in the order written there; that of the file among the others.

    A seat of the first is held while one of the second is awaited, so one order has to hold for all stages.
    Where stages contradict each other, it is that of the file.
    """
    places = {name: n for n, name in enumerate(company.team)}
    before = _written_before(company, written)
    if circle_in(before):
        return list(places)
    found: list[str] = []
    while len(found) < len(places):
        waits = {later for team, laters in before.items() if team not in found for later in laters}
        found.append(min(places.keys() - waits - set(found), key=places.__getitem__))
    return found


def _written_before(company: Company, written: Written | None) -> dict[str, dict[str, str]]:
    """By team, those that some stage names behind it, with the path of that stage."""
    before: dict[str, dict[str, str]] = {}
    for stage in _stages_of_two(company):
        first, second = (written or {}).get(stage.path, stage.team)
        before.setdefault(first, {}).setdefault(second, stage.path)
    return before


def _stages_of_two(company: Company) -> list[Stage]:
    return [s for motion in company.motion.values() for s in motion.stage if len(set(s.team)) == 2]


def orders_that_contradict(company: Company) -> str:
    """Which stages name teams in orders that do not go together, and what to swap; empty where all do."""
    before = _written_before(company, None)
    circle = circle_in(before)
    if not circle:
        return ""
    steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
    first, second = steps[-1]
    said = ", ".join(f"{one} before {other} in {before[one][other]}" for one, other in steps)
    return (
        f"teams of a stage are taken in the order written there, but no one order is that of all: {said}; "
        f'until {before[first][second]} says ["{second}", "{first}"], the order of teams in the file counts'
    )


def held_in_a_circle(company: Company) -> Iterator[tuple[str, Any, str]]:
    """Teams of which seats are held while others are awaited, all the way round: a deadlock.

    Teams of a stage are asked for in one order; those that the last stage had are kept, but not on the way to
    another motion.
    """
    graph = _held_while_awaited(company, None)
    circle = circle_in(graph)
    if circle:
        steps = [
            f"{held} is held while {awaited} is awaited in {graph[held][awaited]}"
            for held, awaited in zip(circle, [*circle[1:], circle[0]], strict=True)
        ]
        yield (
            company.team[circle[0]].path,
            None,
            f"teams held in a circle, which can stop for ever: {'; '.join(steps)}; {_remedy(company)}",
        )


def _held_while_awaited(company: Company, written: Written | None) -> dict[str, dict[str, str]]:
    order = team_order(company, written)
    graph: dict[str, dict[str, str]] = {}
    for motion in company.motion.values():
        stages = {s.name: s for s in motion.stage}
        arrivals = [("", motion.stage[0].name)]
        for name, ways in ways_of(motion).items():
            arrivals += [("", name)]  # back from nurture, with no seat
            arrivals += [(name, to) for to in ways if to is not None]
        for came_from, name in arrivals:
            asked = sorted(stages[name].team, key=order.index)
            held = [t for t in asked if came_from and t in stages[came_from].team]
            for team in [t for t in asked if t not in held]:
                for other in held:
                    graph.setdefault(other, {}).setdefault(team, stages[name].path)
                held.append(team)
    return graph


def _remedy(company: Company) -> str:
    """Which stages are to name their teams in the other order, so that no circle is left."""
    stages = _stages_of_two(company)
    for some in (*([one] for one in stages), stages):
        swapped = {stage.path: (stage.team[1], stage.team[0]) for stage in some}
        if not circle_in(_held_while_awaited(company, swapped)):
            told = (f'{path}.team = ["{one}", "{other}"]' for path, (one, other) in swapped.items())
            return f"swap them: {', '.join(told)}"
    return "no order of teams mends it: let one of these stages keep to one team"
