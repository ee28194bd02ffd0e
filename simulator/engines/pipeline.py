"""The pipeline of the first day: who is open after the months before it, lived under the same rules."""

from collections.abc import Callable

import numpy as np

from simulator import ledger
from simulator.events import DECLARED
from simulator.ledger import ROOM, TooManyRows
from simulator.model import Numbers
from simulator.numerics.jit import Ints, Rows
from simulator.rules import life
from simulator.rules.world import UNDER_WAY, World

# Rows that tell when an account came to where it is.
_STAGE_EVENTS = [number for number, event in DECLARED.items() if ledger.TO_STAGE in event.columns]


def room(numbers: Numbers) -> tuple[int, int]:
    """Accounts and rows that a world makes room for at first."""
    expected = int(numbers.leads.sum()) + len(numbers.dated) + 64
    return expected + expected // 8, 8 * expected + ROOM


def under_way(
    before: Numbers, seed: int, replication: int, live: Callable[[World], None]
) -> tuple[Rows, Rows]:
    """All prospects that are neither won nor lost when the first day comes, and their VISITS so far.

    In the order in which they are to ask for people: who has all that it needs, who has some, who waits.
    """
    world = World(before, seed, replication, *room(before))
    try:
        live(world)
    except TooManyRows as error:
        raise TooManyRows(f"in the months before the first day, which its pipeline needs: {error}") from None
    accounts = world.accounts[: world.record["born"]]
    open_ones = np.flatnonzero(accounts["life"] == life.PROSPECT)
    mine = accounts[open_ones]
    found = np.zeros(len(mine), UNDER_WAY)
    for name in {*(UNDER_WAY.names or ())} & {*(mine.dtype.names or ())}:
        found[name] = mine[name]
    rows, until = world.rows[: world.record["written"]], before.until
    found["turns_at"] -= until
    came = _last(rows, len(accounts), _STAGE_EVENTS)[open_ones]
    sat = _last(rows, len(accounts), [ledger.SEATED])[open_ones]
    found["since"] = rows["day"][came] - until
    found["reason"] = rows["reason"][came]
    found["by"] = rows["person"][_last(rows, len(accounts), [ledger.LEAD])[open_ones]]
    asked = np.where(sat > came, rows["day"][sat] - until, found["since"])
    held = _bit(mine["team_1"]) | _bit(mine["team_2"])
    needed = before.stages["teams"][mine["stage"]]
    works = (needed & ~held) == 0
    found["worked"] = np.where(works, -asked, -1.0)
    rank = np.where(works, 0, np.where(needed & held != 0, 1, 2))
    order = np.lexsort((asked, rank, found["phase"] == life.RESTING))
    each = int(world.record["most_stages"])
    visits = world.visits[: len(accounts) * each].reshape(-1, each)[open_ones]
    return found[order], np.ascontiguousarray(visits[order]).reshape(-1)


def _last(rows: Rows, accounts: int, events: list[int]) -> Ints:
    """The last row of each account that is of one of some events; -1: it has none."""
    those = np.flatnonzero(np.isin(rows["event"], events) & (rows["account"] >= 0))
    last = np.full(accounts, -1, np.int64)
    last[rows["account"][those]] = those  # of several the last counts
    return last


def _bit(team: Ints) -> Ints:
    """The set of one team; of none where it is NONE."""
    return np.where(team >= 0, np.int64(1) << np.maximum(team, 0).astype(np.int64), 0)
