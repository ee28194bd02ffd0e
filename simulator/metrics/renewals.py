"""Renewal and retention rates."""

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading, once, whole
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Ints, Places, Record, Rows, compiled
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
        ("pushed", "i8"),  # 1: it was talked into it, and is not held against the stated rate
    ],
    align=True,
)

FIRST_MONTHS = 12  # without a term: the contract months held against the stated rate

# ARR decided on, and kept; decisions held against the stated rate, and those of them to stay.
DECIDED = np.dtype([("base", "i8"), ("kept", "i8"), ("asked", "i8"), ("stayed", "i8")])

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
def end_term(tally: Record, deal: Record, stays: int, kept: int) -> None:
    """The end of a term has been decided: whether it stays, and how much goes on."""
    tally["base"] += deal["arr"]
    tally["kept"] += kept
    if deal["first"] == 0:
        tally["asked"] += 1
        tally["stayed"] += stays
    deal["first"] = 1


@compiled
def fixed_term(tally: Record, deal: Record, event: int, day: float, after: int) -> None:
    """A row of a contract with a term."""
    before = deal["arr"]
    gone = ledger.ends_contract(event)
    if event == ledger.RENEWED:
        if deal["cut_on"] == day:
            tally["base"] += deal["cut"]
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
            tally["kept"] -= before - after
        else:
            deal["cut"] = before - after
            deal["cut_on"] = day


@compiled
def open_end(tally: Record, deal: Record, event: int, day: float, after: int) -> None:
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
    tally["base"] += months * before
    tally["kept"] += months * before
    deal["decided"] = decided
    if gone and not failed:
        tally["kept"] -= before
    elif event == ledger.CONTRACTED:
        tally["kept"] -= before - after
    if gone or event == ledger.MOVED:
        close_first(deal, decided, 1 if gone and not failed else 0)


@compiled
def only_use(tally: Record, deal: Record, event: int, day: float, after: int) -> None:
    """A row of a contract that bills nothing but use: to use it for a month is to stay."""
    gone = ledger.ends_contract(event)
    failed = gone and deal["unpaid_on"] < np.inf
    day = min(day, deal["unpaid_on"])
    if event == ledger.METERED:
        tally["base"] += after
        tally["kept"] += after
    elif gone and not failed:
        tally["kept"] -= deal["arr"]
    if gone or event == ledger.MOVED:
        close_first(deal, elapsed(deal["anchor"], day), 1 if gone and not failed else 0)


@compiled
def first_months(sums: Rows, deal: Record, horizon: float) -> None:
    """Hold the first twelve months of an account against the stated rate."""
    if deal["pushed"] == 1 or deal["recurs"] == 0 or deal["began"] < 0.0:
        return
    if deal["began"] + FIRST_MONTHS * MONTH >= horizon:
        return
    asked, refused = FIRST_MONTHS, 0
    if deal["over"] == 1:
        asked = min(deal["asked"], FIRST_MONTHS)
        if deal["asked"] <= FIRST_MONTHS:
            refused = min(deal["refused"], asked)
    sums[deal["first_motion"]]["asked"] += asked
    sums[deal["first_motion"]]["stayed"] += asked - refused


@compiled
def _follow(sums: Rows, deal: Record, row: Record, fixed: Ints, alone: Ints) -> None:
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
def _finish(sums: Rows, deal: Record, fixed: Ints, alone: Ints, horizon: float) -> None:
    """No more rows: without a term it has decided up to the horizon."""
    p = deal["motion"]
    if fixed[p] == 0 and alone[p] == 0 and deal["arr"] > 0:
        decided = begun(deal["anchor"], horizon) - 1
        if deal["unpaid_on"] < np.inf:
            decided = begun(deal["anchor"], deal["unpaid_on"]) - 1 + deal["ahead"]
        months = decided - deal["decided"]
        sums[p]["base"] += months * deal["arr"]
        sums[p]["kept"] += months * deal["arr"]
    if fixed[deal["first_motion"]] == 0:
        first_months(sums, deal, horizon)


@compiled
def decide(
    mine: ByAccount,
    motion: Places,
    deals: Rows,
    sums: Rows,
    fixed: Ints,
    alone: Ints,
    needs: Ints,
    horizon: float,
) -> None:
    """Add up what was decided, per motion: (motions,), dtype DECIDED.

    `alone`: 1 where nothing but use is billed. A term ends with RENEWED, MOVED, CHURNED or LAPSED; its
    first end is held against the stated rate. Without a term every contract month is decided, without a
    word when it goes on; of use alone each month of use, and leaving is dated back to its decision. Then
    the months 1 to 12 of all accounts whose twelfth lies before the horizon are held against it: no
    account weighs more for having come early. A contract that ends unpaid was not up for decision.
    Nor is who was talked into it held against the rate: who passed a stage and was not as far as it `needs`.
    `deals` (2,): the account that is read, and as each begins.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    deal = deals[0]
    for account in mine.buyers:
        deals[0] = deals[1]
        deal["motion"] = deal["first_motion"] = motion[account]
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if event == ledger.PASSED:
                if 0 < rows[k]["state"] < needs[rows[k]["stage"]]:
                    deal["pushed"] = deal["first"] = 1
            elif ledger.changes_contract(event) or event == ledger.UNPAID:
                row = rows[k]
                if row["day"] < horizon:
                    _follow(sums, deal, row, fixed, alone)
        _finish(sums, deal, fixed, alone, horizon)


@once
def renewals(of: Reading) -> Rows:
    """What `decide` says of all accounts."""
    offer = of.header.offer
    alone = (offer["metered"] == 1) & (offer["yearly"] == 0) & (offer["flat"] == 0)
    needs = whole(of.header.stage["needs"])
    sums, deals = np.zeros(len(offer), DECIDED), np.zeros(2, DEAL)
    deals[1]["anchor"] = deals[1]["began"] = deals[1]["unpaid_on"] = np.inf
    deals[1]["renewed"] = deals[1]["cut_on"] = -np.inf
    decide(of.mine, of.motion, deals, sums, whole(offer["fixed"]), whole(alone), needs, of.horizon)
    return sums
