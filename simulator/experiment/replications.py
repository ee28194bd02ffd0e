"""Run replications of scenarios: draw, simulate, measure, one after the other or on threads."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from pathlib import Path

from simulator.engines import ENGINES, simulate
from simulator.experiment.comparison import Comparison
from simulator.experiment.errors import OptionError
from simulator.experiment.executors import on_executor
from simulator.experiment.outcomes import Outcomes, outcomes_of
from simulator.experiment.workers import MOST_WORKERS, Progress, in_threads
from simulator.ledger import Header
from simulator.machine import cpus
from simulator.metrics import VARIANTS, Measures, measure
from simulator.numerics.streams import LARGEST_KEY
from simulator.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    replications: int = 200,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    definitions: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """Run a scenario so many times on `workers` threads (all processors where None), or on an executor.

    Each replication draws anew what is not known, and all chances. The same outcomes on any number of
    workers. Ctrl-C returns what is done, as partial. `progress(done, of)` is called from time to time.
    `executor` is any of `concurrent.futures`, as of processes, or a Dask client's `get_executor()`; where its
    workers are lost, a WorkersWarning says what becomes of the rest.
    `definitions` says which variant of a metric stands under its name: {"cac": "lagged"}.
    Raises OptionError (a ValueError) for a number out of range or an unknown engine or definition,
    TypeError for what is no scenario or executor, WorkersError (a RuntimeError) for workers of another
    version, or lost before anything is done, KeyboardInterrupt for Ctrl-C where nothing is done.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> simulator.run(company, replications=2, seed=1)  # doctest: +ELLIPSIS
    Outcomes('enterprise', 2 runs, seed 1, ... metrics)
    """
    _check_scenarios("run", [scenario])
    (outcomes,) = _outcomes([scenario], replications, seed, workers, executor, engine, definitions, progress)
    return outcomes


def compare(
    scenarios: Sequence[Scenario],
    *,
    against: str | None = None,
    replications: int = 200,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    definitions: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run scenarios under common random numbers, to be held against one of them (the first).

    Scenarios that share a name are told apart by a number: "mine", "mine (2)"; what-ifs of several
    files by theirs: "mine: one more seller". Options, Ctrl-C and errors as for `run`; only replications
    that all scenarios have done are kept. Raises OptionError, too, where currencies differ or `against` is
    no name. Common random numbers: Glasserman and Yao 1992, Some guidelines and guarantees for common random
    numbers, https://doi.org/10.1287/mnsc.38.6.884

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> more = company.vary({"team.ae.people": 12}, name="more sellers")
    >>> simulator.compare([company, more], replications=2).difference("more sellers", "leads").mean
    0.0
    """
    _check_scenarios("compare", scenarios)
    names = _told_apart(_named_by_file(scenarios))
    if not names:
        raise OptionError("scenarios: at least one")
    if against is not None and against not in names:
        raise OptionError(f"against = {against!r}: it is one of {', '.join(names)}")
    currencies = sorted({s.currency for s in scenarios})
    if len(currencies) > 1:
        raise OptionError(f"currencies differ: {', '.join(currencies)}; money can not be compared")
    outcomes = _outcomes(
        scenarios, replications, seed, workers, executor, engine, definitions, progress, names
    )
    return Comparison(outcomes=tuple(outcomes), against=against or names[0])


