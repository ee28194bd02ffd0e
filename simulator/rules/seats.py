"""Seats: which person works on an account, and how a seat is kept from stage to stage."""

from simulator.ledger import FREED, SEATED
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.rules import at
from simulator.rules.life import write
from simulator.rules.people import add_load, least_busy


@compiled
def teams_seated(account: Record) -> int:
    """The set of teams of which the account holds a seat."""
    teams = 0
    if account["team_1"] >= 0:
        teams |= 1 << account["team_1"]
    if account["team_2"] >= 0:
        teams |= 1 << account["team_2"]
    return teams


@compiled
def first_of(teams: int) -> int:
    """The first team of a set that is not empty."""
    team = 0
    while teams & (1 << team) == 0:
        team += 1
    return team


@compiled
def reckon(world: Record, team: int, now: float) -> None:
    """Seat-days in use, up to now."""
    state = at.team_state(world, team)
    state["busy_days"] += state["busy"] * (now - state["busy_since"])
    state["busy_since"] = now


@compiled
def _reckon_load(world: Record, team: int, person: int, change: int, now: float) -> None:
    reckon(world, team, now)
    state = at.team_state(world, team)
    state["busy"] += change
    add_load(world, team, person, change)


@compiled
def take(world: Record, who: int, team: int, now: float) -> None:
    """Sit down with the person of the team who has the least to do."""
    account = at.account(world, who)
    person = least_busy(world, team)
    _reckon_load(world, team, person, 1, now)
    if account["team_1"] < 0:
        account["team_1"] = team
        account["person_1"] = person
    else:
        account["team_2"] = team
        account["person_2"] = person
    write(
        world, now, who, SEATED, stage=account["stage"], team=team, person=person,
        arr=account["arr"], fee=account["fee"],
    )  # fmt: skip


@compiled
def give_back(world: Record, who: int, keep: int, now: float) -> int:
    """Leave the people of all teams outside the set `keep`; return the set of teams left."""
    account = at.account(world, who)
    left = 0
    for slot in range(2):
        team = account["team_1"] if slot == 0 else account["team_2"]
        if team < 0 or keep & (1 << team) != 0:
            continue
        person = account["person_1"] if slot == 0 else account["person_2"]
        _reckon_load(world, team, person, -1, now)
        if slot == 0:
            account["team_1"] = NONE
        else:
            account["team_2"] = NONE
        left |= 1 << team
        write(
            world, now, who, FREED, stage=account["stage"], team=team, person=person,
            arr=account["arr"], fee=account["fee"],
        )  # fmt: skip
    return left
