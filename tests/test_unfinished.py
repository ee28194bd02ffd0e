"""A file that is whole at its place or not there, whoever else writes and whatever ends a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from simulator import unfinished
from simulator.unfinished import whole_file

needs_locks = pytest.mark.skipif(sys.platform == "win32", reason="no locks that end with a process")

# A process that has begun a file, says so, and waits to be killed.
WRITER = """
import sys
from pathlib import Path
from simulator.unfinished import whole_file

with whole_file(Path(sys.argv[1])) as part:
    part.write_text("half")
    print("begun", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def write(place: Path, text: str = "whole") -> None:
    with whole_file(place) as part:
        part.write_text(text)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    """Catches a file that is there before it is whole, an old one lost by a failure, and a leftover."""
    place = tmp_path / "rows.csv"
    write(place, "first")
    with suppress(KeyboardInterrupt), whole_file(place) as part:
        part.write_text("half")
        assert place.read_text() == "first"
        assert part.name.startswith(".rows.csv.")
        raise KeyboardInterrupt
    assert names(tmp_path) == {"rows.csv"}
    write(place, "second")
    assert place.read_text() == "second"


@pytest.mark.slow
@needs_locks
def test_only_what_a_kill_has_left_is_taken_away(tmp_path: Path) -> None:
    """Catches hidden files that stay for ever, and one that goes while another process writes it."""
    place = tmp_path / "rows.csv"
    words = [sys.executable, "-c", WRITER, str(place)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        write(place)
        (part,) = names(tmp_path) - {"rows.csv"}
        writer.send_signal(signal.SIGKILL)
    assert part in names(tmp_path)
    write(place)
    assert names(tmp_path) == {"rows.csv"}


@needs_locks
def test_nothing_else_is(tmp_path: Path) -> None:
    """Catches the hidden file of another place, of somebody's own, a folder, and a link that go as well."""
    mine = tmp_path / ".rows.csv.unfinished-00c0ffee"
    others = [".rows.csv.unfinished-mine", ".money.csv.unfinished-00c0ffee", ".rowsxcsv.unfinished-00c0ffee"]
    for name in (mine.name, *others):
        (tmp_path / name).touch()
    (tmp_path / ".rows.csv.unfinished-00c0ffea").mkdir()
    (tmp_path / ".rows.csv.unfinished-00c0ffeb").symlink_to(tmp_path / others[0])
    before = names(tmp_path)
    write(tmp_path / "rows.csv")
    assert names(tmp_path) == before - {mine.name} | {"rows.csv"}


@needs_locks
def test_who_is_mistaken_for_dead_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a file lost where another writer cleans between its beginning and its lock."""
    lock, taken = unfinished._locks, []

    def late(handle: int, wait: bool) -> bool:
        if wait and not taken:
            taken.extend(tmp_path.iterdir())
            taken[0].unlink()
        return lock(handle, wait)

    monkeypatch.setattr(unfinished, "_locks", late)
    write(tmp_path / "rows.csv")
    assert len(taken) == 1
    assert names(tmp_path) == {"rows.csv"}


@needs_locks
def test_without_locks_nothing_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a failure on a disk that knows no locks, and what is written there taken for a leftover."""

    def none(handle: int, how: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(unfinished.fcntl, "flock", none)
    other = tmp_path / ".rows.csv.unfinished-00c0ffee"
    other.touch()
    write(tmp_path / "rows.csv")
    assert names(tmp_path) == {"rows.csv", other.name}
