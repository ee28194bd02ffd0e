"""A mean along an axis, with its band."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from simulator.experiment import t_interval
from simulator.figures.parts.bands import along, draw_band
from simulator.figures.parts.ink import BLUE
from simulator.figures.parts.layout import page, panel

VALUES = np.array([[1.0, 2.0, np.nan], [3.0, 2.0, np.nan], [8.0, np.nan, np.nan]])


def test_an_interval_at_each_place() -> None:
    """Catches a mean over places instead of replications, and one unknown that makes all unknown."""
    mean, low, high = along(VALUES)
    assert (mean[0], low[0], high[0]) == pytest.approx(t_interval([1.0, 3.0, 8.0]))
    assert (mean[1], low[1], high[1]) == (2.0, 2.0, 2.0)
    assert np.isnan([mean[2], low[2], high[2]]).all()


def test_line_and_band_are_the_numbers() -> None:
    """Catches a band that is not the interval, or lies at other places than its line."""
    axes = panel(page(9.0, 3.0, "found", "read"), 1.0, 0.5, 7.0, 2.0)
    mean, low, high = draw_band(axes, [2, 3, 4], VALUES, BLUE, "--", "all")
    (line,) = axes.lines
    np.testing.assert_allclose(line.get_xydata()[:2], [(2, mean[0]), (3, mean[1])])
    assert (line.get_linestyle(), line.get_label()) == ("--", "all")
    (band,) = (c for c in axes.collections if isinstance(c, PolyCollection))
    edge = band.get_paths()[0].vertices
    assert edge[:, 1].min() == pytest.approx(low[0])
    assert edge[:, 1].max() == pytest.approx(high[0])
