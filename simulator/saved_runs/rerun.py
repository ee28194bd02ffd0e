"""Run a record again from its own inputs, and compare its tables cell by cell, to the last bit."""

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simulator.experiment import Comparison, Outcomes, compare, run
from simulator.experiment.workers import Progress
from simulator.saved_runs.manifest import Manifest, Options, Recorded, hash_of, read, this_machine
from simulator.saved_runs.tables import COUNTERS, csv_of, numbers_in, tables_of
from simulator.scenario import Scenario, load

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass
class Gap:
    """What differs in a table, of one scenario and one metric (else column)."""

    table: str
    scenario: str
    name: str
    unit: str
    of: int = 0  # numbers
    differing: int = 0
    largest: float = 0.0  # difference between two numbers


def gaps(table: str, then: str, now: str) -> list[Gap]:
    """What differs between a table as it was written and as it comes out now, in its order.

    A table with other rows or columns is one gap, without a scenario.
    """
    if then == now:
        return []
    old, new = _rows(then), _rows(now)
    if [len(row) for row in old] != [len(row) for row in new] or old[:1] != new[:1]:
        return [Gap(table, "", "rows or columns", "", len(new), max(1, abs(len(old) - len(new))))]
    found: dict[tuple[str, str], Gap] = {}
    columns = new[0]
    for before, after in zip(old[1:], new[1:], strict=True):
        row = dict(zip(columns, after, strict=True))
        for column, one, other in zip(columns, before, after, strict=True):
            if one == other and (column in COUNTERS or _number(one) is None):
                continue
            of = (row.get("scenario", ""), row.get("metric", column))
            gap = found.setdefault(of, Gap(table, *of, row.get("unit", "")))
            gap.of += 1
            if one != other:
                _note(gap, _number(one), _number(other))
    return [gap for gap in found.values() if gap.differing]


def _rows(text: str) -> list[list[str]]:
    """The rows of a CSV text; none where it is no longer CSV."""
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return []


def _note(gap: Gap, one: float | None, other: float | None) -> None:
    if one is None or other is None:
        gap.differing += 1
    elif one.hex() != other.hex():  # not two ways to write one number
        gap.differing += 1
        gap.largest = max(gap.largest, abs(one - other))


def _number(cell: str) -> float | None:
    try:
        found = float(cell)
    except ValueError:
        return None
    return None if math.isnan(found) else found


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


def _scenario(folder: Path, one: Recorded, options: Options) -> Scenario:
    """As it was run: a what-if as its file states it, or at the size that was found for it."""
    stated = load(folder / "inputs" / one.file, one.what_if or None)
    if options.at_equal is None or not one.what_if:
        return stated
    return load(folder / "inputs" / one.file).vary(_with_dates(one.changes), one.what_if)


def _with_dates(value: Any) -> Any:
    """Changes as a file states them: JSON has no dates, and wrote them as texts."""
    if isinstance(value, dict):
        return {key: _with_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_dates(inner) for inner in value]
    return dt.date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else value


def again(
    folder: Path,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Again:
    """Run a record anew and compare every number of its tables. Writes nothing.

    Raises OptionError for a folder that is no record, ScenarioError for inputs that can no longer be
    read, KeyboardInterrupt where Ctrl-C ends it.
    """
    manifest = read(folder)
    hashes = {name: hash_of(folder / name) for name in manifest.files}
    scenarios = [_scenario(folder, one, manifest.options) for one in manifest.scenarios]
    answer = _answer(manifest, scenarios, {"workers": workers, "executor": executor, "progress": progress})
    found: list[Gap] = []
    numbers = 0
    for name, pieces in tables_of(answer).items():
        if hashes.get(name):  # neither gone, nor a table that was not written then
            now: list[str] = []
            for piece in pieces:
                numbers += numbers_in(piece)
                now.append(csv_of(piece, heading=not now))
            then = (folder / name).read_text(encoding="utf-8", errors="replace")
            found += gaps(name, then, "".join(now))
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
    manifest: Manifest, scenarios: Sequence[Scenario], how: Mapping[str, Any]
) -> Outcomes | Comparison:
    """As it was asked for; of a partial record the replications that were done, which stand on their own."""
    options = manifest.options
    asked: dict[str, Any] = {
        "replications": manifest.replications_done,
        "seed": options.seed,
        "engine": options.engine,
        "definitions": options.definitions,
        "independent": options.independent,
        **how,
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
