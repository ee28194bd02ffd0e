"""Run a job many times on the workers of an executor: other processes, or other machines.

What is sent is some turns with the job itself, pickled, as bytes that any Python can hold and hand on: only a
worker opens them. It first makes sure that it has the same program and libraries, so that the bits are the
same. What the job raises there comes back as a value; what else a future raises is the executor's own.
"""

import functools
import pickle
import platform
import traceback
import warnings
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, Generic, TypeVar

from simulator.experiment.errors import OptionError, WorkersError, WorkersWarning
from simulator.experiment.workers import GLANCE, Progress, as_it_is, in_threads
from simulator.machine import cpus
from simulator.provenance import code, installed

T = TypeVar("T")
PARTS = 500  # a run is sent in at most so many: each takes long beside sending it, and little is lost with it
AT_HAND = 8  # jobs that a worker keeps unpacked


def on_executor(
    job: Callable[[int], T],
    total: int,
    executor: Executor,
    *,
    keep: Callable[[int, T], Any] = as_it_is,
    progress: Progress | None = None,
) -> list[Any]:
    """`[job(0), ..., job(total - 1)]`, computed by an executor; the job must pickle.

    `keep(turn, found)` says what is kept of each, when it is back: itself if left out.

    After Ctrl-C the first so many of them: what was sent before anything that is done is waited for, until
    Ctrl-C is pressed again. Where a pool of processes breaks, as it does when one of them is killed, the rest
    is done on threads here; where the workers are lost otherwise, what is done up to the first gap is
    returned; both with a WorkersWarning. Raises what the job raises; WorkersError for a worker of another
    version; KeyboardInterrupt or WorkersError where not even the first is done; OptionError for an executor
    that is shut down.
    """
    run = _Run[T](executor, total, keep, progress)
    try:
        run.send(job)
        run.gather()
    except KeyboardInterrupt:
        run.finish_what_began()
    except BrokenExecutor as error:
        run.finish_here(job, error)
    except _LostError as lost:
        run.give_up(lost)
    finally:
        run.recall()
    found = run.first_so_many()
    if not found:
        raise KeyboardInterrupt
    return found


class _LostError(Exception):
    """The executor gives no result, and says why."""


