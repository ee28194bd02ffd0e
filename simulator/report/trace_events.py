"""One account's rows in words."""

from typing import Any, NamedTuple

import numpy as np

from simulator import ledger as at
from simulator.events import DECLARED, EMPTY
from simulator.format import many, plain
from simulator.ledger import Header, Ledger
from simulator.model import MARKS, NO_NEED, PROBLEM, SOLUTION, UNDER_WAY
from simulator.numerics.months import elapsed

_REACHES = {MARKS["mql"]: ": MQL", MARKS["sql"]: ": SQL", MARKS["sal"]: ": qualified (SAL)"}
_WHY = {
    at.DISQUALIFIED: "we turned it down",
    at.DECLINED: "the buyer declined",
    at.UNWORKED: "nobody was free in time",
}
_FAR_AS = {NO_NEED: "no need", PROBLEM: "it knows its problem", SOLUTION: "it knows the solution"}
_LEFT = {
    at.CANCELLED: ": it cancels",
    at.NOT_PAID: ": an invoice was never paid",
    at.NEVER_STARTED: ": it was never live",
    at.SHRUNK: ": its use had fallen to nothing",
}


_BROUGHT = {at.REFERRED: "recommended by", at.CHAMPION_CALLED: "brought by the champion that left"}


class Moment(NamedTuple):
    """A line of the story; `arr`: recurring cents a year from then on, None where it stays."""

    day: float
    what: str
    arr: int | None = None


def moments_of(ledger: Ledger, account: int) -> list[Moment]:
    """All that happens to an account, in order of days, with the first day and the horizon where it
    lives through them."""
    told = _Teller(ledger, account).walk()
    first, last = told[0].day, told[-1].day
    if first < 0:
        so_far = "on its way" if ledger.channel[account] == UNDER_WAY else "the opening book"
        told.insert(0, Moment(0.0, f"the simulation begins: so far {so_far}, without its money"))
    if first < ledger.header.horizon <= last:
        told.append(Moment(ledger.header.horizon, "the horizon: no new leads from here on"))
    return sorted(told, key=lambda moment: moment.day)


def _how(ledger: Ledger, account: int, parent: int) -> int:
    """The event by which a customer brought an account; 0: none did."""
    rows = ledger.rows
    brings = (
        np.isin(rows["event"], list(_BROUGHT)) & (rows["account"] == parent) & (rows["amount"] == account)
    )
    return int(rows["event"][brings][0]) if brings.any() else 0


