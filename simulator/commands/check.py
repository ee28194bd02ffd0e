"""`bowtie check`: every error at once, or the company in plain words."""

from __future__ import annotations

import typer

from simulator.commands.door import door, load_each, refuse
from simulator.commands.options import Files


def check(files: Files) -> None:
    """Say what is wrong with files, or the company in words."""
    with door():
        scenarios, wrong = load_each(files)
        from simulator.scenario import describe

        if scenarios:
            typer.echo("\n\n".join(describe(scenario) for scenario in scenarios))
        if wrong is not None:
            refuse(str(wrong))
