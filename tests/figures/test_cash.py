"""Cash and its trough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.container import ErrorbarContainer
from numpy.typing import NDArray

from simulator import figures
from simulator.experiment import Outcomes, proportion_interval
from simulator.figures.cash import cash_path
from tests.figures.pictures import drawn, spoilt, whiskers

THOUSAND = 1e-3


def title(outcomes: Outcomes) -> str:
    return " ".join(figures.cash(outcomes).texts[0].get_text().split())


def with_flows(outcomes: Outcomes, got: NDArray[np.int64], paid: NDArray[np.int64], opening: int) -> Outcomes:
    """The same company with other receipts and payments, thousands by replication and month."""
    flows = {"cash_in": got * 100_000, "cash_out": paid * 100_000}
    cash = opening * 100_000 + np.cumsum(flows["cash_in"] - flows["cash_out"], axis=1)
    low = np.minimum(cash.min(axis=1), opening * 100_000) / 100
    values = outcomes.values | {"cash_low": low, "runout_probability": (cash < 0).any(axis=1) * 1.0}
    return replace(outcomes, company=outcomes.company | flows | {"cash": cash}, values=values)


def flows(outcomes: Outcomes, *parts: tuple[int, int]) -> NDArray[np.int64]:
    """So much a month for so many months, the same in each replication."""
    row = np.concatenate([np.full(months, each) for each, months in parts])
    return np.tile(row, (outcomes.replications, 1))


def marked(axes: Axes) -> tuple[float, float]:
    """The trough that is marked: month and depth."""
    (mark,) = [c for c in axes.containers if isinstance(c, ErrorbarContainer)]
    return float(mark.lines[0].get_xdata()[0]), float(mark.lines[0].get_ydata()[0])


@pytest.mark.slow
def test_no_word_is_hidden(paid: Outcomes) -> None:
    """Catches words over words or bars, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.cash, paid)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody comes, names are long, or there is one replication."""
    assert spoilt(figures.cash(odd)) == []


def test_turning_points_are_those_of_the_metrics(paid: Outcomes) -> None:
    """Catches a second meaning of the lowest cash, of its month, or of running out."""
    of = cash_path(paid)
    for mine, metric in (
        (of.cash[:, -1], "cash_end"),
        (of.low, "cash_low"),
        (of.low_month, "cash_low_month"),
        (of.below, "runout_month"),
    ):
        np.testing.assert_allclose(mine, paid.values[metric])
    assert (of.cash[:, 0] == 60_000).all()


def test_fan_and_trough_are_drawn_where_they_are(paid: Outcomes) -> None:
    """Catches the deepest of the medians marked for the median of the deepest, and other whiskers."""
    fan, dots, _ = drawn(figures.cash, paid).axes
    (median,) = [line for line in fan.lines if line.get_label() == "median"]
    np.testing.assert_allclose(median.get_ydata(), np.median(cash_path(paid).cash, axis=0) * THOUSAND)
    month, depth = (np.median(paid.values[name]) for name in ("cash_low_month", "cash_low"))
    assert marked(fan) == pytest.approx((month, depth * THOUSAND))
    assert marked(dots) == pytest.approx((month, depth))
    (each,) = [line for line in dots.lines if line.get_label() == "one run"]
    np.testing.assert_allclose(each.get_ydata(), paid.values["cash_low"])
    np.testing.assert_allclose(each.get_xdata(), paid.values["cash_low_month"])
    p10, p90 = np.quantile(paid.values["cash_low"], (0.1, 0.9))
    (depths,) = [pair for pair in whiskers(dots).tolist() if pair == pytest.approx([p10, p90])]
    assert depths[0] < depth < depths[1]


def test_shares_of_what_has_happened_by_then(paid: Outcomes) -> None:
    """Catches a month too early, and shares that lack the interval of a share."""
    axes = drawn(figures.cash, paid).axes[2]
    of = cash_path(paid)
    for months, name in ((of.even, "broken even"), (of.below, "below zero")):
        (line,) = [line for line in axes.lines if name in str(line.get_label())]
        expected = [100 * np.mean(months <= month) for month in range(25)]
        np.testing.assert_allclose(line.get_ydata(), expected)
    bands = [band.get_paths()[0].vertices for band in axes.collections]
    share = proportion_interval(of.even <= 10)
    at = bands[0][bands[0][:, 0] == 10, 1]
    assert (at.min(), at.max()) == pytest.approx((100 * share.low, 100 * share.high))


@pytest.mark.slow
def test_the_title_follows_the_numbers(paid: Outcomes) -> None:
    """Catches words that the data contradict."""
    paying = flows(paid, (5, 24))
    dips = with_flows(paid, flows(paid, (1, 10), (9, 14)), paying, 60)
    assert title(dips) == (
        "Cash is lowest in month 10 (2027-10), at 20,000 EUR; it runs out in no run; "
        "receipts cover payments from month 12 (2027-12) on"
    )
    breaks = with_flows(paid, flows(paid, (1, 10), (9, 14)), paying, 20)
    assert "at −20,000 EUR" in title(breaks)
    assert "it runs out in every run" in title(breaks)
    grows = with_flows(paid, flows(paid, (9, 24)), paying, 60)
    assert title(grows).startswith("Cash is lowest on the first day, at 60 thousand EUR;")
    falls = with_flows(paid, flows(paid, (1, 24)), paying, 100)
    assert title(falls).startswith("Cash is lowest at the very end, at 4 thousand EUR;")
    assert title(falls).endswith("receipts never cover payments for good")
    some = with_flows(paid, flows(paid, (1, 24)), paying * (np.arange(8) < 3)[:, np.newaxis], 50)
    assert "it runs out in 3 of 8 runs" in title(some)
    p10, p90 = np.quantile(cash_path(some).low, (0.1, 0.9))
    assert f"(median, eight of ten runs −{-p10:,.0f} to {p90:,.0f})" in title(some)


def test_without_costs_or_money(outcomes: Outcomes) -> None:
    """Catches a trough, and a break-even, where the file states no costs."""
    assert title(outcomes).startswith("The file states no costs: ")
    assert np.isnan(cash_path(outcomes).even).all()
    nothing = flows(outcomes, (0, 24))
    assert title(with_flows(outcomes, nothing, nothing, 0)) == "No money moves in 2 years"


def test_cash_that_nobody_states_does_not_run_out(paid: Outcomes) -> None:
    """Catches a bankruptcy of a company whose cash is not known."""
    unknown = with_flows(paid, flows(paid, (1, 24)), flows(paid, (5, 24)), 0)
    values = unknown.values | {"runout_probability": np.full(paid.replications, np.nan)}
    said = title(replace(unknown, values=values))
    assert "it goes below zero, and none is stated to begin with, in every run" in said
