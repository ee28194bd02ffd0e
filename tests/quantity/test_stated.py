"""Numbers as the file states them, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.company.schema import numbers_of
from simulator.quantity.stated import stated
from simulator.scenario import load
from tests.scenario.small import edited, written

TAKES = 'takes    = "10 to 45 days"'


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ('"10 to 45 days"', "10 to 45 days; differs"),
        ('"1 to 14 days"', "1 to 14 days; differs"),
        ('{ value = "3 to 14 days", note = "assumption" }', "3 to 14 days; differs"),
        ('"36 hours"', "36 hours"),
        ('{ low = "9 months", best = "1 year", high = "18 months" }',
         "9 to 18 months, best 12 months; differs"),
        ('{ median = "20 to 40 days", sigma = 0.6 }', "median 20 to 40 days, sigma 0.6; differs"),
        ('{ mean = "70 days", sigma = 0.6 }', "mean 70 days, sigma 0.6; differs"),
        ('{ distribution = "gamma", mean = "5 days", sd = "2 days" }',
         "gamma, mean 5 days, sd 2 days; differs"),
        ('{ value = "10 to 45 days", varies = "between runs" }', "10 to 45 days"),
        ('{ values = ["1 day", "2 days", "3 days"] }', "one of 1 day, 2 days, 3 days; differs"),
        (f"{{ values = {['2 days'] * 9} }}",
         f"one of {'2 days, ' * 5}2 days and 3 more; differs"),
    ],
)  # fmt: skip
def test_as_the_file_states_it(tmp_path: Path, given: str, words: str) -> None:
    """Catches a value in other words than its file has, or two units where the file has one."""
    company = load(written(tmp_path, edited((TAKES, f"takes = {given}")))).company
    assert stated(dict(numbers_of(company))["motion.sale.stage.evaluate.takes"]) == words


def test_thousands_are_set_apart(tmp_path: Path) -> None:
    """Catches a row of digits that nobody can count, and a comma behind the point."""
    text = edited(
        ('price  = "49 per unit a month"', 'price = "12345.25 per unit a month"'),
        (TAKES, f'{TAKES}\ncost = "2k to 1500k"'),
    )
    numbers = dict(numbers_of(load(written(tmp_path, text)).company))
    assert stated(numbers["motion.sale.offer.price"]) == "12,345.25 per unit a month"
    assert stated(numbers["motion.sale.stage.evaluate.cost"]) == "2,000 to 1,500,000"
