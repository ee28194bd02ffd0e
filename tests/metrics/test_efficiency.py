"""Catches a published ratio of flows over the wrong months, upside down, or without its factor."""

import math

import numpy as np
import pytest

from simulator.metrics.efficiency import (
    burn_multiple,
    gross_margin,
    growth_per_spend,
    magic_number,
    quick_ratio,
)


def flow(*cents):
    return np.array(cents, np.int64)


def level(months, cents):
    return np.full(months, cents, np.int64)


def arr(months, growth, **columns):
    """Recurring revenue that grows by the same every month, and other movements as given."""
    closing = growth * np.arange(1, months + 1)
    columns = {name: level(months, cents) for name, cents in columns.items()}
    return {"opening": closing - growth, "closing": closing, **columns}


def test_gross_margin_leaves_out_what_grows_the_customer():
    company = {
        "revenue": flow(60, 40),
        "onboarding_cost": flow(10, 0),
        "service_cost": flow(5, 10),
        "expansion_cost": flow(99, 99),
    }
    assert gross_margin(company) == 0.75


def test_quick_ratio_of_the_last_twelve_months():
    months = arr(24, 0, new=7, expansion=3, reactivation=2, churn=2, contraction=1)
    for name in ("new", "churn"):
        months[name][:12] = 1000
    assert quick_ratio(months) == 4.0
    assert math.isnan(quick_ratio(arr(24, 0, new=7, expansion=3, reactivation=2, churn=0, contraction=0)))


def test_burn_multiple_is_burn_over_net_new_recurring_revenue():
    """12 x 150 burnt for 12 x 100 more: 1.5, "great" in the words of its author."""
    months = arr(24, 100)
    assert burn_multiple(months, level(24, 50), level(24, 200)) == 1.5
    assert burn_multiple(months, level(24, 300), level(24, 200)) == -1.0
    assert math.isnan(burn_multiple(arr(24, -100), level(24, 50), level(24, 200)))


def test_burn_multiple_of_a_short_life_is_of_all_of_it():
    assert burn_multiple(arr(5, 100), level(5, 50), level(5, 200)) == 1.5


def test_magic_number_is_quarterly_growth_times_four_over_the_quarter_before():
    """Quarters of 100, 110, 120, 130, 140 revenue at 50 spent in each: 10 x 4 / 50 = 0.8."""
    revenue = np.repeat(flow(100, 110, 120, 130, 140), 3) // 3 * 3
    revenue = np.concatenate([flow(q, 0, 0) for q in (100, 110, 120, 130, 140)])
    spend = np.concatenate([flow(0, 50, 0)] * 4 + [flow(9999, 0, 0)])
    assert magic_number(revenue, spend) == pytest.approx(0.8)
    assert math.isnan(magic_number(revenue[:-1], spend[:-1]))  # no fifteen months


def test_growth_is_set_against_what_was_spent_a_quarter_earlier():
    spend = np.concatenate([level(3, 999), level(12, 40), level(3, 999)])
    assert growth_per_spend(arr(18, 100), spend) == 1200 / 480
    assert math.isnan(growth_per_spend(arr(14, 100), level(14, 40)))
    assert math.isnan(growth_per_spend(arr(18, 100), level(18, 0)))
