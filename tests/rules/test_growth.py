"""Growth and shrinkage are as stated for small accounts too."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.engines import simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company

MANY = 20_000


def _changed(event: int, **life: float) -> np.ndarray:
    """ARR after the event of accounts of 3 units that had 300 cents a year, one month of life."""
    company = Company()
    offer = {"yearly": 100, "term": 1}
    company.motion([{"marks": m.WON}], dated=[0.0] * MANY, units=3, offer=offer, every=1, renewal=1.0, **life)
    rows = simulate(company.model(days=MONTH)).rows
    return rows["arr"][rows["event"] == event]


@pytest.mark.parametrize(
    ("event", "life", "by"),
    [
        (e.EXPANDED, {"reached": 1.0, "expansion": 1.0, "expansion_by": 0.1}, 0.1),
        (e.CONTRACTED, {"reached": 0.0, "contraction": 1.0, "contraction_by": 0.1}, -0.1),
    ],
)
def test_a_tenth_of_three_units_is_a_tenth_on_average(event: int, life: dict[str, float], by: float) -> None:
    """Never one whole unit for everybody, nor none. At 5 standard errors notices 0.6 points of 10."""
    arr = _changed(event, **life)
    growth = (arr - 300).sum() / (300 * MANY)
    error = 100 * math.sqrt(0.3 * 0.7 / MANY) / 300
    assert abs(growth - by) < 5 * error
    assert set(arr) == {300 + round(math.copysign(100, by))}
