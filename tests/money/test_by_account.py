"""Catches rows that are lost, doubled or out of order when they are gathered by account, and accounts that
are taken for prospects to the end though more happens to them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.money.by_account import VISITS, by_account

from ..metrics.ledgers import Diary
from ..strategies import models
from .reading import lives

SEATS = (events.SEATED, events.FREED)


@lives
@given(models(), st.integers(0, 3))
def test_as_a_stable_sort_would_have_it(model, seed):
    ledger = simulate(model, seed=seed)
    mine, order = by_account(ledger), np.argsort(ledger.rows["account"], kind="stable")
    np.testing.assert_array_equal(mine.order, order)
    assert mine.rows.tobytes() == ledger.rows[order].tobytes()
    np.testing.assert_array_equal(mine.events, ledger.rows["event"][order])
    begins = np.searchsorted(ledger.rows["account"][order], np.arange(-1, len(ledger.motion) + 1))
    np.testing.assert_array_equal(mine.starts, begins)
    won = ledger.rows[order][ledger.rows["event"][order] == events.WON]
    assert mine.of(events.WON).tobytes() == won.tobytes()
    more = ~np.isin(ledger.rows["event"], [*np.flatnonzero(VISITS), events.LEAD, *SEATS])
    more = np.unique(ledger.rows["account"][more])
    np.testing.assert_array_equal(mine.buyers, more[more >= 0])
    assert mine.earliest.tolist() == [min(0.0, *ledger.rows["day"])]


def test_a_visit_concerns_nothing_but_stages():
    """Catches an event with more to say that journal and metrics would pass over."""
    visits = {events.PASSED, events.LOST, events.NURTURED, events.RETURNED, events.SETBACK}
    assert set(np.flatnonzero(VISITS)) == visits


def test_an_empty_ledger():
    mine = by_account(Diary().ledger())
    assert len(mine.rows) == len(mine.of(events.WON)) == 0
    assert mine.starts.tolist() == [0, 0]
    assert mine.earliest.tolist() == [0.0]
