"""Accounts as bars."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.parts.funnel import KNOT, _round_numbers
from tests.figures.pictures import drawn, whiskers


def test_a_bar_for_each_volume_that_is_marked(outcomes: Outcomes) -> None:
    """Catches a bar too many or too few, at another height, or under another name."""
    tie = drawn(figures.bowtie, outcomes).axes[0]
    means = outcomes.bowtie[:, 0, :, 0].mean(axis=0)
    marked = np.flatnonzero(~np.isnan(means))
    assert list(marked + 1) == [1, 4, 5, 6, 7, 8]  # this company marks neither MQL nor SQL
    bars = list(tie.patches)
    assert [bar.get_x() + bar.get_width() / 2 for bar in bars] == pytest.approx(list(marked + 1))
    assert [bar.get_y() + bar.get_height() for bar in bars] == pytest.approx(list(means[marked]))
    assert [bar.get_y() for bar in bars] == pytest.approx(list(-means[marked]))


def test_it_narrows_to_the_knot(outcomes: Outcomes) -> None:
    """Catches volumes in another order: nobody signs who was no prospect."""
    tie = drawn(figures.bowtie, outcomes).axes[0]
    upto = [b.get_height() for b in tie.patches if b.get_x() + b.get_width() / 2 <= KNOT + 0.01]
    assert upto == sorted(upto, reverse=True)
    assert len(set(upto)) == 3


def test_whiskers_are_the_intervals_of_the_means(outcomes: Outcomes) -> None:
    """Catches a standard deviation, or half an interval, where an interval is promised."""
    tie = drawn(figures.bowtie, outcomes).axes[0]
    table = outcomes.bowtie[:, 0, :, 0]
    expected = [t_interval(table[:, k]) for k in range(8) if not np.isnan(table[:, k]).any()]
    np.testing.assert_allclose(whiskers(tie), [[i.low, i.high] for i in expected])


@pytest.mark.slow
def test_the_knot_is_told_from_the_others_without_colour(outcomes: Outcomes) -> None:
    """Catches a knot that only its colour tells from the other bars."""
    tie = drawn(figures.bowtie, outcomes).axes[0]
    (word,) = [t for t in tie.texts if "the knot" in t.get_text()]
    assert word.xy[0] == KNOT


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(23952, [1000, 5000, 20000]), (1.0, [1]), (5.5, [1, 5]), (100, [5, 20, 100]), (99, [2, 10, 50])],
)
def test_round_numbers(most: float, ticks: list[float]) -> None:
    """Catches ticks beyond the bars, and an axis with none."""
    assert _round_numbers(most) == ticks
