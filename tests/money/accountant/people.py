"""What people cost, month by month, and on whom their time was spent."""

from __future__ import annotations

import math
from typing import NamedTuple

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

from ..naive import lists_of, rounded
from .account import ACQUIRING, GROWING, IDLE, INF, SERVING, STARTING, Account, Entry
from .spending import in_use

LONGEST = 84  # months of care after a signature, or a lifetime where that is longer
YEAR = 12  # months


class Work(NamedTuple):
    """Time of a team on an account, within a calendar month."""

    team: int
    since: float
    end: float
    what: str
    weight: float  # what an hour of it counts among the hours of the team
    more: float = 0.0  # days, of work that is done at an instant

    @property
    def days(self) -> float:
        return (self.more + (self.end - self.since)) * self.weight

    @property
    def month(self) -> int:
        return math.floor(self.since / MONTH)

    @property
    def day(self) -> float:
        """What belongs to a month stands in it: an end of a month is not the next one's first day."""
        border = (self.month + 1) * MONTH
        return math.nextafter(border, 0.0) if self.end == border else self.end


def _cut(team: int, since: float, end: float, what: str, weight: float) -> list[Work]:
    """Work from a day to another, month by month."""
    found = []
    while since < end:
        over = min(end, (math.floor(since / MONTH) + 1) * MONTH)
        found.append(Work(team, since, over, what, weight))
        since = over
    return found


def work(ledger: Ledger, account: Account) -> list[Work]:
    """In seats: selling up to the signature, starting after it. In a book: care, from the first use on."""
    header, taken, found = ledger.header, dict[int, tuple[float, str]](), []
    kind = ACQUIRING

    def leave(team: int, day: float) -> None:
        since, what = taken.pop(team)
        there = header.team[team]
        weight = float(there["book"] / there["capacity"]) if there["book"] > 0 else 1.0
        found.extend(_cut(team, since, day, what, weight))

    for row in account.rows:
        channel = (
            header.channel[row["person"]] if row["event"] == events.LEAD and row["person"] >= 0 else None
        )
        if channel is not None and channel["each"] > 0 and row["day"] >= 0:
            there = header.team[channel["team"]]
            seats = float(there["capacity"])  # of a person, who makes nothing but leads
            weight = float(there["book"] / there["capacity"]) if there["book"] > 0 else 1.0
            days = seats * MONTH / float(channel["each"])
            found.append(Work(int(channel["team"]), row["day"], row["day"], ACQUIRING, weight, days))
        elif row["event"] == events.WON:
            kind = STARTING
            for team in list(taken):
                leave(team, row["day"])
                taken[team] = row["day"], kind
        elif row["event"] == events.SEATED:
            taken[row["team"]] = row["day"], kind
        elif row["event"] == events.FREED:
            leave(row["team"], row["day"])
    for team in list(taken):
        leave(team, header.until)
    longest = account.won + max(LONGEST, int(header.money["lifetime"][0])) * MONTH
    for since, end, motion in in_use(account, header.until):
        if (csm := int(header.motion["csm"][motion])) >= 0:
            found += _cut(csm, since, min(end, longest), SERVING, float(header.motion["load"][motion]))
    return sorted(found, key=lambda one: (one.team, one.since))


class Team:
    """Of one team: its people by month, what they cost, and the time that went to accounts."""

    def __init__(self, ledger: Ledger, number: int, all_work: list[list[Work]]) -> None:
        header = ledger.header
        self.pay, self.number, self.months = header.team[number], number, header.months
        staffed = ledger.rows[(ledger.rows["event"] == events.STAFFED) & (ledger.rows["team"] == number)]
        plan = [(row["day"], row["count"]) for row in lists_of(staffed)]
        self.costs, self.present = list[int](), list[float]()
        wage = (1 + float(self.pay["benefits_and_taxes"])) / 12
        yearly = int(self.pay["base"]) + (0 if self.pay["quota"] > 0 else int(self.pay["variable"]))
        for month in range(self.months):
            begin, end = month * MONTH, (month + 1) * MONTH
            days, hired, before = 0.0, 0, 0
            for place, (day, people) in enumerate(plan):
                until = plan[place + 1][0] if place + 1 < len(plan) else INF
                days += people * max(0.0, min(end, until) - max(begin, day))
                if day > 0 and begin <= day < end:
                    hired += max(0, people - before)
                before = people
            rises = (1 + float(header.money["inflation"][0])) ** (month // YEAR)
            wages = rounded(days / MONTH * yearly * (wage * rises))
            self.costs.append(wages + hired * int(self.pay["recruiting"]))
            self.present.append(days)
        self.worked = [0.0] * self.months
        for works in all_work:
            for one in works:
                if one.team == number and one.month < self.months:
                    self.worked[one.month] += one.days
        self.done, self.shared = [0.0] * self.months, [0] * self.months

    def a_day(self) -> float:
        """Cents of a day of work after the horizon: as in the last twelve months before it."""
        last = slice(max(0, self.months - YEAR), self.months)
        days = sum(self.worked[last])
        if not days:
            each = self.pay["book"] if self.pay["book"] > 0 else self.pay["capacity"]
            room = float(each * self.pay["working"])
            days = sum(self.present[last]) * room
        return sum(self.costs[last]) / days if days else 0.0

    def cents(self, one: Work) -> int:
        """What a piece of work costs: its share of the month, so rounded that all shares are the whole."""
        if one.month >= self.months:
            return rounded(self.a_day() * one.days)
        month = one.month
        self.done[month] += one.days
        so_far = rounded(self.costs[month] * (self.done[month] / self.worked[month]))
        cents = so_far - self.shared[month]
        self.shared[month] = so_far
        return cents


def follow(ledger: Ledger, accounts: list[Account]) -> list[Entry]:
    """Share the cost of people out to accounts; what is left is of months in which a team had no work."""
    all_work = [work(ledger, account) for account in accounts]
    teams = [Team(ledger, number, all_work) for number in range(len(ledger.header.teams))]
    for account, works in zip(accounts, all_work, strict=True):
        for one in works:
            team = teams[one.team]
            cents = team.cents(one)
            growing = rounded(cents * float(team.pay["selling"])) if one.what == SERVING else 0
            account.note(one.day, one.what, cents - growing, team=one.team)
            account.note(one.day, GROWING, growing, team=one.team)
    return [
        Entry(math.nextafter((month + 1) * MONTH, 0.0), IDLE, cents, team=team.number)
        for team in teams
        for month, cents in enumerate(team.costs)
        if cents and not team.worked[month]
    ]
