"""What is spent to win customers, and on whom, by several definitions."""

import math
from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.costs import acquiring
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.ledger_totals import idle_sellers, of_company, posted
from simulator.metrics.opportunities import cycles
from simulator.metrics.ratio import median, ratio
from simulator.metrics.reading import Reading, once, reader
from simulator.money import entry_kinds
from simulator.money.journal import Booked
from simulator.numerics.jit import Flags, Floats, Ints, compiled
from simulator.numerics.months import MONTH


@compiled
def of_prospects(booked: Booked, born: Floats, sums: Ints, horizon: float) -> None:
    """Add up, of all accounts born on or after the first day and before the horizon, in cents: what was ever
    spent to win them; and what they paid before the horizon less all that was spent on them before it."""
    entries, starts = booked.entries, booked.starts
    spent, left = 0, 0
    for account in range(max(booked.first, 0), booked.end):
        if born[account] < 0.0 or born[account] >= horizon:
            continue
        for i in range(starts[account + 1], starts[account + 2]):
            entry = entries[i]
            kind = entry["kind"]
            cost = entry_kinds.is_cost(kind)
            if entry_kinds.wins(kind):
                spent += entry["cents"]
            if entry["day"] < horizon:
                if cost:
                    left -= entry["cents"]
                elif kind == entry_kinds.PAID:
                    left += entry["cents"]
    sums[0] += spent
    sums[1] += left


@reader
class Prospects:
    """`sums` (2,): as `of_prospects` has them."""

    def __init__(self, of: Reading) -> None:
        self.born, self.horizon, self.sums = born_and_won(of)[0], of.horizon, np.zeros(2, np.int64)

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        of_prospects(piece, self.born, self.sums, self.horizon)


class Signed(NamedTuple):
    """Customers signed: how many, their recurring revenue a year, and all that they owe for a first year;
    of metered use what was expected of its first twelve months."""

    customers: int
    arr: int
    first_year: int

    @property
    def first_year_value(self) -> float:
        """Of one customer, in units of the currency."""
        return ratio(self.first_year / 100, self.customers)


class Signatures(NamedTuple):
    """Of the accounts that ever signed: which they are; the days on which they were born and did; and their
    recurring revenue a year then, and that with what they paid once, in cents, (signatures, 2)."""

    accounts: Ints
    born: Floats
    won: Floats
    owed: Ints


@once
def signatures(of: Reading) -> Signatures:
    """In order of accounts."""
    born, won = born_and_won(of)
    who, found = np.flatnonzero(won < math.inf), np.zeros((len(won), 2), np.int64)
    signed, opened = of.mine.of(ledger.WON), of.mine.of(ledger.OPENED)
    found[signed["account"], 0] = signed["amount"]
    found[opened["account"], 1] = opened["amount"]
    owed = found[who]
    owed[:, 1] += owed[:, 0]
    return Signatures(who, born[who], won[who], owed)


def signed(of: Reading, since: float = 0.0) -> Signed:
    """The sums over customers signed from a day to the horizon."""
    won = signatures(of).won
    return _signed(of, (won >= since) & (won < of.horizon))


def _signed(of: Reading, chosen: Flags) -> Signed:
    arr, first_year = signatures(of).owed[chosen].sum(axis=0).tolist()
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


@once
def prospects(of: Reading) -> tuple[int, int]:
    """As `of_prospects`, of all accounts."""
    spent, left = of.entries(Prospects).sums.tolist()
    return spent, left


@once
def blended(of: Reading) -> Spend:
    """All spent to win customers before the horizon, idle months of teams that sell among it, on those signed
    in that time."""
    return Spend(int(acquiring(of).sum()), signed(of))


@once
def worked(of: Reading) -> Spend:
    """The same, without idle months: what was spent on accounts."""
    return Spend(int(of_company(of)["acquisition_cost"].sum()), signed(of))


@once
def lagged(of: Reading) -> Spend:
    """Blended, but the spend is that of a median sales cycle earlier, in whole months."""
    cycle = median(cycles(of))
    if math.isnan(cycle):
        return Spend(0, signed(of))
    lag = math.floor(cycle / MONTH + 0.5)
    return Spend(int(acquiring(of)[: max(of.months - lag, 0)].sum()), signed(of, lag * MONTH))


@once
def loaded(of: Reading) -> Spend:
    """Blended, with what motions cost whatever they do."""
    period = posted(of)[1:, :, [entry_kinds.LAUNCH, entry_kinds.MOTION_FIXED_COST]].sum()
    return Spend(blended(of).cents + int(period), blended(of).on)


@once
def of_cohort(of: Reading) -> Spend:
    """All ever spent to win the accounts born before the horizon, idle months of teams that sell among it, on
    those of them that signed."""
    born = signatures(of).born
    cents = prospects(of)[0] + int(idle_sellers(of).sum())
    return Spend(cents, _signed(of, (born >= 0) & (born < of.horizon)))
