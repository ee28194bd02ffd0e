"""Metrics under small headings, in the order in which a page shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.metrics import definition

if TYPE_CHECKING:
    from simulator.experiment import Outcomes

# Variants that are no formula: what is so, which only a simulator knows, and the words for it.
TRUE = {"cohort": "true cohort value", "observed": "observed"}

# 36 and 84 months stand behind 60; side by side there is no room for them.
GROUPS = {
    "acquire": (
        *("leads", "mql", "sql", "sal", "won", "live", "win_rate", "cycle_days_median", "cycle_days_mean"),
        *("velocity", "coverage", "cac", "cac_ratio", "bessemer_cac_ratio", "payback_months"),
        "contribution_per_prospect",
    ),
    "revenue": (
        *("arr_end", "lifetime_revenue", "lifetime_revenue_36", "lifetime_revenue_84"),
        *("after_close_share", "after_close_share_36", "after_close_share_84"),
        *("gross_margin", "quick_ratio", "magic_number"),
    ),
    "customers": (
        *("customers_end", "first_use_days", "time_to_impact_days", "grr", "nrr", "logo_churn"),
        *("renewal_rate", "promise_kept_6", "promise_kept_9", "promise_kept_12"),
        *("ltv", "ltv_36", "ltv_84", "ltv_to_cac"),
    ),
    "money": (
        *("cash_end", "cash_low", "cash_low_month", "break_even_month"),
        *("runout_probability", "runout_month", "burn_multiple"),
    ),
    "risk": (
        *("buyer_risk", "buyer_risk_peak", "buyer_loss_share"),
        *("seller_risk", "seller_risk_peak", "seller_loss_share"),
        *("seller_share_of_risk", "months_until_whole", "spend_never_recovered"),
    ),
    "capacity": ("utilisation", "wait_days", "attention"),  # of each team
}
_BESIDE = ("_36", "_84")


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Names of metrics under their headings, each with its variants behind it; no heading over nothing."""
    names = list(names)
    found = {}
    for heading, families in GROUPS.items():
        under = [name for family in families for name in names if re.split(r"[.:]", name)[0] == family]
        if under:
            found[heading] = under
    return found


def label(outcomes: Outcomes, name: str) -> str:
    """The words for a metric, or for a variant of the one above it, under a heading."""
    plain, _, variant = name.partition(":")
    if not variant:
        return f"  {outcomes.defined_as(name).label}"
    words = definition(name).label.removeprefix(definition(plain).label).lstrip(", ")
    return f"    {TRUE.get(variant) or words or variant}"


def own(outcomes: Outcomes) -> list[str]:
    """All metrics but variants that stand under the plain name, and what is undefined throughout."""
    return [
        name
        for name in outcomes.values
        if outcomes.summary(name).defined
        and (":" not in name or outcomes.defined_as(name) != outcomes.defined_as(name.partition(":")[0]))
    ]


def true(name: str) -> bool:
    """Whether a metric is no variant, or the one that is true."""
    _, _, variant = name.partition(":")
    return not variant or variant in TRUE


def beside(name: str) -> bool:
    """Whether a metric shows another length of life, beside the sixty months."""
    return name.endswith(_BESIDE)
