"""Who carries the risk."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator import figures
from simulator.experiment import Comparison, Outcomes
from simulator.figures.risk import until
from tests.figures.pictures import drawn, spoilt, whiskers


def title_of(shown: Outcomes | Comparison) -> str:
    return " ".join(figures.risk(shown).texts[0].get_text().split())


@pytest.mark.slow
def test_no_word_is_hidden(paid: Outcomes, paying: Comparison) -> None:
    """Catches words over words, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.risk, paid)) == []
    assert spoilt(drawn(figures.risk, paying)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where no risk is known, or of one replication."""
    for shown in (odd, Comparison(outcomes=(odd,), against=odd.name)):
        assert spoilt(figures.risk(shown)) == []
        assert "nan" not in title_of(shown)


def test_curves_are_what_is_at_stake(paid: Outcomes) -> None:
    """Catches buyer and seller mixed up, and a panel that cuts off more than a hundredth."""
    axes = drawn(figures.risk, paid).axes[0]
    curves = {line.get_label(): line for line in axes.lines}
    months = until(paid)
    for side, name in enumerate(("buyer's", "seller's")):
        np.testing.assert_allclose(curves[name].get_ydata(), paid.exposure[:, :months, side].mean(axis=0))
    assert curves["buyer's"].get_linestyle() != curves["seller's"].get_linestyle()
    assert months % 12 == 0
    assert paid.exposure[:, :months].sum() >= 0.99 * paid.exposure.sum()
    assert axes.get_xlim() == (0, months)


def test_areas_are_the_risks(paid: Outcomes) -> None:
    """Catches a curve that does not belong to the share beside it: areas are in the ratio of the risks."""
    area = paid.exposure.sum(axis=1)
    np.testing.assert_allclose(area[:, 1] / area.sum(axis=1), paid.values["seller_share_of_risk"])
    quotient = paid.values["seller_risk"] / paid.values["buyer_risk"]
    np.testing.assert_allclose(area[:, 1] / area[:, 0], quotient)


def test_shares_and_losses_are_the_numbers(paid: Outcomes) -> None:
    """Catches a loss under the other side's name, and whiskers of something else."""
    _, share, losses = drawn(figures.risk, paid).axes
    percent = [100 * v for v in paid.summary("seller_share_of_risk").interval[1:]]
    np.testing.assert_allclose(whiskers(share), [percent])
    assert [t.get_text() for t in losses.get_yticklabels()] == ["to the buyer", "to the seller"]
    ends = [paid.summary(f"{side}_loss_share").interval[1:] for side in ("buyer", "seller")]
    np.testing.assert_allclose(whiskers(losses), 100 * np.array(ends))
    marks = [c.lines[0].get_marker() for c in losses.containers]
    assert len(set(marks)) == 2  # told apart without colour


def test_the_title_is_what_was_found(paid: Outcomes) -> None:
    """Catches a title written by hand, or one that calls what is open."""
    share = paid.summary("seller_share_of_risk").mean * 100
    assert title_of(paid).startswith(
        f"The buyer carries most of the risk: the seller's share is {share:.1f} %; "
    )
    buyer, seller = (paid.values[f"{side}_loss_share"].mean() * 100 for side in ("buyer", "seller"))
    assert f"; {buyer:.0f} % of customers end in a loss to the buyer, {seller:.1f} % in one" in title_of(paid)
    much = paid.values | {"seller_share_of_risk": paid.values["seller_share_of_risk"] + 0.7}
    assert title_of(replace(paid, values=much)).startswith("The seller carries most of the risk")
    apart = np.linspace(0.3, 0.8, len(paid.worth))
    open_ = paid.values | {
        "seller_share_of_risk": apart,
        "buyer_loss_share": apart,
        "seller_loss_share": apart,
    }
    said = title_of(replace(paid, values=open_))
    assert said.startswith("Who carries more of the risk is too close to call")
    assert said.endswith("to the seller (too close to call)")


def test_what_is_not_known_is_said(paid: Outcomes, outcomes: Outcomes) -> None:
    """Catches a share of nought, or nan, where one side's risk is not known."""
    assert "the file does not say what impact is worth and what an account costs" in title_of(outcomes)
    nothing = np.full(len(paid.worth), np.nan)
    unvalued = paid.values | {"buyer_risk": nothing, "seller_share_of_risk": nothing}
    exposure = paid.exposure.copy()
    exposure[..., 0] = np.nan
    said = title_of(replace(paid, values=unvalued, exposure=exposure))
    assert said.startswith(
        "The risk of the buyer is not known: the file does not say what impact is worth, the s"
    )
    assert f"{paid.summary('seller_risk').mean:,.0f} EUR"[:2] in said


def with_shares(paid: Outcomes, shares: dict[str, float]) -> Comparison:
    """Scenarios that differ in the seller's share, each a little unsure."""
    unsure = np.linspace(-0.02, 0.02, len(paid.worth))
    made = [
        replace(paid, name=name, values=paid.values | {"seller_share_of_risk": share + (-1) ** k * unsure})
        for k, (name, share) in enumerate(shares.items())
    ]
    return Comparison(tuple(made), against=next(iter(shares)))


@pytest.mark.slow
def test_the_title_tells_each_step(paid: Outcomes) -> None:
    """Catches a shift to the seller that is told where there is none, or that is open."""
    said = title_of(with_shares(paid, {"owned": 0.1, "yearly": 0.2, "by-use": 0.3, "free": 0.15}))
    assert said == (
        "The seller's share of the risk: 10.0 % with owned, up to 20.0 % with yearly, "
        "up to 30.0 % with by-use, down to 15.0 % with free"
    )
    assert "20.0 % with a, about as much (20.0 %, too close to call) with b" in title_of(
        with_shares(paid, {"a": 0.2, "b": 0.2})
    )
    many = title_of(with_shares(paid, {f"s{k}": 0.1 + 0.1 * k for k in range(6)}))
    assert many.startswith("The seller's share of the risk is highest with s5 (60.0 %")
    assert "lowest with s0 (10.0 %)" in many


@pytest.mark.slow
def test_a_row_for_each_scenario(paying: Comparison) -> None:
    """Catches a row under another's name, and axes on which rows cannot be compared."""
    axes = drawn(figures.risk, paying).axes
    names = [a.get_title(loc="left").partition(":")[0] for a in axes[::3]]
    assert names == list(reversed(paying.names))
    assert len({a.get_xlim() for a in axes[::3]}) == 1
    assert len({a.get_xlim() for a in axes[1::3]}) == 1
    assert len({a.get_xlim() for a in axes[2::3]}) == 1
    for place, outcomes in enumerate(reversed(paying.outcomes)):
        percent = [100 * v for v in outcomes.summary("seller_share_of_risk").interval[1:]]
        np.testing.assert_allclose(whiskers(axes[3 * place + 1]), [percent])


def test_axes_have_units(paid: Outcomes) -> None:
    """Catches an axis without a word for what it counts."""
    at_stake, share, losses = drawn(figures.risk, paid).axes
    assert "EUR" in at_stake.get_ylabel()
    assert "months" in at_stake.get_xlabel()
    assert all("%" in axes.get_xlabel() for axes in (share, losses))


def test_the_end_of_the_axis(paid: Outcomes) -> None:
    """Catches an axis of no length where nothing is at stake."""
    assert until(replace(paid, exposure=np.full_like(paid.exposure, np.nan))) == 12
    exposure = np.zeros_like(paid.exposure)
    exposure[:, 12] = 1.0
    assert until(replace(paid, exposure=exposure)) == 24
    exposure[:, :12] = 1.0
    assert until(replace(paid, exposure=exposure)) == 24
