"""Run a job many times on threads, with progress and Ctrl-C."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import count, takewhile
from threading import Event, Lock
from typing import Any, TypeVar

from simulator import compilation

T = TypeVar("T")
Progress = Callable[[int, int], None]  # done, of how many
MOST_WORKERS = 1024
GLANCE = 0.1  # seconds between reports of progress


def as_it_is(turn: int, found: T) -> T:
    """Keep all that a job found."""
    return found


def in_threads(
    job: Callable[[int], T],
    total: int,
    *,
    workers: int,
    keep: Callable[[int, T], Any] = as_it_is,
    progress: Progress | None = None,
) -> list[Any]:
    """`[job(0), ..., job(total - 1)]`; after Ctrl-C the first so many of them.

    `keep(turn, found)` says what is kept of each, on the thread that did it: itself if left out.
    Jobs begin in order and what has begun is finished, so a list that is cut short is cut at
    one place and favours no quick job. KeyboardInterrupt where not even the first is done.
    """
    done: dict[int, Any] = {}
    begin = 0
    if not compilation.ready():  # on this thread, where Ctrl-C can end it
        done[0] = keep(0, job(0))
        begin = 1
    turns = iter(range(begin, total))
    one_at_a_time, stop = Lock(), Event()

    def work() -> None:
        while not stop.is_set():
            with one_at_a_time:
                turn = next(turns, None)
            if turn is None:
                return
            done[turn] = keep(turn, job(turn))

    with ThreadPoolExecutor(max_workers=workers) as pool:
        try:
            working = {pool.submit(work) for _ in range(min(workers, total))}
            while working:
                finished, working = wait(working, timeout=GLANCE, return_when=FIRST_COMPLETED)
                if progress is not None:
                    progress(len(done), total)
                for future in finished:
                    future.result()  # a job that fails ends the run
        except KeyboardInterrupt:
            pass
        finally:
            stop.set()
    if not done:
        raise KeyboardInterrupt
    return [done[turn] for turn in takewhile(done.__contains__, count())]
