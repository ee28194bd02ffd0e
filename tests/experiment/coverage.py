"""How often intervals hold the truth, on a company of which the truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import simulator
from simulator.experiment import Interval, quantile_interval
from simulator.quantity.number import Number
from tests.companies import written
from tests.experiment.exact import EXACT, INVOICES, MONTHS, UNITS

CASH = 100_000
# Price, cost and the share that signs are not known; who signs is chance: they multiply, and add.
UNSURE = (
    EXACT.replace('"1k a month"', '{ low = "1k a month", best = "1.5k a month", high = "4k a month" }')
    .replace('"100 per unit a month"', '{ value = "60 to 170 per unit a month", varies = "between runs" }')
    .replace('passes = "100%"', 'passes = "30% to 90%"')
)
RISE = 1.25  # what a what-if makes of the price
QUANTILES = (0.1, 0.5, 0.9)
DRAWS = 2_000_000  # from which quantiles of the truth are read: to a fiftieth of an interval of 64 runs
ODDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5)
LATER = 18  # invoices of the customer of July


def numbers_of(company: simulator.Scenario) -> tuple[Number, Number, Number]:
    """Cost a month, price and share that signs."""
    motion = company.company.motion["sale"]
    cost, price, share = company.company.money.fixed_cost, motion.offer.price, motion.stage[0].passes
    assert isinstance(cost, Number)
    assert isinstance(price, Number)
    assert isinstance(share, Number)
    return cost, price, share


def truth(company: simulator.Scenario) -> float:
    """The expected cash at the end: that of the first day, less 24 months of cost, and what is invoiced."""
    cost, price, share = (number.mean for number in numbers_of(company))
    return CASH - MONTHS * cost + UNITS * INVOICES * price * share


def drawn(company: simulator.Scenario) -> NDArray[np.float64]:
    """Cash at the end, drawn without an engine: who signs in January pays 24 times, in July 18 times."""
    rng = np.random.default_rng(0)
    cost, price, share = (_quantiles(n, rng.uniform(size=DRAWS)) for n in numbers_of(company))
    first, second = (rng.uniform(size=DRAWS) < share for _ in range(2))
    paid = UNITS * price * (MONTHS * first + LATER * second)
    return np.asarray(CASH - MONTHS * cost + paid)


def _quantiles(number: Number, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values of a number at these probabilities, read between 4,000 of them."""
    grid = (np.arange(4_000) + 0.5) / 4_000
    return np.interp(at, grid, [number.curve.at(u) for u in grid])


def covered(folder: Path, repetitions: int, replications: int, first: int = 0) -> dict[str, float]:
    """Of so many runs, each with a seed of its own, the share whose interval holds the truth: of the mean, of
    three quantiles, and of the difference from a company with a higher price, pair by pair."""
    company = simulator.load(written(folder, UNSURE, "unsure"))
    _, price, share = (number.mean for number in numbers_of(company))
    dearer = company.vary({"motion.sale.offer.price": "+25%"}, "dearer")
    exact = {"mean": truth(company), "difference": UNITS * INVOICES * (RISE - 1) * price * share}
    every = drawn(company)
    exact |= {f"P{100 * at:.0f}": float(np.quantile(every, at)) for at in QUANTILES}
    found: Counter[str] = Counter()
    for seed in range(first, first + repetitions):
        asked = {"replications": replications, "seed": seed, "metrics": ["cash_end"]}
        both = simulator.compare([company, dearer], **asked)  # type: ignore[arg-type]
        for name, interval in _intervals(both):
            found[name] += bool(interval.low <= exact[name] <= interval.high)
    return {name: found[name] / repetitions for name in exact}


def _intervals(both: simulator.Comparison) -> Iterator[tuple[str, Interval]]:
    base = both.outcomes[0]
    yield "mean", base.summary("cash_end").interval
    yield "difference", both.difference("dearer", "cash_end").interval
    for at in QUANTILES:
        yield f"P{100 * at:.0f}", quantile_interval(base.values["cash_end"], at)


def covered_odds(folder: Path, repetitions: int, replications: int, first: int = 0) -> dict[float, float]:
    """The same of the odds of a target: that one customer signs, of one lead that does with these odds."""
    text = EXACT.replace("leads_on = [2027-01-01, 2027-07-01]", "leads_on = [2027-01-01]")
    text += '\n[target.one]\nmetric = "won"\nat_least = 1\n'
    company = simulator.load(written(folder, text, "odds"))
    found = {}
    for odds in ODDS:
        one = company.vary({"motion.sale.stage.agree.passes": odds}, "odds")
        held = 0
        for seed in range(first, first + repetitions):
            summary = simulator.run(
                one, replications=replications, seed=seed, metrics=["target.one"]
            ).summary("target.one")
            held += summary.low <= odds <= summary.high
        found[odds] = held / repetitions
    return found
