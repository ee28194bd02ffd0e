"""What lies in a record."""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, strategies as st

import simulator
from simulator.experiment import Comparison, OptionError
from simulator.saved_runs import Options, taken, write
from simulator.saved_runs.manifest import read
from simulator.saved_runs.writing import told_apart
from simulator.scenario import Scenario
from tests.companies import SMALL, written

TABLES = ("metrics", "values", "monthly", "company", "cohorts", "stages", "bowtie", "differences")


def test_all_of_it_is_there(kept: Path, scenarios: list[Scenario]) -> None:
    """Catches a table, a picture, an input or a resolved file that is missing or empty."""
    for name in ("answer.json", "page.txt", "manifest.json", *(f"{table}.csv" for table in TABLES)):
        assert (kept / name).stat().st_size > 1, name
    assert (kept / "page.txt").read_text() == "a page\n"
    for scenario, place in zip(scenarios, ("mine.toml", "mine.toml", "deep/child.toml"), strict=True):
        assert (kept / "inputs" / place).read_bytes() == scenario.path.read_bytes()
    assert {f.name for f in (kept / "resolved").iterdir()} == {
        *("mine.toml", "mine-one-more-seller.toml", "child.toml")
    }
    wanted = {f"cycles-{one}.png" for one in ("mine", "mine-one-more-seller", "child")}
    wanted |= {"what_ifs.png"}
    pictures = list((kept / "pictures").iterdir())
    assert {f.name for f in pictures} == wanted
    assert all(f.read_bytes().startswith(b"\x89PNG") for f in pictures)


def test_the_manifest_says_how_it_was_made(kept: Path) -> None:
    """Catches an option, a version or a hash that is not the one of the run."""
    manifest = read(kept)
    assert manifest.command == "compare"
    assert manifest.options.model_dump() == {
        "replications": 3,
        "seed": 5,
        "engine": "compiled",
        "definitions": {"cac": "lagged"},
        "independent": False,
        "second_lives": 0,
        "precision": None,
        "on": None,
        "against": "mine",
        "by": None,
        "at_equal": None,
    }
    assert (manifest.partial, manifest.replications_done) == (False, 3)
    told = [(one.name, one.file, one.what_if, one.changes) for one in manifest.scenarios]
    assert told == [
        ("mine", "mine.toml", "", {}),
        ("mine: one more seller", "mine.toml", "one more seller", {"team.ae.people": 3}),
        ("child", "deep/child.toml", "", {}),
    ]
    machine = manifest.machine
    assert (machine.bowtie, machine.python) == (simulator.__version__, platform.python_version())
    assert machine.libraries == {name: version(name) for name in ("numpy", "scipy", "numba", "polars")}
    assert machine.architecture == platform.machine()
    assert manifest.written.endswith("+00:00")
    found = {
        f.relative_to(kept).as_posix(): sha256(f.read_bytes()).hexdigest()
        for f in kept.rglob("*")
        if f.is_file() and f.name != "manifest.json"
    }
    assert manifest.files == found


def test_nothing_tells_the_machine(kept: Path, scenarios: list[Scenario]) -> None:
    """Catches a path of the machine, which is nobody's business and is nowhere else."""
    ways = {str(scenarios[0].path.parent), str(kept.parent), str(Path.cwd()), str(Path.home() / "x")[:-1]}
    for file in kept.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [way for way in ways if way.encode() in content and len(way) > 1], file


def test_an_analyst_finds_each_replication(kept: Path, comparison: Comparison) -> None:
    """Catches values of another scenario, metric or replication than the row says."""
    table = pl.read_csv(kept / "values.csv")
    assert table.columns == ["scenario", "metric", "replication", "unit", "value"]
    for one in comparison.outcomes:
        for name in ("won", "cac", "utilisation.ae", "break_even_month"):
            mine = table.filter(scenario=one.name, metric=name).sort("replication")
            assert mine["replication"].to_list() == [0, 1, 2]
            np.testing.assert_array_equal(mine["value"].cast(pl.Float64).fill_null(np.nan), one.values[name])
            assert set(mine["unit"]) == {one.unit(name)}


@pytest.mark.parametrize("resolved", ["mine.toml", "mine-one-more-seller.toml"])
def test_a_resolved_file_loads_from_the_record(kept: Path, scenarios: list[Scenario], resolved: str) -> None:
    """Catches a what-if that is not applied, or a file that is no scenario."""
    people = {"mine.toml": 2, "mine-one-more-seller.toml": 3}
    company = simulator.load(kept / "resolved" / resolved).company
    assert company.team["ae"].people[0].count.whole == people[resolved]


@pytest.mark.slow
def test_one_scenario_alone(tmp_path: Path) -> None:
    """Catches a record of a run that holds what only a comparison has, a figure that is not drawn, odds of
    no target, and a partial run that is silent."""
    scenario = simulator.load(written(tmp_path))
    outcomes = replace(simulator.run(scenario, replications=2), asked=5)
    options = Options(replications=5, seed=0, engine="compiled")
    manifest = write(
        tmp_path / "kept", outcomes, [scenario], taken([scenario]), options, page="", document="{}", board=b""
    )
    assert manifest == read(tmp_path / "kept")
    assert (manifest.command, manifest.partial, manifest.replications_done) == ("run", True, 2)
    assert not (tmp_path / "kept" / "differences.csv").exists()
    absent = {"odds-small.png", "channels-small.png"}  # it states no target, and has no channels
    drawn = {f"{draw.__name__}-small.png" for draw in simulator.figures.OF_OUTCOMES} - absent
    assert {f.name for f in (tmp_path / "kept" / "pictures").iterdir()} == drawn
    again = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert again["partial"] is True
    with pytest.raises(OptionError, match="exists already"):
        write(
            tmp_path / "kept",
            outcomes,
            [scenario],
            taken([scenario]),
            options,
            page="",
            document="{}",
            board=b"",
        )
    assert (tmp_path / "kept" / "inputs" / "small.toml").read_text() == SMALL


@given(st.lists(st.text(), max_size=6))
def test_names_of_files(names: list[str]) -> None:
    """Catches a name that leaves the folder, is hidden, is too long, or is another's where case is none."""
    made = told_apart(names)
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert name
        assert not set(name) & set('/\\:*?"<>|\n\x00')
        assert not name.startswith((".", "-"))
        assert len(name.encode()) < 180


def test_names_are_known_again() -> None:
    """Catches names that are told apart and no longer tell what they are."""
    assert told_apart(["mine: a/b", "Mine a b", "../..", "größer"]) == [
        *("mine-a-b", "Mine-a-b-2", "scenario", "größer")
    ]
