"""How often the interval of a mean holds the truth, on a company of which the truth is known."""

from __future__ import annotations

from pathlib import Path

import simulator
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


def truth(company: simulator.Scenario) -> float:
    """The expected cash at the end: that of the first day, less 24 months of cost, and what is invoiced."""
    motion = company.company.motion["sale"]
    cost, price, share = company.company.money.fixed_cost, motion.offer.price, motion.stage[0].passes
    assert isinstance(cost, Number)
    assert isinstance(price, Number)
    assert isinstance(share, Number)
    return CASH - MONTHS * cost.mean + UNITS * INVOICES * price.mean * share.mean


def covered(folder: Path, repetitions: int, replications: int, first: int = 0) -> float:
    """The share of so many runs, each with a seed of its own, whose interval holds the truth."""
    company = simulator.load(written(folder, UNSURE, "unsure"))
    expected, found = truth(company), 0
    for seed in range(first, first + repetitions):
        summary = simulator.run(company, replications=replications, seed=seed).summary("cash_end")
        found += summary.low <= expected <= summary.high
    return found / repetitions
