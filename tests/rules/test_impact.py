"""Cycles of use, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.special
import scipy.stats

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, count_of, told
from tests.oracles.judging import share_is

engines = pytest.mark.parametrize("engine", ENGINES)


@engines
def test_cycles_count_from_go_live(engine: str) -> None:
    """Every three months, whenever the contract began; who attended is told."""
    company = Company()
    csm = company.team(book=5.0)
    stages = [{"marks": m.WON}, {"takes": 10.0, "after_close": 1}]
    company.motion(stages, dated=[0.0], csm=csm, every=3, reached=1.0)
    rows = simulate(company.model(10 * MONTH), engine=engine).rows
    cycles = rows[rows["event"] == e.REACHED]
    assert list(cycles["day"]) == [10.0 + 3 * k * MONTH for k in (1, 2, 3)]
    assert set(cycles["team"]) == {csm}


@engines
def test_a_recommendation(engine: str) -> None:
    """The child is born in that instant, in the same motion, and lives on its own."""
    company = Company()
    company.motion([{"takes": 1.0, "marks": m.WON}], dated=[0.0], every=6, reached=1.0, referral=1.0)
    ledger = simulate(company.model(7 * MONTH), engine=engine)
    day = 1.0 + 6 * MONTH
    assert told(ledger, 0)[-2:] == [(day, "impact reached", 0, 0), (day, "referred", 1, 0)]
    assert told(ledger, 1)[:3] == [
        (day, "lead", 1, 0),
        (day + 1.0, "opened", 0, 0),
        (day + 1.0, "passed", 0, 0),
    ]


def test_book_coverage_and_a_failed_start_move_the_rate() -> None:
    """Four accounts for each place in the book: a quarter is attended. The threshold is raised by
    `unattended`
    where nobody came, by `unclean` after a failed start: Phi(-threshold - shift) in each group."""
    company = Company()
    count = 40_000
    csm = company.team(book=count / 4)
    reached = {"kind": m.JUDGED, "threshold": -1.0, "fit_correlation": 0.0}
    start = {"passes": 0.5, "after_close": 1}
    company.motion(
        [{"marks": m.WON}, start], dated=[0.0] * count, csm=csm, every=1, reached=reached,
        unattended=0.5, unclean=0.7,
    )  # fmt: skip
    ledger = simulate(company.model(1.5 * MONTH))
    rows = ledger.rows
    stumbled = np.zeros(count, bool)
    stumbled[rows["account"][rows["event"] == e.SETBACK]] = True
    cycles = rows[(rows["day"] == MONTH) & ((rows["event"] == e.REACHED) | (rows["event"] == e.MISSED))]
    assert len(cycles) == count
    share_is((cycles["team"] == csm).sum(), count, 0.25, notices=0.012)
    for team, unattended in ((csm, 0.0), (-1, 0.5)):
        for failed, unclean in ((False, 0.0), (True, 0.7)):
            group = cycles[(cycles["team"] == team) & (stumbled[cycles["account"]] == failed)]
            exact = float(scipy.stats.norm.sf(-1.0 + unattended + unclean))
            share_is((group["event"] == e.REACHED).sum(), len(group), exact, notices=0.036)


def test_impact_lifts_renewal() -> None:
    """Full impact multiplies the odds of renewing by exp(lift), half of it by its root. Two cycles end
    before the first decision; each number of hits has its own rate."""
    company = Company()
    count, lift = 60_000, 1.2
    offer = {"yearly": 1200, "term": 7, "fixed": 1}
    company.motion(
        [{"marks": m.WON}], dated=[0.0] * count, offer=offer, renewal=0.5, lift=lift, every=3, reached=0.5
    )
    ledger = simulate(company.model(7.5 * MONTH))
    hits, renewed = count_of(ledger, e.REACHED), count_of(ledger, e.RENEWED)
    for k in (0, 1, 2):
        exact = float(scipy.special.expit(lift * k / 2))
        share_is(renewed[hits == k].sum(), (hits == k).sum(), exact, notices=0.021)
