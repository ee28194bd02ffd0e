"""Refuse what no run can be asked for, and say what would be right."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from simulator.engines import ENGINES
from simulator.experiment.errors import OptionError
from simulator.experiment.workers import MOST_WORKERS
from simulator.metrics import VARIANTS
from simulator.numerics.streams import LARGEST_KEY
from simulator.scenario import Scenario


def check_scenarios(asked: str, scenarios: object) -> None:
    """A file's name where a scenario belongs: say how it becomes one. Raises TypeError."""
    if isinstance(scenarios, str) or not isinstance(scenarios, Sequence):
        raise TypeError(f"{asked} takes a list of scenarios, not {_named(scenarios)}")
    for one in scenarios:
        if not isinstance(one, Scenario):
            raise TypeError(f"{asked} takes what simulator.load gives, not {_named(one)}")


def _named(thing: object) -> str:
    if isinstance(thing, (str, Path)):
        return f"a file's name: load it first, simulator.load({str(thing)!r})"
    return f"{type(thing).__name__}"


def check_options(
    replications: int,
    seed: int,
    workers: int | None,
    engine: str,
    executor: object,
    definitions: Mapping[str, str],
    second_lives: int = 0,
) -> None:
    """A number out of range, a name that is none, workers of two kinds. Raises OptionError or TypeError."""
    if not 1 <= replications <= LARGEST_KEY:
        raise OptionError(f"replications = {replications}: from 1 to {LARGEST_KEY}")
    if not 0 <= second_lives <= replications:
        raise OptionError(f"second_lives = {second_lives}: from 0 to {replications}, one of each replication")
    if not 0 <= seed <= LARGEST_KEY:
        raise OptionError(f"seed = {seed}: from 0 to {LARGEST_KEY}")
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise OptionError(f"workers = {workers}: from 1 to {MOST_WORKERS}")
    if engine not in ENGINES:
        raise OptionError(f"engine = {engine!r}: it is one of {', '.join(ENGINES)}")
    _check_executor(executor, workers)
    _check_definitions(definitions)


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
