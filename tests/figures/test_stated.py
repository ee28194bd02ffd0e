"""Stated and observed rates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.stated import furthest, pairs
from tests.figures.conftest import ODD, outcomes_of
from tests.figures.pictures import drawn, spoilt, whiskers


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches words over words and cut names where there are two motions, long names, nobody who comes."""
    for motion in (None, *odd.header.motions):
        assert spoilt(figures.stated(odd, motion)) == []


def test_all_motions_or_one(folder: Path) -> None:
    """Catches a motion left out, and rows of which nobody knows whose they are."""
    two = outcomes_of(folder, ODD["two motions"], "two of them")
    first, second = two.header.motions
    names = [" ".join(t.get_text().split()) for t in figures.stated(two).axes[0].get_yticklabels()]
    assert len(names) == 10
    assert all(name.startswith(f"{first}: ") for name in names[:5])
    assert all(name.startswith(f"{second}: ") for name in names[5:])
    assert names[5] == f"{second}: talk for as long as it takes to talk → VM4"  # and none is cut
    one = [t.get_text() for t in figures.stated(two, second).axes[0].get_yticklabels()]
    assert [" ".join(name.split()) for name in one] == [name.partition(": ")[2] for name in names[5:]]
    with pytest.raises(KeyError, match="no motion 'sales'"):
        figures.stated(two, "sales")


def test_no_rate_was_observed(outcomes: Outcomes) -> None:
    """Catches an empty frame, and a gap found where nothing was."""
    stages, rates = outcomes.stages.copy(), outcomes.rates.copy()
    stages["share"] = np.nan
    for name in ("first_reached", "renewal"):
        rates[name] = np.nan
    picture = figures.stated(replace(outcomes, stages=stages, rates=rates))
    assert picture.axes == []
    assert picture.texts[0].get_text() == "No rate was observed that could be held against what is stated"


def test_a_row_for_each_stated_rate(outcomes: Outcomes) -> None:
    """Catches a stage that is missing, in another order, or tied to another volume metric."""
    stated = drawn(figures.stated, outcomes).axes[0]
    labels = [t.get_text() for t in stated.get_yticklabels()]
    assert labels == ["talk → VM4", "agree → VM5", "start", "impact, first cycle", "renewal, first decision"]
    low, high = stated.get_ylim()
    assert low > high  # the first at the top


def test_without_a_term_the_rate_is_called_by_its_name(folder: Path) -> None:
    """Catches months of staying under the name of a renewal."""
    use = outcomes_of(folder, ODD["paid by use"], "use")
    assert [rate.label for rate in pairs(use, 0)][-1] == "staying, first twelve months"


@pytest.mark.slow
def test_stated_and_observed_are_what_they_say(outcomes: Outcomes) -> None:
    """Catches the two mixed up, and whiskers that are not the interval of the mean."""
    axes = drawn(figures.stated, outcomes).axes[0]
    (diamonds,) = [line for line in axes.lines if line.get_label().startswith("stated")]
    rates = outcomes.rates[:, 0]
    says = [
        *outcomes.stages["stated"].mean(axis=0),
        *(rates[f].mean() for f in ("stated_reached", "stated_renewal")),
    ]
    np.testing.assert_allclose(diamonds.get_xdata(), np.array(says) * 100)
    assert says[1:] == pytest.approx([0.4, 0.95, 0.8, 0.85])  # as the file has them
    seen = [*outcomes.stages["share"].T, rates["first_reached"], rates["renewal"]]
    np.testing.assert_allclose(whiskers(axes), [t_interval(values * 100)[1:] for values in seen])


def test_told_apart_without_colour(outcomes: Outcomes) -> None:
    """Catches two kinds of marks that look alike on a grey print."""
    axes = drawn(figures.stated, outcomes).axes[0]
    (diamonds,) = [line for line in axes.lines if line.get_label().startswith("stated")]
    assert diamonds.get_marker() == "D"
    assert diamonds.get_markerfacecolor() == "none"
    assert "o" in {line.get_marker() for line in axes.lines}
    assert len(axes.get_legend().get_texts()) == 2


def test_the_title_names_what_is_furthest_and_sure(outcomes: Outcomes) -> None:
    """Catches a gap called a finding that chance explains, and a sure one that is not told."""
    rates = pairs(outcomes, 0)
    exact = [rate._replace(gap=t_interval([-0.01, 0.01])) for rate in rates]
    assert furthest(exact) == "Every rate is observed as it is stated, within its interval"
    apart = [*exact[:-1], rates[-1]._replace(gap=t_interval([-0.051, -0.049]))]
    said = furthest(apart)
    assert said.startswith("Observed furthest from what is stated: renewal, first decision, −5.0 ±")
    assert "too few" in furthest([rate._replace(gap=t_interval([0.3])) for rate in rates])


def test_only_where_both_are_known(outcomes: Outcomes) -> None:
    """Catches a mean of what was stated over other replications than those of what was observed."""
    stages = outcomes.stages.copy()
    stages["share"][0, 0] = np.nan
    stages["stated"][0, 0] = 100.0
    first = pairs(replace(outcomes, stages=stages), 0)[0]
    assert first.stated.mean == pytest.approx(outcomes.stages["stated"][1:, 0].mean())
    stages["share"][:, 0] = np.nan
    assert pairs(replace(outcomes, stages=stages), 0)[0].label == "agree → VM5"
