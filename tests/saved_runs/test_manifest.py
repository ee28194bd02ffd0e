"""What a record says about itself, and which folders are none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from simulator.experiment import OptionError
from simulator.saved_runs.manifest import Manifest, foreign, hash_of, read, this_machine

MACHINE = {
    "bowtie": "0.1.0",
    "python": "3.11.0",
    "libraries": {"numpy": "1.26.0", "scipy": "1.12.0", "numba": "0.60.0", "polars": "1.0.0"},
    "system": "Linux",
    "architecture": "x86_64",
}
GOOD: dict[str, Any] = {
    "product": "bowtie-simulator",
    "record": 1,
    "command": "run",
    "options": {"replications": 4, "seed": 0, "engine": "compiled"},
    "partial": False,
    "replications_done": 4,
    "scenarios": [
        {"name": "a", "file": "small.toml", "what_if": "", "changes": {}, "resolved": "resolved/a.toml"}
    ],
    "written": "2027-01-01T00:00:00+00:00",
    "machine": MACHINE,
    "files": {"inputs/small.toml": "ab", "values.csv": "cd"},
}


def written(folder: Path, text: str) -> Path:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def test_it_is_read(tmp_path: Path) -> None:
    """Catches a good manifest that is refused, and inputs under other names than they have."""
    manifest = read(written(tmp_path, json.dumps(GOOD)))
    assert manifest == Manifest.model_validate(GOOD)
    assert manifest.inputs == {"small.toml": "ab"}
    assert manifest.options.definitions == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "damaged"),
        ("{", "damaged"),
        ("[]", "damaged"),
        ("[" * 100_000, "damaged"),
        ("{}", "damaged, or of something else"),
        ('{"product": "another", "record": 1}', "damaged, or of something else"),
        (json.dumps(GOOD | {"record": 2}), "another version: its manifest.json has format 2, .* reads 1"),
        (json.dumps(GOOD | {"record": None}), "another version"),
        (json.dumps(GOOD | {"options": GOOD["options"] | {"seed": "0"}}), "damaged: options.seed: "),
        (json.dumps({k: v for k, v in GOOD.items() if k != "files"}), "damaged: files: Field required"),
        (json.dumps(GOOD | {"surprise": 1}), "damaged: surprise: "),
        (json.dumps(GOOD | {"scenarios": []}), "damaged: scenarios"),
        (json.dumps(GOOD | {"files": {"inputs/other.toml": "ab"}}), "names what is not in the record"),
        (json.dumps(GOOD).replace("small.toml", "../../mine.toml"), "names what is not in the record"),
        (
            json.dumps(GOOD | {"files": GOOD["files"] | {"/etc/passwd": "ab"}}),
            "names what is not in the record",
        ),
        (json.dumps(GOOD | {"command": "compare"}), "damaged: scenarios"),
    ],
)
def test_a_damaged_one_is_refused_in_words(tmp_path: Path, text: str, said: str) -> None:
    """Catches a traceback, and a record of tomorrow that is read as one of today."""
    with pytest.raises(OptionError, match=said):
        read(written(tmp_path, text))


def test_what_is_no_record_is_refused_in_words(tmp_path: Path) -> None:
    """Catches a traceback where the folder is missing, a file, or another one."""
    with pytest.raises(OptionError, match="there is no such folder"):
        read(tmp_path / "nowhere")
    with pytest.raises(OptionError, match=r"not a record: there is no manifest\.json in it"):
        read(tmp_path)
    file = written(tmp_path, "") / "manifest.json"
    with pytest.raises(OptionError, match="this is a file"):
        read(file)


def test_a_record_of_another_version_is_a_record(tmp_path: Path) -> None:
    """Catches a --force that cannot write over what an older bowtie has written."""
    written(tmp_path, json.dumps(GOOD | {"record": 2, "more": []}))
    assert foreign(tmp_path) == ""
    (tmp_path / "notes.txt").write_text("mine")
    assert "notes.txt" in foreign(tmp_path)


def test_other_machines_are_told() -> None:
    """Catches a version that has changed without a word, and a difference where there is none."""
    here = this_machine()
    assert here.differences(here) == []
    libraries = here.libraries | {"numpy": "1.0.0"}
    there = here.model_copy(update={"architecture": "abacus", "libraries": libraries})
    assert there.differences(here) == [
        f"numpy 1.0.0, now {here.libraries['numpy']}",
        f"architecture abacus, now {here.architecture}",
    ]


def test_no_hash_of_what_is_not_there(tmp_path: Path) -> None:
    """Catches a traceback for a file that is gone, and a hash of its name instead of what is in it."""
    assert hash_of(tmp_path / "gone") is None
    file = written(tmp_path, "") / "manifest.json"
    assert hash_of(file) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_what_is_no_file_has_no_hash(tmp_path: Path) -> None:
    """Catches `bowtie again` of a record that waits for ever for a pipe in it."""
    os.mkfifo(tmp_path / "pipe")
    assert hash_of(tmp_path / "pipe") is None
    assert hash_of(tmp_path / "gone") is None
