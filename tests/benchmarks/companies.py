"""Companies of the benchmark: the ten-stage one, and what becomes of it when one thing of it grows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeAlias

import tomli_w

import simulator
from simulator.model import Model

File: TypeAlias = dict[str, Any]

TEN_STAGES = Path(__file__).with_name("ten-stages.toml")


def ten_stages(*, leads: int = 1000, years: int = 5, more_people: float = 1, more_stages: int = 0) -> File:
    """The file, with so many leads a month, years, times the people, and further stages that all pass."""
    file = tomllib.loads(TEN_STAGES.read_text(encoding="utf-8"))
    file["years"] = years
    file["motion"]["sale"]["leads"] = f"{leads} a month"
    for team in file["team"].values():
        team["people"] = max(1, round(team["people"] * more_people))
    stages = file["motion"]["sale"]["stage"]
    further = [{"name": f"further {n + 1}", "takes": "1 to 3 days"} for n in range(more_stages)]
    file["motion"]["sale"]["stage"] = [stages[0], *further, *stages[1:]]
    return file


def crowded(people: int, seats: int = 1000) -> File:
    """Eight times the leads, and teams of `seats` seats each, shared out among so many people."""
    file = ten_stages(leads=8000)
    for team in file["team"].values():
        team["people"], team["capacity"] = people, seats // people
    return file


def tight() -> File:
    """Two years with too few people, so that accounts wait, and give up waiting."""
    file = ten_stages(leads=400, years=2)
    file["team"]["sdr"] |= {"people": 1, "capacity": 22}
    file["team"]["ae"] |= {"people": 2, "capacity": 8}
    file["team"]["csm"] |= {"people": 1, "capacity": 5}
    return file


def kept(file: File, folder: Path, name: str = "ten-stages") -> Path:
    """The file in a folder."""
    path = folder / f"{name}.toml"
    path.write_text(tomli_w.dumps(file), encoding="utf-8")
    return path


def model_of(file: File, folder: Path) -> Model:
    """The model of a file: all its numbers are known, so there is nothing to draw."""
    return simulator.load(kept(file, folder)).model()
