"""Sum up cash by month from a ledger that still grows, for rules that look at it.

The same reading as the journal's. People's cost needs no sharing out, and no entry is kept.
"""

import math

import numpy as np

from simulator import ledger as events
from simulator.money import billing, commission, payroll, spending, under_care
from simulator.money.contract_charges import BILL
from simulator.money.entry_kinds import ENTRY, FIRST_COST, LAST_COST, PAID
from simulator.money.overhead import opened, overhead
from simulator.money.workspace import COUNT, DESK, RUNS, count_at, entry_at, room
from simulator.numerics.jit import Ints, Record, Rows, compiled
from simulator.numerics.months import MONTH, elapsed


@compiled
def cash_flows(
    rows: Rows,
    accounts: int,
    offers: int,
    motions: int,
    stages: int,
    teams: int,
    team_count: int,
    motion_count: int,
    money: Record,
    day: float,
) -> Ints:
    """Cents received less cents spent in each month that ended by `day`, a month end. Shape (months,).

    `rows`: the ledger so far. `offers`, `motions`, `stages`, `teams`: addresses of the model's lists;
    `money`: row of MONEY. Its cash and the sum of all months are what the company has.
    """
    earliest = 0.0
    for i in range(len(rows)):
        earliest = min(earliest, rows[i]["day"])
    size = room(1, day - earliest, team_count + motion_count)
    runs, counts = np.empty(RUNS * size, ENTRY), np.zeros(RUNS, COUNT)
    desks = np.zeros(1, DESK)
    desk = desks[0]
    desk["offer"], desk["motion"], desk["stage"], desk["team"] = offers, motions, stages, teams
    desk["teams"] = team_count
    desk["size"] = size
    desk["horizon"], desk["until"] = day, day
    return _flows(rows, accounts, desks, runs, counts, money)


@compiled
def _flows(
    rows: Rows,
    accounts: int,
    desks: Rows,
    runs: Rows,
    counts: Rows,
    money: Record,
) -> Ints:
    """As `cash_flows`. The caller keeps `runs` and `counts`, to which the desk points."""
    desk = desks[0]
    desk["run"], desk["count"] = runs.ctypes.data, counts.ctypes.data
    months = math.floor(desk["horizon"] / MONTH + 0.5)
    flows = np.zeros(months, np.int64)
    teams = desk["teams"]
    people, since = np.zeros(teams, np.int64), np.zeros(teams)
    days, hires = np.zeros((teams, months)), np.zeros((teams, months), np.int64)
    bills, solds = np.zeros(accounts, BILL), np.zeros(accounts, commission.SOLD)
    spents, cares = np.zeros(accounts, spending.SPENT), np.zeros(accounts, under_care.CARE)
    for i in range(len(rows)):
        row = rows[i]
        if row["account"] >= 0:
            account = row["account"]
            under_care.follow(cares[account], row, desk)
            billing.follow(bills[account], row, i, desk)
            commission.follow(solds[account], cares[account], row, i, desk)
            spending.follow(spents[account], cares[account], row, i, desk)
        elif row["event"] == events.STAFFED:
            payroll.staffed(row, people, since, days, hires, desk["horizon"])
        elif row["event"] == events.MOTION_OPENED:
            opened(row, i, desk)
        _take(desk, flows)
    for account in range(accounts):
        billing.finish(bills[account], desk)
        spending.finish(spents[account], desk)
        _take(desk, flows)
    overhead(money["fixed_cost"], desk)
    _take(desk, flows)
    for team in range(teams):
        payroll.present(team, desk["horizon"], people, since, days)
    costs = payroll.month_costs(desk, money["inflation"], days, hires)
    for team in range(teams):
        for month in range(months):
            flows[month] -= costs[team, month]
    return flows


@compiled
def _take(desk: Record, flows: Ints) -> None:
    """Count what was noted, and forget it."""
    for run in range(RUNS):
        count = count_at(desk, run)
        for n in range(count["n"]):
            entry = entry_at(desk, run * desk["size"] + n)
            if 0.0 <= entry["day"] < desk["horizon"]:
                month = elapsed(0.0, entry["day"])
                if entry["kind"] == PAID:
                    flows[month] += entry["cents"]
                elif FIRST_COST <= entry["kind"] <= LAST_COST:
                    flows[month] -= entry["cents"]
        count["n"] = 0
