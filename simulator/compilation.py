"""Compile all that a first answer needs, and begin with it before it is asked for.

Compiled code is kept on disk, where each function is compiled by one process at a time while the others wait
(`simulator/numerics/kept_code.py`). So who wants it walks through all steps; two that walk in another order
share the work.
"""

import datetime as dt
import functools
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.machine import cpus
from simulator.numerics import cache_folder
from simulator.numerics.plain import plain
from simulator.provenance import code

SWITCH = "BOWTIE_COMPILE_AHEAD"  # 0 in the environment: nothing begins by itself
if TYPE_CHECKING:
    from simulator.model import Model

PACKAGE = Path(__file__).parent
LEAST_IN_THE_WAY = 19  # how nice a process may be to others

Step = tuple[str, Callable[[], object]]  # what is compiled, in words, and a call that needs it
Told = Callable[[int, int, str], None]  # the number of a step as it begins, of how many, what it compiles


def ready() -> bool:
    """Whether all has been compiled on this machine, from these pages; found out without loading numba."""
    return plain() or _is_whole(_own_folder())


def begin() -> None:
    """Compile what is missing in a process of its own that nobody hears of: once, and not again."""
    folder = None if plain() or os.environ.get(SWITCH) == "0" else _own_folder()
    if folder is None or _is_whole(folder):
        return
    with suppress(OSError), (folder / "begun").open("x") as begun:  # which is there only once
        _OUTLIVE.append(_process("all", outlives=True))
        begun.write(str(_OUTLIVE[-1].pid))


def compile_all(tell: Told) -> None:
    """Compile what is missing: the engine first, and where a processor is free metrics in another process."""
    steps = [*_engine(), *_draws(), *_metrics()]
    with ExitStack() as stack:
        if cpus() > 1 and _own_folder() is not None:
            with suppress(OSError):  # then this process compiles all
                stack.callback(_end, _process("metrics first"))
        for number, (what, step) in enumerate(steps, 1):
            tell(number, len(steps), what)
            step()
    _mark_as_whole()


_OUTLIVE: list["subprocess.Popen[bytes]"] = []  # the command that began them: nobody waits for them


def _process(part: str, *, outlives: bool = False) -> "subprocess.Popen[bytes]":
    """Another process that compiles, and holds nothing of this one: no terminal, no pipe."""
    known = os.environ.get("PYTHONPATH")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "simulator.compilation", part],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *([known] if known else [])])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=outlives,
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()  # what it has compiled is kept
    process.wait()


def _engine() -> list[Step]:
    from simulator.engines import simulate

    return [("the engine", lambda: simulate(_nobody()))]


def _draws() -> list[Step]:
    """Companies that between them state every kind of rate."""

    def draw(name: str) -> object:
        from simulator.scenario import load
        from simulator.scenario_library import scenarios

        return load(scenarios()[name]).draw(0, 0)

    def together() -> object:
        import numpy as np

        from simulator.numerics.together import Together

        two = Together(np.arange(2, dtype=np.uint64), np.eye(2), np.eye(2))
        return two.uniforms(0, 0, independent=False)

    kinds = ("subscription", "freemium", "qualification/once")
    rates = [(f"rates, as of {name}", functools.partial(draw, name)) for name in kinds]
    return [*rates, ("numbers that go together", together)]


def _metrics() -> list[Step]:
    """Of a ledger of one person who is paid, and nothing else: types are those of any other."""
    import numpy as np

    from simulator.events import ROW
    from simulator.ledger import STAFFED, Ledger, header_of
    from simulator.metrics import METRICS, measure
    from simulator.metrics.metric import TARGETS, Group
    from simulator.metrics.reading import Reading
    from simulator.model import NONE
    from simulator.money import journal
    from simulator.money.cash import CashFlows
    from simulator.numerics.months import MONTH

    nobody = np.zeros(0, np.int32)
    address = np.zeros(0, np.uint64)
    rows = np.zeros(1, ROW)
    rows["event"], rows["account"], rows["count"] = STAFFED, NONE, 1
    ledger = Ledger(header_of(_nobody(), 0, 0), rows, nobody, address, nobody, nobody)

    def group(of: Group) -> None:
        reading = Reading(ledger)
        for metric in METRICS.values():
            if metric.group is not of:
                continue
            if metric.each is None:
                metric(reading)
                continue
            for place in metric.each.there(reading.header).values():
                metric.of_one(reading, place)

    return [
        ("money", lambda: journal(ledger)),
        *(
            (f"metrics: {of.title.lower()}", functools.partial(group, of))
            for of in Group
            if of is not TARGETS
        ),
        ("metrics: tables", lambda: measure(ledger)),
        ("money, as a plan waits for it", lambda: CashFlows(_nobody().numbers).until(MONTH, rows, 0)),
    ]


def _nobody() -> "Model":
    """A company of one person, without stages or leads: the engine is compiled for it as for any other."""
    import numpy as np

    from simulator import model as m
    from simulator.numerics.curves import CURVE
    from simulator.numerics.months import MONTH
    from simulator.quantity import distributions

    numbers = m.numbers(
        horizon=MONTH,
        until=MONTH,
        tables=[distributions.quantiles(distributions.NORMAL)],
        curves=m.rows(CURVE, [{"scale": 1.0}]),
        leads=np.zeros((0, 1)),
        teams=m.rows(m.TEAM, [{"base": 100, "plans": 1}]),
        plans=m.rows(m.PLAN, [{"people": 1}]),
        motions=m.rows(m.MOTION, [{"needs": m.SOLUTION}]),
        offers=m.rows(m.OFFER, [{}]),
        channels=m.rows(m.CHANNEL, [{}]),
    )
    return m.Model("", dt.date(2025, 1, 1), "EUR", ("",), (), ("people",), numbers, channels=("channel",))


@functools.cache
def _own_folder() -> Path | None:
    """Where it is told that all is there: for these pages, this Python and this numba."""
    told = [sys.version, sys.platform, str(PACKAGE), code()]
    numba = find_spec("numba")
    if numba is not None and numba.origin is not None:
        status = Path(numba.origin).stat()
        told.append(f"{numba.origin} {status.st_size} {status.st_mtime_ns}")
    return cache_folder.folder(hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest())


def _is_whole(folder: Path | None) -> bool:
    if folder is None:
        return False
    try:
        named = (folder / "whole").read_text().split()
    except OSError:
        return False
    with suppress(OSError):  # on a disk that is read-only nothing is forgotten either
        (folder / cache_folder.USED).touch()
    return all((folder.parent / name).is_dir() for name in named)


def _mark_as_whole() -> None:
    from simulator.numerics.kept_code import FOLDERS

    folder = _own_folder()
    if folder is not None and FOLDERS:
        with suppress(OSError):
            cache_folder.write_whole(folder / "whole", "\n".join(sorted(f.name for f in FOLDERS)).encode())


def main(part: str) -> None:
    """What the other process does."""
    if part == "all":
        if sys.platform != "win32":
            os.nice(LEAST_IN_THE_WAY)
        compile_all(lambda number, count, what: None)
    else:
        for _, step in (*_metrics(), *_draws()):
            step()


if __name__ == "__main__":
    main(sys.argv[1])
