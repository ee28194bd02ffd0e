"""A folder that is there whole or not at all, whatever comes between."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.experiment import OptionError
from simulator.saved_runs import atomic_folder
from simulator.saved_runs.atomic_folder import Folder, check, whole


def names(place: Path) -> list[str]:
    """All that is in a folder, hidden or not, with what is in it."""
    return sorted(file.relative_to(place).as_posix() for file in place.rglob("*"))


def record(place: Path, content: str = "old") -> Path:
    """The least that is a record: one file, and a manifest that knows it."""
    place.mkdir()
    (place / "page.txt").write_text(content)
    files = {"page.txt": sha256(content.encode()).hexdigest()}
    (place / "manifest.json").write_text(json.dumps({"product": "bowtie-simulator", "files": files}))
    return place


def test_it_is_moved_when_it_is_whole(tmp_path: Path) -> None:
    """Catches a folder that is there before it is whole, a leftover, and a hash of something else."""
    place = tmp_path / "kept"
    with whole(place) as made:
        made.put("page.txt", b"one")
        made.put("inputs/deep/a.toml", b"two")
        assert not place.exists()
        (leftover,) = tmp_path.iterdir()
        assert leftover.name.startswith(".kept.unfinished-")
    assert made.hashes == {
        "page.txt": sha256(b"one").hexdigest(),
        "inputs/deep/a.toml": sha256(b"two").hexdigest(),
    }
    assert names(tmp_path) == [
        *("kept", "kept/inputs", "kept/inputs/deep", "kept/inputs/deep/a.toml", "kept/page.txt")
    ]
    assert (place / "inputs/deep/a.toml").read_bytes() == b"two"


def _two_files(made: Folder) -> None:
    made.put("page.txt", b"new")
    made.put("values.csv", b"new")


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("before", [False, True])
def test_a_full_disk_or_ctrl_c_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, before: bool
) -> None:
    """Catches half a record, a leftover, and an old record that is gone before the new one has come."""
    place = tmp_path / "kept"
    if before:
        record(place)
    was = names(tmp_path)
    synced = iter([None, failure])

    def full(_: int) -> None:
        what = next(synced)
        if what is not None:
            raise what

    monkeypatch.setattr(atomic_folder.os, "fsync", full)
    with pytest.raises(type(failure)), whole(place, force=before) as made:
        _two_files(made)
    assert names(tmp_path) == was
    assert not before or (place / "page.txt").read_text() == "old"


def test_what_stands_aside_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an old record lost where the last rename fails."""
    place = record(tmp_path / "kept")
    was = names(tmp_path)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if ".unfinished-" in self.name:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="Input/output"), whole(place, force=True) as made:
        made.put("page.txt", b"new")
    assert names(tmp_path) == was
    assert (place / "page.txt").read_text() == "old"


def test_force_writes_over_a_record_or_nothing(tmp_path: Path) -> None:
    """Catches a --force that does nothing, or leaves the old record behind under another name."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (record(tmp_path / "kept"), empty):
        check(place, force=True)
        with whole(place, force=True) as made:
            made.put("page.txt", b"new")
        assert (place / "page.txt").read_text() == "new"
    assert names(tmp_path) == ["empty", "empty/page.txt", "kept", "kept/page.txt"]


def _a_web_page(place: Path) -> None:
    place.mkdir()
    (place / "manifest.json").write_text('{"name": "a web page", "files": {"manifest.json": ""}}')


def _with_notes(place: Path) -> None:
    (record(place) / "notes").mkdir()
    (place / "notes" / "mine.txt").write_text("months of work")


def _with_a_link(place: Path) -> None:
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("months of work")
    (record(place) / "link").symlink_to(elsewhere)


def _with_words(place: Path) -> None:
    (record(place) / "page.txt").write_text("old, and what I think of it")


def _photos(place: Path) -> None:
    place.mkdir()
    (place / "me.png").write_bytes(b"png")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (_photos, "it is not a record"),
        (_a_web_page, "it is not a record"),
        (_with_notes, "there is more in it than a record: notes/mine.txt"),
        (_with_words, "not as it was written: page.txt"),
        (_with_a_link, "there is more in it than a record: link"),
    ],
)
def test_force_deletes_nobody_elses_folder(tmp_path: Path, made: object, said: str) -> None:
    """Catches a user's own files deleted by --force, before or at the move."""
    place = tmp_path / "mine"
    made(place)  # type: ignore[operator]
    was = names(tmp_path)
    with pytest.raises(OptionError, match=said):
        check(place, force=True)
    with pytest.raises(OptionError, match=said), whole(place, force=True) as new:
        new.put("page.txt", b"new")
    assert names(tmp_path) == was


