"""`bowtie run`: run one scenario many times and print its outcomes."""

from simulator.commands.errors import door, load_all
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
        from simulator.commands.output import keeping, show
        from simulator.commands.progress import watched
        from simulator.records import Options
        from simulator.report.json_document import of_outcomes
        from simulator.report.run import report

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
        show(
            outcomes,
            kept,
            Options(replications=replications, seed=seed, engine=engine.value, definitions=chosen),
            page=lambda: report(outcomes),
            document=lambda: of_outcomes(outcomes),
            json=json,
        )
