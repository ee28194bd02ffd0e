"""How fast: run with `pytest tests/benchmarks --benchmark-enable`; without the option each runs once, on a
company of a year in place of five.

Read the ratios inside a group, side by side in one run; absolute times belong to a machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator.ledger import Ledger
from simulator.metrics import measure
from simulator.model import Model
from tests.companies import written

pytestmark = pytest.mark.slow

REPLICATIONS = 4


@pytest.fixture(scope="module")
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Model:
    text = Path(__file__).with_name("ten-stages.toml").read_text(encoding="utf-8")
    if not request.config.getoption("benchmark_enable"):
        text = text.replace("years    = 5", "years    = 1")
    return simulator.load(written(tmp_path_factory.mktemp("benchmarks"), text, "ten-stages")).model()


@pytest.fixture(scope="module")
def ledger(model: Model) -> Ledger:
    found = simulator.simulate(model, seed=0, replication=0)
    measure(found)  # compiles
    return found


def _rows(benchmark: Any, ledger: Ledger) -> None:
    benchmark.extra_info["ledger rows"] = len(ledger.rows)
    benchmark.extra_info["accounts"] = len(ledger.motion)


@pytest.mark.benchmark(group="one replication")
def test_compiled_engine(benchmark: Any, model: Model, ledger: Ledger) -> None:
    _rows(benchmark, ledger)
    benchmark(simulator.simulate, model, seed=0, replication=0)


@pytest.mark.benchmark(group="one replication", max_time=1, min_rounds=2)
def test_simpy_engine(benchmark: Any, model: Model, ledger: Ledger) -> None:
    _rows(benchmark, ledger)
    benchmark(simulator.simulate, model, seed=0, replication=0, engine="simpy")


@pytest.mark.benchmark(group="one replication")
def test_metrics(benchmark: Any, ledger: Ledger) -> None:
    _rows(benchmark, ledger)
    benchmark(measure, ledger)


def _replications(model: Model, threads: int) -> None:
    def one(replication: int) -> None:
        measure(simulator.simulate(model, seed=0, replication=replication))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(REPLICATIONS)))


@pytest.mark.benchmark(group="four replications, simulated and measured")
@pytest.mark.parametrize("threads", [1, 2])
def test_threads(benchmark: Any, model: Model, ledger: Ledger, threads: int) -> None:
    benchmark(_replications, model, threads)
