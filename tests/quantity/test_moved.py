"""A number at another best guess."""

from __future__ import annotations

import math
from typing import Any

import pytest

from simulator.quantity import units as q
from simulator.quantity.kind import PER_ACCOUNT, PER_REPLICATION, Kind
from simulator.quantity.moved import mean_in_unit_of, moved
from simulator.quantity.parse import read_number
from simulator.quantity.units import QuantityError

TIME = Kind(q.DURATION, high=36_525.0, varies=(PER_ACCOUNT, PER_REPLICATION))
SHARE = Kind(q.SHARE, high=1.0, hard=True)
FIT_CORRELATION = Kind(q.PLAIN, high=0.95, hard=True)
SIGNED = Kind(q.PLAIN, low=-3.0, high=3.0)
PRICE = Kind(q.PRICE, high=1e12)

NUMBERS = [
    (TIME, "5 to 20 days", 7.5),
    (TIME, {"low": "2 days", "best": "5 days", "high": "30 days"}, 20.0),
    (TIME, {"median": "70 days", "sigma": 0.6}, 41.0),
    (TIME, {"median": "45 to 90 days", "sigma": 0.6}, 41.0),
    (TIME, {"median": "45 days", "sigma": "0.5 to 0.7"}, 12.0),
    (TIME, {"distribution": "gamma", "mean": "30 days", "sd": "10 days"}, 45.0),
    (TIME, {"distribution": "weibull", "mean": "30 days", "shape": 1.5}, 45.0),
    (TIME, {"distribution": "exponential", "mean": "30 days"}, 29.0),
    (TIME, {"distribution": "uniform", "low": "3 days", "high": "30 days"}, 60.0),
    (TIME, {"values": ["3 days", "5 days", "90 days"]}, 50.0),
    (SHARE, "25% to 35%", 0.8),
    (SHARE, {"low": "0%", "best": "20%", "high": "30%"}, 0.4),
    (SHARE, {"distribution": "beta", "mean": "30%", "sd": "5%"}, 0.2),
    (FIT_CORRELATION, "0.3 to 0.5", 0.9),
    (SIGNED, "-0.2 to 0.4", -0.5),
    (SIGNED, {"distribution": "normal", "mean": 0.0, "sd": 0.2}, 1.0),
    (PRICE, "90 to 110 per unit a month", 130.0),
]


@pytest.mark.parametrize(("kind", "raw", "mean"), NUMBERS)
def test_it_has_the_best_guess_and_reads_back(kind: Kind, raw: Any, mean: float) -> None:
    """Catches another mean, a shape that becomes one value, and a table that no file could hold."""
    number = read_number(kind, raw)
    there = read_number(kind, moved(number, mean))
    assert there.mean == pytest.approx(mean, rel=1e-9)
    assert (there.form, there.varies, there.unit) == (number.form, number.varies, number.unit)
    assert not there.certain
    assert there.curve.at(0.95) > there.curve.at(0.05)


def test_the_same_chance_draws_from_the_same_place() -> None:
    """Catches a range whose spread is lost, so that pairs of replications no longer belong together."""
    time, share, signed = (
        (read_number(kind, raw), read_number(kind, moved(read_number(kind, raw), mean)))
        for kind, raw, mean in (
            (TIME, "5 to 20 days", 5.0),
            (SHARE, "25% to 35%", 0.6),
            (SIGNED, "-0.2 to 0.4", 0.6),
        )
    )
    for u in (0.05, 0.95):
        assert time[1].curve.at(u) == pytest.approx(time[0].curve.at(u) * 5.0 / time[0].mean)
        assert signed[1].curve.at(u) == pytest.approx(signed[0].curve.at(u) + 0.5)
    gaps = [math.log(there / (1 - there)) - math.log(here / (1 - here)) for here, there in (
        (share[0].curve.at(u), share[1].curve.at(u)) for u in (0.05, 0.95)
    )]  # fmt: skip
    assert gaps[0] == pytest.approx(gaps[1], abs=1e-6)


def test_one_value_stays_one_and_a_bound_is_one() -> None:
    """Catches odds of 100 %, and a time of no days with a spread."""
    assert moved(read_number(SHARE, "25%"), 0.831) == "83.1%"
    assert moved(read_number(SHARE, "25% to 35%"), 1.0) == "100%"
    assert moved(read_number(TIME, "5 to 20 days"), 0.0) == "0 days"


def test_a_beta_by_a_and_b_is_refused() -> None:
    """Catches odds of what is no share."""
    number = read_number(SHARE, {"distribution": "beta", "a": 2.0, "b": 5.0})
    with pytest.raises(QuantityError, match="give mean and sd, or a range"):
        moved(number, 0.5)


def test_prices_in_other_units() -> None:
    """Catches a price a year that is held against one a month, or of a thousand units against one."""
    month = read_number(PRICE, "100 per unit a month")
    assert mean_in_unit_of(read_number(PRICE, "1200 per unit a year"), month) == pytest.approx(100)
    assert mean_in_unit_of(read_number(PRICE, "90 to 110 per 1000 units a month"), month) == pytest.approx(
        0.1, rel=0.01
    )
    assert mean_in_unit_of(month, month) == 100
    rhythm = Kind(q.RHYTHM, low=1.0, high=120.0, whole=True)
    ahead, behind = (read_number(rhythm, f"every 3 months in {how}") for how in ("advance", "arrears"))
    with pytest.raises(QuantityError, match="there is no way between"):
        mean_in_unit_of(ahead, behind)
