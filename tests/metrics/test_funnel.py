"""Catches a velocity without one of its four factors, and a coverage of the wrong day or quarter."""

import math
from dataclasses import replace

import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.metrics.funnel import velocity
from simulator.numerics.months import MONTH

from .ledgers import AGREE, QUALIFY, SCREEN, Diary, header


def deal(diary, qualified, closed, *, won, arr=5_000_000, once=0):
    account = diary.born(qualified)
    diary.note(qualified, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(qualified, account, events.PASSED, stage=QUALIFY, to=AGREE)
    if won:
        diary.note(closed, account, events.WON, stage=AGREE, amount=arr)
        diary.note(closed, account, events.OPENED, invoice=1, amount=once, arr=arr)
    else:
        diary.note(closed, account, events.LOST, stage=AGREE, reason=events.DECLINED)
    return account


def company(days):
    """100 deals open at any time for 360 days, of 50k each: one in four is won, all after `days`."""
    diary = Diary(replace(header(months=12), horizon=360.0))
    for begin in range(0, 360, days):
        for n in range(100):
            deal(diary, float(begin), float(begin + days), won=n % 4 == 0)
    return measure(diary.ledger()).values


def test_published_velocities():
    """100 deals of 50k at 25 % in 90 days are 13,889 a day; 16,667 where it takes 75."""
    assert velocity(100.0, 0.25, 50_000.0, 90.0) == pytest.approx(13_889, abs=0.5)
    assert velocity(100.0, 0.25, 50_000.0, 75.0) == pytest.approx(16_667, abs=0.5)


def test_velocity_of_a_steady_pipeline():
    values = company(90)
    assert values["velocity"] == pytest.approx(13_889, abs=0.5)
    # What was signed: the deals of the first three quarters of the year, as the last are signed at its end.
    assert values["velocity:observed"] == pytest.approx(75 * 50_000 / 360)
    assert company(60)["velocity"] == pytest.approx(13_889 * 90 / 60, abs=0.75)


def test_what_is_paid_once_is_first_year_value_too():
    diary = Diary(header(months=12))
    deal(diary, 0.0, 60.0, won=True, arr=100_000, once=20_000)
    values = measure(diary.ledger()).values
    assert values["velocity"] == pytest.approx((60 / (12 * MONTH)) * 1200 / 60)


def test_coverage_is_the_pipeline_of_three_months_ago_over_what_they_signed():
    diary = Diary(header(months=12))
    start = 9 * MONTH
    for n in range(3):
        deal(diary, start - 20.0, start + 40.0, won=n == 0, arr=100_000)
    deal(diary, start - 30.0, 12 * MONTH + 5, won=True, arr=100_000)  # open, signed later
    deal(diary, start + 1.0, start + 2.0, won=True, arr=100_000)  # came and was signed within them
    deal(diary, 5.0, 50.0, won=True, arr=400_000)  # mean value: (1 + 1 + 4) / 3
    deal(diary, 5.0, 50.0, won=False)
    values = measure(diary.ledger()).values
    assert values["pipeline_coverage"] == pytest.approx(4 * 2_000 / 2_000)


def test_a_deal_of_the_first_day_that_was_qualified_is_open_from_then_on():
    diary = Diary(header(months=12))
    account = diary.born(-50.0, to=AGREE)
    diary.note(73.05, account, events.WON, stage=AGREE, amount=100_000)
    diary.note(73.05, account, events.OPENED, invoice=1, arr=100_000)
    unqualified = diary.born(-50.0, to=SCREEN)
    diary.note(300.0, unqualified, events.LOST, stage=SCREEN, reason=events.DECLINED)
    deal(diary, 0.0, 73.05, won=True, arr=100_000)
    values = measure(diary.ledger()).values
    assert values["velocity"] == pytest.approx(0.4 * 1_000 / 73.05)  # two deals open for a fifth of the year
    assert math.isnan(values["pipeline_coverage"])  # nothing was signed in the last three months
