"""The bowtie as a whole."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulator import figures
from simulator.experiment import Outcomes
from tests.figures.conftest import ODD, outcomes_of
from tests.figures.pictures import drawn, spoilt, words


def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.bowtie, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where there are no customers, two motions, long names, no intervals."""
    for motion in (None, *odd.header.motions):
        assert spoilt(figures.bowtie(odd, motion)) == []


def test_the_title_states_what_was_found(outcomes: Outcomes) -> None:
    """Catches a title that is written by hand, or counts something else."""
    title = " ".join(drawn(figures.bowtie, outcomes).texts[0].get_text().split())
    leads, won = (outcomes.values[name].mean() for name in ("leads", "won"))
    assert title.startswith(f"Of {leads:,.0f} prospects {won:,.0f} sign in 2 years; of the ")
    kept, growth = title.partition(" that they sign ")[2].split(" % is kept, with growth it comes to ")
    of = outcomes.wings[:, -1]["arr"].mean(axis=0)
    assert float(kept) == pytest.approx(100 * of[6] / of[4], abs=1.0)
    assert float(growth.removesuffix(" %")) == pytest.approx(100 * of[7] / of[4], abs=1.0)


def test_nobody_comes(folder: Path, outcomes: Outcomes) -> None:
    """Catches an empty frame, and a wing of four hundredths of a prospect."""
    few = outcomes_of(folder, ODD["nobody comes"], "nobody")
    picture = figures.bowtie(few)
    assert picture.texts[0].get_text() in ("Nobody comes in 2 years", "Hardly anybody comes in 2 years")
    assert len(picture.axes) == 1
    none = replace(outcomes, wings=np.zeros_like(outcomes.wings))
    assert figures.bowtie(none).texts[0].get_text() == "Nobody comes in 2 years"


def test_numbers_stand_under_their_step(outcomes: Outcomes) -> None:
    """Catches a number in another's column, days or what is open of another step."""
    under = drawn(figures.bowtie, outcomes).axes[1]
    cells = {(t.get_position()[0], t.get_position()[1]): t.get_text() for t in under.texts}
    table = outcomes.wings[:, -1]
    assert [cells[at, 0] for at in (0, 2, 4, 5, 6, 7, 8)] == [
        *("prospects", "SAL (qualified)", "won"),
        *("first ARR", "in use", "kept", "with growth"),
    ]
    for at, place in ((0, 0), (2, 3), (4, 4)):
        for line, name in ((1, "accounts"), (4, "open")):
            said = float(cells[at, line].partition(" ±")[0].replace(",", ""))
            assert said == pytest.approx(table[name][:, place].mean(), abs=1.0)
    assert cells[5, 2].startswith("× ")
    assert cells[2, 2].endswith(" %")
    assert float(cells[2, 3].partition(" ±")[0]) == pytest.approx(np.nanmean(table["days"][:, 3]), abs=1.0)
    assert (0, 2) not in cells or cells[0, 2] == ""


def test_the_page_says_how_it_was_run(outcomes: Outcomes) -> None:
    """Catches a picture that nobody could make again, and a wing of which nobody says what it is."""
    read = " ".join(drawn(figures.bowtie, outcomes).texts[1].get_text().split())
    for part in (
        "A small company, motion sale",
        "8 simulated runs, seed 0, 2 years from 2027-01",
        "90 % intervals",
        "Right: recurring revenue, which is what customers are kept for",
    ):
        assert part in read


@pytest.mark.slow
def test_a_motion_is_chosen_by_its_name(folder: Path) -> None:
    """Catches a picture of another motion, and a name that is not there and draws all the same."""
    two = outcomes_of(folder, ODD["two motions"], "two by name")
    for place, motion in enumerate(two.header.motions):
        picture = figures.bowtie(two, motion)
        leads = two.bowtie[:, place, 0, 0].mean()
        assert picture.texts[0].get_text().startswith(f"Of {leads:,.0f} prospects")
        assert f"motion {motion}:" in " ".join(picture.texts[1].get_text().split())
    assert "all motions together" in " ".join(figures.bowtie(two).texts[1].get_text().split())
    assert figures.bowtie(two).texts[0].get_text().startswith(f"Of {two.values['leads'].mean():,.0f} ")
    with pytest.raises(KeyError, match="no motion 'sales': there are sale"):
        figures.bowtie(two, "sales")


def test_there_is_no_other_picture_in_it(outcomes: Outcomes) -> None:
    """Catches rates held against what the file states: that is `stated`."""
    assert len(drawn(figures.bowtie, outcomes).axes) == 2
    assert not [text for text in words(drawn(figures.bowtie, outcomes)) if "stated" in text]


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
