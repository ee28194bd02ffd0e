"""Run a record again from its own inputs, and compare."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.experiment import Comparison, Outcomes, compare, run
from simulator.experiment.workers import Progress
from simulator.records.diff import Gap, gaps
from simulator.records.manifest import Manifest, hash_of, read, this_machine
from simulator.records.tables import csv_of, numbers_in, tables_of
from simulator.scenario import Scenario, load


@dataclass(frozen=True)
class Again:
    """What came of it."""

    numbers: int  # held against each other
    scenarios: int
    gaps: tuple[Gap, ...]  # numbers that differ
    edited: tuple[str, ...]  # files of the record that are not what its manifest says
    gone: tuple[str, ...]
    outside: tuple[str, ...]  # files that were read from elsewhere, named from the root in an input
    machine: tuple[str, ...]  # what is another machine or version than it was
    changed: tuple[str, ...]  # inputs that lie in the current folder, too, and have changed since

    @property
    def same(self) -> bool:
        """Whether all numbers come out again, and the record is as it was written."""
        return not (self.gaps or self.edited or self.gone)


def again(folder: Path, *, workers: int | None = None, progress: Progress | None = None) -> Again:
    """Run a record anew and compare every number of its tables. Writes nothing.

    Raises OptionError for a folder that is no record, ScenarioError for inputs that can no longer be
    read, KeyboardInterrupt where Ctrl-C ends it.
    """
    manifest = read(folder)
    hashes = {name: hash_of(folder / name) for name in manifest.files}
    scenarios = [load(folder / "inputs" / one.file, one.what_if or None) for one in manifest.scenarios]
    answer = _answer(manifest, scenarios, workers, progress)
    found: list[Gap] = []
    numbers = 0
    for name, table in tables_of(answer).items():
        if hashes.get(name):  # neither gone, nor a table that was not written then
            numbers += numbers_in(table)
            then = (folder / name).read_text(encoding="utf-8", errors="replace")
            found += gaps(name, then, csv_of(table))
    return Again(
        numbers=numbers,
        scenarios=len(scenarios),
        gaps=tuple(found),
        edited=tuple(name for name, known in manifest.files.items() if hashes[name] not in (None, known)),
        gone=tuple(name for name, now in hashes.items() if now is None),
        outside=_outside(folder / "inputs", scenarios),
        machine=tuple(manifest.machine.differences(this_machine())),
        changed=tuple(n for n, known in manifest.inputs.items() if hash_of(Path(n)) not in (None, known)),
    )


def _answer(
    manifest: Manifest, scenarios: Sequence[Scenario], workers: int | None, progress: Progress | None
) -> Outcomes | Comparison:
    """As it was asked for; of a partial record the replications that were done, which stand on their own."""
    options = manifest.options
    asked: dict[str, Any] = {
        "replications": manifest.replications_done,
        "seed": options.seed,
        "engine": options.engine,
        "definitions": options.definitions,
        "workers": workers,
        "progress": progress,
    }
    answer = run(*scenarios, **asked) if manifest.command == "run" else compare(scenarios, **asked)
    if answer.partial:
        raise KeyboardInterrupt
    if isinstance(answer, Outcomes):
        return answer
    names = [one.name for one in manifest.scenarios]
    outcomes = [replace(one, name=name) for one, name in zip(answer.outcomes, names, strict=True)]
    return Comparison(tuple(outcomes), options.against or names[0])


def _outside(inputs: Path, scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """What was not read from the record: an input names it from the root, or from far above itself."""
    files = [file for scenario in scenarios for file in scenario.files]
    inside = inputs.resolve()
    return tuple(dict.fromkeys(str(f) for f in files if inside not in f.resolve().parents))
