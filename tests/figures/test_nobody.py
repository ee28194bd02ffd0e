"""A company that nobody comes to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from simulator import figures
from tests.companies import PAID_FOR
from tests.figures.conftest import outcomes_of
from tests.figures.pictures import spoilt


@pytest.mark.parametrize(
    "draw",
    [
        *(figures.recurring, figures.bridge, figures.motions, figures.cycles),
        *(figures.cohorts, figures.lifetime, figures.risk),
    ],
)
def test_what_there_is_nothing_of_has_no_frame(folder: Path, draw: Callable[..., Figure]) -> None:
    """Catches an empty frame under a title that says that nothing is known."""
    text = PAID_FOR.replace('"12 to 20 a month"', '"0.000001 a month"')
    assert text != PAID_FOR
    picture = draw(outcomes_of(folder, text, "nobody at all", replications=2))
    assert picture.axes == []
    assert picture.texts[0].get_text().startswith("No")
    assert spoilt(picture) == []
