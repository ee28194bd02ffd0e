"""Recurring revenue by month and motion: opening, movements, closing."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading, once
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Ints, Places, Record, compiled
from simulator.numerics.months import YEAR, elapsed

STANDING = np.dtype(
    [
        ("arr", "i8"),
        ("committed", "i8"),
        ("arr_then", "i8"),  # a year before the horizon
        ("month", "i8"),  # since which `arr` stands
        ("motion", "i4"),  # that it is in
        ("had", "i1"),  # 1: has had recurring revenue
        ("gone", "i1"),  # 1: had it, and left or let it lapse
        ("live", "i1"),
        ("customer", "i1"),
        ("customer_then", "i1"),
    ],
    align=True,
)

# Columns of the months: what happened in one, then what there was at its end.
NEW, EXPANSION, REACTIVATION, CONTRACTION, CHURN, MOVED_IN, MOVED_OUT, LEADS, WON = range(9)
CUSTOMERS, COMMITTED, LIVE_ARR, NOT_LIVE, CLOSING = range(9, 14)
WON_BACK = 14  # happened in the month, too; and by reason, customers who left, and the ARR of CHURN
LEFT, CHURN_BY = 15, 15 + len(ledger.ENDS)
_COLUMNS = CHURN_BY + len(ledger.ENDS)


@compiled
def fill(table: Ints, one: Record, month: int) -> None:
    """What has stood since `one["month"]` stood at the end of each month up to this one."""
    if one["arr"] > 0:
        for m in range(one["month"], month):
            table[m + 1, one["motion"], CLOSING] += one["arr"]
    one["month"] = month


@compiled
def change(cells: Ints, one: Record, event: int, after: int) -> None:
    """Book the way from one ARR to the next under its name."""
    before = one["arr"]
    gone = ledger.ends_contract(event)
    if after > 0 or one["had"] == 1 or gone:
        cells[COMMITTED] += after - one["committed"]
        one["committed"] = after
    if gone:
        cells[CHURN] += before
        if one["had"] == 1:
            one["gone"] = 1
    elif after > before:
        if one["had"] == 0:
            cells[NEW] += after
        elif one["gone"] == 1:
            cells[REACTIVATION] += after
        else:
            cells[EXPANSION] += after - before
        one["gone"] = 0
    else:
        cells[CONTRACTION] += before - after
    if after > 0:
        one["had"] = 1
    if one["live"] == 1:
        cells[LIVE_ARR] += after - before
    one["arr"] = after


@compiled
def carry_over(old: Ints, new: Ints, one: Record, to: int) -> None:
    """A customer leaves one motion and enters another with all that it has; then its contract changes."""
    old[MOVED_OUT] += one["arr"]
    new[MOVED_IN] += one["arr"]
    old[CUSTOMERS] -= 1
    new[CUSTOMERS] += 1
    old[COMMITTED] -= one["committed"]
    new[COMMITTED] += one["committed"]
    if one["live"] == 1:
        old[LIVE_ARR] -= one["arr"]
        new[LIVE_ARR] += one["arr"]
    else:
        old[NOT_LIVE] -= 1
        new[NOT_LIVE] += 1
    one["motion"] = to


@compiled
def join(cells: Ints, one: Record) -> None:
    """A customer more."""
    cells[CUSTOMERS] += 1
    if one["live"] == 0:
        cells[NOT_LIVE] += 1
    one["customer"] = 1


@compiled
def compare(sums: Ints, one: Record) -> None:
    """Add what one account has at the horizon, and had a year before, to seven sums.

    (arr, customers, arr then, customers then, min(now, then), now of then's, customers of then gone)
    """
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


@compiled
def post(mine: ByAccount, motion: Places, months: int, motions: int, horizon: float) -> tuple[Ints, Ints]:
    """Columns by month and motion, shape (months + 1, motions, columns), and the sums of `compare`.

    The first row is what there was before the first day, and no month. CUSTOMERS to NOT_LIVE are
    changes, to be added up. CLOSING adds up what stands at each month end account by account, so that
    the movements can be held against it.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    table, sums = np.zeros((months + 1, motions, _COLUMNS), np.int64), np.zeros(7, np.int64)
    standings = np.zeros(2, STANDING)
    standings[1]["month"] = -1  # as each begins
    one = standings[0]
    then = horizon - YEAR
    for k in range(len(events)):
        if events[k] == ledger.LEAD:
            row = rows[k]
            day = row["day"]
            if day < horizon:
                month = elapsed(0.0, day) if day >= 0.0 else -1
                table[month + 1, motion[row["account"]], LEADS] += 1
    for account in mine.buyers:
        standings[0] = standings[1]
        one["motion"] = motion[account]
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            revenue = ledger.changes_contract(event)
            if not (revenue or event == ledger.WON or event == ledger.WENT_LIVE):
                continue
            row = rows[k]
            day = row["day"]
            if day >= horizon:
                continue
            month = elapsed(0.0, day) if day >= 0.0 else -1
            cells = table[month + 1, one["motion"]]
            if event == ledger.WON:
                cells[WON] += 1
                join(cells, one)
                cells[COMMITTED] += row["amount"]
                one["committed"] = row["amount"]
                if day < then:
                    one["customer_then"] = 1
            elif event == ledger.WENT_LIVE:
                if one["live"] == 0:
                    one["live"] = 1
                    cells[NOT_LIVE] -= 1
                    cells[LIVE_ARR] += one["arr"]
            elif event == ledger.MOVED and one["customer"] == 0:
                one["motion"] = row["to_motion"]
            else:
                after = row["arr"]
                if ledger.ends_contract(event):
                    after = np.int64(0)
                if after != one["arr"] or event == ledger.MOVED:
                    fill(table, one, month)
                if event == ledger.MOVED:
                    new = table[month + 1, row["to_motion"]]
                    carry_over(cells, new, one, row["to_motion"])
                    cells = new
                elif event == ledger.WON_BACK:
                    join(cells, one)
                    cells[WON_BACK] += 1
                    if day < then:
                        one["customer_then"] = 1
                lost = one["arr"]
                change(cells, one, event, after)
                if day < then:
                    one["arr_then"] = after
                if ledger.ends_contract(event) and row["reason"] >= ledger.CANCELLED:
                    why = row["reason"] - ledger.CANCELLED
                    cells[CHURN_BY + why] += lost
                    if event == ledger.CHURNED:
                        cells[LEFT + why] += 1
                if event == ledger.CHURNED:
                    cells[CUSTOMERS] -= 1
                    if one["live"] == 0:
                        cells[NOT_LIVE] -= 1
                    one["customer"] = 0
                    if day < then:
                        one["customer_then"] = 0
        fill(table, one, months)
        compare(sums, one)
    return table, sums


class Recurring(NamedTuple):
    """`monthly`: arrays (months, motions). `now` and `then` are a year apart; money in cents a year."""

    monthly: dict[str, Ints]
    arr: int
    customers: int
    arr_then: int
    customers_then: int
    kept: int  # of the ARR of then, account by account, at most what it was
    grown: int  # ARR now of those who had some then
    gone: int  # customers of then who are none now


@once
def recurring(of: Reading) -> Recurring:
    """Post all contract rows before the horizon."""
    table, sums = post(of.mine, of.motion, of.months, len(of.header.motions), of.horizon)
    closing, levels = table[..., CLOSING], np.cumsum(table[..., CUSTOMERS:CLOSING], axis=0)[1:]
    months = table[1:]
    monthly = {
        "opening": closing[:-1],
        "new": months[..., NEW],
        "expansion": months[..., EXPANSION],
        "reactivation": months[..., REACTIVATION],
        "contraction": months[..., CONTRACTION],
        "churn": months[..., CHURN],
        "moved_in": months[..., MOVED_IN],
        "moved_out": months[..., MOVED_OUT],
        "closing": closing[1:],
        "customers": levels[..., CUSTOMERS - CUSTOMERS],
        "committed": levels[..., COMMITTED - CUSTOMERS],
        "live_arr": levels[..., LIVE_ARR - CUSTOMERS],
        "signed_not_live": levels[..., NOT_LIVE - CUSTOMERS],
        "leads": months[..., LEADS],
        "won": months[..., WON],
        "won_back": months[..., WON_BACK],
    }
    for first, name in ((LEFT, "left"), (CHURN_BY, "churn")):
        for n, why in enumerate(ledger.ENDS):
            monthly[f"{name}_{ledger.REASONS[why].replace(' ', '_')}"] = months[..., first + n]
    monthly = {name: np.ascontiguousarray(column) for name, column in monthly.items()}
    return Recurring(monthly, *sums.tolist())


@once
def movements(of: Reading) -> dict[str, Ints]:
    """The months of all motions together, each (months,)."""
    return {name: column.sum(axis=1) for name, column in recurring(of).monthly.items()}
