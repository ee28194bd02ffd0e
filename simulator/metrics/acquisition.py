"""What it costs to win a customer, by several definitions, and the true value of a cohort beside them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import compiled
from simulator.metrics.posting import of_places
from simulator.metrics.ratio import ratio
from simulator.model import MONTH
from simulator.money import kinds


@compiled
def of_prospects(entries: NDArray[Any], born: NDArray[np.float64], horizon: float) -> tuple[int, int]:
    """Of all accounts born on or after the first day and before the horizon, in cents: what was ever
    spent to win them; and what they paid before the horizon less all that was spent on them before it."""
    spent, left = 0, 0
    for i in range(len(entries)):
        entry = entries[i]
        account = entry["account"]
        if account < 0 or born[account] < 0.0 or born[account] >= horizon:
            continue
        kind = entry["kind"]
        cost = kinds.FIRST_COST <= kind <= kinds.LAST_COST
        if kinds.LEAD_COST <= kind <= kinds.FREE_USE:
            spent += entry["cents"]
        if entry["day"] < horizon:
            if cost:
                left -= entry["cents"]
            elif kind == kinds.PAID:
                left += entry["cents"]
    return spent, left


class Signed(NamedTuple):
    """Customers signed: how many, their recurring revenue a year, and all that they owe for a first year."""

    customers: int
    arr: int
    first_year: int

    @property
    def first_year_value(self) -> float:
        """Of one customer, in units of the currency."""
        return ratio(self.first_year / 100, self.customers)


def signatures(rows: NDArray[Any], accounts: int) -> NDArray[np.int64]:
    """Per account recurring revenue a year when it signed, and that with what it paid once: (accounts, 2)."""
    found = np.zeros((accounts, 2), np.int64)
    won, opened = (rows[rows["event"] == event] for event in (ledger.WON, ledger.OPENED))
    found[won["account"], 0] = won["amount"]
    found[opened["account"], 1] = opened["amount"]
    found[:, 1] += found[:, 0]
    return found


def signed(owed: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Signed:
    """The sums over some accounts."""
    arr, first_year = owed[chosen].sum(axis=0).tolist()
    return Signed(int(chosen.sum()), arr, first_year)


class Spend(NamedTuple):
    """What was spent, in cents, and on whom."""

    cents: int
    on: Signed

    @property
    def per_customer(self) -> float:
        """Acquisition cost, in units of the currency; nan where nothing is spent or nobody won."""
        return ratio(self.cents / 100, self.on.customers) if self.cents else math.nan

    @property
    def per_arr(self) -> float:
        """Spent for one unit of new recurring revenue a year."""
        return ratio(self.cents, self.on.arr) if self.cents else math.nan


def acquisition(
    table: NDArray[np.int64],
    idle: NDArray[np.int64],
    ever: int,
    owed: NDArray[np.int64],
    days: NDArray[np.float64],
    cycle: float,
    horizon: float,
) -> dict[str, Spend]:
    """Spend and customers by each definition.

    `table` as posting.post has it, `idle` by month; `ever`: spent on the prospects of the cohort whenever;
    `days`: (accounts, 2) born and won; `cycle`: median days of a sale.
    """
    born, won = days.T
    months = of_places(table, "acquisition").sum(axis=1)[1:]
    blended = int(months.sum())
    period = int(idle.sum() + table[1:, :, [kinds.LAUNCH, kinds.PLAY_STANDING]].sum())
    all_won = signed(owed, (won >= 0) & (won < horizon))
    found = {
        "blended": Spend(blended, all_won),
        "lagged": Spend(0, all_won),
        "loaded": Spend(blended + period, all_won),
        "cohort": Spend(ever, signed(owed, (born >= 0) & (born < horizon) & (won < math.inf))),
    }
    if not math.isnan(cycle):
        lag = math.floor(cycle / MONTH + 0.5)
        late = signed(owed, (won >= lag * MONTH) & (won < horizon))
        found["lagged"] = Spend(int(months[: max(len(months) - lag, 0)].sum()), late)
    return found
