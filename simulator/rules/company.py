"""Events of the company itself: staffing by plan and by gate, and month ends."""

import math

from simulator.ledger import STAFFED
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.rules import at
from simulator.rules.book import at_work, carried, coverage, serves_and_keeps, taken_by_customers, write_book
from simulator.rules.life import BEGIN, INF, Step, again, write
from simulator.rules.market import free_again
from simulator.rules.motions import next_opening, open_motions
from simulator.rules.people import come_and_go
from simulator.rules.seats import reckon
from simulator.rules.usage import expected_share


@compiled
def next_month_end(now: float) -> float:
    """The first month end after an instant."""
    return (math.floor(now / MONTH) + 1) * MONTH


@compiled
def staffing_step(world: Record, team: int, why: int, now: float) -> Step:
    """From now on a team has so many people, and seats: by its dated plan, by gates read at month ends,
    and as new people learn their work."""
    row = at.team(world, team)
    state = at.team_state(world, team)
    people, seats = state["people"], state["seats"]
    month_end = math.floor(now / MONTH) * MONTH == now and 0.0 < now < world["horizon"]
    if why != BEGIN:
        reckon(world, team, now)
        while state["next_plan"] < row["plans"]:
            n = row["first_plan"] + state["next_plan"]
            plan = at.plan(world, n)
            if plan["day"] > now or (gated(plan) and not (month_end and may_hire(world, team, plan, now))):
                break
            at.plan_state(world, n)["day"] = now
            at.plan_state(world, n)["hired"] = plan["people"] - state["people"]
            come_and_go(world, team, plan["people"])
            state["next_plan"] += 1
            if gated(plan):
                break  # those behind it judge the next month, with who has come now
        state["able"] = float(state["people"])
        if row["capacity"] > 0.0:
            state["able"] = _able(world, team, now)
            # A whole product may come out a hair below itself: 3 * 0.8 * 10 = 24.000000000000004 - or less.
            working = row["working"] * (1.0 - row["prospecting"])
            there = row["capacity"] * state["able"] * working
            there = math.floor(there - row["capacity"] * taken_by_customers(world, team) + 1e-9)
            state["seats"] = max(0, there)
        state["busy_from"], state["busy_days"] = now, 0.0
        if people != state["people"] or seats != state["seats"] or now == 0.0:
            write(world, now, NONE, STAFFED, team=team, count=state["people"], amount=state["seats"])
    return again(0, _next_staffing(world, team, why, now))


@compiled
def _able(world: Record, team: int, now: float) -> float:
    """People, of whom those new count in part: linearly more until their ramp is over."""
    row = at.team(world, team)
    state = at.team_state(world, team)
    able = float(state["people"])
    gone = 0  # people of earlier lines who have left since: the newest first
    if row["ramp"] > 0.0:
        for back in range(1, state["next_plan"]):
            line = at.plan_state(world, row["first_plan"] + state["next_plan"] - back)
            stayed = line["hired"] - gone
            gone = max(0, -stayed)
            here = min(1.0, (now - line["day"]) / (row["ramp"] * MONTH))
            able -= max(0, stayed) * (1.0 - here)
    return able


@compiled
def _next_staffing(world: Record, team: int, why: int, now: float) -> float:
    """The next day of the plan; each month end while new people learn or a gate is closed, and up to the
    horizon where seats are what customers leave of people's time: if each that goes freed one at once, none
    would be kept for those who come."""
    row = at.team(world, team)
    state = at.team_state(world, team)
    if why == BEGIN:
        return at.plan(world, row["first_plan"])["day"]
    due = INF
    if serves_and_keeps(row) and row["deals_first"] == 0 and now < world["horizon"]:
        due = next_month_end(now)
    if row["ramp"] > 0.0 and state["next_plan"] > 1:
        last = at.plan_state(world, row["first_plan"] + state["next_plan"] - 1)["day"]
        if now < last + row["ramp"] * MONTH:
            due = min(due, next_month_end(now))
    if state["next_plan"] < row["plans"]:
        plan = at.plan(world, row["first_plan"] + state["next_plan"])
        if not gated(plan):
            due = min(due, plan["day"])
        elif now < world["horizon"]:
            due = min(due, next_month_end(now))
    return due


@compiled
def month_end_step(world: Record, why: int, now: float) -> Step:
    """How full each book is, and which motions open."""
    month_end = why != BEGIN and math.floor(now / MONTH) * MONTH == now
    if why == BEGIN:
        expect_use(world)
    open_motions(world, now, month_end)
    if month_end:
        free_again(world, round(now / MONTH))
        if now <= world["horizon"]:
            for motion in range(world["motion_count"]):
                if at.motion(world, motion)["csm"] >= 0:
                    at.motion_state(world, motion)["attended"] = coverage(world, motion)
        for team in range(world["team_count"]):
            if at.team(world, team)["book"] > 0.0:
                write_book(world, team, now)
    return again(0, min(next_month_end(now), next_opening(world)))


@compiled
def expect_use(world: Record) -> None:
    """Find what use of each motion is expected of who signs: the same for all of them."""
    for motion in range(world["motion_count"]):
        row = at.motion(world, motion)
        at.motion_state(world, motion)["use"] = expected_share(row, at.offer(world, row["offer"]))


@compiled
def gated(plan: Record) -> bool:
    """Whether a line of a plan waits for anything but its day."""
    return plan["gate_arr"] >= 0 or plan["gate_used"] >= 0.0 or plan["gate_cash"] >= 0.0


@compiled
def may_hire(world: Record, team: int, plan: Record, now: float) -> bool:
    """Whether every gate of a line is open at this month end."""
    if world["arr"] < plan["gate_arr"]:
        return False
    if plan["gate_used"] >= 0.0 and used(world, team, now) < plan["gate_used"]:
        return False
    return not (plan["gate_cash"] >= 0.0 and world["months_of_cash"] < plan["gate_cash"])


@compiled
def used(world: Record, team: int, now: float) -> float:
    """Share of the team's seats in use since the last month end; how full its book is; where it has both,
    the share of its time that goes into either."""
    row = at.team(world, team)
    state = at.team_state(world, team)
    if serves_and_keeps(row):
        able, days = at_work(world, team), now - state["busy_from"]
        if able <= 0.0 or days <= 0.0:
            return 1.0
        return (carried(world, team) / row["book"] + state["busy_days"] / days / row["capacity"]) / able
    if row["book"] > 0.0:
        there = row["book"] * state["people"]
        return carried(world, team) / there if there > 0.0 else 1.0
    days = state["seats"] * (now - state["busy_from"])
    return state["busy_days"] / days if days > 0.0 else 1.0
