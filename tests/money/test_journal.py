"""Catches entries out of order, of the wrong account, untraceable, or of another kind than they say."""

from __future__ import annotations

import sys
from dataclasses import replace

import numba
import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.money import TooMuchMoney, entry_kinds as k, journal
from simulator.money.by_account import by_account

from ..metrics.ledgers import Diary, header
from ..strategies import models
from .reading import lives

# From which rows a kind of entry follows; the rest follows from others.
FROM = {
    k.EFFORT: {events.WON},
    k.VALUE: {events.REACHED},
    k.LEAD_COST: {events.LEAD, events.BACK_AS_LEAD},
    k.SELLING: {events.SEATED, events.LEAD},
    k.STAGE_COST: {events.PASSED, events.LOST, events.NURTURED},
    k.COMMISSION: {events.WON, events.OPENED},
    k.CLAWED_BACK: {events.CHURNED},
    k.IDLE: {events.STAFFED},
    k.LAUNCH: {events.MOTION_OPENED},
    k.MOTION_FIXED_COST: {events.MOTION_OPENED},
    k.WINNING_BACK: {events.WON_BACK},
    k.WRITTEN_OFF: {events.CHURNED, events.LAPSED},
}


@lives
@given(models(), st.integers(0, 3))
def test_order_and_trace(model, seed):
    """By account and day; each names a row of its own account that could have led to it."""
    ledger = simulate(model, seed=seed)
    found = journal(ledger).entries
    assert (np.lexsort((found["day"], found["account"])) == np.arange(len(found))).all()
    assert (found["cents"] != 0).all()
    assert (found["day"] <= ledger.header.until).all()
    company = {k.IDLE, k.LAUNCH, k.MOTION_FIXED_COST, k.OVERHEAD}
    for entry in found:
        kind, row = int(entry["kind"]), int(entry["row"])
        assert (entry["account"] == -1) == (kind in company)
        if entry["cents"] < 0:
            assert kind in (k.INVOICED, k.PAID, k.BOUND, k.CLAWED_BACK, k.PARTNER, k.PARTNER_LATER)
        if row < 0:
            assert kind in (k.OVERHEAD, k.FREE_USE)
            continue
        assert ledger.rows["account"][row] == entry["account"]
        assert kind not in FROM or ledger.rows["event"][row] in FROM[kind]


@lives
@given(models(), st.integers(0, 3))
def test_no_cost_before_the_first_day_and_none_of_the_company_after_the_horizon(model, seed):
    ledger = simulate(model, seed=seed)
    found = journal(ledger).entries
    before = found[found["day"] < 0]
    assert set(before["kind"].tolist()) <= {k.INVOICED, k.PAID, k.EARNED, k.BOUND}
    late = found[(found["account"] < 0) & (found["day"] >= ledger.header.horizon)]
    assert len(late) == 0


def test_every_kind_has_a_name_and_a_place():
    assert list(k.NAMES) == list(k.PLACES) == list(range(1, len(k.NAMES) + 1))
    assert len(set(k.NAMES.values())) == len(k.NAMES)
    assert {kind for kind in k.PLACES if k.PLACES[kind] not in ("revenue", "buyer")} == set(k.COSTS)
    on_customers = ("onboarding", "service", "expansion", "winback")
    for kind, place in k.PLACES.items():
        assert k.is_cost(kind) == (kind in k.COSTS), k.NAMES[kind]
        assert k.wins(kind) == (place == "acquisition"), k.NAMES[kind]
        assert k.delivers(kind) == (place in on_customers), k.NAMES[kind]


def test_more_money_than_can_be_counted_is_refused():
    """Half the whole numbers: no sum of any entries can wrap."""
    diary = Diary(header(months=1, runoff=0))
    for _ in range(400):
        diary.signed(0.0, 0, once=2**52)
    with pytest.raises(TooMuchMoney, match="EUR change hands"):
        journal(diary.ledger())


@pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")
def test_one_signature_whatever_the_ledger():
    """Catches rows or lists of another layout in one ledger: each would be compiled for anew, for seconds."""
    diary = Diary()
    diary.signed(0.0, 1200)
    ledger = diary.ledger()
    frozen = ledger.rows.copy()
    frozen.setflags(write=False)
    strided = np.repeat(ledger.rows, 2)[::2]
    for rows in (ledger.rows, frozen, strided):
        assert len(journal(replace(ledger, rows=rows)).entries) == len(journal(ledger).entries)
    page = sys.modules[journal.__module__]
    compiled = [f for f in vars(page).values() if hasattr(f, "signatures") and f.__module__ == page.__name__]
    assert max(len(f.signatures) for f in compiled) == 1


@pytest.mark.parametrize("room", [1, 7, 60])
def test_in_pieces_as_in_one(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches entries that are lost, doubled or of another account where a piece ends; one account may have
    more of them than a piece has room for."""
    diary = Diary()
    for day in (0.0, 40.0, 41.0):
        diary.born(day)
        diary.signed(day, 1200, once=5)
    ledger = diary.ledger()
    whole = journal(ledger).entries
    page = sys.modules[journal.__module__]
    monkeypatch.setattr(page, "PIECE", room)
    assert journal(ledger).entries.tolist() == whole.tolist()
    mine, seen = by_account(ledger), 0
    for piece in page.booked(ledger.header, mine):
        for account in range(piece.first, piece.end):
            found = piece.entries[piece.starts[account + 1] : piece.starts[account + 2]]
            assert found["cents"].tolist() == whole["cents"][whole["account"] == account].tolist()
            assert set(found["account"]) <= {account}
        assert len(piece.entries) == piece.starts[piece.end + 1]
        seen += 1
    assert seen > (1 if room == 60 else 2)


def test_an_empty_ledger():
    assert len(journal(Diary().ledger()).entries) == 0


def test_a_journal_prints_as_one_line():
    diary = Diary()
    diary.signed(0.0, 1200, once=5)
    assert repr(journal(diary.ledger())).startswith("Journal(")
