"""The numbers of the bowtie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.experiment import Outcomes, t_interval
from simulator.figures.parts.tie import AT_END, AT_KNOT, Step, Tie, tie_of
from tests.companies import SMALL
from tests.figures.conftest import ODD, outcomes_of


def product(steps: list[Step]) -> float:
    """The first number times the shares behind it."""
    return steps[0].many.mean * float(np.prod([step.share.mean for step in steps[1:]]))


def test_shares_lead_from_each_number_to_the_next(outcomes: Outcomes) -> None:
    """Catches conversions of other accounts than the volumes beside them: a reader multiplies."""
    tie = tie_of(outcomes, None)
    assert [step.name for step in tie.left] == ["prospects", "SAL (qualified)", "won"]
    assert product(tie.left) == pytest.approx(tie.left[-1].many.mean)
    assert product(tie.left) == pytest.approx(outcomes.values["won"].mean())
    assert tie.left[0].many == pytest.approx(t_interval(outcomes.values["leads"]))
    signed = tie.left[-1].many.mean * tie.right[0].share.mean
    assert signed == pytest.approx(tie.right[0].many.mean - tie.right[0].before.mean)
    assert product(tie.right) == pytest.approx(tie.right[-1].many.mean)
    assert tie.right[0].many.mean * tie.end.mean == pytest.approx(tie.right[-1].many.mean)
    assert tie.right[0].many.mean * tie.kept.mean == pytest.approx(tie.right[2].many.mean)


def test_the_wing_ends_in_the_recurring_revenue_of_the_company(outcomes: Outcomes) -> None:
    """Catches cents, a motion left out, and revenue that is signed and not in use."""
    end = tie_of(outcomes, None).right[-1]
    live = outcomes.monthly["live_arr"][:, -1].sum(axis=1) / 100
    assert end.many == pytest.approx(t_interval(live))
    assert end.name == "with growth"


def test_all_motions_are_in_it_and_each_has_its_own(folder: Path) -> None:
    """Catches the first motion shown as the company, or another than the one asked for."""
    two = outcomes_of(folder, ODD["two motions"], "two")
    whole, *each = (tie_of(two, motion) for motion in (None, 0, 1))
    for n, step in enumerate(whole.left):
        assert step.many.mean == pytest.approx(sum(tie.left[n].many.mean for tie in each))
    assert each[0].left[0].many.mean != each[1].left[0].many.mean
    np.testing.assert_allclose([tie.left[0].many.mean for tie in each], two.bowtie[:, :, 0, 0].mean(axis=0))


def test_customers_where_nothing_recurs(folder: Path) -> None:
    """Catches a wing of no width, where customers are what is left of a sale."""
    offer = '[motion.sale.offer]\nprice = "none"\nlicence = "900 per unit"\n'
    owned = SMALL[: SMALL.index("[motion.sale.offer]")] + offer
    once = outcomes_of(folder, owned, "owned")
    tie = tie_of(once, None)
    assert not tie.is_money
    assert [step.name for step in tie.right] == ["customers", "live", "still there"]
    assert tie.right[0].many.mean == pytest.approx(once.values["won"].mean())
    assert (tie.right[0].at, tie.right[-1].at) == (AT_KNOT + 1, AT_END)


def test_nobody_signs(outcomes: Outcomes) -> None:
    """Catches a right wing out of nothing, and half a page left blank for it."""
    wings = outcomes.wings.copy()
    for name in ("accounts", "arr"):
        wings[name][:, :, 4:] = 0
    tie = tie_of(replace(outcomes, wings=wings), None)
    assert tie.right == []
    assert [step.at for step in tie.left] == [0.0, AT_END / 2, AT_END]


def test_customers_of_the_first_day_are_told_apart(outcomes: Outcomes) -> None:
    """Catches what they brought counted as signed by those who came since."""
    wings = outcomes.wings.copy()
    wings["arr_before"][:, :, 4:] = np.array([400_000, 400_000, 300_000, 350_000])
    first = tie_of(replace(outcomes, wings=wings), None).right[0]
    was = tie_of(outcomes, None).right[0]
    assert first.before.mean == pytest.approx(4000)
    assert first.many.mean == pytest.approx(was.many.mean + 4000)
    assert first.share == pytest.approx(was.share)


def test_intervals_of_shares_are_of_the_ratio(outcomes: Outcomes) -> None:
    """Catches an interval as wide as that of the volume: that hardly moves where both go up and down."""
    leads, won = outcomes.wings["accounts"][:, -1, 0], outcomes.wings["accounts"][:, -1, 4]
    sal = outcomes.wings["accounts"][:, -1, 3]
    share = sal.mean() / leads.mean()
    half = t_interval(sal - share * leads).half / leads.mean()
    found = tie_of(outcomes, None).left[1].share
    assert found == pytest.approx((share, share - half, share + half))
    assert found.half < t_interval(won).half


def test_a_tie_is_what_the_picture_needs(outcomes: Outcomes) -> None:
    """Catches a step at another's place along the picture."""
    tie: Tie = tie_of(outcomes, 0)
    assert [step.at for step in tie.left] == [0.0, 2.0, 4.0]
    assert [step.at for step in tie.right] == [5.0, 6.0, 7.0, 8.0]
    assert [step.place for step in (*tie.left, *tie.right)] == [0, 3, 4, 4, 5, 6, 7]
