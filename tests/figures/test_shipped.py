"""Pictures of every shipped company."""

from __future__ import annotations

import pytest

import simulator
from simulator import figures
from simulator.experiment import Outcomes
from simulator.scenario_library import scenarios
from tests.figures.conftest import FEW
from tests.figures.pictures import spoilt, words
from tests.lives import scenario

COMPANIES = tuple(name for name in scenarios() if "/" not in name)
OF_THE_WHOLE = (
    *(figures.bowtie, figures.bridge, figures.motions, figures.channels, figures.recurring),
    figures.stated,
)


@pytest.fixture(scope="module", params=COMPANIES)
def shipped(request: pytest.FixtureRequest) -> Outcomes:
    return simulator.run(scenario(request.param), replications=FEW)


@pytest.mark.slow
def test_no_word_is_hidden_and_no_frame_is_empty(shipped: Outcomes) -> None:
    """Catches a number too long for its column, a name too long for its place, and a panel with nothing."""
    for draw in OF_THE_WHOLE:
        picture = draw(shipped)
        assert spoilt(picture) == [], draw.__name__
        assert not any("nan" in text.split() for text in words(picture)), draw.__name__
        for axes in picture.axes:
            assert axes.lines or axes.collections or axes.patches or axes.texts, draw.__name__


@pytest.mark.slow
def test_the_bowtie_of_each_motion(shipped: Outcomes) -> None:
    """Catches the same in the bowtie of one motion of several."""
    for motion in shipped.header.motions:
        assert spoilt(figures.bowtie(shipped, motion)) == []
