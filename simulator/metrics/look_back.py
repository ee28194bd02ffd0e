"""What became of the customers of a year before: where they stand at the horizon, and what moved them."""

import numpy as np

from simulator import ledger
from simulator.numerics.jit import Record, compiled

# All accounts at the horizon; the customers of a year before by what they have now, and what became of them.
LOOK_BACK = np.dtype(
    [
        ("arr", "i8"),
        ("customers", "i8"),
        ("paying", "i8"),  # customers with recurring revenue
        ("arr_then", "i8"),
        ("customers_then", "i8"),
        ("kept", "i8"),  # of the ARR of then, account by account, at most what it was
        ("grown", "i8"),  # ARR now of those who had some then
        ("gone", "i8"),  # customers of then who are none now
        # By movements since then, up to the first end of a contract: who comes back is another story.
        ("held", "i8"),  # ARR of then less contraction and churn, account by account at least nothing
        ("carried", "i8"),  # ... and with expansion
        ("left", "i8"),  # customers of then who left, back or not
        ("unpaid", "i8"),  # of them those who did not pay
        # Of those with recurring revenue two years before, ARR at twelve month ends, added up.
        ("year", "i8"),
        ("year_before", "i8"),
        ("year_kept", "i8"),  # account by account at most what it was
    ]
)


@compiled
def look_at(one: Record, event: int, reason: int, after: int) -> None:
    """What a row of the last year makes of the recurring revenue that its customer had a year before."""
    before = one["arr"]
    if one["ended"] == 0:
        if ledger.ends_contract(event):
            one["lost"] += before
            one["ended"] = 1
        elif after > before:
            one["gained"] += after - before
        else:
            one["lost"] += before - after
    if event == ledger.CHURNED and one["left"] == 0:
        one["left"] = 1
        one["reason"] = reason


@compiled
def compare(sums: Record, one: Record) -> None:
    """Add what one account has at the horizon, had a year before and lost or gained since: LOOK_BACK."""
    sums["arr"] += one["arr"]
    sums["customers"] += one["customer"]
    if one["arr"] > 0:
        sums["paying"] += 1
    if one["customer_then"] == 1:
        sums["arr_then"] += one["arr_then"]
        sums["customers_then"] += 1
        sums["kept"] += min(one["arr"], one["arr_then"])
        if one["arr_then"] > 0:
            sums["grown"] += one["arr"]
            sums["held"] += max(one["arr_then"] - one["lost"], 0)
            sums["carried"] += one["arr_then"] + one["gained"] - one["lost"]
        if one["customer"] == 0:
            sums["gone"] += 1
        if one["left"] == 1:
            sums["left"] += 1
            if one["reason"] == ledger.NOT_PAID:
                sums["unpaid"] += 1
    if one["old"] == 1:
        sums["year"] += one["year"]
        sums["year_before"] += one["year_before"]
        sums["year_kept"] += min(one["year"], one["year_before"])
