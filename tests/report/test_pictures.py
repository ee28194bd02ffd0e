"""The pictures that pages name."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator import figures
from simulator.layout.page import Page, Picture
from simulator.report import compare, run
from tests.companies import SMALL, written

TARGET = '\n[target.plan]\nmetric = "won"\nat_least = 20\n'


def test_pages_name_the_figures_that_there_are() -> None:
    """Catches a figure that no page names, and a name that none has."""
    assert tuple(draw.__name__ for draw in figures.OF_OUTCOMES) == run.PICTURES
    of_comparison = {draw.__name__ for draw in figures.OF_COMPARISON}
    assert {*compare.PICTURES, "what_ifs"} == of_comparison


def named(page: Page) -> list[str]:
    return [part.name for section in page for part in section if isinstance(part, Picture)]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["", TARGET])
def test_odds_are_shown_where_a_target_is_stated(tmp_path: Path, target: str) -> None:
    """Catches a page with a picture of no target, and one without the picture of its own."""
    scenario = simulator.load(written(tmp_path, SMALL + target))
    both = simulator.compare([scenario, scenario.vary({"team.ae.people": 3}, name="more")], replications=2)
    assert ("odds" in named(run.report(both.outcomes[0]))) == bool(target)
    assert ("odds" in named(compare.report(both))) == bool(target)
