"""Catches deals counted by the age of the account, and idle days of another deal or after the decision:
ledgers written by hand."""

from __future__ import annotations

import math

import pytest

from simulator import ledger as events
from simulator.ledger import DECLINED
from simulator.metrics import measure
from simulator.model import SOLUTION

from .ledgers import AE, AGREE, QUALIFY, Diary
from .test_need import following, lost, passed, seat


def deal(
    diary: Diary, opens: float, decided: float, won: bool, *, born: float = 0.0, seated: float = -1.0
) -> None:
    """An opportunity from the day on which QUALIFY, which marks SAL, is passed; perhaps a seat between."""
    account = diary.born(born)
    passed(diary, opens, account, QUALIFY, SOLUTION)
    if seated >= 0.0:
        seat(diary, account, AGREE, AE, seated, decided)
    if won:
        diary.note(decided, account, events.WON, stage=AGREE, amount=1200)
    else:
        lost(diary, decided, account, AGREE, SOLUTION, DECLINED)


def test_deals_by_the_day_on_which_they_were_decided() -> None:
    """From their own opening, each limit in the band below it; lost ones and won ones alike."""
    diary = Diary(following())
    for opens, days, won in (
        (100.0, 0.0, True), (100.0, 30.0, True), (100.0, 30.0, False), (100.0, 31.0, False),
        (200.0, 60.0, True), (300.0, 61.0, False), (300.0, 180.0, False), (300.0, 150.0, True),
        (10.0, 181.0, False),
    ):  # fmt: skip
        deal(diary, opens, opens + days, won)
    deal(diary, 5.0, 1000.0, True)  # decided after the horizon: a deal like others
    diary.born(0.0, motion=1)
    still_open = diary.born(0.0)
    passed(diary, 1.0, still_open, QUALIFY, SOLUTION)
    values = measure(diary.ledger()).values
    shares = [values[f"win_rate_{band}.motion 0"] for band in ("to_30", "to_60", "to_180", "later")]
    assert shares == [2 / 3, 1 / 2, 1 / 3, 1 / 2]
    assert "win_rate_later.motion 1" not in values


def test_idle_days_are_those_between_two_rows_of_the_same_deal() -> None:
    """A seat breaks them; what was before the opening, of another account, or after the decision does not
    count, nor of the deal before one that comes again."""
    diary = Diary(following())
    deal(diary, 100.0, 150.0, True)  # 50 days
    deal(diary, 100.0, 151.0, False)  # 51 days
    deal(diary, 100.0, 180.0, True, seated=140.0)  # 40 and 40
    deal(diary, 200.0, 280.0, False, seated=210.0)  # 10 and 70
    deal(diary, 120.0, 121.0, False, born=1.0)  # 119 days before it was opened
    again = diary.born(0.0)
    passed(diary, 10.0, again, QUALIFY, SOLUTION)
    diary.note(20.0, again, events.NURTURED, stage=AGREE, to=AGREE, reason=DECLINED, state=SOLUTION)
    diary.note(400.0, again, events.RETURNED, to=AGREE)  # the next deal opens
    diary.note(430.0, again, events.WON, stage=AGREE, amount=1200)
    values = measure(diary.ledger()).values
    assert values["win_rate_answered.motion 0"] == 3 / 5
    assert values["win_rate_silent.motion 0"] == 0 / 2


def test_where_nothing_was_decided_there_is_no_rate() -> None:
    """Catches a company without a deal that ends in an error, and a rate of 0 where there is none."""
    values = measure(Diary(following()).ledger()).values
    for band in ("to_30", "to_60", "to_180", "later", "answered", "silent"):
        assert math.isnan(values[f"win_rate_{band}.motion 0"])


def test_all_deals_together_have_the_win_rate() -> None:
    """Catches a band that leaves some out."""
    diary = Diary(following())
    for n in range(40):
        deal(diary, 10.0 * n, 10.0 * n + 7.0 * n, n % 3 == 0)
    values = measure(diary.ledger()).values
    many = {"to_30": 5, "to_60": 4, "to_180": 17, "later": 14}
    won = sum(many[band] * values[f"win_rate_{band}.motion 0"] for band in many)
    assert won / 40 == pytest.approx(values["win_rate"])
