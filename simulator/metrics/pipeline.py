"""How fast open deals become customers, and whether there are enough of them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.metrics.journey import LOST, QUALIFIED, SIGNED
from simulator.metrics.ratio import ratio
from simulator.model import MONTH, SAL

QUARTER = 3 * MONTH


class Pipeline(NamedTuple):
    """When each account's deal was open: qualified, and neither signed nor lost for good. Days, inf never."""

    opens: NDArray[np.float64]
    closes: NDArray[np.float64]

    def mean(self, horizon: float) -> float:
        """Deals open at a time, on average over the days before the horizon."""
        days = np.minimum(self.closes, horizon) - np.minimum(np.maximum(self.opens, 0.0), horizon)
        return float(np.maximum(days, 0.0).sum()) / horizon

    def at(self, day: float) -> int:
        """Deals open on a day."""
        return int(((self.opens < day) & (self.closes >= day)).sum())


def pipeline(rows: NDArray[Any], stages: NDArray[Any], days: NDArray[np.float64]) -> Pipeline:
    """Of all accounts; a deal of the first day that is beyond qualification is open from then on."""
    opens = days[:, QUALIFIED].copy()
    held = rows[(rows["event"] == ledger.LEAD) & (rows["day"] < 0.0)]
    beyond = np.zeros(len(stages), np.bool_)
    for stage in np.flatnonzero(stages["marks"] == SAL):
        beyond[stage + 1 :] |= stages["play"][stage + 1 :] == stages["play"][stage]
    opens[held["account"][beyond[held["to"]]]] = 0.0
    return Pipeline(opens, np.minimum(days[:, SIGNED], days[:, LOST]))


def velocity(deals: float, win_rate: float, value: float, cycle: float) -> float:
    """First-year value that a pipeline turns into contracts each day:
    https://thecroreport.com/glossary/sales-cycle-length"""
    return ratio(deals * win_rate * value, cycle) if not math.isnan(cycle) else math.nan


def coverage(pipeline_: Pipeline, value: float, signed: float, horizon: float) -> float:
    """Deals open at the start of the last quarter, at their value, over what it signed."""
    start = horizon - QUARTER
    return ratio(pipeline_.at(start) * value, signed) if start >= 0 else math.nan
