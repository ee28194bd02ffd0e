"""What came up for renewal before the horizon, and what was renewed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import compiled
from simulator.metrics.months import begun, elapsed
from simulator.model import MONTH

DEAL = np.dtype(
    [
        ("anchor", "f8"),  # inf: no contract yet
        ("arr", "i8"),
        ("decided", "i8"),  # without a term: contract months decided so far
        ("first", "f8"),  # day of the first decision; inf: none yet
        ("refused", "i8"),  # 1: it ended at the first decision
        ("renewed", "f8"),  # day of the last RENEWED
        ("cut", "i8"),  # by the last CONTRACTED ...
        ("cut_on", "f8"),  # ... on this day
    ],
    align=True,
)

BASE, KEPT, FIRST, FIRST_KEPT = range(4)


@compiled
def decide(
    rows: NDArray[Any],
    play: NDArray[np.int32],
    fixed: NDArray[np.int64],
    metered: NDArray[np.int64],
    horizon: float,
) -> NDArray[np.int64]:
    """Per play: ARR decided on, ARR kept, accounts at their first decision, of these renewed. (plays, 4)

    A term ends with RENEWED, CHURNED or LAPSED. Without a term every contract month is decided, without
    a word when it goes on. Where use is metered, a month with use is; not its ups and downs.
    """
    sums = np.zeros((len(fixed), 4), np.int64)
    deals = np.zeros(len(play), DEAL)
    for account in range(len(play)):
        deals[account]["anchor"] = np.inf
        deals[account]["first"] = np.inf
        deals[account]["renewed"] = -1.0
        deals[account]["cut_on"] = -1.0
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event < ledger.OPENED or event > ledger.METERED or row["day"] >= horizon:
            continue
        if event in (ledger.STUMBLED, ledger.WENT_LIVE, ledger.REACHED, ledger.MISSED):
            continue
        day = row["day"]
        p = play[row["account"]]
        tally = sums[p]
        deal = deals[row["account"]]
        before = deal["arr"]
        gone = event == ledger.CHURNED or event == ledger.LAPSED
        after = np.int64(0) if gone else row["arr"]
        deal["arr"] = after
        if event == ledger.OPENED:
            deal["anchor"] = day
        elif metered[p] == 1:
            if event == ledger.METERED and row["amount"] > 0:
                tally[BASE] += after
                tally[KEPT] += after
                deal["first"] = min(deal["first"], day)
            elif gone:
                tally[KEPT] -= before
                if day == deal["first"]:
                    deal["refused"] = 1
        elif fixed[p] == 1:
            if event == ledger.RENEWED:
                if deal["cut_on"] == day:
                    tally[BASE] += deal["cut"]
                tally[BASE] += before
                tally[KEPT] += min(before, after)
                deal["renewed"] = day
                deal["first"] = min(deal["first"], day)
            elif gone:
                tally[BASE] += before
                if deal["first"] == np.inf:
                    deal["refused"] = 1
                    deal["first"] = day
            elif event == ledger.CONTRACTED:
                if deal["renewed"] == day:
                    tally[KEPT] -= before - after
                else:
                    deal["cut"] = before - after
                    deal["cut_on"] = day
        else:
            # Growth comes before a decision of the same day, so it is that decision's base.
            if event == ledger.EXPANDED:
                decided = max(begun(deal["anchor"], day) - 1, 0)
            else:
                decided = elapsed(deal["anchor"], day)
            months = decided - deal["decided"]
            tally[BASE] += months * before
            tally[KEPT] += months * before
            if before > 0 and deal["decided"] == 0 and decided > 0:
                deal["first"] = deal["anchor"] + MONTH
                if gone and decided == 1:
                    deal["refused"] = 1
            deal["decided"] = decided
            if gone:
                tally[KEPT] -= before
            elif event == ledger.CONTRACTED:
                tally[KEPT] -= before - after
    for account in range(len(play)):
        deal = deals[account]
        p = play[account]
        if deal["anchor"] < np.inf and fixed[p] == 0 and metered[p] == 0 and deal["arr"] > 0:
            decided = begun(deal["anchor"], horizon) - 1
            sums[p, BASE] += (decided - deal["decided"]) * deal["arr"]
            sums[p, KEPT] += (decided - deal["decided"]) * deal["arr"]
            if decided > 0:
                deal["first"] = min(deal["first"], deal["anchor"] + MONTH)
        if deal["first"] < np.inf:
            sums[p, FIRST] += 1
            sums[p, FIRST_KEPT] += 1 - deal["refused"]
    return sums
