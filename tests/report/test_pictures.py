"""The pictures that pages name."""

from __future__ import annotations

from simulator import figures
from simulator.report import compare, run


def test_pages_name_the_figures_that_there_are() -> None:
    """Catches a figure that no page names, and a name that none has."""
    assert tuple(draw.__name__ for draw in figures.OF_OUTCOMES) == run.PICTURES
    of_comparison = {draw.__name__ for draw in figures.OF_COMPARISON}
    assert {*compare.PICTURES, "what_ifs"} == of_comparison
