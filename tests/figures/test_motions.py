"""Money by motion."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Outcomes, t_interval
from simulator.figures.motions import contributions
from tests.companies import PAID_FOR
from tests.figures.conftest import ODD, outcomes_of
from tests.figures.pictures import drawn, spoilt, whiskers, words

LONG = "partners-resellers-and-system-integrator"


@pytest.fixture(scope="module")
def two(folder: Path) -> Outcomes:
    """Two motions, of which one asks four times the price of the other; what they cost is stated."""
    second = PAID_FOR[PAID_FOR.index("[motion.sale]") :].replace("motion.sale", f"motion.{LONG}")
    return outcomes_of(folder, PAID_FOR + second.replace("40 per unit", "160 per unit"), "two that cost")


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.motions(outcomes).texts[0].get_text().split())


@pytest.mark.slow
def test_no_word_is_hidden(two: Outcomes, paid: Outcomes) -> None:
    """Catches words over words or bars, and a name of forty letters that is cut."""
    assert spoilt(drawn(figures.motions, two)) == []
    assert spoilt(drawn(figures.motions, paid)) == []
    names = ["".join(t.get_text().split()) for t in drawn(figures.motions, two).axes[0].get_yticklabels()]
    assert names == [LONG, "sale", "allmotions"]


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, no cost is stated, or there is one replication."""
    assert spoilt(figures.motions(odd)) == []
    assert not any("nan" in text for text in words(figures.motions(odd)))


def test_panels_are_the_numbers_of_the_motions(two: Outcomes) -> None:
    """Catches a motion's number in another's row, and one panel's in the next."""
    axes = {a.get_title(loc="left"): a for a in drawn(figures.motions, two).axes}
    assert list(axes) == ["Share of new ARR", "Customers won", "CAC", "LTV", "Payback", "Contribution"]
    table = two.motions[:, [1, 0]]  # that which brings most at the top
    arr = table["signed_arr"] / table["signed_arr"].sum(axis=1, keepdims=True) * 100
    for name, values in (
        ("Share of new ARR", arr),
        ("Customers won", table["won"]),
        ("CAC", table["spent"] / table["won"] / 100),
        ("LTV", table["ltv"] / 100),
        ("Payback", table["payback_months"]),
    ):
        expected = [t_interval(column)[1:] for column in values.T]
        np.testing.assert_allclose(whiskers(axes[name])[:2], expected, err_msg=name)
    np.testing.assert_allclose(whiskers(axes["CAC"])[2], two.summary("cac").interval[1:])
    assert axes["CAC"].get_xlabel() == axes["LTV"].get_xlabel() == "EUR"


def test_contribution_is_revenue_less_own_costs(two: Outcomes) -> None:
    """Catches a cost left out, one counted twice, and cents."""
    monthly = {name: two.monthly[name].sum(axis=1) / 100 for name in two.monthly}
    costs = [monthly[f"{place}_cost"] for place in ("acquisition", "onboarding", "service", "expansion")]
    costs += [monthly["winback_cost"], monthly["unallocated_cost"]]
    np.testing.assert_allclose(contributions(two), monthly["revenue"] - np.sum(costs, axis=0))
    assert (np.array(costs) > 0).any()


def test_one_motion_has_no_share_and_no_sum(paid: Outcomes) -> None:
    """Catches a panel that says 100 %, and a row twice."""
    picture = drawn(figures.motions, paid)
    assert picture.axes[0].get_title(loc="left") == "Customers won"
    assert [t.get_text() for t in picture.axes[0].get_yticklabels()] == ["sale"]
    cac, payback = (paid.summary(name).mean for name in ("cac", "payback_months"))
    said = title(paid)
    assert said.startswith(f"A customer costs {cac:,.0f} EUR to win and is worth ")
    assert float(said.partition("paid back in ")[2].partition(" months")[0]) == pytest.approx(
        payback, abs=0.1
    )


def test_what_is_not_known_has_no_panel(folder: Path) -> None:
    """Catches an empty frame where the file says nothing of cost."""
    unpriced = outcomes_of(folder, ODD["two motions"], "unpriced")
    found = [a.get_title(loc="left") for a in figures.motions(unpriced).axes]
    assert "CAC" not in found
    assert "Contribution" not in found
    nobody = replace(unpriced, motions=np.zeros_like(unpriced.motions))
    picture = figures.motions(nobody)
    assert picture.axes == []
    assert picture.texts[0].get_text() == "Nobody signs in 2 years"


def test_the_title_ranks_only_what_is_sure(two: Outcomes) -> None:
    """Catches a winner by its mean alone, and a loss that is not told."""
    share = two.motions["signed_arr"][:, 1] / two.motions["signed_arr"].sum(axis=1)
    said = title(two)
    assert float(said.partition(" %")[0]) == pytest.approx(100 * share.mean(), abs=1.0)
    assert said.endswith(f"of new ARR comes from {LONG}")
    table = two.motions.copy()
    table["signed_arr"][:, 1] = table["signed_arr"][::-1, 0]
    close = title(replace(two, motions=table))
    assert close.startswith("Whether ")
    assert close.endswith(" brings more new ARR is too close to call")
    table = two.motions.copy()
    table["ltv"][:, 0] = 100.0
    assert title(replace(two, motions=table)).endswith(
        "; a customer of sale costs more to win than it is worth"
    )