class _Teller:
    """Goes through the rows of one account and remembers what the next sentence needs."""

    def __init__(self, ledger: Ledger, account: int) -> None:
        self.header = ledger.header
        self.motion = int(ledger.motion[account])
        mine = ledger.rows[ledger.rows["account"] == account]
        self.rows = mine[np.argsort(mine["day"], kind="stable")]  # churn of metered use is dated back
        self.parent = int(ledger.parent[account])
        self.brought = _how(ledger, account, self.parent)
        self.moments: list[Moment] = []
        self.entered = self.asked = self.signed = self.opened = 0.0
        self.arr = 0
        self.cycles = self.hits = self.terms = 0
        self.lapsed = self.customer = False

    def walk(self) -> list[Moment]:
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
        """One row; an event that has no words of its own is told by what its columns hold."""
        day, event, amount, arr = float(row["day"]), int(row["event"]), int(row["amount"]), int(row["arr"])
        gone = f"{plain(day - self.entered, 1)} days"
        match event:
            case at.LEAD:
                self._born(row, day)
            case at.SEATED:
                self._seated(row, day)
            case at.PASSED:
                reached = _REACHES.get(int(self.header.stage["marks"][row["stage"]]), "")
                self._say(day, f"{self._stage(row)} passed in {gone}{reached}{self._need(row)}")
                self._enter(day)
            case at.LOST | at.NURTURED | at.SETBACK:
                self._failed(row, day, event, gone)
            case at.RETURNED:
                self._say(day, f"back in {self._stage(row, 'to')} after {gone}")
                self._enter(day)
            case at.WON:
                self.signed = day
                self._say(day, f"signs: {plain(amount / 100)} a year" if amount else "signs")
            case at.OPENED | at.WON_BACK:
                back = "is won back: " if event == at.WON_BACK else ""
                self._begins(day, f"{back}contract begins", row)
            case at.MOVED:
                self._moved(row, day)
            case at.WENT_LIVE:
                self._say(day, f"live: first use {plain(day - self.signed, 1)} days after signing")
            case at.REACHED | at.MISSED:
                self._cycle(row, day, event == at.REACHED)
            case at.RENEWED:
                self.terms += 1
                term = many(int(self.header.offer["term"][self.motion]), "month")
                self._say(day, f"renews for {term} (renewal {self.terms})", arr)
            case at.REPRICED:
                self._say(day, f"price {'rises' if arr >= self.arr else 'falls'}{self._by(arr)}", arr)
            case at.METERED:
                month = elapsed(self.opened, day)  # one without use has no row
                self._say(day, f"{plain(amount / 100, 2)} for use in month {month}", arr)
            case at.EXPANDED:
                self._say(day, f"grows{self._by(arr)}{_once(amount)}", arr)
            case at.CONTRACTED:
                self._say(day, f"shrinks{self._by(arr)}", arr)
            case at.NOTICE:
                self._say(day, "gives notice: will leave when the term ends")
            case at.UNPAID:
                self._say(day, "the invoice of this day is never paid: the contract ends")
            case at.PAID_LATE:
                self._say(day, "the payment of this day's invoice fails; a retry brings it in later")
            case at.CHURNED:
                self.customer = False
                self._say(day, f"leaves{_LEFT.get(int(row['reason']), '')}", arr)
            case at.LAPSED:
                self.lapsed = True
                why = _LEFT.get(int(row["reason"]), "")
                self._say(day, f"ends maintenance{why}; goes on using, nobody looks after it any more", arr)
            case at.REPURCHASED:
                resumed = ", maintenance begins again" if self.lapsed and arr else ""
                self.lapsed = self.lapsed and not arr
                self._say(day, f"buys its licence again{_once(amount)}{resumed}", arr)
            case at.REFERRED:
                self._say(day, f"recommends us: account {amount} is born")
            case at.CHAMPION_LEFT:
                self._say(day, "its champion changes employer")
            case at.CHAMPION_CALLED:
                self._say(day, f"... and calls from the new one: account {amount} is born")
            case at.BACK_AS_LEAD:
                self._say(day, f"a former customer that is back: account {amount} until it left")
            case at.FREED:
                pass
            case _:
                self._say(day, _plainly(self.header, row))

    def _need(self, row: Any) -> str:
        """How far the buyer is, where the row tells; of who signs without what it needs: that, too."""
        state = int(row["state"])
        pushed = row["event"] == at.PASSED and 0 < state < self.header.stage["needs"][row["stage"]]
        return f"{'; talked into it' if pushed else ''}; {_FAR_AS[state]}" if state else ""

    def _stage(self, row: Any, field: str = "stage") -> str:
        return self.header.stages[int(row[field])]

    def _born(self, row: Any, day: float) -> None:
        by = f", {_BROUGHT[self.brought]} account {self.parent}" if self.brought in _BROUGHT else ""
        if row["person"] >= 0:
            cost = f" for {plain(row['amount'] / 100, 2)}" if row["amount"] else ""
            own = f"{self.header.motions[self.motion]}."  # which is said already
            by += f", by channel {self.header.channels[row['person']].removeprefix(own)}{cost}"
        place = int(row["to"])
        # A deal of the opening book is further than the first stage of its motion.
        further = place > 0 and self.header.stage["motion"][place - 1] == self.motion
        where = f", in {self.header.stages[place]}" if further else ""
        units = many(int(row["count"]), "unit")
        motion = self.header.motions[self.motion]
        self._say(day, f"lead, motion {motion}, {units}{where}{by}{self._need(row)}")
        self._enter(day)

    def _seated(self, row: Any, day: float) -> None:
        team = self.header.teams[row["team"]]
        if self.asked < 0.0 == day:  # a deal of the opening book: who has had it since when is not known
            self._say(day, f"{team} {row['person'] + 1} has it")
            self.asked = day
            return
        waited = day - self.asked
        if waited > 0:
            self._say(self.asked, f"waits for {team} (all busy)")
        after = f" after {plain(waited, 1)} days" if waited > 0 else ""
        self._say(day, f"{team} {row['person'] + 1} takes it on{after}")
        self.asked = day

    def _failed(self, row: Any, day: float, event: int, gone: str) -> None:
        reason = int(row["reason"])
        if reason == at.UNWORKED:
            self._say(self.asked, "waits, nobody is free")
        why = f"{self._stage(row)} failed after {gone} ({_WHY[reason]}{self._need(row)})"
        to = "" if row["to"] < 0 else self._stage(row, "to")
        if event == at.NURTURED:
            self._say(day, f"{why}: kept warm")
        elif event == at.SETBACK:
            cold = f" ({_WHY[reason]})" if reason == at.UNWORKED else ""
            self._say(day, f"{self._stage(row)} failed after {gone}{cold}: goes on, off to a bad start")
        else:
            self._say(day, f"{why}: goes on with {to}" if to else f"{why}: lost")
        self._enter(day)

    def _begins(self, day: float, words: str, row: Any) -> None:
        arr, amount, months = int(row["arr"]), int(row["amount"]), int(row["invoice"])
        self.opened, self.terms, self.lapsed, self.customer = day, 0, False, True
        every = "month" if abs(months) == 1 else f"{abs(months)} months"
        billed = f", billed every {every} in {'arrears' if months < 0 else 'advance'}"
        offer = self.header.offer[self.motion]
        owes = arr or offer["metered"]
        self._say(day, f"{words}{_once(amount)}{billed if owes else ''}", arr)

    def _moved(self, row: Any, day: float) -> None:
        self.motion = int(row["to_motion"])
        before, now = self.header.motions[row["motion"]], self.header.motions[self.motion]
        words = f"moves from motion {before} to {now}"
        if self.customer:
            self._begins(day, f"{words}: contract begins anew", row)
        else:
            self._say(day, words)
            self._enter(day)

    def _cycle(self, row: Any, day: float, reached: bool) -> None:
        self.cycles += 1
        self.hits += reached
        team = int(self.header.motion["csm"][self.motion])
        unseen = team >= 0 > row["team"] and not self.lapsed
        alone = f", {self.header.teams[team]} found no time" if unseen else ""
        words = "impact reached" if reached else "impact missed"
        self._say(day, f"{words} ({self.hits} of {self.cycles}){alone}{self._need(row)}")

    def _by(self, arr: int) -> str:
        change = abs(arr - self.arr) / 1200
        return f" by {plain(change)} a month" if change else ""


def _plainly(header: Header, row: Any) -> str:
    """The label of an event, and each of its columns that says something."""
    event = DECLARED[int(row["event"])]
    told = [event.label]
    for column in event.columns:
        value = int(row[column.place])
        if value != EMPTY.get(column.place):
            number = plain(value / 100, 2) if column.kind == "cents" else f"{value:,}"
            heading = column.name.removesuffix("_cents").replace("_", " ")
            told.append(f"{heading} {header.names.get(column.kind, {}).get(value, number)}")
    return ", ".join(told)


def _once(amount: int) -> str:
    return f", {plain(amount / 100)} to be paid once" if amount else ""
