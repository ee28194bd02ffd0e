"""Which what-ifs of which files are asked for, and how one is written where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from simulator.commands.door import load_all, refuse

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def with_what_ifs(files: Sequence[Path], names: Sequence[str], *, every: bool) -> list[Scenario]:
    """Each file's company, followed by its what-ifs: those that are named, or all.

    Refused: a file without the one that is named, or without any where all are asked for.
    """
    from simulator.scenario import Problem, ScenarioError
    from simulator.scenario.errors import collected

    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for company in load_all(files):
        if every and not company.what_ifs:
            refuse(how_to_write(company))
        scenarios.append(company)
        for name in company.what_ifs if every else dict.fromkeys(names):
            with collected(problems):
                varied = company.asking(name)
                scenarios.append(varied)
                for warning in varied.warnings:
                    if warning not in company.warnings:
                        typer.echo(f"{company.path}, {name}: {warning}", err=True)
    if problems:
        refuse(str(ScenarioError(dict.fromkeys(problems))))
    return scenarios


def how_to_write(company: Scenario) -> str:
    """That a file has no what-ifs, and one to begin with, of a path that it has."""
    name, path, value = _example(company)
    return (
        f"{company.path} has no what-ifs: write one at its end, a table with a name, and what it changes "
        f'by path, such as\n\n[what_if."{name}"]\n"{path}" = {value}\n\nand run this again.'
    )


def _example(company: Scenario) -> tuple[str, str, str]:
    for name, team in company.company.team.items():
        if len(team.people) == 1:
            return f"one more {name}", f"team.{name}.people", f"{team.people[0].count.whole + 1}"
    play_name, play = next(iter(company.company.play.items()))
    stage = play.stage[0]
    time = "trial" if stage.trial is not None else "takes"
    days = 10 if stage.lasts.mean != 10 else 20
    return f"{stage.name} in {days} days", f"play.{play_name}.stage.{stage.name}.{time}", f'"{days} days"'
