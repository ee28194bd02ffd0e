"""Movements of recurring revenue of single contracts, month by month, out of both engines.

The test cases of saasops 0.1.1 (MIT): revenue moves at the start of a term, not at booking, and
churn is booked in the month after the end.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulator import model as m
from simulator.engines import ENGINES, simulate
from simulator.metrics import measure
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company
from tests.oracles.judging import same

MOVES = ("new", "expansion", "reactivation", "contraction", "churn")
YEARLY = 12_000_000  # cents: 120 000 a year, 10 000 a month
CENTS = 1200  # from a month's currency units to a year's cents

CASES: dict[str, tuple[dict[str, Any], int, int, str, int]] = {
    # title: (life, units, cents a year for one unit, what moves in the thirteenth month, by how much)
    "one 12-month contract, 120k": ({"renewal": 0.0}, 1, YEARLY, "churn", 10_000),
    "renewed at double": (
        {"renewal": 1.0, "every": 12, "reached": 1.0, "expansion": 1.0, "expansion_by": 1.0},
        1, YEARLY, "expansion", 10_000,
    ),
    "renewed at half": (
        {"renewal": 1.0, "every": 12, "reached": 0.0, "contraction": 1.0, "contraction_by": 0.5},
        2, YEARLY // 2, "contraction", 5_000,
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("title", CASES)
def test_movements_of_one_contract(title: str, engine: str) -> None:
    """Catches a movement in the month before or after, one that is booked under another name, and
    months that do not close."""
    life, units, yearly, name, mrr = CASES[title]
    company = Company()
    offer = {"yearly": yearly, "term": 12, "fixed": 1}
    company.motion([{"marks": m.WON}], dated=[0.0], units=units, offer=offer, **life)
    monthly = measure(simulate(company.model(13 * MONTH), engine=engine)).monthly
    standing = 0
    for month in range(13):
        expected = dict.fromkeys(MOVES, 0)
        if month == 0:
            expected["new"] = 10_000 * CENTS
        elif month == 12:
            expected[name] = mrr * CENTS
        assert monthly["opening"][month, 0] == standing
        assert {move: int(monthly[move][month, 0]) for move in MOVES} == expected
        standing += expected["new"] + expected["expansion"] - expected["contraction"] - expected["churn"]
        assert monthly["closing"][month, 0] == standing
    ends_at = {"churn": 0, "expansion": 20_000, "contraction": 5_000}[name]
    found = [monthly["new"][0, 0], monthly[name][12, 0], monthly["closing"][12, 0]]
    of = f"{title}: new in month 1, {name} in month 13, a month from then on"
    same([int(cents) / CENTS for cents in found], [10_000, mrr, ends_at], of=of)
