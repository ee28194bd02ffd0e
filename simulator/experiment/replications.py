"""Run replications of scenarios: draw, simulate, measure, one after the other or on threads."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

from simulator.engines import simulate
from simulator.experiment.checks import check_options, check_scenarios
from simulator.experiment.comparison import Comparison
from simulator.experiment.errors import OptionError
from simulator.experiment.executors import on_executor
from simulator.experiment.outcomes import Outcomes, Replications
from simulator.experiment.workers import Progress, in_threads
from simulator.ledger import Header, header_of
from simulator.machine import cpus
from simulator.metrics import Measures, UnknownNameError, asked, measure
from simulator.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    replications: int = 128,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    definitions: Mapping[str, str] | None = None,
    independent: bool = False,
    metrics: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """Run a scenario so many times on `workers` threads (all processors where None), or on an executor.

    Each replication draws anew all chances, and what is not known: spread evenly over every eight
    replications, so that means are surer, or each by itself where `independent`. Choose a multiple of eight;
    a longer run begins with the replications of a shorter one. The same outcomes on any number of workers.
    Ctrl-C returns what is done, as partial. `progress(done, of)` is called from time to time.
    `executor` is any of `concurrent.futures`, as of processes, or a Dask client's `get_executor()`; where its
    workers are lost, a WorkersWarning says what becomes of the rest.
    `definitions` says which variant of a metric stands under its name: {"cac": "lagged"}. `metrics` names
    those that are wanted, and parts beside them, as `measure(ledger, only=...)` does: nothing else is worked
    out and kept; all where None.
    Raises OptionError (a ValueError) for a number out of range or an unknown engine, definition or metric,
    TypeError for what is no scenario or executor, WorkersError (a RuntimeError) for workers of another
    version, or lost before anything is done, KeyboardInterrupt for Ctrl-C where nothing is done.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> simulator.run(company, replications=2, seed=1)  # doctest: +ELLIPSIS
    Outcomes('enterprise', 2 runs, seed 1, ... metrics)
    >>> simulator.run(company, replications=2, metrics=["won", "cash_end"])
    Outcomes('enterprise', 2 runs, seed 0, 2 metrics)
    """
    check_scenarios("run", [scenario])
    (outcomes,) = _answered(
        {scenario.name: scenario},
        replications=replications,
        seed=seed,
        workers=workers,
        executor=executor,
        engine=engine,
        definitions=definitions or {},
        independent=independent,
        metrics=metrics,
        progress=progress,
    )
    return outcomes


def compare(
    scenarios: Sequence[Scenario],
    *,
    against: str | None = None,
    replications: int = 128,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    definitions: Mapping[str, str] | None = None,
    independent: bool = False,
    metrics: Collection[str] | None = None,
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
    check_scenarios("compare", scenarios)
    names = _told_apart(_named_by_file(scenarios))
    if not names:
        raise OptionError("scenarios: at least one")
    if against is not None and against not in names:
        raise OptionError(f"against = {against!r}: it is one of {', '.join(names)}")
    currencies = sorted({s.currency for s in scenarios})
    if len(currencies) > 1:
        why = "no rates of exchange are simulated, so state all money in one"
        raise OptionError(f"currencies differ: {', '.join(currencies)}; {why}")
    outcomes = _answered(
        dict(zip(names, scenarios, strict=True)),
        replications=replications,
        seed=seed,
        workers=workers,
        executor=executor,
        engine=engine,
        definitions=definitions or {},
        independent=independent,
        metrics=metrics,
        progress=progress,
    )
    return Comparison(outcomes=tuple(outcomes), against=against or names[0])


def _answered(
    scenarios: Mapping[str, Scenario],
    *,
    replications: int,
    seed: int,
    workers: int | None,
    executor: Executor | None,
    engine: str,
    definitions: Mapping[str, str],
    independent: bool,
    metrics: Collection[str] | None,
    progress: Progress | None,
) -> list[Outcomes]:
    """The outcomes of each scenario by name, on threads here or on the workers of an executor."""
    check_options(replications, seed, workers, engine, executor, definitions)
    companies = tuple(scenarios.values())
    question = _Question(companies, seed, engine, definitions, independent, _wanted(companies, seed, metrics))
    many = len(companies)
    kept = [Replications(replications) for _ in companies]

    def keep(job: int, life: tuple[Header, Measures]) -> None:
        replication, which = divmod(job, many)
        kept[which].put(replication, *life)

    if executor is None:
        how: dict[str, Any] = {"workers": workers or cpus(), "keep": keep, "progress": progress}
        done = in_threads(question, replications * many, **how)
    else:
        done = on_executor(question, replications * many, executor, keep=keep, progress=progress)
    whole = len(done) // many
    if whole == 0:
        raise KeyboardInterrupt
    return [
        one.outcomes(whole, name=name, title=scenario.title, seed=seed, independent=independent)
        for one, (name, scenario) in zip(kept, scenarios.items(), strict=True)
    ]


@dataclass(frozen=True)
class _Question:
    """A job: one replication of one scenario. All that a worker has to know, which may be another process."""

    scenarios: tuple[Scenario, ...]
    seed: int
    engine: str
    definitions: Mapping[str, str]
    independent: bool  # whether what is not known is drawn so in each replication
    wanted: Sequence[Collection[str] | None]  # of each scenario: metrics and parts; None: all

    def __call__(self, job: int) -> tuple[Header, Measures]:
        """All scenarios of replication 0, then of 1, ...: a run that is cut short keeps its pairs."""
        replication, which = divmod(job, len(self.scenarios))
        model = self.scenarios[which].draw(self.seed, replication, independent=self.independent)
        if self.definitions:
            model = replace(model, measures=tuple((dict(model.measures) | dict(self.definitions)).items()))
        ledger = simulate(model, seed=self.seed, replication=replication, engine=self.engine)
        return ledger.header, measure(ledger, only=self.wanted[which])


def _wanted(
    scenarios: Sequence[Scenario], seed: int, metrics: Collection[str] | None
) -> list[Collection[str] | None]:
    """Which metrics and parts are to be worked out of each scenario: a team may be in one of them only."""
    if metrics is None:
        return [None] * len(scenarios)
    headers = [header_of(scenario.draw(seed, 0), seed, 0) for scenario in scenarios]
    try:
        return [{*names, *parts} for names, parts in asked(metrics, headers)]
    except UnknownNameError as error:
        raise OptionError(f"metrics: {error}") from None


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
