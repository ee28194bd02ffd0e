"""All metrics on money but risk, from the journal and what else is known of its ledger."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator import ledger as events
from simulator.ledger import Header
from simulator.metrics import efficiency, pipeline
from simulator.metrics.acquisition import acquisition, of_prospects, signatures, signed
from simulator.metrics.cash import break_even, cash
from simulator.metrics.journey import QUALIFIED, SIGNED, Journey
from simulator.metrics.lifetime import Lifetime, lifetime
from simulator.metrics.posting import by_play, idle, of_company, post
from simulator.metrics.ratio import ratio
from simulator.metrics.unit_economics import Variants, rates, standing, unit_economics

_COSTS = {
    "team": ("base", "variable", "recruiting"),
    "stage": ("cost", "free"),
    "play": ("lead_cost", "launch_cost", "standing_cost"),
    "offer": ("goods", "hosting", "serving"),
    "money": ("standing_cost",),
}


class Finance(NamedTuple):
    """`values`: by name, in units of the currency; `variants`: of each metric that has some, by name.

    `monthly` (months, plays) and `company` (months,) are in cents.
    """

    values: dict[str, float]
    variants: Variants
    monthly: dict[str, NDArray[np.int64]]
    company: dict[str, NDArray[np.int64]]
    lives: Lifetime


def costs_stated(header: Header) -> bool:
    """Whether the scenario states any cost."""
    return any(bool(getattr(header, part)[name].any()) for part, names in _COSTS.items() for name in names)


def selling_teams(header: Header) -> NDArray[np.bool_]:
    """Of each team, whether it works before the close."""
    masks = header.stage["teams"][header.stage["after_close"] == 0]
    together = int(np.bitwise_or.reduce(masks)) if masks.size else 0
    return np.array([bool(together >> team & 1) for team in range(len(header.teams))], np.bool_)


def finance(
    header: Header,
    rows: NDArray[Any],
    entries: NDArray[Any],
    walk: Journey,
    arr: dict[str, NDArray[np.int64]],
) -> Finance:
    """`arr`: recurring revenue and customers by month and play; `walk`: of all accounts."""
    horizon, terms = float(header.horizon), header.money[0]
    recurring = {name: column.sum(axis=1) for name, column in arr.items()}
    months, life = len(recurring["closing"]), int(terms["lifetime"])
    stated = 1.0 if costs_stated(header) else math.nan
    born, won = np.ascontiguousarray(walk.days[:, [0, SIGNED]].T)
    owed = signatures(rows, len(born))

    table = post(entries, months, len(header.plays), horizon)
    company = of_company(table, int(terms["cash"]))
    idle_sellers = idle(entries, selling_teams(header), months)
    winning = company["acquisition_cost"] + idle_sellers
    selling = winning + company["expansion_cost"]
    margin = stated * efficiency.gross_margin(company)

    ever, contribution = of_prospects(entries, born, horizon)
    cycle = float(np.median(walk.cycles)) if walk.cycles.size else math.nan
    spend = acquisition(table, idle_sellers, ever, owed, np.stack([born, won], axis=1), cycle, horizon)
    discount, until = float(terms["discount"]), float(header.until)
    lives, cohort = (
        lifetime(entries, rows, np.where((day >= 0) & (day < horizon), won, np.inf), life, discount, until)
        for day in (won, born)
    )
    left = rows["day"][rows["event"] == events.CHURNED]
    rate = rates(recurring, int(((left >= 0) & (left < horizon)).sum()), spend["blended"])

    chosen = dict(header.measures)
    variants = unit_economics(spend, lives, cohort, life, rate, margin, chosen)
    variants["bessemer_cac_ratio"] = {
        "net": margin * efficiency.growth_per_spend(recurring, winning),
        "cohort": margin * ratio(1.0, variants["cac_ratio"]["cohort"]),
    }
    variants["magic_number"] = {
        "revenue": efficiency.magic_number(company["revenue"], selling),
        "arr": efficiency.growth_per_spend(recurring, selling),
        "cohort": ratio(1.0, variants["cac_ratio"]["cohort"]),
    }
    deals = pipeline.pipeline(rows, header.stage, walk.days)
    late = signed(owed, (won >= max(0.0, horizon - pipeline.QUARTER)) & (won < horizon))
    value = spend["blended"].on.first_year_value
    variants["velocity"] = {
        "formula": _velocity(deals.mean(horizon), walk, value),
        "observed": spend["blended"].on.first_year / 100 / horizon,
    }
    lasts = {name: stated * value for name, value in cash(int(terms["cash"]), company["cash"]).items()}
    prospects = int(((born >= 0) & (born < horizon)).sum())
    values = standing(variants, chosen) | {
        "contribution_per_prospect": stated * ratio(contribution / 100, prospects),
        "gross_margin": margin,
        "ltv_36": float(lives.worth[36]) / 100,
        "ltv_84": float(lives.worth[84]) / 100,
        "burn_multiple": stated
        * efficiency.burn_multiple(recurring, company["cash_in"], company["cash_out"]),
        "quick_ratio": efficiency.quick_ratio(recurring),
        "coverage": pipeline.coverage(deals, value, late.first_year / 100, horizon),
        "break_even_month": stated * break_even(company["revenue"], company["cash_out"]),
    }
    return Finance(values | lasts, variants, by_play(table), company, lives)


def _velocity(deals: float, walk: Journey, value: float) -> float:
    decided, won, _ = walk.converted(QUALIFIED)
    cycle = float(walk.cycles.mean()) if walk.cycles.size else math.nan
    return pipeline.velocity(deals, ratio(won, decided), value, cycle)
