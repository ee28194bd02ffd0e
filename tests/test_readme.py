"""The README keeps its word."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

import simulator
from simulator.commands import app
from tests.commands.conftest import bowtie
from tests.figures.baseline import (
    README as README_PICTURE,
    README_DOTS,
    TOLERANCE,
    apart,
    for_readme,
    image_of,
)
from tests.test_notebooks import same

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an example that no longer works, or prints other things than it says."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(ROOT)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    promised = re.findall(r"^# > (.*)$", code, re.MULTILINE)
    printed = said.getvalue().splitlines()
    assert len(printed) == len(promised) > 0
    for line, promise in zip(printed, promised, strict=True):
        assert same(line, promise), line


EXAMPLES = re.findall(r"```text\n\$ bowtie ([^\n]+)\n(.*?)```", README, re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize(("words", "shown"), EXAMPLES, ids=[words for words, _ in EXAMPLES])
def test_what_it_shows_of_an_answer_is_in_it(words: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches an example that prints other things by now."""
    monkeypatch.chdir(ROOT)
    answer = bowtie(*shlex.split(words)).stdout.splitlines()
    for line in shown.splitlines():
        assert line == "..." or any(same(line, said) for said in answer), line


def test_there_are_examples_and_each_is_a_command() -> None:
    """Catches a block of output that is not held against anything."""
    assert len(EXAMPLES) == README.count("```text") == 1
    said = re.findall(r"^    bowtie (\w+)", README, re.MULTILINE)
    assert set(said) <= {str(command.name) for command in app.registered_commands} | {
        command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert len(said) > 8


def test_its_what_if_can_be_asked(tmp_path: Path) -> None:
    """Catches an example of a file that does not load."""
    (part,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path = ROOT / "scenarios" / "company.toml"
    copy = tmp_path / "mine.toml"
    copy.write_text(path.read_text(encoding="utf-8") + part, encoding="utf-8")
    (name,) = simulator.load(copy).what_ifs
    assert simulator.load(copy, name).company.team["ae"].people[0].count.whole == 4


@pytest.mark.slow
def test_its_picture_is_of_this_code() -> None:
    """Catches a picture of another company, or of how it was once."""
    assert README_PICTURE.relative_to(ROOT).as_posix() in README
    assert apart(for_readme(), image_of(README_PICTURE), README_DOTS) < TOLERANCE


def test_two_lines_do_everything() -> None:
    """Catches a first line that compares other files, a test line that .ci/run would not find."""
    lines = [line for line in README.splitlines() if line.strip().startswith("python3 -m venv")]
    assert len(lines) == 2
    compared = shlex.split(lines[0].partition("bowtie compare ")[2])
    models = ("perpetual", "subscription", "consumption", "freemium")
    assert compared == [f"scenarios/{name}.toml" for name in models]
    assert all((ROOT / name).is_file() for name in compared)
    assert "pytest" in lines[1]
    assert "[dev]" in lines[1]


def test_what_it_points_to_is_there() -> None:
    """Catches a page or a file that the README names and nobody finds."""
    named = re.findall(r"`((?:simulator|scenarios|notebooks|tests|docs|\.ci|\.github)/[\w./-]*)`", README)
    assert len(named) > 5
    for name in named:
        assert (ROOT / name).exists(), name
    assert len(README.splitlines()) <= 120
