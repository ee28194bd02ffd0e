"""A record is gone on with, to the bits of one long run, or it is said why not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from simulator import figures
from simulator.saved_runs import writing
from simulator.saved_runs.arrays import ARRAYS
from simulator.saved_runs.manifest import FILE
from tests.commands.conftest import bowtie
from tests.companies import PAID_FOR, written
from tests.saved_runs.conftest import WHAT_IF

ASKED = ("--seed", 5, "--second-lives", 2, "--on", "won")


@pytest.fixture(autouse=True)
def _few_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "OF_OUTCOMES", (figures.cycles,))
    monkeypatch.setattr(writing, "DOTS", 20)


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("companies"), PAID_FOR + WHAT_IF, "mine")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, mine: Path) -> Path:
    """A record of three replications. Nobody writes into it."""
    place = tmp_path_factory.mktemp("records") / "short"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "OF_OUTCOMES", (figures.cycles,))
        patch.setattr(writing, "DOTS", 20)
        found = bowtie("run", mine, *ASKED, "--replications", 3, "--out", place)
    assert found.exit_code == 0, found.output
    return place


@pytest.fixture
def record(tmp_path: Path, kept: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "record"))


def test_an_extended_record_is_that_of_one_long_run(tmp_path: Path, mine: Path, record: Path) -> None:
    """Catches a table, a page or an array that differs by a bit, and a record that can not be made again."""
    more = (*ASKED, "--replications", 10)
    found = bowtie("run", mine, *more, "--extend", record)
    assert found.exit_code == 0, found.output
    long = tmp_path / "long"
    assert bowtie("run", mine, *more, "--out", long).stdout == found.stdout
    files = sorted(p.relative_to(long) for p in long.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(record) for p in record.rglob("*") if p.is_file())
    for file in files:
        if file.name not in (FILE, "index.html"):  # which names its folder
            assert (record / file).read_bytes() == (long / file).read_bytes(), file
    manifests = [json.loads((place / FILE).read_text()) for place in (record, long)]
    assert manifests[0]["options"] == manifests[1]["options"]
    assert manifests[0]["replications_done"] == 10
    assert bowtie("again", record).stdout.startswith("the same: ")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--seed", 6, "--second-lives", 2, "--on", "won"), "it was made with --seed 5; say the same here"),
        (("--seed", 5), "with --second-lives 2; say"),
        ((*ASKED, "--independent"), "without --independent; say"),
        ((*ASKED, "--definition", "cac=lagged"), "without --definition; say"),
        ((*ASKED, "--what-if", "one more seller"), 'of the company as it is, not of the what-if "one more'),
        ((*ASKED, "--replications", 2), "there are 3 already"),
        ((*ASKED, "--out", "elsewhere"), "leave out --out"),
        ((*ASKED, "--force"), "leave out --out and --force"),
    ],
)
def test_another_run_is_refused(record: Path, mine: Path, options: tuple[object, ...], told: str) -> None:
    """Catches a record of two runs, or one that is gone when its extension was refused."""
    before = (record / FILE).read_bytes()
    found = bowtie("run", mine, "--replications", 8, *options, "--extend", record)
    assert found.exit_code == 2
    assert told in " ".join(found.stderr.split())
    assert (record / FILE).read_bytes() == before


def test_a_file_that_has_changed_is_refused(tmp_path: Path, record: Path) -> None:
    """Catches replications of two companies in one record."""
    other = written(tmp_path, PAID_FOR + WHAT_IF + "\n# later", "mine")
    found = bowtie("run", other, *ASKED, "--replications", 8, "--extend", record)
    assert found.exit_code == 2
    assert "mine.toml has changed since, or is another file" in " ".join(found.stderr.split())


def test_another_version_is_refused(mine: Path, record: Path) -> None:
    """Catches the bits of two versions in one record."""
    manifest = json.loads((record / FILE).read_text())
    manifest["machine"]["bowtie"] = "0.0.1"
    (record / FILE).write_text(json.dumps(manifest))
    found = bowtie("run", mine, *ASKED, "--replications", 8, "--extend", record)
    assert found.exit_code == 2
    assert "it was made with bowtie 0.0.1, now " in " ".join(found.stderr.split())


def test_a_record_that_was_edited_is_refused(mine: Path, record: Path) -> None:
    """Catches numbers of somebody else taken for those of the run, and arrays that are not there."""
    (record / ARRAYS).write_bytes(b"something else")
    found = bowtie("run", mine, *ASKED, "--replications", 8, "--extend", record)
    assert found.exit_code == 2
    assert "not as it was written" in " ".join(found.stderr.split())
    manifest = json.loads((record / FILE).read_text())
    del manifest["files"][ARRAYS]
    (record / ARRAYS).unlink()
    (record / FILE).write_text(json.dumps(manifest))
    found = bowtie("run", mine, *ASKED, "--replications", 8, "--extend", record)
    assert f"there is no {ARRAYS} in it" in " ".join(found.stderr.split())


def test_a_record_of_a_comparison_is_refused(tmp_path: Path, mine: Path) -> None:
    """Catches one of several scenarios gone on with."""
    place = tmp_path / "both"
    asked = ("compare", mine, "--what-ifs", "--by", "won", "--replications", 1)
    assert bowtie(*asked, "--out", place).exit_code == 0
    found = bowtie("run", mine, "--replications", 8, "--extend", place)
    assert found.exit_code == 2
    assert "it is of several scenarios" in " ".join(found.stderr.split())


def test_the_arrays_are_read_by_numpy_alone(record: Path) -> None:
    """Catches a pickle in a record, which whoever opens it would run."""
    with np.load(record / ARRAYS, allow_pickle=False) as arrays:
        assert arrays["values/won"].shape == (3,)
        assert arrays["second_lives/won"].shape == (2,)
        assert arrays["cohorts"].dtype.names is not None
