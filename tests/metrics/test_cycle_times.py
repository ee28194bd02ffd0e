"""Catches a deal on another day or in another motion, and curves that do not end at the win rate."""

import numpy as np

from simulator import ledger as events
from simulator.metrics import CYCLE_DAYS, measure
from simulator.numerics.months import MONTH

from .ledgers import AGREE, QUALIFY, SCREEN, Diary, header


def qualified(diary, day, motion=0):
    account = diary.born(day, motion)
    for stage in (SCREEN, QUALIFY):
        diary.note(day, account, events.PASSED, stage=4 * motion + stage, to=4 * motion + stage + 1)
    return account


def win(diary, day, after, motion=0):
    diary.note(day + after, qualified(diary, day, motion), events.WON, stage=4 * motion + AGREE, amount=100)


def lose(diary, day, after, motion=0):
    reason = events.UNWORKED if after > 50 else events.DECLINED
    account = qualified(diary, day, motion)
    diary.note(day + after, account, events.LOST, stage=4 * motion + AGREE, reason=reason)


def by(column, day):
    """How many by a day of the grid."""
    (place,) = np.flatnonzero(np.isclose(CYCLE_DAYS, day, rtol=1e-12))
    return column[place]


def test_the_grid_is_as_documented():
    """Catches days that do not rise, and a grid that no longer holds whole powers of ten, or all of time."""
    assert (np.diff(CYCLE_DAYS) > 0).all()
    assert np.isclose(CYCLE_DAYS[:-1][::40], [0.01, 0.1, 1, 10, 100, 1000, 10_000], rtol=1e-12).all()
    assert CYCLE_DAYS[-1] == np.inf


def test_won_and_lost_by_days_since_qualification():
    diary = Diary(header(months=12))
    for after in (0.5, 9.0, 11.0, 400.0):
        win(diary, 30.0, after)
    for after in (9.5, 200.0):
        lose(diary, 60.0, after)
    (curve,) = measure(diary.ledger()).cycles
    for day, won, lost in ((0.1, 0, 0), (1, 1, 0), (10, 2, 1), (100, 3, 1), (1000, 4, 2), (np.inf, 4, 2)):
        assert (by(curve["won"], day), by(curve["lost"], day)) == (won, lost)
    assert curve["median"] == 10.0  # between 9 and 11


def test_a_deal_won_exactly_on_a_day_of_the_grid_is_won_by_it():
    diary = Diary(header(months=12))
    win(diary, 0.0, float(CYCLE_DAYS[200]))
    (curve,) = measure(diary.ledger()).cycles
    assert curve["won"][199:201].tolist() == [0, 1]


def test_only_deals_of_the_win_rate():
    """Opened before the horizon; what is undecided, too late, or of the first day is left out."""
    diary = Diary(header(months=12))
    win(diary, 5.0, 20.0)
    lose(diary, 12 * MONTH - 1, 300.0)  # decided in the run-off
    win(diary, 12 * MONTH, 1.0)  # qualified too late
    qualified(diary, 100.0)  # undecided for ever
    deal = diary.born(-40.0, to=AGREE)
    diary.note(3.0, deal, events.WON, stage=AGREE, amount=100)
    customer = diary.signed(-300.0, 1200)
    diary.note(50.0, customer, events.CHURNED)
    measures = measure(diary.ledger())
    (curve,) = measures.cycles
    assert (curve["won"][-1], curve["lost"][-1]) == (1, 1)
    assert measures.values["win_rate"] == 0.5
    assert measures.values["cycle_days_median"] == curve["median"] == 20.0


def test_an_opportunity_counts_for_the_motion_that_opened_it():
    """A deal that is lost here and sold there is a loss here, and there an opportunity of six days."""
    diary = Diary(header(motions=2))
    account = qualified(diary, 0.0)
    diary.note(10.0, account, events.LOST, stage=AGREE, to=4 + AGREE, reason=events.DECLINED)
    diary.note(10.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(16.0, account, events.WON, stage=4 + AGREE, amount=100)
    lose(diary, 0.0, 5.0, motion=1)
    cycles = measure(diary.ledger()).cycles
    assert cycles["won"][:, -1].tolist() == [0, 1]
    assert cycles["lost"][:, -1].tolist() == [1, 1]
    assert by(cycles["lost"][0], 10.0) == 1
    np.testing.assert_array_equal(cycles["median"], [np.nan, 6.0])