def test_a_folder_made_meanwhile_is_kept(tmp_path: Path) -> None:
    """Catches a place that is looked at before a run of hours, and not again when it ends."""
    place = tmp_path / "kept"
    check(place)
    with pytest.raises(OptionError, match="exists already"), whole(place):
        record(place)
    assert (place / "page.txt").read_text() == "old"
    assert names(tmp_path) == ["kept", "kept/manifest.json", "kept/page.txt"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("there", "exists already; --force"),
        ("nowhere/kept", "there is no folder .*nowhere"),
        ("file", "this is a file; name a folder"),
        ("file/kept", "there is no folder"),
        ("link", "this is a link"),
        ("lost", "this is a link"),
        (".", "you are in this folder"),
        ("..", "you are in this folder"),
        ("x" * 201, "too long: more than 200"),
    ],
)
def test_where_no_folder_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, said: str
) -> None:
    """Catches a run of hours whose answer has no place to go."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "link").symlink_to("there")
    (tmp_path / "lost").symlink_to("gone")
    was = names(tmp_path)
    with pytest.raises(OptionError, match=said):
        check(Path(place))
    if place in (".", ".."):
        with pytest.raises(OptionError, match=said):
            check(Path(place), force=True)
    assert names(tmp_path) == was


def test_no_permission_is_told_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catches permission that is found missing when all is computed. (A root may write anywhere.)"""

    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(OptionError, match="no folder can be written there: Permission denied"):
        check(tmp_path / "kept")


def test_asking_leaves_nothing(tmp_path: Path) -> None:
    """Catches a probe that stays."""
    check(tmp_path / "kept")
    assert names(tmp_path) == []


def left(folder: Path, name: str) -> Path:
    """A folder such as a kill leaves."""
    place = folder / name
    place.mkdir()
    (place / "page.txt").write_text("half")
    return place


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of folders")
@pytest.mark.parametrize("ask", [check, lambda place: whole(place).__enter__()])
def test_what_a_kill_has_left_is_taken_away(tmp_path: Path, ask: Callable[[Path], object]) -> None:
    """Catches hidden folders that stay for ever, and one that is deleted though it is no leftover of ours:
    of another record, or somebody's own."""
    gone = left(tmp_path, ".kept.unfinished-00c0ffee")
    others = [
        left(tmp_path, ".other.unfinished-00c0ffee"),
        left(tmp_path, ".kept.unfinished-mine"),
    ]
    held = ask(tmp_path / "kept")
    assert not gone.exists()
    assert all(other.is_dir() for other in others)
    del held


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of folders")
def test_what_another_process_writes_is_not(tmp_path: Path) -> None:
    """Catches a record of hours that goes because another run is told to write to the same place."""
    with whole(tmp_path / "kept") as made:
        check(tmp_path / "kept")
        assert made.place.is_dir()
        made.put("page.txt", b"new")
    assert names(tmp_path) == ["kept", "kept/page.txt"]


def test_a_record_that_stood_aside_comes_back(tmp_path: Path) -> None:
    """Catches an old record that is lost, or stays hidden, where a kill came between two renames."""
    record(tmp_path / ".kept.replaced-00c0ffee")
    with pytest.raises(OptionError, match="exists already"):
        check(tmp_path / "kept")
    assert names(tmp_path) == ["kept", "kept/manifest.json", "kept/page.txt"]
