"""Catches impact that is worth the wrong sum, or effort of the wrong size."""

from __future__ import annotations

from simulator import ledger as events
from simulator.money.entry_kinds import EFFORT, VALUE
from simulator.numerics.months import MONTH

from ..metrics.ledgers import Diary, header
from .reading import told


def test_the_worth_of_a_cycle_is_that_of_its_months():
    """Three cents a month and unit, ten units, cycles of three months; a missed one is worth nothing."""
    diary = Diary(header(impact_value=3, effort=7))
    account = diary.signed(2.0, 1200)
    diary.note(2.0 + 3 * MONTH, account, events.REACHED)
    diary.note(2.0 + 6 * MONTH, account, events.MISSED)
    assert told(diary.ledger(), EFFORT, VALUE) == [(2.0, "effort", 70), (2.0 + 3 * MONTH, "value", 90)]


def test_worth_follows_the_units_in_use():
    """Twelve billed units are one product unit; the contract's rows say how many are billed."""
    diary = Diary(header(impact_value=100, effort=1000, size=12.0))
    account = diary.born(0.0)
    diary.note(0.0, account, events.WON, count=24)
    diary.note(0.0, account, events.OPENED, invoice=1, count=24, arr=10)
    diary.note(1.0, account, events.WENT_LIVE)
    diary.note(3 * MONTH, account, events.REACHED)
    diary.note(4 * MONTH, account, events.EXPANDED, count=30, arr=12)
    diary.note(6 * MONTH, account, events.REACHED)
    found = [(what, cents) for _, what, cents in told(diary.ledger(), EFFORT, VALUE)]
    assert found == [("effort", 2000), ("value", 600), ("value", 750)]


def test_nothing_before_the_first_day():
    diary = Diary(header(impact_value=3, effort=7))
    account = diary.born(-99.0)
    diary.note(-99.0, account, events.WON)
    diary.note(-98.0, account, events.WENT_LIVE)
    assert told(diary.ledger(), EFFORT, VALUE) == []
