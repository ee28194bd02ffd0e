"""Money by year, and customers by the quarter in which they signed. Means over replications."""

import math

import numpy as np

from simulator.blocks.page import Paragraph, Section
from simulator.blocks.table import Column, Kind, Row, Table, money
from simulator.experiment import Outcomes
from simulator.format import scale_of
from simulator.kernel.calendar import date_of
from simulator.metrics.cohorts import QUARTER

_COSTS = ("acquisition", "onboarding", "service", "expansion", "unallocated")
UNALLOCATED = (
    "Unallocated: costs of no account (idle months, launches, fixed costs). Result: revenue less all costs."
)
_AGES = (4, 8, 12)  # quarters
MOST_QUARTERS = 20  # lines of cohorts: beyond, one for each year


def money_by_year(outcomes: Outcomes) -> list[Section]:
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
        "result": [revenue - spent for revenue, spent in moved],
    }
    held = {
        "opening": opening,
        "received": by_year["cash_in"],
        "spent": by_year["cash_out"],
        "closing": ends["cash"],
        "billed ahead": ends["deferred"],
    }
    currency = outcomes.header.currency
    told = [Paragraph(UNALLOCATED, 2)] if "unallocated" in costs else []
    return [[_years("Money", currency, earned), *told], [_years("Cash", currency, held)]]


def _years(title: str, currency: str, columns: dict[str, list[float]]) -> Table:
    """A line a year, in one scale."""
    scale = scale_of(currency, [abs(value) for values in columns.values() for value in values])
    years = enumerate(zip(*columns.values(), strict=True), start=1)
    rows = tuple((f"year {year}", *values) for year, values in years)
    return Table((Column(), *(money(name, scale) for name in columns)), rows, title=f"{title}, {scale.unit}")


def cohorts(outcomes: Outcomes) -> Table:
    """Who signed in a quarter; what of them was left after 12, 24 and 36 months: customers, their first
    ARR (renewal), and it with what they added (expansion)."""
    mean = {name: outcomes.cohorts[name].mean(axis=0) for name in outcomes.cohorts.dtype.names or ()}
    quarters, ages = mean["signed"].shape
    step = 1 if quarters <= MOST_QUARTERS else 4
    after = [age for age in _AGES if age < ages]
    rows: list[Row] = []
    for first in range(0, quarters, step):
        some = {name: values[first : first + step].sum(axis=0) for name, values in mean.items()}
        if not some["signed"][0]:
            continue
        parts = (
            (some["customers"], some["signed"]),
            (some["kept"], some["first"]),
            (some["kept"] + some["grown"], some["first"]),
        )
        shares = (tuple(_share(part[age], whole[age]) for age in after) for part, whole in parts)
        date = date_of(outcomes.header.start, first * QUARTER)
        rows.append((f"{date:%Y-%m}", float(some["signed"][0]), *shares))
    kept = (
        Column(name, Kind.NUMBER, "%", 0, 100.0) for name in ("customers kept", "ARR kept", "with growth")
    )
    months = " / ".join(f"{3 * age}" for age in after)
    columns = (Column(), Column("signed", Kind.NUMBER, decimals=1), *kept)
    return Table(columns, tuple(rows), title=f"Signed in; after {months} mo., %")


def _share(part: np.float64, whole: np.float64) -> float:
    return float(part / whole) if whole else math.nan
