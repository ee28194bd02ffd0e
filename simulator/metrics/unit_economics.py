"""One customer by published formulas: what it is worth, and when it has paid for itself."""

import math
from typing import NamedTuple

from simulator import ledger
from simulator.metrics.ratio import ratio
from simulator.metrics.reading import Reading, once
from simulator.metrics.recurring import movements
from simulator.metrics.spend import blended


class Rates(NamedTuple):
    """Per customer and month, before the horizon. Money in units of the currency."""

    revenue: float  # recurring
    growth: float  # ... by which it expands, less what it contracts
    leaving: float  # share of customers
    first: float  # recurring revenue of a customer when it signs


@once
def rates(of: Reading) -> Rates:
    """From the months of recurring revenue and customers of the whole company, and how many left."""
    recurring, signed = movements(of), blended(of).on
    days = of.mine.of(ledger.CHURNED)["day"]
    left = int(((days >= 0) & (days < of.horizon)).sum())
    customer_months = int(recurring["customers"].sum())
    grown = int(recurring["expansion"].sum() - recurring["contraction"].sum())
    return Rates(
        ratio(int(recurring["closing"].sum()) / 1200, customer_months),
        ratio(grown / 1200, customer_months),
        ratio(left, customer_months),
        ratio(signed.arr / 1200, signed.customers),
    )


def simple_value(rate: Rates, margin: float) -> float:
    """ARPA x margin / churn: https://www.forentrepreneurs.com/saas-metrics-2-definitions-2/"""
    return ratio(rate.revenue * margin, rate.leaving)


def expanding_value(rate: Rates, margin: float) -> float:
    """a/c + m(1-c)/c^2: https://www.forentrepreneurs.com/saas-metrics-2-definitions-2/"""
    a, m, c = rate.first * margin, rate.growth * margin, rate.leaving
    return ratio(a, c) + ratio(m * (1.0 - c), c * c)


def simple_payback(cost: float, first: float, margin: float) -> float:
    """Months of margin on a new customer's recurring revenue a month that pay for it:
    http://www.bvp.com/blog/bessemer-cloud-computing-law-6-build-revenue-engine"""
    a_month = first * margin
    return ratio(cost, a_month) if a_month > 0.0 else math.nan
