"""Catches a wrong volume, conversion or time in the bowtie, and a win rate with the wrong denominator."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import AGREE, QUALIFY, SCREEN, Diary, header


def walk(diary, account, day, *stages, motion=0):
    """Pass some stages, one on each of the days from `day` on."""
    for n, stage in enumerate(stages):
        diary.note(day + n, account, events.PASSED, stage=4 * motion + stage, to=4 * motion + stage + 1)
    return day + len(stages) - 1


def test_volumes_count_first_times_before_the_horizon():
    diary = Diary(header(months=12))
    first = diary.born(1.0)
    walk(diary, first, 5.0, SCREEN)
    diary.note(9.0, first, events.LOST, stage=QUALIFY, to=SCREEN, reason=events.DISQUALIFIED)  # a jump back
    walk(diary, first, 12.0, SCREEN, QUALIFY)
    late = diary.born(364.0)
    walk(diary, late, 12 * MONTH, SCREEN)  # exactly at the horizon: not before it
    values = measure(diary.ledger()).values
    assert [values[name] for name in ("leads", "mql", "sal", "won", "live")] == [2, 1, 1, 0, 0]
    assert np.isnan(values["sql"])  # no stage marks it: not the same as nobody


def win(diary, born, qualified, won):
    account = diary.born(born)
    walk(diary, account, qualified - 1, SCREEN, QUALIFY)
    diary.note(won, account, events.PASSED, stage=AGREE, to=3)
    diary.note(won, account, events.WON, stage=AGREE, amount=100)
    return account


def lose(diary, born, qualified, lost):
    account = diary.born(born)
    walk(diary, account, qualified - 1, SCREEN, QUALIFY)
    diary.note(lost, account, events.LOST, stage=AGREE, reason=events.DECLINED)


def test_win_rate_and_cycle_are_of_the_qualified_judged_at_the_end_of_the_run_off():
    diary = Diary(header(months=12))
    horizon = 12 * MONTH
    win(diary, 0.0, 10.0, 20.0)
    win(diary, 0.0, 10.0, 40.0)
    win(diary, 300.0, horizon - 5, horizon + 61)  # qualified in time, won in the run-off
    lose(diary, 0.0, 20.0, 30.0)
    lose(diary, 300.0, horizon - 5, horizon + 400)
    lose(diary, 300.0, horizon, horizon + 1)  # qualified too late
    win(diary, 300.0, horizon + 1, horizon + 2)  # too late as well
    open_ = diary.born(300.0)
    walk(diary, open_, horizon - 9, SCREEN, QUALIFY)  # undecided for ever: left out
    unqualified = diary.born(3.0)
    diary.note(5.0, unqualified, events.LOST, stage=SCREEN, reason=events.DISQUALIFIED)
    values = measure(diary.ledger()).values
    assert values["win_rate"] == 3 / 5
    assert values["cycle_days_mean"] == pytest.approx((10 + 30 + 66) / 3)
    assert values["cycle_days_median"] == 30.0
    assert values["won"] == 2  # before the horizon, whenever they were qualified


def test_a_lead_in_nurture_is_undecided_as_an_account():
    """What it was worked on as, an opportunity, is lost: in the bowtie it is neither won nor lost yet."""
    diary = Diary()
    account = diary.born(0.0)
    walk(diary, account, 1.0, SCREEN, QUALIFY)
    diary.note(9.0, account, events.NURTURED, stage=AGREE, to=AGREE, reason=events.DECLINED)
    measures = measure(diary.ledger())
    assert np.isnan(measures.values["win_rate:accounts"])
    assert np.isnan(measures.bowtie[0, 3, 1])
    assert measures.values["win_rate"] == 0.0


def test_a_lead_that_jumps_is_not_lost_as_an_account():
    diary = Diary()
    account = diary.born(0.0)
    walk(diary, account, 1.0, SCREEN, QUALIFY)
    diary.note(9.0, account, events.LOST, stage=AGREE, to=SCREEN, reason=events.DECLINED)
    values = measure(diary.ledger()).values
    assert np.isnan(values["win_rate:accounts"])
    assert values["win_rate"] == 0.0


def test_first_use_and_first_impact_count_from_the_signature():
    diary = Diary(header(months=12))
    horizon = 12 * MONTH
    first = win(diary, 0.0, 5.0, 10.0)
    diary.note(40.0, first, events.WENT_LIVE)
    diary.note(100.0, first, events.MISSED)
    diary.note(190.0, first, events.REACHED)
    diary.note(280.0, first, events.REACHED)
    second = win(diary, 0.0, 5.0, horizon - 1)
    diary.note(horizon + 9, second, events.WENT_LIVE)
    win(diary, 0.0, 5.0, 50.0)  # never live
    late = win(diary, 0.0, 5.0, horizon)
    diary.note(horizon + 5000, late, events.WENT_LIVE)
    values = measure(diary.ledger()).values
    assert values["first_use_days"] == pytest.approx((30 + 10) / 2)
    assert values["time_to_impact_days"] == 180.0
    assert values["live"] == 1


def test_the_bowtie_of_each_motion():
    diary = Diary(header(motions=2))
    customer = diary.signed(10.0, 1200)  # motion 0
    diary.note(100.0, customer, events.REACHED)
    diary.note(100.0, customer, events.EXPANDED, arr=1300)
    diary.note(130.0, customer, events.EXPANDED, arr=1400)
    lost = diary.born(0.0, motion=0)
    diary.note(4.0, lost, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(6.0, lost, events.LOST, stage=QUALIFY, reason=events.DISQUALIFIED)
    waiting = diary.born(0.0, motion=0)  # still a prospect: neither converted nor lost
    assert waiting == 2
    never_live = diary.signed(20.0, 1200, live=float("inf"))
    other = diary.born(7.0, motion=1)
    diary.note(8.0, other, events.PASSED, stage=4 + SCREEN, to=4 + QUALIFY)
    bowtie = measure(diary.ledger()).bowtie
    assert bowtie.shape == (2, 8, 3)
    nan = np.nan
    assert never_live == 3
    expected = [
        [4, 3 / 3, 4 / 3],  # prospects into MQL: one of the four is undecided; 0, 0 and 4 days
        [3, 2 / 3, 0],  # MQL into SAL: this company marks no SQL
        [nan, nan, nan],
        [2, 1, 0],
        [2, 1 / 2, 0],  # won into live: who is not live by the end counts
        [1, 1, 90],
        [1, 1, 0],
        [1, nan, nan],
    ]
    assert np.allclose(bowtie[0], expected, equal_nan=True)
    assert bowtie[1, :2, 0].tolist() == [1, 1]
    assert bowtie[1, 0, 2] == 1.0


def test_conversions_multiply_to_wins_when_all_is_decided():
    diary = Diary()
    for n in range(12):
        (win if n % 3 == 0 else lose)(diary, 0.0, 10.0 + n, 40.0 + n)
    bowtie = measure(diary.ledger()).bowtie[0]
    steps = bowtie[[0, 1, 3], 1]
    assert bowtie[0, 0] * steps.prod() == pytest.approx(4)


def test_where_no_cycle_is_followed_nothing_is_known_of_impact():
    """Catches a company that seems to have kept no promise because its file says nothing of impact."""
    diary = Diary(header(months=12, every=0))
    win(diary, 1.0, 10.0, 30.0)
    measures = measure(diary.ledger())
    assert np.isnan(measures.bowtie[0, 6:, 0]).all()
    assert np.isnan(measures.bowtie[0, 5, 1])
    assert measures.bowtie[0, 4, 0] == 1
    assert all(np.isnan(measures.values[f"promise_kept_{months}"]) for months in (6, 9, 12))


def test_a_lead_that_moves_counts_where_it_came_and_converts_wherever_it_goes():
    """Free users who were activated and are then sold by the other motion."""
    diary = Diary(header(motions=2))
    account = diary.born(0.0)
    walk(diary, account, 5.0, SCREEN, QUALIFY)  # MQL on day 5, SAL on day 6, in motion 0
    diary.note(10.0, account, events.LOST, stage=AGREE, to=4 + AGREE, reason=events.DECLINED)
    diary.note(10.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(16.0, account, events.WON, stage=4 + AGREE, amount=100)
    measures = measure(diary.ledger())
    assert measures.bowtie[:, 3, 0].tolist() == [1, 0]
    assert measures.bowtie[0, 3].tolist() == [1, 1, 10]
    assert measures.bowtie[:, 4, 0].tolist() == [0, 1]
    values = measures.values
    assert [values[f"{name}:accounts"] for name in ("win_rate", "cycle_days_mean")] == [1.0, 10.0]
    # A loss here, and another opportunity there.
    assert (values["win_rate"], values["cycle_days_mean"]) == (0.5, 6.0)


def test_a_lead_that_moves_may_skip_what_the_other_motion_does_not_mark():
    """It enters beyond the stage that would make it an MQL: its next step is what it reaches next."""
    diary = Diary(header(motions=2))
    account = diary.born(0.0)
    diary.note(3.0, account, events.LOST, stage=SCREEN, to=4 + QUALIFY, reason=events.DECLINED)
    diary.note(3.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(8.0, account, events.PASSED, stage=4 + QUALIFY, to=4 + AGREE)
    diary.note(9.0, account, events.LOST, stage=4 + AGREE, reason=events.DECLINED)
    bowtie = measure(diary.ledger()).bowtie
    assert bowtie[0, 0].tolist() == [1, 1, 8]
    assert bowtie[1, 3].tolist()[:2] == [1, 0]


def test_deals_and_customers_of_the_first_day_are_no_leads():
    diary = Diary(header(months=12))
    deal = diary.born(-40.0, to=QUALIFY)
    diary.note(5.0, deal, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.note(25.0, deal, events.PASSED, stage=AGREE, to=3)
    diary.note(25.0, deal, events.WON, stage=AGREE, amount=100)
    customer = diary.signed(-300.0, 1200)
    diary.note(50.0, customer, events.REACHED)
    diary.note(60.0, customer, events.EXPANDED, arr=1300)
    measures = measure(diary.ledger())
    values = measures.values
    assert [values[name] for name in ("leads", "sal", "won", "live")] == [0, 1, 1, 0]
    assert (values["win_rate"], values["cycle_days_mean"]) == (1.0, 20.0)
    assert np.isnan(values["time_to_impact_days"])
    assert measures.bowtie[0, :, 0].tolist()[-2:] == [0, 0]
