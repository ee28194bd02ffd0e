"""Catches a loss that is none because the account comes back, an opportunity that is open while its account
rests, and one that is counted twice, in the wrong motion or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

import simulator
from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.metrics import Measures, measure
from simulator.metrics.opportunities import Opportunities, opportunities
from simulator.metrics.reading import Reading
from simulator.numerics.months import MONTH
from tests.companies import written
from tests.oracles.judging import share_is
from tests.strategies import models

from .ledgers import AGREE, QUALIFY, SCREEN, START, Diary, header
from .snapshots import Attempt, accounts_with, attempts, lives


def as_attempts(found: Opportunities) -> list[Attempt]:
    return [Attempt(*(column[n].item() for column in found)) for n in range(len(found.account))]


def of_diary(diary: Diary) -> list[Attempt]:
    """What a ledger written by hand comes to; the slow reader finds the same."""
    found = as_attempts(opportunities(Reading(diary.ledger())))
    assert found == attempts(diary.ledger())
    return found


def qualified(diary: Diary, day: float, motion: int = 0) -> int:
    account = diary.born(day, motion)
    for stage in (SCREEN, QUALIFY):
        diary.note(day, account, events.PASSED, stage=4 * motion + stage, to=4 * motion + stage + 1)
    return account


def test_who_rests_was_lost_and_opens_another_on_return() -> None:
    """Lost on day 30, at rest to day 130, won on day 150: two opportunities, of which one is won in 20 days,
    and for 100 days there is none."""
    diary = Diary(header(months=12))
    account = qualified(diary, 10.0)
    diary.note(30.0, account, events.NURTURED, stage=AGREE, to=AGREE, reason=events.DECLINED)
    diary.note(130.0, account, events.RETURNED, to=AGREE)
    diary.note(150.0, account, events.PASSED, stage=AGREE, to=START)
    diary.note(150.0, account, events.WON, stage=AGREE, amount=100_000)
    diary.note(150.0, account, events.OPENED, invoice=1, arr=100_000)
    assert of_diary(diary) == [
        Attempt(account, 0, 10.0, 30.0),
        Attempt(account, 0, 130.0, 150.0, won=True),
    ]
    found = opportunities(Reading(diary.ledger()))
    assert [found.open_on(day) for day in (10.0, 20.0, 30.0, 80.0, 130.0, 140.0, 151.0)] == [
        0,
        1,
        1,
        0,
        0,
        1,
        0,
    ]
    assert found.open_on_average(12 * MONTH) == pytest.approx(40 / (12 * MONTH))
    values = measure(diary.ledger()).values
    assert [values[n] for n in ("win_rate", "cycle_days_mean", "cycle_days_median")] == [0.5, 20.0, 20.0]
    assert values["velocity"] == pytest.approx(40 / (12 * MONTH) * 0.5 * 1000 / 20)
    by_account = [values[f"{n}:accounts"] for n in ("win_rate", "cycle_days_mean", "cycle_days_median")]
    assert by_account == [1.0, 140.0, 140.0]


def test_what_was_turned_down_declined_or_not_worked_on_is_lost() -> None:
    diary = Diary()
    for reason in (events.DISQUALIFIED, events.DECLINED, events.UNWORKED):
        diary.note(9.0, qualified(diary, 2.0), events.LOST, stage=AGREE, reason=reason)
    assert of_diary(diary) == [Attempt(account, 0, 2.0, 9.0) for account in range(3)]
    assert measure(diary.ledger()).values["win_rate"] == 0.0


def test_a_loss_at_sal_or_before_it_is_of_no_opportunity() -> None:
    """Nobody accepted it yet: it was lost as a lead, and so was who came back from there."""
    diary = Diary()
    account = diary.born(0.0)
    diary.note(1.0, account, events.NURTURED, stage=SCREEN, to=SCREEN, reason=events.DISQUALIFIED)
    diary.note(50.0, account, events.RETURNED, to=SCREEN)
    diary.note(51.0, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(52.0, account, events.LOST, stage=QUALIFY, reason=events.DISQUALIFIED)
    assert of_diary(diary) == []
    assert np.isnan(measure(diary.ledger()).values["win_rate"])


def test_a_loss_that_leads_back_before_sal_opens_nothing_until_sal_is_passed_again() -> None:
    diary = Diary()
    account = qualified(diary, 0.0)
    diary.note(10.0, account, events.LOST, stage=AGREE, to=SCREEN, reason=events.DECLINED)
    diary.note(20.0, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(25.0, account, events.PASSED, stage=QUALIFY, to=AGREE)
    assert of_diary(diary) == [Attempt(account, 0, 0.0, 10.0), Attempt(account, 0, 25.0)]


def test_who_is_passed_back_has_lost_nothing() -> None:
    """Catches an opportunity that ends, or begins anew, with a step back that is no loss."""
    diary = Diary()
    account = qualified(diary, 0.0)
    diary.note(10.0, account, events.PASSED, stage=AGREE, to=QUALIFY)
    diary.note(20.0, account, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.note(30.0, account, events.WON, stage=AGREE, amount=100)
    assert of_diary(diary) == [Attempt(account, 0, 0.0, 30.0, won=True)]


def test_a_loss_that_leads_to_another_motion_is_one_here_and_opens_one_there() -> None:
    """Beyond what marks SAL there; where it enters before that it has to pass it first."""
    diary = Diary(header(motions=2))
    beyond, before = qualified(diary, 0.0), qualified(diary, 0.0)
    for account, stage in ((beyond, AGREE), (before, QUALIFY)):
        diary.note(10.0, account, events.LOST, stage=AGREE, to=4 + stage, reason=events.DECLINED)
        diary.note(10.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(12.0, before, events.PASSED, stage=4 + QUALIFY, to=4 + AGREE)
    assert of_diary(diary) == [
        Attempt(beyond, 0, 0.0, 10.0),
        Attempt(beyond, 1, 10.0),
        Attempt(before, 0, 0.0, 10.0),
        Attempt(before, 1, 12.0),
    ]


def test_deals_of_the_first_day_are_open_and_judged_only_where_their_opening_was_seen() -> None:
    """One beyond SAL is in the pipeline from the first day on; what of it was lost before nobody knows, so it
    is in no win rate. One that passes SAL is opened then, one that comes back on its return."""
    diary = Diary(header(months=12))
    beyond = diary.born(-50.0, to=AGREE)
    diary.note(5.0, beyond, events.NURTURED, stage=AGREE, to=AGREE, reason=events.DECLINED)
    diary.note(60.0, beyond, events.RETURNED, to=AGREE)
    diary.note(90.0, beyond, events.WON, stage=AGREE, amount=100)
    before = diary.born(-50.0, to=QUALIFY)
    diary.note(0.0, before, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.note(7.0, before, events.LOST, stage=AGREE, reason=events.DECLINED)
    of_that_day = diary.born(0.0, to=AGREE)
    diary.note(40.0, of_that_day, events.LOST, stage=AGREE, reason=events.UNWORKED)
    customer = diary.born(-300.0)
    diary.note(-300.0, customer, events.WON, stage=AGREE, amount=100)
    diary.note(50.0, customer, events.CHURNED)
    assert of_diary(diary) == [
        Attempt(beyond, 0, 0.0, 5.0, held=True),
        Attempt(beyond, 0, 60.0, 90.0, won=True),
        Attempt(before, 0, 0.0, 7.0),
        Attempt(of_that_day, 0, 0.0, 40.0, held=True),
    ]
    assert opportunities(Reading(diary.ledger())).open_on(3.0) == 3
    values = measure(diary.ledger()).values
    assert (values["win_rate"], values["cycle_days_mean"]) == (0.5, 30.0)


def test_who_rests_on_the_first_day_was_lost_before_it() -> None:
    """A prospect that came to a stage beyond SAL 400 days ago rests; back after 30 days it is won on day 60.
    Only from day 30 to 60 anything is open: 30 of 365.25 days. Catches a loss of long ago that takes its age
    off the days on which others are open."""
    diary = Diary(header(months=12))
    account = diary.born(-400.0, to=AGREE)
    diary.note(-400.0, account, events.NURTURED, stage=AGREE, to=AGREE, reason=events.DECLINED)
    diary.note(30.0, account, events.RETURNED, stage=AGREE, to=AGREE)
    diary.note(60.0, account, events.WON, stage=AGREE)
    found = opportunities(Reading(diary.ledger()))
    assert as_attempts(found) == attempts(diary.ledger())
    assert found.open_on_average(12 * MONTH) == pytest.approx(30.0 / (12 * MONTH), rel=1e-12)
    assert [found.open_on(day) for day in (0.0, 20.0, 40.0, 80.0)] == [0, 0, 1, 0]
    values = measure(diary.ledger()).values
    assert (values["win_rate"], values["cycle_days_mean"]) == (1.0, 30.0)


@lives
@given(models(), st.integers(0, 3))
def test_won_lost_and_open_are_all_that_were_opened(model: simulator.Model, seed: int) -> None:
    """Whatever happens to a company: every opportunity against a slow reading; every signature ends exactly
    one; what win rate, cycle and coverage count are these."""
    ledger = simulate(model, seed=seed)
    found = opportunities(Reading(ledger))
    slow = attempts(ledger)
    assert as_attempts(found) == slow
    still = found.closed == np.inf
    assert found.won.sum() + found.lost.sum() + still.sum() == len(slow)
    assert not (found.won & still).any()
    assert sorted(found.account[found.won].tolist()) == sorted(accounts_with(ledger, events.WON, since=0.0))
    assert (found.days >= 0.0).all()
    one_after_another = found.account[1:] == found.account[:-1]
    assert (found.opened[1:] >= found.closed[:-1])[one_after_another].all()
    measures, horizon = measure(ledger), ledger.header.horizon
    judged = [a for a in slow if not a.held and a.opened < horizon]
    won, lost = ([a for a in judged if a.closed < np.inf and a.won == which] for which in (True, False))
    decided = len(won) + len(lost)
    np.testing.assert_equal(measures.values["win_rate"], len(won) / decided if decided else np.nan)
    assert measures.cycles["won"][:, -1].sum() == len(won)
    assert measures.cycles["lost"][:, -1].sum() == len(lost)
    days = [a.closed - a.opened for a in won]
    for name, of in (("mean", np.mean), ("median", np.median)):
        expected = of(days) if days else np.nan
        np.testing.assert_allclose(measures.values[f"cycle_days_{name}"], expected, rtol=1e-12)
    open_days = sum(min(a.closed, horizon) - min(a.opened, horizon) for a in slow)
    assert found.open_on_average(horizon) == pytest.approx(open_days / horizon)
    if horizon >= 3 * MONTH:
        then = horizon - 3 * MONTH
        assert found.open_on(then) == sum(a.opened < then <= a.closed for a in slow)


TWO_STEPS = """
title = "Qualified at once, decided after thirty days"
start = 2027-01-01
years = 3
currency = "EUR"

