"""Lifetime value: what customers pay and cost by months since their signature."""

import math
from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.funnel_times import born_and_won
from simulator.metrics.ratio import ratio, ratios
from simulator.metrics.reading import Reading, came_by, once, reader
from simulator.money import entry_kinds
from simulator.money.by_account import ByAccount
from simulator.money.journal import Booked
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled, to_read
from simulator.numerics.months import MONTH, YEAR, elapsed

CLOSE = 12  # months from the signature that the first close obliges to
REVENUES = (36, 60, 84)  # months over which revenue is summed
OLDEST = 84  # months of age up to which worth is followed, or a lifetime if that is longer
# Groups of customers; of each motion one, from the last of these on, and behind them of each channel.
SIGNED, COHORT, OF_MOTIONS = range(3)
INSTANT = 1e-6  # days: months of a contract and months of age that meet may differ in the last bit


class Sums(NamedTuple):
    """Of groups of customers, each over those alone whose months lie within the simulation."""

    # Present value, payments less cost to deliver, of the first 0, 1 ... months of age: steps from one to the
    # next, (groups, oldest + 1)
    steps: Floats
    # Per window of REVENUES cents of revenue, and of these up to the first close, (groups, 2, windows)
    earned: Ints
    profit: Ints  # gross profit in cents by month of age, (groups, months)
    seen: Ints  # customers by the months that were seen of them, the oldest at most, (groups, oldest + 1)


@compiled
def billed_ahead(rows: Rows, first: int, at: int) -> bool:
    """Whether the contract of the row `at`, of an account's rows from `first` on, is billed in advance."""
    for k in range(at, first - 1, -1):
        if ledger.begins_contract(rows[k]):
            return bool(rows[k]["invoice"] > 0)
    return True


@compiled
def settles(rows: Rows, first: int, entry: Record, delay: float) -> bool:
    """Whether an entry closes the time before it, rather than opens what follows: it matters at an end.

    Costs and revenue come at the end of what they are for; payments where they are in arrears, or `delay`
    days after their invoice, or given back as a contract ends, and so does the share of them that a partner
    has. What is paid once comes at the beginning, with all that is spent then: its goods, a commission.
    """
    kind = entry["kind"]
    shared = kind in (entry_kinds.PARTNER, entry_kinds.PARTNER_LATER)
    cost = entry_kinds.is_cost(kind) and not shared
    if entry["row"] < 0:
        return cost
    cause = rows[entry["row"]]
    event = cause["event"]
    begins = ledger.pays_once(event) and cause["day"] == entry["day"]
    if cost:
        return not begins
    if event == ledger.METERED or ((kind == entry_kinds.PAID or shared) and delay > 0.0):
        return True
    if begins and (shared or cause["amount"] == entry["cents"]):
        return False
    if kind == entry_kinds.EARNED:
        return True
    if entry["cents"] < 0 and (ledger.ends_contract(event) or ledger.begins_contract(cause)):
        return True
    return not billed_ahead(rows, first, entry["row"])


@compiled
def live_on(
    booked: Booked,
    mine: ByAccount,
    won: Floats,
    chosen: Ints,
    bought: Ints,
    came: Ints,
    groups: Ints,
    delays: Floats,
    of: Sums,
    revenues: Ints,
    rate: float,
    until: float,
) -> None:
    """Add up over groups of customers, each over those alone whose months lie within the simulation.

    `won` is the day of each account's signature, `chosen` which of the groups SIGNED and COHORT it is in, as
    bits; who signed is in that of the motion, too, in which it `bought`, and in that of the channel by which
    it `came`, if by any. `groups` (4,) has room for those of an account. `delays` are days from an invoice to
    its payment, of each motion; `revenues` are windows in months; `rate` discounts a day.
    """
    rows, starts, entries, begins = mine.rows, mine.starts, booked.entries, booked.starts
    steps, earned, profit, seen = of
    months, oldest = profit.shape[1], seen.shape[1] - 1
    for account in range(max(booked.first, 0), booked.end):
        since = won[account]
        if chosen[account] == 0 or since > until:
            continue
        last = elapsed(since, until)  # months of its age that lie within the simulation
        count = 0
        if chosen[account] >> SIGNED & 1:
            groups[0], groups[1] = SIGNED, OF_MOTIONS + bought[account]
            count = 2
            if came[account] >= 0:
                groups[count] = came[account]
                count += 1
        if chosen[account] >> COHORT & 1:
            groups[count] = COHORT
            count += 1
        for n in range(count):
            seen[groups[n], min(last, oldest)] += 1
        for i in range(begins[account + 1], begins[account + 2]):
            entry = entries[i]
            kind, day = entry["kind"], entry["day"]
            cost = entry_kinds.delivers(kind)
            if since > day or not (cost or kind == entry_kinds.PAID or kind == entry_kinds.EARNED):
                continue
            cents = -entry["cents"] if cost else entry["cents"]
            age = elapsed(since, day + INSTANT)
            at_an_end = age > 0 and day < since + age * MONTH + INSTANT
            if at_an_end and settles(rows, starts[account + 1], entry, delays[entry["motion"]]):
                age -= 1  # it closes the month before
            worth = 0.0
            if kind != entry_kinds.EARNED and age < min(last, oldest):
                worth = cents * math.exp(-rate * (day - since))
            selling = kind == entry_kinds.GROWING or kind == entry_kinds.WINNING_BACK
            gross = kind == entry_kinds.EARNED or (cost and not selling)
            for n in range(count):
                g = groups[n]
                if kind == entry_kinds.EARNED:
                    for w in range(len(revenues)):
                        if age < revenues[w] <= last:
                            earned[g, 0, w] += cents
                            if age < CLOSE:
                                earned[g, 1, w] += cents
                elif age < min(last, oldest):
                    steps[g, age + 1] += worth
                    if last < oldest:  # nobody is in the sum of more months than it was seen
                        steps[g, last + 1] -= worth
                if gross and age < months <= last:
                    profit[g, age] += cents