def _outcomes(
    scenarios: Sequence[Scenario],
    replications: int,
    seed: int,
    workers: int | None,
    executor: Executor | None,
    engine: str,
    definitions: Mapping[str, str] | None,
    progress: Progress | None,
    names: Sequence[str] = (),
) -> list[Outcomes]:
    """All scenarios of replication 0, then of 1, ...: a run that is cut short keeps its pairs."""
    _check(replications, seed, workers, engine)
    chosen = dict(definitions or {})
    _check_definitions(chosen)
    _check_executor(executor, workers)
    many = len(scenarios)
    life, total = partial(_life, tuple(scenarios), seed, engine, chosen), replications * many
    if executor is None:
        lives = in_threads(life, total, workers=workers or cpus(), progress=progress)
    else:
        lives = on_executor(life, total, executor, progress=progress)
    whole = len(lives) // many * many
    if whole == 0:
        raise KeyboardInterrupt
    return [
        outcomes_of(lives[which:whole:many], name=name, title=s.title, seed=seed, asked=replications)
        for which, (s, name) in enumerate(zip(scenarios, names or [s.name for s in scenarios], strict=True))
    ]


def _life(
    scenarios: Sequence[Scenario], seed: int, engine: str, chosen: Mapping[str, str], job: int
) -> tuple[Header, Measures]:
    """One replication of one scenario: a function of its own, for a worker may be another process."""
    replication, which = divmod(job, len(scenarios))
    model = scenarios[which].draw(seed, replication)
    if chosen:
        model = replace(model, measures=tuple((dict(model.measures) | dict(chosen)).items()))
    ledger = simulate(model, seed=seed, replication=replication, engine=engine)
    return ledger.header, measure(ledger)


def _check(replications: int, seed: int, workers: int | None, engine: str) -> None:
    if not 1 <= replications <= LARGEST_KEY:
        raise OptionError(f"replications = {replications}: from 1 to {LARGEST_KEY}")
    if not 0 <= seed <= LARGEST_KEY:
        raise OptionError(f"seed = {seed}: from 0 to {LARGEST_KEY}")
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise OptionError(f"workers = {workers}: from 1 to {MOST_WORKERS}")
    if engine not in ENGINES:
        raise OptionError(f"engine = {engine!r}: it is one of {', '.join(ENGINES)}")


def _check_executor(executor: object, workers: int | None) -> None:
    if executor is None:
        return
    if not isinstance(executor, Executor):
        hint = (
            "; of a Dask client hand over client.get_executor()" if hasattr(executor, "get_executor") else ""
        )
        raise TypeError(f"executor takes a concurrent.futures.Executor, not {type(executor).__name__}{hint}")
    if workers is not None:
        raise OptionError(f"workers = {workers}: an executor has workers of its own; leave it out")


def _check_definitions(definitions: Mapping[str, str]) -> None:
    for name, variant in definitions.items():
        if name not in VARIANTS:
            raise OptionError(
                f"definitions: {name!r} is not defined in several ways; these are: {', '.join(VARIANTS)}"
            )
        if variant not in VARIANTS[name]:
            raise OptionError(f"definitions: {name} = {variant!r}: it is one of {', '.join(VARIANTS[name])}")


def _check_scenarios(asked: str, scenarios: object) -> None:
    """A file's name where a scenario belongs: say how it becomes one."""
    if isinstance(scenarios, str) or not isinstance(scenarios, Sequence):
        raise TypeError(f"{asked} takes a list of scenarios, not {_named(scenarios)}")
    for one in scenarios:
        if not isinstance(one, Scenario):
            raise TypeError(f"{asked} takes what simulator.load gives, not {_named(one)}")


def _named(thing: object) -> str:
    if isinstance(thing, (str, Path)):
        return f"a file's name: load it first, simulator.load({str(thing)!r})"
    return f"{type(thing).__name__}"


def _named_by_file(scenarios: Sequence[Scenario]) -> list[str]:
    """Their names; where there are several files, a what-if also says of which it is."""
    if len({s.path for s in scenarios}) == 1:
        return [s.name for s in scenarios]
    return [f"{s.path.stem}: {s.what_if}" if s.what_if else s.name for s in scenarios]


def _told_apart(names: Sequence[str]) -> list[str]:
    apart: list[str] = []
    for name in names:
        unique, count = name, 1
        while unique in apart:
            count += 1
            unique = f"{name} ({count})"
        apart.append(unique)
    return apart
