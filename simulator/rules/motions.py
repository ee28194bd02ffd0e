"""Several motions in one company: opening, learning, choice between them, and moves."""

from simulator.ledger import MOTION_OPENED
from simulator.model import AT_GROWTH, NONE
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.streams import CHOICE, MOVE, uniform
from simulator.rules import at
from simulator.rules.life import INF, chance, draw, purpose_at, write


@compiled
def is_open(world: Record, motion: int, now: float) -> bool:
    """Whether a motion takes leads: its day has come, or the company has grown enough for it."""
    if at.motion(world, motion)["opens_at_arr"] >= 0:
        return at.motion_state(world, motion)["open"] == 1
    return now >= at.motion(world, motion)["opens"]


@compiled
def learned(world: Record, motion: int, now: float) -> float:
    """Share of the stated chance to sign: a young motion has yet to learn."""
    row = at.motion(world, motion)
    if row["learning"] <= 0.0:
        return 1.0
    # On its very day work comes before the month end that notes it: by date the list knows better.
    since = row["opens"] if row["opens_at_arr"] < 0 else at.motion_state(world, motion)["day"]
    months = max(0.0, now - since) / MONTH
    return row["learning_from"] + (1.0 - row["learning_from"]) * min(1.0, months / row["learning"])


@compiled
def chosen(world: Record, motion: int, address: int, now: float) -> int:
    """The motion that a lead of this one goes to: perhaps another that is open, and to its taste."""
    row = at.motion(world, motion)
    first = row["first_choice"]
    left = 1.0  # share of the leads that no motion before this one has taken
    for n in range(first, first + row["choices"]):
        choice = at.choice(world, n)
        if is_open(world, choice["to"], now) and left > 0.0:
            purpose = purpose_at(choice["address"], CHOICE)
            u = uniform(world["seed"], world["replication"], address, purpose, 0)
            if u < choice["share"] / left:
                return choice["to"]
            left -= choice["share"]
    return motion


@compiled
def move_of(world: Record, account: Record, moment: int, n: int, now: float) -> int:
    """The move to another motion that an account makes at its n-th occasion of a kind; NONE: none.

    After growth it may wait for a motion that is not open yet.
    """
    motion = at.motion(world, account["motion"])
    for index in range(motion["first_move"], motion["first_move"] + motion["moves"]):
        move = at.move(world, index)
        if move["at"] != moment or account["units"] < move["units"]:
            continue
        if moment != AT_GROWTH and not is_open(world, move["to"], now):
            continue
        if draw(world, account, purpose_at(move["address"], MOVE), n) < chance(
            world, account, move["chance"], 0.0
        ):
            return index
    return NONE


@compiled
def open_motions(world: Record, now: float, month_end: bool) -> None:
    """Motions whose day has come, or at a month end whose threshold is reached."""
    for motion in range(world["motion_count"]):
        row = at.motion(world, motion)
        state = at.motion_state(world, motion)
        if state["open"] == 1:
            continue
        if row["opens_at_arr"] >= 0:
            due = month_end and world["arr"] >= row["opens_at_arr"] and now < world["horizon"]
        else:
            due = row["opens"] <= now
        if due:
            state["open"] = 1
            state["day"] = now
            write(world, now, NONE, MOTION_OPENED, motion=motion)


@compiled
def next_opening(world: Record) -> float:
    """The day on which the next motion opens by date, INF: none."""
    due = INF
    for motion in range(world["motion_count"]):
        row = at.motion(world, motion)
        if row["opens_at_arr"] < 0 and at.motion_state(world, motion)["open"] == 0:
            due = min(due, row["opens"])
    return due
