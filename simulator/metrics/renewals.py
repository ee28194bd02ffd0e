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
        ("first", "i8"),  # 1: of a fixed term, its first end has been decided
        ("recurs", "i8"),  # 1: there has been something to decide on
        ("left", "f8"),  # day on which it ended; inf: not yet
        ("renewed", "f8"),  # day of the last RENEWED
        ("cut", "i8"),  # by the last CONTRACTED ...
        ("cut_on", "f8"),  # ... on this day
    ],
    align=True,
)

FIRST_MONTHS = 12  # without a term: the contract months held against the stated rate

BASE, KEPT, ASKED, STAYED = range(4)


@compiled
def decide(
    rows: NDArray[Any],
    play: NDArray[np.int32],
    fixed: NDArray[np.int64],
    metered: NDArray[np.int64],
    horizon: float,
) -> NDArray[np.int64]:
    """Per play: ARR decided on, ARR kept; decisions held against the stated rate, of these stays. (plays, 4)

    A term ends with RENEWED, CHURNED or LAPSED; its first end is held against the stated rate. Without a
    term every contract month is decided, without a word when it goes on; where use is metered, each month
    of use, and leaving is dated back to its decision. Then the months 1 to 12 of all accounts whose twelfth
    lies before the horizon are held against it: no account weighs more for having come early.
    """
    sums = np.zeros((len(fixed), 4), np.int64)
    deals = np.zeros(len(play), DEAL)
    for account in range(len(play)):
        deals[account]["anchor"] = np.inf
        deals[account]["left"] = np.inf
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
        if after > 0:
            deal["recurs"] = 1
        if gone:
            deal["left"] = day
        if event == ledger.OPENED:
            deal["anchor"] = day
        elif metered[p] == 1:
            if event == ledger.METERED:
                tally[BASE] += after
                tally[KEPT] += after
            elif gone:
                tally[KEPT] -= before
        elif fixed[p] == 1:
            if event == ledger.RENEWED:
                if deal["cut_on"] == day:
                    tally[BASE] += deal["cut"]
                tally[BASE] += before
                tally[KEPT] += min(before, after)
                deal["renewed"] = day
                if deal["first"] == 0:
                    tally[ASKED] += 1
                    tally[STAYED] += 1
                deal["first"] = 1
            elif gone:
                tally[BASE] += before
                if deal["first"] == 0:
                    tally[ASKED] += 1
                deal["first"] = 1
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
            deal["decided"] = decided
            if gone:
                tally[KEPT] -= before
            elif event == ledger.CONTRACTED:
                tally[KEPT] -= before - after
    for account in range(len(play)):
        deal = deals[account]
        p = play[account]
        if fixed[p] == 1 or deal["recurs"] == 0:
            continue
        if metered[p] == 0 and deal["arr"] > 0:
            decided = begun(deal["anchor"], horizon) - 1
            sums[p, BASE] += (decided - deal["decided"]) * deal["arr"]
            sums[p, KEPT] += (decided - deal["decided"]) * deal["arr"]
        if deal["anchor"] + FIRST_MONTHS * MONTH < horizon:
            stays = FIRST_MONTHS
            if deal["left"] < np.inf:
                stays = min(elapsed(deal["anchor"], deal["left"]) - 1, FIRST_MONTHS)
            sums[p, STAYED] += stays
            sums[p, ASKED] += min(stays + 1, FIRST_MONTHS)
    return sums
