"""What a contract owes, worked out month by month in plain Python: not as the journal does it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

CHANGES = {
    events.EXPANDED, events.CONTRACTED, events.RENEWED, events.REPRICED, events.REPURCHASED, events.LAPSED
}  # fmt: skip


class Charge(NamedTuple):
    """An amount that an account owes: `what` is "once", "recurring" or "use"."""

    day: float
    what: str
    cents: int


@dataclass
class Contract:
    """From its first day to its end, with all that its rows say."""

    motion: int
    anchor: float
    every: int
    ahead: bool
    introductory: int = 0  # months that cost less ...
    discount: float = 0.0  # ... by this share
    row: int = -1  # of the ledger, with which it begins
    end: float = float("inf")
    fees: list[tuple[float, int]] = field(default_factory=list)  # a day and the fee a year that came with it
    growth: list[tuple[float, int, int]] = field(default_factory=list)  # day, fee before and after
    use: list[tuple[float, int]] = field(default_factory=list)
    lapses: list[float] = field(default_factory=list)

    def day(self, month: int) -> float:
        return self.anchor + month * MONTH

    def month_after(self, day: float) -> int:
        """The first contract month that does not begin before a day."""
        month = max(0, math.floor((day - self.anchor) / MONTH) - 1)
        while self.day(month) < day:
            month += 1
        return month

    def cents(self, month: int, known: float = float("inf")) -> int:
        """The charge of a month, by what is known on a day."""
        if known >= self.end and self.day(month) >= self.end:
            return 0
        fee, since = 0, 0
        for day, new in self.fees:
            first = self.month_after(day)
            if day <= known and first <= month and new != fee:
                fee, since = new, first
        so_far = month - since
        whole = fee * (so_far + 1) // 12 - fee * so_far // 12
        whole -= self.saved(month, whole)
        return whole + sum(self.rest(month, *grown) for grown in self.growth if grown[0] <= known)

    def saved(self, month: int, cents: int) -> int:
        """What an introductory discount takes off an amount of a month."""
        return rounded(self.discount * cents) if month < self.introductory else 0

    def rest(self, month: int, day: float, before: int, after: int) -> int:
        """What growth within a month costs for the days that are left of it."""
        if not self.day(month) < day < self.day(month + 1):
            return 0
        whole = rounded((self.day(month + 1) - day) / MONTH * ((after - before) / 12.0))
        return whole - self.saved(month, whole)

    def ahead_by(self, day: float, every: int) -> int:
        """Cents of all periods of `every` months that have begun by a day."""
        months = 0
        while self.day(months) <= day and self.day(months) < self.end:
            months += every
        return sum(self.cents(month, day) for month in range(months))

    def over_by(self, day: float) -> int:
        """Cents of all periods of billing that are over by a day, or cut short by an end."""
        over = [self.day(k) for k in range(0, 1000, self.every) if self.day(k) <= day]
        over += [stop for stop in (self.end, *self.lapses) if stop <= day]
        last = max(over, default=self.anchor)
        months = self.month_after(min(last, self.end))
        return sum(self.cents(month) for month in range(months))

    def use_by(self, day: float) -> int:
        """Cents of use in periods of billing that are over by a day."""
        over = [self.day(k) for k in range(0, 1000, self.every) if self.day(k) <= day]
        over += [stop for stop in (self.end, *self.lapses) if stop <= day]
        return sum(cents for used, cents in self.use if used <= max(over, default=self.anchor))

    def billed_by(self, day: float) -> int:
        return (self.ahead_by(day, self.every) if self.ahead else self.over_by(day)) + self.use_by(day)

    def earned_by(self, day: float) -> int:
        months = self.month_after(min(day, self.end))
        over = [month for month in range(months) if self.day(month + 1) <= day or self.end <= day]
        return sum(map(self.cents, over)) + sum(cents for used, cents in self.use if used <= day)


def rounded(cents: float) -> int:
    """Whole cents, halves up."""
    return math.floor(cents + 0.5)


def lists_of(rows: Any) -> list[dict[str, Any]]:
    return [dict(zip(rows.dtype.names, row, strict=True)) for row in rows.tolist()]


def contracts(ledger: Ledger, account: int) -> list[Contract]:
    """The contracts of an account, one after the other."""
    found: list[Contract] = []
    motion, signed = int(ledger.motion[account]), False
    at = np.flatnonzero(ledger.rows["account"] == account).tolist()
    for n, row in zip(at, lists_of(ledger.rows[at]), strict=True):
        event, day = row["event"], row["day"]
        signed |= event == events.WON
        if event == events.MOVED:
            motion = row["to_motion"]
        if event in (events.OPENED, events.WON_BACK) or (event == events.MOVED and signed):
            if found:
                found[-1].end = min(found[-1].end, day)
            every, offer = row["invoice"], ledger.header.offer[motion]
            new = Contract(motion, day, abs(every), every > 0, fees=[(day, row["fee"])], row=n)
            if event == events.OPENED:
                new.introductory = int(offer["introductory"])
                new.discount = float(offer["introductory_discount"])
            found.append(new)
        elif event == events.CHURNED and found:
            found[-1].end = day
        elif event == events.METERED:
            found[-1].use.append((day, row["amount"]))
        elif event in CHANGES and found:
            if event == events.EXPANDED:
                found[-1].growth.append((day, found[-1].fees[-1][1], row["fee"]))
            found[-1].fees.append((day, row["fee"]))
            if event == events.LAPSED:
                found[-1].lapses.append(day)
    return found


class Failure(NamedTuple):
    """A payment that fails: from its row on nothing is paid up to the row that ends the contract, or one
    invoice is late."""

    row: int
    day: float
    never: bool
    end: int  # row and day of the end; of a contract that goes on, beyond all
    end_day: float

    def touches(self, row: int, day: float) -> bool:
        """Whether it is of an invoice of what recurs that follows from a row, on a day.

        Who pays for nothing but use may turn out to have left before the day on which its payment failed:
        its last invoice is then of that earlier day.
        """
        left = self.row < self.end and self.end_day < self.day == max(day, self.day) and day == self.end_day
        if not self.never:
            return row < self.row and (day == self.day or left)
        if day == self.day:
            return row < self.row or self.row < row <= self.end
        return left or (self.day < day <= self.end_day and row <= self.end)


def failures(ledger: Ledger, account: int) -> list[Failure]:
    """Of an account, in order."""
    at = np.flatnonzero(ledger.rows["account"] == account).tolist()
    rows = dict(zip(at, lists_of(ledger.rows[at]), strict=True))
    found = []
    for n, row in rows.items():
        if row["event"] in (events.UNPAID, events.PAID_LATE):
            ends = [k for k in at if k > n and rows[k]["event"] in (events.CHURNED, events.LAPSED)]
            end, day = (ends[0], rows[ends[0]]["day"]) if ends else (len(ledger.rows), float("inf"))
            found.append(Failure(n, row["day"], row["event"] == events.UNPAID, end, day))
    return found


def paid_once(ledger: Ledger, account: int) -> list[tuple[float, int]]:
    """Day and cents of what is paid once."""
    once = (events.OPENED, events.EXPANDED, events.REPURCHASED, events.MOVED, events.WON_BACK)
    rows = ledger.rows[(ledger.rows["account"] == account) & (ledger.rows["amount"] != 0)]
    return [(row["day"], row["amount"]) for row in lists_of(rows) if row["event"] in once]


def charges(ledger: Ledger, account: int) -> list[Charge]:
    """All that one account is charged, to the end of the run-off, in order of days.

    Recurring charges fall on the first day of their contract month, use on its last.
    """
    found = [Charge(day, "once", cents) for day, cents in paid_once(ledger, account)]
    for contract in contracts(ledger, account):
        months = contract.month_after(min(contract.end, ledger.header.until))
        for month in range(months):
            found.append(Charge(contract.day(month), "recurring", contract.cents(month)))
        found += [Charge(day, "use", cents) for day, cents in contract.use]
    return sorted((charge for charge in found if charge.cents), key=lambda charge: charge.day)
