"""One account's life as a table, with the money that follows from it."""

from itertools import zip_longest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import ledger as at
from simulator.format import plain
from simulator.layout.page import Page, Paragraph
from simulator.layout.table import REST, Cell, Column, Kind, Row, Table
from simulator.ledger import EVENTS, Ledger
from simulator.model import UNDER_WAY
from simulator.money import Journal
from simulator.money.entry_kinds import COSTS, INVOICED, NAMES, PAID, PLACES
from simulator.numerics.calendar import date_of
from simulator.report.trace_events import Moment, moments_of
from simulator.scenario.opening.accounts import OpeningAccounts

_NOBODY = OpeningAccounts()
_WHEN = (Column("day", Kind.NUMBER, "days", 1), Column("when"))
_FOLLOWED = ((INVOICED,), (PAID,), COSTS)  # kinds of the last three columns


def worth_reading(ledger: Ledger) -> list[tuple[str, int]]:
    """The first account of each kind of life that there is, of those born in the simulation."""
    rows = ledger.rows[ledger.rows["account"] >= 0]
    first = rows["account"][(rows["event"] == at.LEAD) & (rows["day"] >= 0)]

    def who(*events: int, reason: int | None = None) -> NDArray[Any]:
        chosen = np.isin(rows["event"], events)
        if reason is not None:
            chosen &= rows["reason"] == reason
        return np.unique(rows["account"][chosen])

    won, left = np.intersect1d(who(at.WON), first), who(at.CHURNED)
    seen = np.intersect1d(who(at.SEATED), first)
    kinds = {
        "signed, grew and stayed": np.setdiff1d(np.intersect1d(won, who(at.EXPANDED)), left),
        "signed and left": np.intersect1d(won, left),
        "somebody worked on it, and it was lost": np.setdiff1d(np.intersect1d(seen, who(at.LOST)), won),
        "lost unworked": np.intersect1d(first, who(at.LOST, reason=at.UNWORKED)),
    }
    return [(what, int(found[0])) for what, found in kinds.items() if found.size]


def story(ledger: Ledger, journal: Journal, account: int, book: OpeningAccounts = _NOBODY) -> Page:
    """The life: day, date, what happened, recurring revenue a month; billed, paid and spent so far."""
    header = ledger.header
    told = moments_of(ledger, account)
    mine = of_account(journal, account)
    mine = mine[mine["day"] >= 0]  # of what was before we know the dates, not the money
    sums = [mine[np.isin(mine["kind"], kinds)] for kinds in _FOLLOWED]
    end = max((float(part["day"].max()) for part in sums if part.size), default=0.0)
    if end > told[-1].day:
        told.append(Moment(end, "the last of its money moves"))
    rows: list[Row] = []
    shown = [0, 0, 0]
    for moment, after in zip_longest(told, told[1:]):
        cells: list[Cell] = [None, None, None]
        if after is None or after.day > moment.day:  # what an instant moves stands at its end
            now = [int(part["cents"][part["day"] <= moment.day].sum()) for part in sums]
            cells = [None if new == old else new / 100 for new, old in zip(now, shown, strict=True)]
            shown = now
        monthly = None if moment.arr is None else moment.arr / 1200
        when = f"{date_of(header.start, moment.day)}"
        rows.append((moment.day, when, moment.what, monthly, *cells))
    columns = (
        *_WHEN,
        Column("what", room=REST, hanging=2),
        *(Column(name, Kind.NUMBER, header.currency) for name in ("per month", "billed", "paid", "spent")),
    )
    how = "Billed, paid and spent (on winning and serving it): from the first day to the end of that day."
    return [
        [Paragraph(_title(ledger, _named(ledger, book, account))), Table(columns, tuple(rows))],
        [Paragraph(how), Paragraph(_ending(ledger, account, shown))],
    ]


def entries(ledger: Ledger, journal: Journal, account: int, book: OpeningAccounts = _NOBODY) -> Page:
    """Every entry of an account's money, or (account -1) of the company's own, with where it comes from."""
    rows: list[Row] = []
    for entry in of_account(journal, account):
        day, kind, team, row = float(entry["day"]), *(int(entry[name]) for name in ("kind", "team", "row"))
        who = None if team < 0 else ledger.header.teams[team]
        why = (None, None) if row < 0 else (str(row), EVENTS[int(ledger.rows["event"][row])])
        when = f"{date_of(ledger.header.start, day)}"
        rows.append((day, when, NAMES[kind], PLACES[kind], who, int(entry["cents"]) / 100, *why))
    whose = "the company's own money" if account < 0 else f"the money of {_named(ledger, book, account)}"
    title = Paragraph(_title(ledger, whose))
    if not rows:
        return [[title, Paragraph("No money moves.")]]
    columns = (
        *(*_WHEN, Column("what"), Column("place on the bowtie"), Column("team")),
        Column("amount", Kind.NUMBER, ledger.header.currency, 2),
        *(Column("row", Kind.NUMBER), Column()),
    )
    how = "Row: of the ledger, from which the money follows, and what happened in it."
    return [[title, Table(columns, tuple(rows))], [Paragraph(how)]]


def _named(ledger: Ledger, book: OpeningAccounts, account: int) -> str:
    """What an account is called: its number, and its name where it comes from the opening tables."""
    if book.names:
        listed = ledger.channel[np.maximum(ledger.rows["account"], 0)] != UNDER_WAY
        born_before = (ledger.rows["event"] == at.LEAD) & (ledger.rows["day"] < 0) & listed
        there = np.sort(ledger.rows["account"][born_before])
        for born, name in zip(there.tolist(), book.names, strict=True):
            if born == account:
                return f"account {account} ({name})"
    return f"account {account}"


def of_account(journal: Journal, account: int) -> NDArray[Any]:
    """The entries of an account, in order of days; of the company where it is -1."""
    every = journal.entries["account"]
    return journal.entries[np.searchsorted(every, account) : np.searchsorted(every, account, "right")]


def _title(ledger: Ledger, what: str) -> str:
    header = ledger.header
    return f"{header.title}: {what}, run {header.replication}, seed {header.seed}; money in {header.currency}"


def _ending(ledger: Ledger, account: int, sums: list[int]) -> str:
    """Where the life stands when the simulation ends, and its money in all."""
    mine = ledger.rows["event"][ledger.rows["account"] == account].tolist()
    billed, paid, spent = (f"{plain(cents / 100)} {ledger.header.currency}" for cents in sums)
    if at.WON not in mine:
        return f"It never became a customer; {spent} was spent on it."
    standing = [event for event in mine if event in (at.WON, at.WON_BACK, at.CHURNED)]
    if standing[-1] == at.CHURNED:
        return f"It was a customer and left: it was billed {billed}, paid {paid}; {spent} was spent on it."
    owner = " without maintenance" if _lapsed(ledger, account) else ""
    return (
        f"It is still a customer{owner} when the simulation ends: until then it was billed {billed}, paid "
        f"{paid}; {spent} was spent on it."
    )


def _lapsed(ledger: Ledger, account: int) -> bool:
    """Whether an owner has no maintenance in the end; it may have resumed."""
    mine = ledger.rows[ledger.rows["account"] == account]
    turns = mine[np.isin(mine["event"], (at.LAPSED, at.REPURCHASED, at.MOVED))]
    return bool(turns.size) and int(turns[-1]["event"]) == at.LAPSED
