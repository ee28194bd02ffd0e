"""Help: examples below every command, as one types them, and none that the command would refuse."""

from __future__ import annotations

import shlex

import pytest
import typer

from simulator.commands import app
from simulator.commands.examples import BEGIN, EXAMPLES
from tests.commands.conftest import bowtie

GROUP = typer.main.get_command(app)
LINES = [line for lines in (BEGIN, *EXAMPLES.values()) for line, _ in lines]


def test_every_command_has_examples() -> None:
    """Catches a command whose help leaves one guessing."""
    assert set(EXAMPLES) == set(GROUP.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", EXAMPLES)
def test_help_shows_them_as_typed(command: str) -> None:
    """Catches examples that are filled into a paragraph, or broken in the middle."""
    result = bowtie(command, "--help")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = lines.index("  Examples:")
    for example, what in EXAMPLES[command]:
        beside = [line for line in lines[at:] if line.strip().endswith(what)]
        assert any(
            line.strip().partition("   ")[0] == example or lines[lines.index(line) - 1].strip() == example
            for line in beside
        ), example
    assert all(len(line) <= 80 for line in lines)


def test_the_first_help_shows_where_to_begin() -> None:
    """Catches a list of commands without an order."""
    lines = bowtie("--help").stdout.splitlines()
    at = [n for n, line in enumerate(lines) if line.strip() in {example for example, _ in BEGIN}]
    assert len(at) == len(BEGIN) == 3
    assert at[-1] < lines.index("Options:")


@pytest.mark.parametrize("line", LINES)
def test_an_example_can_be_typed(line: str) -> None:
    """Catches an option that is no longer there, or is called differently."""
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == "bowtie"
    command = GROUP.commands[words[1]]  # type: ignore[attr-defined]
    command.make_context(words[1], words[2:])
