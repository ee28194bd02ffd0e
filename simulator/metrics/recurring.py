"""Recurring revenue by month and motion: opening, movements, closing."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.look_back import LOOK_BACK, compare, look_at
from simulator.metrics.reading import Reading, once
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Ints, Places, Record, Rows, compiled
from simulator.numerics.months import YEAR, elapsed

MONTHS = 12  # of a year

STANDING = np.dtype(
    [
        ("arr", "i8"),
        ("committed", "i8"),
        ("arr_then", "i8"),  # a year before the horizon
        ("lost", "i8"),  # contracted and churned since then, until a contract ended ...
        ("gained", "i8"),  # ... and expanded
        ("year", "i8"),  # ARR at the last twelve month ends, added up ...
        ("year_before", "i8"),  # ... and at the twelve before
        ("month", "i8"),  # since which `arr` stands
        ("motion", "i4"),  # that it is in
        ("had", "i1"),  # 1: has had recurring revenue
        ("gone", "i1"),  # 1: had it, and left or let it lapse
        ("noticed", "i1"),  # 1: has given notice
        ("live", "i1"),
        ("customer", "i1"),
        ("customer_then", "i1"),
        ("ended", "i1"),  # 1: a contract has ended since then
        ("left", "i1"),  # 1: it has left since then ...
        ("reason", "i1"),  # ... the first time for this reason
        ("old", "i1"),  # 1: had recurring revenue two years before the horizon
    ],
    align=True,
)

# A month of a motion: what happened in it, then by how much what there is changed, then what there was at its
# end, added up account by account.
CELL = np.dtype(
    [
        ("new", "i8"),
        ("expansion", "i8"),
        ("reactivation", "i8"),
        ("contraction", "i8"),
        ("churn", "i8"),
        ("moved_in", "i8"),
        ("moved_out", "i8"),
        ("leads", "i8"),
        ("won", "i8"),
        ("won_back", "i8"),
        ("left", "i8"),
        ("customers", "i8"),
        ("committed", "i8"),
        ("live_arr", "i8"),
        ("signed_not_live", "i8"),
        ("closing", "i8"),
    ]
)

# ... and why contracts ended in it: of each of ledger.ENDS, customers who left, and the recurring revenue.
LEFT, CHURN = range(2)
WHY = tuple(ledger.REASONS[reason].replace(" ", "_") for reason in ledger.ENDS)  # as columns are called


@compiled
def fill(table: Rows, one: Record, month: int) -> None:
    """What has stood since `one["month"]` stood at the end of each month up to this one."""
    if one["arr"] > 0:
        year = len(table) - 1 - MONTHS  # its first month; then of the year before
        for m in range(one["month"], month):
            table[m + 1, one["motion"]]["closing"] += one["arr"]
            if m >= year:
                one["year"] += one["arr"]
            elif m >= year - MONTHS:
                one["year_before"] += one["arr"]
            elif m == year - MONTHS - 1:
                one["old"] = 1
    one["month"] = month


@compiled
def commit(cells: Record, one: Record, cents: int) -> None:
    """So much is committed from now on: nothing of what has given notice."""
    more = -one["committed"]
    if one["noticed"] == 0:
        more += cents
    cells["committed"] += more
    one["committed"] += more


@compiled
def withdraws(event: int) -> bool:
    """Whether a notice that was given is overtaken: the contract goes on, begins anew, or has ended."""
    return bool(
        event == ledger.RENEWED
        or event == ledger.MOVED
        or event == ledger.REPURCHASED
        or event == ledger.WON_BACK
        or ledger.ends_contract(event)
    )


@compiled
def change(cells: Record, one: Record, event: int, after: int) -> None:
    """Book the way from one ARR to the next under its name."""
    before = one["arr"]
    gone = ledger.ends_contract(event)
    if withdraws(event):
        one["noticed"] = 0
    if after > 0 or one["had"] == 1 or gone:
        commit(cells, one, after)
    if gone:
        cells["churn"] += before
        if one["had"] == 1:
            one["gone"] = 1
    elif after > before:
        if one["had"] == 0:
            cells["new"] += after
        elif one["gone"] == 1:
            cells["reactivation"] += after
        else:
            cells["expansion"] += after - before
        one["gone"] = 0
    else:
        cells["contraction"] += before - after
    if after > 0:
        one["had"] = 1
    if one["live"] == 1:
        cells["live_arr"] += after - before
    one["arr"] = after


@compiled
def carry_over(old: Record, new: Record, one: Record, to: int) -> None:
    """A customer leaves one motion and enters another with all that it has; then its contract changes."""
    old["moved_out"] += one["arr"]
    new["moved_in"] += one["arr"]
    old["customers"] -= 1
    new["customers"] += 1
    old["committed"] -= one["committed"]
    new["committed"] += one["committed"]
    if one["live"] == 1:
        old["live_arr"] -= one["arr"]
        new["live_arr"] += one["arr"]
    else:
        old["signed_not_live"] -= 1
        new["signed_not_live"] += 1
    one["motion"] = to


@compiled
def join(cells: Record, one: Record) -> None:
    """A customer more."""
    cells["customers"] += 1
    if one["live"] == 0:
        cells["signed_not_live"] += 1
    one["customer"] = 1


@compiled
def post(
    mine: ByAccount, motion: Places, standings: Rows, table: Rows, ends: Ints, sums: Rows, horizon: float
) -> None:
    """Fill a table by month and motion, dtype CELL, shape (months + 1, motions), that of the ends by their
    reason, shape (months + 1, motions, 2, reasons), and the sums of `compare`.

    The first row is what there was before the first day, and no month. "closing" adds up what stands at
    each month end account by account, so that the movements can be held against it. `standings` (2,): the
    account that is read, and as each begins.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    one, months = standings[0], len(table) - 1
    then = horizon - YEAR
    for k in range(len(events)):
        if events[k] == ledger.LEAD:
            row = rows[k]
            day = row["day"]
            if day < horizon:
                month = elapsed(0.0, day) if day >= 0.0 else -1
                table[month + 1, motion[row["account"]]]["leads"] += 1
    for account in mine.buyers:
        standings[0] = standings[1]
        one["motion"] = motion[account]
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            revenue = ledger.changes_contract(event)
            if not (revenue or event == ledger.WON or event == ledger.WENT_LIVE or event == ledger.NOTICE):
                continue
            row = rows[k]
            day = row["day"]
            if day >= horizon:
                continue
            month = elapsed(0.0, day) if day >= 0.0 else -1
            cells = table[month + 1, one["motion"]]
            if event == ledger.WON:
                cells["won"] += 1
                join(cells, one)
                commit(cells, one, row["amount"])
                if day < then:
                    one["customer_then"] = 1
            elif event == ledger.WENT_LIVE:
                if one["live"] == 0:
                    one["live"] = 1
                    cells["signed_not_live"] -= 1
                    cells["live_arr"] += one["arr"]
            elif event == ledger.NOTICE:
                one["noticed"] = 1
                commit(cells, one, 0)
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
                    cells["won_back"] += 1
                    if day < then:
                        one["customer_then"] = 1
                if ledger.ends_contract(event) and row["reason"] >= ledger.CANCELLED:
                    why = row["reason"] - ledger.CANCELLED
                    ends[month + 1, one["motion"], CHURN, why] += one["arr"]
                    if event == ledger.CHURNED:
                        ends[month + 1, one["motion"], LEFT, why] += 1
                if day >= then:
                    look_at(one, event, row["reason"], after)
                change(cells, one, event, after)
                if day < then:
                    one["arr_then"] = after
                if event == ledger.CHURNED:
                    cells["left"] += 1
                    cells["customers"] -= 1
                    if one["live"] == 0:
                        cells["signed_not_live"] -= 1
                    one["customer"] = 0
                    if day < then:
                        one["customer_then"] = 0
        fill(table, one, months)
        compare(sums[0], one)


