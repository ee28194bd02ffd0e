"""Efficiency ratios: burn multiple, magic number and others."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.ratio import mean, ratio

QUARTER, YEAR = 3, 12  # months

Flow = NDArray[np.int64]  # (months,)


def last_year(flow: Flow) -> int:
    """The sum of the last twelve months, or of all where there are fewer."""
    return int(flow[-YEAR:].sum())


def monthly_share(lost: Flow, before: Flow) -> float:
    """The mean share of what there was at the start of a month that was lost in it, over the last twelve; nan
    where there never was anything."""
    there = before[-YEAR:] > 0
    return mean(lost[-YEAR:][there] / before[-YEAR:][there])


def net_new(arr: Mapping[str, Flow], months: int = YEAR) -> int:
    """What recurring revenue has grown by in the last months."""
    return int(arr["closing"][-1] - arr["opening"][-months:][0])


def gross_margin(company: Mapping[str, Flow]) -> float:
    """What is left of all revenue when it is delivered."""
    revenue = int(company["revenue"].sum())
    cost = int(company["onboarding_cost"].sum() + company["service_cost"].sum())
    return ratio(revenue - cost, revenue)


def quick_ratio(arr: Mapping[str, Flow]) -> float:
    """What came for each unit that went: https://saz.ca/tools/saas-quick-ratio/for/startups"""
    came = sum(last_year(arr[name]) for name in ("new", "expansion", "reactivation"))
    return ratio(came, last_year(arr["churn"]) + last_year(arr["contraction"]))


def burn_multiple(arr: Mapping[str, Flow], cash_in: Flow, cash_out: Flow) -> float:
    """Cash burnt for each unit of net new recurring revenue; nan where there is no growth:
    https://winsabove.com/glossary/burn-multiple"""
    grown = net_new(arr)
    return ratio(last_year(cash_out) - last_year(cash_in), grown) if grown > 0 else float("nan")


def year_before(flow: Flow) -> int | None:
    """The sum of the four quarters that end a quarter before the last; None where there are fewer."""
    return int(flow[-YEAR - QUARTER : -QUARTER].sum()) if len(flow) >= YEAR + QUARTER else None


def magic_number(revenue: Flow, spend: Flow) -> float:
    """Growth of quarterly revenue, times four, for each unit spent a quarter earlier, over four quarters:
    https://www.scalevp.com/insights/from-0-to-1m-the-magic-number/"""
    before = year_before(spend)
    if before is None:
        return float("nan")
    growth = int(revenue[-QUARTER:].sum() - revenue[-YEAR - QUARTER : -YEAR].sum())
    return ratio(4 * growth, before)


def growth_per_spend(arr: Mapping[str, Flow], spend: Flow) -> float:
    """Net new recurring revenue of four quarters for each unit spent a quarter earlier."""
    before = year_before(spend)
    return float("nan") if before is None else ratio(net_new(arr), before)
