"""Catches a trough that is missed, a month counted from the wrong day, a break-even that does not last."""

import math

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.metrics.cash import Cash, break_even
from simulator.numerics.months import MONTH

from .ledgers import Diary, header


def flow(*cents):
    return np.array(cents, np.int64)


def test_the_low_may_be_the_first_day():
    found = Cash(500, flow(600, 700))
    assert (found.end, found.low, found.low_month) == (7.0, 5.0, 0.0)
    assert found.runs_out == 0.0
    assert math.isnan(found.runout_month)


def test_the_first_month_end_below_nothing_is_when_money_runs_out():
    found = Cash(500, flow(0, -1, 300, -900, 20))
    assert found.runs_out == 1.0
    assert found.runout_month == 2.0
    assert (found.low, found.low_month, found.end) == (-9.0, 4.0, 0.2)


def test_without_stated_cash_nothing_runs_out():
    found = Cash(0, flow(-100, -200))
    assert math.isnan(found.runs_out)
    assert math.isnan(found.runout_month)
    assert found.low == -2.0  # what it takes


@pytest.mark.parametrize(
    ("revenue", "costs", "month"),
    [
        ((5, 5, 5, 5), (1, 1, 1, 1), 1),
        ((0, 0, 9, 9, 9), (5, 5, 5, 5, 5), 4),  # month 3: 9 of three months against 15; month 4: 18
        ((9, 0, 0, 0, 9, 9, 9), (5, 5, 5, 5, 5, 5, 5), 6),  # a good first month does not last
        ((1, 1, 1), (5, 5, 5), math.nan),
        ((9, 9, 9, 9, 0), (5, 5, 5, 5, 5), 1),  # three months together still cover
    ],
)
def test_break_even_lasts(revenue, costs, month):
    assert break_even(flow(*revenue), flow(*costs)) == pytest.approx(month, nan_ok=True)


def test_cash_of_a_ledger_is_what_was_paid_less_what_was_spent():
    """One lead of 30, signed for a year paid ahead; 10 a month of fixed costs; horizon after a year."""
    plan = header(months=12, lead_cost=3_000, billing=12)
    plan.money["cash"], plan.money["fixed_cost"] = 10_000, 1_000
    diary = Diary(plan)
    diary.signed(2.5 * MONTH, 12_000)
    measures = measure(diary.ledger())
    closing = measures.company["cash"].tolist()
    assert closing[:4] == [9_000, 8_000, 10_000 - 3_000 - 3_000 + 12_000, 15_000]
    values = measures.values
    assert (values["cash_end"], values["cash_low"], values["cash_low_month"]) == (70.0, 70.0, 12.0)
    assert values["runout_probability"] == 0.0
    assert values["cash_spent"] == 12 * 10 + 30
    # Revenue of 10 a month from month 4 on against costs of 10; months 3 to 5 hold the lead's 30.
    assert values["break_even_month"] == 6.0


def test_where_no_cost_is_stated_nobody_reads_free_customers():
    diary = Diary(header(months=24))
    account = diary.signed(0.0, 12_000)
    diary.note(18 * MONTH, account, events.EXPANDED, arr=13_000)
    values = measure(diary.ledger()).values
    of_costs = [
        *("cac", "cac_ratio", "payback_months", "ltv_to_cac", "gross_margin", "burn_multiple"),
        *("magic_number", "bessemer_cac_ratio", "contribution_per_prospect", "break_even_month"),
        *(
            "cash_spent",
            "cash_end",
            "cash_low",
            "cash_low_month",
            "runout_probability",
            "runout_month",
            "ltv:simple",
        ),
    ]
    for name in of_costs:
        assert math.isnan(values[name]), name
    assert values["ltv"] > 0  # what is paid, less costs as far as they are stated
