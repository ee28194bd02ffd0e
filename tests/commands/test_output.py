"""`--out DIR`: an answer kept, or nothing that looks like one."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import figures
from simulator.saved_runs import atomic_folder
from simulator.saved_runs.manifest import read
from tests.commands.conftest import bowtie
from tests.commands.test_progress import pressed
from tests.companies import SMALL, written

# A process that ends as a power cut would end it, as soon as it has begun to write.
KILLED = """
import os, signal, sys
from simulator import figures
from simulator.commands import main
from simulator.saved_runs.atomic_folder import Folder

figures.OF_OUTCOMES = ()

put = Folder.put

def put_and_die(self, name, content):
    put(self, name, content)
    if name == {last!r}:
        os.kill(os.getpid(), signal.SIGKILL)

Folder.put = put_and_die
sys.argv = ["bowtie", *{words!r}]
main()
"""


@pytest.fixture(autouse=True)
def _one_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of each kind: the others take their time."""
    monkeypatch.setattr(figures, "OF_OUTCOMES", (figures.bowtie,))
    monkeypatch.setattr(figures, "OF_COMPARISON", (figures.side_by_side,))


def names(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir())


@pytest.mark.slow
def test_a_run_is_kept_as_it_is_printed(small: Path, tmp_path: Path) -> None:
    """Catches a page or a document in the folder that is not the one on the screen."""
    words = ["run", small, "--replications", 3, "--seed", 9, "--definition", "cac=lagged"]
    page = bowtie(*words, "--out", tmp_path / "kept")
    assert page.exit_code == 0, page.output
    kept = tmp_path / "kept"
    assert page.stderr.endswith(f"{kept}: kept; bowtie again {kept} makes sure of it\n")
    document = bowtie(*words, "--json", "--out", tmp_path / "again")
    for name in ("kept", "again"):
        assert (tmp_path / name / "page.txt").read_text(encoding="utf-8") == page.stdout
        assert (tmp_path / name / "answer.json").read_text(encoding="utf-8") == document.stdout
        board = (tmp_path / name / "index.html").read_text(encoding="utf-8")
        assert f"bowtie again {name}" in board
        assert "<title>A small company" in board
    assert page.stdout == bowtie(*words).stdout
    options = read(tmp_path / "kept").options
    assert (options.replications, options.seed, options.engine) == (3, 9, "compiled")
    assert options.definitions == {"cac": "lagged"}


@pytest.mark.slow
def test_a_comparison_is_kept(small: Path, tmp_path: Path) -> None:
    """Catches what-ifs, the scenario held against, or the metric of the ranking that is lost."""
    mine = written(tmp_path, SMALL + '\n[what_if."one more"]\n"team.ae.people" = 3\n', "mine")
    words = ["compare", mine, "--what-ifs", "--by", "won", "--replications", 2, "--out", tmp_path / "kept"]
    result = bowtie(*words)
    assert result.exit_code == 0, result.output
    manifest = read(tmp_path / "kept")
    assert [(one.name, one.what_if) for one in manifest.scenarios] == [
        ("mine", ""),
        ("one more", "one more"),
    ]
    assert (manifest.command, manifest.options.against, manifest.options.by) == ("compare", "mine", "won")
    assert (tmp_path / "kept" / "page.txt").read_text(encoding="utf-8") == result.stdout
    result = bowtie("compare", small, mine, "--against", "mine", "--replications", 1, "--out", tmp_path / "b")
    assert read(tmp_path / "b").options.against == "mine"
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("command", ["run", "compare"])
def test_what_can_not_be_is_refused_before_it_is_computed(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Catches a run of hours whose answer has no place to go."""

    def computed(*_: object, **__: object) -> None:
        raise AssertionError("it was computed")

    monkeypatch.setattr(f"simulator.{command}", computed)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("months")
    for more, said in (
        (["--out", tmp_path / "mine"], "exists already; --force writes over it if it is a record"),
        (["--out", tmp_path / "mine", "--force"], "it is not a record; --force writes over a record"),
        (["--out", small], "this is a file; name a folder"),
        (["--out", tmp_path / "no" / "where"], "there is no folder"),
        (["--force"], "--force is about the folder of --out"),
    ):
        result = bowtie(command, small, *more)
        assert (result.exit_code, result.stdout) == (2, ""), result.output
        assert said in result.stderr
    assert (tmp_path / "mine" / "work.txt").read_text() == "months"


@pytest.mark.slow
def test_it_says_where_it_is(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a place that leads over a link to where nothing was written."""
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "link").symlink_to("far/away")
    monkeypatch.chdir(tmp_path)
    result = bowtie("run", small, "--replications", 1, "--out", "link/../kept")
    assert result.stderr.endswith("kept: kept; bowtie again kept makes sure of it\n")
    assert "link" not in result.stderr
    assert bowtie("again", "kept").exit_code == 0


