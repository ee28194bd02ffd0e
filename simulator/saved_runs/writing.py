"""Write a result folder."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tomli_w

from simulator.company.schema import is_number
from simulator.experiment import Comparison, Outcomes
from simulator.experiment.blank import blank
from simulator.saved_runs.arrays import ARRAYS, arrays_of
from simulator.saved_runs.atomic_folder import Folder, whole
from simulator.saved_runs.inputs import Inputs
from simulator.saved_runs.manifest import FILE, FORMAT, PRODUCT, Manifest, Options, Recorded, this_machine
from simulator.saved_runs.tables import csv_of, tables_of
from simulator.scenario import Scenario
from simulator.scenario_library import ABSENT

DOTS = 150  # an inch of a picture
LONGEST = 40  # letters of a name in a file's name


def write(
    place: Path,
    answer: Outcomes | Comparison,
    scenarios: Sequence[Scenario],
    inputs: Inputs,
    options: Options,
    *,
    page: str,
    document: str,
    board: bytes,
    force: bool = False,
) -> Manifest:
    """Write the folder `place`, whole or not at all: the manifest comes last, then the folder is moved.

    `scenarios` are those of the answer, in order; `inputs` their files; `page` and `document` the answer
    as text and as JSON, `board` as a page of HTML. Raises OptionError where `place` is taken, OSError where
    it can not be written.
    """
    outcomes = answer.outcomes if isinstance(answer, Comparison) else (answer,)
    names = told_apart(o.name for o in outcomes)
    with whole(place, force=force) as folder:
        folder.put("answer.json", f"{document}\n".encode())
        folder.put("index.html", board)
        folder.put("page.txt", f"{page}\n".encode())
        for name, content in inputs.contents.items():
            folder.put(f"inputs/{name}", content)
        for name, pieces in tables_of(answer).items():
            folder.put(name, (csv_of(piece, heading=n == 0).encode() for n, piece in enumerate(pieces)))
        if isinstance(answer, Outcomes):
            folder.put(ARRAYS, arrays_of(answer))
        recorded = list(_scenarios(folder, outcomes, scenarios, names, inputs))
        _draw(folder, answer, dict(zip(names, outcomes, strict=True)))
        manifest = Manifest(
            product=PRODUCT,
            record=FORMAT,
            command="compare" if isinstance(answer, Comparison) else "run",
            options=options,
            partial=answer.partial,
            replications_done=outcomes[0].replications,
            scenarios=recorded,
            written=datetime.now(UTC).isoformat(timespec="seconds"),
            machine=this_machine(),
            files=dict(folder.hashes),
        )
        folder.put(FILE, f"{manifest.model_dump_json(indent=2)}\n".encode())
    return manifest


def _scenarios(
    folder: Folder,
    outcomes: Sequence[Outcomes],
    scenarios: Sequence[Scenario],
    names: Sequence[str],
    inputs: Inputs,
) -> Iterator[Recorded]:
    """Each scenario as the manifest tells it, its resolved file written."""
    for one, scenario, name in zip(outcomes, scenarios, names, strict=True):
        file = f"resolved/{name}.toml"
        folder.put(file, resolved(scenario, inputs.places).encode())
        yield Recorded(
            name=one.name,
            file=inputs.places[scenario.path],
            what_if=scenario.what_if,
            changes=dict(scenario.changes),
            resolved=file,
        )


def _draw(folder: Folder, answer: Outcomes | Comparison, outcomes: dict[str, Outcomes]) -> None:
    """Every figure that there is of outcomes and of comparisons but blank ones."""
    from simulator import figures
    from simulator.figures.parts.layout import png

    for draw in figures.OF_OUTCOMES:
        for name, one in outcomes.items():
            if draw.__name__ not in blank(one):
                folder.put(f"pictures/{draw.__name__}-{name}.png", png(draw(one), DOTS))
    if isinstance(answer, Comparison):
        for draw_all in figures.OF_COMPARISON:
            if draw_all.__name__ not in blank(answer):
                folder.put(f"pictures/{draw_all.__name__}.png", png(draw_all(answer), DOTS))


def told_apart(names: Iterable[str]) -> list[str]:
    """Names of scenarios as parts of files' names: letters that any system takes, and no two alike."""
    apart: list[str] = []
    for name in names:
        plain = re.sub(r"[^\w.]+", "-", name)[:LONGEST].strip("-.") or "scenario"
        unique, count = plain, 1
        while unique.casefold() in (other.casefold() for other in apart):
            count += 1
            unique = f"{plain}-{count}"
        apart.append(unique)
    return apart


def resolved(scenario: Scenario, places: Mapping[Path, str]) -> str:
    """The company of a scenario as TOML, with the base in which its thresholds are settled; that, and tables
    beside it, are found under ../inputs/, at their `places`."""
    tables = copy.deepcopy(dict(scenario.tables)) | {"title": scenario.title}
    opening = tables.get("opening")
    if isinstance(opening, dict):
        for key, name in opening.items():
            if isinstance(name, str) and Path(name) in places:
                opening[key] = f"../inputs/{places[Path(name)]}"
    which = f", what-if {scenario.what_if!r}" if scenario.what_if else ""
    head = (
        f"# All numbers of {'inputs/' + places[scenario.path]!r}{which}: its base merged, changes applied.\n"
    )
    found = scenario.settled_in
    if found is not None:
        base, there = found
        tables = {"base": f"../inputs/{places[base]}", **without(tables, there)}
        head += "# Thresholds stay those of the base, in which stated rates are settled.\n"
    if not scenario.is_settled_there:
        head += (
            "# To read. What was run is that file with its changes: who is under way on the first day, or a\n"
            "# rate that is restated twice, is of the company before them.\n"
        )
    return f"{head}\n{tomli_w.dumps(tables)}"


def without(tables: Mapping[str, Any], base: Mapping[str, Any], path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Tables that say "none" of each key that a base has and they have not."""
    made: dict[str, Any] = {}
    for key, value in tables.items():
        below, here = base.get(key), (*path, key)
        inside = isinstance(value, dict) and isinstance(below, Mapping) and not is_number(here)
        made[key] = without(value, below, here) if inside and below is not None else value
    return made | {key: ABSENT for key in base if key not in tables}
