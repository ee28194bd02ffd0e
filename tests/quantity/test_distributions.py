"""Quantiles and fits, held to the bit against those of scipy that take long to import."""

from __future__ import annotations

import random
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import optimize, special, stats

from simulator.numerics.curves import table_of
from simulator.quantity import distributions as d

LAWS: dict[str, tuple[Callable[..., Any], tuple[tuple[float, float], ...]]] = {
    "normal": (stats.norm, ()),
    "exponential": (stats.expon, ()),
    "uniform": (stats.uniform, ()),
    "gamma": (stats.gamma, ((-2.0, 6.0),)),  # powers of ten between which shapes are tried
    "weibull": (stats.weibull_min, ((-1.0, 3.0),)),
    "beta": (stats.beta, ((-2.0, 5.0), (-2.0, 5.0))),
}


@pytest.mark.parametrize("name", LAWS)
def test_tables_are_those_of_scipy_to_the_bit(name: str) -> None:
    """Catches another formula for the same quantile: it would change the last digits of every ledger."""
    law, powers = LAWS[name]
    lot = random.Random(1)
    for _ in range(20 if powers else 1):
        shape = [10.0 ** lot.uniform(*ends) for ends in powers]
        mine, theirs = d.standard((name, *shape)), law(*shape)
        with np.errstate(all="ignore"):
            assert table_of(mine).tobytes() == table_of(theirs).tobytes(), shape
        for u in (1e-9, 0.05, 0.5, lot.random(), 0.95, 1.0 - 1e-9):
            assert float(mine.ppf(u)) == float(theirs.ppf(u)), (shape, u)


@pytest.mark.parametrize("scipy_has_moved", [False, True])
def test_a_range_is_solved_as_scipy_solves_it(scipy_has_moved: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a solver that ends elsewhere, and one that is lost with the inside of another scipy."""
    if scipy_has_moved:
        monkeypatch.setattr(d, "_minpack", lambda: None)
    else:
        assert d._minpack() is not None, "this scipy has its solver elsewhere: files are read slower"
    lot = random.Random(2)
    for _ in range(100):
        low, high = sorted((lot.uniform(0.001, 0.99), lot.uniform(0.001, 0.99)))

        def miss(logs: Any, low: float = low, high: float = high) -> Any:
            a, b = np.exp(np.clip(logs, -12.0, 40.0))
            return np.array([special.betainc(a, b, low) - 0.05, special.betaincc(a, b, high) - 0.05])

        start = np.log([lot.uniform(0.5, 20.0), lot.uniform(0.5, 20.0)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it stops short is told by another test
            found = optimize.root(miss, start, tol=1e-13).x
        assert d._solved(miss, start).tobytes() == found.tobytes(), (low, high)


@pytest.mark.slow
def test_reading_and_drawing_loads_neither_statistics_nor_solvers() -> None:
    """Catches an import that takes longer than `bowtie check` itself."""
    program = (
        "import sys, simulator\n"
        "simulator.load('scenarios/hybrid.toml').draw(0, 0)\n"
        "print(sorted(set(sys.modules) & {'scipy.stats', 'scipy.optimize'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
