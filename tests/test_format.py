"""Numbers as a person reads them."""

from __future__ import annotations

import math

import pytest

from simulator.format import NONE, Scale, many, percent, plain, scale_of


@pytest.mark.parametrize(
    ("mean", "half", "shown"),
    [
        (1234.5678, 20.0, "1,235 ±20"),
        (12.3456, 1.2, "12.3 ±1.2"),
        (12.3456, 0.012, "12.35 ±0.01"),  # never more than two
        (-3.2, 2.0, "−3 ±2"),
        (-0.001, 1.0, "0.0 ±1.0"),  # no minus before nothing
        (5.0, math.nan, "5"),
        (0.1234, math.nan, "0.12"),
        (7.0, 0.0, "7 ±0"),
        (math.nan, math.nan, NONE),
    ],
)
def test_digits_are_as_many_as_the_interval_leaves(mean: float, half: float, shown: str) -> None:
    """Catches digits that chance would change, a hyphen for a minus, and nan in print."""
    assert Scale(1.0, "days").sure(mean, half) == shown


def test_a_difference_has_its_sign() -> None:
    """Catches a plus that is lost, or one before nothing."""
    scale = Scale(100.0, "%")
    assert scale.sure(0.123, 0.02, sign=True) == "+12 ±2"
    assert scale.show(-0.123, 0.02, sign=True) == "−12"
    assert scale.show(0.0, sign=True) == "0"


@pytest.mark.parametrize(
    ("unit", "values", "scale"),
    [
        ("share", [0.3], (100.0, "%")),
        ("days", [1e7], (1.0, "days")),
        ("accounts", [1e7], (1.0, "accounts")),
        ("EUR", [99_999.0, math.nan], (1.0, "EUR")),
        ("EUR", [3.0, -100_000.0], (1e-3, "thousand EUR")),
        ("EUR a year", [1e6, 2.0], (1e-6, "million EUR a year")),
        ("EUR", [], (1.0, "EUR")),
    ],
)
def test_a_row_has_one_scale(unit: str, values: list[float], scale: tuple[float, str]) -> None:
    """Catches days in millions, and a scale by the first or the smallest value."""
    assert scale_of(unit, values) == scale


def test_plain_and_percent() -> None:
    """Catches thousands that run together, and nan in print."""
    assert plain(1234567.8) == "1,234,568"
    assert plain(-2.25, 1) == "−2.2"
    assert percent(0.1234) == "12.3 %"
    assert plain(math.nan) == percent(math.nan) == NONE


def test_many() -> None:
    """Catches `1 replications`."""
    assert [many(n, "year") for n in (0, 1, 2)] == ["0 years", "1 year", "2 years"]
