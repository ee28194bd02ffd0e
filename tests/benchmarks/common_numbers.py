"""What common random numbers save: how many independent runs a paired difference is worth."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

import simulator
from tests.benchmarks.page import Section, Table
from tests.benchmarks.processes import ROOT
from tests.benchmarks.rounds import number

METRICS = ("won", "arr_end", "cash_end")
Values: TypeAlias = dict[str, NDArray[np.float64]]  # of each metric, a value a replication
RESAMPLED = 400
MOST = 10_000


def _company(name: str) -> simulator.Scenario:
    return simulator.load(ROOT / "scenarios" / f"{name}.toml")


def questions() -> dict[str, tuple[simulator.Scenario, simulator.Scenario]]:
    """Two scenarios each: what is asked, and what it is held against."""
    base = _company("subscription")
    asked = {name: (base.vary(changes, name), base) for name, changes in base.what_ifs.items()}
    return {**asked, "perpetual instead": (_company("perpetual"), base)}


def as_drawn(company: simulator.Scenario, replication: int) -> simulator.Ledger:
    """A life in which what is not known is drawn, too."""
    return simulator.simulate(company.draw(seed=0, replication=replication), replication=replication)


def luck_alone(company: simulator.Scenario, replication: int) -> simulator.Ledger:
    """A life in which what is not known is at its best guess."""
    return simulator.simulate(company.model(), replication=replication)


def lived(
    company: simulator.Scenario,
    replications: int,
    life: Callable[[simulator.Scenario, int], simulator.Ledger],
) -> Values:
    """The metrics of so many replications, on all processors."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda one: simulator.measure(life(company, one)).values, range(replications)))
    return {name: np.array([values[name] for values in found], dtype=float) for name in METRICS}


def saved(one: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[float, float, float]:
    """Variance of a difference of independent runs over that of paired ones, between the quartiles of that
    estimate (by drawing pairs anew); infinite where all pairs differ by the same."""
    picks = np.random.default_rng(0).integers(0, one.size, (RESAMPLED, one.size))

    def left(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((a - b).var(axis=-1) / (a.var(axis=-1) + b.var(axis=-1)))

    high, low = np.quantile(left(one[picks], other[picks]), [0.25, 0.75])
    with np.errstate(divide="ignore"):
        low, middle, high = 1.0 / np.array([low, left(one, other), high])
    return float(low), float(middle), float(high)


def said(ratio: tuple[float, float, float]) -> str:
    """The estimate with its quartiles. Above `MOST` pairs differ by no more than cents."""
    low, middle, high = ratio
    if middle > MOST:
        return "no chance left"
    return f"{number(middle)} ({number(low)} to {number(high) if high <= MOST else 'more'})"


def section(*, quick: bool) -> Section:
    """The ratio of variances, of six questions, as drawn and on luck alone."""
    replications = 6 if quick else 150
    asked = questions()
    companies = {id(one): one for pair in asked.values() for one in pair}
    tables = []
    for life, heading in ((as_drawn, "as drawn"), (luck_alone, "luck alone")):
        values = {key: lived(one, replications, life) for key, one in companies.items()}
        rows = []
        for name, (one, other) in asked.items():
            cells = []
            for metric in METRICS:
                cells.append(said(saved(values[id(one)][metric], values[id(other)][metric])))
            rows.append([name, *cells])
        tables.append(Table([heading, "customers won", "ARR at the end", "cash at the end"], rows))
    return Section(
        "Common random numbers",
        [
            f"""How many times as many independent runs would be needed for a difference as sure as that of
            pairs with common random numbers: the variance of the one over that of the other, of one run, from
            {replications} pairs; in brackets the quartiles of that estimate. First with all that is not known
            drawn anew for each run, then with it at its best guess, so that luck alone is left.""",
            *tables,
        ],
    )
