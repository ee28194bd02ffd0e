"""People and seats of each team by month, and metrics of them: whether there are too many, or too few."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.impact import impact
from simulator.metrics.metric import CAPACITY, KEEPING, LESS, MORE, NEITHER, SERVING, metric_of_each
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.metrics.stage_visits import visits
from simulator.numerics.jit import Floats, Record, Rows, compiled
from simulator.numerics.months import MONTH, elapsed, spread

TEAMS = np.dtype(
    [
        ("people", "f8"),  # on average over the month
        ("seats", "f8"),  # days of seats that there were
        ("used", "f8"),  # days of seats in use
        ("asked", "i8"),  # seats asked for in this month and given, whenever
        ("waited", "f8"),  # days from asking for them to getting them, as a sum
        ("accounts", "f8"),  # in the book at the month end; nan where the team keeps none
        ("room", "f8"),  # how many such accounts the people of then have time for; nan likewise
        ("cycles", "i8"),  # impact cycles of the book that ended in this month
        ("attended", "i8"),  # ... in which somebody found time
    ]
)


# A team, as far as rows have been read.
TEAM = np.dtype(
    [
        ("in_use", "f8"),  # seats ...
        ("since", "f8"),  # ... since this day
        ("there", "f8"),  # people ...
        ("able", "f8"),  # ... their seats ...
        ("as_of", "f8"),  # ... since this day
    ]
)


class Seats(NamedTuple):
    """Of each team in each month before the horizon, shape (teams, months)."""

    used: Floats  # days of seats in use
    seats: Floats  # days of seats that there were
    people: Floats  # days of people
    accounts: Floats  # in the book at the month end; nan where there is no book
    room: Floats  # how many such accounts those who keep it have time for


@compiled
def _used_until(of: Seats, team: Record, n: int, day: float) -> None:
    """So many seats have been in use up to a day."""
    spread(of.used, n, team["in_use"], team["since"], day)
    team["since"] = day


@compiled
def _staffed_until(of: Seats, team: Record, n: int, day: float) -> None:
    """So many people, and seats of theirs, have been there up to a day."""
    spread(of.seats, n, team["able"], team["as_of"], day)
    spread(of.people, n, team["there"], team["as_of"], day)
    team["as_of"] = day


@compiled
def _in_book(of: Seats, row: Record, book: float, horizon: float) -> None:
    """A month end tells of a book. Where accounts take more or less than one, there is room for so many of
    them as they are on average."""
    n = row["team"]
    if not MONTH <= row["day"] <= horizon:
        return
    ended = elapsed(0.0, row["day"]) - 1
    if row["event"] == ledger.BOOK:
        of.accounts[n, ended] = row["amount"]
        of.room[n, ended] = row["count"] * book
    else:
        load = row["amount"] / of.accounts[n, ended] if row["amount"] > 0 else 100.0
        of.room[n, ended] = row["count"] / load


@compiled
def seat_days(rows: Rows, of: Seats, teams: Rows, books: Floats, horizon: float) -> None:
    """Add up the columns of `Seats`. `teams`: each as it is when a row is read; `books`: of one person."""
    for i in range(len(rows)):
        row = rows[i]
        event, n = row["event"], row["team"]
        seat = event == ledger.SEATED or event == ledger.FREED
        if event == ledger.BOOK or event == ledger.BOOK_LOAD:
            _in_book(of, row, books[n], horizon)
        if not (seat or event == ledger.STAFFED):
            continue
        team = teams[n]
        day = row["day"]
        if day >= horizon:
            continue
        if event == ledger.STAFFED:
            _staffed_until(of, team, n, day)
            team["able"], team["there"] = row["amount"], row["count"]
        else:
            _used_until(of, team, n, day)
            team["in_use"] += 1.0 if event == ledger.SEATED else -1.0
    for n in range(len(teams)):
        _used_until(of, teams[n], n, horizon)
        _staffed_until(of, teams[n], n, horizon)


@once
def seats(of: Reading) -> Seats:
    """Of all teams."""
    shape = len(of.header.teams), of.months
    found = Seats(*(np.zeros(shape) for _ in range(3)), *(np.full(shape, np.nan) for _ in range(2)))
    books = np.array(of.header.team["book"], np.float64)
    seat_days(of.rows, found, np.zeros(shape[0], TEAM), books, of.horizon)
    return found


def teams(of: Reading) -> Rows:
    """All that was measured of each team, shape (months, teams).

    A book never refuses an account: its people find time in a cycle with probability
    min(1, room / accounts), on average over its accounts.
    """
    there = seats(of)
    table = np.zeros(there.used.T.shape, TEAMS)
    table["people"] = there.people.T / MONTH
    table["seats"], table["used"] = there.seats.T, there.used.T
    table["asked"], table["waited"] = np.moveaxis(visits(of).waits, 2, 0).swapaxes(1, 2)
    for name in ("cycles", "attended"):
        table[name] = impact(of).books[name].T
    table["accounts"], table["room"] = there.accounts.T, there.room.T
    return table


@metric_of_each(
    SERVING, "utilisation", unit="share", label="utilisation of {}", group=CAPACITY, better=NEITHER
)
def utilisation(of: Reading, team: int) -> float:
    """Seat-days in use of the seat-days there were before the horizon; above 1 while a team that shrank
    finishes its work."""
    return ratio(seats(of).used[team].sum(), seats(of).seats[team].sum())


@metric_of_each(SERVING, "wait_days", unit="days", label="wait for {}", group=CAPACITY, better=LESS)
def wait_days(of: Reading, team: int) -> float:
    """Mean days from asking for a seat to getting it, of those who asked before the horizon, whenever they
    got it; those who were lost unworked, or still wait at the very end, are not in it."""
    waits = visits(of).waits[team]
    return ratio(waits[:, 1].sum(), waits[:, 0].sum())


@metric_of_each(
    KEEPING, "book_coverage", unit="share", label="book coverage of {}", group=CAPACITY, better=MORE
)
def book_coverage(of: Reading, team: int) -> float:
    """Of the impact cycles before the horizon of the accounts in the team's book, the share in which somebody
    found time; owners whose maintenance lapsed are not in the book."""
    books = impact(of).books[team]
    return ratio(books["attended"].sum(), books["cycles"].sum())
