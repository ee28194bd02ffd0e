"""Copy the input files of an answer, in their places to each other."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario import Scenario

HERE = "here"  # stands for the folder of a scenario whose base lies beside that


@dataclass(frozen=True)
class Inputs:
    """Copies of what scenarios were read from; places are relative, with forward slashes."""

    contents: dict[str, bytes]  # by place
    places: dict[Path, str]  # of a file as the scenario names it


def taken(scenarios: Sequence[Scenario]) -> Inputs:
    """Every file of the scenarios, as it was read: one may have been edited since, and a pipe is empty.

    Places are seen from the folder that all files have in common, if one of them lies in it. Else each
    scenario has a folder of its own: above its files stand names of people, and the way from the root.
    """
    files = [file for scenario in scenarios for file in scenario.files]
    common = _common(files) if _lies_in(_common(files), files) else None
    places: dict[Path, str] = {}  # by whole name: a file may be named in several ways
    named: dict[Path, str] = {}
    for n, scenario in enumerate(scenarios, start=1):
        for file in scenario.files:
            place = _place(file, common) if common else f"{n}/{_own_place(file, scenario)}"
            while _whole(file) not in places and place in places.values():  # it is named from the root
                place = f"elsewhere/{place}"
            named[file] = places.setdefault(_whole(file), place)
    contents = {file: raw for scenario in scenarios for file, raw in scenario.contents.items()}
    return Inputs({place: contents[file] for file, place in named.items()}, named)


def _common(files: Sequence[Path]) -> Path | None:
    """The folder that files have in common, as their names say it; None where that is a root, or none."""
    try:
        found = Path(os.path.commonpath([_whole(file).parent for file in files]))
    except ValueError:  # on drives of their own
        return None
    return found if found != Path(found.anchor) else None


def _lies_in(common: Path | None, files: Sequence[Path]) -> bool:
    return any(_whole(file).parent == common for file in files)


def _place(file: Path, common: Path | None) -> str:
    return _whole(file).relative_to(common).as_posix() if common else file.name


def _own_place(file: Path, scenario: Scenario) -> str:
    """Where a file lies among those of its scenario, which find each other by the same steps as before.

    Where none lies in what they have in common, the folder above the first has another name, unless a
    file says it: "../bob/base.toml" tells of Bob by itself, and not in whose folder it was said.
    """
    files, common = scenario.files, _common(scenario.files)
    place = _place(file, common)
    if _lies_in(common, files):
        return place
    own, _, rest = _place(files[0], common).partition("/")
    said = any(own.encode() in raw for raw in scenario.contents.values())
    if not rest or not place.startswith(f"{own}/") or said:
        return place
    return f"{HERE}{place.removeprefix(own)}"


def _whole(file: Path) -> Path:
    """By names alone: a base "../base.toml" of a file that is a link is found where the name says."""
    return Path(os.path.abspath(file))  # noqa: PTH100
