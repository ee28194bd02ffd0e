"""What buyer and seller have at stake in each account, day by day: the formula of docs/risk.md."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.reading import Reading, once
from simulator.money import entry_kinds
from simulator.numerics.jit import Flags, Floats, Ints, Places, Record, Rows, compiled
from simulator.numerics.months import MONTH, begun

LIFE = np.dtype(
    [
        ("born", "f8"),
        ("won", "f8"),  # inf: never
        ("lost", "f8"),  # lost for good, or left for good; inf: neither
        ("end", "f8"),  # of its exposures
        ("motion", "i8"),  # in the end
        ("counted", "i8"),  # 1: born before the horizon, and decided in time to be followed to its end
    ],
    align=True,
)

# What has passed between an account and its seller so far, in cents.
BALANCE = np.dtype([("paid", "i8"), ("bound", "i8"), ("effort", "i8"), ("value", "i8"), ("spent", "i8")])

STAKE = np.dtype(
    [
        ("since", "f8"),  # the exposures have been as they are
        ("month", "i8"),  # of the account's age, in which that lies
        ("recovered", "f8"),  # day since which its costs have been recovered; inf: they are not
        ("buyer_days", "f8"),  # cents x days
        ("seller_days", "f8"),
        ("buyer_peak", "i8"),
        ("seller_peak", "i8"),
        ("buyer_left", "i8"),  # when all is settled
        ("seller_left", "i8"),
        ("spent", "i8"),
    ],
    align=True,
)

BUYER, SELLER = 0, 1  # columns of exposures
_NOTHING, _PAID, _BOUND, _EFFORT, _VALUE, _SPENT = range(6)


def sides() -> Ints:
    """Of each kind of entry, which part of a balance it moves."""
    found = np.full(max(entry_kinds.NAMES) + 1, _NOTHING, np.int64)
    for kind, place in entry_kinds.PLACES.items():
        if place not in ("revenue", "buyer", "unallocated"):
            found[kind] = _SPENT
    found[entry_kinds.PAID], found[entry_kinds.BOUND] = _PAID, _BOUND
    found[entry_kinds.EFFORT], found[entry_kinds.VALUE] = _EFFORT, _VALUE
    found.setflags(write=False)
    return found


@compiled
def move(balance: Record, side: int, cents: int) -> None:
    """Book an entry."""
    if side == _PAID:
        balance["paid"] += cents
    elif side == _BOUND:
        balance["bound"] += cents
    elif side == _EFFORT:
        balance["effort"] += cents
    elif side == _VALUE:
        balance["value"] += cents
    elif side == _SPENT:
        balance["spent"] += cents


@compiled
def buyers(balance: Record) -> int:
    """The buyer's exposure: paid or bound to pay, plus its own effort, less the value received."""
    return max(max(balance["paid"], balance["bound"]) + balance["effort"] - balance["value"], 0)


@compiled
def sellers(balance: Record) -> int:
    """The seller's exposure: spent on winning, starting and serving it, less what it has paid."""
    return max(balance["spent"] - balance["paid"], 0)


@compiled
def lives(rows: Rows, motion: Places, days: float, horizon: float, until: float) -> Rows:
    """The window of each account: to its loss, at most `days` from its signature. LIFE per account.

    Counted are those decided, won or lost, by `until - days`: the same for both, or losses, which
    need no time to be followed, would be too many.
    """
    found = np.zeros(len(motion), LIFE)
    for account in range(len(motion)):
        life = found[account]
        life["won"] = np.inf
        life["lost"] = np.inf
        life["motion"] = motion[account]
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event == ledger.LEAD:
            found[row["account"]]["born"] = row["day"]
        elif event == ledger.LOST:
            if row["to"] < 0:
                found[row["account"]]["lost"] = row["day"]
        elif event == ledger.CHURNED:
            found[row["account"]]["lost"] = row["day"]
        elif event == ledger.WON:
            found[row["account"]]["won"] = row["day"]
        elif event == ledger.WON_BACK:
            found[row["account"]]["lost"] = np.inf
        elif event == ledger.MOVED:
            found[row["account"]]["motion"] = row["to_motion"]
    for account in range(len(found)):
        life = found[account]
        life["end"] = min(life["lost"], life["won"] + days)
        decided = min(life["lost"], life["won"])
        if 0.0 <= life["born"] < horizon and decided <= until - days:
            life["counted"] = 1
    return found


@compiled
def _pass(by_age: Floats, stake: Record, balance: Record, born: float, day: float) -> None:
    """Time goes by until `day` with the exposures as they stand."""
    span = day - stake["since"]
    if span <= 0.0:
        return
    buyer, seller = buyers(balance), sellers(balance)
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
def stakes(entries: Rows, sides: Ints, accounts: Rows, months: int) -> tuple[Rows, Floats]:
    """What both sides had at stake in each account: STAKE per account, zeros where it is not counted;
    and cents x days of all accounts by month since their first contact, (months, 2).

    `entries` by account and day; `accounts` has dtype LIFE, and nobody is followed for more than `months`.
    All entries of a day are booked before the exposures are read, so their order within a day is nothing.
    """
    by_age = np.zeros((months, 2))
    found = np.zeros(len(accounts), STAKE)
    balances = np.zeros(len(accounts), BALANCE)
    for account in range(len(accounts)):
        found[account]["since"] = accounts[account]["born"]
        found[account]["recovered"] = accounts[account]["born"]
    at = 0
    while at < len(entries):
        account = entries[at]["account"]
        day = entries[at]["day"]
        if account < 0 or accounts[account]["counted"] == 0:
            at += 1
            continue
        life = accounts[account]
        stake = found[account]
        balance = balances[account]
        lost = life["lost"] == life["end"]
        _pass(by_age, stake, balance, life["born"], min(day, life["end"]))
        # Whom we lost still pays what it owes; whom we did not has a life beyond the window.
        booked = day < life["end"] or lost
        while at < len(entries) and entries[at]["account"] == account and entries[at]["day"] == day:
            if booked:
                move(balance, sides[entries[at]["kind"]], entries[at]["cents"])
            at += 1
        if sellers(balance) > 0:
            stake["recovered"] = np.inf
        elif stake["recovered"] == np.inf:
            stake["recovered"] = day
        if day < life["end"] or (lost and day == life["end"]):
            stake["buyer_peak"] = max(stake["buyer_peak"], buyers(balance))
            stake["seller_peak"] = max(stake["seller_peak"], sellers(balance))
    for account in range(len(accounts)):
        if accounts[account]["counted"] == 1:
            stake = found[account]
            balance = balances[account]
            _pass(by_age, stake, balance, accounts[account]["born"], accounts[account]["end"])
            # Who has left is no longer bound to pay what it has not paid.
            stake["buyer_left"] = max(balance["paid"] + balance["effort"] - balance["value"], 0)
            stake["seller_left"] = sellers(balance)
            stake["spent"] = balance["spent"]
    return found, by_age


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
    accounts = lives(of.rows, of.motion, of.lifetime * MONTH, of.horizon, of.until)
    stake, by_age = stakes(of.entries, sides(), accounts, begun(0.0, of.until) + 1)
    signed = (accounts["counted"] == 1) & np.isfinite(accounts["won"])
    terms = accounts[signed]
    # An owner cannot leave, nor pays any more than it wants to.
    over = (terms["lost"] == terms["end"]) | (header.offer["owned"][terms["motion"]] == 1)
    return Exposures(
        stake[signed],
        terms,
        over,
        by_age,
        stake["buyer_days"].sum(),
        stake["seller_days"].sum(),
        int(stake["spent"].sum()),
        int(stake["seller_left"].sum()),
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
