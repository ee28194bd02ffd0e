"""How much of its seats a team used."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import ledger
from simulator.jit import compiled


@compiled
def seat_days(rows: NDArray[Any], teams: int, horizon: float) -> NDArray[np.float64]:
    """Days of seats in use, and of seats there were, before the horizon: shape (teams, 2)."""
    days = np.zeros((teams, 2))
    since = np.zeros(teams)
    used = np.zeros(teams)
    seats = np.zeros(teams)
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event not in (ledger.SEATED, ledger.FREED, ledger.STAFFED) or row["day"] >= horizon:
            continue
        team = row["team"]
        span = row["day"] - since[team]
        days[team, 0] += used[team] * span
        days[team, 1] += seats[team] * span
        since[team] = row["day"]
        if event == ledger.SEATED:
            used[team] += 1.0
        elif event == ledger.FREED:
            used[team] -= 1.0
        else:
            seats[team] = row["amount"]
    for team in range(teams):
        days[team, 0] += used[team] * (horizon - since[team])
        days[team, 1] += seats[team] * (horizon - since[team])
    return days