@reader
class Lives:
    """`sums`: of those who signed from the first day to the horizon, of those who were born then, and of
    those who signed then in each motion."""

    def __init__(self, of: Reading) -> None:
        (born, won), months = born_and_won(of), of.lifetime
        signed, cohort = ((day >= 0) & (day < of.horizon) for day in (won, born))
        self.mine, self.won, self.chosen = of.mine, won, to_read(signed + 2 * cohort.astype(np.int64))
        self.delays = to_read(of.header.offer["pays_after"].astype(np.float64))
        self.rate, self.until = math.log1p(float(of.header.money["discount"][0])) / YEAR, of.until
        first = OF_MOTIONS + len(of.header.motions)
        self.bought, came = bought_in(of), came_by(of)
        self.came = to_read(np.where(came >= 0, first + came, came))
        oldest, groups = max(months, OLDEST), first + len(of.header.channels)
        self.sums = Sums(
            np.zeros((groups, oldest + 1)),
            np.zeros((groups, 2, len(REVENUES)), np.int64),
            np.zeros((groups, months), np.int64),
            np.zeros((groups, oldest + 1), np.int64),
        )

    def read(self, piece: Booked) -> None:
        """Sum up a piece."""
        live_on(
            piece, self.mine, self.won, self.chosen, self.bought, self.came, np.zeros(4, np.int64),
            self.delays, self.sums, np.array(REVENUES),
            self.rate, self.until,
        )  # fmt: skip


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

    def earned_after(self, cents: float) -> float:
        """The same, to the part of the month in which it does: profit comes evenly within each."""
        months = self.months_to_earn(cents)
        if math.isnan(months):
            return months
        before = int(months) - 1
        return before + ratio(cents - float(self.profit[:before].sum()), float(self.profit[before]))


@once
def bought_in(of: Reading) -> Ints:
    """The motion in which each account signed, that in which it was born where it never did."""
    motion = of.motion.astype(np.int64)
    signed = of.mine.of(ledger.WON)
    motion[signed["account"]] = of.header.stage["motion"][signed["stage"]]
    return to_read(motion)


@once
def of_groups(of: Reading) -> list[Lifetime]:
    """Of each group of `Lives`."""
    return [_lifetime(of.lifetime, *group) for group in zip(*of.entries(Lives).sums, strict=True)]


def lives(of: Reading) -> Lifetime:
    """Of those who signed from the first day to the horizon."""
    return of_groups(of)[SIGNED]


def lives_of_cohort(of: Reading) -> Lifetime:
    """Of those who were born from the first day to the horizon: all that it cost to win them is known."""
    return of_groups(of)[COHORT]


def lives_of_motions(of: Reading) -> list[Lifetime]:
    """Of those who signed from the first day to the horizon, by the motion in which they did."""
    return of_groups(of)[OF_MOTIONS : OF_MOTIONS + len(of.header.motions)]


def lives_of_channels(of: Reading) -> list[Lifetime]:
    """The same by the channel by which they came."""
    return of_groups(of)[OF_MOTIONS + len(of.header.motions) :]


def _lifetime(months: int, steps: Floats, earned: Ints, profit: Ints, seen: Ints) -> Lifetime:
    """One of the groups of `live_on`."""
    complete = np.cumsum(seen[::-1])[::-1]  # customers of whom so many months were seen
    by_months = dict(zip(REVENUES, earned.T.tolist(), strict=True))
    return Lifetime(
        ratios(np.cumsum(steps), complete),
        {w: ratio(cents, int(complete[w])) for w, (cents, _) in by_months.items()},
        {w: ratio(cents - early, cents) for w, (cents, early) in by_months.items()},
        profit / complete[months] if complete[months] else np.full(months, np.nan),
    )
