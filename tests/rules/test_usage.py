"""Metered use, worked by hand: drift, what is included, and use beside a fee."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.engines import ENGINES
from simulator.model import MOTION, OFFER, rows
from simulator.numerics.months import MONTH
from simulator.rules.usage import expected_beyond, expected_share
from tests.rules.test_contract import lived

engines = pytest.mark.parametrize("engine", ENGINES)
USE = {"use": 12_000, "term": 1, "metered": 1, "from_live": 1}


@engines
def test_use_drifts_with_age(engine: str) -> None:
    """Each month a tenth less than the one before, in logs: 10 000, then exp(-0.1) of it, and so on."""
    rows = lived(5.5, engine, offer={**USE, "use_drift": -0.1}, renewal=1.0)
    bills = [row[2] for row in rows if row[1] == "metered"]
    assert bills == [round(10_000 * math.exp(-0.1 * k)) for k in range(4)]


@engines
def test_a_platform_fee_and_use(engine: str) -> None:
    """6 000 a month whatever is used, 10 000 for use: the fee recurs from the start, use is added as it
    is known, and the contract is decided on by its term. Catches a hybrid that ends by idleness."""
    offer = {"flat": 72_000, "use": 12_000, "metered": 1, "term": 3, "fixed": 1}
    rows = lived(8, engine, offer=offer, renewal=0.0)
    assert [row for row in rows if row[1] in ("opened", "metered", "churned")] == [
        (20.0, "opened", 0, 72_000),
        *[(20.0 + k * MONTH, "metered", 10_000, 192_000) for k in (1, 2)],
        (20.0 + 3 * MONTH, "churned", 0, 0),
        (20.0 + 3 * MONTH, "metered", 10_000, 192_000),
    ]


@engines
def test_only_use_beyond_what_is_included_is_owed(engine: str) -> None:
    """Half of full use is paid for with the fee; use grows from nothing to all in four months: 0, 1/4,
    1/2, 3/4, 1 of 10 000. Owed: nothing for three months, then 2 500, then 5 000."""
    offer = {
        "yearly": 6_000, "use": 12_000, "metered": 1, "term": 12, "fixed": 1, "included": 0.5,
        "use_start": 0.0, "use_ramp": 4.0,
    }  # fmt: skip
    rows = lived(6, engine, offer=offer, renewal=1.0)
    bills = [(row[0], row[2], row[3]) for row in rows if row[1] == "metered"]
    assert bills == [
        (20.0 + 4 * MONTH, 2_500, 60_000 + 4 * 2_500),
        (20.0 + 5 * MONTH, 5_000, 60_000 + 4 * 7_500),
    ]


@engines
def test_what_is_signed_for_is_the_use_of_the_first_year(engine: str) -> None:
    """120 000 cents a year in full use, of which a hundredth is used at first and the whole after sixty
    months: 1 % + 99 % x 5.5 / 60 on average of the first twelve. Catches full use from the first day."""
    offer = {**USE, "use_start": 0.01, "use_ramp": 60.0}
    (won,) = [row for row in lived(2, engine, offer=offer, renewal=1.0) if row[1] == "won"]
    assert won[2] == round(120_000 * (0.01 + 0.99 * 5.5 / 60))


@engines
def test_a_fee_is_signed_for_as_it_is_beside_use(engine: str) -> None:
    """72 000 a year whatever is used, and use beyond a half of 120 000 from the fourth month on: 2 500 in
    the fourth, 5 000 in each of eight more."""
    offer = {
        "flat": 72_000, "use": 12_000, "metered": 1, "term": 12, "fixed": 1, "included": 0.5,
        "use_start": 0.0, "use_ramp": 4.0,
    }  # fmt: skip
    (won,) = [row for row in lived(2, engine, offer=offer, renewal=1.0) if row[1] == "won"]
    assert won[2] == 72_000 + 2_500 + 8 * 5_000


def share(stays: float = math.nan, **offer: float) -> float:
    """What is expected of the first year of an offer, of which so many renew."""
    (motion,), (row,) = rows(MOTION, [{"stated_renewal": stays}]), rows(OFFER, [USE | offer])
    return float(expected_share(motion, row))


def test_use_that_is_expected_drifts() -> None:
    """A geometric series of twelve months."""
    q = math.exp(-0.1)
    assert share(use_drift=-0.1) == pytest.approx((1 - q**12) / (1 - q) / 12, rel=1e-12)


@pytest.mark.parametrize(
    ("offer", "months"),
    [
        ({}, range(12)),  # decisions before each month of the first year
        ({"term": 3}, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]),
        # Who pays for nothing but use does not use it any more once it has given notice ...
        ({"term": 12, "notice": 2}, [0] * 10 + [1] * 2),
        ({"term": 12}, [0] * 12),
        ({"term": 12, "notice": 2, "flat": 1}, [0] * 12),  # ... who has a contract does, to its end
        ({"term": 6, "notice": 2, "flat": 1}, [0] * 6 + [1] * 6),
    ],
)
def test_use_that_is_expected_is_of_those_who_stay(offer: dict[str, float], months: list[int]) -> None:
    """Nine of ten stay at each decision. Catches one too many, and one at a time when nobody can leave."""
    assert share(0.9, **offer) == pytest.approx(sum(0.9**n for n in months) / 12, rel=1e-12)
    assert share(**offer) == 1.0  # nothing is said of renewal: all stay


@pytest.mark.parametrize(("level", "included"), [(0.1, 0.3), (0.3, 0.3), (1.0, 0.3), (1.0, 0.0), (0.0, 0.3)])
def test_use_beyond_what_is_included_is_expected_of_its_swings(level: float, included: float) -> None:
    """Against a sum over a fine grid of normal numbers. Catches the use of a mean month: who uses less than
    is included on average goes beyond it in some months all the same."""
    swing, z = 0.5, np.linspace(-9.0, 9.0, 200_001)
    weight = np.exp(-0.5 * z * z)
    beyond = np.maximum(0.0, level * np.exp(swing * z - 0.5 * swing**2) - included)
    expected = float((weight * beyond).sum() / weight.sum())
    assert expected_beyond(level, included, swing) == pytest.approx(expected, abs=1e-8)
    assert expected_beyond(level, included, 0.0) == max(0.0, level - included)
