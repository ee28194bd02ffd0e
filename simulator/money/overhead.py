"""Overhead: fixed costs of the company and of its motions."""

from typing import Any

import numpy as np

from simulator.model import NONE
from simulator.money.entry_kinds import LAUNCH, MOTION_FIXED_COST, OVERHEAD
from simulator.money.labour_time import just_before
from simulator.money.workspace import BILLS, motion_at, put
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH, elapsed


@compiled
def opened(row: Record, index: int, desk: Record) -> None:
    """A motion opens: its launch, and from then on its fixed cost, a part of it for a part of a month."""
    n: Any = np.int64(row["motion"])
    since = row["day"]
    motion = motion_at(desk, n)
    if since < desk["horizon"]:
        put(desk, BILLS, n, since, LAUNCH, NONE, index, motion["launch_cost"])
        _months(n, MOTION_FIXED_COST, index, motion["fixed_cost"], since, desk)


@compiled
def overhead(monthly: int, desk: Record) -> None:
    """Fixed costs of the company itself."""
    _months(NONE, OVERHEAD, NONE, monthly, 0.0, desk)


@compiled
def _months(motion: int, kind: int, row: int, monthly: int, since: float, desk: Record) -> None:
    horizon = desk["horizon"]
    month = elapsed(0.0, since)
    while since < horizon:
        over = min((month + 1) * MONTH, horizon)
        cents = whole_cents(monthly * ((over - since) / MONTH))
        put(desk, BILLS, motion, just_before(over), kind, NONE, row, cents)
        since = over
        month += 1
