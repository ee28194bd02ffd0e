"""Catches a month charged twice, never, or at the wrong fee."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings, strategies as st

from simulator import ledger as events
from simulator.money.contract_charges import BILL, begin, change, charged, settle
from simulator.money.entry_kinds import EARNED
from simulator.numerics.months import MONTH

from ..metrics.ledgers import Diary, header
from .naive import charges
from .reading import dated


def bill_of(fee: int, anchor: float = 0.0):
    bill = np.zeros(1, BILL)[0]
    begin(bill, anchor, fee)
    return bill


@settings(deadline=None)  # the first example compiles
@given(st.integers(0, 2**52), st.integers(0, 200))
def test_any_twelve_months_are_the_fee(fee, first):
    bill = bill_of(fee)
    assert charged(bill, first, first + 12) == fee
    cents = [charged(bill, month, month + 1) for month in range(first, first + 12)]
    assert sum(cents) == fee
    assert max(cents) - min(cents) <= 1


def test_a_change_counts_from_the_next_contract_month():
    bill = bill_of(1200, 10.0)
    assert settle(bill, 10.0 + 1.5 * MONTH) == (0, 2)
    change(bill, 1800)
    assert settle(bill, 10.0 + 4 * MONTH) == (2, 4)  # on a boundary: at once
    change(bill, 600)
    assert settle(bill, 10.0 + 4.1 * MONTH) == (4, 5)
    assert settle(bill, 10.0 + 3 * MONTH) == (5, 5)  # nothing is charged twice


def test_the_cents_of_a_year_start_anew_with_a_new_fee():
    diary = Diary(header(months=12, runoff=0))
    account = diary.signed(0.0, 6)  # half a cent a month
    diary.note(2.5 * MONTH, account, events.RENEWED, arr=6)  # the same: goes on counting
    diary.note(7.5 * MONTH, account, events.EXPANDED, arr=18)  # half a cent for the rest of the month: one
    found = dated(diary.ledger(), EARNED)
    assert [round(day / MONTH) - 1 for day, _ in found] == [1, 3, 5, 7, 8, 9, 10, 11]
    assert [cents for _, cents in found] == [1, 1, 1, 2, 1, 2, 1, 2]
    assert [cents for _, cents in found] == [charge.cents for charge in charges(diary.ledger(), account)]


def test_a_prospect_that_moves_is_charged_nothing():
    """MOVED begins a contract only for a customer."""
    diary = Diary(header(motions=2))
    prospect = diary.born(0.0)
    diary.note(1.0, prospect, events.LOST, stage=0, to=5, reason=events.DECLINED)
    diary.note(1.0, prospect, events.MOVED, motion=0, to_motion=1)
    assert dated(diary.ledger()) == []
