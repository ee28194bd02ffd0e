"""The table in shades."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.cohorts import SHADES, table_of
from tests.figures.parts.test_layout import lightness
from tests.figures.pictures import drawn


def cells(outcomes: Outcomes) -> dict[tuple[float, float], str]:
    """What is written in each cell, by age and row."""
    texts = figures.cohorts(outcomes).axes[2].texts
    return {t.get_position(): t.get_text() for t in texts if t.get_ha() == "center"}


@pytest.mark.slow
def test_cells_are_shares_of_those_who_signed_then(outcomes: Outcomes) -> None:
    """Catches rows and columns mixed up, shares of another quarter's customers, and numbers of ARR."""
    written = cells(outcomes)
    table = outcomes.cohorts
    for quarter, age in ((2, 0), (2, 4), (7, 9), (5, 28)):
        signed, left = (table[name][:, quarter, age] for name in ("signed", "customers"))
        mean = (left[signed > 0] / signed[signed > 0]).mean()
        assert written[age, quarter] == f"{mean * 100:.0f}"
    axes = drawn(figures.cohorts, outcomes).axes[2]
    labels = [t.get_text() for t in axes.get_yticklabels()]
    assert labels == [f"{year}-{month:02}" for year in (2027, 2028) for month in (1, 4, 7, 10)]
    low, high = axes.get_ylim()
    assert low > high  # the first quarter at the top


def test_the_shade_is_the_number(outcomes: Outcomes) -> None:
    """Catches a map whose shades belong to other cells than its numbers."""
    axes = drawn(figures.cohorts, outcomes).axes[2]
    (mesh,) = axes.collections
    np.testing.assert_allclose(mesh.get_array(), table_of(outcomes).left[..., 0])
    assert mesh.get_clim() == (0.0, 1.0)


def test_what_is_not_known_is_blank(outcomes: Outcomes) -> None:
    """Catches 0 % where nobody signed: blank is not nobody left."""
    table = outcomes.cohorts.copy()
    table["signed"][:, 3] = 0
    table["customers"][:, 4, 5] = 0
    changed = replace(outcomes, cohorts=table)
    written = cells(changed)
    assert not [place for place in written if place[1] == 3]
    assert written[5, 4] == "0"
    (mesh,) = figures.cohorts(changed).axes[2].collections
    assert mesh.get_array().mask[3].all()
    assert not mesh.get_array().mask[4].any()


@pytest.mark.slow
def test_intervals_of_cells_and_of_signatures(outcomes: Outcomes) -> None:
    """Catches a table that says nothing of how sure it is."""
    found = table_of(outcomes)
    signed = outcomes.cohorts["signed"][:, 6, 0]
    assert found.signed[6] == pytest.approx(t_interval(signed))
    left = outcomes.cohorts["customers"][:, 6, 8] / signed
    assert found.left[6, 8] == pytest.approx(t_interval(left))
    assert found.halves.max() == pytest.approx(np.nanmax(found.left[..., 2] - found.left[..., 1]) / 2)
    read = " ".join(drawn(figures.cohorts, outcomes).texts[1].get_text().split())
    assert f"±{found.halves.max() * 100:.0f} at its widest" in read


def test_many_quarters_are_put_together_by_years(outcomes: Outcomes) -> None:
    """Catches a page that grows without end, and a year that is the mean of its quarters' shares."""
    many = np.concatenate([outcomes.cohorts] * 4, axis=1)
    found = table_of(replace(outcomes, cohorts=many))
    assert found.each == "year"
    assert found.labels == [f"{year}-01" for year in range(2027, 2035)]
    year = outcomes.cohorts[:, :4]
    left = year["customers"][..., 8].sum(axis=1) / year["signed"][..., 8].sum(axis=1)
    assert found.left[0, 8] == pytest.approx(t_interval(left))


def test_shades_fall_steadily_on_a_grey_print() -> None:
    """Catches a map that is told apart by its hue alone."""
    shades = [lightness(to_hex(SHADES(k / 10))) for k in range(11)]
    assert shades == sorted(shades, reverse=True)
    assert min(a - b for a, b in itertools.pairwise(shades)) > 0.02
