"""Renewal and retention rates."""

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading, once, whole
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Ints, Places, Record, compiled
from simulator.numerics.months import MONTH, begun, elapsed

DEAL = np.dtype(
    [
        ("motion", "i4"),  # that it is in ...
        ("first_motion", "i4"),  # ... and in which its first contract began
        ("anchor", "f8"),  # of the contract in force; inf: no contract yet
        ("ahead", "i8"),  # 1: billed in advance
        ("arr", "i8"),
        ("decided", "i8"),  # without a term: contract months decided so far
        ("first", "i8"),  # 1: the first end of its fixed term has been decided, or is not looked at
        ("recurs", "i8"),  # 1: there has been something to decide on
        ("renewed", "f8"),  # day of the last RENEWED
        ("cut", "i8"),  # by the last CONTRACTED ...
        ("cut_on", "f8"),  # ... on this day
        ("unpaid_on", "f8"),  # day of an invoice that is never paid: no decision since; inf: all are
        # Of its first contract, without a term:
        ("began", "f8"),
        ("over", "i8"),  # 1: it has ended
        ("asked", "i8"),  # by then so many months had been decided
        ("refused", "i8"),  # 1: the last of them with a no
    ],
    align=True,
)

FIRST_MONTHS = 12  # without a term: the contract months held against the stated rate

BASE, KEPT, ASKED, STAYED = range(4)
# Which rate is held against the stated renewal rate, by `fixed` of the offer.
RENEWAL = ("staying, first twelve months", "renewal, first decision")


@compiled
def close_first(deal: Record, asked: int, refused: int) -> None:
    """The first contract has ended; later ones are not held against the stated rate."""
    deal["first"] = 1
    if deal["over"] == 0 and deal["recurs"] == 1:
        deal["over"] = 1
        deal["asked"] = asked
        deal["refused"] = refused


@compiled
def open_deal(deal: Record, day: float, ahead: int, months: int) -> None:
    """A contract begins; of one that is older than the simulation so many months have been decided."""
    if deal["anchor"] == np.inf:
        deal["began"] = day
        if day < 0.0:
            deal["first"] = 1
    deal["anchor"] = day
    deal["unpaid_on"] = np.inf
    deal["ahead"] = ahead
    deal["decided"] = months


@compiled
def end_term(tally: Ints, deal: Record, stays: int, kept: int) -> None:
    """The end of a term has been decided: whether it stays, and how much goes on."""
    tally[BASE] += deal["arr"]
    tally[KEPT] += kept
    if deal["first"] == 0:
        tally[ASKED] += 1
        tally[STAYED] += stays
    deal["first"] = 1


@compiled
def fixed_term(tally: Ints, deal: Record, event: int, day: float, after: int) -> None:
    """A row of a contract with a term."""
    before = deal["arr"]
    gone = ledger.ends_contract(event)
    if event == ledger.RENEWED:
        if deal["cut_on"] == day:
            tally[BASE] += deal["cut"]
        end_term(tally, deal, 1, min(before, after))
        deal["renewed"] = day
    elif event == ledger.MOVED:
        end_term(tally, deal, 1, before)
    elif gone and deal["unpaid_on"] == np.inf:
        end_term(tally, deal, 0, 0)
    elif gone:
        deal["first"] = 1
    elif event == ledger.CONTRACTED:
        if deal["renewed"] == day:
            tally[KEPT] -= before - after
        else:
            deal["cut"] = before - after
            deal["cut_on"] = day


@compiled
def open_end(tally: Ints, deal: Record, event: int, day: float, after: int) -> None:
    """A row of a contract that each month decides.

    Growth and use come before a decision of the same day, so they are that decision's base; what is
    billed in arrears fails before it, too.
    """
    before = deal["arr"]
    gone = ledger.ends_contract(event)
    failed = gone and deal["unpaid_on"] < np.inf
    day = min(day, deal["unpaid_on"])
    if event == ledger.EXPANDED or event == ledger.METERED or (failed and deal["ahead"] == 0):
        decided = max(begun(deal["anchor"], day) - 1, 0)
    else:
        decided = elapsed(deal["anchor"], day)
    months = decided - deal["decided"]
    tally[BASE] += months * before
    tally[KEPT] += months * before
    deal["decided"] = decided
    if gone and not failed:
        tally[KEPT] -= before
    elif event == ledger.CONTRACTED:
        tally[KEPT] -= before - after
    if gone or event == ledger.MOVED:
        close_first(deal, decided, 1 if gone and not failed else 0)


@compiled
def only_use(tally: Ints, deal: Record, event: int, day: float, after: int) -> None:
    """A row of a contract that bills nothing but use: to use it for a month is to stay."""
    gone = ledger.ends_contract(event)
    failed = gone and deal["unpaid_on"] < np.inf
    day = min(day, deal["unpaid_on"])
    if event == ledger.METERED:
        tally[BASE] += after
        tally[KEPT] += after
    elif gone and not failed:
        tally[KEPT] -= deal["arr"]
    if gone or event == ledger.MOVED:
        close_first(deal, elapsed(deal["anchor"], day), 1 if gone and not failed else 0)


