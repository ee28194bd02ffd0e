"""The book of a team: what its customers take, and for what share of their cycles there is time."""

import math

from simulator.ledger import BOOK, BOOK_LOAD
from simulator.model import NONE
from simulator.numerics.jit import Record, compiled
from simulator.rules import at
from simulator.rules.life import write


@compiled
def open_book(world: Record, account: Record) -> None:
    """The team that keeps the book of its motion looks after it."""
    if at.motion(world, account["motion"])["csm"] >= 0:
        at.motion_state(world, account["motion"])["in_book"] += 1


@compiled
def close_book(world: Record, account: Record) -> None:
    """Nobody looks after it any more."""
    contract = at.contract(world, account)
    if at.motion(world, account["motion"])["csm"] < 0:
        return
    if contract["live"] == 1 and contract["lapsed"] == 0:
        at.motion_state(world, account["motion"])["in_book"] -= 1


@compiled
def _in_book(world: Record, team: int) -> int:
    """The accounts in a team's book."""
    accounts = 0
    for n in range(world["motion_count"]):
        if at.motion(world, n)["csm"] == team:
            accounts += at.motion_state(world, n)["in_book"]
    return accounts


@compiled
def carried(world: Record, team: int) -> float:
    """What these accounts take: one of load 4 as much as four."""
    load = 0.0
    for n in range(world["motion_count"]):
        motion = at.motion(world, n)
        if motion["csm"] == team:
            load += at.motion_state(world, n)["in_book"] * motion["load"]
    return load


@compiled
def serves_and_keeps(row: Record) -> bool:
    """Whether a team works on deals and keeps a book besides."""
    return row["capacity"] > 0.0 and row["book"] > 0.0


@compiled
def taken_by_customers(world: Record, team: int) -> float:
    """People of a team whose time its customers take before any deal: none where deals come first."""
    row = at.team(world, team)
    if not serves_and_keeps(row) or row["deals_first"] == 1:
        return 0.0
    return carried(world, team) / row["book"]


@compiled
def at_work(world: Record, team: int) -> float:
    """People of a team by the time that they have for deals and customers: what making leads leaves of it."""
    row = at.team(world, team)
    return at.team_state(world, team)["able"] * row["working"] * (1.0 - row["prospecting"])


@compiled
def room(world: Record, team: int) -> float:
    """Accounts of load 1 for which a team has time: where deals come first, in what these leave of it."""
    row, state = at.team(world, team), at.team_state(world, team)
    able = at_work(world, team)
    if serves_and_keeps(row) and row["deals_first"] == 1:
        able = max(0.0, able - state["busy"] / row["capacity"])
    return row["book"] * able


@compiled
def coverage(world: Record, motion: int) -> float:
    """The share of cycles of a motion's customers for which those who keep the book find time: what those
    attended before them leave, over what all of their own priority take."""
    row = at.motion(world, motion)
    left, load = room(world, row["csm"]), 0.0
    for n in range(world["motion_count"]):
        other = at.motion(world, n)
        if other["csm"] == row["csm"]:
            takes = at.motion_state(world, n)["in_book"] * other["load"]
            if other["attended_first"] < row["attended_first"]:
                left -= takes
            elif other["attended_first"] == row["attended_first"]:
                load += takes
    left = max(0.0, left)
    return left / max(left, load, row["load"])


@compiled
def _is_weighed(world: Record, team: int) -> bool:
    """Whether the number of its accounts and people does not tell how full a team's book is."""
    if serves_and_keeps(at.team(world, team)):
        return True
    for n in range(world["motion_count"]):
        motion = at.motion(world, n)
        if motion["csm"] == team and motion["load"] != 1.0:
            return True
    return False


@compiled
def write_book(world: Record, team: int, now: float) -> None:
    """How many accounts a team looks after; and how full that makes its book, where numbers do not tell."""
    people = at.team_state(world, team)["people"]
    write(world, now, NONE, BOOK, team=team, count=people, amount=_in_book(world, team))
    if _is_weighed(world, team):
        takes, time = carried(world, team), room(world, team)
        write(world, now, NONE, BOOK_LOAD, team=team, count=_hundredths(time), amount=_hundredths(takes))


@compiled
def _hundredths(value: float) -> int:
    return math.floor(100.0 * value + 0.5)
