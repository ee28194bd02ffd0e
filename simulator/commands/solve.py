"""`bowtie solve`: find what a target takes."""

from typing import Annotated

import typer

from simulator.commands.errors import door, load_all
from simulator.commands.options import (
    File,
    Independent,
    Json,
    Replications,
    Scheduler,
    Seed,
    WhatIf,
    Workers,
    together,
)


def solve(
    file: File,
    number: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="PATH",
            help='Which number is sought, such as motion.sale.leads or "team.ae.people from 2027-04".',
        ),
    ],
    to: Annotated[str, typer.Option(metavar="ODDS", help='The odds that are wanted, such as "80%".')],
    on: Annotated[str, typer.Option(metavar="TARGET", help="Of which target: its name.")],
    what_if: WhatIf = None,
    replications: Replications = 128,
    seed: Seed = 0,
    independent: Independent = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    json: Json = False,
) -> None:
    """What a number must be for the odds of a target that are wanted."""
    with door():
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.output import tell
        from simulator.commands.progress import watched
        from simulator.experiment.odds_goal import odds_in
        from simulator.report.json_document import of_solution
        from simulator.report.solve import report

        (scenario,) = load_all([file], together(what_if))
        with workers_of(scheduler, workers) as executor, watched(number, executor) as progress:
            answer = simulator.solve(
                scenario,
                number,
                on=on,
                to=odds_in(to),
                replications=replications,
                seed=seed,
                independent=independent,
                workers=workers,
                executor=executor,
                progress=progress,
            )
        tell(answer, page=lambda: report(answer, scenario), document=lambda: of_solution(answer), json=json)
