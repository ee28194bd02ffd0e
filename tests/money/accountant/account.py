"""The accountant's book: what each account, and the company, received and spent, day by day."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

from ..naive import lists_of, rounded

INF = float("inf")
INSTANT = 1e-6  # of a day: so far apart may be two sums of the same times

# What a cent is. Revenue and what the buyer owes:
PAID, EARNED, BOUND, EFFORT, VALUE = "paid", "earned", "bound", "effort", "value"
# What is spent on an account, from the lead to the growth of a customer:
ACQUIRING, STARTING, SERVING, GOODS, GROWING, RETURNING = (
    "acquiring", "starting", "serving", "goods", "growing", "returning"
)  # fmt: skip
# ... and on none:
IDLE, MOTIONS, COMPANY = "idle", "motions", "company"

DELIVERY = {STARTING, SERVING, GOODS, GROWING, RETURNING}
ON_ACCOUNTS = {ACQUIRING} | DELIVERY
COSTS = ON_ACCOUNTS | {IDLE, MOTIONS, COMPANY}


class Entry(NamedTuple):
    """Cents of one kind on a day. `opens`: they open what follows it, rather than settle what it ends."""

    day: float
    what: str
    cents: int
    opens: bool = False
    team: int = -1

    def within(self, end: float) -> bool:
        """Whether it belongs to the time up to a day."""
        return self.day < end - INSTANT or (self.day < end + INSTANT and not self.opens)


@dataclass
class Account:
    """One account: its rows, and the entries that follow from them."""

    number: int
    rows: list[dict[str, Any]]
    entries: list[Entry] = field(default_factory=list)

    def first(self, *which: int) -> float:
        """The day of the first row of some events; inf for never."""
        return next((row["day"] for row in self.rows if row["event"] in which), INF)

    @cached_property
    def born(self) -> float:
        return self.first(events.LEAD)

    @cached_property
    def won(self) -> float:
        return self.first(events.WON)

    @property
    def signed(self) -> int:
        """Recurring revenue a year that it signed for, in cents."""
        return next((row["amount"] for row in self.rows if row["event"] == events.WON), 0)

    def note(self, day: float, what: str, cents: int, *, opens: bool = False, team: int = -1) -> None:
        if cents:
            self.entries.append(Entry(day, what, cents, opens, team))

    def total(self, *kinds: str, until: float = INF) -> int:
        return sum(one.cents for one in self.entries if one.what in kinds and one.day < until)

    def motions(self) -> Iterator[tuple[dict[str, Any], int]]:
        """Each row, and the motion that the account is in from then on."""
        motion = -1
        for row in self.rows:
            if row["event"] in (events.LEAD, events.MOVED):
                motion = row["to_motion"]
            yield row, motion

    def by_month(self, since: float, until: float, cents: int, note: Callable[[float, int], None]) -> None:
        """So many cents a month from a day on, noted at the end of each, and of the last by its days."""
        if since >= until:
            return
        whole = math.floor((until - since) / MONTH) + 2
        while since + whole * MONTH > until:
            whole -= 1
        for month in range(whole):
            note(since + (month + 1) * MONTH, cents)
        note(until, rounded(cents * ((until - (since + whole * MONTH)) / MONTH)))


def accounts_of(ledger: Ledger) -> list[Account]:
    """All accounts, with their rows in the order in which they happened."""
    found: list[Account] = [Account(number, []) for number in range(len(ledger.motion))]
    for row in lists_of(ledger.rows):
        if row["account"] >= 0:
            found[row["account"]].rows.append(row)
    return found
