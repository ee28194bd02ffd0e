"""Teams through time: people, seats in use, waiting, books and attention, month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.seats import Seats
from simulator.model import MONTH

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


def teams(
    seats: Seats, waits: NDArray[np.float64], books: NDArray[np.float64], book: NDArray[np.float64]
) -> NDArray[Any]:
    """All that was measured of each team, shape (months, teams).

    `waits`, `books`: (teams, months, 2), as `visits` and `impact.cycles` give them. `book`: accounts that
    one person looks after, per team. A book never refuses an account: its people find time in a cycle
    with probability min(1, room / accounts).
    """
    table = np.zeros(seats.used.T.shape, TEAMS)
    table["people"] = seats.people.T / MONTH
    table["seats"], table["used"] = seats.seats.T, seats.used.T
    table["asked"], table["waited"] = np.moveaxis(waits, 2, 0).swapaxes(1, 2)
    table["cycles"], table["attended"] = np.moveaxis(books, 2, 0).swapaxes(1, 2)
    table["accounts"], table["room"] = seats.accounts.T, seats.keepers.T * book
    return table
