"""Means one under the other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.experiment import Interval
from simulator.figures.parts.ink import BLUE, ORANGE
from simulator.figures.parts.layout import page, panel
from simulator.figures.parts.marks import Dot, draw_dots
from simulator.format import scale_of
from tests.figures.pictures import whiskers


def test_rows_from_the_top_with_their_numbers() -> None:
    """Catches a row under another's name, whiskers of another unit, and nan written out."""
    axes = panel(page(9.0, 3.0, "found", "read"), 1.5, 0.5, 5.0, 2.0)
    dots = [
        Dot("first", Interval(0.20, 0.10, 0.30), BLUE, "o"),
        Dot("unknown", Interval(math.nan, math.nan, math.nan), BLUE, "o"),
        Dot("one run", Interval(0.5, math.nan, math.nan), ORANGE, "s"),
    ]
    draw_dots(axes, dots, scale_of("share", ()), "Shares")
    assert [t.get_text() for t in axes.get_yticklabels()] == ["first", "unknown", "one run"]
    low, high = axes.get_ylim()
    assert low > high
    written = {t.get_position()[1]: t.get_text() for t in axes.texts if t.get_text() != "mean ±"}
    assert written == {0: "20 ±10", 1: "–", 2: "50"}
    np.testing.assert_allclose(whiskers(axes), [[10, 30]])
    marks = [c.lines[0] for c in axes.containers]
    assert [(m.get_xdata()[0], m.get_ydata()[0], m.get_marker()) for m in marks] == [
        (pytest.approx(20), 0, "o"),
        (pytest.approx(50), 2, "s"),
    ]
