"""Who of a team has the least to do: the first of those who work on the fewest accounts.

People meet in pairs, and who has less to do meets the winner of the next pair, up to the last one. When the
load of somebody changes, only those pairs meet again in which that person stood: ten of a thousand.
"""

from simulator.numerics.jit import Record, compiled
from simulator.rules import at
from simulator.rules.world import NOBODY


@compiled
def least_busy(world: Record, team: int) -> int:
    """The person of the team who is chosen next."""
    state = at.team_state(world, team)
    first, places = state["first_person"], state["places"]
    pair = 1
    while pair < places:
        pair *= 2
        if at.person(world, first + pair + 1)["least"] < at.person(world, first + pair)["least"]:
            pair += 1
    return int(pair - places)


@compiled
def add_load(world: Record, team: int, person: int, change: int) -> None:
    """A person works on so many accounts more, or fewer."""
    state = at.team_state(world, team)
    at.person(world, state["first_person"] + state["places"] + person)["load"] += change
    _meet(world, state, person)


@compiled
def come_and_go(world: Record, team: int, people: int) -> None:
    """From now on so many people are there; who leaves finishes what was begun, and may come back to it."""
    state = at.team_state(world, team)
    before, state["people"] = state["people"], people
    for person in range(min(before, people), max(before, people)):
        _meet(world, state, person)


@compiled
def _meet(world: Record, state: Record, person: int) -> None:
    first, place = state["first_person"], state["places"] + person
    own = at.person(world, first + place)
    own["least"] = own["load"] if person < state["people"] else NOBODY
    while place > 1:
        place //= 2
        one, other = at.person(world, first + 2 * place), at.person(world, first + 2 * place + 1)
        at.person(world, first + place)["least"] = min(one["least"], other["least"])
