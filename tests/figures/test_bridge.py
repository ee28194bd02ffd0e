"""The bridge of recurring revenue."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.container import BarContainer

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.parts.movements import DOWN, UP, moved, period_of, standing
from simulator.numerics.months import MONTH
from tests.figures.pictures import drawn, spoilt, whiskers, words

THOUSAND = 1e-3


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.bridge(outcomes).texts[0].get_text().split())


def scaled(outcomes: Outcomes, **factors: int) -> Outcomes:
    """The same company with some columns of its months multiplied."""
    monthly = {name: column * factors.get(name, 1) for name, column in outcomes.monthly.items()}
    return replace(outcomes, monthly=monthly)


@pytest.mark.slow
def test_no_word_is_hidden(outcomes: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.bridge, outcomes)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, names are long, or there is one replication."""
    assert spoilt(figures.bridge(odd)) == []


def bars(outcomes: Outcomes) -> dict[str, BarContainer]:
    axes = drawn(figures.bridge, outcomes).axes[0]
    return {str(c.get_label()): c for c in axes.containers if isinstance(c, BarContainer)}


def test_bars_lead_from_opening_to_closing(outcomes: Outcomes) -> None:
    """Catches a movement left out, on the wrong side, or begun at another level than the last one's end."""
    found, level = bars(outcomes), standing(outcomes)[:, ::3].mean(axis=0) * THOUSAND
    assert list(found) == [*UP[:2], *DOWN]  # nobody comes back
    at = level[:-1].copy()
    for name in UP[:2]:
        tall = np.array([bar.get_height() for bar in found[name]])
        np.testing.assert_allclose(tall, moved(outcomes, name, 3).mean(axis=0) * THOUSAND)
        np.testing.assert_allclose([bar.get_y() for bar in found[name]], at)
        at += tall
    for name in DOWN:
        tall = np.array([bar.get_height() for bar in found[name]])
        np.testing.assert_allclose([bar.get_y() + bar.get_height() for bar in found[name]], at)
        at -= tall
    np.testing.assert_allclose(at, level[1:])
    assert len({bar.get_hatch() for c in found.values() for bar in c}) == 4  # told apart without colour


def test_closing_has_its_interval(outcomes: Outcomes) -> None:
    """Catches a whisker of something else."""
    axes = drawn(figures.bridge, outcomes).axes[0]
    expected = [t_interval(column * THOUSAND)[1:] for column in standing(outcomes)[:, 3::3].T]
    np.testing.assert_allclose(whiskers(axes), expected)


def column(outcomes: Outcomes, at: float) -> dict[str, float]:
    """The numbers of a period, by the name of their row."""
    under = drawn(figures.bridge, outcomes).axes[1]
    names = {t.get_position()[1]: t.get_text() for t in under.texts if t.get_position()[0] == -0.01}
    cells = {t.get_position()[1]: t.get_text() for t in under.texts if t.get_position()[0] == at}
    return {name: float(cells[y].partition(" ±")[0].replace("−", "-")) for y, name in names.items() if y >= 0}


@pytest.mark.parametrize("at", [0, 3, 7, 8])
def test_numbers_add_up(outcomes: Outcomes, at: int) -> None:
    """Catches a number under another period, a row of another movement, and a sum that does not close."""
    found = column(outcomes, at)
    assert list(found) == ["opening", "+ new", "+ expansion", "− contraction", "− churn", "= closing"]
    signs = {"+": 1, "−": -1}
    total = found["opening"] + sum(signs.get(name[0], 0) * value for name, value in found.items())
    assert total == pytest.approx(found["= closing"], abs=0.3)  # of roundings to one digit
    new = moved(outcomes, "new", 3).mean(axis=0) * THOUSAND
    assert found["+ new"] == pytest.approx(new.sum() if at == 8 else new[at], abs=0.051)
    level = standing(outcomes)[:, ::3].mean(axis=0) * THOUSAND
    assert found["= closing"] == pytest.approx(level[-1] if at == 8 else level[at + 1], abs=0.051)


@pytest.mark.parametrize(("months", "period"), [(12, 3), (36, 3), (48, 12), (144, 12), (288, 24), (960, 120)])
def test_there_is_room_for_every_bar(outcomes: Outcomes, months: int, period: int) -> None:
    """Catches bars so many that the numbers under them touch."""
    header = replace(outcomes.header, horizon=months * MONTH)
    assert period_of(replace(outcomes, header=header)) == period


def test_the_title_is_the_sum(outcomes: Outcomes) -> None:
    """Catches words that the data contradict, and an opening of nothing that leads them."""
    said = title(outcomes)
    found = column(outcomes, 8)
    assert said.startswith(f"{found['+ new']:.1f} new + {found['+ expansion']:.1f} expansion − ")
    assert f"= {found['= closing']:.1f} thousand EUR of ARR in 2 years" in said
    assert "of what is added is from new customers" in said
    assert title(scaled(outcomes, expansion=1000)).partition("is from ")[2] == "expansion"
    opened = replace(outcomes, monthly=outcomes.monthly | {"opening": outcomes.monthly["opening"] + 200_000})
    assert title(opened).startswith("2.0 + ")


def test_nothing_recurs(outcomes: Outcomes) -> None:
    """Catches an empty frame over a table of noughts."""
    nothing = scaled(outcomes, **dict.fromkeys(outcomes.monthly, 0))
    assert title(nothing) == "No recurring revenue in 2 years"
    assert figures.bridge(nothing).axes == []


def test_what_is_too_close_is_not_called(outcomes: Outcomes) -> None:
    """Catches a winner named where replications disagree."""
    monthly = {name: column.copy() for name, column in outcomes.monthly.items()}
    monthly["expansion"] = monthly["new"][::-1]  # the same sums, of other replications
    undecided = title(replace(outcomes, monthly=monthly))
    assert "whether new customers or expansion add more is too close to call" in undecided


def test_an_axis_that_does_not_begin_at_zero_says_so(outcomes: Outcomes) -> None:
    """Catches a company of long standing whose movements are too small to be seen."""
    monthly = dict(outcomes.monthly)
    for name in ("opening", "closing"):
        monthly[name] = monthly[name] + 100_000_000
    axes = figures.bridge(replace(outcomes, monthly=monthly)).axes[0]
    assert axes.get_ylim()[0] > 0.0
    assert axes.get_ylabel().endswith("from above zero")
    assert drawn(figures.bridge, outcomes).axes[0].get_ylim()[0] == 0.0


@pytest.mark.slow
def test_one_replication_has_no_interval(outcomes: Outcomes) -> None:
    """Catches a ± made of nothing."""
    monthly = {name: column[:1] for name, column in outcomes.monthly.items()}
    one = replace(outcomes, monthly=monthly, replications=1, asked=1)
    assert not any("±" in text and text[0] in "+−0123456789" for text in words(figures.bridge(one)))