@pytest.mark.slow
def test_force_spares_what_was_written_into_a_record(small: Path, tmp_path: Path) -> None:
    """Catches notes in a page that go with the old record, and a message that does not say which."""
    words = ["run", small, "--replications", 1, "--out", tmp_path / "kept"]
    assert bowtie(*words).exit_code == 0
    page = tmp_path / "kept" / "page.txt"
    page.write_text(page.read_text(encoding="utf-8") + "what I think of it", encoding="utf-8")
    result = bowtie(*words, "--force")
    assert result.exit_code == 2
    assert "not as it was written: page.txt" in " ".join(result.stderr.split())
    assert page.read_text(encoding="utf-8").endswith("what I think of it")


@pytest.mark.slow
def test_force_writes_a_new_record_over_the_old(small: Path, tmp_path: Path) -> None:
    """Catches a --force that leaves the old numbers, or the old record beside the new."""
    for seed in (1, 2):
        words = ["run", small, "--replications", 1, "--seed", seed, "--out", tmp_path / "kept", "--force"]
        assert bowtie(*words).exit_code == 0
        assert read(tmp_path / "kept").options.seed == seed
    assert names(tmp_path) == ["kept", "small.toml"]


@pytest.mark.slow
def test_a_full_disk_takes_the_record_and_not_the_answer(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches half a record, a traceback, and an answer that is lost although it was there."""
    synced = iter(range(4))

    def full(_: int) -> None:
        if next(synced, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic_folder.os, "fsync", full)
    result = bowtie("run", small, "--replications", 2, "--out", tmp_path / "kept")
    assert result.exit_code == 2
    assert f"{tmp_path / 'kept'}: the record can not be written: No space left on device" in result.stderr
    assert result.stdout == bowtie("run", small, "--replications", 2).stdout
    assert names(tmp_path) == ["small.toml"]


def test_ctrl_c_while_it_is_written_leaves_none(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches half a record, and words that say that nothing was done."""

    def pressed_now(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic_folder.os, "fsync", pressed_now)
    result = bowtie("run", small, "--replications", 2, "--out", tmp_path / "kept")
    assert result.exit_code == 130
    assert "stopped while the record was written: there is none" in result.stderr
    assert result.stdout.startswith("A small company")
    assert names(tmp_path) == ["small.toml"]


@pytest.mark.slow
@pytest.mark.parametrize("last", ["page.txt", "manifest.json"])
def test_a_kill_leaves_nothing_that_looks_finished(small: Path, tmp_path: Path, last: str) -> None:
    """Catches a folder under its own name that is not whole, even where but the move is missing, and hidden
    folders that stay when the next record is written."""
    place = tmp_path / "kept"
    words = [str(w) for w in ("run", small, "--replications", 1, "--out", place)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(last=last, words=words)], capture_output=True, check=False
    )
    assert done.returncode == -9, done.stderr
    assert not place.exists()
    leftovers = [name for name in names(tmp_path) if name != "small.toml"]
    assert len(leftovers) == 1
    assert leftovers[0].startswith(".kept.unfinished-")
    assert bowtie("again", tmp_path / leftovers[0]).exit_code == (2 if last == "page.txt" else 0)
    assert bowtie(*words).exit_code == 0
    assert bowtie("again", place).exit_code == 0
    assert {file.name for file in tmp_path.iterdir()} == {"kept", "small.toml"} or sys.platform == "win32"


@pytest.mark.slow
def test_a_run_cut_short_is_kept_as_partial(small: Path, tmp_path: Path) -> None:
    """Catches a partial answer that looks whole, and one that cannot be made again."""
    one = "from simulator import figures\nfigures.OF_OUTCOMES = (figures.bowtie,)"
    done = pressed("run", small, "--replications", 100_000, "--out", tmp_path / "kept", before=one)
    assert done.returncode == 130, done.stderr
    manifest = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert manifest["partial"] is True
    assert manifest["options"]["replications"] == 100_000
    assert 6 <= manifest["replications_done"] < 100_000
    assert "PARTIAL: " in (tmp_path / "kept" / "page.txt").read_text(encoding="utf-8")
    again = bowtie("again", tmp_path / "kept")
    assert again.exit_code == 0, again.output
    assert again.stdout.startswith("the same: ")
