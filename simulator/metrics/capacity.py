"""Metrics of the people of each team: whether there are too many, or too few."""

from simulator.metrics.impact import impact
from simulator.metrics.metric import CAPACITY, LESS, MORE, NEITHER, team_metric
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading
from simulator.metrics.stage_visits import visits
from simulator.metrics.team_months import seats


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
