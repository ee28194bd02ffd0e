"""`bowtie run`: run one scenario many times and print its outcomes."""

from typing import Any

from simulator.commands import options
from simulator.commands.errors import door, load_all


def run(
    file: options.File,
    what_if: options.WhatIf = None,
    replications: options.Replications = 128,
    seed: options.Seed = 0,
    engine: options.WhichEngine = options.Engine.COMPILED,
    independent: options.Independent = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    definition: options.Definitions = None,
    json: options.Json = False,
    xlsx: options.Xlsx = None,
    out: options.Out = None,
    force: options.Force = False,
) -> None:
    """One scenario many times: the bowtie, and the odds."""
    with door():
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.output import keeping, show
        from simulator.commands.progress import watched
        from simulator.report.json_document import of_outcomes
        from simulator.report.run import report
        from simulator.saved_runs import Options

        (scenario,) = load_all([file], options.together(what_if))
        kept = keeping(out, xlsx, force, [scenario])
        asked: dict[str, Any] = {"replications": replications, "seed": seed, "engine": engine.value}
        asked |= {"definitions": options.definitions(definition), "independent": independent}
        with workers_of(scheduler, workers) as executor, watched(scenario.name, executor) as progress:
            how: dict[str, Any] = {"workers": workers, "executor": executor, "progress": progress}
            outcomes = simulator.run(scenario, **asked, **how)
        page, document = lambda: report(outcomes), lambda: of_outcomes(outcomes)
        show(outcomes, kept, Options(**asked), page=page, document=document, json=json)
