"""Intervals of single cells over replications, and whether one is surely more."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Interval, t_interval
from simulator.experiment.intervals import defined


def interval_of(values: NDArray[np.float64]) -> Interval:
    """Mean and interval over the replications in which the cell is defined."""
    return t_interval(defined(values))


def is_significantly_more(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether the first is more, pair by pair of replications: its whole interval is above nothing."""
    return interval_of(one - other).low > 0.0


def leading(values: Mapping[str, NDArray[np.float64]], end: Callable[..., float]) -> tuple[str, str, bool]:
    """Who has the mean at the end (`max` or `min`), who comes next, and whether the first surely leads.

    At least two, each (R,), compared pair by pair of replications.
    """
    ranked = sorted(values, key=lambda name: interval_of(values[name]).mean, reverse=end is max)
    first, second = ranked[:2]
    more, less = (first, second) if end is max else (second, first)
    return first, second, is_significantly_more(values[more], values[less])
