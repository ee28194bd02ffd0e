"""`bowtie breakeven`: find how large an assumed effect must be to pay."""

from typing import Annotated

import typer

from simulator.commands.completion import what_ifs
from simulator.commands.errors import door, load_all
from simulator.commands.options import (
    File,
    Independent,
    Json,
    Replications,
    Scheduler,
    Seed,
    Workers,
    together,
)


def breakeven(
    file: File,
    what_if: Annotated[
        list[str],
        typer.Option(
            "--what-if",
            metavar="NAME",
            help="Which what-if of the file; given again, with all of them together.",
            autocompletion=what_ifs,
        ),
    ],
    on: Annotated[
        str, typer.Option(metavar="METRIC", help="In which metric it is to pay, such as cash_end.")
    ],
    number: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="Which of its numbers is the effect; the only one noted as an assumption if left out.",
        ),
    ] = None,
    replications: Replications = 64,
    seed: Seed = 0,
    independent: Independent = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    json: Json = False,
) -> None:
    """How large the assumed effect of a what-if must be to pay."""
    with door():
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.output import tell
        from simulator.commands.progress import watched
        from simulator.report.breakeven import report
        from simulator.report.json_document import of_break_even

        (scenario,) = load_all([file])
        asked = together(what_if) or ""
        with workers_of(scheduler, workers) as executor, watched(asked, executor) as progress:
            answer = simulator.breakeven(
                scenario,
                asked,
                on=on,
                number=number,
                replications=replications,
                seed=seed,
                independent=independent,
                workers=workers,
                executor=executor,
                progress=progress,
            )
        tell(answer, page=lambda: report(answer, scenario), document=lambda: of_break_even(answer), json=json)
