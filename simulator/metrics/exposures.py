"""What buyer and seller have at stake in each account, day by day: the formula of docs/risk.md."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.balance import STAKE, buyers, move, sellers, sides
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.reading import Reading, once, reader
from simulator.money.by_account import ByAccount
from simulator.money.journal import Booked
from simulator.numerics.jit import Flags, Floats, Ints, Places, Record, Rows, compiled
from simulator.numerics.months import MONTH, begun

LIFE = np.dtype(
    [
        ("born", "f8"),
        ("won", "f8"),  # inf: never
        ("lost", "f8"),  # lost for good, or left for good; inf: neither
        ("end", "f8"),  # of its exposures
        ("motion", "i8"),  # in the end
        ("account", "i8"),
    ],
    align=True,
)

BUYER, SELLER = 0, 1  # columns of exposures
SPENT, LEFT, COUNT = range(3)  # of the totals


class Stakes(NamedTuple):
    """What both sides had at stake in the accounts that are counted."""

    found: Rows  # STAKE of those that signed, and of any other that is left with something at stake ...
    terms: Rows  # ... and LIFE
    at_stake: Floats  # cents x days of each account, (2, accounts)
    by_age: (
        Floats  # ... and of all by month since their first contact, (months, 2): nobody is followed longer
    )
    totals: Ints  # cents spent on all, of these not recovered in the end, and how many are in `found`
    fresh: Rows  # a STAKE as each begins


@compiled
def live(life: Record, mine: ByAccount, account: int, motion: int, days: float) -> None:
    """The window of an account: to its loss, at most `days` from its signature."""
    rows, events, starts = mine.rows, mine.events, mine.starts
    life["born"], life["won"], life["lost"] = 0.0, np.inf, np.inf
    life["motion"] = motion
    for k in range(starts[account + 1], starts[account + 2]):
        event = events[k]
        if event == ledger.LEAD:
            life["born"] = rows[k]["day"]
        elif event == ledger.LOST:
            if rows[k]["to"] < 0:
                life["lost"] = rows[k]["day"]
        elif event == ledger.CHURNED:
            life["lost"] = rows[k]["day"]
        elif event == ledger.WON:
            life["won"] = rows[k]["day"]
        elif event == ledger.WON_BACK:
            life["lost"] = np.inf
        elif event == ledger.MOVED:
            life["motion"] = rows[k]["to_motion"]
    life["end"] = min(life["lost"], life["won"] + days)


@compiled
def _pass(by_age: Floats, stake: Record, born: float, day: float) -> None:
    """Time goes by until `day` with the exposures as they stand."""
    span = day - stake["since"]
    if span <= 0.0:
        return
    buyer, seller = buyers(stake), sellers(stake)
    stake["buyer_days"] += buyer * span
    stake["seller_days"] += seller * span
    while stake["since"] < day:
        over = born + (stake["month"] + 1) * MONTH
        if buyer > 0 or seller > 0:
            part = min(over, day) - stake["since"]
            by_age[stake["month"], BUYER] += buyer * part
            by_age[stake["month"], SELLER] += seller * part
        if over <= day:
            stake["month"] += 1
        stake["since"] = min(over, day)


@compiled
def _stake(stake: Record, by_age: Floats, life: Record, booked: Booked, account: int, sides: Ints) -> None:
    """What both sides had at stake in one account.

    All entries of a day are booked before the exposures are read, so their order within a day is nothing.
    """
    entries, starts = booked.entries, booked.starts
    born, end = life["born"], life["end"]
    lost = life["lost"] == end
    stake["since"] = stake["recovered"] = born
    at, over = starts[account + 1], starts[account + 2]
    while at < over:
        day = entries[at]["day"]
        _pass(by_age, stake, born, min(day, end))
        # Whom we lost still pays what it owes; whom we did not has a life beyond the window.
        while at < over and entries[at]["day"] == day:
            if day < end or lost:
                move(stake, sides[entries[at]["kind"]], entries[at]["cents"])
            at += 1
        if sellers(stake) > 0:
            stake["recovered"] = np.inf
        elif stake["recovered"] == np.inf:
            stake["recovered"] = day
        if day < end or (lost and day == end):
            stake["buyer_peak"] = max(stake["buyer_peak"], buyers(stake))
            stake["seller_peak"] = max(stake["seller_peak"], sellers(stake))
    # Who has left is no longer bound to pay what it has not paid.
    stake["buyer_left"] = max(stake["paid"] + stake["effort"] - stake["value"], 0)
    stake["seller_left"] = sellers(stake)


@compiled
def stakes(
    mine: ByAccount,
    booked: Booked,
    motion: Places,
    won: Floats,
    sides: Ints,
    of: Stakes,
    days: float,
    horizon: float,
    until: float,
) -> None:
    """What both sides had at stake in each account that is counted: born before the horizon and decided, won
    or lost, by `until - days`: the same for both, or losses, which need no time to be followed, would be too
    many. `won`: the day of each account's signature, inf for never.
    """
    starts = booked.starts
    found, terms, at_stake, by_age, totals, fresh = of
    n = totals[COUNT]
    for account in range(max(booked.first, 0), booked.end):
        if won[account] == np.inf and starts[account + 1] == starts[account + 2]:
            continue  # nothing was ever at stake
        stake, life = found[n], terms[n]  # the place is taken again by the next where nothing is left to do
        live(life, mine, account, motion[account], days)
        decided = min(life["lost"], life["won"])
        if not (0.0 <= life["born"] < horizon and decided <= until - days):
            continue
        found[n] = fresh[0]
        _stake(stake, by_age, life, booked, account, sides)
        at_stake[BUYER, account], at_stake[SELLER, account] = stake["buyer_days"], stake["seller_days"]
        totals[SPENT] += stake["spent"]
        totals[LEFT] += stake["seller_left"]
        left = stake["since"] < life["end"] and (buyers(stake) > 0 or sellers(stake) > 0)
        if left or life["won"] < np.inf:
            life["account"] = account
            n += 1
    totals[COUNT] = n
    if booked.end < len(motion):
        return
    for k in range(n):  # no more entries: the exposures stay as they are to the end
        stake, life = found[k], terms[k]
        _pass(by_age, stake, life["born"], life["end"])
        account = life["account"]
        at_stake[BUYER, account], at_stake[SELLER, account] = stake["buyer_days"], stake["seller_days"]


@reader
class AtStake:
    """`sums`: as `stakes` has them."""

    def __init__(self, of: Reading) -> None:
        self.mine, self.motion, self.won = of.mine, of.motion, born_and_won(of)[1]
        self.days, self.horizon, self.until = of.lifetime * MONTH, of.horizon, of.until
        accounts = len(of.motion)
        self.sums = Stakes(
            np.empty(accounts, STAKE),
            np.empty(accounts, LIFE),
            np.zeros((2, accounts)),
            np.zeros((begun(0.0, of.until) + 1, 2)),
            np.zeros(3, np.int64),
            np.zeros(1, STAKE),
        )

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        stakes(
            self.mine, piece, self.motion, self.won, sides(), self.sums, self.days, self.horizon, self.until
        )  # fmt: skip


class Exposures(NamedTuple):
    """`customers`: those of the counted accounts that signed, dtype STAKE, and `terms`, dtype LIFE. `by_age`:
    cents x days of all accounts by month since their first contact, (months, 2)."""

    customers: Rows
    terms: Rows
    over: Flags  # of each customer, whether it is judged by where it stands in the end
    by_age: Floats
    buyer_days: float  # cents x days of all accounts
    seller_days: float
    spent: int  # cents, on all accounts
    seller_left: int  # ... and not recovered in the end
    valued: bool  # whether any motion says what impact is worth

    @property
    def of_buyer(self) -> float:
        """A factor: nan where nothing that concerns the buyer is known."""
        return 1.0 if self.valued else float("nan")

    @property
    def of_seller(self) -> float:
        """A factor: nan where nothing was spent on any account."""
        return 1.0 if self.spent else float("nan")

    @property
    def customer_days(self) -> float:
        """Days of all customers."""
        return float((self.terms["end"] - self.terms["won"]).sum())


@once
def exposures(of: Reading) -> Exposures:
    """Of both sides, in all accounts."""
    header = of.header
    stake, lives, at_stake, by_age, (spent, left, n), _ = of.entries(AtStake).sums
    stake, lives = stake[:n], lives[:n]
    signed = np.isfinite(lives["won"])
    customers, terms = stake[signed], lives[signed]
    # An owner cannot leave, nor pays any more than it wants to.
    over = (terms["lost"] == terms["end"]) | (header.offer["owned"][terms["motion"]] == 1)
    return Exposures(
        customers,
        terms,
        over,
        by_age,
        at_stake[BUYER].sum(),
        at_stake[SELLER].sum(),
        int(spent),
        int(left),
        bool(((header.motion["impact_value"] > 0) & (header.motion["every"] > 0)).any()),
    )


def exposure(of: Reading) -> Floats:
    """Of all accounts together in each month since the first contact, buyer's and seller's, per customer won,
    in units of the currency: (months, 2)."""
    found = exposures(of)
    count = len(found.customers)
    table = np.full_like(found.by_age, np.nan)
    if count:
        table[:, BUYER] = found.of_buyer * found.by_age[:, BUYER] / (100 * MONTH * count)
        table[:, SELLER] = found.of_seller * found.by_age[:, SELLER] / (100 * MONTH * count)
    return table
