"""A ledger and its money as tables."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import simulator
from simulator import ledger as rows
from simulator.ledger import Ledger
from simulator.money import journal
from simulator.money.entry_kinds import NAMES, PLACES
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH
from simulator.tables import motions_of
from tests.metrics.ledgers import Diary, header


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """Two motions, a prospect and a customer that move between them, and every new event."""
    diary = Diary(header(motions=2))
    diary.note(0.0, -1, rows.MOTION_OPENED, motion=1)
    diary.note(0.0, -1, rows.STAFFED, team=0, count=3, amount=12)
    prospect = diary.born(1.0)
    diary.note(2.0, prospect, rows.MOVED, motion=0, to_motion=1, amount=0)
    diary.note(3.0, prospect, rows.PASSED, stage=4, to=5)
    old = diary.born(-40.0)
    diary.note(-40.0, old, rows.WON, stage=2, amount=1200)
    diary.note(-40.0, old, rows.OPENED, invoice=12, arr=1200, fee=1200)
    diary.note(9.0, old, rows.REPRICED, arr=1300, fee=1300)
    diary.note(10.0, old, rows.MOVED, motion=0, to_motion=1, invoice=-3, amount=500, arr=2400, fee=2000)
    diary.note(11.0, old, rows.UNPAID, stage=-1)
    diary.note(11.0, old, rows.CHURNED, arr=0, fee=0)
    diary.note(90.0, old, rows.WON_BACK, invoice=-1, arr=600, fee=600)
    diary.note(95.0, old, rows.REPURCHASED, amount=700, arr=600, fee=600)
    return diary.ledger()


def found(table: pl.DataFrame, event: str) -> list[dict[str, object]]:
    return table.filter(pl.col("event") == event).to_dicts()


def test_columns_say_what_the_numbers_of_a_row_mean(ledger: Ledger) -> None:
    """Catches a motion told as a stage, months of an invoice told as a stage, and money under no heading."""
    table = simulator.table(ledger)
    (opened,) = found(table, "motion opened")
    assert (opened["motion"], opened["stage"], opened["account"]) == ("motion 1", None, None)
    (bought,) = found(table, "opened")
    assert (bought["invoice_months"], bought["in_arrears"], bought["to_stage"]) == (12, False, None)
    assert (bought["once_cents"], bought["arr_cents"], bought["fee_cents"]) == (0, 1200, 1200)
    (signed,) = found(table, "won")
    assert (signed["committed_cents"], signed["once_cents"], signed["arr_cents"]) == (1200, None, None)
    (staffed,) = found(table, "staffed")
    assert [staffed[name] for name in ("people", "seats", "person", "units", "motion")] == [
        3,
        12,
        None,
        None,
        None,
    ]
    assert (bought["date"], bought["day"]) == (date_of(ledger.header.start, -40.0), -40.0)
    prospect, customer = found(table, "moved")
    assert (prospect["motion"], prospect["to_motion"], prospect["stage"]) == ("motion 0", "motion 1", None)
    assert prospect["invoice_months"] is None
    assert prospect["in_arrears"] is None
    assert (customer["invoice_months"], customer["in_arrears"], customer["team"]) == (3, True, None)
    assert (customer["once_cents"], customer["arr_cents"], customer["fee_cents"]) == (500, 2400, 2000)
    (raised,) = found(table, "repriced")
    assert (raised["arr_cents"], raised["fee_cents"], raised["once_cents"]) == (1300, 1300, None)
    (back,) = found(table, "won back")
    assert (back["invoice_months"], back["in_arrears"], back["arr_cents"]) == (1, True, 600)
    (again,) = found(table, "repurchased")
    assert (again["once_cents"], again["to_stage"]) == (700, None)
    (unpaid,) = found(table, "unpaid")
    assert (unpaid["once_cents"], unpaid["arr_cents"]) == (None, None)
    (passed,) = found(table, "passed")
    assert (passed["motion"], passed["stage"], passed["to_stage"]) == ("motion 1", "screen", "qualify")


def test_a_row_belongs_to_the_motion_that_the_account_was_in(ledger: Ledger) -> None:
    """Catches rows after a move under the motion of birth, and rows before it under the new one."""
    motions = motions_of(ledger)
    now = {account: int(motion) for account, motion in enumerate(ledger.motion)}
    for row, motion in zip(ledger.rows, motions, strict=True):
        account = int(row["account"])
        assert motion == (-1 if account < 0 else now[account])
        if row["event"] == rows.MOVED:
            now[account] = int(row["to_motion"])
    assert now == {0: 1, 1: 1}


def test_the_row_is_the_place_in_the_ledger() -> None:
    """Catches a number that counts lines of the table, where churn of use stands on its earlier day."""
    diary = Diary()
    account = diary.signed(10.0, 1200)
    diary.note(10.0 + MONTH, account, rows.METERED, amount=5, arr=60)
    diary.note(12.0, account, rows.CHURNED, written=100.0, arr=0)
    ledger = diary.ledger()
    table = simulator.table(ledger)
    assert table["day"].is_sorted()
    assert table["row"].to_list() != list(range(len(ledger.rows)))
    for line in table.iter_rows(named=True):
        assert rows.EVENTS[int(ledger.rows["event"][line["row"]])] == line["event"]


def test_money_is_every_entry_with_its_row(ledger: Ledger) -> None:
    """Catches entries lost, cents changed, kinds under other words, and rows that lead to another account."""
    table = simulator.table(ledger, money=True)
    entries = journal(ledger).entries
    assert table.height == len(entries) > 0
    assert table["day"].is_sorted()
    assert table["cents"].sum() == entries["cents"].sum()
    places = {NAMES[kind]: PLACES[kind] for kind in NAMES}
    by_kind = {NAMES[kind]: int(entries["cents"][entries["kind"] == kind].sum()) for kind in NAMES}
    for (name,), group in table.group_by("entry"):
        assert set(group["place"]) == {places[str(name)]}
        assert group["cents"].sum() == by_kind[str(name)]
    from_rows = table.filter(pl.col("row").is_not_null() & pl.col("account").is_not_null())
    assert from_rows.height
    for line in from_rows.iter_rows(named=True):
        assert ledger.rows["account"][line["row"]] == line["account"]
    own = table.filter(pl.col("account").is_null())
    assert own["address"].is_null().all()


def test_a_ledger_without_rows_is_a_table_without_lines() -> None:
    """Catches an empty company that breaks the table."""
    empty = Diary().ledger()
    assert simulator.table(empty).height == 0
    assert np.array_equal(motions_of(empty), [])
