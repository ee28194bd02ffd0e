"""What a customer is worth, and how soon it has paid for itself, by the definitions of docs/metrics.md."""

from __future__ import annotations

import math

from simulator import ledger as events
from simulator.numerics.months import MONTH

from .account import DELIVERY, EARNED, GOODS, INF, PAID, SERVING, STARTING, Account
from .books import NAN, Books, ratio
from .spending import CONTRACT
from .winning import cac


def ltv(books: Books, months: int, group: list[Account] | None = None) -> float:
    """Mean present value of so many months from the signature."""
    who = books.lived(books.signed() if group is None else group, months)
    rate = float(books.header.money["discount"][0])
    worth = 0.0
    for account in who:
        end = account.won + months * MONTH
        for entry in account.entries:
            sign = 1 if entry.what == PAID else -1 if entry.what in DELIVERY else 0
            if sign and account.won <= entry.day and entry.within(end):
                years = (entry.day - account.won) / (12 * MONTH)
                worth += sign * entry.cents * (1 + rate) ** -years
    return ratio(worth, len(who)) / 100


def month_ends(books: Books) -> tuple[int, int, int, int]:
    """ARR at month ends, customers at month ends, how many left, and expansion less contraction."""
    arr_months = customers = left = grown = 0
    for account in books.accounts:
        arr, here, month, ended = 0, False, 0, True  # ended: what comes now is new, or comes back

        def stand(until: float, arr: int, here: bool, month: int) -> tuple[int, int, int]:
            many = 0
            while (month + 1) * MONTH <= min(until, books.horizon):
                month, many = month + 1, many + 1
            return month, many * arr, many * here

        in_days = sorted(account.rows, key=lambda row: row["day"])  # an end may be dated back
        for row in [*in_days, {"day": INF, "event": 0}]:
            event, day = row["event"], row["day"]
            month, standing, seen = stand(day, arr, here, month)
            arr_months, customers = arr_months + standing, customers + seen
            if day >= books.horizon:
                break
            here |= event in (events.WON, events.WON_BACK)
            if event in (events.CHURNED, events.LAPSED):
                left += event == events.CHURNED and day >= 0
                here &= event != events.CHURNED
                arr, ended = 0, True
            elif event == events.METERED or event in CONTRACT:
                if event == events.MOVED and not here:
                    continue
                if day >= 0 and not ended:
                    grown += row["arr"] - arr
                arr = row["arr"]
                ended &= arr == 0
    return arr_months, customers, left, grown


def formula_ltv(books: Books, how: str) -> float:
    """By the two published formulas."""
    arr, customers, left, grown = month_ends(books)
    churn = ratio(left, customers)
    if not left:
        return NAN
    if how == "simple":
        return ratio(arr, 12 * customers) * books.margin / churn / 100
    many = len(books.signed())
    signs = ratio(sum(one.signed for one in books.signed()), 12 * many) * books.margin
    more = ratio(grown, 12 * customers) * books.margin
    return (signs / churn + more * (1 - churn) / churn**2) / 100


def profits(books: Books, group: list[Account]) -> list[float]:
    """Of the mean customer, cents that each month since its signature earns."""
    who = books.lived(group, books.lifetime)
    months = [0] * books.lifetime
    for account in who:
        for one in account.entries:
            sign = 1 if one.what == EARNED else -1 if one.what in (STARTING, SERVING, GOODS) else 0
            if not sign or one.day < account.won:
                continue
            month = max(0, math.floor((one.day - account.won) / MONTH) - 1)
            while not one.within(account.won + (month + 1) * MONTH):
                month += 1
            if month < books.lifetime:
                months[month] += sign * one.cents
    return [cents / len(who) for cents in months] if who else []


def earned(books: Books, cost: float, group: list[Account], *, whole: bool) -> float:
    """Months until the mean customer has earned a cost, given in units of the currency."""
    so_far = 0.0
    for month, profit in enumerate(profits(books, group)):
        if so_far + profit >= cost * 100:
            return month + 1 if whole else month + (cost * 100 - so_far) / profit
        so_far += profit
    return NAN


def payback(books: Books, how: str = "as_billed") -> float:
    if how == "as_billed":
        how = "earned" if books.header.offer["metered"].any() else "simple"
    if how == "earned":
        return earned(books, cac(books), books.signed(), whole=False)
    if how == "cohort":
        return earned(books, cac(books, "cohort"), books.cohort, whole=True)
    many = len(books.signed())
    a_month = ratio(sum(one.signed for one in books.signed()), 1200 * many) * books.margin
    return cac(books) / a_month if a_month > 0 else NAN
