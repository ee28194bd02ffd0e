"""What it costs to win a customer, by each of the definitions of docs/metrics.md."""

from __future__ import annotations

from statistics import median

from simulator import ledger as events, model as m
from simulator.numerics.months import MONTH

from ..naive import rounded
from .account import ACQUIRING, IDLE, INF, MOTIONS
from .books import NAN, Books, ratio


def acquiring(books: Books, until: float) -> int:
    """Spent on accounts to win them, from the first day to another."""
    spent = 0
    for account in books.accounts:
        spent += sum(e.cents for e in account.entries if e.what == ACQUIRING and 0 <= e.day < until)
    return spent


def idle(books: Books, until: float) -> int:
    """Cost of months without work of teams that sell."""
    mine = [one for one in books.company if one.what == IDLE and books.selling >> one.team & 1]
    return sum(one.cents for one in mine if one.day < until)


def cycle(books: Books) -> int | None:
    """Median sales cycle of won opportunities, rounded to whole months; None where none was won.

    An opportunity opens with passing the stage that marks SAL, or coming to one beyond it before the close,
    and a loss closes it.
    """
    stages = books.header.stage
    sal = {int(stage["motion"]): place for place, stage in enumerate(stages) if stage["marks"] == m.SAL}
    beyond = {
        place
        for place, stage in enumerate(stages)
        if not stage["after_close"] and place > sal[int(stage["motion"])]
    }
    comes = (events.LEAD, events.PASSED, events.LOST, events.RETURNED)
    days = []
    for account in books.accounts:
        opened = INF
        for row in account.rows:
            event, day = row["event"], row["day"]
            if event in (events.LOST, events.NURTURED):
                opened = INF
            passes = event == events.PASSED and row["stage"] in sal.values()
            if opened == INF and (passes or (event in comes and row["to"] in beyond)):
                opened = -INF if event == events.LEAD else day  # born there: under way on the first day
            if event == events.WON:
                if 0 <= opened < books.horizon:
                    days.append(day - opened)
                break
    return rounded(median(days) / MONTH) if days else None


def cac(books: Books, how: str = "blended") -> float:
    """By a variant's name, in units of the currency."""
    many = len(books.signed())
    if how == "cohort":
        spent = sum(account.total(ACQUIRING) for account in books.cohort) + idle(books, INF)
        many = sum(account.won < INF for account in books.cohort)
    elif how == "lagged":
        months = cycle(books)
        if months is None:
            return NAN
        lag = months * MONTH
        until = books.horizon - lag
        spent, many = acquiring(books, until) + idle(books, until), len(books.signed(lag))
    else:
        spent = acquiring(books, books.horizon)
        spent += 0 if how == "worked" else idle(books, books.horizon)
        if how == "loaded":
            spent += sum(one.cents for one in books.company if one.what == MOTIONS)
    return ratio(spent, many) / 100 if books.states_cost else NAN
