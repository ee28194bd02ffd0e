"""Who carries the risk of a sale, buyer or seller, and for how long: the formula of docs/risk.md."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import Record, compiled, to_read
from simulator.ledger import Ledger
from simulator.metrics.ratio import ratio
from simulator.model import MONTH
from simulator.money import kinds
from simulator.months import begun

LIFE = np.dtype(
    [
        ("born", "f8"),
        ("won", "f8"),  # inf: never
        ("lost", "f8"),  # lost for good, or left for good; inf: neither
        ("end", "f8"),  # of its exposures
        ("play", "i8"),  # in the end
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
        ("whole", "f8"),  # day since which the seller has been whole; inf: it is not
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


def sides() -> NDArray[np.int64]:
    """Of each kind of entry, which part of a balance it moves."""
    found = np.full(max(kinds.NAMES) + 1, _NOTHING, np.int64)
    for kind, place in kinds.PLACES.items():
        if place not in ("revenue", "buyer", "period"):
            found[kind] = _SPENT
    found[kinds.PAID], found[kinds.BOUND] = _PAID, _BOUND
    found[kinds.EFFORT], found[kinds.VALUE] = _EFFORT, _VALUE
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
def lives(
    rows: NDArray[Any], play: NDArray[np.int32], days: float, horizon: float, until: float
) -> NDArray[Any]:
    """The window of each account: to its loss, at most `days` from its signature. LIFE per account.

    Counted are those decided, won or lost, by `until - days`: the same for both, or losses, which
    need no time to be followed, would be too many.
    """
    found = np.zeros(len(play), LIFE)
    for account in range(len(play)):
        life = found[account]
        life["won"] = np.inf
        life["lost"] = np.inf
        life["play"] = play[account]
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
            found[row["account"]]["play"] = row["to_play"]
    for account in range(len(found)):
        life = found[account]
        life["end"] = min(life["lost"], life["won"] + days)
        decided = min(life["lost"], life["won"])
        if 0.0 <= life["born"] < horizon and decided <= until - days:
            life["counted"] = 1
    return found


@compiled
def _pass(by_age: NDArray[np.float64], stake: Record, balance: Record, born: float, day: float) -> None:
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
def stakes(
    entries: NDArray[Any], sides: NDArray[np.int64], accounts: NDArray[Any], months: int
) -> tuple[NDArray[Any], NDArray[np.float64]]:
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
        found[account]["whole"] = accounts[account]["born"]
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
            stake["whole"] = np.inf
        elif stake["whole"] == np.inf:
            stake["whole"] = day
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


class Risk(NamedTuple):
    """`values`: by name of the metric. `exposure`: of all accounts together in each month since the first
    contact, buyer's and seller's, per customer won: (months, 2). Both in units of the currency."""

    values: dict[str, float]
    exposure: NDArray[np.float64]


def risk(ledger_: Ledger, entries: NDArray[Any]) -> Risk:
    """The risk of both sides.

    `entries` is the journal's. What concerns the buyer is nan where no play says what impact is worth,
    what concerns the seller where nothing was spent on any account.
    """
    header = ledger_.header
    months = int(header.money["lifetime"][0])
    rows, play, until = to_read(ledger_.rows), to_read(ledger_.play), float(header.until)
    life = lives(rows, play, months * MONTH, float(header.horizon), until)
    stake, by_age = stakes(to_read(entries), sides(), life, begun(0.0, until) + 1)

    signed = (life["counted"] == 1) & np.isfinite(life["won"])
    terms, customers = life[signed], stake[signed]
    count, customer_days = len(customers), float((terms["end"] - terms["won"]).sum())
    buyer_days, seller_days = stake["buyer_days"].sum(), stake["seller_days"].sum()
    spent = int(stake["spent"].sum())
    # An owner cannot leave, nor pays any more than it wants to: it is judged where it stands in the end.
    over = (terms["lost"] == terms["end"]) | (header.offer["owned"][terms["play"]] == 1)
    waited = np.clip((customers["whole"] - terms["won"]) / MONTH, 0.0, months)

    valued = bool(((header.play["impact_value"] > 0) & (header.play["every"] > 0)).any())
    of_buyer = 1.0 if valued else float("nan")
    of_seller = 1.0 if spent else float("nan")
    values = {
        "buyer_risk": of_buyer * ratio(buyer_days / 100, customer_days),
        "seller_risk": of_seller * ratio(seller_days / 100, customer_days),
        "buyer_risk_peak": of_buyer * ratio(customers["buyer_peak"].sum() / 100, count),
        "seller_risk_peak": of_seller * ratio(customers["seller_peak"].sum() / 100, count),
        "seller_share_of_risk": of_buyer * of_seller * ratio(seller_days, seller_days + buyer_days),
        "months_until_whole": of_seller * (float(np.median(waited)) if count else float("nan")),
        "spend_never_recovered": ratio(int(stake["seller_left"].sum()), spent),
        "buyer_loss_share": of_buyer * ratio(int((over & (customers["buyer_left"] > 0)).sum()), count),
        "seller_loss_share": of_seller * ratio(int((over & (customers["seller_left"] > 0)).sum()), count),
    }
    exposure = np.full_like(by_age, np.nan)
    if count:
        exposure[:, BUYER] = of_buyer * by_age[:, BUYER] / (100 * MONTH * count)
        exposure[:, SELLER] = of_seller * by_age[:, SELLER] / (100 * MONTH * count)
    return Risk(values, exposure)
