"""The README keeps its word."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


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

    def shape(text: str) -> str:
        """Digits belong to one machine and one set of versions; the words do not."""
        return re.sub(r"[\d.,]+", "0", text)

    assert [shape(line) for line in printed] == [shape(line) for line in promised]


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
    named = re.findall(r"`((?:simulator|scenarios|notebooks|tests|\.ci)/[\w./-]*)`", README)
    assert len(named) > 5
    for name in named:
        assert (ROOT / name).exists(), name
    assert len(README.splitlines()) <= 120
