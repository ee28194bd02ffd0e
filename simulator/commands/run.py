"""`bowtie run`: one scenario, many times."""

from __future__ import annotations

import typer

from simulator.commands.door import INTERRUPTED, door, load_all
from simulator.commands.options import (
    Definitions,
    Engine,
    File,
    Json,
    Replications,
    Seed,
    WhichEngine,
    Workers,
    definitions,
)


def run(
    file: File,
    replications: Replications = 200,
    seed: Seed = 0,
    engine: WhichEngine = Engine.COMPILED,
    workers: Workers = None,
    definition: Definitions = None,
    json: Json = False,
) -> None:
    """One scenario many times: the bowtie, and the odds."""
    with door():
        import simulator
        from simulator.commands.document import of_outcomes, text_of
        from simulator.commands.outcomes import report
        from simulator.commands.watching import watched

        (scenario,) = load_all([file])
        with watched(scenario.name) as progress:
            outcomes = simulator.run(
                scenario,
                replications=replications,
                seed=seed,
                workers=workers,
                engine=engine.value,
                definitions=definitions(definition),
                progress=progress,
            )
        typer.echo(text_of(of_outcomes(outcomes)) if json else "\n".join(report(outcomes)))
        if outcomes.partial:
            raise typer.Exit(INTERRUPTED)
