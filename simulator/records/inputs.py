"""The files that an answer was made of, byte for byte, in the places that they have to each other."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.scenario import Scenario


@dataclass(frozen=True)
class Inputs:
    """Copies of what scenarios were read from; places are relative, with forward slashes."""

    contents: dict[str, bytes]  # by place
    places: dict[Path, str]  # of a file as the scenario names it


def taken(scenarios: Sequence[Scenario]) -> Inputs:
    """Read every file of the scenarios once more; to be asked as soon as they are loaded. Raises OSError.

    Places are seen from the folder that all files have in common. Where that would tell the way from
    the root of the machine, each scenario has a folder of its own.
    """
    common = _common([file for scenario in scenarios for file in scenario.files])
    places: dict[Path, str] = {}  # by whole name: a file may be named in several ways
    named: dict[Path, str] = {}
    for n, scenario in enumerate(scenarios, start=1):
        for file in scenario.files:
            place = _place(file, common) if common else f"{n}/{_place(file, _common(scenario.files))}"
            while _whole(file) not in places and place in places.values():  # it is named from the root
                place = f"elsewhere/{place}"
            named[file] = places.setdefault(_whole(file), place)
    return Inputs({place: file.read_bytes() for file, place in named.items()}, named)


def _common(files: Sequence[Path]) -> Path | None:
    """The folder that files have in common, as their names say it; None where that is a root, or none."""
    try:
        found = Path(os.path.commonpath([_whole(file).parent for file in files]))
    except ValueError:  # on drives of their own
        return None
    return found if found != Path(found.anchor) else None


def _place(file: Path, common: Path | None) -> str:
    return _whole(file).relative_to(common).as_posix() if common else file.name


def _whole(file: Path) -> Path:
    """By names alone: a base "../base.toml" of a file that is a link is found where the name says."""
    return Path(os.path.abspath(file))  # noqa: PTH100
