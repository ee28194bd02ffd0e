"""Catches a division by nothing that gives infinity, zero or a warning."""

import math

import numpy as np

from simulator.metrics.ratio import ratio, ratios


def test_a_part_of_nothing_is_unknown():
    assert math.isnan(ratio(0, 0))
    assert ratio(1, 4) == 0.25


def test_by_element():
    assert np.array_equal(ratios([1, 0, 3], [2, 0, 4]), [0.5, np.nan, 0.75], equal_nan=True)
