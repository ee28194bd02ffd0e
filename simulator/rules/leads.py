"""Create accounts: monthly leads and dated leads."""

import math

from simulator.ledger import LEAD
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import ARRIVAL, FIT, UNITS, uniform
from simulator.rules import at, life, need
from simulator.rules.channels import bought, expected_of_people, is_fed_by_people
from simulator.rules.life import INF, Step, again, drawn, normal, write
from simulator.rules.market import is_free, touch
from simulator.rules.motions import chosen, is_open
from simulator.rules.shocks import LEADS as SHOCKED_LEADS, factor


@compiled
def lead_address(motion: Record, channel: int, n: int) -> int:
    """Of an account's random numbers: (motion, channel, n), below 2**63. The motion goes by its name's
    hash."""
    return (motion["address"] * 256 + channel) * 2**40 + n


@compiled
def born(world: Record, address: int, motion: int, market: int, channel: int, parent: int) -> int:
    """A new account at an address of the random numbers; its first step enters the first stage."""
    who = world["born"]
    world["born"] += 1
    account = at.account(world, who)
    account["address"] = address
    account["motion"], account["first_motion"] = motion, motion
    account["market"] = market
    account["channel"] = channel
    account["parent"] = parent
    account["life"] = life.PROSPECT
    account["phase"] = life.NEWBORN
    account["stage"] = at.motion(world, motion)["first_stage"]
    account["team_1"] = account["team_2"] = NONE
    account["clean"] = 1
    return who


@compiled
def lead(
    world: Record, address: int, motion: int, paid_by: int, channel: int, fit: float, now: float,
    stage: int = NONE, by: int = NONE, cents: int = 0,
) -> None:  # fmt: skip
    """A prospect comes, of a source with this mean fit. `paid_by`: the motion whose lead it is. It comes in
    at `stage`, NONE: the first; `by`: the channel of a motion that has any, and what it has cost there."""
    touch(world, paid_by)
    who = born(world, address, motion, paid_by, channel, NONE)
    comes(world, who, fit, paid_by, stage, by, cents, now)


@compiled
def comes(
    world: Record, who: int, fit: float, paid_by: int, stage: int, by: int, cents: int, now: float
) -> None:
    """Who has just been born comes in at a stage, NONE: the first; of how many units is its own."""
    account = at.account(world, who)
    row = at.motion(world, account["motion"])
    account["fit"] = fit + normal(world, account, FIT, 0)
    account["units"] = max(1, math.floor(drawn(world, account, row["units"], UNITS, 0) + 0.5))
    enters(world, who, paid_by, stage, by, cents, now)


@compiled
def enters(world: Record, who: int, paid_by: int, stage: int, by: int, cents: int, now: float) -> None:
    """Its first row, at a stage; NONE: the first. `by`: its channel, NONE: it came by none; what it cost."""
    account = at.account(world, who)
    if stage >= 0:
        account["stage"] = stage
    need.come(world, account, by, now)
    write(
        world, now, who, LEAD, to=account["stage"], motion=paid_by, to_motion=account["motion"],
        count=account["units"], person=by, amount=cents, state=account["need"],
    )  # fmt: skip


@compiled
def _address(world: Record, source: Record, n: int) -> int:
    """The address of a source's n-th lead."""
    return lead_address(at.motion(world, source["motion"]), source["channel"], source["first"] + n)


@compiled
def _wait_for_one(world: Record, source: Record, state: Record) -> None:
    """The unit-Poisson time of the next lead.

    A stream inverts its cumulative rate at such times (Cinlar 1975): more leads a month move every lead
    forward and change nothing else about it.
    """
    u = uniform(world["seed"], world["replication"], _address(world, source, 0), ARRIVAL, state["n"])
    state["mass"] -= math.log(u)


@compiled
def _next(world: Record, index: int) -> float:
    """The day of the source's next lead; INF after its last."""
    source = at.source(world, index)
    state = at.source_state(world, index)
    if source["monthly"] < 0:
        if state["n"] >= source["dated"]:
            return INF
        return at.dated(world, source["first_dated"] + state["n"])["day"]
    stream = source["monthly"]
    months = world["months"]
    _wait_for_one(world, source, state)
    while state["month"] < months:
        expected = at.leads_a_month(world, stream, state["month"])
        expected *= factor(world, SHOCKED_LEADS, state["month"] * MONTH)
        within = max(0.0, state["mass"] - state["spent"])
        if within < expected:
            return (state["month"] + within / expected) * MONTH
        state["spent"] += expected
        state["month"] += 1
    return INF


@compiled
def source_step(world: Record, index: int, why: int, now: float) -> Step:
    """A lead comes, once the motion is open, and the source knows when the next one will."""
    state = at.source_state(world, index)
    source = at.source(world, index)
    if is_fed_by_people(world, source):
        return _made(world, source, state, why, now)
    if why != life.BEGIN:
        n = state["n"]
        if source["monthly"] < 0:
            n = at.dated(world, source["first_dated"] + n)["address"]
        state["n"] += 1
        _come(world, source, n, now)
    return again(0, _next(world, index))


@compiled
def _made(world: Record, source: Record, state: Record, why: int, now: float) -> Step:
    """The same of a source that people feed: how many they are it only knows as each month begins."""
    if why == life.BEGIN:
        _wait_for_one(world, source, state)
        return again(0, 0.0)
    if state["due"] == 1:
        state["n"] += 1
        _come(world, source, state["n"] - 1, now)
        _wait_for_one(world, source, state)
    else:
        state["expected"] = expected_of_people(world, source, state["month"])
    within = max(0.0, state["mass"] - state["spent"])
    if within < state["expected"]:
        state["due"] = 1
        return again(0, (state["month"] + within / state["expected"]) * MONTH)
    state["due"] = 0
    state["spent"] += state["expected"]
    state["month"] += 1
    return again(0, state["month"] * MONTH if state["month"] < world["months"] else INF)


@compiled
def _come(world: Record, source: Record, n: int, now: float) -> None:
    """The n-th lead of a source is there: of its motion, or of another that takes it."""
    address, motion = _address(world, source, n), source["motion"]
    if not is_open(world, motion, now) or not is_free(world, motion, address):
        return
    to = chosen(world, motion, address, now)
    stage = source["stage"] if to == motion else NONE
    fit, cents = source["fit"], 0
    if source["by"] >= 0:
        fit, cents = bought(world, source, now)
    lead(world, address, to, motion, source["channel"], fit, now, stage, source["by"], cents)
