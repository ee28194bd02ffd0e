"""The files that an answer was made of, in the places that they have to each other."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.saved_runs.inputs import taken
from simulator.scenario import load
from tests.companies import SMALL, written

CHILD = 'base = "../small.toml"\n\n[change]\n"team.ae.people" = 3\n'


def company(*files: Path) -> Any:
    """As much of a scenario as knows its files."""
    return SimpleNamespace(files=files, contents={file: file.read_bytes() for file in files})


def test_places_are_kept(tmp_path: Path) -> None:
    """Catches a copy that is changed on the way, a base that its child would not find, a whole path."""
    raw = SMALL.replace("\n", "\r\n").encode()
    small = tmp_path / "small.toml"
    small.write_bytes(raw)
    (tmp_path / "deep").mkdir()
    child = load(written(tmp_path / "deep", CHILD, "child"))
    inputs = taken([child])
    assert inputs.contents == {"deep/child.toml": CHILD.encode(), "small.toml": raw}
    assert inputs.places[child.path] == "deep/child.toml"


def test_one_file_has_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a file that is named in several ways, and copied as often."""
    small = written(tmp_path)
    monkeypatch.chdir(tmp_path)
    names = (small, Path("small.toml"), Path(f"../{tmp_path.name}/small.toml"))
    inputs = taken([load(name) for name in names])
    assert inputs.contents == {"small.toml": SMALL.encode()}
    assert [inputs.places[name] for name in names] == ["small.toml"] * 3


def test_nobody_is_named_by_the_folder_of_a_file(tmp_path: Path) -> None:
    """Catches the name of a person, whose folder lies beside that of another one, in the places of copies."""
    for name in ("alice", "bob"):
        (tmp_path / name).mkdir()
    hers = written(tmp_path / "alice", SMALL, "hers")
    his = written(tmp_path / "bob", SMALL, "his")
    assert set(taken([load(hers), load(his)]).contents) == {"1/hers.toml", "2/his.toml"}
    child = load(written(tmp_path / "alice", 'base = "../bob/his.toml"\n', "child"))
    inputs = taken([child])
    assert set(inputs.contents) == {"1/here/child.toml", "1/bob/his.toml"}  # as its base is named
    for place, content in inputs.contents.items():
        (tmp_path / "copy" / place).parent.mkdir(parents=True)
        (tmp_path / "copy" / place).write_bytes(content)
    assert load(tmp_path / "copy" / inputs.places[child.path]).company == child.company
    by_name = load(written(tmp_path / "alice", f'base = "../../{tmp_path.name}/bob/his.toml"', "far"))
    assert set(taken([by_name]).contents) == {"1/here/far.toml", "1/bob/his.toml"}
    said = load(written(tmp_path / "alice", "# by alice\nbase = '../bob/his.toml'", "said"))
    assert set(taken([said]).contents) == {"1/alice/said.toml", "1/bob/his.toml"}  # it may be a way


def test_nothing_tells_the_way_from_the_root(tmp_path: Path) -> None:
    """Catches the path of a machine in the name of a copy, and two files of one name on top of each other."""
    (tmp_path / "other").mkdir()
    mine, other = written(tmp_path), written(tmp_path / "other", "# another", "small")
    far = Path(os.devnull)
    inputs = taken([company(mine, other), company(far)])
    assert inputs.contents == {
        "1/small.toml": SMALL.encode(),
        "1/other/small.toml": b"# another",
        "2/null": b"",
    }
    alone = taken([company(mine, far, other)])
    assert alone.contents == {
        "1/small.toml": SMALL.encode(),
        "1/null": b"",
        "elsewhere/1/small.toml": b"# another",
    }


def test_what_was_read_is_kept(tmp_path: Path) -> None:
    """Catches a copy of a file that was edited after it was read: the numbers would not be its own."""
    (tmp_path / "book.csv").write_text("name,motion,units,arr,signed\nAcme,sale,20,11760,2026-03-01\n")
    base = written(tmp_path, SMALL + '\n[opening]\ncustomers = "book.csv"\n')
    child = written(tmp_path, 'base = "small.toml"\n\n[change]\n"team.ae.people" = 3\n', "child")
    files = {file.name: file.read_bytes() for file in (base, child, tmp_path / "book.csv")}
    found = load(child)
    for name in files:
        (tmp_path / name).write_text("edited since")
    assert taken([found, found.vary({"team.ae.people": 4})]).contents == files


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="no names for what a shell hands on")
def test_what_flows_through_a_pipe_is_kept(tmp_path: Path) -> None:
    """Catches a record with empty inputs: a pipe can be read once."""
    reads, writes = os.pipe()
    os.write(writes, SMALL.encode())
    os.close(writes)
    found = load(f"/dev/fd/{reads}")
    os.close(reads)
    assert taken([found]).contents == {str(reads): SMALL.encode()}


def test_it_is_not_sent_to_workers(tmp_path: Path) -> None:
    """Catches a book of a million rows that goes with each job to other machines, as bytes and as rows."""
    found = load(written(tmp_path))
    sent = pickle.loads(pickle.dumps(found))
    assert (sent.contents, sent.tables, sent.path) == ({}, found.tables, found.path)
    assert found.contents == {found.path: SMALL.encode()}
