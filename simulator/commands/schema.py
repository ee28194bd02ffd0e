"""`bowtie schema`: print the JSON Schema of scenario files, for editors."""

import typer

from simulator.commands.errors import door


def schema() -> None:
    """The JSON Schema of scenario files, for editors."""
    with door():
        from simulator.metrics import VARIANTS
        from simulator.scenario.json_schema import document, written

        typer.echo(written(document(VARIANTS)))
