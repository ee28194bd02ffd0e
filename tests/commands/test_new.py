"""`bowtie new`: a file of one's own, in a folder where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario_library import SCHEMA, folder
from tests.commands.conftest import bowtie


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which one stands."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(place: Path) -> set[str]:
    return {file.name for file in place.iterdir()}


@pytest.mark.slow
def test_a_newcomer_in_an_empty_folder(empty: Path) -> None:
    """Catches a first file that does not check or run, or commands to type that are none."""
    result = bowtie("new", "mine", "--like", "enterprise")
    assert result.exit_code == 0, result.output
    assert names(empty) == {"mine.toml", SCHEMA}
    assert (empty / SCHEMA).read_bytes() == (folder() / SCHEMA).read_bytes()
    assert 'title       = "Mine"' in (empty / "mine.toml").read_text()
    commands = [line.split() for line in result.stdout.partition("next:\n")[2].splitlines()]
    assert [words[:3] for words in commands] == [
        ["bowtie", "check", "mine.toml"],
        ["bowtie", "run", "mine.toml"],
        ["bowtie", "compare", "mine.toml"],
    ]
    for words in commands:
        few = [] if words[1] == "check" else ["--replications", "1"]
        done = bowtie(*words[1:], *few)
        assert done.exit_code == 0, done.output
    assert names(empty) == {"mine.toml", SCHEMA}


def test_tables_of_the_first_day_come_along(empty: Path) -> None:
    """Catches a company of one's own that reads the shipped one's customers, or does not find its own."""
    (empty / "sub").mkdir()
    result = bowtie("new", "sub/old firm.toml", "--like", "perpetual-stays")
    assert result.exit_code == 0, result.output
    assert names(empty / "sub") == {
        "old firm.toml",
        "old firm-customers.csv",
        "old firm-deals.csv",
        SCHEMA,
    }
    assert "bowtie check 'sub/old firm.toml'" in result.stdout
    assert "--what-ifs" not in result.stdout  # it asks none
    owners = empty / "sub" / "old firm-customers.csv"
    assert owners.read_bytes() == (folder() / "perpetual-owners.csv").read_bytes()
    owners.write_text("nonsense\n")
    assert "old firm-customers.csv" in bowtie("check", "sub/old firm.toml").stderr


def test_a_schema_that_is_there_stays(empty: Path) -> None:
    """Catches a schema of another version that is written over, or used without a word."""
    (empty / SCHEMA).write_text("mine")
    assert f"left as it is: {SCHEMA}" in bowtie("new", "one").stdout
    assert "so far like the shipped subscription." in (empty / "one.toml").read_text()
    assert (empty / SCHEMA).read_text() == "mine"
    (empty / SCHEMA).write_bytes((folder() / SCHEMA).read_bytes())
    assert "left as it is" not in bowtie("new", "two").stdout


def test_what_is_there_is_written_over_when_forced(empty: Path) -> None:
    """Catches an option that does nothing."""
    (empty / "mine.toml").write_text("mine")
    assert bowtie("new", "mine").exit_code == 2
    assert (empty / "mine.toml").read_text() == "mine"
    assert bowtie("new", "mine", "--force", "--like", "enterprise.toml").exit_code == 0
    assert 'title       = "Mine"' in (empty / "mine.toml").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new"], "NAME"),
        (["new", "x", "--like", "enterprize"], "did you mean enterprise?"),
        (["new", "x", "--like", "zzz"], "`bowtie list` shows all that there are"),
        (["new", "x", "--like", "sources"], "no company of that name comes with the product"),
        (["new", "x", "--like", "../company"], "no company of that name comes with the product"),
        (["new", "taken"], "taken.toml exists already; --force writes over it"),
        (["new", "folder"], "folder.toml: this is a folder"),
        (["new", "x", "--like", "perpetual-stays"], "x-deals.csv exists already"),
        (["new", "no/where"], "there is no folder no"),
        (["new", "taken.toml/x"], "there is no folder taken.toml"),
        (["new", ""], "'': not the name of a file"),
        (["new", ".."], "'..': not the name of a file"),
        (["new", ".toml"], "'.toml': not the name of a file"),
        (["new", "a\nb"], "not the name of a file"),
        (["new", "a\0b"], "not the name of a file"),
        (["new", "a\\b"], "not the name of a file"),
        (["new", "x" * 300], "too long"),
        (["new", "sources"], "the name of a register of sources"),
    ],
)
def test_it_is_refused(empty: Path, words: list[str], message: str) -> None:
    """Catches a traceback, an exit code of success, and a file that is half written."""
    (empty / "taken.toml").write_text("mine")
    (empty / "x-deals.csv").write_text("mine")
    (empty / "folder.toml").mkdir()
    before = names(empty)
    result = bowtie(*words)
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert names(empty) == before
    assert (empty / "taken.toml").read_text() == "mine"


def test_a_full_disk_leaves_nothing(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches half a file that looks finished."""
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "deals" in path.name:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = bowtie("new", "mine", "--like", "perpetual-stays")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert names(empty) == set()
