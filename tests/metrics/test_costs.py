"""Catches a key that costs something and does not say so, and one that says so and is no cost."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

import simulator
from simulator.ledger import LEAD, Ledger
from simulator.metrics import costs
from simulator.metrics.ledger_totals import COST_PLACES, of_company
from simulator.metrics.reading import Reading
from simulator.model import COSTS

BINDING = Path(__file__).parents[1] / "binding.toml"  # states every key that a file may state


@cache
def everything() -> Ledger:
    return simulator.simulate(simulator.load(BINDING).model(), seed=0, replication=0)


def stating(*stated: tuple[str, str]) -> Reading:
    """The same lives, where these columns of the header's lists cost what they did, and nothing else does."""
    header, lists = everything().header, {}
    for part, rows in vars(header).items():
        if isinstance(rows, np.ndarray):
            lists[part] = rows.copy()
            for name in COSTS[rows.dtype]:
                if (part, name) not in stated:
                    lists[part][name] = 0
    rows = everything().rows.copy()
    if ("channel", "lead_cost") not in stated:
        rows["amount"][rows["event"] == LEAD] = 0  # what each lead of a channel has cost stands in its row
    ledger = replace(everything(), rows=rows, header=replace(header, **lists))
    return Reading(ledger)


def test_one_cost_makes_cost_known() -> None:
    lists = {part: rows.dtype for part, rows in vars(everything().header).items() if hasattr(rows, "dtype")}
    declared = [(part, name) for part, dtype in lists.items() for name in COSTS[dtype]]
    assert ("team", "recruiting") in declared
    assert [cost for cost in declared if costs.stated(stating(cost)) != 1.0] == []


def test_what_is_not_declared_as_a_cost_costs_nothing() -> None:
    """Would catch a new cost without `cost=True`: it would be spent, and all that rests on cost unknown."""
    free = stating()
    assert np.isnan(costs.stated(free))
    assert {place: of_company(free)[f"{place}_cost"].sum() for place in COST_PLACES} == dict.fromkeys(
        COST_PLACES, 0
    )
