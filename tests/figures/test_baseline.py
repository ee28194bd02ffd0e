"""Every figure beside the one that somebody has looked at."""

from __future__ import annotations

import tempfile
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

import simulator
from simulator import figures
from tests.channelled import channelled
from tests.companies import PAID_FOR, written
from tests.figures.baseline import FOLDER, MANY, TOLERANCE, apart, drawn, fixed, stored
from tests.figures.conftest import FEW, TARGET

RENEW = "not as it was looked at: look at it, and if it is right run python -m tests.figures.baseline"
MOST_BYTES = 400_000
NAMES = [
    *(f"{figure.__name__}-of-one" for figure in figures.OF_OUTCOMES),
    *(f"{figure.__name__}-of-several" for figure in figures.OF_COMPARISON),
]
each_picture = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def pictures() -> dict[str, Figure]:
    return dict(drawn(*fixed()))


@pytest.fixture(scope="module")
def others() -> dict[str, Figure]:
    """The same figures of another company, of the same number of scenarios."""
    text = PAID_FOR + TARGET
    for old, new in (
        ('"12 to 20 a month"', '"20 to 30 a month"'),
        ("40 per unit a", "90 per unit a"),
        ('passes = "40%"', 'passes = "60%"'),
        ('"85%"', '"70%"'),
        ("book   = 10", "book   = 30"),
        ('lead_cost = "40"', 'lead_cost = "400"'),
    ):
        assert old in text
        text = text.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        models = [
            simulator.load(written(Path(folder), text.replace('"400"', f'"{cost}"'), f"at {cost} a lead"))
            for cost in (400, 800, 100, 600)
        ]
        comparison = simulator.compare(models, replications=FEW)
        more = simulator.run(models[0], replications=MANY)
        dearer = channelled(
            Path(folder), ('lead_cost = "60"', 'lead_cost = "400"'), ('"100 per unit', '"300 per unit')
        )
        by_channels = simulator.run(dearer, replications=FEW)
    return dict(drawn(comparison.outcomes[0], comparison, more, by_channels))


@pytest.mark.slow
@each_picture
def test_as_it_was_looked_at(pictures: dict[str, Figure], name: str) -> None:
    """Catches a picture that changed where nobody looked: a panel, a mark, a colour, a number's place."""
    assert apart(pictures[name], stored(name)) < TOLERANCE, RENEW


@pytest.mark.slow
@each_picture
def test_another_company_would_be_noticed(others: dict[str, Figure], name: str) -> None:
    """Catches a tolerance that lets other data pass."""
    assert apart(others[name], stored(name)) > 2 * TOLERANCE


@pytest.mark.slow
@each_picture
def test_a_panel_left_out_would_be_noticed(pictures: dict[str, Figure], name: str) -> None:
    """Catches a tolerance that lets a picture pass without the smallest of its panels."""
    with_marks = [a for a in pictures[name].axes if a.lines or a.collections or a.patches]  # not words alone
    axes = min(with_marks, key=lambda a: a.bbox.width * a.bbox.height)
    axes.set_visible(False)
    try:
        assert apart(pictures[name], stored(name)) > TOLERANCE
    finally:
        axes.set_visible(True)


@pytest.mark.slow
def test_a_wrong_colour_would_be_noticed(pictures: dict[str, Figure]) -> None:
    """Catches a tolerance, or a comparison in grey, that lets another ink pass."""
    for name, find in (
        ("lifetime-of-one", lambda axes: axes.lines[0]),
        ("risk-of-one", lambda axes: axes.lines[0]),
        ("bowtie-of-one", lambda axes: axes.collections[0]),
        ("what_ifs-of-several", lambda axes: axes.patches[0]),
    ):
        artist = find(pictures[name].axes[0])
        before = artist.get_color() if hasattr(artist, "get_color") else artist.get_facecolor()
        artist.set_color("#009E73")
        assert apart(pictures[name], stored(name)) > TOLERANCE, name
        artist.set_color(before)


@pytest.mark.slow
def test_another_font_passes() -> None:
    """Catches a tolerance that only the machine of the baselines meets: words are not compared."""
    with mpl.rc_context({"text.hinting": "none", "font.family": "DejaVu Serif"}):
        outcomes, comparison, *_ = fixed()
        for figure, shown, name in (
            (figures.cohorts, outcomes, "cohorts-of-one"),
            (figures.risk, comparison, "risk-of-several"),
            (figures.what_ifs, comparison, "what_ifs-of-several"),
        ):
            assert apart(figure(shown), stored(name)) < TOLERANCE, name


def test_as_many_baselines_as_figures() -> None:
    """Catches a figure that nobody looked at, a picture of one that is gone, and files that grow."""
    assert {file.stem for file in FOLDER.glob("*")} == set(NAMES)
    assert sum(file.stat().st_size for file in FOLDER.glob("*")) < MOST_BYTES
