"""One customer: what it cost, what it is worth and when it has paid for itself, by each definition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.acquisition import Spend
from simulator.metrics.lifetime import Lifetime
from simulator.metrics.ratio import ratio

Variants = dict[str, dict[str, float]]  # by metric, by variant, the usual one first


def standing(variants: Variants, chosen: Mapping[str, str]) -> dict[str, float]:
    """What stands under the plain name of each metric: the chosen variant, else the usual one."""
    return {name: of[chosen.get(name, next(iter(of)))] for name, of in variants.items()}


class Rates(NamedTuple):
    """Per customer and month, before the horizon. Money in units of the currency."""

    revenue: float  # recurring
    growth: float  # ... by which it expands, less what it contracts
    leaving: float  # share of customers
    first: float  # recurring revenue of a customer when it signs


def rates(recurring: Mapping[str, NDArray[np.int64]], left: int, spend: Spend) -> Rates:
    """From the months of recurring revenue and customers of the whole company, and how many left."""
    customer_months = int(recurring["customers"].sum())
    grown = int(recurring["expansion"].sum() - recurring["contraction"].sum())
    return Rates(
        ratio(int(recurring["closing"].sum()) / 1200, customer_months),
        ratio(grown / 1200, customer_months),
        ratio(left, customer_months),
        ratio(spend.on.arr / 1200, spend.on.customers),
    )


def simple_value(rate: Rates, margin: float) -> float:
    """ARPA x margin / churn: https://www.forentrepreneurs.com/saas-metrics-2-definitions-2/"""
    return ratio(rate.revenue * margin, rate.leaving)


def expanding_value(rate: Rates, margin: float) -> float:
    """a/c + m(1-c)/c^2: https://www.forentrepreneurs.com/saas-metrics-2-definitions-2/"""
    a, m, c = rate.first * margin, rate.growth * margin, rate.leaving
    return ratio(a, c) + ratio(m * (1.0 - c), c * c)


def simple_payback(cost: float, rate: Rates, margin: float) -> float:
    """Months of margin on new recurring revenue that pay for the customer:
    http://www.bvp.com/blog/bessemer-cloud-computing-law-6-build-revenue-engine"""
    a_month = rate.first * margin
    return ratio(cost, a_month) if a_month > 0.0 else math.nan


def unit_economics(
    spend: Mapping[str, Spend],
    lives: Lifetime,
    cohort: Lifetime,
    months: int,
    rate: Rates,
    margin: float,
    chosen: Mapping[str, str],
) -> Variants:
    """All variants; ratios are of what stands under the plain names where no variant says otherwise.

    `lives` of those who signed before the horizon, `cohort` of those who were born before it: the true
    ratios hold the cost of a cohort against what the same cohort brings.
    """
    cost = {name: one.per_customer for name, one in spend.items()}
    worth = {
        "discounted": float(lives.worth[months]) / 100,
        "simple": simple_value(rate, margin),
        "expansion": expanding_value(rate, margin),
    }
    here = standing({"cac": cost, "ltv": worth}, chosen)
    return {
        "cac": cost,
        "cac_ratio": {name: one.per_arr for name, one in spend.items()},
        "payback_months": {
            "simple": simple_payback(here["cac"], rate, margin),
            "cohort": cohort.months_to_earn(100 * cost["cohort"]),
        },
        "ltv": worth,
        "ltv_to_cac": {
            "blended": here["ltv"] / here["cac"],
            "simple": worth["simple"] / cost["blended"],
            "cohort": float(cohort.worth[months]) / 100 / cost["cohort"],
        },
    }
