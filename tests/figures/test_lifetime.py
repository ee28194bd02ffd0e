"""What a customer is worth by month of age."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes

from simulator import figures
from simulator.experiment import Comparison, Outcomes, t_interval
from simulator.experiment.metric_rows import metric_table
from simulator.figures.lifetime import covered, horizons
from simulator.layout.said import said as said_in_text
from tests.figures.pictures import drawn, spoilt, whiskers


@pytest.mark.slow
def test_no_word_is_hidden(paid: Outcomes, paying: Comparison) -> None:
    """Catches words over words, and words that the edge of the page cuts."""
    assert spoilt(drawn(figures.lifetime, paid)) == []
    assert spoilt(drawn(figures.lifetime, paying)) == []


@pytest.mark.slow
def test_no_word_is_hidden_in_odd_companies(odd: Outcomes) -> None:
    """Catches the same, and an error, where nobody signs, nothing costs anything, or nothing is sure."""
    for shown in (odd, Comparison(outcomes=(odd,), against=odd.name)):
        picture = figures.lifetime(shown)
        assert spoilt(picture) == []
        assert "nan" not in " ".join(t.get_text() for t in picture.texts)


def curve(axes: Axes) -> np.ndarray:
    return next(line.get_ydata() for line in axes.lines if line.get_label() == "worth so far")


def test_the_curve_meets_the_lifetime_values(paid: Outcomes) -> None:
    """Catches a curve of other customers, marks without their interval, and numbers of another horizon."""
    axes, formulas = drawn(figures.lifetime, paid).axes
    names = {36: "ltv_36", 60: "ltv", 84: "ltv_84"}
    ends = [paid.summary(name).interval for name in names.values()]
    np.testing.assert_allclose(curve(axes)[[36, 60, 84]], [i.mean for i in ends])
    found = whiskers(axes)
    np.testing.assert_allclose(found[:3], [i[1:] for i in ends])
    written = {t.get_text().split("\n")[0]: t.get_text().split("\n")[1] for t in axes.texts}
    for months, interval in zip(names, ends, strict=True):
        mean, _, half = written[f"{months} months"].replace(",", "").partition(" ±")
        assert float(mean) == pytest.approx(interval.mean, abs=interval.half)
        assert float(half) == pytest.approx(interval.half, rel=0.3)
    rows = {*names.values(), "ltv:simple", "ltv:expansion"}
    np.testing.assert_allclose(
        sorted(map(tuple, whiskers(formulas))), sorted(paid.summary(name).interval[1:] for name in rows)
    )
    labels = [t.get_text() for t in formulas.get_yticklabels()]
    assert labels == [*(f"true, {m} months" for m in names), "simple formula", "linear expansion"]


def test_the_line_to_cross_is_the_cost_of_the_cohort(paid: Outcomes) -> None:
    """Catches the blended cost, and a month that is not the one where the curve crosses."""
    axes = drawn(figures.lifetime, paid).axes[0]
    (cost,) = [line for line in axes.lines if line.get_label().startswith("cost to win")]
    assert cost.get_ydata()[0] == pytest.approx(paid.values["cac:cohort"].mean())
    assert cost.get_linestyle() == "--"
    months = [
        next(m for m in range(85) if (worth[m:] >= cac).all())
        for worth, cac in zip(paid.worth, paid.values["cac:cohort"], strict=True)
    ]
    found = covered(paid)
    assert found == (t_interval(months), len(months), len(months))
    np.testing.assert_allclose(whiskers(axes)[3], found.month[1:])


@pytest.mark.slow
def test_covered_later_or_never(paid: Outcomes) -> None:
    """Catches a first crossing that does not last, and a mean that hides where there is none."""
    worth = np.tile(np.arange(85.0), (4, 1))
    worth[1, 50:60] = 0.0
    cost = np.array([10.5, 20.0, 0.0, 100.0])
    made = replace(paid, worth=worth, values=paid.values | {"cac:cohort": cost})
    found = covered(made)
    assert (found.times, found.of) == (3, 4)
    assert found.month == pytest.approx(t_interval([11, 60, 0]))
    none = {"payback_months": np.full(4, np.nan)}
    assert "payments cover that from month 24 on in 3 of 4 runs" in said(
        replace(made, values=made.values | none)
    )
    dear = made.values | {"cac:cohort": np.full(4, 1e6)}
    never = replace(made, values=dear | none)
    assert "; payments never cover that" in said(never)
    assert ", but payments, discounted, never cover that" in said(replace(made, values=dear))
    unknown = replace(made, values=made.values | {"cac:cohort": np.full(4, np.nan)})
    assert covered(unknown)[1:] == (0, 0)


def test_the_title_is_what_was_found(paid: Outcomes) -> None:
    """Catches a title written by hand."""
    title = " ".join(drawn(figures.lifetime, paid).texts[0].get_text().split())
    ratio = paid.summary("ltv_to_cac:cohort").mean
    assert title.startswith(f"A customer is worth {paid.summary('ltv').mean:,.0f} EUR over 60 months, ")
    assert f", {ratio:.1f} times what winning it costs" in title
    simple = (paid.values["ltv:simple"] / paid.values["ltv"]).mean()
    assert f"the simple formula says {simple:.1f} times as much" in title


def said(outcomes: Outcomes) -> str:
    """The title of the picture."""
    return " ".join(figures.lifetime(outcomes).texts[0].get_text().split())


def test_the_payback_is_that_of_the_tables(paid: Outcomes) -> None:
    """Catches a second payback on the page: where the discounted curve crosses the cost is none."""
    months = paid.summary("payback_months").interval
    picture = drawn(figures.lifetime, paid)
    axes = picture.axes[0]
    labels = {str(part.get_label()): part for part in axes.containers}
    (label,) = [label for label in labels if label.startswith("payback, ")]
    (mark, *_) = labels[label].lines
    assert mark.get_xdata()[0] == pytest.approx(months.mean)
    table = metric_table(paid)
    (row,) = [row for row in table.rows if not isinstance(row, str) and row[0] == "payback"]
    shown = said_in_text(row[1], table.columns[1]).split()
    assert label == f"payback, {shown[0]} {shown[1]} months"
    assert f"; payback {shown[0]} {shown[1]} months" in " ".join(picture.texts[0].get_text().split())
    assert abs(covered(paid).month.mean - months.mean) > 1  # or it would not tell them apart


def test_a_payback_that_few_runs_know_is_not_marked(paid: Outcomes) -> None:
    """Catches the payback of the lucky runs drawn as that of all."""
    few = np.where(np.arange(len(paid.worth)) == 0, 12.0, np.nan)
    picture = figures.lifetime(replace(paid, values=paid.values | {"payback_months": few}))
    labels = [str(part.get_label()) for part in picture.axes[0].containers]
    assert not any(label.startswith("payback") for label in labels)
    assert "payback" not in " ".join(picture.texts[0].get_text().split())


def losing(paid: Outcomes) -> Outcomes:
    """The same company at a loss on each customer, all the larger the longer it stays."""
    worth = -np.outer(np.linspace(0.2, 1.0, len(paid.worth)), np.linspace(0.0, 42_000.0, paid.worth.shape[1]))
    values = paid.values | {name: worth[:, m] for name, m in (("ltv_36", 36), ("ltv", 60), ("ltv_84", 84))}
    values |= {"ltv:discounted": worth[:, 60], "ltv:simple": 1.4 * worth[:, 60]}
    values |= {"ltv:expansion": 1.5 * worth[:, 60]}
    values["payback_months"] = np.full(len(worth), np.nan)  # a loss pays nothing back
    values["ltv_to_cac:cohort"] = worth[:, 60] / values["cac:cohort"]
    return replace(paid, worth=worth, values=values)


@pytest.mark.slow
def test_losses_are_drawn_and_said_as_losses(paid: Outcomes, paying: Comparison) -> None:
    """Catches bands and whiskers that the panel cuts, and "-0.9 times what winning it costs"."""
    lost = losing(paid)
    picture = figures.lifetime(lost)
    for axes, across in zip(picture.axes, (False, True), strict=True):
        low, high = axes.get_xlim() if across else axes.get_ylim()
        assert low < whiskers(axes).min()
        assert high >= (0.0 if across else paid.summary("cac:cohort").high)
    assert spoilt(picture) == []
    title = " ".join(picture.texts[0].get_text().split())
    assert title.startswith(
        f"A customer brings a loss of {-lost.summary('ltv').mean:,.0f} EUR over 60 months, "
    )
    assert title.endswith(" that winning it costs; the simple formula says 1.4 times that loss")
    unlike = replace(lost, values=lost.values | {"ltv:simple": -lost.values["ltv"]})
    said = " ".join(figures.lifetime(unlike).texts[0].get_text().split())
    assert said.endswith(f"; the simple formula says {-lost.summary('ltv').mean:,.0f} EUR")
    rows = tuple(replace(losing(o), name=o.name) for o in paying.outcomes)
    several = " ".join(figures.lifetime(replace(paying, outcomes=rows)).texts[0].get_text().split())
    assert several == "A customer brings a loss everywhere, and about the same"
    less = replace(rows[2], values=rows[2].values | {"ltv": 0.1 * rows[2].values["ltv"]})
    unequal = figures.lifetime(replace(paying, outcomes=(*rows[:2], less, rows[3])))
    said = " ".join(unequal.texts[0].get_text().split())
    assert said.startswith("A customer brings a loss everywhere, the smallest with dearer (")
    assert "cost to win" not in several


def test_what_is_open_is_said_to_be_open(paid: Outcomes) -> None:
    """Catches a company said to earn on its customers where chance alone may say so."""
    ratio = np.linspace(0.5, 1.6, len(paid.worth))
    values = paid.values | {"ltv_to_cac:cohort": ratio, "ltv:simple": paid.values["ltv"] * (ratio - 0.05)}
    title = " ".join(figures.lifetime(replace(paid, values=values)).texts[0].get_text().split())
    assert "(too close to call whether it pays)" in title
    assert "the simple formula says about the same" in title


@pytest.mark.slow
def test_a_row_for_each_scenario(paying: Comparison) -> None:
    """Catches a curve under another scenario's name, and a title that names the wrong one."""
    picture = drawn(figures.lifetime, paying)
    pairs = [axes for axes in picture.axes if "worth of a customer" in axes.get_title(loc="left")]
    assert [axes.get_title(loc="left") for axes in reversed(pairs)] == [
        f"{name}: worth of a customer" for name in paying.names
    ]
    for axes, outcomes in zip(reversed(pairs), paying.outcomes, strict=True):
        assert curve(axes)[60] == pytest.approx(outcomes.summary("ltv").mean)
    title = " ".join(picture.texts[0].get_text().split())
    assert title.startswith("A customer is worth most with dearer (")


@pytest.mark.parametrize(
    ("life", "marked"), [(60, [36, 60, 84]), (78, [36, 78]), (120, [36, 84, 120]), (24, [24, 36, 84])]
)
def test_a_lifetime_of_ones_own_is_marked(paid: Outcomes, life: int, marked: list[int]) -> None:
    """Catches 60 months where the scenario says otherwise, and marks that lie over each other."""
    money = paid.header.money.copy()
    money["lifetime"] = life
    assert horizons(replace(paid, header=replace(paid.header, money=money))) == marked


def test_axes_have_units(paid: Outcomes) -> None:
    """Catches an axis without a word for what it counts."""
    axes, formulas = drawn(figures.lifetime, paid).axes
    assert axes.get_ylabel() == formulas.get_xlabel() == "EUR a customer"
    assert "months" in axes.get_xlabel()
