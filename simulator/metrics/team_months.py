"""Team metrics by month: people, seats, waiting, books and book coverage."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.kernel.months import MONTH
from simulator.metrics.impact import impact
from simulator.metrics.reading import Reading
from simulator.metrics.seats import seats
from simulator.metrics.stage_visits import visits

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


def teams(of: Reading) -> NDArray[Any]:
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
