"""Catches cents that are rounded the wrong way, or more of them than may be."""

import pytest

from simulator.numerics.cents import MOST_CENTS, whole_cents


@pytest.mark.parametrize(
    ("cents", "rounded"), [(0.0, 0), (0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (1e300, int(MOST_CENTS))]
)
def test_halves_are_rounded_up_and_too_much_is_cut(cents, rounded):
    assert whole_cents(cents) == rounded
