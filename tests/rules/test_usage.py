"""Metered use, worked by hand: drift, what is included, and use beside a fee."""

from __future__ import annotations

import math

import pytest

from simulator.engines import ENGINES
from simulator.numerics.months import MONTH
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
