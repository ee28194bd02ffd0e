"""What happens to the company itself: headcount by plan, and the month end."""

from __future__ import annotations

import math

from simulator.jit import Record, compiled
from simulator.ledger import BOOK, STAFFED
from simulator.model import MONTH, NONE
from simulator.rules.impact import attended_share
from simulator.rules.life import BEGIN, INF, Step, again
from simulator.rules.world import plan_at, team_at, team_state_at, write


@compiled
def staffing_step(world: Record, team: int, why: int, now: float) -> Step:
    """The dated plan of a team: from now on it has so many people, and seats."""
    row = team_at(world, team)
    state = team_state_at(world, team)
    if why != BEGIN:
        people = plan_at(world, row["first_plan"] + state["next_plan"])["people"]
        state["people"] = people
        state["next_plan"] += 1
        if row["book"] == 0.0:
            # A whole product may come out a hair below itself: 3 * 0.8 * 10 = 24.000000000000004 - or less.
            state["seats"] = math.floor(row["at_once"] * people * row["working"] + 1e-9)
        write(world, now, NONE, STAFFED, team=team, person=people, amount=state["seats"])
    at = INF
    if state["next_plan"] < row["plans"]:
        at = plan_at(world, row["first_plan"] + state["next_plan"])["day"]
    return again(0, at)


@compiled
def month_end_step(world: Record, why: int, now: float) -> Step:
    """How full each book is."""
    if why == BEGIN:
        return again(0, MONTH)
    for team in range(world["team_count"]):
        if team_at(world, team)["book"] > 0.0:
            state = team_state_at(world, team)
            if now <= world["horizon"]:
                state["attended"] = attended_share(world, team)
            write(world, now, NONE, BOOK, team=team, person=state["people"], amount=state["accounts"])
    months = math.floor(now / MONTH + 0.5)
    return again(0, (months + 1) * MONTH)
