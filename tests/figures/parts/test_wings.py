"""The two wings as they are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection

from simulator import figures
from simulator.experiment import Outcomes
from simulator.figures.parts.ink import BLUE, GREEN, ORANGE
from simulator.figures.parts.tie import UNKNOWN, Step, Tie, tie_of
from simulator.figures.parts.wings import stages
from simulator.format import Scale
from tests.figures.parts.test_layout import lightness
from tests.figures.pictures import drawn


def widths(outcomes: Outcomes) -> dict[float, float]:
    """The width of each edge, by its place."""
    axes = figures.bowtie(outcomes).axes[0]
    lines = [s for c in axes.collections if isinstance(c, LineCollection) for s in c.get_segments()]
    return {float(line[0][0]): abs(float(line[1][1] - line[0][1])) for line in lines}


def test_widths_are_to_scale(outcomes: Outcomes) -> None:
    """Catches a root or a logarithm, and two wings on one scale."""
    tie, found = tie_of(outcomes, None), widths(outcomes)
    for wing in (tie.left, tie.right):
        most = max(step.many.mean for step in wing)
        for step in wing:
            assert found[step.at] == pytest.approx(2 * step.many.mean / most)


def test_the_scale_bar_is_as_long_as_it_says(outcomes: Outcomes) -> None:
    """Catches a length of another wing, or in another unit than the numbers."""
    axes, tie = drawn(figures.bowtie, outcomes).axes[0], tie_of(outcomes, None)
    bars = [line for line in axes.lines if line.get_marker() == "_"]
    texts = [t.get_text() for t in axes.texts if "\n" in t.get_text()]
    wings = ((tie.left, 1.0), (tie.right, tie.scale.factor))
    for bar, text, (wing, factor) in zip(bars, texts, wings, strict=True):
        low, high = bar.get_ydata()
        most = max(step.many.mean for step in wing) * factor
        assert (high - low) / 2 * most == pytest.approx(float(text.split("\n")[0].replace(",", "")))
    assert "accounts" in texts[0]
    assert "EUR a year" in texts[1]


def test_growth_lies_around_what_is_kept(outcomes: Outcomes) -> None:
    """Catches growth drawn over what was kept, and told from it by colour alone."""
    axes, tie = drawn(figures.bowtie, outcomes).axes[0], tie_of(outcomes, None)
    shells = [c for c in axes.collections if isinstance(c, PolyCollection) and c.get_hatch() == "..."]
    assert len(shells) == 2
    most = max(step.many.mean for step in tie.right)
    kept, end = (tie.right[n].many.mean / most for n in (2, 3))
    for shell in shells:
        reach = np.abs(shell.get_paths()[0].vertices[:, 1])
        assert (reach.min(), reach.max()) == pytest.approx((kept, end))


def test_customers_of_the_first_day_are_hatched(outcomes: Outcomes) -> None:
    """Catches a band too wide or too narrow, or one that is there though nobody was."""
    plain = [c for c in drawn(figures.bowtie, outcomes).axes[0].collections if isinstance(c, PolyCollection)]
    assert not [c for c in plain if c.get_hatch() == "///"]
    wings = outcomes.wings.copy()
    wings["arr_before"][:, :, 4:] = 10_000_000
    old = replace(outcomes, wings=wings)
    (band,) = (
        c
        for c in figures.bowtie(old).axes[0].collections
        if isinstance(c, PolyCollection) and c.get_hatch() == "///"
    )
    tie = tie_of(old, None)
    most = max(step.many.mean for step in tie.right)
    at_first = [y for x, y in band.get_paths()[0].vertices if x == tie.right[0].at]
    assert max(at_first) - min(at_first) == pytest.approx(2 * 100_000 / most)
    assert min(at_first) == pytest.approx(-tie.right[0].many.mean / most)


def test_fills_differ_on_a_grey_print() -> None:
    """Catches wings that look alike in black and white: the right ones are hatched, or lighter."""
    assert lightness(ORANGE) / lightness(BLUE) > 1.8
    assert lightness(ORANGE) != lightness(GREEN)


def tie(*places: int) -> Tie:
    left = [Step(f"{place}", place, float(n), UNKNOWN, UNKNOWN) for n, place in enumerate(places)]
    return Tie(left, [], Scale(1.0, ""), True, UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ((0, 1, 2, 3, 4), [("awareness", 0, 1), ("education", 1, 2), ("selection", 2, 4)]),
        ((0, 3, 4), [("awareness, education", 0, 1), ("selection", 1, 2)]),
        ((0, 1, 4), [("awareness", 0, 1), ("education, selection", 1, 2)]),
        ((0, 4), [("awareness, education, selection", 0, 1)]),
        ((0, 2, 4), [("awareness, education", 0, 1), ("selection", 1, 2)]),
    ],
)
def test_stages_lie_where_steps_tell_them_apart(
    places: tuple[int, ...], named: list[tuple[str, float, float]]
) -> None:
    """Catches a stage over steps of another, or one left out where a company does not mark it."""
    assert stages(tie(*places)) == named


def test_the_field_knows_these_stages(outcomes: Outcomes) -> None:
    """Catches a stage of the right wing that is missing, or over another part of it."""
    found = stages(tie_of(outcomes, None))
    assert [name for name, _, _ in found[2:]] == ["commit", "onboarding", "impact", "growth"]
    assert [(start, end) for _, start, end in found[2:]] == [(4, 5), (5, 6), (6, 7), (7, 8)]
