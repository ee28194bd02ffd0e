"""Cycle curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.container import ErrorbarContainer

from simulator import figures
from simulator.experiment import Comparison, Outcomes, t_interval
from simulator.figures.cycles import curves_of
from simulator.metrics import CYCLE_DAYS
from tests.figures.pictures import drawn, spoilt


def title(shown: Outcomes | Comparison) -> str:
    return " ".join(figures.cycles(shown).texts[0].get_text().split())


def faster(outcomes: Outcomes, name: str, factor: float, noise: float = 0.0) -> Outcomes:
    """The same company under another name, each median cycle multiplied (and shaken)."""
    shaken = factor * (1 + noise * np.array([(-1) ** n for n in range(outcomes.replications)]))
    cycles = outcomes.cycles.copy()
    cycles["median"] *= shaken[:, np.newaxis]
    names = ("cycle_days_median", "cycle_days_median:opportunities")
    values = outcomes.values | {name: outcomes.values[name] * shaken for name in names}
    return replace(outcomes, name=name, cycles=cycles, values=values)


@pytest.mark.slow
def test_no_word_is_hidden(outcomes: Outcomes, comparison: Comparison) -> None:
    """Catches words over words, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.cycles, outcomes)) == []
    assert spoilt(drawn(figures.cycles, comparison)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, names are long, or there is one replication."""
    assert spoilt(figures.cycles(odd)) == []


def test_curves_end_at_the_win_rate(outcomes: Outcomes, comparison: Comparison) -> None:
    """Catches another denominator than the win rate's, and a motion or scenario under another's name."""
    (curve,) = curves_of(outcomes)
    np.testing.assert_allclose(curve.rate, outcomes.values["win_rate"])
    np.testing.assert_allclose(curve.won[:, -1] + curve.lost[:, -1], 1.0)
    np.testing.assert_array_equal(curve.median, outcomes.values["cycle_days_median"])
    for one, of in zip(curves_of(comparison), comparison.outcomes, strict=True):
        assert one.name == of.name
        np.testing.assert_allclose(one.rate, of.values["win_rate"])


def test_curves_are_of_opportunities_whatever_the_metric_means(outcomes: Outcomes) -> None:
    """Catches a median of accounts on a curve of opportunities, where a file chose that definition."""
    by_account = outcomes.values | {"cycle_days_median": 10.0 * outcomes.values["cycle_days_median"]}
    chosen = replace(outcomes, values=by_account)
    for curve in curves_of(Comparison(outcomes=(chosen, chosen), against=outcomes.name)):
        np.testing.assert_array_equal(curve.median, outcomes.values["cycle_days_median:opportunities"])


def test_lines_are_the_means_by_day(outcomes: Outcomes) -> None:
    """Catches a curve on other days, and one of the lost for one of the won."""
    won, lost, _ = drawn(figures.cycles, outcomes).axes
    (curve,) = curves_of(outcomes)
    for axes, share in ((won, curve.won), (lost, curve.lost)):
        (line,) = [line for line in axes.lines if line.get_label() == "sale"]
        np.testing.assert_array_equal(line.get_xdata(), CYCLE_DAYS[:-1])
        np.testing.assert_allclose(line.get_ydata(), 100 * share.mean(axis=0)[:-1])
        assert "opportunities" in axes.get_ylabel()
    band = won.collections[0].get_paths()[0].vertices
    at = band[np.isclose(band[:, 0], 100.0), 1]
    interval = t_interval(100 * curve.won[:, np.flatnonzero(np.isclose(CYCLE_DAYS, 100.0))[0]])
    assert (at.min(), at.max()) == pytest.approx((interval.low, interval.high))


def test_the_median_is_marked_half_way_up(outcomes: Outcomes) -> None:
    """Catches a median of all that is decided, and a mark without its interval."""
    axes = drawn(figures.cycles, outcomes).axes[0]
    (mark,) = [c for c in axes.containers if isinstance(c, ErrorbarContainer)]
    assert mark.lines[0].get_xdata()[0] == pytest.approx(outcomes.values["cycle_days_median"].mean())
    assert mark.lines[0].get_ydata()[0] == pytest.approx(50 * outcomes.values["win_rate"].mean())
    assert mark.has_xerr


def test_numbers_are_written_under_the_curves(comparison: Comparison) -> None:
    """Catches a row that shows another's number, and curves that colour alone tells apart."""
    picture = drawn(figures.cycles, comparison)
    rows = {t.get_position()[1]: [] for t in picture.axes[2].texts}
    for text in picture.axes[2].texts:
        rows[text.get_position()[1]].append(text.get_text())
    for place, o in enumerate(comparison.outcomes, 1):
        name, rate, median, _ = (text for text in rows[place] if text != "=")
        assert name == o.name
        assert float(rate.partition(" ±")[0]) == pytest.approx(o.summary("win_rate").mean * 100, abs=1)
        assert float(median.partition(" ±")[0]) == pytest.approx(o.summary("cycle_days_median").mean, abs=1)
    looks = {(line.get_linestyle(), line.get_marker()) for line in picture.axes[2].lines}
    assert len(looks) == 2  # the second sells as the first does


def test_curves_that_nothing_tells_apart_are_not_drawn_over_each_other(outcomes: Outcomes) -> None:
    """Catches five lines on one another, and a title that ranks them."""
    alike = [faster(outcomes, f"alike {n}", 1.0, noise=0.1 * n) for n in range(1, 4)]
    several = Comparison(outcomes=(outcomes, *alike, faster(outcomes, "slow", 3.0)), against=outcomes.name)
    won, _, table = figures.cycles(several).axes
    assert {line.get_label() for line in won.lines if not str(line.get_label()).startswith("_")} == {
        outcomes.name,
        "slow",
    }
    assert [t.get_position()[1] for t in table.texts if t.get_text() == "="] == [2, 3, 4]
    said = title(Comparison(outcomes=(outcomes, *alike), against=outcomes.name))
    assert said.startswith("Half of those who sign do so within ")
    assert said.endswith(", with no sure difference")


@pytest.mark.slow
def test_days_are_logarithmic_where_curves_are_far_apart(outcomes: Outcomes, comparison: Comparison) -> None:
    """Catches a cycle of a day that is a line on the edge beside one of a year."""
    assert [axes.get_xscale() for axes in drawn(figures.cycles, comparison).axes[:2]] == ["log", "log"]
    assert [axes.get_xscale() for axes in drawn(figures.cycles, outcomes).axes[:2]] == ["linear", "linear"]
    twice = outcomes.cycles[:, [0, 0]].copy()
    twice["median"][:, 1] *= 20
    two = replace(outcomes, cycles=twice, header=replace(outcomes.header, motions=("quick", "slow")))
    assert figures.cycles(two).axes[0].get_xscale() == "log"
    assert title(two).startswith("Half of those who sign do so soonest with quick (within 20")


@pytest.mark.slow
def test_the_title_follows_the_numbers(outcomes: Outcomes) -> None:
    """Catches words that the data contradict, and a race called that is open."""
    rate, days = (outcomes.values[name].mean() for name in ("win_rate", "cycle_days_median"))
    assert (
        title(outcomes) == f"Of opportunities {rate * 100:.1f} % are won, half of them within {days:.1f} days"
    )
    quick, slow = faster(outcomes, "quick", 0.1), faster(outcomes, "slow", 3.0)
    several = Comparison(outcomes=(outcomes, slow, quick), against=outcomes.name)
    said = title(several)
    assert said.startswith("Half of those who sign do so soonest with quick (within 2")
    assert ", latest with slow (within 6" in said
    alike = Comparison(outcomes=(outcomes, faster(outcomes, "alike", 1.0, noise=0.2)), against=outcomes.name)
    assert "too close to call" in title(alike)
    nobody = outcomes.cycles.copy()
    nobody["won"], nobody["median"] = 0, np.nan
    assert title(replace(outcomes, cycles=nobody)) == "No opportunity is won in 2 years"
