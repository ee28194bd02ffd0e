"""Catches commission of the wrong people, amount or day, and commission that is never given back."""

from __future__ import annotations

import pytest

from simulator import ledger as events
from simulator.money.entry_kinds import CLAWED_BACK, COMMISSION, GROWING
from simulator.numerics.months import MONTH

from ..metrics.ledgers import AE, AGREE, CSM, SCREEN, SDR, Diary, header, metered
from .reading import entries


def company(made=None, *, clawback=0):
    """Who sells has half a share, and a benefits and taxes of a fifth; who grows has a tenth of what
    grows."""
    made = made or header(months=36, runoff=0)
    for team, quota in ((SDR, 0), (AE, 20_000), (CSM, 100_000)):
        made.team["variable"][team], made.team["quota"][team] = 10_000, quota
    made.team["benefits_and_taxes"][AE] = 0.2
    made.team["clawback"] = clawback
    return Diary(made)


def sold(diary, day, arr, once=0):
    account = diary.born(day)
    for team in (SDR, AE):
        diary.note(day, account, events.SEATED, stage=SCREEN, team=team, person=0)
    diary.note(day + 1, account, events.WON, stage=AGREE, amount=arr)
    diary.note(day + 1, account, events.FREED, stage=AGREE, team=AE, person=0)
    diary.note(day + 1, account, events.OPENED, invoice=1, amount=once, arr=arr)
    diary.note(day + 1, account, events.WENT_LIVE)
    return account


def found(diary, *kinds):
    return [(entry["day"], entry["team"], entry["cents"]) for entry in entries(diary.ledger(), *kinds)]


def test_those_with_a_quota_who_had_a_seat_before_the_close():
    diary = company()
    sold(diary, 0.0, 1000, once=300)
    assert found(diary, COMMISSION) == [(1.0, AE, 600), (1.0, AE, 180)]


def test_a_seat_after_the_close_sells_nothing():
    """Not even one that is given at the very instant of the signature, where the contract opens later."""
    diary = company()
    account = diary.born(0.0)
    diary.note(1.0, account, events.WON, amount=1000)
    diary.note(1.0, account, events.SEATED, stage=3, team=AE, person=0)
    diary.note(5.0, account, events.OPENED, invoice=1, amount=300, arr=1000)
    assert found(diary, COMMISSION) == []


@pytest.mark.parametrize(("months", "back"), [(11.9, 1), (12, 0), (14, 0)])
def test_who_leaves_within_the_months_takes_it_back(months, back):
    diary = company(clawback=12)
    account = sold(diary, 0.0, 1000, once=300)
    diary.note(1.0 + months * MONTH, account, events.CHURNED)
    assert found(diary, CLAWED_BACK) == [(1.0 + months * MONTH, AE, -780)] * back


def test_it_is_given_back_once():
    diary = company(clawback=12)
    account = sold(diary, 0.0, 1000)
    diary.note(3 * MONTH, account, events.CHURNED)
    diary.note(4 * MONTH, account, events.WON_BACK, invoice=1, arr=1000)
    diary.note(5 * MONTH, account, events.CHURNED)
    assert len(found(diary, CLAWED_BACK)) == 1


def test_growth_earns_those_who_keep_the_book():
    """More than ever before, not what only makes up for a loss, nor a higher price."""
    diary = company()
    account = sold(diary, 0.0, 1000)
    diary.note(100.0, account, events.EXPANDED, amount=50, arr=1500)
    diary.note(200.0, account, events.CONTRACTED, arr=1000)
    diary.note(300.0, account, events.EXPANDED, arr=1400)
    diary.note(400.0, account, events.REPRICED, arr=1700)
    diary.note(500.0, account, events.EXPANDED, arr=1900)
    assert found(diary, GROWING) == [(100.0, CSM, 55), (500.0, CSM, 20)]


def test_more_use_is_growth():
    diary = company(metered(months=12, runoff=0))
    account = sold(diary, 0.0, 0)
    for month, arr in ((1, 1200), (2, 1100), (3, 1500)):
        diary.note(1.0 + month * MONTH, account, events.METERED, amount=100, arr=arr)
    assert found(diary, GROWING) == [(1.0 + MONTH, CSM, 120), (1.0 + 3 * MONTH, CSM, 30)]


def test_use_that_grows_into_what_was_sold_is_no_growth():
    """Who sold it has been paid for the whole of it: the same revenue would be paid for twice."""
    diary = company(metered(months=12, runoff=0))
    account = diary.born(0.0)
    diary.note(1.0, account, events.SEATED, stage=SCREEN, team=AE, person=0)
    diary.note(1.0, account, events.WON, stage=AGREE, amount=1200)
    diary.note(1.0, account, events.OPENED, invoice=1, arr=0)
    diary.note(1.0, account, events.WENT_LIVE)
    for month, arr in ((1, 800), (2, 1200), (3, 1500)):
        diary.note(1.0 + month * MONTH, account, events.METERED, amount=100, arr=arr)
    assert found(diary, COMMISSION) == [(1.0, AE, 720)]
    assert found(diary, GROWING) == [(1.0 + 3 * MONTH, CSM, 30)]


def test_customers_of_the_first_day_earn_nobody_anything():
    diary = company(clawback=12)
    account = diary.born(-40.0)
    diary.note(-40.0, account, events.WON, amount=1000)
    diary.note(-40.0, account, events.OPENED, invoice=1, arr=1000)
    diary.note(40.0, account, events.CHURNED)
    assert found(diary, COMMISSION, CLAWED_BACK) == []
