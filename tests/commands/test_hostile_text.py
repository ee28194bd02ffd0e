"""Nothing that a file says, or is called, gives a terminal orders."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from simulator import compilation
from simulator.commands import app
from simulator.commands.completion import what_ifs
from simulator.commands.progress import watched
from simulator.visible import hidden
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

ORDER = "\x1b[31m"


def is_plain(text: str) -> bool:
    return not any(hidden(line, "\t") for line in text.split("\n"))


@pytest.mark.parametrize("what", ["cut [/price] now", "x[bold]y", "[red]", f"{ORDER}red"])
def test_a_bar_shows_a_name_as_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Catches a name with brackets that ends in a traceback of markup, or loses them, and orders in it."""
    monkeypatch.setattr(compilation, "ready", lambda: True)
    monkeypatch.setattr(Console, "is_terminal", property(lambda self: True))
    with watched(what, None) as progress:
        assert progress is not None
        progress(1, 2)
    shown = capsys.readouterr().err
    assert what.replace("\x1b", "\\u001b") in shown


def test_a_file_may_be_called_anything(tmp_path: Path) -> None:
    """Catches a name that colours the terminal, of a file that is good, bad, or not there."""
    good = written(tmp_path, SMALL, f"good{ORDER}")
    bad = written(tmp_path, SMALL.replace('"40%"', '"140%"'), f"bad{ORDER}")
    for words in (
        ["check", good, bad],
        ["check", tmp_path / f"god{ORDER}.toml"],
        ["run", tmp_path / "a\nb.toml"],
        ["ledger", good, "--out", tmp_path / f"{ORDER}.txt"],
        ["compare", good, "--what-ifs"],
        ["again", tmp_path / f"none{ORDER}"],
    ):
        result = bowtie(*words)
        assert result.exit_code == 2, result.output
        assert is_plain(result.output), words
        assert "\\u001b[31m" in result.output or "a\\nb.toml" in result.output


def test_nor_does_what_completes_a_line(tmp_path: Path) -> None:
    """Catches a what-if that types orders into the shell, and a file that takes for ever to look into."""
    named = written(tmp_path, SMALL + '\n[what_if.one]\n[what_if."o\\u001bb"]\n', "named")
    deep = written(tmp_path, ".".join("a" * 100_000) + " = 1\n[what_if.other]\n", "deep")
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    line: Any = SimpleNamespace(params={"files": [named, deep, pipe]}, args=[])
    assert what_ifs(line, "o") == ["one"]


@pytest.mark.parametrize(
    "words",
    [
        ["{word}"],
        ["--{word}"],
        ["-{word}"],
        ["check", "--{word}"],
        ["check", "x.toml", "--{word}=3"],
        ["run", "x.toml", "{word}"],
        ["run", "x.toml", "--seed", "{word}"],
        ["run", "x.toml", "--engine", "{word}"],
        ["trace", "x.toml", "--account", "{word}"],
        ["list", "{word}"],
    ],
)
@pytest.mark.parametrize("order", [ORDER, "\x9b31m", "\u202e", "\x07"])
def test_nor_does_a_word_that_no_command_knows(words: list[str], order: str) -> None:
    """Catches an argument that colours or turns the terminal when typer says what is wrong with it."""
    told = [word.format(word=f"{order}x") for word in words]
    result = CliRunner().invoke(app, told, color=True)  # or what is no terminal is spared the orders
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert is_plain(result.output), result.output
