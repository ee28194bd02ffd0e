"""Costs of an account beside people's time: leads, stage visits, free use, service."""

import numpy as np

from simulator import ledger
from simulator.model import NONE
from simulator.money.entry_kinds import FREE_USE, LEAD_COST, SERVING, STAGE_COST, STARTING, WINNING_BACK
from simulator.money.workspace import BILLS, USE, motion_at, offer_of, put, stage_at
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH

# An account, as far as its rows have been read.
SPENT = np.dtype(
    [
        ("motion", "i8"),
        ("stage", "i8"),  # in which it uses the product for nothing; NONE
        ("free", "f8"),  # ... from this day on
        ("served", "i8"),  # 1: a customer in use
        ("row", "i8"),  # of the ledger, from which it is one
        ("since", "f8"),
    ],
    align=True,
)


@compiled
def _each_month(
    motion: int, kind: int, row: int, monthly: int, since: float, end: float, desk: Record
) -> None:
    """So many cents at the end of each month from `since` on, and of the rest of one by its days."""
    if monthly == 0:
        return
    since = max(0.0, since)
    k = 0
    while since + (k + 1) * MONTH <= end:
        k += 1
        put(desk, USE, motion, since + k * MONTH, kind, NONE, row, monthly)
    rest = end - (since + k * MONTH)
    if rest > 0.0:
        put(desk, USE, motion, end, kind, NONE, row, whole_cents(monthly * (rest / MONTH)))


@compiled
def _stop_free(spent: Record, index: int, end: float, desk: Record) -> None:
    """Use for nothing is over."""
    if spent["stage"] >= 0:
        monthly = stage_at(desk, spent["stage"])["free_user_cost"]
        _each_month(spent["motion"], FREE_USE, index, monthly, spent["free"], end, desk)
        spent["stage"] = NONE


@compiled
def _stop_serving(spent: Record, end: float, desk: Record) -> None:
    """The customer is served no more, or under another contract."""
    if spent["served"] == 1:
        monthly = offer_of(desk, spent["motion"])["cost_to_serve"]
        _each_month(spent["motion"], SERVING, spent["row"], monthly, spent["since"], end, desk)
        spent["served"] = 0


@compiled
def _leave(spent: Record, row: Record, index: int, desk: Record) -> None:
    """A visit to a stage is over. It cost something if somebody worked on it."""
    event, day = row["event"], row["day"]
    stage = stage_at(desk, row["stage"])
    if row["reason"] != ledger.UNWORKED and day >= 0.0:
        kind = STARTING if stage["after_close"] == 1 else STAGE_COST
        put(desk, BILLS, spent["motion"], day, kind, NONE, index, stage["cost"])
    if event == ledger.LOST and row["to"] < 0:
        day = min(desk["until"], day + stage["free_user_stays"] * MONTH)
    _stop_free(spent, index, day, desk)


@compiled
def _after_close(stage: int, desk: Record) -> bool:
    return stage >= 0 and stage_at(desk, stage)["after_close"] == 1


@compiled
def follow(spent: Record, care: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account; `care` has read it already."""
    event, day = row["event"], row["day"]
    if event == ledger.LEAD:
        spent["motion"] = row["to_motion"]
        spent["stage"] = NONE
        if day >= 0.0 and row["motion"] >= 0:  # that has paid for it
            cost = row["amount"] if row["person"] >= 0 else motion_at(desk, row["motion"])["lead_cost"]
            put(desk, BILLS, spent["motion"], day, LEAD_COST, NONE, index, cost)
    elif event == ledger.MOVED:
        _stop_serving(spent, day, desk)
        spent["motion"] = row["to_motion"]
    elif event == ledger.BACK_AS_LEAD:
        cost = offer_of(desk, spent["motion"])["winback_cost"]
        put(desk, BILLS, spent["motion"], day, LEAD_COST, NONE, index, cost)
    elif event == ledger.WON_BACK:
        cost = offer_of(desk, spent["motion"])["winback_cost"]
        put(desk, BILLS, spent["motion"], day, WINNING_BACK, NONE, index, cost)
    elif event == ledger.WON and not _after_close(spent["stage"], desk):
        spent["stage"] = NONE  # a customer of the first day has no rows of its visits
    if ledger.changes_stage(event):
        if row["stage"] >= 0:
            _leave(spent, row, index, desk)
        if row["to"] >= 0 and event != ledger.NURTURED and stage_at(desk, row["to"])["free_user_cost"] > 0:
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
