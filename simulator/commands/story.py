"""One account's rows, told in words."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import Any, NamedTuple

import numpy as np

from simulator import ledger as at
from simulator.calendar import date_of
from simulator.commands.paper import lines_of, paragraph
from simulator.digits import many, plain
from simulator.ledger import Ledger
from simulator.metrics.months import elapsed
from simulator.metrics.revenue import charges
from simulator.model import MARKS

_REACHES = {MARKS["mql"]: ": MQL", MARKS["sql"]: ": SQL", MARKS["sal"]: ": qualified (SAL)"}
_WHY = {
    at.DISQUALIFIED: "we turned it down",
    at.DECLINED: "the buyer declined",
    at.WENT_COLD: "nobody was free in time",
}
WORDS = 50  # columns of a line that tell what happened


class Moment(NamedTuple):
    """A line of the story; `arr`: recurring cents a year from then on, None where it stays."""

    day: float
    what: str
    arr: int | None = None


def story(ledger: Ledger, account: int) -> list[str]:
    """The life as a table: day, date, what happened, recurring revenue a month, charged so far."""
    header = ledger.header
    told = _Teller(ledger, account).tell()
    paid = charges(ledger, account)
    if told[0].day < header.horizon <= told[-1].day:
        told.append(Moment(header.horizon, "the horizon: no new leads from here on"))
        told.sort(key=lambda moment: moment.day)
    table = [["day", "when", "what", "per month", "charged so far"]]
    shown = 0
    for moment, after in zip_longest(told, told[1:]):
        cents = sum(c.cents for c in paid if c.day <= moment.day)
        settled = after is None or after.day > moment.day  # what an instant costs stands at its end
        when = f"{date_of(header.start, moment.day)}"
        monthly = "" if moment.arr is None else plain(moment.arr / 1200)
        charged = plain(cents / 100) if settled and cents != shown else ""
        first, *more = textwrap.wrap(moment.what, WORDS)
        table.append([plain(moment.day, 1), when, first, monthly, charged])
        table += [["", "", f"  {line}", "", ""] for line in more]
        shown = cents if settled else shown
    title = (
        f"{header.title}: account {account}, replication {header.replication}, seed {header.seed}; "
        f"money in {header.currency}"
    )
    return [*paragraph(title), *lines_of(table, left=(1, 2)), "", *paragraph(_ending(ledger, account))]


class _Teller:
    """Goes through the rows of one account and remembers what the next sentence needs."""

    def __init__(self, ledger: Ledger, account: int) -> None:
        self.header = ledger.header
        self.play = int(ledger.play[account])
        mine = ledger.rows[ledger.rows["account"] == account]
        self.rows = mine[np.argsort(mine["day"], kind="stable")]  # churn of metered use is dated back
        parents = ledger.rows[(ledger.rows["event"] == at.REFERRED) & (ledger.rows["amount"] == account)]
        self.parent = int(parents[0]["account"]) if len(parents) else None
        self.moments: list[Moment] = []
        self.entered = self.asked = self.signed = self.opened = 0.0
        self.arr = 0
        self.cycles = self.hits = self.terms = 0
        self.lapsed = False

    def tell(self) -> list[Moment]:
        """All moments, in order of days."""
        for row in self.rows:
            self._hear(row)
        return self.moments

    def _say(self, day: float, what: str, arr: int | None = None) -> None:
        self.moments.append(Moment(day, what, arr))
        self.arr = self.arr if arr is None else arr

    def _enter(self, day: float) -> None:
        self.entered = self.asked = day

    def _hear(self, row: Any) -> None:
        """One row; every event that an account can have is told here, but a seat that goes back."""
        day, event, amount, arr = float(row["day"]), int(row["event"]), int(row["amount"]), int(row["arr"])
        gone = f"{plain(day - self.entered, 1)} days"
        match event:
            case at.LEAD:
                by = "" if self.parent is None else f", recommended by account {self.parent}"
                self._say(day, f"lead, play {self.header.plays[self.play]}, {many(amount, 'unit')}{by}")
                self._enter(day)
            case at.SEATED:
                self._seated(row, day)
            case at.PASSED:
                reached = _REACHES.get(int(self.header.marks[row["stage"]]), "")
                self._say(day, f"{self._stage(row)} passed in {gone}{reached}")
                self._enter(day)
            case at.LOST | at.NURTURED | at.STUMBLED:
                self._failed(row, day, event, amount, gone)
            case at.RETURNED:
                self._say(day, f"back in {self._stage(row, 'to')} after {gone}")
                self._enter(day)
            case at.WON:
                self.signed = day
                self._say(day, f"signs: {plain(amount / 100)} a year" if amount else "signs")
            case at.OPENED:
                self.opened = day
                once = f", {plain(amount / 100)} to be paid once" if amount else ""
                self._say(day, f"contract begins{once}", arr)
            case at.WENT_LIVE:
                self._say(day, f"live: first use {plain(day - self.signed, 1)} days after signing")
            case at.REACHED | at.MISSED:
                self._cycle(row, day, event == at.REACHED)
            case at.RENEWED:
                self.terms += 1
                term = many(int(self.header.term[self.play]), "month")
                self._say(day, f"renews for {term} (renewal {self.terms})", arr)
            case at.METERED:
                month = elapsed(self.opened, day)  # one without use has no row
                self._say(day, f"{plain(amount / 100, 2)} for use in month {month}", arr)
            case at.EXPANDED:
                once = f", {plain(amount / 100)} to be paid once" if amount else ""
                self._say(day, f"grows{self._by(arr)}{once}", arr)
            case at.CONTRACTED:
                self._say(day, f"shrinks{self._by(arr)}", arr)
            case at.NOTICE:
                self._say(day, "gives notice: will leave when the term ends")
            case at.CHURNED:
                self._say(day, "leaves", arr)
            case at.LAPSED:
                self.lapsed = True
                self._say(day, "ends maintenance, goes on using; nobody looks after it any more", arr)
            case at.REFERRED:
                self._say(day, f"recommends us: account {amount} is born")

    def _stage(self, row: Any, field: str = "stage") -> str:
        return self.header.stages[int(row[field])]

    def _seated(self, row: Any, day: float) -> None:
        team = self.header.teams[row["team"]]
        waited = day - self.asked
        if waited > 0:
            self._say(self.asked, f"waits for {team} (all busy)")
        after = f" after {plain(waited, 1)} days" if waited > 0 else ""
        self._say(day, f"{team} {row['person'] + 1} takes it on{after}")
        self.asked = day

    def _failed(self, row: Any, day: float, event: int, reason: int, gone: str) -> None:
        if reason == at.WENT_COLD:
            self._say(self.asked, "waits, nobody is free")
        why = f"{self._stage(row)} failed after {gone} ({_WHY[reason]})"
        to = "" if row["to"] < 0 else self._stage(row, "to")
        if event == at.NURTURED:
            self._say(day, f"{why}: kept warm")
        elif event == at.STUMBLED:
            cold = f" ({_WHY[reason]})" if reason == at.WENT_COLD else ""
            self._say(day, f"{self._stage(row)} failed after {gone}{cold}: goes on, off to a bad start")
        else:
            self._say(day, f"{why}: goes on with {to}" if to else f"{why}: lost")
        self._enter(day)

    def _cycle(self, row: Any, day: float, reached: bool) -> None:
        self.cycles += 1
        self.hits += reached
        team = int(self.header.csm[self.play])
        unseen = team >= 0 > row["team"] and not self.lapsed
        alone = f", {self.header.teams[team]} found no time" if unseen else ""
        words = "impact reached" if reached else "impact missed"
        self._say(day, f"{words} ({self.hits} of {self.cycles}){alone}")

    def _by(self, arr: int) -> str:
        change = abs(arr - self.arr) / 1200
        return f" by {plain(change)} a month" if change else ""


def _ending(ledger: Ledger, account: int) -> str:
    """Where the life stands when the simulation ends, in one sentence."""
    events = set(ledger.rows["event"][ledger.rows["account"] == account].tolist())
    paid = sum(c.cents for c in charges(ledger, account))
    money = f"{plain(paid / 100)} {ledger.header.currency}"
    if at.CHURNED in events:
        return f"It was a customer and left; it was charged {money} in all."
    if at.WON in events:
        owner = " without maintenance" if at.LAPSED in events else ""
        return f"It is still a customer{owner} when the simulation ends, and was charged {money} until then."
    return "It never became a customer."
