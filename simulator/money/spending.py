"""Costs of an account beside people's time: leads, stage visits, free use, service."""

from __future__ import annotations

import numpy as np

from simulator import ledger
from simulator.cents import whole
from simulator.jit import Record, compiled
from simulator.model import MONTH, NONE
from simulator.money.desk import BILLS, USE, offer_of, play_at, put, stage_at
from simulator.money.kinds import FREE_USE, LEAD_COST, SERVING, STAGE_COST, STARTING

# An account, as far as its rows have been read.
SPENT = np.dtype(
    [
        ("play", "i8"),
        ("stage", "i8"),  # in which it uses the product for nothing; NONE
        ("free", "f8"),  # ... from this day on
        ("served", "i8"),  # 1: a customer in use
        ("row", "i8"),  # of the ledger, from which it is one
        ("since", "f8"),
    ],
    align=True,
)


@compiled
def _each_month(play: int, kind: int, row: int, monthly: int, since: float, end: float, desk: Record) -> None:
    """So many cents at the end of each month from `since` on, and of the rest of one by its days."""
    if monthly == 0:
        return
    since = max(0.0, since)
    k = 0
    while since + (k + 1) * MONTH <= end:
        k += 1
        put(desk, USE, play, since + k * MONTH, kind, NONE, row, monthly)
    rest = end - (since + k * MONTH)
    if rest > 0.0:
        put(desk, USE, play, end, kind, NONE, row, whole(monthly * (rest / MONTH)))


@compiled
def _stop_free(spent: Record, index: int, end: float, desk: Record) -> None:
    """Use for nothing is over."""
    if spent["stage"] >= 0:
        monthly = stage_at(desk, spent["stage"])["free"]
        _each_month(spent["play"], FREE_USE, index, monthly, spent["free"], end, desk)
        spent["stage"] = NONE


@compiled
def _stop_serving(spent: Record, end: float, desk: Record) -> None:
    """The customer is served no more, or under another contract."""
    if spent["served"] == 1:
        monthly = offer_of(desk, spent["play"])["serving"]
        _each_month(spent["play"], SERVING, spent["row"], monthly, spent["since"], end, desk)
        spent["served"] = 0


@compiled
def _leave(spent: Record, row: Record, index: int, desk: Record) -> None:
    """A visit to a stage is over. It cost something if somebody worked on it."""
    event, day = row["event"], row["day"]
    stage = stage_at(desk, row["stage"])
    if row["reason"] != ledger.WENT_COLD and day >= 0.0:
        kind = STARTING if stage["after_close"] == 1 else STAGE_COST
        put(desk, BILLS, spent["play"], day, kind, NONE, index, stage["cost"])
    if event == ledger.LOST and row["to"] < 0:
        day = min(desk["until"], day + stage["stays"] * MONTH)
    _stop_free(spent, index, day, desk)


@compiled
def _after_close(stage: int, desk: Record) -> bool:
    return stage >= 0 and stage_at(desk, stage)["after_close"] == 1


@compiled
def follow(spent: Record, care: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account; `care` has read it already."""
    event, day = row["event"], row["day"]
    if event == ledger.LEAD:
        spent["play"] = row["to_play"]
        spent["stage"] = NONE
        if day >= 0.0 and row["play"] >= 0:  # that has paid for it
            cost = play_at(desk, row["play"])["lead_cost"]
            put(desk, BILLS, spent["play"], day, LEAD_COST, NONE, index, cost)
    elif event == ledger.MOVED:
        _stop_serving(spent, day, desk)
        spent["play"] = row["to_play"]
    elif event == ledger.WON and not _after_close(spent["stage"], desk):
        spent["stage"] = NONE  # a customer of the first day has no rows of its visits
    if ledger.changes_stage(event):
        if row["stage"] >= 0:
            _leave(spent, row, index, desk)
        if row["to"] >= 0 and event != ledger.NURTURED and stage_at(desk, row["to"])["free"] > 0:
            spent["stage"] = row["to"]
            spent["free"] = day
    if care["cared"] == 0:
        _stop_serving(spent, day, desk)
    elif spent["served"] == 0:
        spent["served"] = 1
        spent["row"] = index
        spent["since"] = day


@compiled
def finish(spent: Record, desk: Record) -> None:
    """No more rows: it goes on to the end of what is simulated."""
    _stop_serving(spent, desk["until"], desk)
    _stop_free(spent, NONE, desk["until"], desk)
