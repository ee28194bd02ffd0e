"""Customers by age."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from simulator import figures
from simulator.experiment import Interval, Outcomes, t_interval
from simulator.figures.cohorts import _compared
from tests.figures.pictures import drawn, spoilt, whiskers


@pytest.mark.slow
def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.cohorts, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody signs, or of one replication, or of use."""
    picture = figures.cohorts(odd)
    assert spoilt(picture) == []
    assert "nan" not in " ".join(t.get_text() for t in picture.texts)


def lines(axes: object) -> dict[str, np.ndarray]:
    return {line.get_label(): line.get_ydata() for line in axes.lines}


def test_curves_are_shares_of_all_who_signed(outcomes: Outcomes) -> None:
    """Catches a mean over quarters instead of customers, gross taken for net, and bands of other numbers."""
    stay, revenue, _ = drawn(figures.cohorts, outcomes).axes
    table = outcomes.cohorts
    left = table["customers"].sum(axis=1) / table["signed"].sum(axis=1) * 100
    np.testing.assert_allclose(lines(stay)["all"], left.mean(axis=0))
    first = table["first"].sum(axis=1)
    gross = table["kept"].sum(axis=1) / first * 100
    net = (table["kept"] + table["grown"]).sum(axis=1) / first * 100
    np.testing.assert_allclose(lines(revenue)["with growth (net)"], net.mean(axis=0))
    np.testing.assert_allclose(lines(revenue)["at most what each had at first (gross)"], gross.mean(axis=0))
    band = next(c for c in stay.collections if isinstance(c, PolyCollection))
    low = min(t_interval(column).low for column in left.T)
    assert band.get_paths()[0].vertices[:, 1].min() == pytest.approx(low)


def test_years_of_signature_have_whiskers_of_their_own(outcomes: Outcomes) -> None:
    """Catches the first year's customers under the last year's mark."""
    stay = drawn(figures.cohorts, outcomes).axes[0]
    expected = []
    for quarters in (slice(0, 4), slice(4, 8)):
        some = outcomes.cohorts[:, quarters]
        left = some["customers"].sum(axis=1) / some["signed"].sum(axis=1) * 100
        expected += [t_interval(left[:, age])[1:] for age in range(4, left.shape[1], 4)]
    np.testing.assert_allclose(whiskers(stay), expected)
    marks = {c.get_label(): c.lines[0].get_marker() for c in stay.containers}
    assert marks == {"signed in year 1": "s", "signed in year 2": "^"}


@pytest.mark.slow
def test_told_apart_without_colour(outcomes: Outcomes) -> None:
    """Catches two lines of a panel that look alike on a grey print."""
    revenue = drawn(figures.cohorts, outcomes).axes[1]
    styles = [line.get_linestyle() for line in revenue.lines if not line.get_label().startswith("_")]
    assert styles == ["-", "--"]


def test_the_title_is_what_was_found(outcomes: Outcomes) -> None:
    """Catches a title written by hand, or of another age."""
    title = " ".join(drawn(figures.cohorts, outcomes).texts[0].get_text().split())
    table = outcomes.cohorts
    left = (table["customers"].sum(axis=1) / table["signed"].sum(axis=1))[:, 20].mean()
    net = ((table["kept"] + table["grown"]).sum(axis=1) / table["first"].sum(axis=1))[:, 20].mean()
    assert title.startswith(
        f"Of 100 customers {left * 100:.0f} are left after 5 years, with {net * 100:.0f} % of the recurring"
    )


def test_the_title_changes_with_the_outcomes(outcomes: Outcomes) -> None:
    """Catches words that the data contradict: owners never leave, and pay no recurring revenue."""
    table = outcomes.cohorts.copy()
    table["customers"] = table["signed"]
    table["first"] = table["kept"] = table["grown"] = 0
    title = " ".join(figures.cohorts(replace(outcomes, cohorts=table)).texts[0].get_text().split())
    assert title == "All customers are left after 5 years; those of year 2 stay as those of year 1 do"


def test_years_are_compared_with_care() -> None:
    """Catches a difference called where its interval holds none."""
    said = [_compared(Interval(mean, mean - 0.03, mean + 0.03), 5) for mean in (0.05, -0.05, 0.02)]
    assert said[0] == "of those of year 5 more stay than of those of year 1 (+5 ±3 points)"
    assert said[1] == "of those of year 5 fewer stay than of those of year 1 (−5 ±3 points)"
    assert said[2].endswith("too close to call")
    assert _compared(Interval(0.1, np.nan, np.nan), 5).endswith("too little is known")


def test_axes_have_units(outcomes: Outcomes) -> None:
    """Catches an axis without a word for what it counts."""
    stay, revenue, heat = drawn(figures.cohorts, outcomes).axes
    assert all("%" in axes.get_ylabel() and "years" in axes.get_xlabel() for axes in (stay, revenue))
    assert "quarters" in heat.get_xlabel()
    assert "%" in heat.get_title(loc="left")
