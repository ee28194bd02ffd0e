"""Catches money or metrics that an accountant who reads the rows alone would not find."""

from __future__ import annotations

import ast
import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings, strategies as st

from simulator import model as m
from simulator.engines import simulate
from simulator.metrics import measure
from simulator.numerics.months import MONTH
from tests.strategies import models
from tests.tiers import examples

from .accountant.books import Books
from .accountant.figures import figures
from .reading import lives

PRICES = ("yearly", "flat", "once", "licence", "use")
HERE = Path(__file__).parent
PAGES = [*HERE.glob("accountant/*.py"), HERE / "naive.py"]


def busy(n: m.Numbers, lists: dict[str, Any]) -> None:
    """Somebody is there to work, and half of all pass a stage at least."""
    lists["plans"]["people"] = np.maximum(lists["plans"]["people"], 1)
    passes = np.zeros(len(n.rates), bool)
    passes[n.stages["passes"]] = True
    passes &= n.rates["kind"] == m.FLAT
    lists["rates"]["p"][passes] = np.maximum(n.rates["p"][passes], 0.5)


@st.composite
def companies(draw: Any) -> m.Model:
    """A company that sells, mostly, for months or years, at a loss or a profit, with lifetimes of which the
    run-off holds all or none; some state no cost."""
    model = draw(models())
    n = model.numbers
    lists = {name: getattr(n, name).copy() for name in m.LISTS}
    if draw(st.integers(0, 4)):
        busy(n, lists)
    if draw(st.integers(0, 19)) == 0:
        for rows in lists.values():
            for cost in m.COSTS.get(rows.dtype, ()):
                rows[cost] = 0
    lists["money"]["lifetime"] = draw(st.sampled_from([1, 2, 3, 6, 24, 60]))
    dear = draw(st.sampled_from([1, 1, 20, 500]))
    for price in PRICES:
        lists["offers"][price] *= dear
    times = draw(st.sampled_from([1, 1, 1, 4]))
    runoff = draw(st.sampled_from([n.until - n.horizon, 12 * MONTH, 36 * MONTH, 84 * MONTH]))
    horizon = n.horizon * times
    changed = m.numbers(
        horizon=horizon, until=horizon + runoff, tables=n.tables, leads=np.tile(n.leads, times), **lists
    )
    return replace(model, numbers=changed)


def agree(model: m.Model, seed: int) -> list[str]:
    """Hold all figures of the accountant against the product's; names of those that are defined."""
    ledger = simulate(model, seed=seed)
    found, measured = figures(Books(ledger)), measure(ledger).values
    apart = {
        name: (mine, measured[name])
        for name, mine in found.items()
        if not (math.isnan(mine) and math.isnan(measured[name]))
        and not math.isclose(mine, measured[name], rel_tol=1e-9, abs_tol=1e-9)
    }
    assert not apart
    return [name for name, mine in found.items() if not math.isnan(mine)]


@settings(lives, max_examples=examples(60))
@given(companies(), st.integers(0, 3))
def test_an_accountant_agrees(model: m.Model, seed: int) -> None:
    """Catches a cent that is missing, counted twice, of the wrong day, or on the wrong side."""
    agree(model, seed)


@pytest.mark.slow
def test_an_accountant_agrees_on_five_hundred_companies() -> None:
    """The same ones each time. Catches also an agreement on nothing: figures that are hardly ever defined.

    One that fails is shown as it was found: to look for a smaller one takes minutes.
    """
    known = Counter[str]()

    @settings(lives, max_examples=500, derandomize=True, database=None, phases=[Phase.generate])
    @given(companies(), st.integers(0, 3))
    def each(model: m.Model, seed: int) -> None:
        known.update(agree(model, seed))

    each()
    assert min(known.values()) > 20, known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_accountant_is_independent(page: Path) -> None:
    """Catches an accountant who asks those whom it is to check: no page of it may import how the product
    finds money or metrics."""
    named = set[str]()
    for node in ast.walk(ast.parse(page.read_text())):
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            named |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
    of_product = {name for name in named if name.split(".")[0] == "simulator"}
    allowed = ("simulator.ledger", "simulator.model", "simulator.numerics.months")
    assert all(name == "simulator" or name.startswith(allowed) for name in of_product), of_product
