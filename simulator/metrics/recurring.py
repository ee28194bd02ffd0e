"""Recurring revenue by month and play: movements that close to the cent, and who was a customer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import compiled
from simulator.metrics.months import begun, elapsed
from simulator.model import YEAR

STANDING = np.dtype(
    [
        ("arr", "i8"),
        ("committed", "i8"),
        ("arr_then", "i8"),  # a year before the horizon
        ("month", "i8"),  # since which `arr` stands
        ("had", "i1"),  # 1: has had recurring revenue
        ("live", "i1"),
        ("customer", "i1"),
        ("customer_then", "i1"),
    ],
    align=True,
)

# Columns of the months: what happened in one, then what there was at its end.
NEW, EXPANSION, REACTIVATION, CONTRACTION, CHURN, LEADS, WON = range(7)
CUSTOMERS, COMMITTED, LIVE_ARR, NOT_LIVE, CLOSING = range(7, 12)
_COLUMNS = 12


@compiled
def post(
    rows: NDArray[Any], play: NDArray[np.int32], months: int, plays: int, horizon: float
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Columns by month and play, shape (months, plays, 12), and the standing of each account.

    CUSTOMERS to NOT_LIVE are changes, to be added up. CLOSING adds up what stands at each month end
    account by account, so that the movements can be held against it.
    """
    table = np.zeros((months, plays, _COLUMNS), np.int64)
    standings = np.zeros(len(play), STANDING)
    then = horizon - YEAR
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        day = row["day"]
        if day >= horizon or (event != ledger.LEAD and (event < ledger.WON or event > ledger.METERED)):
            continue
        if event in (ledger.STUMBLED, ledger.REACHED, ledger.MISSED):
            continue
        account = row["account"]
        month = elapsed(0.0, day)
        cells = table[month, play[account]]
        if event == ledger.LEAD:
            cells[LEADS] += 1
            continue
        one = standings[account]
        if event == ledger.WON:
            cells[WON] += 1
            cells[CUSTOMERS] += 1
            cells[NOT_LIVE] += 1
            cells[COMMITTED] += row["amount"]
            one["committed"] = row["amount"]
            one["customer"] = 1
            if day < then:
                one["customer_then"] = 1
            continue
        if event == ledger.WENT_LIVE:
            one["live"] = 1
            cells[NOT_LIVE] -= 1
            cells[LIVE_ARR] += one["arr"]
            continue
        gone = event == ledger.CHURNED or event == ledger.LAPSED
        before = one["arr"]
        after = np.int64(0) if gone else row["arr"]
        if after > 0 or one["had"] == 1 or gone:
            cells[COMMITTED] += after - one["committed"]
            one["committed"] = after
        if after != before:
            if gone:
                cells[CHURN] += before
            elif one["had"] == 0:
                cells[NEW] += after
            elif before == 0:
                cells[REACTIVATION] += after
            elif after > before:
                cells[EXPANSION] += after - before
            else:
                cells[CONTRACTION] += before - after
            one["had"] = 1
            if one["live"] == 1:
                cells[LIVE_ARR] += after - before
            for m in range(one["month"], month):
                table[m, play[account], CLOSING] += before
            one["month"] = month
            one["arr"] = after
        if day < then:
            one["arr_then"] = after
        if event == ledger.CHURNED:
            cells[CUSTOMERS] -= 1
            if one["live"] == 0:
                cells[NOT_LIVE] -= 1
            one["customer"] = 0
            if day < then:
                one["customer_then"] = 0
    for account in range(len(play)):
        one = standings[account]
        if one["arr"] > 0:
            for m in range(one["month"], months):
                table[m, play[account], CLOSING] += one["arr"]
    return table, standings


@compiled
def compare(standings: NDArray[Any]) -> NDArray[np.int64]:
    """ARR and customers now; then; kept of then; and what those of then have now: seven sums.

    (arr, customers, arr then, customers then, min(now, then), now of then's, customers of then gone)
    """
    sums = np.zeros(7, np.int64)
    for account in range(len(standings)):
        one = standings[account]
        sums[0] += one["arr"]
        sums[1] += one["customer"]
        if one["customer_then"] == 1:
            sums[2] += one["arr_then"]
            sums[3] += 1
            sums[4] += min(one["arr"], one["arr_then"])
            if one["arr_then"] > 0:
                sums[5] += one["arr"]
            if one["customer"] == 0:
                sums[6] += 1
    return sums


class Recurring(NamedTuple):
    """`monthly`: arrays (months, plays). `now` and `then` are a year apart; money in cents a year."""

    monthly: dict[str, NDArray[np.int64]]
    arr: int
    customers: int
    arr_then: int
    customers_then: int
    kept: int  # of the ARR of then, account by account, at most what it was
    grown: int  # ARR now of those who had some then
    gone: int  # customers of then who are none now


def recurring(rows: NDArray[Any], play: NDArray[np.int32], plays: int, horizon: float) -> Recurring:
    """Post all contract rows before the horizon; a month that it cuts short is one too."""
    table, standings = post(rows, play, begun(0.0, horizon), plays, horizon)
    closing = table[..., CLOSING]
    opening = np.zeros_like(closing)
    opening[1:] = closing[:-1]
    levels = np.cumsum(table[..., CUSTOMERS:CLOSING], axis=0)
    monthly = {
        "opening": opening,
        "new": table[..., NEW],
        "expansion": table[..., EXPANSION],
        "reactivation": table[..., REACTIVATION],
        "contraction": table[..., CONTRACTION],
        "churn": table[..., CHURN],
        "closing": closing,
        "customers": levels[..., CUSTOMERS - CUSTOMERS],
        "committed": levels[..., COMMITTED - CUSTOMERS],
        "live_arr": levels[..., LIVE_ARR - CUSTOMERS],
        "signed_not_live": levels[..., NOT_LIVE - CUSTOMERS],
        "leads": table[..., LEADS],
        "won": table[..., WON],
    }
    monthly = {name: np.ascontiguousarray(column) for name, column in monthly.items()}
    return Recurring(monthly, *(int(sum_) for sum_ in compare(standings)))
