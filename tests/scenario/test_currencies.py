"""Several currencies stay out, and the message says why, however they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.quantity.currency import ONE_CURRENCY, named_in
from simulator.scenario import load
from tests.scenario.small import edited, written
from tests.scenario.test_invalid import refusal

PRICE, OFFER = "49 per unit a month", "[motion.sale.offer]\n"


AMOUNTS = (
    "49 USD per unit a month", "$49 per unit a month", "EUR 49 per unit a month", "49 euros per unit a month",
    "40 to 60 usd per unit a month", "$40 to $60 per unit a month",
)  # fmt: skip


@pytest.mark.parametrize("amount", AMOUNTS)
def test_an_amount_with_a_currency(amount: str, tmp_path: Path) -> None:
    """Catches the forms of a price told to somebody whose only slip is a currency, without the reason."""
    (problem,) = refusal(written(tmp_path, edited((PRICE, amount)))).problems
    assert problem.path == "motion.sale.offer.price"
    assert problem.right.endswith(f'"2 per 1000 units a month", without a currency: {ONE_CURRENCY}')


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ('[target.plan]\nmetric = "arr_end"\nat_least = "5M EUR"\n', "target.plan.at_least"),
        ('[money]\ncash = "€5M"\n', "money.cash"),
        ('[money]\ncash = { value = "5M", currency = "USD" }\n', "money.cash.currency"),
        ('[money]\ncurrency = "USD"\n', "money.currency"),
        ("[fx]\nUSD = 1.1\n", "fx"),
        ('[what_if.x]\n"motion.sale.offer.price" = "+5 USD"\n', 'what_if."x"."motion.sale.offer.price"'),
        ('[what_if.x]\n"motion.sale.offer.currency" = "USD"\n', 'what_if."x"."motion.sale.offer.currency"'),
    ],
)
def test_wherever_it_stands(more: str, path: str, tmp_path: Path) -> None:
    """Catches a place at which a currency is an unknown word."""
    (problem,) = refusal(written(tmp_path, edited() + more)).problems
    assert (problem.path, problem.right.endswith(ONE_CURRENCY)) == (path, True), problem


@pytest.mark.parametrize("currency", ["EUR, USD", "EUR/USD", "$"])
def test_two_in_one_text(currency: str, tmp_path: Path) -> None:
    """Catches "three capital letters" alone, where somebody asks for two of them."""
    (problem,) = refusal(written(tmp_path, edited(('"EUR"', f'"{currency}"')))).problems
    assert problem.right.endswith(ONE_CURRENCY)


def test_in_a_table_of_customers(tmp_path: Path) -> None:
    """Catches a column and a cell that are told to be wrong without the reason."""
    (tmp_path / "book.csv").write_text(
        "name,motion,units,arr,signed,Currency\nAcme,sale,20,$11760,2026-03-01,USD\n"
    )
    found = refusal(written(tmp_path, edited() + '[opening]\ncustomers = "book.csv"\n')).problems
    assert [(p.path, p.right.endswith(ONE_CURRENCY)) for p in found] == [
        ("line 1", True),
        ("line 2, arr", True),
    ]


def test_words_of_a_unit_are_no_currency(tmp_path: Path) -> None:
    """Catches PER and DAY taken for codes, and capitals that can no longer be written."""
    load(written(tmp_path, edited((PRICE, PRICE.upper()))))
    assert not named_in("49 PER UNITS A DAY")
    assert named_in("49 SEK PER UNIT")
