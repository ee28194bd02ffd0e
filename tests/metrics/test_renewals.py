"""Catches a renewal rate on the wrong base: terms, silent months, months of use."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import Diary, header, metered, monthly


def measured(diary):
    measures = measure(diary.ledger())
    return measures.values["renewal_rate"], measures.rates[0]


def test_terms():
    diary = Diary(header(months=26))
    stays, shrinks, leaves, owner = (diary.signed(0.0, 1000) for _ in range(4))
    diary.signed(20 * MONTH, 5000)  # no decision yet
    for month in (12, 24):
        diary.note(month * MONTH, stays, events.RENEWED, arr=1000)
    diary.note(15 * MONTH, stays, events.EXPANDED, arr=1000)
    diary.note(12 * MONTH, shrinks, events.RENEWED, arr=1000)
    diary.note(12 * MONTH, shrinks, events.CONTRACTED, arr=700)
    diary.note(24 * MONTH, shrinks, events.CHURNED)
    diary.note(11 * MONTH, leaves, events.NOTICE, arr=1000)
    diary.note(12 * MONTH, leaves, events.CHURNED)
    diary.note(12 * MONTH, owner, events.LAPSED)
    diary.note(26 * MONTH, stays, events.CHURNED)  # at the horizon: after it
    rate, rates = measured(diary)
    assert rate == (1000 + 1000 + 700) / (4000 + 1000 + 700)
    assert (rates["decisions"], rates["renewal"], rates["stated_renewal"]) == (4, 0.5, 0.9)


@pytest.mark.parametrize("order", [(events.RENEWED, events.CONTRACTED), (events.CONTRACTED, events.RENEWED)])
def test_a_contraction_at_the_renewal_whichever_row_comes_first(order):
    diary = Diary()
    account = diary.signed(0.0, 1000)
    arr = 1000
    for event in order:
        arr = 700 if event == events.CONTRACTED else arr
        diary.note(12 * MONTH, account, event, arr=arr)
    assert measured(diary)[0] == 0.7


def test_growth_at_the_renewal_does_not_count():
    diary = Diary()
    account = diary.signed(0.0, 1000)
    diary.note(12 * MONTH, account, events.RENEWED, arr=2000)
    assert measured(diary)[0] == 1.0


def test_months_are_decided_in_silence():
    diary = Diary(monthly(months=6))
    stays = diary.signed(0.0, 100)  # months 1 to 5: the sixth is decided at the horizon
    grows = diary.signed(0.5 * MONTH, 100)
    diary.note(3.0 * MONTH, grows, events.EXPANDED, arr=300)  # 2 decisions at 100, 3 at 300
    leaves = diary.signed(0.0, 50)
    diary.note(3.0 * MONTH, leaves, events.CHURNED)  # 3 decisions, the last one a no
    shrinks = diary.signed(0.0, 80)
    diary.note(1.0 * MONTH, shrinks, events.CONTRACTED, arr=60)  # one at 80, then 4 at 60
    gone = diary.signed(0.0, 10)
    diary.note(1.0 * MONTH, gone, events.CHURNED)
    assert stays == 0
    base = 5 * 100 + 2 * 100 + 3 * 300 + 3 * 50 + 80 + 4 * 60 + 10
    rate, rates = measured(diary)
    assert rate == (base - 50 - 20 - 10) / base
    assert rates["decisions"] == 0  # nobody has had twelve months


def test_without_a_term_all_of_the_first_twelve_months_are_held_against_the_stated_rate():
    diary = Diary(monthly(months=20))
    diary.signed(0.0, 100)  # 12 of 12, and more months that do not count
    for month, day in ((3, 0.0), (12, 10.0), (13, 20.0)):  # 2 of 3, 11 of 12, 12 of 12
        diary.note(day + month * MONTH, diary.signed(day, 100), events.CHURNED)
    shrinks = diary.signed(0.0, 80)  # which is no leaving: 12 of 12
    diary.note(2 * MONTH, shrinks, events.CONTRACTED, arr=60)
    owner = diary.signed(0.0, 40)  # its maintenance ends: 0 of 1
    diary.note(MONTH, owner, events.LAPSED)
    diary.signed(7.99 * MONTH, 100)  # the twelfth month just before the horizon: 12 of 12
    late = diary.signed(8 * MONTH, 100)  # the twelfth month at it: left out, and so is its leaving
    diary.note(9 * MONTH, late, events.CHURNED)
    diary.signed(0.0, 0, once=900)  # nothing recurs
    _, rates = measured(diary)
    assert rates["decisions"] == 5 * 12 + 3 + 1
    assert rates["renewal"] == (5 * 12 - 1 + 2) / (5 * 12 + 3 + 1)


def test_use_too_is_decided_on_in_each_of_the_first_twelve_months():
    diary = Diary(metered(months=18))

    def used(months, opened=0.0):
        account = diary.signed(opened, 0)
        for month in range(1, months + 1):
            diary.note(opened + month * MONTH, account, events.METERED, amount=5, arr=60)
        return account

    used(17)  # 12 of 12
    leaves = used(4)  # at the end of the fourth, known at the end of the seventh: 3 of 4
    diary.note(4 * MONTH, leaves, events.CHURNED, written=7 * MONTH)
    pauses = used(2)  # two months without use, and no row, then it goes on: 12 of 12
    diary.note(5 * MONTH, pauses, events.METERED, amount=5, arr=20)
    twelfth = used(12, opened=5.5 * MONTH)  # known in the run-off, dated before it: 11 of 12
    diary.note(17.5 * MONTH, twelfth, events.CHURNED, written=20.5 * MONTH)
    never = diary.signed(0.0, 0)  # nothing was ever used: nothing was decided
    diary.note(0.0, never, events.CHURNED, written=3 * MONTH)
    _, rates = measured(diary)
    assert (rates["decisions"], rates["renewal"]) == (40, 38 / 40)


def test_months_of_use():
    diary = Diary(metered(months=12))
    stays, leaves, capacity = (diary.signed(0.0, 0) for _ in range(3))
    for month in (1, 2, 3):
        diary.note(month * MONTH, stays, events.METERED, amount=5, arr=60)
    for account, months, arr in ((leaves, 2, 60), (capacity, 1, 120)):
        for month in range(1, months + 1):
            diary.note(month * MONTH, account, events.METERED, amount=arr // 12, arr=arr)
        diary.note(months * MONTH, account, events.CHURNED, written=(months + 3) * MONTH)
    rate, _ = measured(diary)
    assert rate == (3 * 60 + 60) / (3 * 60 + 2 * 60 + 120)


def test_motions_of_both_kinds_are_one_ratio_of_sums():
    diary = Diary(header(months=13, motions=2, fixed=np.array([1, 0]), term=np.array([12, 1])))
    diary.note(12 * MONTH, diary.signed(0.0, 1000), events.CHURNED)
    diary.signed(10.5 * MONTH, 300, motion=1)  # two months decided
    assert measured(diary)[0] == 600 / 1600


def test_without_recurring_revenue_nothing_is_up_for_renewal():
    diary = Diary(monthly())
    diary.signed(0.0, 0, once=5000)
    rate, rates = measured(diary)
    assert np.isnan(rate)
    assert rates["decisions"] == 0


def test_a_contract_that_ends_unpaid_was_not_up_for_decision():
    diary = Diary(header(months=26))
    diary.note(12 * MONTH, diary.signed(0.0, 1000), events.RENEWED, arr=1000)
    account = diary.signed(0.0, 500)
    for event in (events.UNPAID, events.CHURNED):  # within its first term
        diary.note(5 * MONTH, account, event, arr=0)
    later = diary.signed(0.0, 700)
    diary.note(12 * MONTH, later, events.RENEWED, arr=700)
    for event in (events.UNPAID, events.CHURNED):  # it stays, and the new term's invoice fails
        diary.note(12 * MONTH, later, event, arr=0)
    rate, rates = measured(diary)
    assert rate == 1.0
    assert (rates["decisions"], rates["renewal"]) == (2, 1.0)


@pytest.mark.parametrize("over", [3, 5])
@pytest.mark.parametrize(("every", "decided"), [(1, 3), (-1, 2)])
def test_a_month_billed_ahead_fails_after_its_decision_and_one_in_arrears_before_it(every, decided, over):
    """Also where the contract goes on while the payment is tried again: nobody is asked in that time."""
    diary = Diary(monthly(months=20))
    account = diary.signed(0.0, 100, every=every)
    diary.note(3 * MONTH, account, events.UNPAID, arr=100)
    diary.note(over * MONTH, account, events.CHURNED)
    rate, rates = measured(diary)
    assert rate == 1.0
    assert (rates["decisions"], rates["renewal"]) == (decided, 1.0)


def test_customers_of_the_first_day_decide_but_are_not_held_against_the_stated_rate():
    diary = Diary(header(months=12))
    diary.note(4 * MONTH, diary.signed(-8 * MONTH, 1000), events.CHURNED)
    diary.note(2 * MONTH, diary.signed(-10 * MONTH, 3000), events.RENEWED, arr=3000)
    rate, rates = measured(diary)
    assert (rate, rates["decisions"]) == (0.75, 0)
    without_a_term = Diary(monthly(months=13))
    without_a_term.signed(-2.5 * MONTH, 100)  # months 3 to 15 end within the thirteen months
    gone = without_a_term.signed(-2 * MONTH, 50)  # its second month ends on the first day
    without_a_term.note(1 * MONTH, gone, events.CHURNED)
    rate, rates = measured(without_a_term)
    assert rate == (13 * 100 + 50) / (13 * 100 + 2 * 50)
    assert rates["decisions"] == 0


def test_who_moves_at_a_decision_has_stayed_and_later_ones_are_not_first_ones():
    diary = Diary(header(months=26, motions=2))
    account = diary.signed(0.0, 1000)
    diary.note(12 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=1, arr=400)
    diary.note(24 * MONTH, account, events.CHURNED)
    measures = measure(diary.ledger())
    assert measures.values["renewal_rate"] == 1000 / 1400
    assert measures.rates["decisions"].tolist() == [1, 0]
    assert measures.rates["renewal"][0] == 1.0


def test_a_month_to_month_customer_that_moves_is_looked_at_until_then():
    diary = Diary(header(months=20, motions=2, fixed=[0, 1], term=[1, 12]))
    account = diary.signed(0.0, 100)
    diary.note(5 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=12, arr=90)
    diary.note(17 * MONTH, account, events.RENEWED, arr=90)
    measures = measure(diary.ledger())
    assert measures.values["renewal_rate"] == 1.0
    assert (measures.rates["decisions"].tolist(), measures.rates["renewal"][0]) == ([5, 0], 1.0)


def test_who_is_back_decides_anew_and_is_not_first():
    diary = Diary(header(months=40))
    account = diary.signed(0.0, 1000)
    diary.note(12 * MONTH, account, events.CHURNED)
    diary.note(15 * MONTH, account, events.WON_BACK, invoice=1, arr=800)
    diary.note(27 * MONTH, account, events.RENEWED, arr=800)
    rate, rates = measured(diary)
    assert (rate, rates["decisions"], rates["renewal"]) == (800 / 1800, 1, 0.0)
    month_to_month = Diary(monthly(months=20))
    account = month_to_month.signed(0.0, 100)
    month_to_month.note(2 * MONTH, account, events.CHURNED)
    month_to_month.note(4.5 * MONTH, account, events.WON_BACK, invoice=1, arr=60)
    rate, rates = measured(month_to_month)
    assert rate == (100 + 15 * 60) / (200 + 15 * 60)
    assert (rates["decisions"], rates["renewal"]) == (2, 0.5)


def test_a_fee_with_use_is_decided_on_by_its_term():
    """Use moves what a contract is worth, and is no decision."""
    diary = Diary(header(months=13, metered=1, yearly=100))
    account = diary.signed(0.0, 1000)
    for month in range(1, 13):
        diary.note(month * MONTH, account, events.METERED, amount=month, arr=1000 + 12 * month)
    diary.note(12 * MONTH, account, events.RENEWED, arr=1144)
    rate, rates = measured(diary)
    assert (rate, rates["decisions"]) == (1.0, 1)
    by_month = Diary(monthly(months=4, metered=1, yearly=100))
    account = by_month.signed(0.0, 1000)
    for month, arr in ((1, 1100), (2, 1300)):
        by_month.note(month * MONTH, account, events.METERED, amount=1, arr=arr)
    by_month.note(2 * MONTH, account, events.CONTRACTED, arr=900)
    assert measured(by_month)[0] == (1100 + 900 + 900) / (1100 + 1300 + 900)


def test_a_price_moves_after_the_decision_of_its_day():
    diary = Diary(monthly(months=4))
    account = diary.signed(0.0, 100)
    diary.note(2 * MONTH, account, events.REPRICED, arr=50)
    diary.note(3 * MONTH, account, events.CHURNED)
    assert measured(diary)[0] == 200 / 250


def test_lapsed_maintenance_that_goes_on_is_decided_on_again():
    diary = Diary(header(months=40, owned=1))
    owner = diary.signed(0.0, 200, once=900)
    diary.note(12 * MONTH, owner, events.LAPSED)
    diary.note(20 * MONTH, owner, events.REPURCHASED, amount=900, arr=300)
    diary.note(36 * MONTH, owner, events.RENEWED, arr=300)
    rate, rates = measured(diary)
    assert (rate, rates["decisions"]) == (300 / 500, 1)
