"""`bowtie check`: every error at once, or the company in plain words."""

from __future__ import annotations

import typer

from simulator.commands.door import door, load_all
from simulator.commands.options import Files


def check(files: Files) -> None:
    """Say what is wrong with files, or the company in words."""
    with door():
        scenarios = load_all(files)
        from simulator.scenario import describe

        typer.echo("\n\n".join(describe(scenario) for scenario in scenarios))
