"""What a figure is drawn of."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator import figures
from simulator.experiment import Comparison
from tests.companies import written

OUTCOMES = "outcomes: simulator.run(scenario)"
COMPARISON = "a comparison: simulator.compare(scenarios)"


@pytest.mark.slow
def test_a_figure_of_something_else_says_what_it_takes(tmp_path: Path, comparison: Comparison) -> None:
    """Catches an AttributeError from within, and a figure that nobody has told what it takes."""
    scenario = simulator.load(written(tmp_path))
    for draw in {*figures.OF_OUTCOMES, *figures.OF_COMPARISON}:
        kinds = [OUTCOMES] * (draw in figures.OF_OUTCOMES) + [COMPARISON] * (draw in figures.OF_COMPARISON)
        with pytest.raises(TypeError) as caught:
            draw(scenario)
        said = f"figures.{draw.__name__} takes {', or '.join(kinds)}; not "
        assert str(caught.value) == f"{said}Scenario"
        wrong = comparison.outcomes[0] if draw not in figures.OF_OUTCOMES else comparison
        if len(kinds) == 1:
            with pytest.raises(TypeError) as caught:
                draw(wrong)
            assert str(caught.value) == f"{said}{type(wrong).__name__}"
    with pytest.raises(TypeError, match=r"figures\.bowtie takes"):
        figures.bowtie(motion="sale", outcomes=comparison)
