"""Catches a month charged twice, never, at the wrong ARR, or in the wrong lifetime window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import ledger as events
from simulator.metrics import measure
from simulator.metrics.revenue import charges
from simulator.model import MONTH

from .ledgers import Diary, header, metered, monthly


@given(st.integers(12, 10**13))
def test_twelve_months_add_up_to_the_arr(arr):
    diary = Diary(header(months=12, runoff=48))
    account = diary.signed(3.3, arr)
    cents = [charge.cents for charge in charges(diary.ledger(), account) if charge.day < 3.3 + 60 * MONTH]
    assert len(cents) == 60
    assert {sum(cents[n : n + 12]) for n in range(49)} == {arr}
    assert max(cents) - min(cents) <= 1


def test_a_change_counts_from_the_next_contract_month():
    diary = Diary(header(months=12, runoff=6))
    account = diary.signed(10.0, 1200, once=5000)
    diary.note(10.0 + 1.5 * MONTH, account, events.EXPANDED, amount=70, arr=1800)
    diary.note(10.0 + 4 * MONTH, account, events.CONTRACTED, arr=600)  # on a boundary: at once
    diary.note(10.0 + 4 * MONTH, account, events.RENEWED, arr=600)
    diary.note(10.0 + 6 * MONTH, account, events.CHURNED)
    assert charges(diary.ledger(), account) == [
        (10.0, "once", 5000),
        (10.0, "recurring", 100),
        (10.0 + MONTH, "recurring", 100),
        (10.0 + 1.5 * MONTH, "once", 70),
        (10.0 + 2 * MONTH, "recurring", 150),
        (10.0 + 3 * MONTH, "recurring", 150),
        (10.0 + 4 * MONTH, "recurring", 50),
        (10.0 + 5 * MONTH, "recurring", 50),
    ]


def test_the_cents_of_a_year_start_anew_with_a_new_arr():
    diary = Diary(header(months=12, runoff=0))
    account = diary.signed(0.0, 6)  # half a cent a month
    diary.note(2.5 * MONTH, account, events.RENEWED, arr=6)  # the same: goes on counting
    diary.note(7.5 * MONTH, account, events.EXPANDED, arr=18)
    days = [round(charge.day / MONTH) for charge in charges(diary.ledger(), account)]
    cents = [charge.cents for charge in charges(diary.ledger(), account)]
    assert days == [1, 3, 5, 7, 8, 9, 10, 11]
    assert cents == [1, 1, 1, 1, 1, 2, 1, 2]


def test_use_is_charged_as_metered():
    diary = Diary(metered(months=12))
    account = diary.signed(0.0, 0)
    diary.note(MONTH, account, events.METERED, amount=40, arr=480)
    diary.note(2 * MONTH, account, events.METERED, amount=0, arr=480)
    assert charges(diary.ledger(), account) == [(MONTH, "use", 40)]


def test_a_prospect_is_charged_nothing():
    diary = Diary()
    prospect = diary.born(0.0)
    assert charges(diary.ledger(), prospect) == []


def lifetime(diary, months=60):
    values = measure(diary.ledger()).values
    name = "" if months == 60 else f"_{months}"
    return values[f"lifetime_revenue{name}"], values[f"after_close_share{name}"]


def test_lifetime_is_counted_from_the_signature():
    diary = Diary(header(months=12))
    account = diary.signed(5.0, 1200, once=9900)  # 100 a month; horizon and run-off play no part
    diary.note(5.0 + 12 * MONTH, account, events.EXPANDED, amount=300, arr=2400)  # beyond the first year
    diary.note(5.0 + 48 * MONTH, account, events.CHURNED)
    diary.note(1.0, diary.born(0.0), events.LOST, amount=events.DECLINED)
    total = 9900 + 1200 + 300 + 3 * 2400
    assert lifetime(diary) == (total / 100, (300 + 7200) / total)
    total = 9900 + 1200 + 300 + 2 * 2400
    assert lifetime(diary, 36) == (total / 100, (300 + 4800) / total)


def test_only_complete_accounts():
    diary = Diary(header(months=24, runoff=60))
    diary.signed(0.0, 1200)
    diary.signed(23 * MONTH, 2400)  # 61 months are left: complete at 60, not at 84
    diary.signed(24 * MONTH, 9999)  # signed at the horizon
    assert lifetime(diary)[0] == (5 * 1200 + 5 * 2400) / 2 / 100
    assert lifetime(diary, 84)[0] == 7 * 12.0
    assert np.isnan(lifetime(Diary(header(runoff=6, months=12)))[0])


def test_a_contract_that_opens_at_go_live_is_charged_from_then():
    diary = Diary(header(months=12))
    account = diary.born(0.0)
    diary.note(0.0, account, events.WON, amount=1200)
    diary.note(1.5 * MONTH, account, events.WENT_LIVE)
    diary.note(1.5 * MONTH, account, events.OPENED, arr=1200)
    # contract months begin at 1.5, 2.5 ... 59.5: 59 of them, 11 in the first year
    assert lifetime(diary) == (59.0, 48 / 59)


def test_sixty_months_of_use_are_sixty_bills():
    diary = Diary(metered(months=12))
    account = diary.signed(7.0, 0)
    for month in range(1, 80):
        diary.note(7.0 + month * MONTH, account, events.METERED, amount=100, arr=1200)
    diary.note(40.0, account, events.EXPANDED, arr=1200)  # more use to come; what is billed is use
    assert lifetime(diary) == (60.0, 48 / 60)


def test_the_lifetime_is_the_sum_of_the_charges():
    diary = Diary(monthly(months=24))
    for n in range(30):
        account = diary.signed(17.3 * n, 1000 + 7 * n, once=13 * n)
        diary.note(17.3 * n + (n + 1) * MONTH, account, events.CONTRACTED, arr=100 + n)
        diary.note(17.3 * n + (n + 2.4) * MONTH, account, events.EXPANDED, amount=n, arr=3100 + n)
        diary.note(17.3 * n + 3 * (n + 1) * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    for months in (36, 60, 84):
        within = 0
        for n in range(30):
            end = 17.3 * n + months * MONTH
            within += sum(charge.cents for charge in charges(ledger, n) if charge.day < end)
        assert lifetime(diary, months)[0] == pytest.approx(within / 100 / 30, abs=1e-9)


def test_share_after_the_first_term_is_the_retention_of_a_whole_life():
    """Flat price, one payment a term, retention r: revenue after the first term is a share r of all.

    A cohort of 2**7 accounts halved each year for seven years: r = 1 - 1/128 short of one half exactly
    as the tail beyond seven years is cut.
    """
    diary = Diary(header(months=12))
    for n in range(128):
        account = diary.signed(1.0, 1200)
        years = 1
        while n % 2 == 1 and years < 7:
            diary.note(1.0 + 12 * years * MONTH, account, events.RENEWED, arr=1200)
            n //= 2
            years += 1
        diary.note(1.0 + 12 * years * MONTH, account, events.CHURNED)
    whole = 2 * (1 - 2.0**-7)  # sum of r**k over seven terms
    assert lifetime(diary, 84) == (pytest.approx(12 * whole), pytest.approx((whole - 1) / whole))
    assert lifetime(diary, 84)[1] == pytest.approx(0.5, abs=0.004)
