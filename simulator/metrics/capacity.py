"""People and seats of each team by month, and metrics of them: whether there are too many, or too few."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.impact import impact
from simulator.metrics.metric import CAPACITY, LESS, MORE, NEITHER, team_metric
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.metrics.stage_visits import visits
from simulator.numerics.jit import Floats, Rows, compiled
from simulator.numerics.months import MONTH, elapsed, spread

TEAMS = np.dtype(
    [
        ("people", "f8"),  # on average over the month
        ("seats", "f8"),  # days of seats that there were
        ("used", "f8"),  # days of seats in use
        ("asked", "i8"),  # seats asked for in this month and given, whenever
        ("waited", "f8"),  # days from asking for them to getting them, as a sum
        ("accounts", "f8"),  # in the book at the month end; nan where the team has seats
        ("room", "f8"),  # accounts that the people of then can look after; nan likewise
        ("cycles", "i8"),  # impact cycles of the book that ended in this month
        ("attended", "i8"),  # ... in which somebody found time
    ]
)


class Seats(NamedTuple):
    """Of each team in each month before the horizon, shape (teams, months)."""

    used: Floats  # days of seats in use
    seats: Floats  # days of seats that there were
    people: Floats  # days of people
    accounts: Floats  # in the book at the month end; nan where there is no book
    keepers: Floats  # people who keep it then


@compiled
def seat_days(
    rows: Rows, teams: int, months: int, horizon: float
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """The columns of `Seats`, in their order."""
    used, seats, people = np.zeros((teams, months)), np.zeros((teams, months)), np.zeros((teams, months))
    accounts, keepers = np.full((teams, months), np.nan), np.full((teams, months), np.nan)
    in_use, since = np.zeros(teams), np.zeros(teams)
    there, able, as_of = np.zeros(teams), np.zeros(teams), np.zeros(teams)
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event not in (ledger.SEATED, ledger.FREED, ledger.STAFFED, ledger.BOOK):
            continue
        team = row["team"]
        day = row["day"]
        if event == ledger.BOOK:
            if MONTH <= day <= horizon:
                ended = elapsed(0.0, day) - 1
                accounts[team, ended] = row["amount"]
                keepers[team, ended] = row["count"]
        elif day >= horizon:
            continue
        elif event == ledger.STAFFED:
            spread(seats, team, able[team], as_of[team], day)
            spread(people, team, there[team], as_of[team], day)
            able[team], there[team], as_of[team] = row["amount"], row["count"], day
        else:
            spread(used, team, in_use[team], since[team], day)
            since[team] = day
            in_use[team] += 1.0 if event == ledger.SEATED else -1.0
    for team in range(teams):
        spread(used, team, in_use[team], since[team], horizon)
        spread(seats, team, able[team], as_of[team], horizon)
        spread(people, team, there[team], as_of[team], horizon)
    return used, seats, people, accounts, keepers


@once
def seats(of: Reading) -> Seats:
    """Of all teams."""
    return Seats(*seat_days(of.rows, len(of.header.teams), of.months, of.horizon))


def teams(of: Reading) -> Rows:
    """All that was measured of each team, shape (months, teams).

    A book never refuses an account: its people find time in a cycle with probability
    min(1, room / accounts).
    """
    there = seats(of)
    table = np.zeros(there.used.T.shape, TEAMS)
    table["people"] = there.people.T / MONTH
    table["seats"], table["used"] = there.seats.T, there.used.T
    table["asked"], table["waited"] = np.moveaxis(visits(of).waits, 2, 0).swapaxes(1, 2)
    table["cycles"], table["attended"] = np.moveaxis(impact(of).books, 2, 0).swapaxes(1, 2)
    table["accounts"], table["room"] = there.accounts.T, there.keepers.T * of.header.team["book"]
    return table


@team_metric(
    "utilisation", unit="share", label="utilisation of {team}", group=CAPACITY, better=NEITHER, books=False
)
def utilisation(of: Reading, team: int) -> float:
    """Seat-days in use of the seat-days there were before the horizon; above 1 while a team that shrank
    finishes its work."""
    return ratio(seats(of).used[team].sum(), seats(of).seats[team].sum())


@team_metric("wait_days", unit="days", label="wait for {team}", group=CAPACITY, better=LESS, books=False)
def wait_days(of: Reading, team: int) -> float:
    """Mean days from asking for a seat to getting it, of those who asked before the horizon, whenever they
    got it; those who were lost unworked, or still wait at the very end, are not in it."""
    waits = visits(of).waits[team]
    return ratio(waits[:, 1].sum(), waits[:, 0].sum())


@team_metric(
    "book_coverage", unit="share", label="book coverage of {team}", group=CAPACITY, better=MORE, books=True
)
def book_coverage(of: Reading, team: int) -> float:
    """Of the impact cycles before the horizon of the accounts in the team's book, the share in which somebody
    found time; owners whose maintenance lapsed are not in the book."""
    books = impact(of).books[team]
    return ratio(books[:, 1].sum(), books[:, 0].sum())
