"""`bowtie compare`: scenarios side by side, and what differs between them."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.commands.door import INTERRUPTED, door, load_all
from simulator.commands.options import (
    Definitions,
    Engine,
    Files,
    Json,
    Replications,
    Seed,
    WhichEngine,
    Workers,
    definitions,
)


def compare(
    files: Files,
    against: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Hold the others against this one; the first if left out."),
    ] = None,
    replications: Replications = 200,
    seed: Seed = 0,
    engine: WhichEngine = Engine.COMPILED,
    workers: Workers = None,
    definition: Definitions = None,
    json: Json = False,
) -> None:
    """Scenarios side by side: what differs, and how surely."""
    with door():
        import simulator
        from simulator.commands.comparison import report
        from simulator.commands.document import of_comparison, text_of
        from simulator.commands.watching import watched
        from simulator.digits import many

        scenarios = load_all(files)
        with watched(many(len(scenarios), "scenario")) as progress:
            comparison = simulator.compare(
                scenarios,
                against=against,
                replications=replications,
                seed=seed,
                workers=workers,
                engine=engine.value,
                definitions=definitions(definition),
                progress=progress,
            )
        typer.echo(text_of(of_comparison(comparison)) if json else "\n".join(report(comparison)))
        if comparison.partial:
            raise typer.Exit(INTERRUPTED)
