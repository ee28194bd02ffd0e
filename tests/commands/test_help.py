"""Help that is printed from a stored page before anything is imported (tests/docs/ holds it to typer's)."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from simulator import __main__ as program
from tests.commands.conftest import bowtie
from tests.test_project_files import PROJECT

STORED = Path(program.__file__).parent / "commands" / "help"


def printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, output and complaint of a question that a stored page answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["bowtie", *words])
        patch.setenv("COLUMNS", "80")
        patch.setitem(sys.modules, "simulator.commands", None)  # whoever asks typer fails
        with pytest.raises(SystemExit) as end:
            program.main()
    out, complaint = capsys.readouterr()
    return int(str(end.value.code)), out, complaint


def test_each_command_has_a_page_that_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    for page in STORED.iterdir():
        words = page.stem.split("-")[1:]
        assert printed([*words, "--help"], capsys) == (0, page.read_text(encoding="utf-8"), "")


def test_who_says_nothing_is_told_what_there_is_and_ends_as_with_typer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Catches a script that calls `bowtie` without a command, by mistake, and goes on."""
    code, out, complaint = printed([], capsys)
    assert (code, out, complaint) == (2, "", (STORED / "bowtie.txt").read_text(encoding="utf-8"))
    assert bowtie().exit_code == code


@pytest.mark.parametrize("words", [["bowtie", "--help"], ["../help/bowtie", "--help"], ["RUN", "--help"]])
def test_a_command_that_is_not_there_has_no_page(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Catches a file that is read because somebody named it, also where names are the same in capitals."""
    program._print_help(words)
    assert capsys.readouterr() == ("", "")


def test_a_narrow_terminal_gets_lines_that_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    program._print_help(["run", "--help"])
    assert capsys.readouterr() == ("", "")


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--help"], ["run", "--help"]])
def test_help_loads_nothing_but_its_page(words: list[str]) -> None:
    """Catches an import on the way to the page: typer alone takes ten times as long as bare Python."""
    script = (
        "import sys\n"
        "from simulator.__main__ import main\n"
        f"sys.argv = ['bowtie', *{words}]\n"
        "try:\n    main()\n"
        "finally:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    where = STORED.parents[2]  # without the site's packages, which may load what they like
    question = [sys.executable, "-S", "-c", script]
    done = subprocess.run(question, capture_output=True, text=True, check=True, cwd=where)
    assert done.stdout.startswith("Usage: bowtie")
    loaded = done.stderr.split()
    mine = {name for name in loaded if name.startswith("simulator")}
    assert mine == {"simulator", "simulator.__main__", "simulator.version"}
    assert not {"typing", "importlib", "pathlib", "re", "shutil"} & set(loaded)


@pytest.mark.slow
def test_a_reader_who_leaves_is_no_error() -> None:
    """Catches a traceback below `bowtie --help | head -1`."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "--help"], stdout=write, stderr=subprocess.PIPE, text=True
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_the_command_that_is_installed_is_this_one() -> None:
    """Catches an entry point that goes by typer for everything."""
    scripts = PROJECT["project"]["scripts"]
    assert [EntryPoint(*one, "console_scripts").load() for one in scripts.items()] == [program.main]
