"""Win rate by how old a deal was when it was decided, and by how long nothing happened to it before.

Of each motion that follows need: there a deal that is old, or waits, is won more seldom since need fades.
"""

from typing import NamedTuple

import numpy as np

from simulator.metrics.metric import ACQUIRE, NEITHER, metric_of_each
from simulator.metrics.need import FOLLOWING
from simulator.metrics.opportunities import judged
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.numerics.jit import Flags, Floats, Places

SILENT = 50.0  # days


class Decided(NamedTuple):
    """Opportunities that the win rate is of, and that were won or lost."""

    motion: Places
    won: Flags
    age: Floats  # days from the opening to the decision
    silence: Floats  # the longest time in these days in which nothing happened to the account


@once
def decided(of: Reading) -> Decided:
    """All of them. With each row of an account something happens, such as a seat given or a stage passed."""
    found = judged(of).only(judged(of).closed < np.inf)
    rows = of.mine.rows
    days, account = rows["day"], rows["account"].astype(np.int64)
    first, span = days.min(initial=0.0), of.until + 1.0 - days.min(initial=0.0)
    places = account * span + (days - first)  # in ascending order, as the rows are
    gaps = np.append(np.diff(days), 0.0)  # from each row to the next; of the last of an account never asked
    opened, closed = (
        np.searchsorted(places, found.account * span + (day - first)) for day in (found.opened, found.closed)
    )
    longest = np.zeros(len(opened))
    some = closed > opened
    ends = np.stack([opened[some], closed[some]], axis=1).ravel()
    longest[some] = np.maximum.reduceat(gaps, ends)[::2] if len(ends) else 0.0
    return Decided(found.motion, found.won, found.days, longest)


def _won(of: Reading, motion: int, those: Flags) -> float:
    found = decided(of)
    mine = those & (found.motion == motion)
    return ratio(found.won[mine].sum(), mine.sum())


def _of_age(of: Reading, motion: int, low: float, high: float) -> float:
    age = decided(of).age
    return _won(of, motion, (age > low) & (age <= high))


@metric_of_each(
    FOLLOWING, "win_rate_to_30", unit="share", label="of {}: win rate to day 30", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def win_rate_to_30(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those that were decided within 30 days of their opening:
    the share that was won."""
    return _of_age(of, motion, -1.0, 30.0)


@metric_of_each(
    FOLLOWING, "win_rate_to_60", unit="share", label="of {}: win rate, days 31 to 60", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def win_rate_to_60(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those that were decided after more than 30 days, and
    within 60: the share that was won."""
    return _of_age(of, motion, 30.0, 60.0)


@metric_of_each(
    FOLLOWING, "win_rate_to_180", unit="share", label="of {}: win rate, days 61 to 180", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def win_rate_to_180(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those that were decided after more than 60 days, and
    within 180: the share that was won."""
    return _of_age(of, motion, 60.0, 180.0)


@metric_of_each(
    FOLLOWING, "win_rate_later", unit="share", label="of {}: win rate after day 180", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def win_rate_later(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those that were decided after more than 180 days: the
    share that was won."""
    return _of_age(of, motion, 180.0, np.inf)


@metric_of_each(
    FOLLOWING, "win_rate_answered", unit="share", label="of {}: win rate, 50 days never passed idle",
    group=ACQUIRE, better=NEITHER,
)  # fmt: skip
def win_rate_answered(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those to which something happened at least every 50 days
    until they were decided (a person was found, a stage was passed): the share that was won."""
    return _won(of, motion, decided(of).silence <= SILENT)


@metric_of_each(
    FOLLOWING, "win_rate_silent", unit="share", label="of {}: win rate after 50 idle days", group=ACQUIRE,
    better=NEITHER,
)  # fmt: skip
def win_rate_silent(of: Reading, motion: int) -> float:
    """Of the opportunities that the win rate is of, those to which nothing happened for more than 50 days
    before they were decided: the share that was won."""
    return _won(of, motion, decided(of).silence > SILENT)
