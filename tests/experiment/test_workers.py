"""One job many times, on threads."""

import itertools
import threading
import time

import pytest

from simulator import compilation
from simulator.experiment.workers import in_threads


@pytest.fixture(autouse=True, params=[False, True], ids=["compiled", "yet to compile"])
def _first(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation, "ready", lambda: not request.param)


@pytest.mark.parametrize("workers", [1, 2, 3, 50])
def test_results_come_in_order(workers: int) -> None:
    """Catches results in the order of their completion: here the first are the slowest."""

    def job(i: int) -> int:
        time.sleep(0.02 if i < 2 else 0.0)
        return i * i

    assert in_threads(job, 9, workers=workers) == [i * i for i in range(9)]


def test_a_job_that_fails_ends_the_run() -> None:
    """Catches a failure that is swallowed, and a run that goes on for hours after it."""
    asked = itertools.count()

    def job(i: int) -> int:
        next(asked)
        if i == 3:
            raise ZeroDivisionError
        time.sleep(0.001)
        return i

    with pytest.raises(ZeroDivisionError):
        in_threads(job, 100_000, workers=2)
    assert next(asked) < 100_000


def test_interrupted_it_returns_the_first_so_many() -> None:
    """Catches a gap in what is returned, jobs that begin after Ctrl-C, and threads left behind."""
    before = threading.active_count()
    finished: list[int] = []

    def job(i: int) -> int:
        time.sleep(0.01 if i % 2 else 0.002)
        finished.append(i)
        return i

    def interrupt(done: int, total: int) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    done = in_threads(job, 100_000, workers=3, progress=interrupt)
    assert done == list(range(len(done)))
    assert 5 <= len(done) < 100_000
    assert sorted(finished) == done
    assert threading.active_count() == before


def test_interrupted_with_nothing_done_it_says_so() -> None:
    """Catches an empty answer that would break whoever stacks it."""

    def job(i: int) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_threads(job, 10, workers=2)


def test_progress_reaches_the_end() -> None:
    """Catches a bar that stops short, or runs backwards."""
    seen: list[tuple[int, int]] = []
    in_threads(lambda i: i, 20, workers=2, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (20, 20)
    assert seen == sorted(seen)