class _Run(Generic[T]):
    """What is done, and what is sent and not yet back."""

    def __init__(
        self, executor: Executor, total: int, keep: Callable[[int, T], Any], progress: Progress | None
    ) -> None:
        self.executor, self.total, self.keep, self.progress = executor, total, keep, progress
        self.done: dict[int, Any] = {}
        self.sent: dict[Future[Any], range] = {}  # in order

    def send(self, job: Callable[[int], T]) -> None:
        """Hand all parts to the executor."""
        packed = zlib.compress(pickle.dumps(job), 1)
        here = {"bowtie-simulator": code(), **installed()}
        size = -(-self.total // PARTS)
        for begin in range(0, self.total, size):
            turns = range(begin, min(begin + size, self.total))
            try:
                future = self.executor.submit(pickle.loads, pickle.dumps(Part(here, packed, turns)))
            except BrokenExecutor:
                raise
            except RuntimeError as error:
                raise OptionError(f"executor: {error}; hand over one that is open") from None
            self.sent[future] = turns

    def gather(self) -> None:
        """Take in what comes back until all is there."""
        while self.sent:
            finished, _ = wait(self.sent, timeout=GLANCE, return_when=FIRST_COMPLETED)
            for future in finished:
                self._take(future)
            if self.progress is not None:
                self.progress(len(self.done), self.total)

    def finish_what_began(self) -> None:
        """Wait for the parts before the last that is done, so that none is left out for taking long."""
        self._take_what_came()
        self.recall(after=max(self.done, default=-1))
        try:
            while self.sent:
                wait(self.sent, return_when=FIRST_COMPLETED)
                self._take_what_came()
        except KeyboardInterrupt:
            pass

    def finish_here(self, job: Callable[[int], T], error: BrokenExecutor) -> None:
        """Do what is left on threads of this machine."""
        self._take_what_came()
        before = len(self.done)
        rest = [turn for turn in range(self.total) if turn not in self.done]
        kept = f"{before} of {self.total} jobs are done and kept"
        warnings.warn(f"{error} {kept}; the others are done on threads here", WorkersWarning, stacklevel=2)

        def told(done: int, _: int) -> None:
            if self.progress is not None:
                self.progress(before + done, self.total)

        try:
            found = in_threads(
                lambda n: job(rest[n]),
                len(rest),
                workers=cpus(),
                keep=lambda n, one: self.keep(rest[n], one),
                progress=told,
            )
        except KeyboardInterrupt:
            return
        self.done.update(zip(rest, found, strict=False))  # cut short by Ctrl-C

    def give_up(self, lost: _LostError) -> None:
        """Keep what is done, and say so. Raises WorkersError where nothing is."""
        self._take_what_came()
        kept = len(self.first_so_many())
        if kept == 0:
            raise WorkersError(f"the workers are lost, and nothing is done: {lost}") from lost
        what = f"the workers are lost: {lost}; the first {kept} of {self.total} jobs are kept"
        warnings.warn(what, WorkersWarning, stacklevel=2)

    def recall(self, after: int = -1) -> None:
        """Cancel the parts behind a turn."""
        for future, turns in list(self.sent.items()):
            if turns.start > after:
                del self.sent[future]
                future.cancel()

    def first_so_many(self) -> list[Any]:
        """What is done, up to the first gap."""
        return [self.done[turn] for turn in takewhile(self.done.__contains__, count())]

    def _take(self, future: Future[Any]) -> None:
        turns = self.sent.pop(future)
        try:
            found = future.result()
        except BrokenExecutor:
            raise
        except CancelledError:
            raise _LostError("what was sent there is cancelled") from None
        except (ImportError, AttributeError) as error:
            raise WorkersError(f"a worker can not load bowtie-simulator: {error}; {SAME}") from error
        except Exception as error:
            raise _LostError(str(error) or type(error).__name__) from error
        if isinstance(found, Raised):
            raise found.error
        self.done.update((turn, self.keep(turn, one)) for turn, one in zip(turns, found, strict=True))

    def _take_what_came(self) -> None:
        """All that is back and good."""
        for future in [future for future in self.sent if future.done()]:
            if future.cancelled() or future.exception() or isinstance(future.result(), Raised):
                del self.sent[future]
            else:
                self._take(future)


# On a worker -----------------------------------------------------------------------------------------

SAME = "install what runs here there, too: the same version of it, of Python and of its libraries"


@dataclass(frozen=True)
class Raised:
    """What a job raised."""

    error: Exception


class Part:
    """Some turns of a job: unpickled it is what came of them.

    So a worker without this package says that it has none. A function of this package would be unpickled
    before the task begins: it ends a Dask worker, or the scheduler, that can not import it.
    """

    def __init__(self, asked_by: Mapping[str, str], packed: bytes, turns: range) -> None:
        self.what = (asked_by, packed, turns)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return part_of, self.what


def part_of(asked_by: Mapping[str, str], packed: bytes, turns: range) -> list[Any] | Raised:
    """The job of some turns, if this is the same program as that which asks."""
    try:
        _make_sure_of(asked_by)
        job = _job(packed)
        return [job(turn) for turn in turns]
    except Exception as error:
        error.add_note(f"On {platform.node()}:\n{traceback.format_exc()}")
        return Raised(_that_travels(error))


@functools.lru_cache(AT_HAND)
def _job(packed: bytes) -> Callable[[int], Any]:
    """Unpacked once: what a job has worked out stays with it from one part to the next."""
    return pickle.loads(zlib.decompress(packed))  # type: ignore[no-any-return]


def _make_sure_of(asked_by: Mapping[str, str]) -> None:
    """Raises WorkersError where this program would give other bits."""
    mine = {"bowtie-simulator": code(), **installed()}
    others = [
        f"{name} {mine[name]} (here {value})" for name, value in asked_by.items() if mine[name] != value
    ]
    if others:
        raise WorkersError(f"the worker on {platform.node()} has {', '.join(others)}; {SAME}")


def _that_travels(error: Exception) -> Exception:
    """The error, or one that says the same and can be pickled."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return WorkersError(f"{type(error).__name__}: {error}")
    return error
