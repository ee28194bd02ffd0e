"""What an account is billed, pays and is bound to, and what is earned of it, contract by contract."""

from __future__ import annotations

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH

from ..naive import Contract, Failure, contracts, failures, rounded
from .account import ACQUIRING, BOUND, EARNED, GOODS, INF, PAID, SERVING, Account


class Bill:
    """The charges of a contract, month by month, by what is known on a day."""

    def __init__(self, of: Contract, until: float) -> None:
        self.of = of
        self.stop = min(of.end, until)
        self.months = of.month_after(self.stop)
        self.fees: list[tuple[float, int, int]] = []  # day, first month, fee: each another than before
        for day, fee in of.fees:
            if not self.fees or fee != self.fees[-1][2]:
                self.fees.append((day, of.month_after(day), fee))
        self.growth = {of.month_after(day) - 1: [] for day, _, _ in of.growth}
        for grown in of.growth:
            self.growth[of.month_after(grown[0]) - 1].append(grown)

    def in_full(self, month: int, known: float = INF) -> tuple[int, int]:
        """Cents of a month without a discount, and of what grew within it."""
        fee, since = 0, 0
        for day, first, new in self.fees:
            if day <= known and first <= month:
                fee, since = new, first
        so_far = month - since
        whole = fee * (so_far + 1) // 12 - fee * so_far // 12
        grown = [one for one in self.growth.get(month, ()) if one[0] <= known]
        day = self.of.day(month + 1)
        rest = [
            rounded((day - at) / (day - self.of.day(month)) * ((after - before) / 12.0))
            for at, before, after in grown
            if self.of.day(month) < at
        ]
        return whole, sum(rest)

    def charge(self, month: int, known: float = INF) -> int:
        """What is charged for a month."""
        of = self.of
        if known >= of.end and of.day(month) >= of.end:
            return 0
        whole, rest = self.in_full(month, known)
        return whole - of.saved(month, whole) + rest - of.saved(month, rest)

    def ahead(self, every: int) -> list[tuple[float, int, bool]]:
        """Day and cents of what falls due at the start of each period of `every` months: a whole period,
        later changes of it, and at an end what is given back; and whether it is for what follows the day.

        Maintenance that lapses ends, even if the licence is bought again on the same day.
        """
        of, so_far, covered = self.of, dict[int, int](), 0
        found: list[tuple[float, int, bool]] = []
        begins = [of.day(month) for month in range(0, self.months, every)]
        changes = [*(day for day, _, _ in self.fees), *(one[0] for one in of.growth)]
        steps = {(day, True) for day in [*begins, *changes]} | {(day, False) for day in of.lapses}
        steps |= {(of.end, False)} if of.end <= self.stop else set()
        for day, follows in sorted(one for one in steps if one[0] <= self.stop):
            while follows and covered < self.months and of.day(covered) <= day and of.day(covered) < of.end:
                covered += every
            due, lapses = 0, day in of.lapses and not follows
            for month in range(max(0, of.month_after(day) - 1), covered):
                cents = 0 if lapses and of.day(month) >= day else self.charge(month, day)
                due += cents - so_far.get(month, 0)
                so_far[month] = cents
            if due:
                found.append((day, due, follows and day < of.end))
        return found

    def boundaries(self) -> list[float]:
        """Days on which what was served is billed: ends of periods, and of the contract."""
        of = self.of
        days = {of.day(month) for month in range(0, self.months + of.every, of.every)}
        days |= {of.end, *of.lapses}
        return sorted(day for day in days if day <= self.stop)

    def invoices(self) -> list[tuple[float, int, bool]]:
        """Day and cents of all that is billed for what recurs and for use, and whether it is for what follows
        the day: what is given back at an end is not."""
        of = self.of
        found = self.ahead(of.every) if of.ahead else []
        billed = 0
        since = -INF
        for day in self.boundaries():
            if not of.ahead:
                months = min(of.month_after(day), self.months)
                cents = sum(self.charge(month) for month in range(billed, months))
                found.append((day, cents, False))
                billed = max(billed, months)
            found.append((day, sum(cents for used, cents in of.use if since < used <= day), False))
            since = day
        return found


def _of(failed: Failure, own: list[Contract]) -> Contract:
    """The contract of which a payment fails."""
    return [one for one in own if one.row < failed.row][-1]


def _fate(day: float, follows: bool, failed: list[Failure], late: float) -> float | None:
    """By how much later an invoice of a day is paid, that is for what follows or not; None: never."""
    delay = 0.0
    for one in failed:
        on = one.end_day if one.end_day < one.day else one.day
        if one.never and on <= day <= one.end_day and not (follows and day == one.end_day):
            return None
        if not one.never and day == on:
            delay += late
    return delay


def _partner(ledger: Ledger, account: Account) -> tuple[float, float]:
    """A partner's share of what it pays, and the day on which its first contract began."""
    born = next(row for row in account.rows if row["event"] == events.LEAD)
    share = float(ledger.header.channel[born["person"]]["margin"]) if born["person"] >= 0 else 0.0
    return share, account.first(events.OPENED)


def follow(ledger: Ledger, account: Account) -> None:
    """Note what it pays, what is earned, what it is bound to, and what hosting and goods cost."""
    header, until = ledger.header, ledger.header.until
    partner, since = _partner(ledger, account)

    def pay(day: float, cents: int, invoiced: float, opens: bool) -> None:
        """It pays; a partner has its share: in a first year for winning it, after it for the revenue."""
        account.note(day, PAID, cents, opens=opens)
        what = ACQUIRING if invoiced < since + 12 * MONTH else SERVING
        if day >= 0:
            account.note(day, what, rounded(partner * cents), opens=opens)

    own = contracts(ledger, account.number)
    failed = failures(ledger, account.number)
    for contract in own:
        offer = header.offer[contract.motion]
        bill, delay = Bill(contract, until), float(offer["pays_after"])
        mine = [one for one in failed if _of(one, own) is contract]
        for day, cents, ahead in bill.invoices():
            later = _fate(day, ahead, mine, float(offer["retries_after"]))
            if later is not None and day + delay + later <= until:
                pay(day + delay + later, cents, day, ahead and delay + later == 0)
        span = contract.every if contract.ahead else 1
        for day, cents, _ in bill.ahead(int(offer["term"]) if offer["fixed"] else span):
            account.note(day, BOUND, cents, opens=True)
        for month in range(bill.months):
            day = min(contract.day(month + 1), contract.end)
            if day <= until:
                account.note(day, EARNED, bill.charge(month))
                if day >= 0:
                    hosting = float(offer["hosting"]) * sum(bill.in_full(month))
                    account.note(day, SERVING, rounded(hosting))
        for day, cents in contract.use:
            account.note(day, EARNED, cents)
            account.note(day, BOUND, cents)
            if day >= 0:
                account.note(day, SERVING, rounded(float(offer["hosting"]) * cents))
    once = (events.OPENED, events.EXPANDED, events.REPURCHASED, events.MOVED, events.WON_BACK)
    for row, motion in account.motions():
        if row["event"] in once and row["amount"]:
            day, cents, offer = row["day"], row["amount"], header.offer[motion]
            account.note(day, EARNED, cents, opens=True)
            account.note(day, BOUND, cents, opens=True)
            delay = float(offer["pays_after"])
            if day + delay <= until:
                pay(day + delay, cents, day, delay == 0)
            if day >= 0:
                account.note(day, GOODS, rounded(float(offer["goods"]) * cents), opens=True)
