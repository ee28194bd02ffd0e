"""What all rules share: a step and its reasons, and how chance is drawn."""

import math
from typing import NamedTuple

from simulator.model import FLAT, FOLLOWS_FIT, JUDGED, NONE
from simulator.numerics.curves import NORMAL, quantile
from simulator.numerics.jit import Record, compiled
from simulator.numerics.streams import OWN_RATE, uniform
from simulator.numerics.threshold import chance_above
from simulator.rules import at

INF = math.inf

_PURPOSES = 256  # more than there are
_ADDRESSES = 2**24  # with a purpose 32 bits

# Actors, in the order in which things due at one instant happen. Patience comes last of all:
# who is served at the very end of its patience is served.
STAFFING, WORK, CONTRACT, MONTH_END, LEADS, MAX_WAIT = 0, 1, 2, 3, 4, 5

# Why an actor steps.
BEGIN = 0  # the company opens: when will you be due first?
DUE = 1  # its instant has come
SEAT = 2  # a seat of the team that it asked for is given
GAVE_UP = 3  # its longest wait ended before a seat was free

# What an account's work is at.
# FIRST_DAY: a customer of the first day; UNDER_WAY: a prospect of it whom no table lists.
NEWBORN, IN_STAGE, RESTING, IN_USE, FIRST_DAY, UNDER_WAY = 0, 1, 2, 3, 4, 5

# What an account is.
PROSPECT, CUSTOMER, GONE = 0, 1, 2


class Step(NamedTuple):
    """What an engine has to do after a step, in this order."""

    frees: int  # set of teams of which a seat goes back
    contract: float  # instant at which a contract that began is due; INF: none began
    takes: int  # team of which it asks for a seat; NONE: it does not
    priority: int
    gives_up_at: float  # instant at which it stops waiting
    at: float  # instant at which it is due again, if it asks for no seat; INF: never


@compiled
def again(frees: int, at: float) -> Step:
    """Give back seats of the teams `frees`; due again at `at`."""
    return Step(frees, INF, NONE, 0, INF, at)


@compiled
def ask(frees: int, team: int, priority: int, gives_up_at: float) -> Step:
    """Give back seats of the teams `frees` and ask for one of `team`, until `gives_up_at`."""
    return Step(frees, INF, team, priority, gives_up_at, INF)


@compiled
def draw(world: Record, account: Record, purpose: int, n: int) -> float:
    """The account's uniform number for a purpose."""
    return uniform(world["seed"], world["replication"], account["address"], purpose, n)


@compiled
def purpose_at(address: int, purpose: int) -> int:
    """A purpose of a stage, a choice or a move as part of an address: each has draws of its own."""
    return address % _ADDRESSES * _PURPOSES + purpose


@compiled
def drawn(world: Record, account: Record, curve: int, purpose: int, n: int) -> float:
    """The account's value of a curve; a constant costs no random number."""
    row = at.curve(world, curve)
    if row["scale"] == 0.0:
        return row["shift"]
    return quantile(at.tables(world), row, draw(world, account, purpose, n))


@compiled
def normal(world: Record, account: Record, purpose: int, n: int) -> float:
    """The account's standard normal number for a purpose."""
    return drawn(world, account, NORMAL, purpose, n)


@compiled
def chance(world: Record, account: Record, index: int, shift: float) -> float:
    """The probability that a rate holds for this account, its threshold raised by `shift`."""
    rate = at.rate(world, index)
    kind = rate["kind"]
    if kind == JUDGED:
        return chance_above(rate["threshold"] + shift, rate["fit_correlation"], account["fit"])
    if kind == FLAT:
        p = rate["p"]
    else:
        if kind == FOLLOWS_FIT:
            u = min(max(chance_above(-account["fit"], 0.0, 0.0), 1e-12), 1.0 - 1e-12)
        else:
            u = draw(world, account, OWN_RATE, rate["address"])
        p = quantile(at.tables(world), at.curve(world, rate["curve"]), u)
    if shift == 0.0 or p <= 0.0 or p >= 1.0:
        return p
    level = quantile(at.tables(world), at.curve(world, NORMAL), p)
    return chance_above(shift - level, 0.0, 0.0)


@compiled
def write(
    world: Record,
    day: float,
    account: int,
    event: int,
    stage: int = NONE,
    to: int = NONE,
    motion: int = NONE,
    to_motion: int = NONE,
    team: int = NONE,
    person: int = NONE,
    count: int = NONE,
    reason: int = 0,
    invoice: int = 0,
    amount: int = 0,
    arr: int = 0,
    fee: int = 0,
    state: int = 0,
) -> None:
    """Append a row to the ledger; simulator.ledger tells what its columns mean."""
    row = at.row(world, world["written"])
    row["day"] = day
    row["account"] = account
    row["event"] = event
    row["stage"] = stage
    row["to"] = to
    row["motion"] = motion
    row["to_motion"] = to_motion
    row["team"] = team
    row["person"] = person
    row["count"] = min(count, 2**31 - 1)
    row["reason"] = reason
    row["invoice"] = invoice
    row["amount"] = amount
    row["arr"] = arr
    row["fee"] = fee
    row["state"] = state
    world["written"] += 1
