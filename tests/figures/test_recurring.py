"""Recurring revenue and what moves it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.container import BarContainer, ErrorbarContainer

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.recurring import DOWN, UP, moved, period_of, standing
from simulator.numerics.months import MONTH
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
    """Catches an interval of very few customers that is drawn through the panel below."""
    monthly = {
        name: column[:3] * np.array([0, 0, 1])[:, None, None] for name, column in outcomes.monthly.items()
    }
    tiny = replace(outcomes, monthly=monthly, replications=3, asked=3)
    for axes in figures.recurring(tiny).axes:
        low, high = axes.get_ylim()
        assert low < whiskers(axes).min() < 0.0
        assert whiskers(axes).max() < high


def test_bars_are_the_movements_and_close(outcomes: Outcomes) -> None:
    """Catches a movement left out or on the wrong side of zero: opening, up and down are closing."""
    axes = drawn(figures.recurring, outcomes).axes[1]
    bars = {str(c.get_label()): c for c in axes.containers if isinstance(c, BarContainer)}
    assert list(bars) == [*UP, *DOWN]
    signed = 0.0
    for name, container in bars.items():
        tall = np.array([bar.get_height() for bar in container])
        np.testing.assert_allclose(abs(tall), moved(outcomes, name, 3).mean(axis=0) * THOUSAND)
        assert (tall >= 0).all() if name in UP else (tall <= 0).all()
        signed = signed + tall
    closing = standing(outcomes)[:, ::3].mean(axis=0) * THOUSAND
    np.testing.assert_allclose(closing[:-1] + signed, closing[1:])
    assert len({bar.get_hatch() for c in bars.values() for bar in c}) == 5  # told apart without colour


def test_the_net_has_its_interval_and_numbers(outcomes: Outcomes) -> None:
    """Catches a whisker of something else, and a number under another bar."""
    picture = drawn(figures.recurring, outcomes)
    axes = picture.axes[1]
    net = np.diff(standing(outcomes)[:, ::3], axis=1)
    expected = [t_interval(column) for column in net.T]
    np.testing.assert_allclose(whiskers(axes), [[i.low * THOUSAND, i.high * THOUSAND] for i in expected])
    (marks,) = [c for c in axes.containers if isinstance(c, ErrorbarContainer)]
    np.testing.assert_allclose(marks.lines[0].get_ydata(), net.mean(axis=0) * THOUSAND)
    rows = [t for t in axes.texts if "±" in t.get_text() and t.get_text()[0] in "+−0123456789"]
    middles = sorted({t.get_position()[0] for t in rows})
    np.testing.assert_allclose(middles, np.arange(8) * 3 + 1.5)
    first = [t.get_text() for t in rows if t.get_position()[0] == middles[0]]
    for text, column in zip(first, (net[:, 0], standing(outcomes)[:, 3]), strict=True):
        shown = float(text.replace("−", "-").partition(" ±")[0])
        assert shown == pytest.approx(column.mean() * THOUSAND, abs=t_interval(column).half * THOUSAND)


@pytest.mark.parametrize(("months", "period"), [(12, 3), (36, 3), (48, 12), (144, 12), (288, 24), (960, 120)])
def test_there_is_room_for_every_bar(outcomes: Outcomes, months: int, period: int) -> None:
    """Catches bars so many that the numbers under them touch."""
    header = replace(outcomes.header, horizon=months * MONTH)
    assert period_of(replace(outcomes, header=header)) == period


@pytest.mark.slow
def test_the_title_follows_the_numbers(outcomes: Outcomes) -> None:
    """Catches words that the data contradict."""
    assert title(outcomes).startswith("ARR grows from nothing to ")
    assert "of what is added is from new customers" in title(outcomes)
    assert title(scaled(outcomes, expansion=1000)).partition("is from ")[2].startswith("expansion")
    falling = {name: column[:, ::-1] for name, column in outcomes.monthly.items()}
    shrunk = replace(outcomes, monthly=falling | {"opening": falling["closing"]})
    assert "ARR shrinks from " in title(shrunk)
    assert title(scaled(outcomes, **dict.fromkeys(outcomes.monthly, 0))) == "No recurring revenue in 2 years"


@pytest.mark.slow
def test_what_is_too_close_is_not_called(outcomes: Outcomes) -> None:
    """Catches a winner named where replications disagree."""
    monthly = {name: column.copy() for name, column in outcomes.monthly.items()}
    monthly["expansion"] = monthly["new"][::-1]  # the same sums, of other replications
    undecided = title(replace(outcomes, monthly=monthly))
    assert "whether new customers or expansion add more is too close to call" in undecided
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
