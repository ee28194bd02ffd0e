"""Recurring revenue through time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.parts.movements import standing
from tests.figures.pictures import drawn, spoilt, whiskers, words

THOUSAND = 1e-3


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.recurring(outcomes).texts[0].get_text().split())


def scaled(outcomes: Outcomes, **factors: int) -> Outcomes:
    """The same company with some columns of its months multiplied."""
    monthly = {name: column * factors.get(name, 1) for name, column in outcomes.monthly.items()}
    return replace(outcomes, monthly=monthly)


@pytest.mark.slow
def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.recurring, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, names are long, or there is one replication."""
    assert spoilt(figures.recurring(odd)) == []


def test_the_line_is_the_arr_of_the_company(outcomes: Outcomes) -> None:
    """Catches a motion left out, cents for units, and a month too many or too few."""
    arr = standing(outcomes)
    assert arr.shape == (outcomes.replications, 25)
    np.testing.assert_allclose(arr[:, -1], outcomes.values["arr_end"])
    axes = drawn(figures.recurring, outcomes).axes[0]
    (median,) = [line for line in axes.lines if line.get_label() == "median"]
    np.testing.assert_allclose(median.get_ydata(), np.median(arr, axis=0) * THOUSAND)
    expected = [t_interval(column) for column in arr[:, ::3].T]
    np.testing.assert_allclose(whiskers(axes), [[i.low * THOUSAND, i.high * THOUSAND] for i in expected])
    assert axes.get_ylabel() == "ARR, thousand EUR a year"


def test_a_whisker_stays_in_its_panel(outcomes: Outcomes) -> None:
    """Catches an interval of very few customers that is drawn out of its panel."""
    monthly = {
        name: column[:3] * np.array([0, 0, 1])[:, None, None] for name, column in outcomes.monthly.items()
    }
    tiny = replace(outcomes, monthly=monthly, replications=3, asked=3)
    for axes in figures.recurring(tiny).axes:
        low, high = axes.get_ylim()
        assert low < whiskers(axes).min() < 0.0
        assert whiskers(axes).max() < high


@pytest.mark.slow
def test_the_title_follows_the_numbers(outcomes: Outcomes) -> None:
    """Catches words that the data contradict."""
    assert title(outcomes).startswith("ARR grows from nothing to ")
    falling = {name: column[:, ::-1] for name, column in outcomes.monthly.items()}
    shrunk = replace(outcomes, monthly=falling | {"opening": falling["closing"]})
    assert "ARR shrinks from " in title(shrunk)
    nothing = scaled(outcomes, **dict.fromkeys(outcomes.monthly, 0))
    assert title(nothing) == "No recurring revenue in 2 years"
    assert figures.recurring(nothing).axes == []  # and no empty frame


@pytest.mark.slow
def test_what_is_too_close_is_not_called(outcomes: Outcomes) -> None:
    """Catches a winner named where replications disagree."""
    half = {name: column[: 2 * (len(column) // 2)].copy() for name, column in outcomes.monthly.items()}
    end = half["closing"][:, -1:].sum(axis=2, keepdims=True)
    half["opening"] = np.broadcast_to(end[::-1], half["opening"].shape).copy()
    assert title(replace(outcomes, monthly=half)).startswith(
        "Whether ARR grows in 2 years is too close to call"
    )


@pytest.mark.slow
def test_one_replication_has_no_interval(outcomes: Outcomes) -> None:
    """Catches a ± made of nothing, and a spread of one."""
    monthly = {name: column[:1] for name, column in outcomes.monthly.items()}
    one = replace(outcomes, monthly=monthly, replications=1, asked=1)
    assert not any("±" in text and text[0] in "+−0123456789" for text in words(figures.recurring(one)))
    assert "in one run" in title(one)
    assert "eight of ten" not in title(one)
