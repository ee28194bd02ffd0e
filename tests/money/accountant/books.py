"""The books of a company: the accountant's entries of all its accounts, and what is read off them at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

from ..naive import lists_of, rounded
from . import payments, people, spending
from .account import (
    COMPANY,
    COSTS,
    EARNED,
    GOODS,
    MOTIONS,
    PAID,
    SERVING,
    STARTING,
    Account,
    Entry,
    accounts_of,
)  # fmt: skip

NAN = float("nan")


def ratio(of: float, by: float) -> float:
    """nan where that is undefined."""
    return of / by if by else NAN


def fixed_costs(ledger: Ledger) -> list[Entry]:
    """Fixed costs of the company and its motions, up to the horizon."""
    header, found = ledger.header, list[Entry]()

    def note(day: float, what: str, cents: int) -> None:
        if cents and day >= 0:
            found.append(Entry(day, what, cents))

    ends = [(month + 1) * MONTH for month in range(header.months)]
    for end in ends:
        note(math.nextafter(end, 0.0), COMPANY, int(header.money["fixed_cost"][0]))
    for row in lists_of(ledger.rows[ledger.rows["event"] == events.MOTION_OPENED]):
        of, opened = header.motion[row["motion"]], max(0.0, row["day"])
        if opened >= header.horizon:
            continue
        note(row["day"], MOTIONS, int(of["launch_cost"]))
        for end in ends:
            share = min(1.0, (end - opened) / MONTH)
            if share > 0:
                note(math.nextafter(end, 0.0), MOTIONS, rounded(int(of["fixed_cost"]) * share))
    return found


@dataclass
class Books:
    """All that the rows of one ledger say of its money."""

    ledger: Ledger

    def __post_init__(self) -> None:
        header = self.ledger.header
        self.header, self.horizon, self.until = header, header.horizon, header.until
        self.accounts = accounts_of(self.ledger)
        for account in self.accounts:
            payments.follow(self.ledger, account)
            spending.visits(self.ledger, account)
            spending.customer(self.ledger, account)
            spending.commission(self.ledger, account)
        self.company = people.follow(self.ledger, self.accounts) + fixed_costs(self.ledger)
        self.lifetime = int(header.money["lifetime"][0])
        self.selling = 0
        for stage in header.stage:
            self.selling |= 0 if stage["after_close"] else int(stage["teams"])
        for channel in header.channel[header.channel["each"] > 0]:
            self.selling |= 1 << int(channel["team"])

    @cached_property
    def states_cost(self) -> bool:
        """Whether any key that is a cost is there."""
        head = self.header
        columns = (
            (head.team, ("base", "variable", "recruiting")),
            (head.stage, ("cost", "free_user_cost")),
            (head.offer, ("goods", "hosting", "cost_to_serve", "winback_cost")),
            (head.motion, ("lead_cost", "launch_cost", "fixed_cost")),
            (head.channel, ("lead_cost", "margin")),
            (head.money, ("fixed_cost",)),
        )
        return any(rows[name].any() for rows, names in columns for name in names)

    @cached_property
    def cash(self) -> list[float]:
        """On the first day and at each month end up to the horizon, in cents."""
        months = [0] * self.header.months
        for entry in [*self.company, *(one for account in self.accounts for one in account.entries)]:
            if 0 <= entry.day < self.horizon and (entry.what == PAID or entry.what in COSTS):
                months[math.floor(entry.day / MONTH)] += entry.cents if entry.what == PAID else -entry.cents
        found = [int(self.header.money["cash"][0])]
        for flow in months:
            found.append(found[-1] + flow)
        return found

    def signed(self, since: float = 0.0) -> list[Account]:
        """Customers signed from a day to the horizon."""
        return [account for account in self.accounts if since <= account.won < self.horizon]

    @cached_property
    def cohort(self) -> list[Account]:
        """Accounts born from the first day to the horizon."""
        return [account for account in self.accounts if 0 <= account.born < self.horizon]

    def lived(self, group: list[Account], months: int) -> list[Account]:
        """Those of a group who signed from the first day on and whose months lie within the simulation."""
        return [one for one in group if one.won >= 0 and one.won + months * MONTH <= self.until]

    @cached_property
    def margin(self) -> float:
        """Gross margin of the months before the horizon."""
        revenue = cost = 0
        for account in self.accounts:
            for one in account.entries:
                if 0 <= one.day < self.horizon:
                    revenue += one.cents if one.what == EARNED else 0
                    cost += one.cents if one.what in (STARTING, SERVING, GOODS) else 0
        return ratio(revenue - cost, revenue) if self.states_cost else NAN
