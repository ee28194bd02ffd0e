"""What customers pay, as a wing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.parts.funnel import KNOT
from tests.figures.conftest import ODD, outcomes_of
from tests.figures.pictures import drawn, whiskers


def paid(outcomes: Outcomes) -> list[np.ndarray]:
    """By months 12, 36, 60 and 84, a replication each."""
    value = outcomes.values
    first = value["lifetime_revenue"] * (1 - value["after_close_share"])
    return [first, value["lifetime_revenue_36"], value["lifetime_revenue"], value["lifetime_revenue_84"]]


def test_it_opens_by_what_customers_pay(outcomes: Outcomes) -> None:
    """Catches a wing that is drawn for looks: its edge, whiskers and words are numbers of the outcomes."""
    wing = drawn(figures.bowtie, outcomes).axes[1]
    assert wing.get_ylabel().endswith("EUR, each way from the middle")  # so cents and thousands are not in it
    intervals = [t_interval(p) for p in paid(outcomes)]
    np.testing.assert_allclose(whiskers(wing), [[i.low, i.high] for i in intervals])
    first, beyond = (c.get_paths()[0].vertices for c in wing.collections if isinstance(c, PolyCollection))
    assert first[:, 1].max() == pytest.approx(intervals[0].mean)
    assert first[:, 1].min() == pytest.approx(-intervals[0].mean)
    assert beyond[:, 1].max() == pytest.approx(intervals[3].mean)
    assert first[:, 0].min() == KNOT
    edges = [i.mean for i in intervals]
    assert edges == sorted(edges)
    written = [t.get_text() for t in wing.texts]
    for months, interval in zip((12, 36, 60, 84), intervals, strict=True):
        (word,) = [w for w in written if w.startswith(f"by month {months}\n")]
        assert float(word.split("\n")[1].split(" ±")[0].replace(",", "")) == pytest.approx(
            interval.mean, rel=0.1
        )


def test_large_amounts_are_in_the_unit_of_the_axis(folder: Path) -> None:
    """Catches an axis in millions beside a wing, whiskers or words in single units of money."""
    dear = outcomes_of(folder, ODD["dear"], "dear")
    wing = figures.bowtie(dear).axes[1]
    assert "million EUR" in wing.get_ylabel()
    end = t_interval(dear.values["lifetime_revenue_84"] / 1e6)
    assert whiskers(wing)[3] == pytest.approx([end.low, end.high])
    assert 1 < end.mean < max(wing.get_ylim()) < 10
    assert wing.texts[3].get_text().startswith(f"by month 84\n{end.mean:.2f} ±")


def test_the_first_year_is_hatched(outcomes: Outcomes) -> None:
    """Catches a close that only colour tells from what comes after it."""
    wing = drawn(figures.bowtie, outcomes).axes[1]
    first, beyond = (c for c in wing.collections if isinstance(c, PolyCollection))
    assert first.get_hatch()
    assert not beyond.get_hatch()
    assert any("(hatched)" in t.get_text() for t in wing.texts)


@pytest.mark.slow
def test_no_customer_no_wing(odd: Outcomes) -> None:
    """Catches a wing out of nothing, and one of all motions that seems to be of one."""
    wing = figures.bowtie(odd).axes[1]
    wings = [c for c in wing.collections if isinstance(c, PolyCollection)]
    assert len(wings) == (2 if odd.values["won"].any() else 0)
    assert ("(all motions)" in wing.get_ylabel()) == (len(odd.header.motions) > 1)
