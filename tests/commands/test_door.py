"""Bad input: exit code 2, a message on stderr, nothing on stdout, no traceback, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import bowtie
from tests.companies import SMALL, written


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "{small}", "--replications", 0], "--replications"),
        (["run", "{small}", "--replications", "many"], "--replications"),
        (["run", "{small}", "--seed", -1], "--seed"),
        (["run", "{small}", "--seed", 2**32], "--seed"),
        (["run", "{small}", "--workers", 0], "--workers"),
        (["run", "{small}", "--engine", "steam"], "--engine"),
        (["run"], "FILE"),
        (["run", "{folder}/nowhere.toml"], "nowhere.toml: 1 problem"),
        (["run", "{folder}"], "1 problem"),
        (["check"], "FILE"),
        (["compare", "{small}", "--against", "nobody"], "against = 'nobody': it is one of small"),
        (["compare", "{small}", "{dollars}"], "currencies differ: EUR, USD"),
        (["trace", "{small}"], "--account"),
        (["trace", "{small}", "--account", 10**6], "account 1000000: there are "),
        (["trace", "{small}", "--account", -1], "account -1: there are "),
        (["trace", "{small}", "--account", 0, "--replication", -1], "--replication"),
        (["ledger", "{small}"], "--out"),
        (["ledger", "{small}", "--out", "{folder}/rows.txt"], "has to end in .csv or .parquet"),
        (["ledger", "{small}", "--out", "{folder}/no/rows.csv"], "there is no folder"),
        (["ledger", "{small}", "--out", "{folder}/taken.csv"], "exists already; --force writes over it"),
        (["ledger", "{small}", "--out", "{folder}/folder.csv"], "this is a folder"),
        (["fly"], "fly"),
    ],
)
def test_it_is_refused(tmp_path: Path, small: Path, words: list[object], message: str) -> None:
    """Catches a traceback, an exit code of success, and a file that is half written."""
    dollars = written(tmp_path, SMALL.replace('"EUR"', '"USD"'), "dollars")
    (tmp_path / "taken.csv").write_text("mine")
    (tmp_path / "folder.csv").mkdir()
    before = sorted(tmp_path.rglob("*"))
    places = {"small": small, "dollars": dollars, "folder": tmp_path}
    result = bowtie(*(w.format(**places) if isinstance(w, str) else w for w in words))
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "taken.csv").read_text() == "mine"


@pytest.mark.parametrize("command", ["check", "compare"])
def test_the_errors_of_all_files_at_once(tmp_path: Path, small: Path, command: str) -> None:
    """Catches a command that stops at the first bad file, so that the second surprises later."""
    one = written(tmp_path, SMALL.replace('"40%"', '"145%"').replace("team.ae", "team.ea"), "one")
    two = written(tmp_path, SMALL.replace('"85%"', '"-85%"'), "two")
    result = bowtie(command, one, small, two)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "one.toml: 2 problems" in result.stderr or "one.toml: 3 problems" in result.stderr
    assert "two.toml: 1 problem" in result.stderr
    assert "small.toml" not in result.stderr
    assert "145%" in result.stderr
    assert "-85%" in result.stderr
