"""Recurring revenue of the whole company, and what moved it, by quarter or by longer periods."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes

PERIODS = {3: "quarter", 12: "year", 24: "two years", 60: "five years", 120: "ten years"}  # months
MOST = 12  # periods: more would leave no room for their numbers
UP, DOWN = ("new", "expansion", "reactivation"), ("contraction", "churn")


def period_of(outcomes: Outcomes) -> int:
    """Months of a period: a quarter, or longer where that would make too many."""
    months = outcomes.header.months
    return next((p for p in PERIODS if months <= p * MOST), max(PERIODS))


def standing(outcomes: Outcomes) -> NDArray[np.float64]:
    """ARR of the whole company in units of the currency: (R, months + 1), the first day before the months."""
    monthly = outcomes.monthly
    opening = monthly["opening"][:, :1].sum(axis=2)
    return np.asarray(np.append(opening, monthly["closing"].sum(axis=2), axis=1) / 100)


def moved(outcomes: Outcomes, name: str, period: int) -> NDArray[np.float64]:
    """One movement of the whole company by period, in units of the currency: (R, periods)."""
    cents = outcomes.monthly[name].sum(axis=2)
    return np.asarray(np.add.reduceat(cents, range(0, cents.shape[1], period), axis=1) / 100)


def together(parts: Mapping[str, NDArray[np.float64]], names: Iterable[str]) -> NDArray[np.float64]:
    """Some movements added up."""
    return np.asarray(np.sum([parts[name] for name in names], axis=0), np.float64)