[motion.sale]
leads = "200 a month"

[[motion.sale.stage]]
name  = "qualify"
marks = "sal"
takes = "0 days"

[[motion.sale.stage]]
name   = "decide"
marks  = "won"
takes  = "30 days"
passes = "20%"
REST

[motion.sale.offer]
fee  = "1000 a month"
term = "12 months"

[motion.sale.renewal]
overall = "90%"
"""
RESTS = {
    "never": "",
    "some, for half a year": 'loses_to = { nurture = "30%", after = "6 months" }',
    "all, for twenty months": 'loses_to = { nurture = "100%", after = "20 months" }',
}


def lived(folder: Path, rest: str) -> tuple[Ledger, Measures]:
    file = written(folder, TWO_STEPS.replace("REST", RESTS[rest]))
    ledger = simulate(simulator.load(file).model(), seed=1)
    return ledger, measure(ledger)


@pytest.mark.parametrize("rest", RESTS)
def test_who_comes_back_changes_neither_win_rate_nor_cycle_nor_coverage(rest: str, tmp_path: Path) -> None:
    """An attempt takes 30 days and is won with 20 %, the first as the sixth. So the win rate is .2 and every
    cycle 30 days, whatever share of losses rests, and for how long. By Little's law 30 days of opportunities
    are open at a time, and three months of them times .2 are signed in a quarter: a coverage of
    30 / (.2 x 91.3) = 1.64. By account win rate, cycle and coverage rose with the resting: to .87, 1,088 days
    and 24 where all rest for twenty months."""
    ledger, measures = lived(tmp_path, rest)
    values = measures.values
    (curve,) = measures.cycles
    won, lost = int(curve["won"][-1]), int(curve["lost"][-1])
    share_is(won, won + lost, 0.2, notices=0.03)
    assert values["win_rate"] == won / (won + lost)
    assert values["cycle_days_median"] == pytest.approx(30.0)
    assert values["cycle_days_mean"] == pytest.approx(30.0)
    horizon = ledger.header.horizon
    then = horizon - 3 * MONTH
    in_decision = sum(a.opened < then <= a.closed for a in attempts(ledger))
    signed = len(accounts_with(ledger, events.WON, horizon, then))
    assert values["pipeline_coverage"] == pytest.approx(in_decision / signed)  # all pay the same
    error = np.sqrt(1.0 / in_decision + 1.0 / signed)  # of the logarithm of a quotient of Poisson numbers
    assert abs(np.log(values["pipeline_coverage"] / (30.0 / (0.2 * 3 * MONTH)))) < 5.0 * error


def test_by_account_it_says_who_buys_in_the_end(tmp_path: Path) -> None:
    """With 30 % of losses coming back .2 (1 + .24 + ... + .24 ** 5) = .2631 of the qualified sign, in
    30 + 212.6 k days, k the number of returns; the others are lost for good. Nobody is undecided after the
    run-off: six attempts take three years."""
    ledger, measures = lived(tmp_path, "some, for half a year")
    values = measures.values
    qualified = int(values["sal"])
    share_is(round(values["win_rate:accounts"] * qualified), qualified, 0.26311, notices=0.03)
    won = ledger.rows[ledger.rows["event"] == events.WON]
    came = {int(a): 0 for a in won["account"]}
    for row in ledger.rows[ledger.rows["event"] == events.RETURNED]:
        if int(row["account"]) in came:
            came[int(row["account"])] += 1
    cycles = [30.0 + (6 * MONTH + 30.0) * k for k in came.values()]
    assert values["cycle_days_mean:accounts"] == pytest.approx(np.mean(cycles))
    assert values["cycle_days_median:accounts"] == pytest.approx(np.median(cycles))
    assert max(came.values()) > 0
    assert measures.bowtie[0, 3, 1] == values["win_rate:accounts"]
    assert measures.bowtie[0, 3, 2] == pytest.approx(values["cycle_days_mean:accounts"])
