"""A life as a table with its money, and its money entry by entry."""

from __future__ import annotations

import re

import numpy as np
import pytest

from simulator import ledger as rows
from simulator.layout.page import Page
from simulator.layout.table import Cell, Row, Table
from simulator.ledger import EVENTS, Ledger
from simulator.money import Journal, journal
from simulator.money.entry_kinds import (
    COMMISSION,
    COSTS,
    ENTRY,
    INVOICED,
    LEAD_COST,
    NAMES,
    OVERHEAD,
    PAID,
    PLACES,
    VALUE,
)
from simulator.numerics.months import MONTH
from simulator.report.trace import entries, story
from simulator.scenario.opening.accounts import OpeningAccounts
from tests.metrics.ledgers import Diary, header
from tests.report.made import lines as printed


def made(*noted: tuple[float, int, int, int, int]) -> Journal:
    """(day, account, kind, cents, row), in order of accounts and days."""
    found = np.zeros(len(noted), ENTRY)
    for entry, (day, account, kind, cents, row) in zip(found, noted, strict=True):
        entry["day"], entry["account"], entry["kind"], entry["cents"], entry["row"] = (
            day, account, kind, cents, row
        )  # fmt: skip
    found["team"] = -1
    return Journal(found)


@pytest.fixture
def ledger() -> Ledger:
    """A lead that nobody won, and a customer of 100 a month."""
    diary = Diary(header(months=60))
    lost = diary.born(1.0)
    diary.note(5.0, lost, rows.LOST, stage=0, reason=rows.DECLINED)
    customer = diary.signed(10.0, 120_000)
    diary.note(40.0, customer, rows.REACHED)
    diary.note(375.25, customer, rows.CHURNED)
    return diary.ledger()


def rows_of(page: Page) -> list[Row]:
    """The rows of its tables."""
    tables = (block for section in page for block in section if isinstance(block, Table))
    return [row for table in tables for row in table.rows]


def cells(page: Page, word: str) -> tuple[Cell, ...]:
    """Of the row of its table with this word."""
    (found,) = (row for row in rows_of(page) if word in str(row[2]).split())
    return tuple(found)


def test_billed_paid_and_spent_so_far(ledger: Ledger) -> None:
    """Catches money of another account, payment before it comes, the buyer's own effort as a cost, and
    sums that stop at the last event."""
    money = made(
        *((0.0, -1, OVERHEAD, 999_999, -1), (2.0, 0, COMMISSION, 12_300, 0)),
        (10.0, 1, COMMISSION, 30_000, 6),
        (10.0, 1, INVOICED, 120_000, 7),
        (40.0, 1, VALUE, 777_000, 8),
        (45.0, 1, PAID, 50_000, 7),
        (400.0, 1, PAID, 70_000, 7),
        (400.0, 1, LEAD_COST, 2_000, 7),
    )
    page = story(ledger, money, 1)
    assert cells(page, "live:")[-4:] == (None, 1200.0, None, 300.0)
    assert cells(page, "leaves")[-4:] == (0.0, None, 500.0, None)
    assert cells(page, "moves")[-4:] == (None, None, 1200.0, 320.0)
    lines = printed(page)
    assert lines[-1] == (
        "It was a customer and left: it was billed 1,200 EUR, paid 1,200 EUR; 320 EUR was spent on it."
    )
    assert printed(story(ledger, money, 0))[-1] == "It never became a customer; 123 EUR was spent on it."
    assert "999" not in " ".join(lines)


def test_the_page_holds_large_sums(ledger: Ledger) -> None:
    """Catches lines too long, and words cut off rather than wrapped, where an account is worth millions."""
    big = 123_456_789_012_00
    money = made(*((10.0, 1, kind, big, 7) for kind in (INVOICED, PAID, LEAD_COST)))
    lines = printed(story(ledger, money, 1))
    assert max(map(len, lines)) <= 100
    assert "123,456,789,012" in " ".join(lines)
    assert "…" not in " ".join(lines)
    assert "live: first use" in " ".join(lines)


def test_every_entry_is_listed_with_its_row(ledger: Ledger) -> None:
    """Catches entries left out or of others, cents lost, and a row that leads elsewhere."""
    booked = journal(ledger)
    for account in (-1, 0, 1):
        mine = booked.entries[booked.entries["account"] == account]
        page = entries(ledger, booked, account)
        assert len(rows_of(page)) == len(mine)
        assert max(map(len, printed(page))) <= 100
        for row, entry in zip(rows_of(page), mine, strict=True):
            assert (row[0], row[5]) == (entry["day"], int(entry["cents"]) / 100)
            assert row[2:4] == (NAMES[int(entry["kind"])], PLACES[int(entry["kind"])])
            if entry["row"] >= 0:
                assert row[6:] == (str(entry["row"]), EVENTS[int(ledger.rows["event"][entry["row"]])])
    assert len(rows_of(entries(ledger, booked, 1))) > 1
    assert re.search(r" [\d,]+\.\d\d  ", printed(entries(ledger, booked, 1))[2])


def test_the_columns_are_the_sums_of_the_entries(ledger: Ledger) -> None:
    """Catches a page and a list that disagree: a finance reader would follow neither."""
    mine = journal(ledger).entries
    mine = mine[mine["account"] == 1]
    billed = int(mine["cents"][mine["kind"] == INVOICED].sum()) / 100
    spent = int(mine["cents"][np.isin(mine["kind"], COSTS)].sum()) / 100
    assert f"billed {billed:,.0f} EUR" in printed(story(ledger, journal(ledger), 1))[-1]
    assert f"{spent:,.0f} EUR was spent" in printed(story(ledger, journal(ledger), 1))[-1]
    assert billed == 12 * 100 == round(375.25 / MONTH) * 100


def test_money_counts_from_the_first_day() -> None:
    """Catches invoices of an old customer's past, at today's price, among what the simulation knows."""
    diary = Diary(header(months=60))
    customer = diary.signed(-400.0, 120_000)
    ledger = diary.ledger()
    money = made((-400.0, customer, INVOICED, 777_700, 4), (20.0, customer, INVOICED, 10_000, 4))
    lines = printed(story(ledger, money, customer))
    assert "7,777" not in " ".join(lines)
    assert "it was billed 100 EUR" in " ".join(lines)
    assert "−400.0" in " ".join(printed(entries(ledger, money, customer)))


def test_customers_and_deals_of_the_first_day_go_by_their_names() -> None:
    """Catches a number in place of the name in a company's own table, or the name of another account."""
    diary = Diary(header(months=60))
    book = OpeningAccounts(names=["a", "b", "an open deal"])
    known = [diary.signed(-730.0, 1200), diary.signed(-1096.0, 1200), diary.born(-31.0)]
    new = diary.born(0.0)
    for account, name in zip(known, ("a", "b", "an open deal"), strict=True):
        assert f": account {account} ({name}), " in printed(story(diary.ledger(), made(), account, book))[0]
        money = printed(entries(diary.ledger(), made(), account, book))[0]
        assert f"the money of account {account} ({name})" in money
    assert f": account {new}, " in printed(story(diary.ledger(), made(), new, book))[0]
