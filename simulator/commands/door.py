"""Where bad input is turned away: a message, exit code 2, nothing written, no traceback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from simulator.scenario import Scenario

BAD_INPUT = 2
INTERRUPTED = 130


def refuse(message: str) -> NoReturn:
    """Say what is wrong and end."""
    typer.echo(message, err=True)
    raise typer.Exit(BAD_INPUT)


@contextmanager
def door() -> Iterator[None]:
    """Around every command: an option that can not be is refused, Ctrl-C ends without fuss."""
    try:
        from simulator.experiment import OptionError

        try:
            yield
        except OptionError as error:
            refuse(str(error))
    except KeyboardInterrupt:
        typer.echo("stopped before anything was done", err=True)
        raise typer.Exit(INTERRUPTED) from None


def load_all(files: Sequence[Path]) -> list[Scenario]:
    """The scenarios of all files, or all that is wrong with any of them; warnings go to stderr."""
    from simulator.scenario import Problem, ScenarioError, load

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        try:
            scenarios.append(load(file))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        refuse(str(ScenarioError(dict.fromkeys(problems))))
    warnings = [f"{scenario.path}: {warning}" for scenario in scenarios for warning in scenario.warnings]
    for warning in dict.fromkeys(warnings):
        typer.echo(warning, err=True)
    return scenarios
