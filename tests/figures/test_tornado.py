"""What moves an outcome."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.container import BarContainer

import simulator
from simulator import figures
from simulator.experiment import Interval, OptionError, Outcomes, Swing
from simulator.experiment.outcomes import some_of
from tests.companies import PAID_FOR, written
from tests.figures.conftest import TARGET
from tests.figures.pictures import spoilt, words

LONG = "partners-resellers-and-system-integrator, talk about everything that might be used: passes"


def swing(label: str, low: float, high: float, half: float) -> Swing:
    at_low, at_high = (Interval(v, v - half, v + half) for v in (low, high))
    effect = Interval(high - low, high - low - half, high - low + half)
    return Swing(label, label, 0.1, 0.3, "10%", "30%", at_low, at_high, effect)


@pytest.fixture
def told(paid: Outcomes, monkeypatch: pytest.MonkeyPatch) -> Outcomes:
    """Swings of ARR known beforehand: the first surely the farthest, the last the other way."""
    found = (
        swing(LONG, 300_000.0, 500_000.0, 20_000.0),
        swing("sale: leads", 380_000.0, 430_000.0, 30_000.0),
        swing("sale: churn", 410_000.0, 390_000.0, 15_000.0),
    )
    return swung(paid, found, monkeypatch)


def swung(outcomes: Outcomes, found: tuple[Swing, ...], patch: pytest.MonkeyPatch) -> Outcomes:
    patch.setattr(Outcomes, "tornado", lambda self, metric: found)
    return outcomes


def title(outcomes: Outcomes, metric: str | None = None) -> str:
    return " ".join(figures.tornado(outcomes, metric).texts[0].get_text().split())


def test_no_word_is_hidden(told: Outcomes) -> None:
    """Catches words over words, and a name that is cut."""
    picture = figures.tornado(told)
    assert spoilt(picture) == []
    names = [" ".join(t.get_text().split()) for t in picture.axes[0].get_yticklabels()]
    assert names[0].replace("- ", "-") == LONG
    assert names[1:] == ["sale: leads", "sale: churn"]


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, or there is one replication."""
    assert spoilt(figures.tornado(odd)) == []


def test_bars_go_from_the_mean_to_either_end(told: Outcomes) -> None:
    """Catches low and high mixed up, a bar from zero, and another unit than the axis has."""
    axes = figures.tornado(told).axes[0]
    middle = told.summary("arr_end").mean / 1000
    bars = [bar for c in axes.containers if isinstance(c, BarContainer) for bar in c]
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert [bar.get_x() for bar in bars] == pytest.approx([middle] * 6)
    assert ends == pytest.approx([300, 500, 380, 430, 410, 390])
    assert [bool(bar.get_hatch()) for bar in bars] == [True, False] * 3  # told apart without colour
    assert axes.get_xlabel() == "ARR at the end, thousand EUR a year"
    low, high = axes.get_ylim()
    assert low > high  # the farthest at the top


def test_numbers_stand_beside_their_row(told: Outcomes) -> None:
    """Catches an effect in another row, or with its sign turned."""
    axes = figures.tornado(told).axes[0]
    rows = [[t.get_text() for t in axes.texts if t.get_position()[1] == place] for place in (0, 2)]
    assert rows == [["10%", "30%", "+200 ±20"], ["10%", "30%", "−20 ±15"]]


def test_the_title_ranks_only_what_is_sure(
    told: Outcomes, paid: Outcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a number named first by its mean alone."""
    assert title(told) == (
        f"ARR at the end: of what is not known “{LONG}” moves it most, by +200 ±20 thousand EUR a year "
        "from 10% to 30%"
    )
    near = (swing("a", 300.0, 500.0, 20.0), swing("b", 320.0, 490.0, 20.0))
    said = title(swung(paid, near, monkeypatch), "won")
    assert said == "Won: which of “a” and “b” moves it most is too close to call"
    assert "alone surely moves it" in title(swung(paid, near[:1], monkeypatch), "won")


def test_nothing_surely_moves_it(paid: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an empty frame."""
    picture = figures.tornado(swung(paid, (), monkeypatch))
    assert picture.axes == []
    assert "surely" in picture.texts[0].get_text()
    known = replace(paid, unknowns=None)
    assert title(known) == "Every number is stated as known: nothing but luck moves ARR at the end"


@pytest.mark.slow
def test_of_a_real_run(tmp_path: Path) -> None:
    """Catches a picture that only made-up swings can have: of odds it stays between 0 and 100."""
    run = simulator.run(simulator.load(written(tmp_path, PAID_FOR + TARGET)), replications=64)
    picture = figures.tornado(run)
    assert title(run).startswith("Odds of plan: ")
    found = run.tornado("target.plan")
    assert found
    bars = [bar for c in picture.axes[0].containers if isinstance(c, BarContainer) for bar in c]
    ends = np.array([bar.get_x() + bar.get_width() for bar in bars]).reshape(-1, 2)
    np.testing.assert_allclose(ends, [[100 * s.at_low.mean, 100 * s.at_high.mean] for s in found])
    assert spoilt(picture) == []
    assert not any("nan" in text for text in words(picture))
    with pytest.raises(KeyError, match="no metric"):
        figures.tornado(run, "churning")
    with pytest.raises(OptionError, match="whole run"):
        figures.tornado(some_of(run, 0, 32))
