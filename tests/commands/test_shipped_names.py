"""`bowtie run subscription`: a shipped company by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario_library import meant, scenarios
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

QUICK = ("--replications", 1)


@pytest.mark.parametrize("name", ["subscription", "portfolio", "portfolio/05m"])
def test_a_name_is_that_of_a_shipped_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a name that must be a path, and one of a folder that is taken for the folder."""
    monkeypatch.chdir(tmp_path)
    said = bowtie("check", name)
    assert said.exit_code == 0
    assert said.stdout == bowtie("check", scenarios()[name]).stdout


def test_a_file_in_the_folder_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches the shipped company in place of one's own of the same name, with its ending or without."""
    monkeypatch.chdir(tmp_path)
    own = written(tmp_path, SMALL, "subscription")
    assert own.name == "subscription.toml"
    assert bowtie("check", "subscription").stdout.startswith("subscription.toml: A small company")
    (tmp_path / "subscription").mkdir()  # a folder is no file
    assert meant(Path("subscription")) == Path("subscription.toml")
    own.rename(tmp_path / "other.toml")
    assert bowtie("check", "subscription").stdout.startswith("subscription.toml: Subscription")
    (tmp_path / "subscription").rmdir()
    (tmp_path / "other.toml").rename(tmp_path / "subscription")
    assert bowtie("check", "subscription").stdout.startswith("subscription: A small company")


@pytest.mark.parametrize("command", ["check", "run", "compare", "ledger --out rows.csv", "trace --account 0"])
def test_what_is_neither_is_told_with_near_names(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a command that takes no names, and a slip of which nobody says what it may be."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path, SMALL, "subscript")
    name, *more = command.split()
    done = bowtie(name, "subscripton", *more)
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "no company of that name comes with the product; did you mean subscript or subscription?" in said
    assert "`bowtie list` shows all" in " ".join(bowtie(name, "qqq", *more).stderr.split())
    assert "there is no such file" in bowtie(name, "subscription.toml", *more).stderr


@pytest.mark.slow
def test_its_answer_is_kept_and_comes_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a record of a shipped company whose files are not found again."""
    monkeypatch.chdir(tmp_path)
    assert bowtie("run", "portfolio/05m", *QUICK, "--out", "kept").exit_code == 0
    assert bowtie("again", "kept").exit_code == 0
