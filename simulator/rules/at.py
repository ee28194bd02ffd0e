"""Where things of the world stand: `at.account(world, who)` is the record of an account, written in place."""

from collections.abc import Callable

import numba
import numpy as np

from simulator.numerics.curves import POINTS
from simulator.numerics.jit import Floats, Record, compiled
from simulator.numerics.pointers import pointer, row_of
from simulator.rules.world import LISTS


def _rows(name: str) -> Callable[[Record, int], Record]:
    return row_of(name, LISTS[name])


account = _rows("accounts")
channel = _rows("channels")
choice = _rows("choices")
curve = _rows("curves")
freed = _rows("freed")
dated = _rows("dated")
opening = _rows("opening")
money = _rows("money")
move = _rows("moves")
offer = _rows("offers")
person = _rows("people")
plan = _rows("plans")
plan_state = _rows("plan_states")
motion = _rows("motions")
motion_state = _rows("motion_states")
rate = _rows("rates")
rise = _rows("rises")
row = _rows("rows")
source = _rows("sources")
source_state = _rows("source_states")
stage = _rows("stages")
step = _rows("steps")
team = _rows("teams")
team_state = _rows("team_states")
visits = _rows("visits")
under_way = _rows("under_way")
visits_before = _rows("visits_before")

_contracts = _rows("contracts")


@compiled
def contract(world: Record, account: Record) -> Record:
    """What is known of an account since it signed; of one that has not, a row with nothing in it."""
    return _contracts(world, account["contract"])


@compiled
def tables(world: Record) -> Floats:
    """The tables of the quantile curves, (tables, points)."""
    return numba.carray(pointer(world["tables"]), (world["table_count"], POINTS), np.float64)


@compiled
def leads_a_month(world: Record, stream: int, month: int) -> float:
    """The rate of a stream of leads in a month."""
    return numba.carray(pointer(world["leads"]), (stream + 1, world["months"]), np.float64)[stream, month]
