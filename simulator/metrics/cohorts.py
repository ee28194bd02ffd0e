"""Cohorts: customers and revenue by quarter of signature and age."""

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Record, Rows, compiled
from simulator.numerics.months import MONTH, elapsed

QUARTER = 3 * MONTH
OLDEST = 28  # quarters of age

COHORT = np.dtype(
    [
        ("signed", "i8"),  # customers signed in the quarter
        ("customers", "i8"),  # of these, still customers at this age
        ("first", "i8"),  # ARR that each of them had at first, cents a year
        ("kept", "i8"),  # ARR at this age, account by account at most what it had at first
        ("grown", "i8"),  # ARR at this age beyond that
    ]
)

_MEMBER = np.dtype(
    [
        ("won", "f8"),
        ("quarter", "i8"),  # -1: not looked at
        ("age", "i8"),  # in quarters: the next to be noted
        ("first", "i8"),
        ("arr", "i8"),
        ("customer", "i8"),
    ],
    align=True,
)


@compiled
def _note(table: Rows, one: Record, day: float) -> None:
    """How it stood at each age that was complete before a day."""
    while one["age"] < table.shape[1] and one["won"] + one["age"] * QUARTER < day:
        cell = table[one["quarter"], one["age"]]
        cell["customers"] += one["customer"]
        cell["kept"] += min(one["arr"], one["first"])
        cell["grown"] += max(one["arr"] - one["first"], 0)
        one["age"] += 1


@compiled
def follow(mine: ByAccount, members: Rows, table: Rows, horizon: float) -> None:
    """Count customers signed from the first day to the horizon: dtype COHORT, shape (quarters, ages).

    An account is seen whenever it is so many quarters old, after all that happens on that very day.
    `members` (2,): the account that is read, and as each begins.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    one, ages = members[0], table.shape[1]
    for account in mine.buyers:
        members[0] = members[1]
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if event == ledger.WON:
                day = rows[k]["day"]
                if 0.0 <= day < horizon:
                    one["quarter"] = elapsed(0.0, day) // 3
                    one["won"] = day
                    one["customer"] = 1
                    for age in range(ages):
                        table[one["quarter"], age]["signed"] += 1
            elif ledger.changes_contract(event):
                row = rows[k]
                gone = ledger.ends_contract(event)
                after = np.int64(0) if gone else row["arr"]
                moved = after != one["arr"] or gone or event == ledger.WON_BACK
                if one["quarter"] < 0 or not moved:  # a new price of who does not use: it may be gone since
                    continue
                _note(table, one, row["day"])
                one["arr"] = after
                if event == ledger.CHURNED:
                    one["customer"] = 0
                elif event == ledger.WON_BACK:
                    one["customer"] = 1
                if one["first"] == 0 and one["arr"] > 0:
                    one["first"] = one["arr"]
                    for age in range(ages):
                        table[one["quarter"], age]["first"] += one["arr"]
        if one["quarter"] >= 0:
            _note(table, one, np.inf)


def cohorts(of: Reading) -> Rows:
    """As `follow`, for all quarters before the horizon and all ages that each account lives to see."""
    ages = 1 + min(OLDEST, max(0, elapsed(of.horizon, of.until) // 3))
    table, members = np.zeros((-(-of.months // 3), ages), COHORT), np.zeros(2, _MEMBER)
    members[1]["quarter"] = -1
    follow(of.mine, members, table, of.horizon)
    return table
