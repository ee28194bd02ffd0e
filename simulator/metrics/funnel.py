"""Metrics of the way from a lead to a customer: how many get how far, how fast, what deals are open."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.funnel_times import QUALIFIED, SIGNED, cycles, journey
from simulator.metrics.metric import ACQUIRE, LESS, MORE, NEITHER, metric
from simulator.metrics.ratio import mean, median, ratio
from simulator.metrics.reading import Reading, once
from simulator.metrics.spend import blended, signed
from simulator.model import SAL
from simulator.numerics.months import MONTH


@metric("leads", unit="accounts", label="leads", group=ACQUIRE, better=MORE)
def leads(of: Reading) -> float:
    """Accounts born before the horizon: prospects, VM1."""
    return journey(of).volume(0)


@metric("mql", unit="accounts", label="MQL", group=ACQUIRE, better=MORE)
def mql(of: Reading) -> float:
    """Accounts that passed a stage marking MQL before the horizon, VM2; none where no stage marks it."""
    return journey(of).volume(1)


@metric("sql", unit="accounts", label="SQL", group=ACQUIRE, better=MORE)
def sql(of: Reading) -> float:
    """Accounts that passed a stage marking SQL before the horizon, VM3; none where no stage marks it."""
    return journey(of).volume(2)


@metric("sal", unit="accounts", label="qualified (SAL)", group=ACQUIRE, better=MORE)
def sal(of: Reading) -> float:
    """Accounts qualified before the horizon: passed the stage marking SAL, VM4."""
    return journey(of).volume(QUALIFIED)


@metric("won", unit="accounts", label="won", group=ACQUIRE, better=MORE)
def won(of: Reading) -> float:
    """Accounts signed before the horizon, VM5."""
    return journey(of).volume(SIGNED)


@metric("live", unit="accounts", label="live", group=ACQUIRE, better=MORE)
def live(of: Reading) -> float:
    """Accounts that began to use as customers before the horizon, VM6."""
    return journey(of).volume(SIGNED + 1)


@metric("win_rate", unit="share", label="win rate of qualified leads", group=ACQUIRE, better=MORE)
def win_rate(of: Reading) -> float:
    """Won of the accounts qualified before the horizon, judged by what became of them by the end of the
    run-off; those still undecided then are left out."""
    decided, converted, _ = journey(of).converted(QUALIFIED)
    return ratio(converted, decided)


@metric("cycle_days_median", unit="days", label="sales cycle, median", group=ACQUIRE, better=LESS)
def cycle_days_median(of: Reading) -> float:
    """Median days from qualified to won, of the won deals among accounts qualified before the horizon."""
    return median(cycles(of))


@metric("cycle_days_mean", unit="days", label="sales cycle, mean", group=ACQUIRE, better=LESS)
def cycle_days_mean(of: Reading) -> float:
    """Mean days from qualified to won, of the won deals among accounts qualified before the horizon."""
    return mean(cycles(of))


QUARTER = 3 * MONTH


class Pipeline(NamedTuple):
    """When each account's deal was open: qualified, and neither signed nor lost for good. Days, inf never."""

    opens: NDArray[np.float64]
    closes: NDArray[np.float64]

    def mean(self, horizon: float) -> float:
        """Deals open at a time, on average over the days before the horizon."""
        days = np.minimum(self.closes, horizon) - np.minimum(np.maximum(self.opens, 0.0), horizon)
        return float(np.maximum(days, 0.0).sum()) / horizon

    def at(self, day: float) -> int:
        """Deals open on a day."""
        return int(((self.opens < day) & (self.closes >= day)).sum())


@once
def pipeline(of: Reading) -> Pipeline:
    """Of all accounts; a deal of the first day that is beyond qualification is open from then on."""
    born, qualified, closed, _, lost = journey(of).firsts
    stages, opens = of.header.stage, qualified.copy()
    held = of.mine.rows[of.mine.starts[np.flatnonzero(born < 0.0) + 1]]  # of each its first row, the lead
    beyond = np.zeros(len(stages), np.bool_)
    for stage in np.flatnonzero(stages["marks"] == SAL):
        beyond[stage + 1 :] |= stages["motion"][stage + 1 :] == stages["motion"][stage]
    opens[held["account"][beyond[held["to"]]]] = 0.0
    return Pipeline(opens, np.minimum(closed, lost))


def velocity(deals: float, win_rate: float, value: float, cycle: float) -> float:
    """First-year value that a pipeline turns into contracts each day:
    https://thecroreport.com/glossary/sales-cycle-length"""
    return ratio(deals * win_rate * value, cycle) if not math.isnan(cycle) else math.nan


@metric("velocity", "formula", unit="money a day", label="sales velocity", group=ACQUIRE, better=MORE)
def sales_velocity(of: Reading) -> float:
    """Deals open (qualified, or beyond that on the first day; neither won nor lost for good) on average
    before the horizon, times win rate, times mean first-year value (recurring revenue signed and what is paid
    once), over the mean cycle of won deals. Source: thecroreport.com/glossary/sales-cycle-length."""
    open_deals = pipeline(of).mean(of.horizon)
    return velocity(open_deals, win_rate(of), blended(of).on.first_year_value, cycle_days_mean(of))


@sales_velocity.variant("observed", label="sales velocity, observed", true="observed")
def observed_velocity(of: Reading) -> float:
    """First-year value of the customers signed before the horizon, per day: what the formula is to give."""
    return blended(of).on.first_year / 100 / of.horizon


# Neither is better: a full or a lean pipeline.
@metric("pipeline_coverage", unit="times", label="pipeline coverage", group=ACQUIRE, better=NEITHER)
def coverage(of: Reading) -> float:
    """Deals open (qualified, or beyond that on the first day; neither won nor lost for good) three months
    before the horizon, each at the mean first-year value of a customer signed before the horizon, over the
    first-year value signed in those three months."""
    start = of.horizon - QUARTER
    if start < 0:
        return math.nan
    late = signed(of, start)
    return ratio(pipeline(of).at(start) * blended(of).on.first_year_value, late.first_year / 100)
