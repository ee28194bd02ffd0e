"""Stage visits: observed rates, times and waits of first visits."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading, once
from simulator.numerics.jit import Flags, Floats, Rows, compiled
from simulator.numerics.months import elapsed

STAY = np.dtype(
    [
        ("entered", "f8"),
        ("asked", "f8"),  # for the next seat: on entering, or when the seat before was given
        ("waited", "f8"),
        ("first", "i8"),  # 1: its first visit to this stage, and begun before the horizon
    ],
    align=True,
)

STAGES = np.dtype(
    [
        ("decided", "i8"),  # first visits that a decision ended
        ("passed", "i8"),
        ("unworked", "i8"),  # first visits that ended because nobody was free in time
        ("share", "f8"),  # passed of decided
        ("stated", "f8"),  # the same share as the scenario states it
        ("days", "f8"),  # mean, of decided visits, waiting included
        ("wait", "f8"),  # mean, of decided visits, for all seats together
    ]
)

_DECIDED, _PASSED, _UNWORKED, _DAYS, _WAIT = range(5)


@compiled
def follow(rows: Rows, stays: Rows, seen: Flags, tally: Floats, waits: Floats, horizon: float) -> None:
    """Add up per stage, shape (stages, 5), and per team and month (seats asked for then and given at any
    time, days waited for them), shape (teams, months, 2).

    A deal of the first day is in a visit whose beginning nobody saw: it counts as no first one.
    `stays` (accounts,): where each is; `seen` (accounts, stages): whether it has been there.
    """
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        if event != ledger.SEATED and not ledger.changes_stage(event):
            continue
        day = row["day"]
        account = row["account"]
        stay = stays[account]
        if event == ledger.SEATED:
            wait = day - stay["asked"]
            if stay["asked"] < horizon:  # not the day of the seat: long waits would be cut off
                month = elapsed(0.0, stay["asked"])
                waits[row["team"], month, 0] += 1.0
                waits[row["team"], month, 1] += wait
            stay["waited"] += wait
            stay["asked"] = day
            continue
        stage = row["stage"]
        if stage >= 0 and stay["first"] == 1:
            if row["reason"] == ledger.UNWORKED:
                tally[stage, _UNWORKED] += 1.0
            else:
                tally[stage, _DECIDED] += 1.0
                tally[stage, _DAYS] += day - stay["entered"]
                tally[stage, _WAIT] += stay["waited"]
                if event == ledger.PASSED:
                    tally[stage, _PASSED] += 1.0
        to = row["to"]
        if to < 0 or event == ledger.NURTURED:
            continue
        stay["entered"] = day
        stay["asked"] = max(day, 0.0)
        stay["waited"] = 0.0
        stay["first"] = 1 if not seen[account, to] and 0.0 <= day < horizon else 0
        seen[account, to] = True


class Visits(NamedTuple):
    """`stages` has dtype STAGES; `waits` (teams, months, 2): seats asked for in a month and given at any
    time, and the days waited for them."""

    stages: Rows
    waits: Floats


@once
def visits(of: Reading) -> Visits:
    """Follow all accounts from stage to stage."""
    stages, teams = len(of.header.stages), len(of.header.teams)
    stays, seen = np.zeros(len(of.motion), STAY), np.zeros((len(of.motion), stages), np.bool_)
    tally, waits = np.zeros((stages, 5)), np.zeros((teams, of.months, 2))
    follow(of.rows, stays, seen, tally, waits, of.horizon)
    table = np.zeros(stages, STAGES)
    table["decided"], table["passed"], table["unworked"] = tally[:, :_DAYS].T
    table["share"] = ratios(tally[:, _PASSED], tally[:, _DECIDED])
    table["stated"] = of.header.stage["stated"]
    table["days"] = ratios(tally[:, _DAYS], tally[:, _DECIDED])
    table["wait"] = ratios(tally[:, _WAIT], tally[:, _DECIDED])
    return Visits(table, waits)