@compiled
def first_months(sums: Ints, deal: Record, horizon: float) -> None:
    """Hold the first twelve months of an account against the stated rate."""
    if deal["recurs"] == 0 or deal["began"] < 0.0 or deal["began"] + FIRST_MONTHS * MONTH >= horizon:
        return
    asked, refused = FIRST_MONTHS, 0
    if deal["over"] == 1:
        asked = min(deal["asked"], FIRST_MONTHS)
        if deal["asked"] <= FIRST_MONTHS:
            refused = min(deal["refused"], asked)
    sums[deal["first_motion"], ASKED] += asked
    sums[deal["first_motion"], STAYED] += asked - refused


@compiled
def _follow(sums: Ints, deal: Record, row: Record, fixed: Ints, alone: Ints) -> None:
    """One row of the account."""
    event, day, p = row["event"], row["day"], deal["motion"]
    if event == ledger.UNPAID:
        deal["unpaid_on"] = day
        return
    after = row["arr"]
    if ledger.ends_contract(event):
        after = np.int64(0)
    if event == ledger.OPENED or event == ledger.WON_BACK:
        if deal["anchor"] == np.inf:
            deal["first_motion"] = p
        open_deal(deal, day, 1 if row["invoice"] > 0 else 0, max(begun(day, 0.0) - 1, 0))
    elif deal["anchor"] == np.inf:
        if event == ledger.MOVED:
            deal["motion"] = row["to_motion"]  # not a customer yet
        return
    elif alone[p] == 1:
        only_use(sums[p], deal, event, day, after)
    elif fixed[p] == 1:
        fixed_term(sums[p], deal, event, day, after)
    else:
        open_end(sums[p], deal, event, day, after)
    if event == ledger.MOVED:
        deal["motion"] = row["to_motion"]
        deal["first"] = 1
        open_deal(deal, day, 1 if row["invoice"] > 0 else 0, 0)
    deal["arr"] = after
    if ledger.ends_contract(event):
        deal["unpaid_on"] = np.inf
    if after > 0:
        deal["recurs"] = 1


@compiled
def _finish(sums: Ints, deal: Record, fixed: Ints, alone: Ints, horizon: float) -> None:
    """No more rows: without a term it has decided up to the horizon."""
    p = deal["motion"]
    if fixed[p] == 0 and alone[p] == 0 and deal["arr"] > 0:
        decided = begun(deal["anchor"], horizon) - 1
        if deal["unpaid_on"] < np.inf:
            decided = begun(deal["anchor"], deal["unpaid_on"]) - 1 + deal["ahead"]
        months = decided - deal["decided"]
        sums[p, BASE] += months * deal["arr"]
        sums[p, KEPT] += months * deal["arr"]
    if fixed[deal["first_motion"]] == 0:
        first_months(sums, deal, horizon)


@compiled
def decide(mine: ByAccount, motion: Places, fixed: Ints, alone: Ints, horizon: float) -> Ints:
    """Per motion: ARR decided on, ARR kept; decisions held against the stated rate, of these stays. (motions,
    4)

    `alone`: 1 where nothing but use is billed. A term ends with RENEWED, MOVED, CHURNED or LAPSED; its
    first end is held against the stated rate. Without a term every contract month is decided, without a
    word when it goes on; of use alone each month of use, and leaving is dated back to its decision. Then
    the months 1 to 12 of all accounts whose twelfth lies before the horizon are held against it: no
    account weighs more for having come early. A contract that ends unpaid was not up for decision.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    sums = np.zeros((len(fixed), 4), np.int64)
    deals = np.zeros(2, DEAL)
    deal, fresh = deals[0], deals[1]
    fresh["anchor"] = fresh["began"] = fresh["unpaid_on"] = np.inf
    fresh["renewed"] = fresh["cut_on"] = -np.inf
    for account in mine.buyers:
        deals[0] = deals[1]
        deal["motion"] = deal["first_motion"] = motion[account]
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if ledger.changes_contract(event) or event == ledger.UNPAID:
                row = rows[k]
                if row["day"] < horizon:
                    _follow(sums, deal, row, fixed, alone)
        _finish(sums, deal, fixed, alone, horizon)
    return sums


@once
def renewals(of: Reading) -> Ints:
    """What `decide` says of all accounts."""
    offer = of.header.offer
    alone = (offer["metered"] == 1) & (offer["yearly"] == 0) & (offer["flat"] == 0)
    return decide(of.mine, of.motion, whole(offer["fixed"]), whole(alone), of.horizon)
