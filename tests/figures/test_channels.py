"""Money by channel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import figures
from simulator.experiment import Outcomes
from tests.channelled import channelled
from tests.companies import SMALL
from tests.figures.conftest import FEW, outcomes_of
from tests.figures.pictures import drawn, spoilt, whiskers, words

PANELS = {
    "Customers won": "won", "A lead costs": "lead_cost", "One more costs": "marginal_lead_cost", "CAC": "cac",
    "LTV": "ltv", "Contribution": "contribution",
}  # fmt: skip


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """A motion with leads of its own and three channels."""
    return simulator.run(channelled(tmp_path_factory.mktemp("channels")), replications=FEW)


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.channels(outcomes).texts[0].get_text().split())


@pytest.mark.slow
def test_no_word_is_hidden(some: Outcomes, odd: Outcomes) -> None:
    """Catches words over words or bars; and an error where no motion has channels."""
    assert spoilt(drawn(figures.channels, some)) == []
    assert spoilt(figures.channels(odd)) == []
    assert not any("nan" in text.split() for text in words(drawn(figures.channels, some)))


def test_panels_are_the_metrics_of_the_channels(some: Outcomes) -> None:
    """Catches a channel's number in another's row, and one panel's in the next."""
    axes = {a.get_title(loc="left"): a for a in drawn(figures.channels, some).axes}
    assert list(axes) == list(PANELS)
    names = [label.get_text() for label in axes["Customers won"].get_yticklabels()]
    assert sorted(names) == ["outbound", "own", "partner", "web"]
    for panel, metric in PANELS.items():
        found = [some.summary(f"channel_{metric}.sale.{name}").interval for name in names]
        scale = {"thousand": 1e-3, "million": 1e-6}.get(axes[panel].get_xlabel().split()[0], 1.0)
        moves = [(scale * one.low, scale * one.high) for one in found]
        np.testing.assert_allclose(whiskers(axes[panel]), moves, err_msg=panel)
    assert axes["A lead costs"].get_xlabel() == axes["One more costs"].get_xlabel() == "EUR"


def test_the_title_ranks_only_what_is_sure(some: Outcomes) -> None:
    """Catches a winner by its mean alone, a share of something else, and a loss that is not told."""
    won = {name: some.values[f"channel_won.{name}"] for name in some.header.channels}
    first = max(won, key=lambda name: won[name].mean())
    said = title(some)
    assert said.endswith(f"of customers won come by {first.removeprefix('sale.')}")
    share = won[first].sum() / some.values["won"].sum()
    assert float(said.partition(" %")[0]) == pytest.approx(100 * share, abs=1.0)
    others = sorted(won, key=lambda name: won[name].mean())
    even = {**some.values, f"channel_won.{first}": some.values[f"channel_won.{others[-2]}"][::-1]}
    assert title(replace(some, values=even)).endswith("brings more customers is too close to call")
    cheap = {**some.values, "channel_ltv.sale.web": np.zeros(FEW)}
    said = title(replace(some, values=cheap))
    assert said.endswith("; a customer of web costs more to win than it is worth")


def test_no_channels_and_nobody_who_signs_have_no_frame(some: Outcomes, folder: Path) -> None:
    """Catches an empty frame, and a picture in the folder of an answer that has no channels."""
    without = outcomes_of(folder, SMALL, "without channels", replications=2)
    picture = figures.channels(without)
    assert picture.axes == []
    assert picture.texts[0].get_text() == "No motion has channels"
    nobody = {name: np.zeros(FEW) for name in some.values if name.startswith("channel_won.")}
    picture = figures.channels(replace(some, values={**some.values, **nobody}))
    assert picture.axes == []
    assert picture.texts[0].get_text() == "Nobody signs in 2 years"
