"""Payroll: what each team costs, by month before the horizon and by day after it.

Base, benefits and taxes and, without a quota, variable pay; with one, variable pay is commission. Wages rise
each twelve months. Who is there on the first day has not been recruited.
"""

from typing import Any

import numpy as np

from simulator import ledger
from simulator.money.workspace import team_at
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled
from simulator.numerics.months import MONTH, elapsed, spread

# A team, as far as rows have been read.
STAFF = np.dtype(
    [
        ("people", "i8"),
        ("since", "f8"),  # their days have been counted up to this one
        ("by_day", "f8"),  # cents of a day after the horizon
    ]
)


@compiled
def staffed(row: Record, teams: Rows, days: Floats, hires: Ints, horizon: float) -> None:
    """A team has so many people from the day of the row on.

    `teams`: dtype STAFF. `days`, `hires`: (teams, months) of people's days and of hires.
    """
    if row["event"] != ledger.STAFFED:
        return
    n: Any = np.int64(row["team"])
    team, day = teams[n], row["day"]
    present(n, min(day, horizon), teams, days)
    if 0.0 < day < horizon:
        hires[n, elapsed(0.0, day)] += max(0, row["count"] - team["people"])
    team["people"] = row["count"]


@compiled
def present(n: int, end: float, teams: Rows, days: Floats) -> None:
    """Count the days of a team's people up to `end`."""
    team = teams[n]
    spread(days, n, float(team["people"]), team["since"], end)
    team["since"] = max(end, team["since"])


@compiled
def month_cost(team: Record, inflation: float, month: int, days: float, hires: int) -> int:
    """Cents that a team's people cost in a month, in which they were there for so many days together."""
    pay = team["base"]
    if team["quota"] <= 0:
        pay += team["variable"]
    wages = (1.0 + team["benefits_and_taxes"]) / 12.0 * (1.0 + inflation) ** (month // 12)
    return whole_cents(days / MONTH * pay * wages) + team["recruiting"] * hires


@compiled
def day_costs(desk: Record, teams: Rows, costs: Ints, worked: Floats, days: Floats) -> None:
    """Cents of a day in a seat or in the book after the horizon: as in the last twelve months before it.

    `worked`: (teams, months) such days. Where there were none, as if all seats, or the whole book, had
    been in use.
    """
    for n in range(costs.shape[0]):
        team = team_at(desk, n)
        cents, busy, able = 0.0, 0.0, 0.0
        for month in range(max(0, costs.shape[1] - 12), costs.shape[1]):
            cents += costs[n, month]
            busy += worked[n, month]
            able += days[n, month]
        able *= (team["book"] if team["book"] > 0.0 else team["capacity"]) * team["working"]
        if busy > 0.0:
            teams[n]["by_day"] = cents / busy
        elif able > 0.0:
            teams[n]["by_day"] = cents / able
