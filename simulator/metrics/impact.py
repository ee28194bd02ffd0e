"""Impact: cycles attended, impact reached, promises kept."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading, once, whole
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Floats, Ints, Places, Record, Rows, compiled
from simulator.numerics.months import MONTH, elapsed

PROMISES = (6, 9, 12)  # months after the signature at which the promise is judged

CARE = np.dtype(
    [
        ("won", "f8"),
        ("motion", "i8"),  # that it is in
        ("cycles", "i8"),
        ("unclean", "i8"),  # 1: a stage after the close failed, or nobody knows
        ("lapsed", "i8"),  # 1: still a user, but nobody's book holds it
        ("kept", "i8"),  # bit k: the promise as it stands for PROMISES[k]
    ],
    align=True,
)

# Cycles of a team's book in a month, and those of them in which somebody found time.
BOOK = np.dtype([("cycles", "i8"), ("attended", "i8")])

# Cycles of a motion's clean attended accounts that were not talked into it (of those a row tells how far they
# are), and those of them with impact; of these accounts' first ones.
CLEAN = np.dtype([("cycles", "i8"), ("reached", "i8"), ("first_cycles", "i8"), ("first_reached", "i8")])


@compiled
def _cycle(books: Rows, rates: Rows, one: Record, row: Record, keeper: int, horizon: float) -> None:
    """A cycle has ended."""
    day = row["day"]
    one["cycles"] += 1
    attended, reached = row["team"] >= 0, row["event"] == ledger.REACHED
    if day < horizon:
        if keeper >= 0 and one["lapsed"] == 0:
            month = elapsed(0.0, day)
            book = books[keeper, month]
            book["cycles"] += 1
            if attended:
                book["attended"] += 1
        if one["unclean"] == 0 and row["state"] == 0 and (attended or keeper < 0):
            rate = rates[one["motion"]]
            rate["cycles"] += 1
            if one["cycles"] == 1:
                rate["first_cycles"] += 1
            if reached:
                rate["reached"] += 1
                if one["cycles"] == 1:
                    rate["first_reached"] += 1
    for k in range(len(PROMISES)):
        if day <= one["won"] + PROMISES[k] * MONTH:
            kept = one["kept"] & ~(1 << k)
            one["kept"] = kept | (1 << k) if reached else kept


@compiled
def cycles(
    mine: ByAccount,
    motion: Places,
    csm: Ints,
    cares: Rows,
    books: Rows,
    rates: Rows,
    promises: Floats,
    horizon: float,
    until: float,
) -> None:
    """Add up the columns of `Impact`. Customers of the first day count for the teams alone: of their past
    nothing is known, and they are those who stayed. `cares` (2,): the account that is read, and as each
    begins."""
    rows, events, starts = mine.rows, mine.events, mine.starts
    one = cares[0]
    for account in mine.buyers:
        cares[0] = cares[1]
        one["motion"] = motion[account]
        for n in range(starts[account + 1], starts[account + 2]):
            event = events[n]
            row = rows[n]
            if event == ledger.REACHED or event == ledger.MISSED:
                _cycle(books, rates, one, row, csm[one["motion"]], horizon)
            elif event == ledger.WON:
                one["won"] = row["day"]
                if row["day"] < 0.0:
                    one["unclean"] = 1
            elif event == ledger.SETBACK:
                one["unclean"] = 1
            elif event == ledger.LAPSED:
                one["lapsed"] = 1
            elif event == ledger.REPURCHASED:
                if row["arr"] > 0:
                    one["lapsed"] = 0
            elif event == ledger.MOVED:
                one["motion"] = row["to_motion"]
                one["lapsed"] = 0
            elif event == ledger.CHURNED:
                # Who leaves on the very day, at the end of a term, was a customer up to it.
                for k in range(len(PROMISES)):
                    if row["day"] < one["won"] + PROMISES[k] * MONTH:
                        one["kept"] &= ~(1 << k)
        won = one["won"]
        if won < 0.0 or won >= horizon:
            continue
        for k in range(len(PROMISES)):
            if won + PROMISES[k] * MONTH <= until:
                promises[k, 0] += 1.0
                if one["kept"] & (1 << k):
                    promises[k, 1] += 1.0


class Impact(NamedTuple):
    """Impact cycles before the horizon, and promises."""

    books: Rows  # (teams, months), dtype BOOK
    rates: Rows  # (motions,), dtype CLEAN
    promises: Floats  # (3, 2): accounts signed, kept


@once
def impact(of: Reading) -> Impact:
    """Of all accounts."""
    header = of.header
    found = Impact(
        np.zeros((len(header.teams), of.months), BOOK),
        np.zeros(len(header.motions), CLEAN),
        np.zeros((len(PROMISES), 2)),
    )
    cares = np.zeros(2, CARE)
    cares[1]["won"] = np.inf
    cycles(of.mine, of.motion, whole(header.motion["csm"]), cares, *found, of.horizon, of.until)
    return found
