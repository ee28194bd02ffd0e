"""Money by year, and customers by the quarter in which they signed. Means over replications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.calendar import date_of
from simulator.digits import NONE, Scale, plain, scale_of
from simulator.metrics.cohorts import QUARTER
from simulator.pages.paper import lines_of, paragraph

if TYPE_CHECKING:
    from simulator.experiment import Outcomes

_COSTS = ("acquisition", "onboarding", "service", "expansion", "period")
PERIOD = "Period: of no account (idle months, launches, standing costs). Left: revenue less all costs."
_AGES = (4, 8, 12)  # quarters
MOST_QUARTERS = 20  # lines of cohorts: beyond, one for each year


def money_by_year(outcomes: Outcomes) -> list[str]:
    """What is billed, earned and spent by place on the bowtie, and where cash comes from and goes."""
    company = {name: cents.mean(axis=0) / 100 for name, cents in outcomes.company.items()}
    years = range(0, outcomes.header.months, 12)
    by_year = {name: [float(v[y : y + 12].sum()) for y in years] for name, v in company.items()}
    ends = {name: [float(company[name][y : y + 12][-1]) for y in years] for name in ("cash", "deferred")}
    cash = company["cash"] - company["cash_in"] + company["cash_out"]  # on the first day of each month
    opening = [float(cash[y]) for y in years]
    costs = [name for name in _COSTS if any(by_year[f"{name}_cost"])]
    moved = zip(by_year["revenue"], by_year["cash_out"], strict=True)
    earned = {
        "billed": by_year["billed"],
        "revenue": by_year["revenue"],
        **{name: by_year[f"{name}_cost"] for name in costs},
        "left": [revenue - spent for revenue, spent in moved],
    }
    held = {
        "opening": opening,
        "received": by_year["cash_in"],
        "spent": by_year["cash_out"],
        "closing": ends["cash"],
        "billed ahead": ends["deferred"],
    }
    currency = outcomes.header.currency
    told = paragraph(PERIOD, "  ") if "period" in costs else []
    return [*_years(f"Money, {currency}", earned), *told, "", *_years(f"Cash, {currency}", held)]


def _years(title: str, columns: dict[str, list[float]]) -> list[str]:
    """A line a year, in one scale."""
    words, _, currency = title.rpartition(" ")
    scale = scale_of(currency, [abs(value) for values in columns.values() for value in values])
    rows = [[f"{words} {scale.unit}", *columns]]
    for year, values in enumerate(zip(*columns.values(), strict=True)):
        rows.append([f"  year {year + 1}", *_shown(scale, values)])
    return lines_of(rows)


def _shown(scale: Scale, values: Sequence[float]) -> list[str]:
    return [plain(value * scale.factor, 0 if scale.factor == 1 else 2) for value in values]


def cohorts(outcomes: Outcomes) -> list[str]:
    """Who signed in a quarter; what of them was left after 12, 24 and 36 months: customers, their first
    ARR (renewal), and it with what they added (expansion)."""
    mean = {name: outcomes.cohorts[name].mean(axis=0) for name in outcomes.cohorts.dtype.names or ()}
    quarters, ages = mean["signed"].shape
    step = 1 if quarters <= MOST_QUARTERS else 4
    after = [age for age in _AGES if age < ages]
    months = " / ".join(f"{3 * age}" for age in after)
    title = f"Signed in; after {months} mo., %"
    rows = [[title, "signed", "customers kept", "ARR kept", "with growth"]]
    for first in range(0, quarters, step):
        some = {name: values[first : first + step].sum(axis=0) for name, values in mean.items()}
        if not some["signed"][0]:
            continue
        parts = (
            (some["customers"], some["signed"]),
            (some["kept"], some["first"]),
            (some["kept"] + some["grown"], some["first"]),
        )
        shares = [" / ".join(_share(part[age], whole[age]) for age in after) for part, whole in parts]
        date = date_of(outcomes.header.start, first * QUARTER)
        rows.append([f"  {date:%Y-%m}", plain(some["signed"][0], 1), *shares])
    return lines_of(rows) if len(rows) > 1 else []


def _share(part: np.float64, whole: np.float64) -> str:
    return plain(float(part / whole) * 100, 0) if whole else NONE
