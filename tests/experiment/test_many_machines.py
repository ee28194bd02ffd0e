"""Replications in other processes, and on a cluster of Dask on this machine, some of which are killed."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import simulator
from simulator.commands import app
from simulator.experiment import Outcomes, WorkersWarning
from simulator.experiment.executors import PARTS
from tests import lives

pytestmark = pytest.mark.slow

FEW, MANY = 200, 8 * PARTS  # replications: a run of so many is still under way when something is killed
LONG = 120  # seconds: nothing takes so long but what hangs


def bits(outcomes: Outcomes) -> dict[str, Any]:
    """All that came of it, to the bit."""

    def of(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: of(one) for name, one in value.items()}
        return value.tobytes() if hasattr(value, "tobytes") else repr(value)

    return {field.name: of(getattr(outcomes, field.name)) for field in fields(outcomes)}


@pytest.fixture(scope="module")
def company() -> simulator.Scenario:
    """A small one, as a what-if: that has changes and references to send."""
    company = lives.scenario("enterprise")
    return company.vary({"team.ae.people": 4}, name="four sellers")


@pytest.fixture(scope="module")
def here(company: simulator.Scenario) -> dict[str, Any]:
    """What threads of this process make of it."""
    return bits(simulator.run(company, replications=FEW))


def once(kill: Callable[[], None]) -> Callable[[int, int], None]:
    """Progress that kills something as soon as anything is done, in mid-run."""
    killed: list[int] = []

    def progress(done: int, total: int) -> None:
        if done and not killed:
            assert done < total
            kill()
            killed.append(done)

    return progress


def noted(executor: Executor) -> list[Future[Any]]:
    """What is sent to an executor from now on, in order."""
    sent: list[Future[Any]] = []
    submit = executor.submit

    def submit_and_note(*what: Any) -> Future[Any]:
        sent.append(submit(*what))
        return sent[-1]

    executor.submit = submit_and_note  # type: ignore[method-assign]
    return sent


def test_processes_give_the_same_bits_though_one_is_killed(
    company: simulator.Scenario, here: dict[str, Any]
) -> None:
    """Catches a job that does not pickle, state that a process has and another has not, and a lost part."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:

        def kill() -> None:
            os.kill(next(iter(pool._processes)), signal.SIGKILL)

        assert bits(simulator.run(company, replications=FEW, executor=pool)) == here
        with pytest.warns(WorkersWarning, match="done on threads here"):
            again = simulator.run(company, replications=FEW, executor=pool, progress=once(kill))
    assert bits(again) == here


class Dask:
    """A scheduler and two workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.scheduler = self._begun("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._address()
        workers = ("--nworkers", "2", "--nthreads", "1", "--local-directory", str(folder))
        self.workers = self._begun("worker", *workers)

    def _begun(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        words = ["--scheduler-file", str(self.file), "--no-dashboard", *options]
        program = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
        return subprocess.Popen(program, stderr=subprocess.DEVNULL)

    def _address(self) -> str:
        until = time.monotonic() + LONG
        while time.monotonic() < until:
            try:
                return str(json.loads(self.file.read_bytes())["address"])
            except (OSError, ValueError):  # not yet there, or half written
                time.sleep(0.05)
        raise AssertionError("no scheduler")

    def end(self) -> None:
        """End what still runs."""
        for process in (self.workers, self.scheduler):
            process.terminate()
            try:
                process.wait(LONG)
            finally:
                process.kill()


@contextmanager
def begun(folder: Path) -> Iterator[Dask]:
    """A cluster, for a while."""
    pytest.importorskip("distributed", reason="pip install 'bowtie-simulator[cluster]'")
    cluster = Dask(folder)
    try:
        yield cluster
    finally:
        cluster.end()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A cluster that lives as long as these tests."""
    with begun(tmp_path_factory.mktemp("dask")) as cluster:
        yield cluster


@contextmanager
def connected(cluster: Dask) -> Iterator[Any]:
    """A client of it, when both workers are there."""
    from distributed import Client

    with Client(cluster.address, timeout=LONG, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=LONG)
        yield client


def test_dask_gives_the_same_bits_though_a_worker_is_killed(
    dask: Dask, company: simulator.Scenario, here: dict[str, Any]
) -> None:
    """Catches parts that end with a worker: Dask does them again on another one, without a word."""
    with connected(dask) as client, warnings.catch_warnings(action="error", category=WorkersWarning):
        process, *_ = client.run(os.getpid).values()
        kill = once(lambda: os.kill(process, signal.SIGKILL))
        found = simulator.run(company, replications=FEW, executor=client.get_executor(), progress=kill)
        assert bits(found) == here
        assert process not in client.run(os.getpid).values()


def test_a_scheduler_that_is_killed_leaves_what_is_done(
    tmp_path: Path, company: simulator.Scenario, here: dict[str, Any]
) -> None:
    """Catches a run that waits for ever on a cluster that is no more, and what is done thrown away."""
    lost = pytest.warns(WorkersWarning, match=r"the workers are lost: .*; the first \d+ of")
    with begun(tmp_path) as dask, connected(dask) as client, lost:
        executor = client.get_executor()
        sent = noted(executor)

        def kill_after_the_first(done: int, total: int) -> None:
            """Not after any: what is done behind a gap is not kept."""
            if sent[0].done() and dask.scheduler.poll() is None:
                assert done < total
                dask.scheduler.kill()

        found = simulator.run(company, replications=MANY, executor=executor, progress=kill_after_the_first)
    assert found.partial
    many = min(found.replications, FEW)
    assert found.values["won"][:many].tobytes() == here["values"]["won"][: 8 * many]


def test_local_cluster_gives_the_same_bits(company: simulator.Scenario, here: dict[str, Any]) -> None:
    """Catches what one thread a process hides: here a worker has two, and Dask begins it its own way."""
    distributed = pytest.importorskip("distributed", reason="pip install 'bowtie-simulator[cluster]'")
    options = {"n_workers": 1, "threads_per_worker": 2, "processes": True, "dashboard_address": ":0"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        found = simulator.run(company, replications=FEW, executor=client.get_executor())
    assert bits(found) == here


def test_the_command_gives_the_same_answer(dask: Dask) -> None:
    """Catches an option that is not passed on, and another answer than without it."""
    from simulator.scenario_library import scenarios

    file = str(scenarios()["enterprise"])
    asked = ["run", file, "--replications", "3", "--json"]
    there = CliRunner().invoke(app, [*asked, "--scheduler", dask.address])
    assert there.exit_code == 0, there.output
    assert json.loads(there.stdout) == json.loads(CliRunner().invoke(app, asked).stdout)
    refused = CliRunner().invoke(app, [*asked, "--scheduler", dask.address, "--workers", "2"])
    assert refused.exit_code == 2
    assert "leave one of them out" in refused.stderr
