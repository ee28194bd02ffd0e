"""What is known of one cell of a table over the replications."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Interval, t_interval


def interval_of(values: NDArray[np.float64]) -> Interval:
    """Mean and interval over the replications in which the cell is defined."""
    return t_interval(values[~np.isnan(values)])
