"""One cell of a table over the replications."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.experiment import t_interval
from simulator.figures.parts.bands import interval_of, leading


def test_replications_without_it_are_left_out() -> None:
    """Catches one undefined replication that makes all of them undefined."""
    assert interval_of(np.array([1.0, math.nan, 3.0])) == pytest.approx(t_interval([1.0, 3.0]))
    assert math.isnan(interval_of(np.array([math.nan])).mean)


def test_only_a_sure_lead_is_one() -> None:
    """Catches a winner by its mean alone, replications that are not compared pair by pair, the other end."""
    noise = np.array([0.0, 50.0, 100.0, 150.0])
    values = {"low": noise, "middle": noise + np.array([1.0, 1.1, 0.9, 1.0]), "high": noise + 2.0}
    assert leading(values, max) == ("high", "middle", True)
    assert leading(values, min) == ("low", "middle", True)
    values["high"] = noise[::-1] + 2.0
    assert leading(values, max) == ("high", "middle", False)
    one = {name: of[:1] for name, of in values.items()}
    assert not leading(one, max)[2]
