"""Headcount by plan, and books at month ends, worked by hand."""

from __future__ import annotations

import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company

engines = pytest.mark.parametrize("engine", ENGINES)


@engines
def test_staff_by_plan(engine: str) -> None:
    """A row at day 0 and at each date: people, and seats of those who serve."""
    company = Company()
    company.team(seats=3, plan=((0.0, 2), (40.0, 5)))
    company.team(book=10.0, plan=((0.0, 1),))
    rows = simulate(company.model(50), engine=engine).rows
    staffed = rows[rows["event"] == e.STAFFED]
    assert [tuple(r[n] for n in ("day", "account", "team", "count")) for r in staffed] == [
        (0.0, -1, 0, 2),
        (0.0, -1, 1, 1),
        (40.0, -1, 0, 5),
    ]
    assert list(staffed["amount"][staffed["team"] == 0]) == [6, 15]


@engines
def test_books_at_month_ends(engine: str) -> None:
    """Live accounts only, from go-live until the day they leave."""
    company = Company()
    csm = company.team(book=10.0, plan=((0.0, 3),))
    stages = [{"marks": m.WON}, {"takes": 40.0, "after_close": 1}]
    offer = {"yearly": 1200, "term": 3, "fixed": 1}
    company.motion(stages, dated=[0.0, 1.0, 45.0], offer=offer, renewal=0.0, csm=csm, every=12, reached=1.0)
    rows = simulate(company.model(6 * MONTH), engine=engine).rows
    book = rows[rows["event"] == e.BOOK]
    assert list(book["day"]) == [k * MONTH for k in range(1, 7)]
    # Live on days 40, 41 and 85; gone on days 91.3, 92.3 and 136.3: a month end counts who left that day.
    assert list(book["amount"]) == [0, 2, 2, 1, 0, 0]
    assert set(book["count"]) == {3}
