"""One job many times, on an executor: what comes back, and what becomes of a run whose workers are lost."""

from __future__ import annotations

import itertools
import pickle
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

import simulator
from simulator.experiment import OptionError, WorkersError, WorkersWarning
from simulator.experiment.executors import PARTS, Part, on_executor
from simulator.provenance import code, installed
from tests import lives


def squared(turn: int) -> int:
    """A job; the first ones are the slowest."""
    time.sleep(0.02 if turn < 2 else 0.0)
    return turn * turn


def fails(at: int, error: Exception, turn: int) -> int:
    """A job that fails once."""
    if turn == at:
        raise error
    return turn


class Needy(Exception):
    """An error that holds what can not be pickled."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")
        self.held = threading.Lock()


def needs(turn: int) -> int:
    """A job that raises it."""
    raise Needy("two", "words")


class AtOnce(Executor):
    """Does each call when it is submitted, but fails from a certain one on."""

    def __init__(self, good: int, failure: BaseException, *, but: int = -1) -> None:
        self.good, self.failure, self.but, self.calls = good, failure, but, 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The future of a call, done."""
        future: Future[Any] = Future()
        if self.calls < self.good or self.calls == self.but:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(self.failure)
        self.calls += 1
        return future


@pytest.mark.parametrize("total", [1, 9, PARTS, 2 * PARTS + 7])
def test_results_come_in_order(total: int) -> None:
    """Catches results in the order of their completion, and a part that is lost or sent twice."""
    with ThreadPoolExecutor(3) as pool:
        assert on_executor(squared, total, pool) == [turn * turn for turn in range(total)]


def test_what_is_sent_is_few_parts() -> None:
    """Catches a hundred thousand short jobs that are sent one by one: sending takes longer than doing."""
    at_once = AtOnce(PARTS, AssertionError())
    assert on_executor(abs, 40 * PARTS - 1, at_once) == list(range(40 * PARTS - 1))
    assert at_once.calls == PARTS


