"""What customers cost and are worth by motion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from simulator.engines import simulate
from simulator.metrics import measure
from simulator.model import Model
from tests.companies import PAID_FOR, lived
from tests.strategies import models

from .ledgers import Diary, header
from .snapshots import lives

# A second motion with a seller of its own, who has hardly anything to do.
IDLE = (
    PAID_FOR
    + """
[team.farmer]
people = 1
capacity = 5
base = "60k a year"

[motion.late]
opens = 2028-12-01
leads = "1 a month"

[[motion.late.stage]]
name = "talk"
marks = "sal"
team = "farmer"
takes = "5 days"

[[motion.late.stage]]
name = "agree"
marks = "won"
team = "farmer"
takes = "30 days"

[motion.late.offer]
price = "40 per unit a month"
"""
)


@lives
@given(models())
def test_all_motions_together_are_the_company(model: Model) -> None:
    """Catches a customer in no motion or in two, spend that is lost between them, and cents that rounding
    eats where idle months are shared out."""
    measures = measure(simulate(model))
    table, values = measures.motions, measures.values
    spent, won, arr = (int(table[name].sum()) for name in ("spent", "won", "signed_arr"))
    if won and spent:
        assert spent / 100 / won == pytest.approx(values["cac:blended"], rel=1e-12)
    if arr and spent:
        assert spent / arr == pytest.approx(values["cac_ratio:blended"], rel=1e-12)
    if len(table) == 1:
        chosen = values["payback_months"]
        assert table["payback_months"][0] == pytest.approx(chosen, rel=1e-12, nan_ok=True)
        assert table["ltv"][0] / 100 == pytest.approx(values["ltv"], rel=1e-12, nan_ok=True)


def test_of_two_motions_by_hand() -> None:
    """A lead of 30 each; one sale of 120 a year in the first, two of 360 a year in the second, and a lead of
    the second that is lost: 30 / (10 a month) is 3 months, 90 / 2 / (30 a month) is 1.5."""
    diary = Diary(header(motions=2, months=12, lead_cost=3_000))
    diary.signed(2.0, 12_000)
    for _ in range(2):
        diary.signed(2.0, 36_000, motion=1)
    diary.born(3.0, 1)
    table = measure(diary.ledger()).motions
    assert table["won"].tolist() == [1, 2]
    assert table["signed_arr"].tolist() == [12_000, 72_000]
    assert table["spent"].tolist() == [3_000, 9_000]
    assert table["payback_months"].tolist() == pytest.approx([3.0, 1.5])


def test_a_motion_bears_the_idle_months_of_its_own_sellers(tmp_path: Path) -> None:
    """Catches idle pay of one motion's seller in the cost of another's customers: the second motion has a
    seller of its own, no leads before its last month, and bears all that this seller costs."""
    ledger, measures = lived(tmp_path, IDLE)
    plain = lived(tmp_path, PAID_FOR)[1]
    assert list(ledger.header.motions) == ["sale", "late"]
    assert measures.motions["spent"][0] == plain.motions["spent"][0]
    farmer = 2 * 60_000_00  # two years of pay
    assert measures.motions["spent"][1] == pytest.approx(farmer, rel=0.05)


def test_a_team_of_two_motions_shares_its_idle_months_by_spend(tmp_path: Path) -> None:
    """Catches idle months that go to one of the motions alone, or to neither."""
    text = PAID_FOR.replace("people  = 2", "people  = 40").replace("capacity = 6", "capacity = 1")
    measures = lived(tmp_path, text + '\n[motion.other]\nlike = "sale"\nleads = "1 a month"\n')[1]
    spent, cost = measures.motions["spent"], measures.monthly["acquisition_cost"].sum(axis=0)
    assert np.all(spent >= cost)
    if spent.sum() > cost.sum():
        assert spent / spent.sum() == pytest.approx(cost / cost.sum(), abs=0.01)
