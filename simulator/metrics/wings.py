"""The two wings of the bowtie, for its picture: how far accounts come, and what recurs of those who sign."""

import numpy as np

from simulator import ledger
from simulator.metrics.funnel_times import LOST, SIGNED, STEPS, journey, place_of
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading, once, whole
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Floats, Ints, Places, Record, Rows, compiled

# A step of the bowtie, in a motion or in all of them. Up to won it is for the accounts that came so far or
# farther before the horizon; behind it for those that signed, at the horizon: live, still there, grown.
WINGS = np.dtype(
    [
        ("accounts", "i8"),  # customers of the first day are not among them
        ("under_way", "i8"),  # of these in the pipeline on the first day; none behind won
        ("open", "i8"),  # of these no farther at the horizon, and neither lost for good nor gone
        ("days", "f8"),  # mean since the marked step before, of those who reached both; nan behind won
        ("arr", "i8"),  # recurring revenue of `accounts`, cents a year: see `ARR_OF`
        ("customers_before", "i8"),  # customers of the first day: at won, live and so on
        ("arr_before", "i8"),  # theirs: at won what they had on the first day
    ]
)
# What `arr` counts at won and the steps behind it: a customer's first recurring revenue, of those live the
# same, of these what they still have, at most the first, and all that they have.
ARR_OF = ("first", "of it live", "of it kept", "with growth")
LIVE, KEPT, GROWN = range(SIGNED + 1, STEPS)


@compiled
def follow(
    mine: ByAccount, marks: Ints, motion: Places, horizon: float, days: Floats, there: Places,
    table: Rows, spent: Floats, timed: Ints, following: Ints,
) -> None:  # fmt: skip
    """Fill `table` (motions + 1, 8), dtype WINGS, of which the last row is the company.

    `days`, `there` (9,): of the account that is read, when and in which motion it reached each volume.
    `spent`, `timed` (motions + 1, 8): days since the marked step before, as sums, and of how many accounts.
    """
    company = len(table) - 1
    for account in range(len(motion)):
        for place in range(len(days)):
            days[place] = np.inf
        now = motion[account]
        first, arr, live, customer = np.int64(0), np.int64(0), False, False
        for k in range(mine.starts[account + 1], mine.starts[account + 2]):
            event = mine.events[k]
            if event == ledger.SEATED or event == ledger.FREED:
                continue
            row = mine.rows[k]
            day = row["day"]
            if day >= horizon:
                break
            if event == ledger.MOVED:
                now = row["to_motion"]
            place = place_of(row, marks)
            if place >= 0 and day < days[place]:
                days[place] = day
                there[place] = now
            if event == ledger.WON or event == ledger.WON_BACK:
                customer = True
            elif event == ledger.WENT_LIVE:
                live = True
            if ledger.changes_contract(event) and (customer or event != ledger.MOVED):
                arr = row["arr"]
                if ledger.ends_contract(event):
                    arr = np.int64(0)
                if arr > 0 and (day < 0.0 or first == 0):
                    first = arr
            if event == ledger.CHURNED:
                customer = False
        if days[SIGNED] >= 0.0:
            came(table, spent, timed, days, there, following)
        if days[SIGNED] < np.inf:
            stay(table[there[SIGNED]], days[SIGNED] < 0.0, first, arr, live, customer)
            stay(table[company], days[SIGNED] < 0.0, first, arr, live, customer)


@compiled
def came(table: Rows, spent: Floats, timed: Ints, days: Floats, there: Places, following: Ints) -> None:
    """Count an account in each motion up to the farthest step that it reached there; so in the company."""
    company = len(table) - 1
    is_farthest = True
    for k in range(SIGNED, -1, -1):
        if days[k] == np.inf:
            continue
        p = there[k]
        known = False
        for beyond in range(k + 1, SIGNED + 1):
            known = known or (days[beyond] < np.inf and there[beyond] == p)
        if not known:
            reach(table[p], k, days, is_farthest)
        if is_farthest:
            reach(table[company], k, days, True)
            is_farthest = False
        if days[k] < 0.0:
            continue
        after = following[p, k]
        if 0 < after <= SIGNED and days[after] < np.inf and there[after] == p:
            spent[p, after] += days[after] - days[k]
            timed[p, after] += 1
        after = following[company, k]
        if 0 < after <= SIGNED and days[after] < np.inf:
            spent[company, after] += days[after] - days[k]
            timed[company, after] += 1


@compiled
def reach(steps: Rows, farthest: int, days: Floats, ends_here: bool) -> None:
    """One account more that came so far."""
    for k in range(farthest + 1):
        steps[k]["accounts"] += 1
        if days[0] < 0.0:
            steps[k]["under_way"] += 1
    if ends_here and farthest < SIGNED and days[LOST] == np.inf:
        steps[farthest]["open"] += 1


@compiled
def stay(steps: Rows, before: bool, first: np.int64, arr: np.int64, live: bool, customer: bool) -> None:
    """One customer more, with what it has at the horizon."""
    add(steps[SIGNED], before, first)
    if not before:
        steps[SIGNED]["accounts"] -= 1  # counted as an account that came so far
    if live:
        add(steps[LIVE], before, first)
    elif customer and not before:
        steps[SIGNED]["open"] += 1
    if live and customer:
        add(steps[KEPT], before, min(first, arr))
        if before:
            steps[GROWN]["customers_before"] += arr > first
            steps[GROWN]["arr_before"] += arr
        else:
            steps[GROWN]["accounts"] += arr > first
            steps[GROWN]["arr"] += arr


@compiled
def add(step: Record, before: bool, cents: np.int64) -> None:
    """One more at a step, with its recurring revenue. Who signed is counted among accounts already."""
    if before:
        step["customers_before"] += 1
        step["arr_before"] += cents
    else:
        step["accounts"] += 1
        step["arr"] += cents


@once
def wings(of: Reading) -> Rows:
    """Of each motion, and behind them of all together, (motions + 1, 8), dtype WINGS.

    An account has come as far as the farthest step that it reached, past those that it skipped or that its
    motion does not mark: so each step is a part of the one before. In a motion it is counted as far as it
    came there, and as a customer where it signed, wherever it went on.
    """
    marked = np.append(journey(of).marked, [journey(of).marked.any(axis=0)], axis=0)
    following = np.full(marked.shape, -1, np.int64)
    for p, steps in enumerate(marked):
        places = np.flatnonzero(steps)
        following[p, places[:-1]] = places[1:]
    table, shape = np.zeros(marked.shape, WINGS), marked.shape
    spent, timed = np.zeros(shape), np.zeros(shape, np.int64)
    days, there = np.empty(STEPS + 1), np.zeros(STEPS + 1, np.int32)
    marks = whole(of.header.stage["marks"])
    follow(of.mine, marks, of.motion, of.horizon, days, there, table, spent, timed, following)
    table["days"] = ratios(spent, timed)
    return table
