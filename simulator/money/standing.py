"""Overhead: standing costs of the company and of its plays."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.cents import whole
from simulator.jit import Record, compiled
from simulator.model import MONTH, NONE
from simulator.money.desk import BILLS, play_at, put
from simulator.money.kinds import LAUNCH, OVERHEAD, PLAY_STANDING
from simulator.money.work import just_before
from simulator.months import elapsed


@compiled
def opened(row: Record, index: int, desk: Record) -> None:
    """A play opens: its launch, and from then on its standing cost, a part of it for a part of a month."""
    n: Any = np.int64(row["play"])
    since = row["day"]
    play = play_at(desk, n)
    if since < desk["horizon"]:
        put(desk, BILLS, n, since, LAUNCH, NONE, index, play["launch_cost"])
        _months(n, PLAY_STANDING, index, play["standing_cost"], since, desk)


@compiled
def overhead(monthly: int, desk: Record) -> None:
    """Standing costs of the company itself."""
    _months(NONE, OVERHEAD, NONE, monthly, 0.0, desk)


@compiled
def _months(play: int, kind: int, row: int, monthly: int, since: float, desk: Record) -> None:
    horizon = desk["horizon"]
    month = elapsed(0.0, since)
    while since < horizon:
        over = min((month + 1) * MONTH, horizon)
        cents = whole(monthly * ((over - since) / MONTH))
        put(desk, BILLS, play, just_before(over), kind, NONE, row, cents)
        since = over
        month += 1
