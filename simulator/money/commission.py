"""Commission: earned by people with a quota on sales and growth, and clawed back.

The rate is that at which the whole quota brings all variable pay.
"""

from typing import Any

import numpy as np

from simulator import ledger
from simulator.money.entry_kinds import CLAWED_BACK, COMMISSION, GROWING
from simulator.money.workspace import BILLS, motion_at, put, team_at
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Record, compiled
from simulator.numerics.months import MONTH

# An account, as far as its rows have been read.
SOLD = np.dtype(
    [
        ("motion", "i8"),
        ("won", "f8"),  # day of the signature; inf: not yet
        ("teams", "i8"),  # bit mask: had a seat before the close
        (
            "yearly",
            "i8",
        ),  # cents a year committed at the signature; of use what was expected of its first year
        ("once", "i8"),  # cents paid once at the first opening
        ("peak", "i8"),  # the most that recurring revenue has been, or was sold as, cents a year
    ],
    align=True,
)


@compiled
def commission(team: Record, sold: int) -> int:
    """Cents of commission, with its benefits and taxes, for so many cents sold."""
    if team["quota"] <= 0:
        return 0
    return whole_cents(team["variable"] / float(team["quota"]) * sold * (1.0 + team["benefits_and_taxes"]))


@compiled
def _earn(sold: Record, day: float, index: int, cents: int, desk: Record) -> None:
    """Each team that had a seat before the close has sold it."""
    for team in range(desk["teams"]):
        if sold["teams"] & (1 << team) != 0 and day >= 0.0:
            earned = commission(team_at(desk, team), cents)
            put(desk, BILLS, sold["motion"], day, COMMISSION, team, index, earned)


@compiled
def _give_back(sold: Record, day: float, index: int, desk: Record) -> None:
    """The customer leaves: too early, within so many months from the signature?"""
    if sold["won"] < 0.0:
        return
    for n in range(desk["teams"]):
        team = team_at(desk, n)
        if sold["teams"] & (1 << n) != 0 and day < sold["won"] + team["clawback"] * MONTH:
            back = commission(team, sold["yearly"]) + commission(team, sold["once"])
            put(desk, BILLS, sold["motion"], day, CLAWED_BACK, n, index, -back)
    sold["teams"] = 0  # a second time there is nothing to give back


@compiled
def _grow(sold: Record, cared: int, row: Record, index: int, desk: Record) -> None:
    """Recurring revenue above all that it has been, and what is paid once for more units, is growth of
    those who keep the book. A higher price is none, nor is a new contract."""
    more = max(0, row["arr"] - sold["peak"])
    sold["peak"] += more
    if row["event"] == ledger.EXPANDED:
        more += row["amount"]
    elif row["event"] != ledger.METERED:
        return
    keeper: Any = np.int64(motion_at(desk, sold["motion"])["csm"])
    if keeper >= 0 and cared == 1 and row["day"] >= 0.0:
        earned = commission(team_at(desk, keeper), more)
        put(desk, BILLS, sold["motion"], row["day"], GROWING, keeper, index, earned)


@compiled
def follow(sold: Record, care: Record, row: Record, index: int, desk: Record) -> None:
    """One row of the account; `care` has read it already."""
    event, day = row["event"], row["day"]
    if row["to_motion"] >= 0:
        sold["motion"] = row["to_motion"]
    if event == ledger.LEAD:
        sold["won"] = np.inf
    elif event == ledger.SEATED:
        if day < sold["won"]:
            sold["teams"] |= 1 << np.int64(row["team"])
    elif event == ledger.WON:
        sold["won"] = day
        sold["yearly"] = row["amount"]
        _earn(sold, day, index, row["amount"], desk)
    elif event == ledger.OPENED:
        sold["once"] = row["amount"]
        sold["peak"] = max(row["arr"], sold["yearly"])  # use that grows into what was expected is no growth
        _earn(sold, day, index, row["amount"], desk)
    elif event == ledger.CHURNED:
        _give_back(sold, day, index, desk)
    elif event == ledger.MOVED:
        sold["peak"] = max(sold["peak"], row["arr"])
    elif ledger.changes_contract(event):
        _grow(sold, care["cared"], row, index, desk)
