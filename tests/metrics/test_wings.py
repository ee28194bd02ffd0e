"""Catches an account counted short of where it came or twice, and revenue of another customer or day."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.metrics.wings import GROWN, KEPT, LIVE
from simulator.model import MQL, NONE, PROSPECT, SAL, SQL, WON
from simulator.numerics.months import MONTH
from tests.lives import best_guess, drawn
from tests.metrics.ledgers import AGREE, QUALIFY, SCREEN, Diary, header

SIGNED = 4  # place of won
SHIPPED = ("subscription", "consumption", "freemium", "perpetual", "portfolio", "perpetual-to-subscription")


def of(diary: Diary, motion: int = -1) -> np.ndarray:
    return measure(diary.ledger(), only=["wings"]).wings[motion]


def test_accounts_come_as_far_as_their_farthest_step() -> None:
    """Catches who skipped a step left out of it, who is lost shown as open, and the day after the end."""
    diary = Diary(header(months=12))
    for day in (0.0, 10.0):
        diary.born(day)  # to stay a prospect
    lost = diary.born(1.0)
    diary.note(4.0, lost, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(9.0, lost, events.LOST, stage=QUALIFY, to=NONE, reason=events.DECLINED)
    skips = diary.born(2.0)
    diary.note(8.0, skips, events.PASSED, stage=QUALIFY, to=AGREE)  # qualified, and never an MQL
    late = diary.born(3.0)
    diary.note(6.0, late, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(12 * MONTH, late, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.signed(20.0, 1200)
    found = of(diary)
    assert found["accounts"][: SIGNED + 1].tolist() == [6, 4, 2, 2, 1]
    assert found["open"][: SIGNED + 1].tolist() == [2, 1, 0, 1, 0]
    assert found["under_way"].sum() == 0
    np.testing.assert_allclose(found["days"][[1, 3, 4]], [(3.0 + 3.0 + 0.0) / 3, 0.0, 0.0])
    assert np.isnan(found["days"][[0, 2, LIVE, KEPT, GROWN]]).all()  # no stage marks SQL


def test_who_was_there_on_the_first_day_is_told_apart() -> None:
    """Catches a pipeline left out, so that more sign than come, and a customer won before the first day."""
    diary = Diary(header(months=12))
    early = diary.born(-30.0)
    diary.note(-20.0, early, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(5.0, early, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.signed(-100.0, 5000, live=-90.0)
    diary.born(1.0)
    found = of(diary)
    assert found["accounts"][: SIGNED + 1].tolist() == [2, 1, 1, 1, 0]
    assert found["under_way"][: SIGNED + 1].tolist() == [1, 1, 1, 1, 0]
    assert math.isnan(found["days"][3])  # since a day before the first: not known
    assert found["customers_before"][SIGNED:].tolist() == [1, 1, 1, 0]
    assert found["arr_before"][SIGNED:].tolist() == [5000] * 4
    assert not found["arr"].any()


def test_what_is_left_of_first_revenue() -> None:
    """Catches growth of one customer that hides another's loss, and revenue of who does not use it yet."""
    diary = Diary(header(months=24))
    grows = diary.signed(10.0, 1000, live=20.0)
    diary.note(100.0, grows, events.EXPANDED, arr=1600)
    shrinks = diary.signed(11.0, 2000, live=21.0)
    diary.note(100.0, shrinks, events.CONTRACTED, arr=500)
    gone = diary.signed(12.0, 4000, live=22.0)
    diary.note(200.0, gone, events.CHURNED, reason=events.CANCELLED)
    diary.signed(13.0, 8000, live=math.inf)
    found = of(diary)
    assert found["accounts"][SIGNED:].tolist() == [4, 3, 2, 1]
    assert found["arr"][SIGNED:].tolist() == [15_000, 7000, 1000 + 500, 1600 + 500]
    assert found["open"][SIGNED] == 1
    assert found["open"][LIVE:].sum() == 0


def test_metered_customers_begin_with_the_first_use_that_is_billed() -> None:
    """Catches a first revenue of nothing, of which no share can be."""
    diary = Diary(header(months=24))
    account = diary.signed(10.0, 0, live=10.0)
    diary.note(40.0, account, events.REPRICED, arr=300)
    diary.note(70.0, account, events.REPRICED, arr=900)
    assert of(diary)["arr"][SIGNED:].tolist() == [300, 300, 300, 900]


def test_a_motion_has_who_came_there() -> None:
    """Catches an account twice in the company, and one that goes on elsewhere left open here."""
    marks = (MQL, SAL, WON, PROSPECT, SQL, SAL, WON, PROSPECT)
    diary = Diary(header(months=12, motions=2))
    diary.header.stage["marks"] = marks
    account = diary.born(1.0)
    diary.note(2.0, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(3.0, account, events.MOVED, motion=0, to_motion=1, stage=QUALIFY, to=4 + QUALIFY)
    diary.note(7.0, account, events.PASSED, stage=4 + QUALIFY, to=4 + AGREE)
    first, second, company = measure(diary.ledger(), only=["wings"]).wings
    assert first["accounts"][: SIGNED + 1].tolist() == [1, 1, 0, 0, 0]
    assert second["accounts"][: SIGNED + 1].tolist() == [1, 1, 1, 1, 0]
    assert company["accounts"][: SIGNED + 1].tolist() == [1, 1, 1, 1, 0]
    assert [part["open"].tolist()[: SIGNED + 1] for part in (first, second, company)] == [
        [0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 1, 0],
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_it_is_what_the_other_numbers_say(name: str) -> None:
    """Catches a wing that contradicts the page: prospects, customers won, recurring revenue in use."""
    for measures in (best_guess(name), drawn(name, 1)):
        company = measures.wings[-1]
        assert company["accounts"][0] - company["under_way"][0] == measures.values["leads"]
        assert company["accounts"][SIGNED] == measures.values["won"]
        assert company["accounts"][SIGNED] == measures.wings[:-1]["accounts"][:, SIGNED].sum()
        assert (company["arr"] + company["arr_before"])[GROWN] == measures.monthly["live_arr"][-1].sum()
        for part in measures.wings:
            steps = part["accounts"][: SIGNED + 1]
            assert (np.diff(steps) <= 0).all()
            assert (part["open"][:SIGNED] <= steps[:-1] - steps[1:]).all()
            for arr in (part["arr"], part["arr_before"]):
                assert (np.diff(arr[SIGNED : KEPT + 1]) <= 0).all()
                assert arr[GROWN] >= arr[KEPT]
        np.testing.assert_array_equal(measures.wings[:-1]["arr"].sum(axis=0), company["arr"])
