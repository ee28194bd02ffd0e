"""Lifetime value: what customers pay and cost by months since their signature."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.ratio import ratio, ratios
from simulator.metrics.reading import Reading, once
from simulator.money import entry_kinds
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled
from simulator.numerics.months import MONTH, YEAR, elapsed

CLOSE = 12  # months from the signature that the first close obliges to
REVENUES = (36, 60, 84)  # months over which revenue is summed
OLDEST = 84  # months of age up to which worth is followed, or a lifetime if that is longer
INSTANT = 1e-6  # days: months of a contract and months of age that meet may differ in the last bit


@compiled
def settles(rows: Rows, entry: Record, ahead: int) -> bool:
    """Whether an entry closes the time before it, rather than opens what follows: it matters at an end.

    Costs and revenue come at the end of what they are for, payments where they are in arrears, and what
    is paid once at the beginning.
    """
    kind = entry["kind"]
    if entry_kinds.FIRST_COST <= kind <= entry_kinds.LAST_COST:
        return True
    if entry["row"] < 0:
        return False
    cause = rows[entry["row"]]
    event = cause["event"]
    if event == ledger.METERED:
        return True
    if ledger.pays_once(event) and cause["day"] == entry["day"] and cause["amount"] == entry["cents"]:
        return False
    return kind == entry_kinds.EARNED or ahead == 0


@compiled
def billed_ahead(rows: Rows, accounts: int) -> NDArray[np.int8]:
    """Of each account, whether its last contract was billed in advance."""
    ahead = np.ones(accounts, np.int8)
    for i in range(len(rows)):
        row = rows[i]
        if ledger.begins_contract(row):
            ahead[row["account"]] = 1 if row["invoice"] > 0 else 0
    return ahead


@compiled
def whole_months(won: Floats, until: float) -> Ints:
    """Months of each customer's age that lie within the simulation; -1 for who is not to be looked at."""
    lasts = np.full(len(won), -1, np.int64)
    for account in range(len(won)):
        if won[account] <= until:
            lasts[account] = elapsed(won[account], until)
    return lasts


@compiled
def live_on(
    entries: Rows,
    rows: Rows,
    ahead: NDArray[np.int8],
    won: Floats,
    lasts: Ints,
    months: int,
    oldest: int,
    revenues: Ints,
    rate: float,
) -> tuple[Floats, Ints, Ints]:
    """Sums over customers, each over those alone whose months lie within the simulation.

    Present value, payments less cost to deliver, of the first 0, 1 ... `oldest` months of age; per
    window of `revenues` the cents of revenue, and of these up to the first close, (2, revenues); and gross
    profit in cents by month of age, up to `months`. `won` is inf for who is no customer to look at,
    `lasts` its `whole_months`; `rate` discounts a day.
    """
    steps = np.zeros(oldest + 1)  # of the sum from one month to the next
    earned = np.zeros((2, len(revenues)), np.int64)
    profit = np.zeros(months, np.int64)
    for i in range(len(entries)):
        entry = entries[i]
        account = entry["account"]
        kind = entry["kind"]
        cost = entry_kinds.STARTING <= kind <= entry_kinds.GROWING
        if account < 0 or not (cost or kind == entry_kinds.PAID or kind == entry_kinds.EARNED):
            continue
        since, day = won[account], entry["day"]
        if since > day:
            continue
        last = lasts[account]
        cents = -entry["cents"] if cost else entry["cents"]
        age = elapsed(since, day + INSTANT)
        if age > 0 and day < since + age * MONTH + INSTANT and settles(rows, entry, ahead[account]):
            age -= 1  # it closes the month before
        if kind == entry_kinds.EARNED:
            for w in range(len(revenues)):
                if age < revenues[w] <= last:
                    earned[0, w] += cents
                    if age < CLOSE:
                        earned[1, w] += cents
        elif age < min(last, oldest):
            worth = cents * math.exp(-rate * (day - since))
            steps[age + 1] += worth
            if last < oldest:  # nobody is in the sum of more months than it was seen
                steps[last + 1] -= worth
        gross = kind == entry_kinds.EARNED or (cost and kind != entry_kinds.GROWING)
        if gross and age < months <= last:
            profit[age] += cents
    return np.cumsum(steps), earned, profit


class Lifetime(NamedTuple):
    """What customers signed before the horizon are worth. Money in cents; nan where nobody is complete."""

    worth: Floats  # mean present value of the first 0, 1, 2 ... months: 84, or a lifetime
    revenue: dict[int, float]  # mean revenue over so many months
    beyond: dict[int, float]  # share of it after the first close
    profit: Floats  # mean gross profit by month of age, (lifetime,)

    def months_to_earn(self, cents: float) -> float:
        """Whole months until gross profit of the average customer covers so much; nan: not in its life."""
        covered = np.cumsum(self.profit) >= cents
        return float(np.argmax(covered)) + 1.0 if covered.any() else float("nan")


@once
def lives(of: Reading) -> Lifetime:
    """Of those who signed from the first day to the horizon."""
    _, won = born_and_won(of)
    return _lifetime(of, (won >= 0) & (won < of.horizon))


@once
def lives_of_cohort(of: Reading) -> Lifetime:
    """Of those who were born from the first day to the horizon: all that it cost to win them is known."""
    born, _ = born_and_won(of)
    return _lifetime(of, (born >= 0) & (born < of.horizon))


def _lifetime(of: Reading, chosen: NDArray[np.bool_]) -> Lifetime:
    """Follow some customers from the day on which each was won."""
    won = np.where(chosen, born_and_won(of)[1], np.inf)
    months, discount = of.lifetime, float(of.header.money["discount"][0])
    oldest, rate = max(months, OLDEST), math.log1p(discount) / YEAR
    lasts, ahead = whole_months(won, of.until), billed_ahead(of.rows, len(won))
    values, earned, profit = live_on(
        of.entries, of.rows, ahead, won, lasts, months, oldest, np.array(REVENUES), rate
    )
    seen = np.bincount(np.minimum(lasts, oldest) + 1, minlength=oldest + 2)[1:]
    complete = np.cumsum(seen[::-1])[::-1]  # customers of whom so many months were seen
    by_months = dict(zip(REVENUES, earned.T.tolist(), strict=True))
    return Lifetime(
        ratios(values, complete),
        {w: ratio(cents, int(complete[w])) for w, (cents, _) in by_months.items()},
        {w: ratio(cents - early, cents) for w, (cents, early) in by_months.items()},
        profit / complete[months] if complete[months] else np.full(months, np.nan),
    )
