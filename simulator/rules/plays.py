"""Several plays in one company: opening, learning, choice between them, and moves."""

from __future__ import annotations

from simulator.jit import Record, compiled
from simulator.ledger import PLAY_OPENED
from simulator.model import AT_GROWTH, MONTH, NONE
from simulator.rules.life import INF, chance, draw, purpose_at
from simulator.rules.world import choice_at, move_at, play_at, play_state_at, write
from simulator.streams import CHOICE, MOVE, uniform


@compiled
def is_open(world: Record, play: int, now: float) -> bool:
    """Whether a play takes leads: its day has come, or the company has grown enough for it."""
    if play_at(world, play)["opens_at"] >= 0:
        return play_state_at(world, play)["open"] == 1
    return now >= play_at(world, play)["opens"]


@compiled
def learned(world: Record, play: int, now: float) -> float:
    """Share of the stated chance to sign: a young play has yet to learn."""
    row = play_at(world, play)
    if row["learning"] <= 0.0:
        return 1.0
    # On its very day work comes before the month end that notes it: by date the list knows better.
    since = row["opens"] if row["opens_at"] < 0 else play_state_at(world, play)["day"]
    months = max(0.0, now - since) / MONTH
    return row["learning_from"] + (1.0 - row["learning_from"]) * min(1.0, months / row["learning"])


@compiled
def chosen(world: Record, play: int, address: int, now: float) -> int:
    """The play that a lead of this one goes to: perhaps another that is open, and to its taste."""
    row = play_at(world, play)
    first = row["first_choice"]
    left = 1.0  # share of the leads that no play before this one has taken
    for n in range(first, first + row["choices"]):
        choice = choice_at(world, n)
        if is_open(world, choice["to"], now) and left > 0.0:
            purpose = purpose_at(choice["address"], CHOICE)
            u = uniform(world["seed"], world["replication"], address, purpose, 0)
            if u < choice["share"] / left:
                return choice["to"]
            left -= choice["share"]
    return play


@compiled
def move_of(world: Record, account: Record, at: int, n: int, now: float) -> int:
    """The move to another play that an account makes at its n-th occasion of a kind; NONE: none.

    After growth it may wait for a play that is not open yet.
    """
    play = play_at(world, account["play"])
    for index in range(play["first_move"], play["first_move"] + play["moves"]):
        move = move_at(world, index)
        if move["at"] != at or account["units"] < move["units"]:
            continue
        if at != AT_GROWTH and not is_open(world, move["to"], now):
            continue
        if draw(world, account, purpose_at(move["address"], MOVE), n) < chance(
            world, account, move["chance"], 0.0
        ):
            return index
    return NONE


@compiled
def open_plays(world: Record, now: float, month_end: bool) -> None:
    """Plays whose day has come, or at a month end whose threshold is reached."""
    for play in range(world["play_count"]):
        row = play_at(world, play)
        state = play_state_at(world, play)
        if state["open"] == 1:
            continue
        if row["opens_at"] >= 0:
            due = month_end and world["arr"] >= row["opens_at"] and now < world["horizon"]
        else:
            due = row["opens"] <= now
        if due:
            state["open"] = 1
            state["day"] = now
            write(world, now, NONE, PLAY_OPENED, play=play)


@compiled
def next_opening(world: Record) -> float:
    """The day on which the next play opens by date, INF: none."""
    at = INF
    for play in range(world["play_count"]):
        row = play_at(world, play)
        if row["opens_at"] < 0 and play_state_at(world, play)["open"] == 0:
            at = min(at, row["opens"])
    return at
