"""The bowtie as a whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
from matplotlib.figure import Figure

from simulator import figures
from simulator.experiment import Outcomes
from tests.figures.pictures import drawn, spoilt, words


def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.bowtie, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where there are no customers, two motions, long names, no intervals."""
    for motion in odd.header.motions:
        assert spoilt(figures.bowtie(odd, motion)) == []


def test_the_title_states_what_was_found(outcomes: Outcomes) -> None:
    """Catches a title that is written by hand, or counts something else."""
    title = drawn(figures.bowtie, outcomes).texts[0].get_text()
    leads, won = (outcomes.values[name].mean() for name in ("leads", "won"))
    assert title.startswith(f"Of {leads:,.0f} prospects {won:,.0f} sign in 2 years; ")
    share = float(title.partition("; ")[2].partition(" %")[0])
    assert share == pytest.approx(outcomes.summary("after_close_share").mean * 100, abs=1.0)


def test_the_page_says_how_it_was_run(outcomes: Outcomes) -> None:
    """Catches a picture that nobody could make again."""
    read = " ".join(drawn(figures.bowtie, outcomes).texts[1].get_text().split())
    for part in (
        "A small company, motion sale",
        "8 simulated runs, seed 0, 2 years from 2027-01",
        "90 % intervals",
    ):
        assert part in read


@pytest.mark.slow
def test_a_motion_is_chosen_by_its_name(odd: Outcomes) -> None:
    """Catches a picture of another motion, and a name that is not there and draws all the same."""
    for place, motion in enumerate(odd.header.motions):
        (leads,) = [float(h) for h in [odd.bowtie[:, place, 0, 0].mean()]]
        picture = figures.bowtie(odd, motion)
        assert picture.texts[0].get_text().startswith(f"Of {leads:,.0f} prospects")
        assert f"motion {motion}:" in " ".join(picture.texts[1].get_text().split())
    assert words(figures.bowtie(odd)).keys() == words(figures.bowtie(odd, odd.header.motions[0])).keys()
    with pytest.raises(KeyError, match="no motion 'sales': there are sale"):
        figures.bowtie(odd, "sales")


@pytest.mark.slow
def test_axes_have_units(outcomes: Outcomes) -> None:
    """Catches an axis without a word for what it counts."""
    tie, wing, _, stated = drawn(figures.bowtie, outcomes).axes
    assert "accounts" in tie.get_ylabel()
    assert "EUR" in wing.get_ylabel()
    assert "%" in stated.get_xlabel()


@pytest.mark.slow
def test_a_figure_without_the_state_of_pyplot(outcomes: Outcomes) -> None:
    """Catches a picture that needs a display, and keeps all figures in memory for ever."""
    assert isinstance(drawn(figures.bowtie, outcomes), Figure)
    program = "import sys; from simulator import figures; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.slow
def test_the_same_outcomes_make_the_same_picture(outcomes: Outcomes) -> None:
    """Catches a picture that depends on what was drawn before it."""
    one, other = (figures.bowtie(outcomes)._repr_png_() for _ in range(2))
    assert one.startswith(b"\x89PNG")
    assert one == other
