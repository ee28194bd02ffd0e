"""Metrics of the way from a lead to a customer: how many get how far, and how long it takes."""

from simulator.metrics.funnel_times import QUALIFIED, SIGNED, journey
from simulator.metrics.metric import ACQUIRE, LESS, MORE, metric
from simulator.metrics.ratio import mean, median, ratio
from simulator.metrics.reading import Reading


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
    return median(journey(of).cycles)


@metric("cycle_days_mean", unit="days", label="sales cycle, mean", group=ACQUIRE, better=LESS)
def cycle_days_mean(of: Reading) -> float:
    """Mean days from qualified to won, of the won deals among accounts qualified before the horizon."""
    return mean(journey(of).cycles)
