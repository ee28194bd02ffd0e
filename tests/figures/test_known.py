"""One cell of a table over the replications."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.experiment import t_interval
from simulator.figures.known import interval_of


def test_replications_without_it_are_left_out() -> None:
    """Catches one undefined replication that makes all of them undefined."""
    assert interval_of(np.array([1.0, math.nan, 3.0])) == pytest.approx(t_interval([1.0, 3.0]))
    assert math.isnan(interval_of(np.array([math.nan])).mean)
