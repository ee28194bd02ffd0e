"""Catches cash that a rule sees in another way than the journal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, strategies as st

from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.money import journal
from simulator.money.cash import cash_flows
from simulator.money.entry_kinds import COSTS, PAID
from simulator.numerics.months import MONTH

from ..strategies import models
from .reading import lives


def flows(ledger: Ledger, rows: np.ndarray, months: int) -> list[int]:
    """What a rule would see at a month end, of the rows so far."""
    head = ledger.header
    motions = np.array(head.motion)
    motions["offer"] = np.arange(len(motions))
    lists = [np.array(values) for values in (head.offer, motions, head.stage, head.team)]
    addresses = [np.uint64(values.ctypes.data) for values in lists]
    found = cash_flows(
        np.array(rows),
        len(ledger.motion),
        *addresses,
        len(head.teams),
        len(motions),
        head.money[0],
        months * MONTH,
    )
    return found.tolist()


@lives
@given(models(), st.integers(0, 3))
def test_cash_at_each_month_end_is_what_the_journal_of_the_rows_so_far_says(model, seed):
    ledger = simulate(model, seed=seed)
    for months in range(1, ledger.header.months + 1):
        day = months * MONTH
        later = np.flatnonzero(ledger.rows["day"] >= day)
        so_far = ledger.rows[: later[0]] if later.size else ledger.rows
        short = replace(ledger, header=replace(ledger.header, horizon=day, until=day), rows=so_far)
        found = journal(short).entries
        found = found[(found["day"] >= 0) & (found["day"] < day)]
        signs = (found["kind"] == PAID).astype(np.int64) - np.isin(found["kind"], COSTS)
        expected = np.zeros(months, np.int64)
        np.add.at(expected, (found["day"] // MONTH).astype(int), signs * found["cents"])
        assert flows(ledger, so_far, months) == expected.tolist()


def test_no_months_have_no_cash():
    from ..metrics.ledgers import Diary

    ledger = Diary().ledger()
    assert flows(ledger, ledger.rows, 0) == []
