"""Catches a customer in the wrong quarter or age, and what was kept mixed up with what was added."""

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import Diary, header, metered


def table(diary):
    return measure(diary.ledger()).cohorts


def test_a_cohort_is_followed_from_each_signature():
    diary = Diary(header(months=12, runoff=84))
    grows, shrinks, leaves = (diary.signed(day, 1000) for day in (0.0, 40.0, 80.0))
    diary.note(7 * MONTH, grows, events.EXPANDED, arr=1500)  # within its third quarter of age
    diary.note(40.0 + 12 * MONTH, shrinks, events.RENEWED, arr=1000)
    diary.note(40.0 + 12 * MONTH, shrinks, events.CONTRACTED, arr=600)
    diary.note(80.0 + 12 * MONTH, leaves, events.CHURNED)
    second = diary.signed(3 * MONTH, 2000)  # the first day of the second quarter
    diary.note(6 * MONTH, second, events.EXPANDED, arr=2100)  # a quarter old: seen at that age
    diary.signed(-5.0, 7777)  # of the first day: in no cohort
    diary.signed(12 * MONTH, 7777)  # after the horizon
    cohorts = table(diary)
    assert cohorts.shape == (4, 29)
    first = cohorts[0]
    assert first["signed"].tolist() == [3] * 29
    assert first["first"].tolist() == [3000] * 29
    assert first["customers"].tolist() == [3] * 4 + [2] * 25
    assert first["kept"].tolist() == [3000] * 4 + [1600] * 25
    assert first["grown"].tolist() == [0] * 3 + [500] * 26
    assert cohorts[1]["grown"].tolist() == [0] + [100] * 28
    assert not cohorts[2:]["signed"].any()


def test_revenue_from_go_live_is_first_revenue_when_it_comes():
    diary = Diary(header(months=3))
    account = diary.born(0.0)
    diary.note(0.0, account, events.WON, amount=600)
    diary.note(4 * MONTH, account, events.OPENED, invoice=1, arr=600)
    (cohort,) = table(diary)
    assert cohort["first"].tolist() == [600] * 29
    assert cohort["kept"].tolist() == [0, 0] + [600] * 27


def test_who_is_back_counts_again():
    diary = Diary(header(months=3))
    account = diary.signed(0.0, 600)
    diary.note(6 * MONTH, account, events.CHURNED)
    diary.note(10 * MONTH, account, events.WON_BACK, invoice=1, arr=700)
    (cohort,) = table(diary)
    assert cohort["customers"].tolist() == [1, 1, 0, 0] + [1] * 25
    assert cohort["kept"].tolist() == [600, 600, 0, 0] + [600] * 25
    assert cohort["grown"].tolist() == [0] * 4 + [100] * 25


def test_who_is_gone_is_gone_from_the_day_to_which_that_is_dated_back():
    """Catches a price that rises meanwhile, and would have it seen as a customer until then."""
    diary = Diary(metered(months=3))
    account = diary.signed(1.0, 0)
    diary.note(5 * MONTH, account, events.REPRICED)
    diary.note(1.0, account, events.CHURNED, written=6 * MONTH)
    (cohort,) = table(diary)
    assert cohort["signed"].tolist() == [1] * 29
    assert not cohort["customers"].any()


def test_only_ages_that_all_live_to_see():
    assert table(Diary(header(months=7, runoff=8))).shape == (3, 3)
    assert table(Diary(header(months=7, runoff=0))).shape == (3, 1)
