"""Books, worked by hand: what customers take of them, who comes first, and what is left for deals."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company
from tests.oracles.judging import share_is

engines = pytest.mark.parametrize("engine", ENGINES)
SOLD = [{"marks": m.WON}]
IMPACT = {"every": 1, "reached": 1.0}


def staffed(ledger: Ledger) -> list[tuple[float, int]]:
    """The months at whose ends a team has other seats than before, and how many."""
    rows = ledger.rows[ledger.rows["event"] == e.STAFFED]
    return [(float(row["day"]) / MONTH, int(row["amount"])) for row in rows]


def told(ledger: Ledger) -> list[tuple[float, float]]:
    """What the accounts of a book take and what there is time for, month by month."""
    rows = ledger.rows[ledger.rows["event"] == e.BOOK_LOAD]
    return [(int(row["amount"]) / 100, int(row["count"]) / 100) for row in rows]


def test_the_first_have_all_and_the_others_what_is_left() -> None:
    """A book of 50 (thousand): 5 accounts of load 6 come first and have all their time, of 80 others 20 / 80
    do. Catches a load that is not counted, an order upside down, and one share for all."""
    company = Company()
    csm = company.team(book=50_000)
    company.motion(SOLD, dated=[0.0] * 80_000, csm=csm, attended_first=1, **IMPACT)
    first = company.motion(SOLD, dated=[0.0] * 5_000, csm=csm, load=6.0, **IMPACT)
    ledger = simulate(company.model(1.5 * MONTH))
    cycles = ledger.rows[(ledger.rows["event"] == e.REACHED) & (ledger.rows["day"] == MONTH)]
    mine = ledger.motion[cycles["account"]] == first
    attended = cycles["team"] == csm
    assert mine.sum() == 5_000
    assert attended[mine].all()
    share_is(attended[~mine].sum(), 80_000, 0.25, notices=0.01)
    assert told(ledger)[0] == (110_000.0, 50_000.0)


@engines
def test_nothing_is_left_where_the_first_take_more_than_all(engine: str) -> None:
    """Of a book of 6 four accounts of load 2 have three quarters of their cycles attended, and nobody behind
    them any. Catches a share below 0, or of those who come first one above what there is."""
    company = Company()
    csm = company.team(book=6)
    company.motion(SOLD, dated=[0.0] * 4, csm=csm, load=2.0, attended_first=-1, **IMPACT)
    behind = company.motion(SOLD, dated=[0.0] * 20, csm=csm, **IMPACT)
    ledger = simulate(company.model(60 * MONTH), engine=engine)
    cycles = ledger.rows[(ledger.rows["event"] == e.REACHED) & (ledger.rows["day"] < ledger.header.horizon)]
    mine = ledger.motion[cycles["account"]] != behind
    assert not (cycles["team"][~mine] == csm).any()
    share_is((cycles["team"][mine] == csm).sum(), mine.sum(), 0.75, notices=0.15)


@engines
def test_customers_first_and_deals_have_the_seats_that_are_left(engine: str) -> None:
    """Two people, who could have 25 deals each or 60 customers: with 30 customers 25 * (2 - 30 / 60) = 37.5
    seats are left, from the next month end on. Half of the customers leave on day 61, two months after the
    signature: seats come back at the end of that month, not at once. Catches a seat that a customer frees
    within a month, one rounded up, and customers who take no time."""
    company = Company()
    family = company.team(plan=((0.0, 2),), book=60, capacity=25)
    offer = {"yearly": 1200, "term": 2, "fixed": 1}
    company.motion(SOLD, dated=[1.0] * 15, csm=family, every=12, offer=offer, reached=1.0, renewal=0.0)
    company.motion(SOLD, dated=[1.0] * 15, csm=family, every=12, reached=1.0)
    ledger = simulate(company.model(5 * MONTH), engine=engine)
    assert staffed(ledger) == [(0.0, 50), (1.0, 37), (3.0, 43)]
    assert told(ledger)[:3] == [(30.0, 120.0), (30.0, 120.0), (15.0, 120.0)]


@engines
def test_deals_first_and_customers_have_the_time_that_is_left(engine: str) -> None:
    """Of two people with two seats each, one deal takes a quarter of their time and leaves three of a book of
    20: 15 of 20 customers. Catches a book that deals take nothing of, and one that they take by heads."""
    company = Company()
    family = company.team(plan=((0.0, 2),), book=10, capacity=2, deals_first=1)
    company.motion(SOLD, dated=[0.0] * 20, csm=family, **IMPACT)
    company.motion([{"takes": 2.5 * MONTH, "teams": [family]}], dated=[1.0])
    ledger = simulate(company.model(4 * MONTH), engine=engine)
    assert staffed(ledger) == [(0.0, 4)]
    assert told(ledger)[:4] == [(20.0, 15.0), (20.0, 15.0), (20.0, 20.0), (20.0, 20.0)]
    cycles = ledger.rows[(ledger.rows["event"] == e.REACHED) & (ledger.rows["day"] == 3 * MONTH)]
    assert (cycles["team"] == family).all()


@engines
@pytest.mark.parametrize(("deals", "hired"), [(1, True), (0, False)])
def test_a_gate_knows_the_time_that_goes_into_either(engine: str, deals: int, hired: bool) -> None:
    """One person with five of ten customers and one of two deals has no time left; without the deal half of
    it. Catches a gate that looks at the seats alone, or at the book alone."""
    company = Company()
    plan = ({"day": 0.0, "people": 1}, {"day": 1.5 * MONTH, "people": 2, "gate_used": 0.9})
    family = company.team(plan=plan, book=10, capacity=2)
    company.motion(SOLD, dated=[0.0] * 5, csm=family, every=12, reached=1.0)
    company.motion([{"takes": 9 * MONTH, "teams": [family]}], dated=[0.5] * deals)
    rows = simulate(company.model(3 * MONTH), engine=engine).rows
    people = rows["count"][rows["event"] == e.STAFFED]
    assert bool((people == 2).any()) == hired


def test_where_numbers_tell_how_full_a_book_is_no_row_more_is_written() -> None:
    """Catches a row that companies of before would have to have."""
    company = Company()
    csm = company.team(book=6)
    company.motion(SOLD, dated=[0.0] * 4, csm=csm, **IMPACT)
    rows = simulate(company.model(3 * MONTH)).rows
    assert np.isin(rows["event"], [e.BOOK]).any()
    assert not np.isin(rows["event"], [e.BOOK_LOAD]).any()