class Recurring(NamedTuple):
    """`monthly`: arrays (months, motions). `customers`: those of the company at the start of each month.
    Money in cents a year."""

    monthly: dict[str, Ints]
    customers: Ints
    look_back: dict[str, int]  # of LOOK_BACK


@once
def recurring(of: Reading) -> Recurring:
    """Post all contract rows before the horizon."""
    shape = (of.months + 1, len(of.header.motions))
    table, ends, sums = (
        np.zeros(shape, CELL),
        np.zeros((*shape, 2, len(WHY)), np.int64),
        np.zeros(1, LOOK_BACK),
    )
    standings = np.zeros(2, STANDING)
    standings[1]["month"] = -1
    post(of.mine, of.motion, standings, table, ends, sums, of.horizon)
    happened = ("new", "expansion", "reactivation", "contraction", "churn", "moved_in", "moved_out")
    levels = ("customers", "committed", "live_arr", "signed_not_live")
    monthly = {
        "opening": table["closing"][:-1],
        **{name: table[name][1:] for name in (*happened, "closing")},
        **{name: np.cumsum(table[name], axis=0)[1:] for name in levels},
        **{name: table[name][1:] for name in ("leads", "won", "won_back", "left")},
        **{f"left_{why}": ends[1:, :, LEFT, n] for n, why in enumerate(WHY)},
        **{f"churn_{why}": ends[1:, :, CHURN, n] for n, why in enumerate(WHY)},
    }
    monthly = {name: np.ascontiguousarray(column) for name, column in monthly.items()}
    started = np.cumsum(table["customers"].sum(axis=1))[:-1]
    return Recurring(monthly, started, {name: int(sums[0][name]) for name in sums.dtype.names or ()})


@once
def movements(of: Reading) -> dict[str, Ints]:
    """The months of all motions together, each (months,)."""
    return {name: column.sum(axis=1) for name, column in recurring(of).monthly.items()}
