"""Odds of targets through time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

import simulator
from simulator import figures
from simulator.experiment import Comparison, Outcomes, proportion_interval
from simulator.figures.odds import in_words
from tests.companies import PAID_FOR, written
from tests.figures.pictures import drawn, spoilt, words

LONG = "no-more-than-some-of-the-cash-is-burnt-x"
TARGETS = f"""
[target.plan]
metric = "arr_end"
at_least = "350k"
by = "2028-09"

[target.{LONG}]
metric = "cash_low"
at_least = "-20k"

[target.soon]
metric = "payback_months"
at_most = 12
"""
CHANGES = {
    "as it is": (" ", " "),
    "a name of a scenario as long as any of it": ('price = "40 ', 'price = "60 '),
    "the same": ('overall = "85%"', 'overall = "85%"'),
    "dear leads": ('lead_cost = "40"', 'lead_cost = "4000"'),
}
MANY = 24


@pytest.fixture(scope="module")
def aims(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("aims")
    models = []
    for old, new in CHANGES.values():
        assert old in PAID_FOR
        models.append(simulator.load(written(folder, PAID_FOR.replace(old, new) + TARGETS)))
    lived = simulator.compare(models, replications=MANY).outcomes
    called = tuple(replace(o, name=name) for o, name in zip(lived, CHANGES, strict=True))
    return Comparison(called, against=called[0].name)


@pytest.fixture(scope="module")
def aim(aims: Comparison) -> Outcomes:
    return aims.outcomes[0]


def title(shown: Outcomes | Comparison) -> str:
    return " ".join(figures.odds(shown).texts[0].get_text().split())


def line(axes: Axes, label: str) -> np.ndarray:
    (found,) = [one for one in axes.lines if one.get_label() == label]
    return np.asarray(found.get_xydata())


@pytest.mark.slow
def test_no_word_is_hidden(aims: Comparison, aim: Outcomes) -> None:
    """Catches words over words or bars, and names of forty letters that are cut."""
    assert spoilt(drawn(figures.odds, aims)) == []
    assert spoilt(drawn(figures.odds, aim)) == []
    seen = " ".join(" ".join(words(drawn(figures.odds, aims))).split())
    assert LONG in seen
    assert "a name of a scenario as long as any of it" in seen
    assert "…" not in seen


def test_curve_and_band_are_the_odds_by_month(aim: Outcomes) -> None:
    """Catches a month too many, odds of falling short, and a band that is not of a share."""
    axes = drawn(figures.odds, aim).axes[0]
    reached = (aim.targets[:, :, 0] >= 350_000).astype(float)
    expected = np.array([proportion_interval(column) for column in reached.T]) * 100
    found = line(axes, aim.name)
    np.testing.assert_allclose(found[:, 0], np.arange(1, 25))
    np.testing.assert_allclose(found[:, 1], expected[:, 0])
    edge = axes.collections[0].get_paths()[0].vertices
    for month in (12, 21, 24):
        mine = edge[edge[:, 0] == month, 1]
        assert (mine.min(), mine.max()) == pytest.approx(tuple(expected[month - 1, 1:]))


def test_the_mark_is_what_the_page_prints(aim: Outcomes) -> None:
    """Catches odds of another month than that by which it is due."""
    axes = drawn(figures.odds, aim).axes[0]
    (mark,) = [c.lines[0] for c in axes.containers]
    assert mark.get_xydata()[0] == pytest.approx((21.0, 100 * aim.values["target.plan"].mean()))
    assert f"plan {100 * aim.values['target.plan'].mean():.0f} % (" in title(aim)


def test_the_metric_stands_beside_what_is_wanted(aim: Outcomes) -> None:
    """Catches the line of another target, and cents or single units beside an axis in thousands."""
    axes = drawn(figures.odds, aim).axes[1]
    assert axes.get_ylabel() == "thousand EUR a year"
    np.testing.assert_allclose(line(axes, "wanted")[:, 1], 350.0)
    np.testing.assert_allclose(line(axes, "median")[:, 1], np.median(aim.targets[:, :, 0], axis=0) / 1000)


def test_what_is_known_at_the_end_is_drawn_over_its_values(aim: Outcomes) -> None:
    """Catches a frame with one point in it, and odds that fall where a payback may be longer."""
    over, runs = drawn(figures.odds, aim).axes[4:6]
    found = line(over, aim.name)
    end = aim.targets[:, -1, 2]
    for at, share in found[[0, 20, 59]]:
        assert share == pytest.approx(100 * (end <= at + 1e-9).mean())
    assert (np.diff(found[:, 1]) >= 0).all()
    assert over.get_xlabel() == "at most so many, months"
    assert sum(bar.get_height() for bar in runs.patches) == np.isfinite(end).sum()
    np.testing.assert_allclose(line(runs, "median")[:, 0], np.nanmedian(end))


def test_only_what_surely_differs_is_a_curve(aims: Comparison) -> None:
    """Catches curves over each other that nobody can tell apart."""
    plan = drawn(figures.odds, aims).axes[0]
    labels = [one.get_label() for one in plan.lines if not str(one.get_label()).startswith("_")]
    assert labels == ["as it is", "a name of a scenario as long as any of it"]
    assert len({one.get_linestyle() for one in plan.lines if one.get_label() in labels}) == 2


def test_differences_are_said_pair_by_pair(aims: Comparison) -> None:
    """Catches a difference of what is the same in each run, and one that is not sure called so."""
    dots = drawn(figures.odds, aims).axes[1]
    said = [t.get_text() for t in dots.texts]
    odds = [100 * o.values["target.plan"].mean() for o in aims.outcomes]
    assert [float(text.split(" %")[0]) for text in said] == pytest.approx(odds, abs=0.51)
    gap = aims.difference("a name of a scenario as long as any of it", "target.plan")
    assert said[1].startswith(f"{odds[1]:.0f} %; {gap.mean * 100:+.0f} (")
    assert said[1].endswith(" points")
    assert said[2].endswith("the same in each run")
    near = aims.outcomes[2].values["target.plan"].copy()
    near[0] = 1.0 - near[0]
    other = replace(aims.outcomes[2], values=aims.outcomes[2].values | {"target.plan": near})
    close = Comparison((aims.outcomes[0], other), against="as it is")
    assert figures.odds(close).axes[1].texts[1].get_text().endswith("no sure difference")


def test_the_title_ranks_only_what_is_sure(aims: Comparison, aim: Outcomes) -> None:
    """Catches a what-if that is praised for chance."""
    said = title(aims)
    assert said.startswith("Odds of plan ")
    assert "surely better with “a name of a scenario as long as any of it” (" in said
    assert said.endswith("2 of 3 do not surely change them")
    alike = Comparison((aim, replace(aim, name="twin")), against=aim.name)
    assert title(alike).endswith("1 of 1 do not surely change them")


def test_scenarios_that_want_something_else_are_left_out(aims: Comparison) -> None:
    """Catches odds of one number beside those of another, by one name."""
    first, second = aims.outcomes[:2]
    wants = second.header.targets[0]._replace(value=900_000.0)
    header = replace(second.header, targets=(wants, *second.header.targets[1:]))
    both = Comparison((first, replace(second, header=header)), against=first.name)
    picture = figures.odds(both)
    assert "a name of a scenario as long as any of it" not in " ".join(
        t.get_text() for t in picture.axes[1].get_yticklabels()
    )


def test_what_is_wanted_in_words(aim: Outcomes) -> None:
    """Catches a sum in another unit, and a month late."""
    said = [in_words(aim, target) for target in aim.header.targets]
    assert said == [
        "ARR at least 350 thousand EUR a year by the end of 2028-09",
        "cash at its lowest at least −20,000 EUR by the end of 2028-12",
        "payback at most 12 months by the end of 2028-12",
    ]


def test_without_targets_it_says_how_to_state_one(outcomes: Outcomes, comparison: Comparison) -> None:
    """Catches an empty frame."""
    for shown in (outcomes, comparison):
        picture = figures.odds(shown)
        assert picture.axes == []
        assert picture.texts[0].get_text() == "No target is stated"


def test_what_is_known_in_no_run(aim: Outcomes) -> None:
    """Catches an error, and nan in a picture, where nobody signs and no payback is known."""
    targets = aim.targets.copy()
    targets[:, :, 2] = np.nan
    values = aim.values | {"target.soon": np.full(MANY, np.nan)}
    picture = figures.odds(replace(aim, targets=targets, values=values))
    assert "soon not known" in " ".join(picture.texts[0].get_text().split())
    assert spoilt(picture) == []
    assert not any("nan" in text for text in words(picture))


@pytest.mark.slow
def test_one_run_has_odds_with_their_interval(aim: Outcomes, tmp_path: Path) -> None:
    """Catches an error where there is one run: of it odds are known, if not much."""
    once = simulator.run(simulator.load(written(tmp_path, PAID_FOR + TARGETS)), replications=1)
    assert spoilt(figures.odds(once)) == []
