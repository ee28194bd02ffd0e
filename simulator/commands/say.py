"""Print text as text: what a file, its name or a record says gives a terminal no orders."""

import typer

from simulator.visible import visible


def say(text: str, *, err: bool = False) -> None:
    """Print lines; a sign that is none to be seen is told by its code."""
    typer.echo("\n".join(visible(line, "\t") for line in text.split("\n")), err=err)
