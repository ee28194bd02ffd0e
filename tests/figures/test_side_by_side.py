"""Models side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.container import ErrorbarContainer

import simulator
from simulator import figures
from simulator.experiment import Comparison, Outcomes
from simulator.figures.side_by_side import METRICS
from simulator.format import NONE
from tests.figures.pictures import drawn, spoilt, whiskers

FACTORS = {"share": 100.0, "days": 1.0, "months": 1.0, "EUR": 1.0}
FREE = ("win_rate", "cycle_days_median", "after_close_share", "lifetime_revenue", "ltv")  # of any cost


@pytest.mark.slow
def test_no_word_is_hidden(comparison: Comparison, paying: Comparison) -> None:
    """Catches words over words, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.side_by_side, comparison)) == []
    assert spoilt(drawn(figures.side_by_side, paying)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_comparisons(odd: Outcomes) -> None:
    """Catches the same, and an error, where nothing is known, or nothing is sure."""
    alone = Comparison(outcomes=(odd,), against=odd.name)
    assert spoilt(figures.side_by_side(alone)) == []
    assert figures.side_by_side(alone).texts[0].get_text() == "Nothing to compare"


def test_rows_in_order_panels_with_units(comparison: Comparison) -> None:
    """Catches a scenario under another's name, a panel without unit, days on a linear scale."""
    picture = drawn(figures.side_by_side, comparison)
    for axes, metric in zip(picture.axes, FREE, strict=True):
        assert [t.get_text() for t in axes.get_yticklabels()] == ["yearly", "by-use", "slow"]
        low, high = axes.get_ylim()
        assert low > high  # the first at the top
        assert axes.get_title(loc="left") == simulator.definition(metric).label
    units = [axes.get_xlabel() for axes in picture.axes]
    assert units == ["%", "days (logarithmic scale)", "%", "EUR", "EUR"]
    assert [axes.get_xscale() for axes in picture.axes] == ["linear", "log", *["linear"] * 3]


def test_marks_and_whiskers_are_the_numbers(comparison: Comparison) -> None:
    """Catches a mean with another's interval, and quantiles that are not those of outcomes."""
    for axes, metric in zip(drawn(figures.side_by_side, comparison).axes, FREE, strict=True):
        summaries = [o.summary(metric) for o in comparison.outcomes]
        factor = FACTORS[summaries[0].unit]
        np.testing.assert_allclose(whiskers(axes), [[s.low * factor, s.high * factor] for s in summaries])
        outcomes = [line.get_xdata() for line in axes.lines if line.get_label() == "outcomes"]
        np.testing.assert_allclose(outcomes, [[s.p10 * factor, s.p90 * factor] for s in summaries])
        marks = [c.lines[0] for c in axes.containers if isinstance(c, ErrorbarContainer)]
        assert [m.get_xdata()[0] for m in marks] == pytest.approx([s.mean * factor for s in summaries])
        assert [m.get_ydata()[0] for m in marks] == [0, 1, 2]
        assert len({m.get_marker() for m in marks}) == 3  # told apart without colour
        left, right = axes.get_xlim()
        assert all(left <= s.low * factor <= s.high * factor <= right for s in summaries)


@pytest.mark.slow
def test_numbers_are_written_beside(comparison: Comparison) -> None:
    """Catches a row that shows another's number."""
    for axes, metric in zip(drawn(figures.side_by_side, comparison).axes, FREE, strict=True):
        written = {t.get_position()[1]: t.get_text() for t in axes.texts if t.get_text() != "mean ±"}
        for place, o in enumerate(comparison.outcomes):
            summary = o.summary(metric)
            mean, _, half = written[place].replace(",", "").partition(" ±")
            factor = FACTORS[summary.unit]
            assert float(mean) == pytest.approx(summary.mean * factor, abs=summary.interval.half * factor)
            assert float(half) == pytest.approx(summary.interval.half * factor, rel=0.3)


@pytest.mark.slow
def test_where_money_is_known_it_is_shown(paying: Comparison) -> None:
    """Catches a metric on money that is left out, or stands under another's heading."""
    picture = drawn(figures.side_by_side, paying)
    assert [axes.get_title(loc="left") for axes in picture.axes] == [
        simulator.definition(*metric.split(":")).label for metric in METRICS
    ]
    for axes, metric in zip(picture.axes, METRICS, strict=True):
        ends = [o.summary(metric).interval[1:] for o in paying.outcomes]
        shown = np.array(whiskers(axes))
        factor = shown[0, 1] / ends[0][1]
        assert factor == pytest.approx(FACTORS[paying.outcomes[0].unit(metric)])
        np.testing.assert_allclose(shown, np.array(ends) * factor)


@pytest.mark.slow
def test_what_is_known_in_some_replications_only_says_in_how_many(paying: Comparison) -> None:
    """Catches a payback that is the mean of the lucky ones, without a word."""
    first = paying.outcomes[0]
    months = np.array([12.0, np.nan, 14.0, np.nan, 13.0, 12.0, 15.0, 12.0])
    seldom = replace(first, values=first.values | {"payback_months": months})
    picture = figures.side_by_side(replace(paying, outcomes=(seldom, *paying.outcomes[1:])))
    texts = [t.get_text() for t in picture.axes[METRICS.index("payback_months")].texts]
    assert texts[0] == "13.0 ±1.0\nin 6 of 8"
    assert not any("in 8 of 8" in text for text in texts)
    assert spoilt(picture) == []


@pytest.mark.slow
def test_a_product_that_is_owned_has_no_payback(paying: Comparison) -> None:
    """Catches a payback that the first screen leaves out, as what is paid once plays no part in it."""
    first = paying.outcomes[0]
    offer = first.header.offer.copy()
    offer["owned"] = True
    owned = replace(first, header=replace(first.header, offer=offer))
    picture = figures.side_by_side(replace(paying, outcomes=(owned, *paying.outcomes[1:])))
    texts = [t.get_text() for t in picture.axes[METRICS.index("payback_months")].texts]
    assert texts[0] == NONE
    assert NONE not in texts[1:]


@pytest.mark.slow
def test_losses_are_drawn_whole(paying: Comparison) -> None:
    """Catches an axis that cuts means where all are losses, and numbers that reach the next panel."""
    loss = np.linspace(-48_642.0, -20_263.0, 8)
    for values in (loss, np.concatenate([loss[:4], -loss[:4]]), np.zeros(8)):
        several = [
            replace(o, values=o.values | {"ltv": values}, name=f"{n} of a longer name than others")
            for n, o in enumerate(paying.outcomes)
        ]
        picture = figures.side_by_side(Comparison(tuple(several), several[0].name))
        axes = picture.axes[METRICS.index("ltv")]
        left, right = axes.get_xlim()
        drawn = np.concatenate([line.get_xdata() for line in axes.lines if line.get_label() == "outcomes"])
        ends = [*drawn, *whiskers(axes).ravel(), 0.0]
        assert left <= min(ends) <= max(ends) <= right
        assert spoilt(picture) == []


def test_the_title_names_the_ends(comparison: Comparison, folder: object) -> None:
    """Catches a title that names the wrong end, or calls a race that is open."""
    title = " ".join(drawn(figures.side_by_side, comparison).texts[0].get_text().split())
    assert title.startswith("Win rate is highest with slow (")
    cycle = title.partition("sales cycle shortest with ")[2]
    assert cycle.startswith(("yearly or by-use (", "by-use or yearly ("))  # they sell alike
    assert "too close to call" in cycle.partition(";")[0]
    share = max(comparison.names, key=lambda name: comparison[name].summary("after_close_share").mean)
    assert f"largest with {share}" in title
