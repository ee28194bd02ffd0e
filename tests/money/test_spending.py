"""Catches a cost that is missing, counted twice, of the wrong day, or on the wrong side of the knot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.money.entry_kinds import (
    FREE_USE,
    GOODS,
    LEAD_COST,
    SERVING,
    STAGE_COST,
    STARTING,
    WINNING_BACK,
)
from simulator.numerics.months import MONTH

from ..metrics.ledgers import AGREE, QUALIFY, SCREEN, START, Diary, header, metered
from ..strategies import models
from .reading import dated, entries, lives, told


def test_a_lead_costs_on_its_day():
    diary = Diary(header(lead_cost=2500))
    diary.born(3.0)
    diary.born(-3.0)  # an open deal of the first day was paid for long ago
    assert dated(diary.ledger(), LEAD_COST) == [(3.0, 2500)]


def test_who_comes_back_as_a_lead_costs_what_winning_back_costs():
    """On that day and of the motion in which it is won again, as part of winning a customer. Catches a cost
    that nobody bears, or one that is left out of what a customer costs."""
    diary = Diary(header(winback_cost=700, lead_cost=2500))
    diary.signed(3.0, 0)
    back = diary.born(90.0)
    diary.note(90.0, back, events.BACK_AS_LEAD, amount=0)
    ledger = diary.ledger()
    ledger.rows["motion"][ledger.rows["day"] == 90.0] = -1  # no motion has paid for it
    assert dated(ledger, LEAD_COST) == [(3.0, 2500), (90.0, 700)]
    assert not dated(ledger, WINNING_BACK)


def test_a_visit_costs_when_it_ends_if_somebody_worked_on_it():
    diary = Diary(header(cost=500))
    lost = diary.born(0.0)
    diary.note(1.0, lost, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(2.0, lost, events.NURTURED, stage=QUALIFY, to=QUALIFY, reason=events.DECLINED)
    diary.note(9.0, lost, events.RETURNED, to=QUALIFY)
    diary.note(11.0, lost, events.LOST, stage=QUALIFY, reason=events.UNWORKED)
    assert told(diary.ledger()) == [(1.0, "stage cost", 500), (2.0, "stage cost", 500)]


def test_a_visit_after_the_close_is_onboarding():
    diary = Diary(header(cost=500))
    account = diary.signed(0.0, 0)
    diary.note(5.0, account, events.SETBACK, stage=START, reason=events.DECLINED)
    assert dated(diary.ledger(), STAGE_COST) == [(0.0, 500)] * 3
    assert dated(diary.ledger(), STARTING) == [(5.0, 500)]


def test_free_use_is_counted_to_the_day():
    """Thirty cents a month while in the stage, and four months after a loss in it."""
    made = header()
    made.stage["free_user_cost"][QUALIFY], made.stage["free_user_stays"][QUALIFY] = 30, 4.0
    diary = Diary(made)
    won = diary.born(0.0)
    diary.note(2.0, won, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(2.0 + 1.5 * MONTH, won, events.PASSED, stage=QUALIFY, to=AGREE)
    lost = diary.born(0.0)
    diary.note(2.0, lost, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(2.0 + 0.5 * MONTH, lost, events.LOST, stage=QUALIFY, reason=events.DECLINED)
    stays = diary.born(0.0)
    diary.note(102 * MONTH, stays, events.PASSED, stage=SCREEN, to=QUALIFY)
    ledger = diary.ledger()
    found = [((day - 2.0) / MONTH, cents) for day, cents in dated(ledger, FREE_USE, account=won)]
    assert found == [(1.0, 30), (1.5, 15)]
    found = [((day - 2.0) / MONTH, cents) for day, cents in dated(ledger, FREE_USE, account=lost)]
    assert found == [(1.0, 30), (2.0, 30), (3.0, 30), (4.0, 30), (4.5, 15)]
    until = ledger.header.until / MONTH
    found = [(day / MONTH, cents) for day, cents in dated(ledger, FREE_USE, account=stays)]
    assert found == [(102 + k, 30) for k in range(1, round(until) - 101)]


def test_a_customer_of_the_first_day_uses_nothing_for_nothing():
    made = header()
    made.stage["free_user_cost"][SCREEN] = 30
    diary = Diary(made)
    account = diary.born(-50.0)
    diary.note(-50.0, account, events.WON, stage=AGREE)
    diary.note(-50.0, account, events.OPENED, invoice=1, arr=1200)
    assert dated(diary.ledger(), FREE_USE) == []
    deal = diary.born(-10.0)
    diary.note(MONTH / 2, deal, events.LOST, stage=SCREEN, reason=events.DECLINED)
    assert dated(diary.ledger(), FREE_USE, account=deal) == [(MONTH / 2, 15)]  # from the first day on


def test_an_account_that_is_not_born_yet_uses_nothing():
    """Of a ledger that is cut short, accounts are known of which no row is there."""
    made = header()
    made.stage["free_user_cost"][SCREEN] = 30
    diary = Diary(made)
    diary.born(0.0)
    diary.born(5.0)
    whole = diary.ledger()
    assert {entry["account"] for entry in entries(whole, FREE_USE)} == {0, 1}
    assert {entry["account"] for entry in entries(replace(whole, rows=whole.rows[:1]), FREE_USE)} == {0}


def test_a_customer_in_use_is_served_until_it_leaves():
    diary = Diary(header(cost_to_serve=300))
    account = diary.signed(0.0, 1200, live=10.0)
    diary.note(10.0 + 2.5 * MONTH, account, events.CHURNED)
    assert dated(diary.ledger(), SERVING) == [
        (10.0 + MONTH, 300), (10.0 + 2 * MONTH, 300), (10.0 + 2.5 * MONTH, 150)
    ]  # fmt: skip


def test_who_is_won_back_costs_what_it_costs_each_time():
    """On the day on which the customer is back. Catches a win-back that is free, or paid for once."""
    diary = Diary(header(winback_cost=700, months=24, runoff=0))
    account = diary.signed(0.0, 1200)
    for month in (3, 6):
        diary.note(month * MONTH, account, events.CHURNED)
        diary.note((month + 1) * MONTH, account, events.WON_BACK, invoice=1, arr=1200)
    assert dated(diary.ledger(), WINNING_BACK) == [(4 * MONTH, 700), (7 * MONTH, 700)]


def test_lapsed_maintenance_ends_service_and_a_new_licence_resumes_it():
    diary = Diary(header(cost_to_serve=300, owned=1, months=6, runoff=0))
    account = diary.signed(0.0, 1200)
    diary.note(MONTH, account, events.LAPSED)
    diary.note(4 * MONTH, account, events.REPURCHASED, amount=10, arr=1200)
    found = [(day / MONTH, cents) for day, cents in dated(diary.ledger(), SERVING)]
    assert found == [(1, 300), (5, 300), (6, 300)]


def test_hosting_is_a_share_of_what_is_earned_again_and_again():
    diary = Diary(metered(months=3, runoff=0, hosting=0.2, goods=0.5))
    account = diary.signed(0.0, 0, once=1000)
    diary.note(MONTH, account, events.METERED, amount=555, arr=12)
    assert told(diary.ledger(), SERVING, GOODS) == [(0.0, "goods", 500), (MONTH, "cost to serve", 111)]


@lives
@given(models(), st.integers(0, 3))
def test_costs_of_generated_companies(model, seed):
    """Leads, visits, goods and hosting, counted from the rows in another way."""
    ledger = simulate(model, seed=seed)
    head, rows = ledger.header, ledger.rows[ledger.rows["day"] >= 0]
    leads = rows[(rows["event"] == events.LEAD) & (rows["motion"] >= 0)]
    back = ledger.motion[rows["account"][rows["event"] == events.BACK_AS_LEAD]]
    paid = np.where(leads["person"] >= 0, leads["amount"], head.motion["lead_cost"][leads["motion"]])
    assert sum(c for _, c in dated(ledger, LEAD_COST)) == int(
        paid.sum() + head.offer["winback_cost"][back].sum()
    )
    ends = (events.PASSED, events.LOST, events.NURTURED, events.SETBACK)
    ended = rows[np.isin(rows["event"], ends)]
    worked = ended[(ended["event"] == events.PASSED) | (ended["reason"] != events.UNWORKED)]
    after = head.stage["after_close"][worked["stage"]] == 1
    costs = head.stage["cost"][worked["stage"]]
    assert sum(c for _, c in dated(ledger, STAGE_COST)) == int(costs[~after].sum())
    visits = [entry for entry in entries(ledger, STARTING) if entry["team"] < 0]
    assert sum(entry["cents"] for entry in visits) == int(costs[after].sum())
    for entry in entries(ledger, SERVING, GOODS, FREE_USE, STAGE_COST, LEAD_COST):
        assert entry["day"] >= 0
        assert entry["cents"] > 0
