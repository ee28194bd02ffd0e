"""Payroll: what each team costs, by month before the horizon and by day after it.

Base, benefits and taxes and, without a quota, variable pay; with one, variable pay is commission. Wages rise
each twelve months. Who is there on the first day has not been recruited.
"""

from typing import Any

import numpy as np

from simulator import ledger
from simulator.money.workspace import team_at
from simulator.numerics.cents import whole_cents
from simulator.numerics.jit import Floats, Ints, Record, compiled
from simulator.numerics.months import MONTH, elapsed, spread


@compiled
def staffed(
    row: Record,
    people: Ints,
    since: Floats,
    days: Floats,
    hires: Ints,
    horizon: float,
) -> None:
    """A team has so many people from the day of the row on.

    `people`, `since`: per team, so far. `days`, `hires`: (teams, months) of people's days and of hires.
    """
    if row["event"] != ledger.STAFFED:
        return
    team: Any = np.int64(row["team"])
    day = row["day"]
    present(team, min(day, horizon), people, since, days)
    if 0.0 < day < horizon:
        hires[team, elapsed(0.0, day)] += max(0, row["count"] - people[team])
    people[team] = row["count"]


@compiled
def present(team: int, end: float, people: Ints, since: Floats, days: Floats) -> None:
    """Count the days of a team's people up to `end`."""
    spread(days, team, float(people[team]), since[team], end)
    since[team] = max(end, since[team])


@compiled
def month_cost(team: Record, inflation: float, month: int, days: float, hires: int) -> int:
    """Cents that a team's people cost in a month, in which they were there for so many days together."""
    pay = team["base"]
    if team["quota"] <= 0:
        pay += team["variable"]
    wages = (1.0 + team["benefits_and_taxes"]) / 12.0 * (1.0 + inflation) ** (month // 12)
    return whole_cents(days / MONTH * pay * wages) + team["recruiting"] * hires


@compiled
def month_costs(desk: Record, inflation: float, days: Floats, hires: Ints) -> Ints:
    """Cents of all teams in all months, (teams, months)."""
    costs = np.zeros(days.shape, np.int64)
    for team in range(days.shape[0]):
        for month in range(days.shape[1]):
            costs[team, month] = month_cost(
                team_at(desk, team), inflation, month, days[team, month], hires[team, month]
            )
    return costs


@compiled
def day_costs(desk: Record, costs: Ints, worked: Floats, days: Floats) -> Floats:
    """Cents of a day in a seat or in the book after the horizon: as in the last twelve months before it.

    `worked`: (teams, months) such days. Where there were none, as if all seats, or the whole book, had
    been in use.
    """
    found = np.zeros(costs.shape[0])
    for n in range(costs.shape[0]):
        team = team_at(desk, n)
        cents, busy, able = 0.0, 0.0, 0.0
        for month in range(max(0, costs.shape[1] - 12), costs.shape[1]):
            cents += costs[n, month]
            busy += worked[n, month]
            able += days[n, month]
        able *= team["book"] if team["book"] > 0.0 else team["capacity"] * team["working"]
        if busy > 0.0:
            found[n] = cents / busy
        elif able > 0.0:
            found[n] = cents / able
    return found
