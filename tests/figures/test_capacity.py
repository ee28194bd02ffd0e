"""Teams through time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes

from simulator import figures
from simulator.experiment import Outcomes
from tests.figures.pictures import drawn, spoilt

AE, CSM = 0, 1


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.capacity(outcomes).texts[0].get_text().split())


def line(axes: Axes, label: str) -> np.ndarray:
    (found,) = [line for line in axes.lines if line.get_label() == label]
    return np.asarray(found.get_ydata())


def served_by(outcomes: Outcomes, **values: tuple[float, float]) -> Outcomes:
    """The same company with two teams that serve: mean of each, replications a little apart."""
    header = outcomes.header
    two = replace(header, teams=("ae", "sdr"), team=header.team[[AE, AE]])
    shaken = np.linspace(-0.01, 0.01, outcomes.replications)
    named = {
        f"{family}.{team}": mean + shaken * (-1) ** place
        for family, means in values.items()
        for place, (team, mean) in enumerate(zip(two.teams, means, strict=True))
    }
    kept = {name: v for name, v in outcomes.values.items() if "." not in name}
    return replace(outcomes, header=two, values=kept | named, teams=outcomes.teams[:, :, [AE, AE]])


@pytest.mark.slow
def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.capacity, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, names are long, or there is one replication."""
    assert spoilt(figures.capacity(odd)) == []


def test_a_row_a_team_with_units(outcomes: Outcomes) -> None:
    """Catches a panel of another team, and an axis without a word for what it counts."""
    axes = drawn(figures.capacity, outcomes).axes
    assert [a.get_ylabel() for a in axes] == [
        "% of seats",
        "days",
        "people",
        "% chance of time",
        "accounts",
        "people",
    ]
    heads = [a.get_title(loc="left") for a in axes]
    assert heads[0].startswith("Utilisation, ")
    assert heads[1].startswith("Wait, ")
    assert heads[3].startswith("Book coverage, ")
    assert heads[2::3] == ["People", "People"]
    assert [[t.get_text() for t in a.texts] for a in axes[::3]] == [["ae"], ["csm"]]


def test_fans_are_the_months_of_the_outcomes(outcomes: Outcomes) -> None:
    """Catches another team, and a month in which nobody asked taken for one without a wait."""
    use, wait, _, book_coverage, book, _ = drawn(figures.capacity, outcomes).axes
    table = outcomes.teams
    shares = table["used"][:, :, AE] / table["seats"][:, :, AE]
    np.testing.assert_allclose(line(use, "median"), np.median(shares, axis=0) * 100)
    asked = np.where(table["asked"] > 0, table["asked"], np.nan)[:, :, AE]
    np.testing.assert_allclose(line(wait, "median"), np.nanmedian(table["waited"][:, :, AE] / asked, axis=0))
    accounts = table["accounts"][:, :, CSM]
    np.testing.assert_allclose(line(book, "median"), np.median(accounts, axis=0))
    full = accounts[:, -1]
    assert (full > 10).all()  # one person looks after ten
    assert line(book_coverage, "median")[-1] == pytest.approx(100 * np.median(10 / full))
    assert all(a.get_ylim()[0] == 0 for a in (use, wait, book_coverage, book))


@pytest.mark.slow
def test_heads_tell_the_totals(outcomes: Outcomes) -> None:
    """Catches a total of another metric, or one without its interval."""
    axes = drawn(figures.capacity, outcomes).axes
    for place, metric, factor in (
        (0, "utilisation.ae", 100),
        (1, "wait_days.ae", 1),
        (3, "book_coverage.csm", 100),
    ):
        of = outcomes.summary(metric)
        mean, _, half = axes[place].get_title(loc="left").partition(", ")[2].partition(" ±")
        assert float(mean) == pytest.approx(of.mean * factor, abs=of.interval.half * factor)
        assert float(half.split()[0]) == pytest.approx(of.interval.half * factor, rel=0.3)


def test_headcount_is_drawn_as_steps(outcomes: Outcomes) -> None:
    """Catches a hire that seems to come by and by."""
    teams = outcomes.teams.copy()
    teams["people"][:, 12:, AE] = 5
    people = figures.capacity(replace(outcomes, teams=teams)).axes[2]
    values, edges, _ = people.patches[-1].get_data()
    assert values.tolist() == [2] * 12 + [5] * 12
    assert edges.tolist() == list(range(25))


@pytest.mark.slow
def test_the_title_follows_the_numbers(outcomes: Outcomes) -> None:
    """Catches words that the data contradict, and a race called that is open."""
    use, wait, book_coverage = (
        outcomes.summary(name).mean for name in ("utilisation.ae", "wait_days.ae", "book_coverage.csm")
    )
    numbers = [float(word) for word in title(outcomes).replace(";", " ").split() if word[0].isdigit()]
    assert numbers == pytest.approx([use * 100, wait, book_coverage * 100], rel=0.05)
    apart = served_by(outcomes, utilisation=(0.5, 0.8), wait_days=(4.0, 2.0))
    assert title(apart) == "Busiest is sdr: 80.0 % of its seats in use; the longest wait is for ae: 4.00 days"
    close = served_by(outcomes, utilisation=(0.8, 0.801), wait_days=(0.0, 0.001))
    assert title(close).startswith("Busiest is sdr or ae (too close to call): 80.1 % of its seats in use")


def test_where_nobody_works(outcomes: Outcomes) -> None:
    """Catches an error, and a team that seems to wait, where there is none."""
    header = outcomes.header
    empty = replace(header, teams=(), team=header.team[:0])
    nobody = replace(outcomes, header=empty, teams=outcomes.teams[:, :, :0])
    assert title(nobody) == "Nobody works here"
    assert spoilt(figures.capacity(nobody)) == []
    still = {name: np.full(outcomes.replications, np.nan) for name in outcomes.values}
    assert title(replace(outcomes, values=still)) == "No team has anything to do"


def test_who_serves_and_keeps_a_book_shows_both(outcomes: Outcomes) -> None:
    """Catches a row that leaves out the seats, or the book, of a team that has both."""
    team = outcomes.header.team.copy()
    team["capacity"][CSM] = 5.0
    values = {**outcomes.values, "utilisation.csm": np.full(outcomes.replications, 0.5)}
    both = replace(outcomes, header=replace(outcomes.header, team=team), values=values)
    axes = figures.capacity(both).axes
    assert [a.get_ylabel() for a in axes[3:6]] == ["% of seats", "% chance of time", "people"]
