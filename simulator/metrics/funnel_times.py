"""Volumes and conversions of the bowtie, from each account's first times."""

from typing import NamedTuple

import numpy as np

from simulator import ledger
from simulator.metrics.ratio import ratios
from simulator.metrics.reading import Reading, once, whole
from simulator.model import MQL, SAL
from simulator.numerics.jit import Flags, Floats, Ints, Places, Rows, compiled

# What the steps of the bowtie are called, VM1 to VM8.
VOLUMES = ("prospects", "MQL", "SQL", "SAL (qualified)", "won", "live", "impact", "expanded")
STEPS = len(VOLUMES)
QUALIFIED, SIGNED, IMPACT = 3, 4, 6  # places of SAL, won and impact among them
LOST = STEPS  # the place behind them: turned down or declined for good


@compiled
def first_days(rows: Rows, marks: Ints, motion: Places) -> tuple[Floats, Places]:
    """Day of each account's first VM1..VM8, then of its final loss, inf for never; and the motion it was in.

    Both (accounts, 9). A row before the first day has its day, below 0.
    """
    days = np.full((len(motion), STEPS + 1), np.inf)
    where = np.empty((len(motion), STEPS + 1), np.int32)
    now = motion.copy()
    for i in range(len(rows)):
        row = rows[i]
        event = row["event"]
        place = -1
        if event == ledger.PASSED:
            mark = marks[row["stage"]]
            if MQL <= mark <= SAL:
                place = mark - 1
        elif event == ledger.LEAD:
            place = 0
        elif event == ledger.LOST:
            if row["to"] < 0:
                place = LOST
        elif event == ledger.WON:
            place = SIGNED
        elif event == ledger.WENT_LIVE:
            place = SIGNED + 1
        elif event == ledger.REACHED:
            place = IMPACT
        elif event == ledger.EXPANDED:
            place = IMPACT + 1
        elif event == ledger.MOVED:
            now[row["account"]] = row["to_motion"]
        if place >= 0:
            account = row["account"]
            if row["day"] < days[account, place]:
                days[account, place] = row["day"]
                where[account, place] = now[account]
    return days, where


@compiled
def next_place(days: Floats, where: Places, k: int, after: int) -> int:
    """The place that an account reached after k, -1 none: `after`, or in another motion one beyond it."""
    for place in range(after, STEPS):
        if days[place] < np.inf and (place == after or where[place] != where[k]):
            return place
    return -1


@compiled
def count(days: Floats, where: Places, following: Ints, horizon: float) -> Floats:
    """Per motion and volume: reached before the horizon, of these decided, converted, and their days between.

    `following[p, k]`: the volume that motion p marks next after k; -1 none. Shape (motions, 8, 4). An account
    counts for the motion in which it reached a volume, wherever it went on. Customers of the first day are
    left out: what they reach now need not be their first.
    """
    tally = np.zeros((following.shape[0], STEPS, 4))
    for account in range(len(days)):
        mine = days[account]
        if mine[SIGNED] < 0.0:
            continue
        for k in range(STEPS):
            if mine[k] < 0.0 or mine[k] >= horizon:
                continue
            p = where[account, k]
            tally[p, k, 0] += 1.0
            if following[p, k] < 0:
                continue
            after = next_place(mine, where[account], k, following[p, k])
            if after >= 0:
                tally[p, k, 1] += 1.0
                tally[p, k, 2] += 1.0
                tally[p, k, 3] += mine[after] - mine[k]
            elif k >= SIGNED or mine[LOST] < np.inf:
                tally[p, k, 1] += 1.0
    return tally


class Journey(NamedTuple):
    """The bowtie in numbers.

    `tally` (motions, 8, 4): reached before the horizon, decided, converted, days between, as sums.
    `cycles`: days from qualified to won, and `to_impact`: from won to first impact, one per account.
    """

    tally: Floats
    marked: Flags  # (motions, 8): whether the motion has such a step at all
    cycles: Floats
    to_impact: Floats
    days: Floats  # (accounts, 9), first VM1..VM8 and the final loss; inf never, below 0 before
    where: Places  # (accounts, 9), the motion that each was in on that day; nothing where never

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
    days, where = first_days(of.rows, marks, of.motion)
    tally = count(days, where, following, horizon)
    qualified, won, impact = days[:, QUALIFIED], days[:, SIGNED], days[:, IMPACT]
    sold = (qualified >= 0) & (qualified < horizon) & (won < np.inf)
    helped = (won >= 0) & (won < horizon) & (impact < np.inf)
    return Journey(tally, marked, won[sold] - qualified[sold], impact[helped] - won[helped], days, where)


@once
def born_and_won(of: Reading) -> Floats:
    """Day on which each account was born, and signed: inf for never. Shape (2, accounts)."""
    return np.ascontiguousarray(journey(of).days[:, [0, SIGNED]].T)
