"""Catches a velocity without one of its four factors, and a coverage of the wrong day or quarter."""

import math
from dataclasses import replace

import numpy as np
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


def test_customers_whom_customers_brought():
    """Two of four customers signed before the horizon came of customers; one who is back as a lead is another
    customer, brought by nobody. Catches leads that are counted for customers, and those of the run-off."""
    diary = Diary(header(months=12, referral=0))
    first = diary.signed(10.0, 100_000)
    diary.note(100.0, first, events.REFERRED, amount=1)
    second = diary.signed(100.0, 100_000)
    diary.note(200.0, second, events.CHAMPION_CALLED, amount=2)
    third = diary.signed(200.0, 100_000)
    diary.note(210.0, first, events.REFERRED, amount=3)
    diary.born(210.0)
    back = diary.signed(300.0, 100_000)
    diary.note(300.0, back, events.BACK_AS_LEAD, amount=first)
    diary.note(310.0, third, events.REFERRED, amount=5)
    diary.signed(13 * MONTH, 100_000)
    ledger = replace(diary.ledger(), parent=np.array([-1, first, second, first, first, third], np.int32))
    assert measure(ledger).values["brought"] == 2 / 4
    assert math.isnan(measure(replace(ledger, header=header(months=12))).values["brought"])
    assert ledger.parent.tolist() == [-1, 0, 1, 0, 0, 2]


def test_who_comes_in_late_was_never_to_be_an_mql():
    """Of ten leads that come in at the first stage half become an MQL, and of ten that come in behind it none
    was to: all that count there are the first ten. Qualified is who passed, of both. Catches conversions that
    fall because customers bring leads which skip the first stages."""
    diary = Diary(header(months=12))
    for n in range(10):
        account = diary.born(5.0)
        if n % 2:
            diary.note(6.0, account, events.PASSED, stage=SCREEN, to=QUALIFY)
            diary.note(8.0, account, events.LOST, stage=QUALIFY, reason=events.DECLINED)
        else:
            diary.note(6.0, account, events.LOST, stage=SCREEN, reason=events.DISQUALIFIED)
    for n in range(10):
        account = diary.born(5.0, to=QUALIFY)
        if n < 4:
            diary.note(9.0, account, events.PASSED, stage=QUALIFY, to=AGREE)
            diary.note(9.5, account, events.LOST, stage=AGREE, reason=events.DECLINED)
        else:
            diary.note(9.0, account, events.LOST, stage=QUALIFY, reason=events.DISQUALIFIED)
    bowtie = measure(diary.ledger()).bowtie[0]
    assert bowtie[0].tolist() == [20.0, 0.5, 1.0]
    assert bowtie[1].tolist()[:2] == [5.0, 0.0]
    assert bowtie[3].tolist()[:2] == [4.0, 0.0]
