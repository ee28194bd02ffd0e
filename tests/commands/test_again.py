"""`bowtie again`: the same, or what differs, in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import simulator
from simulator import figures
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of two scenarios, which nobody spoils."""
    folder = tmp_path_factory.mktemp("recorded")
    other = written(folder, SMALL.replace('passes = "40%"', 'passes = "60%"'), "other")
    return record_of(folder, "compare", written(folder), other, "--replications", 2, "--engine", "simpy")


def record_of(folder: Path, *words: object) -> Path:
    """What a command leaves, without pictures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "OF_OUTCOMES", ())
        patch.setattr(figures, "OF_COMPARISON", ())
        result = bowtie(*words, "--out", folder / "kept")
    assert result.exit_code == 0, result.output
    return folder / "kept"


@pytest.fixture
def kept(recorded: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(recorded, tmp_path / "kept"))


@pytest.mark.slow
def test_the_same(kept: Path) -> None:
    """Catches a difference between equal numbers, and workers or a place that make one."""
    result = bowtie("again", kept, "--workers", 1)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("the same: ")
    assert result.stdout.endswith(" numbers of 2 scenarios\n")
    moved = kept.rename(kept.with_name("moved"))
    assert bowtie("again", moved).stdout == result.stdout


@pytest.mark.slow
def test_what_differs_is_told(kept: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a difference without its metric or its size, a reason that is not told, and exit code 0."""
    won = simulator.run(simulator.load(small), replications=2).values["won"][1]
    values = kept / "values.csv"
    line = f"small,won,1,accounts,{won}"
    text = values.read_text(encoding="utf-8")
    assert line in text
    values.write_text(text.replace(line, f"small,won,1,accounts,{won + 2.5}"), encoding="utf-8")
    (kept / "page.txt").unlink()
    manifest = json.loads((kept / "manifest.json").read_text())
    manifest["machine"]["libraries"]["numpy"] = "1.0"
    (kept / "manifest.json").write_text(json.dumps(manifest))
    small.write_text(SMALL + "\n", encoding="utf-8")
    monkeypatch.chdir(small.parent)
    result = bowtie("again", kept)
    assert result.exit_code == 1, result.output
    lines = result.stdout.splitlines()
    assert lines[0].startswith("NOT the same: 1 of ")
    assert lines[1] == "  values.csv: small, won: 1 of 2 differ, by up to 2.5 accounts"
    assert lines[2] == f"{kept / 'values.csv'}: not as it was written"
    assert lines[3] == f"{kept / 'page.txt'}: gone"
    assert lines[4].startswith("made with numpy 1.0, now ")
    assert lines[5:] == ["for information: small.toml has changed since, in this folder"]


@pytest.mark.slow
def test_much_that_differs_is_told_shortly(kept: Path) -> None:
    """Catches a page of columns that follow from the metrics, and metrics that come last."""
    file = kept / "inputs" / "other.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('leads = "12 to 20 a month"', 'leads = "2 to 4 a month"'), encoding="utf-8")
    result = bowtie("again", kept)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[1].startswith("  values.csv: other, leads: 2 of 2 differ, by up to ")
    assert not [line for line in lines if ": small, " in line]
    assert len([line for line in lines if line.startswith("  monthly.csv: ")]) == 1
    table = (kept / "cohorts.csv").read_text(encoding="utf-8").splitlines()
    (kept / "cohorts.csv").write_text("\n".join(table[:-1]), encoding="utf-8")
    assert "  cohorts.csv: other rows or columns" in bowtie("again", kept).stdout.splitlines()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no manifest.json in it"),
        ("{", "damaged"),
        ('{"product": "bowtie-simulator"}', "version"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    """Catches a traceback."""
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    result = bowtie("again", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_an_input_that_is_none_any_more(small: Path, tmp_path: Path) -> None:
    """Catches a traceback where an input is gone or spoilt."""
    kept = record_of(tmp_path, "run", small, "--replications", 1)
    (kept / "inputs" / "small.toml").write_text("[", encoding="utf-8")
    result = bowtie("again", kept)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "inputs/small.toml: 1 problem" in result.stderr
