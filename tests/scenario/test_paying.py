"""Offers, costs and money in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.layout.text import text as printed
from simulator.scenario import describe, load
from tests.scenario.rich import RICH, changed
from tests.scenario.small import SMALL, written

WORDS = (
    "cash 2,000,000 on the first day", "fixed cost 50,000 a month",
    "pay rises by 3 % a year; no commission, fixed cost or other cost does",
    "discount 12 % a year", "worth 90 per unit a month to the buyer", "a buyer puts in 50 per unit itself",
    "96 months of a customer's life are valued", "then 96 months without new leads",
    "paid 75,000 a year", "6,000 a month more at full quota",
    "quota: new recurring revenue of 600,000 a year",
    "benefits and taxes: 20 % of pay", "15,000 for each person hired", "if a customer leaves within 6 months",
    "paid 60,000 a year", "30 % of the time goes into growth", "a lead costs 25", "launch costs 200,000",
    "fixed cost 10,000 a month", "trial of 14 days",
    "0.5 a month for an account that uses the product for nothing",
    "stays 6 months longer", "costs 500 a visit", "once 5,000 per account", "price 100 per unit a month",
    "fee 500 a month per account", "use 2 per 100 units a month", "included 50 % of full use",
    "use changes by -1 % a month with age", "size 12 billed units for each unit of the product",
    "lands with 11.6 % on average (5 to 20 %, differs) of its units", "24 months",
    "billed every 12 months in advance", "paid 30 days after the invoice",
    "failed payments 0.5 % of invoices",
    "93.3 % off the first 2 months of a new customer",
    "40 % of customers pay the whole term ahead", "for 10 % less", "rises by 3 % a year, on each anniversary",
    "change by 5 % from January 2028 on", "change by -2 % from January 2029 on",
    "60 % of what is paid once",
    "hosting 12 % of what recurs", "cost to serve 20 a month for each customer in use",
    "won back 5 % of those who left", "once 9,000 per unit", "maintenance 12 % of the licence a year",
    "bought again 40 % of licences", "months on average (48 to 72 months, differs)",
)  # fmt: skip


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return printed(describe(load(written(tmp_path_factory.mktemp("rich"), RICH))))


@pytest.mark.parametrize("words", WORDS)
def test_everything_that_is_stated_can_be_read_in_words(text: str, words: str) -> None:
    """A number that is missing from the description, in another unit, or without its meaning."""
    plain = " ".join(text.replace("assumption", "").split())
    assert words in plain


def test_the_words_fit_on_the_page(text: str) -> None:
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_source_of_a_rise_and_of_billing_stand_beside_them(tmp_path: Path) -> None:
    """A source that is read and lost."""
    cited = changed(
        ('by = "5%" }', 'by = "5%", source = "letter 2026" }'),
        (
            '"every 12 months in advance"',
            '{ value = "every 12 months in advance", source = "contract" }',
        ),
    )
    lines = printed(describe(load(written(tmp_path, cited)))).splitlines()
    assert any("change by 5 %" in line and line.endswith("letter 2026") for line in lines)
    assert any("every 12 months" in line and line.endswith("contract") for line in lines)


def test_a_company_without_money_says_nothing_of_it(tmp_path: Path) -> None:
    """Headings without lines, and costs that nobody stated."""
    plain = printed(describe(load(written(tmp_path, SMALL))))
    assert "\nMoney\n" not in plain
    for words in ("quota", "hosting", "failed payments", "won back", "costs"):
        assert words not in plain, words
