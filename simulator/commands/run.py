"""`bowtie run`: run one scenario many times and print its outcomes."""

from __future__ import annotations

from simulator.commands.door import door, load_all
from simulator.commands.options import (
    Definitions,
    Engine,
    File,
    Force,
    Json,
    Out,
    Replications,
    Seed,
    WhatIf,
    WhichEngine,
    Workers,
    definitions,
    only,
)


def run(
    file: File,
    what_if: WhatIf = None,
    replications: Replications = 200,
    seed: Seed = 0,
    engine: WhichEngine = Engine.COMPILED,
    workers: Workers = None,
    definition: Definitions = None,
    json: Json = False,
    out: Out = None,
    force: Force = False,
) -> None:
    """One scenario many times: the bowtie, and the odds."""
    with door():
        import simulator
        from simulator.commands.keeping import keeping, tell
        from simulator.commands.watching import watched
        from simulator.pages.document import of_outcomes
        from simulator.pages.outcomes import report
        from simulator.records import Options

        (scenario,) = load_all([file], only(what_if))
        kept = keeping(out, force, [scenario])
        chosen = definitions(definition)
        with watched(scenario.name) as progress:
            outcomes = simulator.run(
                scenario,
                replications=replications,
                seed=seed,
                workers=workers,
                engine=engine.value,
                definitions=chosen,
                progress=progress,
            )
        tell(
            outcomes,
            kept,
            Options(replications=replications, seed=seed, engine=engine.value, definitions=chosen),
            page=lambda: report(outcomes),
            document=lambda: of_outcomes(outcomes),
            json=json,
        )
