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
from simulator.experiment.extending import check_earlier, check_the_same
from simulator.experiment.in_the_making import Replications
from simulator.experiment.outcomes import Outcomes, changed
from simulator.experiment.precision import Wanted
from simulator.experiment.stopping import MOST, until_narrow
from simulator.experiment.workers import Progress, in_threads
from simulator.ledger import Header, header_of
from simulator.machine import cpus
from simulator.metrics import Measures, UnknownNameError, asked, measure
from simulator.metrics.asked import ALL_METRICS, PARTS
from simulator.numerics.streams import LARGEST_KEY
from simulator.scenario import Scenario


def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    definitions: Mapping[str, str] | None = None,
    independent: bool = False,
    metrics: Collection[str] | None = None,
    second_lives: int = 0,
    precision: str | None = None,
    on: str | None = None,
    extending: Outcomes | None = None,
    progress: Progress | None = None,
) -> Outcomes:
    """Run a scenario so many times, 128 where None, on `workers` threads (all processors where None), or on
    an executor.

    Each replication draws anew all chances, and what is not known: spread evenly over every eight
    replications, so that means are surer, or each by itself where `independent`. Choose a multiple of eight;
    a longer run begins with the replications of a shorter one. The same outcomes on any number of workers.
    Ctrl-C returns what is done, as partial. `progress(done, of)` is called from time to time.
    `executor` is any of `concurrent.futures`, as of processes, or a Dask client's `get_executor()`; where its
    workers are lost, a WorkersWarning says what becomes of the rest.
    `definitions` says which variant of a metric stands under its name: {"cac": "lagged"}. `metrics` names
    those that are wanted, and parts beside them, as `measure(ledger, only=...)` does: nothing else is worked
    out and kept; all where None.
    `second_lives`: so many of the first replications are lived once more with other luck, for
    `Outcomes.shares`. `precision` runs until the mean of the metric `on` is as sure to either side: "2%" of
    it, "0.5 points" of a share, or an amount in the metric's unit; `replications` are then the most, 16,384
    where None, and `Outcomes.precision` says what was reached. `extending`: outcomes of the same run so far,
    with which it begins: to the bits of one long run.
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

    def lived(many: int, earlier: Outcomes | None) -> Outcomes:
        (outcomes,) = _answered(
            {scenario.name: scenario},
            replications=many,
            seed=seed,
            workers=workers,
            executor=executor,
            engine=engine,
            definitions=definitions or {},
            independent=independent,
            metrics=metrics,
            second_lives=second_lives,
            earlier=earlier,
            own=earlier is not extending,
            progress=progress,
        )
        return outcomes

    if precision is None:
        if on is not None:
            raise OptionError(f'on = {on!r}: of which metric a precision is asked for; say it, as in "2%"')
        return lived(128 if replications is None else replications, extending)
    header = header_of(scenario.draw(seed, 0), seed, 0)
    wanted = Wanted.of(precision, on, header, metrics)
    most = MOST if replications is None else replications
    return until_narrow(wanted, lived, extending, most, at_least=second_lives)


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
        second_lives=0,
        earlier=None,
        own=True,
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
    second_lives: int,
    earlier: Outcomes | None,
    own: bool,
    progress: Progress | None,
) -> list[Outcomes]:
    """The outcomes of each scenario by name, on threads here or on the workers of an executor; `earlier`:
    those of the only one, so far, and whether this run has made them of its `own`."""
    check_options(replications, seed, workers, engine, executor, definitions, second_lives)
    companies = tuple(scenarios.values())
    wanted = _wanted(companies, seed, metrics)
    begun = 0 if earlier is None else earlier.replications
    question = _Question(companies, seed, engine, definitions, independent, wanted, second_lives, begun)
    if earlier is not None:
        check_earlier(earlier, replications, seed, independent, second_lives)
        if not own:
            check_the_same(earlier, *replace(question, begun=0)(0))
        if begun == replications:
            return [changed(earlier, asked=replications, precision=None)]
    kept = [Replications(replications, second_lives, earlier) for _ in companies]

    def keep(job: int, life: tuple[Header, Measures]) -> None:
        replication, which, again = question.turn(job)
        if again:
            kept[which].put_second(replication, life[1])
        else:
            kept[which].put(replication, *life)

    total = question.jobs(replications) - question.jobs(begun)
    try:
        if executor is None:
            how: dict[str, Any] = {"workers": workers or cpus(), "keep": keep, "progress": progress}
            done = in_threads(question, total, **how)
        else:
            done = on_executor(question, total, executor, keep=keep, progress=progress)
    except KeyboardInterrupt:
        if not begun:
            raise
        done = []
    whole, _, _ = question.turn(len(done))
    if whole == 0:
        raise KeyboardInterrupt
    return [
        one.outcomes(
            whole,
            name=name,
            title=scenario.title,
            seed=seed,
            independent=independent,
            unknowns=scenario.unknowns,
        )
        for one, (name, scenario) in zip(kept, scenarios.items(), strict=True)
    ]


@dataclass(frozen=True)
class _Question:
    """A job: one life of one scenario. All that a worker has to know, which may be another process."""

    scenarios: tuple[Scenario, ...]
    seed: int
    engine: str
    definitions: Mapping[str, str]
    independent: bool  # whether what is not known is drawn so in each replication
    wanted: Sequence[Collection[str] | None]  # of each scenario: metrics and parts; None: all
    second_lives: int  # of the first so many replications
    begun: int  # replications that are there already

    def __call__(self, job: int) -> tuple[Header, Measures]:
        """The life itself, and what is measured of it."""
        replication, which, again = self.turn(job)
        model = self.scenarios[which].draw(self.seed, replication, independent=self.independent)
        if self.definitions:
            model = replace(model, measures=tuple((dict(model.measures) | dict(self.definitions)).items()))
        luck = LARGEST_KEY - replication if again else replication
        ledger = simulate(model, seed=self.seed, replication=luck, engine=self.engine)
        only = self.wanted[which]
        if again:
            only = {ALL_METRICS} if only is None else {*only} - {*PARTS}
        return ledger.header, measure(ledger, only=only)

    def jobs(self, replications: int) -> int:
        """How many jobs so many replications are."""
        return len(self.scenarios) * (replications + min(replications, self.second_lives))

    def turn(self, job: int) -> tuple[int, int, int]:
        """Replication, scenario, and whether it is a second life: all scenarios of replication 0, then of 1,
        ...: a run that is cut short keeps its pairs."""
        job += self.jobs(self.begun)
        many = len(self.scenarios)
        twice = self.jobs(self.second_lives)
        if job < twice:
            replication, rest = divmod(job, 2 * many)
            return replication, rest % many, rest // many
        replication, which = divmod(job - twice, many)
        return self.second_lives + replication, which, 0


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
