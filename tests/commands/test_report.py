"""`bowtie report` and `--xlsx`: files for people who have no terminal."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import openpyxl
import pytest

from simulator import figures
from tests.commands.asked import ASKED
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written
from tests.layout.test_document import read


@pytest.fixture(autouse=True)
def _few_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others take their time."""
    monkeypatch.setattr(figures, "OF_OUTCOMES", ())
    monkeypatch.setattr(figures, "OF_COMPARISON", (figures.what_ifs,))


@pytest.mark.slow
def test_a_page_says_how_to_make_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an option that is forgotten, or a line that cannot be typed."""
    monkeypatch.chdir(tmp_path)
    mine = written(tmp_path, ASKED, "my company")
    words = ["--what-if", "better talks", "--by", "won", "--replications", 3, "--seed", 5]
    words += ["--definition", "cac=lagged", "--independent"]
    done = bowtie("report", mine.name, *words, "--out", "first.html", "--xlsx", "first.xlsx")
    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"first\.html: 0\.\d MB; open it in a browser, print it from there\n", done.stdout)
    page = (tmp_path / "first.html").read_text(encoding="utf-8")
    read(page)
    line = re.findall(r"<pre[^>]*>(bowtie report [^<]+)</pre>", page)[0].replace("&#x27;", "'")
    again = bowtie(*shlex.split(line)[1:])
    assert again.exit_code == 0, again.output
    assert (tmp_path / "board.html").read_text(encoding="utf-8") == page
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "first.xlsx").read_bytes()))
    assert {row[0] for row in book["Metrics"].iter_rows(min_row=2, values_only=True)} == {
        "my company",
        "better talks",
    }


@pytest.mark.slow
def test_of_one_file_and_of_several(tmp_path: Path) -> None:
    """Catches a page of one file that asks for two, and of two that shows one."""
    one, two = written(tmp_path, ASKED, "one"), written(tmp_path, SMALL, "two")
    for files, names in (([one], ["one"]), ([one, two], ["one", "two"])):
        out = tmp_path / f"{len(files)}.html"
        done = bowtie("report", *files, "--replications", 2, "--out", out)
        assert done.exit_code == 0, done.output
        page = out.read_text(encoding="utf-8")
        assert ("Side by side" in page) == (len(names) == 2)
        assert all(f"{name}.toml" in page for name in names)


@pytest.mark.parametrize("command", ["report", "run", "compare"])
def test_what_can_not_be_written_is_refused_before_it_is_computed(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Catches hours of work for a file that can not come to be, and one that is written over."""

    def computed(*_: object, **__: object) -> None:
        raise AssertionError("computed all the same")

    for name in ("run", "compare"):
        monkeypatch.setattr(f"simulator.{name}", computed)
    (tmp_path / "there.html").write_text("mine")
    (tmp_path / "there.xlsx").write_text("mine")
    (tmp_path / "folder.xlsx").mkdir()
    asked = {
        "--xlsx": {
            "there.xlsx": "there.xlsx exists already; --force writes over it",
            "tables.csv": "the name has to end in .xlsx",
            "no/tables.xlsx": "there is no folder",
            "folder.xlsx": "this is a folder",
            f"{'a' * 250}.xlsx": "the name of the file is too long",
        }
    }
    if command == "report":
        asked["--out"] = {
            "there.html": "there.html exists already; --force writes over it",
            "page.pdf": "the name has to end in .html or .htm",
            "no/page.html": "there is no folder",
        }
    for option, names in asked.items():
        for name, said in names.items():
            more = ["--out", tmp_path / "b.html"] if command == "report" and option == "--xlsx" else []
            done = bowtie(command, small, option, tmp_path / name, *more)
            assert (done.exit_code, done.stdout) == (2, ""), done.output
            assert said in " ".join(done.stderr.split()), done.stderr
    assert (tmp_path / "there.html").read_text() == (tmp_path / "there.xlsx").read_text() == "mine"


@pytest.mark.slow
def test_force_writes_over(small: Path, tmp_path: Path) -> None:
    """Catches a --force that is refused, or leaves the old file; parts of files that stay."""
    for name in ("b.html", "b.xlsx"):
        (tmp_path / name).write_text("old")
    words = ["--replications", 1, "--xlsx", tmp_path / "b.xlsx", "--force"]
    assert bowtie("report", small, "--out", tmp_path / "b.html", *words).exit_code == 0
    assert (tmp_path / "b.html").read_bytes().startswith(b"<!doctype html>")
    for command in ("run", "compare"):
        (tmp_path / "b.xlsx").write_text("old")
        files = [small] if command == "run" else [small, written(tmp_path, ASKED, "other")]
        done = bowtie(command, *files, *words)
        assert done.exit_code == 0, done.output
        assert (tmp_path / "b.xlsx").read_bytes().startswith(b"PK")
        assert f"{tmp_path / 'b.xlsx'}: written" in done.stderr
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


def test_options_that_do_not_go_together(small: Path, tmp_path: Path) -> None:
    """Catches a ranking of nothing, and a page without a place."""
    out = ["--out", tmp_path / "b.html"]
    for more, said in (
        (["--by", "won", *out], "--by ranks files or what-ifs"),
        (["--what-ifs", *out], "has no what-ifs"),
        ([], "Missing option '--out'"),
    ):
        done = bowtie("report", small, *more)
        assert done.exit_code == 2
        assert said in " ".join(done.output.split())