def test_progress_reaches_the_end() -> None:
    """Catches a bar that stops short, or runs backwards."""
    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(2) as pool:
        on_executor(squared, 20, pool, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (20, 20)
    assert seen == sorted(seen)


@pytest.mark.parametrize("error", [ZeroDivisionError("here"), simulator.ScenarioError([])])
def test_a_job_that_fails_ends_the_run_with_its_own_error(error: Exception) -> None:
    """Catches a failure that is swallowed, taken for a lost worker, or that does not say where it was."""
    with ThreadPoolExecutor(2) as pool, pytest.raises(type(error)) as caught:
        on_executor(partial(fails, 3, error), 9, pool)
    assert str(caught.value) == str(error)
    assert "in fails" in "".join(caught.value.__notes__)


def test_an_error_that_can_not_travel_is_told() -> None:
    """Catches an error that breaks the pool where it is unpickled: who asks would read of that instead."""
    with ThreadPoolExecutor(2) as pool, pytest.raises(WorkersError, match=r"^Needy: two words$"):
        on_executor(needs, 9, pool)


def test_interrupted_it_returns_the_first_so_many() -> None:
    """Catches a gap in what is returned, and slow jobs that are left out while later ones are kept."""

    def interrupt(done: int, total: int) -> None:
        if done >= 7:  # the slow ones are still at work, on two of three threads
            raise KeyboardInterrupt

    with ThreadPoolExecutor(3) as pool:
        done = on_executor(squared, 100_000, pool, progress=interrupt)
    assert done == [turn * turn for turn in range(len(done))]
    assert 7 <= len(done) < 100_000


def test_interrupted_with_nothing_done_it_says_so() -> None:
    """Catches an empty answer that would break whoever stacks it."""
    with pytest.raises(KeyboardInterrupt):
        on_executor(squared, 3, AtOnce(0, KeyboardInterrupt()))


def test_a_broken_pool_loses_nothing() -> None:
    """Catches results that are thrown away, done twice or left out where a process of a pool is killed."""
    seen: list[int] = []
    broken = AtOnce(4, BrokenExecutor("a process ended."), but=6)
    with pytest.warns(WorkersWarning, match=r"^a process ended\. 5 of 9 jobs are done and kept"):
        done = on_executor(squared, 9, broken, progress=lambda done, of: seen.append(done))
    assert done == [turn * turn for turn in range(9)]
    assert seen == sorted(seen)
    assert seen[-1] == 9


@pytest.mark.parametrize("lost", [CancelledError(), OSError("no route"), RuntimeError("KilledWorker")])
def test_a_lost_cluster_leaves_what_is_done(lost: Exception) -> None:
    """Catches what is done thrown away, a gap in it, and a cluster that is lost without a word."""
    said = str(lost) or "what was sent there is cancelled"
    with pytest.warns(WorkersWarning, match=f"lost: {said}; the first 4 of 9 jobs are kept"):
        assert on_executor(squared, 9, AtOnce(4, lost, but=6)) == [0, 1, 4, 9]


def test_a_cluster_that_is_lost_at_once_is_an_error() -> None:
    """Catches an empty answer, and Ctrl-C told to somebody who did not press it."""
    with pytest.raises(WorkersError, match="nothing is done: no route"):
        on_executor(squared, 9, AtOnce(0, OSError("no route"), but=6))


def test_a_worker_without_this_package_is_told() -> None:
    """Catches the name of a module instead of what to install."""
    with pytest.raises(WorkersError, match=r"can not load bowtie-simulator: No module.*; install"):
        on_executor(squared, 9, AtOnce(0, ModuleNotFoundError("No module named 'simulator'")))


@pytest.mark.parametrize("name", ["bowtie-simulator", "numpy", "python", "architecture"])
def test_a_worker_of_another_version_is_refused(name: str) -> None:
    """Catches other bits from a worker with another program, and an error that does not say which."""
    here = {"bowtie-simulator": code(), **installed()}
    part = Part(here | {name: "another"}, b"of another format", range(1))
    returned = pickle.loads(pickle.dumps(part))
    with pytest.raises(WorkersError, match=rf"^the worker on .* has {name} .* \(here another\); install"):
        raise returned.error


def test_the_code_of_a_program_is_its_text() -> None:
    """Catches a hash that is another one each time, or that no edit changes."""
    again: Callable[[], str] = code.__wrapped__
    assert again() == code()
    assert len(code()) == 12


def test_an_executor_that_is_shut_down_is_refused() -> None:
    """Catches a traceback of somebody else's page."""
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(OptionError, match=r"executor: .* after shutdown; hand over one that is open"):
        on_executor(squared, 9, pool)


def test_what_is_no_executor_is_refused() -> None:
    """Catches threads that are counted for nothing, and a client of Dask that is handed over as it is."""

    class Client:
        def get_executor(self) -> None:
            """As Dask's client has it."""

    company = lives.scenario("enterprise")
    with pytest.raises(TypeError, match=r"not Client; of a Dask client hand over client\.get_executor"):
        simulator.run(company, replications=1, executor=Client())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"not int$"):
        simulator.run(company, replications=1, executor=4)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="workers = 2: an executor has workers of its own"):
        simulator.run(company, replications=1, workers=2, executor=AtOnce(0, OSError()))


@pytest.mark.slow
def test_a_break_even_keeps_what_was_tried() -> None:
    """Catches values that were tried and are thrown away with the cluster on which they were."""
    company = lives.scenario("subscription")
    calls = itertools.count()

    class Leaves(AtOnce):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            """Two calls of the probe, two of the company, two of the first value, and no more."""
            self.good = 100 if next(calls) < 6 else 0
            return super().submit(fn, *args, **kwargs)

    with pytest.warns(WorkersWarning, match="nothing is done: no route"):
        needed = simulator.breakeven(
            company,
            "orchestrate, not onboard",
            on="cash_end",
            replications=2,
            executor=Leaves(0, OSError("no route")),
        )
    assert needed.verdict == "stopped"
    assert len(needed.tried) == 1
