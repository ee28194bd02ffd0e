"""Shocks to the whole company for a time, the same for all accounts of a replication."""

import math
from typing import Any

import numba
import numpy as np

from simulator.numerics.jit import Floats, Record, Rows, compiled
from simulator.numerics.months import MONTH
from simulator.numerics.pointers import pointer
from simulator.numerics.streams import SHOCK, uniform

LEADS, WIN, CHURN, CYCLE, WAKES, FADES, AT_BIRTH = 0, 1, 2, 3, 4, 5, 6
EFFECTS = 7


@compiled
def _begins(shock: Record, seed: Any, replication: Any, month: int) -> bool:
    """Whether a shock begins in a month: on its date, or by chance."""
    if shock["day"] >= 0.0:
        return month * MONTH <= shock["day"] < (month + 1) * MONTH
    return uniform(seed, replication, shock["address"], SHOCK, month) < shock["odds"]


@compiled
def _climate(shocks: Rows, seed: Any, replication: Any, months: int) -> Floats:
    factors = np.ones((months, EFFECTS))
    for shock in shocks:
        left = 0
        for month in range(months):
            if left == 0 and _begins(shock, seed, replication, month):
                left = shock["months"]
            if left > 0:
                left -= 1
                factors[month, LEADS] *= shock["leads"]
                factors[month, WIN] *= shock["win"]
                factors[month, CHURN] *= shock["churn"]
                factors[month, CYCLE] *= shock["cycle"]
                factors[month, WAKES] *= shock["wakes"]
                factors[month, FADES] *= shock["fades"]
                factors[month, AT_BIRTH] *= shock["at_birth"]
    return factors


def climate(shocks: Rows, seed: int, replication: int, months: int) -> Floats:
    """Factors of each month, shape (months, EFFECTS), in the order of the effects.

    A dated shock begins with the month of its date; by chance none begins while it lasts.
    """
    return _climate(shocks, np.uint64(seed), np.uint64(replication), months)


@compiled
def factor(world: Record, effect: int, now: float) -> float:
    """What the shocks of the time multiply an effect by, such as LEADS."""
    months = world["climate_months"]
    month = min(max(math.floor(now / MONTH), 0), months - 1)
    return numba.carray(pointer(world["climate"]), (months, EFFECTS), np.float64)[month, effect]
