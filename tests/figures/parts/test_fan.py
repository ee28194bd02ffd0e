"""Replications as bands about their median."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from simulator.figures.parts.bands import draw_fan, quantiles, spread_of
from simulator.figures.parts.layout import page, panel
from simulator.format import Scale


def test_quantiles_are_of_what_is_known() -> None:
    """Catches one unknown replication that makes a month unknown, and a month of none that is a number."""
    values = np.array([[0.0, math.nan], [10.0, math.nan], [20.0, math.nan], [math.nan, math.nan]])
    np.testing.assert_allclose(quantiles(values)[:, 0], [2, 5, 10, 15, 18])
    assert np.isnan(quantiles(values)[:, 1]).all()


def test_bands_and_median_are_the_quantiles() -> None:
    """Catches a band of other quantiles than its key says, and a reach that cuts it."""
    values = np.random.default_rng(4).normal(size=(40, 6))
    axes = panel(page(6, 3, "found", "read"), 1, 1, 4, 2)
    top = draw_fan(axes, range(6), values)
    p10, p25, p50, p75, p90 = np.quantile(values, (0.1, 0.25, 0.5, 0.75, 0.9), axis=0)
    bands = {str(b.get_label()): b for b in axes.collections if isinstance(b, PolyCollection)}
    for label, low, high in (("P10 to P90", p10, p90), ("P25 to P75", p25, p75)):
        edge = bands[label].get_paths()[0].vertices
        for place in range(6):
            mine = edge[edge[:, 0] == place, 1]
            assert (mine.min(), mine.max()) == pytest.approx((low[place], high[place]))
    (median,) = [line for line in axes.lines if line.get_label() == "median"]
    np.testing.assert_allclose(median.get_ydata(), p50)
    assert top == p90.max()


def test_one_replication_has_no_bands() -> None:
    """Catches a band about a single line: it would say that it is sure."""
    axes = panel(page(6, 3, "found", "read"), 1, 1, 4, 2)
    draw_fan(axes, range(3), np.array([[1.0, 2.0, 3.0]]))
    assert len(axes.collections) == 0
    assert [line.get_label() for line in axes.lines] == ["the one run"]


def test_a_spread_has_the_digits_that_tell_it_apart() -> None:
    """Catches `6 to 6`, and five digits of a wide spread."""
    assert spread_of(np.linspace(5.9e6, 6.1e6, 11), Scale(1e-6, "million EUR")) == "5.92 to 6.08"
    assert spread_of(np.linspace(0.0, 1e7, 11), Scale(1e-6, "million EUR")) == "1.0 to 9.0"
