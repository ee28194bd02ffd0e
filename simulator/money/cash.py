"""Sum up cash by month from a ledger that still grows, for rules that look at it.

The same reading as the journal's. People's cost needs no sharing out, and no entry is kept.
"""

import numpy as np

from simulator import ledger as events
from simulator.model import Numbers
from simulator.money import billing, commission, payroll, spending, under_care
from simulator.money.contract_charges import BILL
from simulator.money.entry_kinds import ENTRY, PAID, is_cost
from simulator.money.overhead import opened, overhead
from simulator.money.workspace import COUNT, DESK, RUNS, count_at, entry_at, room, team_at
from simulator.numerics.jit import Floats, Ints, Record, Rows, compiled, to_read
from simulator.numerics.months import MONTH, elapsed


class CashFlows:
    """Cash of a company by month, read from a ledger as it grows: each row once."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        teams, months = len(numbers.teams), round(numbers.horizon / MONTH)
        self.read = 0  # rows so far
        self.earliest = 0.0  # day of any of them
        self.flows = np.zeros(months, np.int64)  # of the rows so far, also in months to come
        self.teams = np.zeros(teams, payroll.STAFF)
        self.days, self.hires = np.zeros((teams, months)), np.zeros((teams, months), np.int64)
        self.bills, self.spents = np.zeros(0, BILL), np.zeros(0, spending.SPENT)
        self.solds, self.cares = np.zeros(0, commission.SOLD), np.zeros(0, under_care.CARE)

    def until(self, day: float, rows: Rows, accounts: int) -> Ints:
        """Cents received less cents spent in each month that ended by `day`, a month end. Shape (months,).

        `rows`: the ledger so far, of so many accounts; the rows that were there the last time come first.
        """
        rows = to_read(rows[self.read :])
        months = round(day / MONTH)
        self.earliest = min(self.earliest, float(rows["day"].min(initial=0.0)))
        self.bills, self.spents = _for(accounts, self.bills), _for(accounts, self.spents)
        self.solds, self.cares = _for(accounts, self.solds), _for(accounts, self.cares)
        n = self.numbers
        size = room(1, n.until - self.earliest, len(n.teams) + len(n.motions))
        runs, counts, desks = np.empty(RUNS * size, ENTRY), np.zeros(RUNS, COUNT), np.zeros(1, DESK)
        desk = desks[0]
        lists = {"offer": n.offers, "motion": n.motions, "stage": n.stages, "team": n.teams}
        lists |= {"channel": n.channels}
        for name, values in {**lists, "run": runs, "count": counts}.items():
            desk[name] = values.ctypes.data
        desk["teams"], desk["size"] = len(n.teams), size
        desk["horizon"], desk["until"] = n.horizon, n.until
        money = n.money[0]
        spent_anyway = int(money["fixed_cost"]), float(money["inflation"])
        _follow(
            rows, self.read, desks, self.bills, self.spents, self.solds, self.cares,
            self.teams, self.days, self.hires, self.flows, *spent_anyway, False,
        )  # fmt: skip
        self.read += len(rows)
        desk["horizon"], desk["until"] = day, day
        flows = self.flows[:months].copy()
        _follow(
            rows[:0], self.read, desks, self.bills.copy(), self.spents.copy(), self.solds, self.cares,
            self.teams.copy(), self.days[:, :months].copy(), self.hires[:, :months].copy(), flows,
            *spent_anyway, True,
        )  # fmt: skip
        return flows


def _for(accounts: int, known: Rows) -> Rows:
    """Those of so many accounts, also of the new ones."""
    return np.concatenate([known, np.zeros(accounts - len(known), known.dtype)])


@compiled
def _follow(
    rows: Rows, read: int, desks: Rows, bills: Rows, spents: Rows, solds: Rows, cares: Rows,
    teams: Rows, days: Floats, hires: Ints, flows: Ints, fixed_cost: int, inflation: float, over: bool,
) -> None:  # fmt: skip
    """Read on, behind so many rows; `teams`, `days` and `hires` as in payroll.

    `over`: nothing else happens up to the horizon of the desk; all but the flows is used up. One function
    does both, or what follows a contract would be compiled twice.
    """
    desk = desks[0]
    for i in range(len(rows)):
        row = rows[i]
        if row["account"] >= 0:
            account = row["account"]
            under_care.follow(cares[account], row, desk)
            billing.follow(bills[account], row, read + i, desk)
            commission.follow(solds[account], cares[account], row, read + i, desk)
            spending.follow(spents[account], cares[account], row, read + i, desk)
        elif row["event"] == events.STAFFED:
            payroll.staffed(row, teams, days, hires, desk["horizon"])
        elif row["event"] == events.MOTION_OPENED:
            opened(row, read + i, desk)
        _take(desk, flows)
    if not over:
        return
    for account in range(len(bills)):
        billing.finish(bills[account], desk)
        spending.finish(spents[account], desk)
        _take(desk, flows)
    overhead(fixed_cost, desk)
    _take(desk, flows)
    for team in range(len(teams)):
        payroll.present(team, desk["horizon"], teams, days)
        for month in range(len(flows)):
            flows[month] -= payroll.month_cost(
                team_at(desk, team), inflation, month, days[team, month], hires[team, month]
            )


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
                elif is_cost(entry["kind"]):
                    flows[month] -= entry["cents"]
        count["n"] = 0
