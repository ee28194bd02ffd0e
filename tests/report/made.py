"""Outcomes made by hand: what a page says of numbers that we know."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.experiment import Outcomes
from simulator.layout.page import Page
from simulator.layout.text import text
from simulator.ledger import Header
from tests.metrics.ledgers import header


def lines(page: Page) -> list[str]:
    """A page as it is printed."""
    return text(page).splitlines()


def made(values: dict[str, Sequence[float]], name: str = "made", header_: Header | None = None) -> Outcomes:
    """A scenario with these metrics, replication by replication, and nothing else."""
    many = len(next(iter(values.values())))
    nothing = np.zeros((many, 0))
    return Outcomes(
        name=name,
        title=f"A company called {name}",
        seed=0,
        replications=many,
        asked=many,
        header=header_ or header(),
        values={key: np.array(each, dtype=np.float64) for key, each in values.items()},
        monthly={},
        company={},
        cohorts=nothing,
        bowtie=np.zeros((many, 1, 8, 3)),
        stages=nothing,
        rates=nothing,
        worth=nothing,
        exposure=nothing,
        teams=nothing,
        cycles=nothing,
        motions=nothing,
        targets=nothing,
        wings=nothing,
    )
