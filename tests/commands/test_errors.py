"""Bad input: exit code 2, a message on stderr, nothing on stdout, no traceback, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.ledger import most_rows
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

ENGINES = {"compiled": "compiled", "reference": "simpy"}  # pages of simulator.engines


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
        (
            ["compare", "{small}", "{dollars}"],
            "currencies differ: EUR, USD; no rates of exchange",
        ),
        (["trace", "{small}"], "which life? --account N"),
        (["trace", "{small}", "--money", "--account", 10**6], "account 1000000: there are "),
        (["run", "{small}", "--what-if", "a", "--what-if", "b"], 'what_if."b"   there is no'),
        (["run", "{small}", "--definition", "cac"], "METRIC=VARIANT, as in cac=lagged"),
        (["run", "{small}", "--definition", "cac=best"], "cac = 'best': it is one of blended, lagged"),
        (["run", "{small}", "--definition", "arr_end=best"], "'arr_end' is not defined in several ways"),
        (["compare", "{small}", "--definition", "cash=x"], "'cash' is not defined in several ways"),
        (["run", "{small}", "--definition", "cac=lagged", "--definition", "cac=cohort"], "both lagged and"),
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


WORDS = {
    "check": ["check", "{small}"],
    "run": ["run", "{small}", "--replications", 4, "--workers", 2],
    "compare": ["compare", "{small}", "{small}", "--replications", 4],
    "trace": ["trace", "{small}", "--account", 0],
    "ledger": ["ledger", "{small}", "--out", "{folder}/rows.csv"],
}


def too_much(tmp_path: Path, small: Path, command: str, message: str) -> None:
    """The command says so, ends, and leaves nothing."""
    before = sorted(tmp_path.rglob("*"))
    places = {"small": small, "folder": tmp_path}
    result = bowtie(*(w.format(**places) if isinstance(w, str) else w for w in WORDS[command]))
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("command", ["run", "compare", "trace", "ledger"])
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_too_many_rows_are_refused(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch, command: str, engine: str
) -> None:
    """Catches a traceback, also out of a thread, where customers recommend without end."""
    monkeypatch.setattr(f"simulator.engines.{engine}.most_rows", lambda: 100)
    monkeypatch.setitem(WORDS, command, [*WORDS[command], "--engine", ENGINES[engine]])
    too_much(tmp_path, small, command, f"more than {most_rows():,} rows of ")


@pytest.mark.parametrize("command", WORDS)
def test_too_little_memory_is_said(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Catches a traceback that does not say what to do."""

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(
        "simulator.scenario.load" if command == "check" else "simulator.scenario.Scenario.draw", full
    )
    too_much(tmp_path, small, command, "not enough memory for so much: ask for fewer leads, fewer years")


@pytest.mark.parametrize("command", ["check", "compare"])
def test_the_errors_of_all_files_capacity(tmp_path: Path, small: Path, command: str) -> None:
    """Catches a command that stops at the first bad file, so that the second surprises later."""
    one = written(tmp_path, SMALL.replace('"40%"', '"145%"').replace("team.ae", "team.ea"), "one")
    two = written(tmp_path, SMALL.replace('"85%"', '"-85%"'), "two")
    result = bowtie(command, one, small, two)
    assert result.exit_code == 2
    if command == "check":  # what is good is told all the same
        assert "small.toml" in result.stdout
    else:
        assert result.stdout == ""
    assert "one.toml: 2 problems" in result.stderr or "one.toml: 3 problems" in result.stderr
    assert "two.toml: 1 problem" in result.stderr
    assert "small.toml" not in result.stderr
    assert "145%" in result.stderr
    assert "-85%" in result.stderr


def test_an_answer_that_can_not_be_written_is_said(
    tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches a traceback where the disk is full."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.scenario.Scenario.draw", full)
    result = bowtie("trace", small, "--account", 0)
    assert result.exit_code == 2
    assert "can not be written: No space left on device" in result.stderr
