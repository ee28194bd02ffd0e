"""Volumes and conversions of the bowtie, from each account's first times."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading, once, whole
from simulator.model import MQL, SAL
from simulator.money.by_account import ByAccount
from simulator.numerics.jit import Flags, Floats, Ints, Places, Record, compiled

# What the steps of the bowtie are called, VM1 to VM8.
VOLUMES = ("prospects", "MQL", "SQL", "SAL (qualified)", "won", "live", "impact", "expanded")
STEPS = len(VOLUMES)
QUALIFIED, SIGNED, IMPACT = 3, 4, 6  # places of SAL, won and impact among them
LOST = STEPS  # the place behind them: turned down or declined for good
KEPT = (0, QUALIFIED, SIGNED, IMPACT)  # places of which each account's first day is kept


@compiled
def place_of(row: Record, marks: Ints) -> int:
    """The volume that a row reaches, 0 to 7, or LOST; -1 none."""
    event = row["event"]
    if event == ledger.PASSED:
        mark = marks[row["stage"]]
        return mark - 1 if MQL <= mark <= SAL else -1
    if event == ledger.LEAD:
        return 0
    if event == ledger.LOST:
        return LOST if row["to"] < 0 else -1
    if event == ledger.WON:
        return SIGNED
    if event == ledger.WENT_LIVE:
        return SIGNED + 1
    if event == ledger.REACHED:
        return IMPACT
    return IMPACT + 1 if event == ledger.EXPANDED else -1


@compiled
def walk(
    mine: ByAccount, marks: Ints, following: Ints, behind: Ints, motion: Places, horizon: float,
    days: Floats, there: Places, tally: Floats, firsts: Floats,
) -> None:  # fmt: skip
    """Fill columns of `Journey`: `tally`, `firsts`.

    `following[p, k]`: the volume that motion p marks next after k; -1 none. `behind` (stages,): the last that
    is marked before a stage. `days`, `there` (9,): of the account that is read, when and in which motion it
    reached each volume.
    """
    rows, events, starts = mine.rows, mine.events, mine.starts
    for account in range(len(motion)):
        for place in range(len(days)):
            days[place] = np.inf
        now, came_past = motion[account], 0
        for k in range(starts[account + 1], starts[account + 2]):
            event = events[k]
            if event == ledger.SEATED or event == ledger.FREED:
                continue
            row = rows[k]
            if event == ledger.MOVED:
                now = row["to_motion"]
                continue
            place = place_of(row, marks)
            if place == 0:
                came_past = behind[row["to"]]
            if place >= 0 and row["day"] < days[place]:
                days[place] = row["day"]
                there[place] = now
        for n in range(len(KEPT)):
            firsts[n, account] = days[KEPT[n]]
        count(tally, days, there, following, came_past, horizon)


@compiled
def next_place(days: Floats, where: Places, k: int, after: int) -> int:
    """The place that an account reached after k, -1 none: `after`, or in another motion one beyond it."""
    for place in range(after, STEPS):
        if days[place] < np.inf and (place == after or where[place] != where[k]):
            return place
    return -1


@compiled
def count(
    tally: Floats, days: Floats, where: Places, following: Ints, came_past: int, horizon: float
) -> None:
    """Add one account to what is counted per motion and volume, (motions, 8, 4): reached before the horizon,
    of these decided, converted, and their days between.

    It counts for the motion in which it reached a volume, wherever it went on. Customers of the first day
    are left out: what they reach now need not be their first. Who comes in past a volume was never to reach
    it, and is no one of whom that is decided.
    """
    if days[SIGNED] < 0.0:
        return
    for k in range(STEPS):
        if days[k] < 0.0 or days[k] >= horizon:
            continue
        p = where[k]
        tally[p, k, 0] += 1.0
        if following[p, k] < 0 or (p == where[0] and following[p, k] <= came_past):
            continue
        after = next_place(days, where, k, following[p, k])
        if after >= 0:
            tally[p, k, 1] += 1.0
            tally[p, k, 2] += 1.0
            tally[p, k, 3] += days[after] - days[k]
        elif k >= SIGNED or days[LOST] < np.inf:
            tally[p, k, 1] += 1.0


class Journey(NamedTuple):
    """The bowtie in numbers.

    `tally` (motions, 8, 4): reached before the horizon, decided, converted, days between, as sums.
    `firsts` (4, accounts): the day on which each account first reached the volumes KEPT; inf for never, below
    0 before the first day.
    """

    tally: Floats
    firsts: Floats
    marked: Flags  # (motions, 8): whether the motion has such a step at all

    def volume(self, place: int) -> float:
        """Accounts that reached a volume metric before the horizon; nan where no motion marks it."""
        return float(self.tally[:, place, 0].sum()) if self.marked[:, place].any() else float("nan")

    def converted(self, place: int) -> tuple[float, float, float]:
        """Decided, converted and days between, over all motions, from this volume to its next."""
        decided, converted, days = self.tally[:, place, 1:].sum(axis=0)
        return float(decided), float(converted), float(days)

    def bowtie(self) -> Floats:
        """Per motion and volume: accounts, conversion into the next, mean days to it; nan where not
        marked."""
        table = np.empty((*self.tally.shape[:2], 3))
        table[..., 0] = np.where(self.marked, self.tally[..., 0], np.nan)
        table[..., 1] = ratios(self.tally[..., 2], self.tally[..., 1])
        table[..., 2] = ratios(self.tally[..., 3], self.tally[..., 2])
        return table


@once
def journey(of: Reading) -> Journey:
    """Walk all accounts through the bowtie."""
    stages, motions, horizon = of.header.stage, len(of.header.motions), of.horizon
    marks = whole(stages["marks"])
    marked = np.ones((motions, STEPS), dtype=np.bool_)
    marked[:, MQL - 1 : SAL] = False
    marked[of.header.motion["every"] == 0, IMPACT:] = False
    for motion, mark in zip(stages["motion"], marks, strict=True):
        if MQL <= mark <= SAL:
            marked[motion, mark - 1] = True
    following = np.full((motions, STEPS), -1, dtype=np.int64)
    for p in range(motions):
        steps = np.flatnonzero(marked[p])
        following[p, steps[:-1]] = steps[1:]
    behind, last = np.zeros(len(marks), np.int64), 0
    for n in range(len(marks)):
        last = 0 if n and stages["motion"][n] != stages["motion"][n - 1] else last
        behind[n] = last
        last = marks[n] - 1 if MQL <= marks[n] <= SAL else last
    tally, firsts = np.zeros((motions, STEPS, 4)), np.empty((len(KEPT), len(of.motion)))
    days, there = np.empty(STEPS + 1), np.zeros(STEPS + 1, np.int32)
    walk(of.mine, marks, following, behind, of.motion, horizon, days, there, tally, firsts)
    return Journey(tally, firsts, marked)


@once
def to_signature(of: Reading) -> Floats:
    """Days from first qualified to won, of the accounts qualified before the horizon that were won."""
    _, qualified, won, _ = journey(of).firsts
    sold = (qualified >= 0) & (qualified < of.horizon) & (won < np.inf)
    return won[sold] - qualified[sold]


@once
def to_impact(of: Reading) -> Floats:
    """Days from won to first impact, of the accounts won before the horizon that had some."""
    _, _, won, impact = journey(of).firsts
    helped = (won >= 0) & (won < of.horizon) & (impact < np.inf)
    return impact[helped] - won[helped]


@once
def born_and_won(of: Reading) -> Floats:
    """Day on which each account was born, and signed: inf for never. Shape (2, accounts)."""
    return journey(of).firsts[[0, 2]]
