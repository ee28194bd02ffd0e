"""`bowtie again`: compute a record's numbers again and report what differs."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.errors import door, refuse
from simulator.commands.options import Scheduler, Workers
from simulator.commands.say import say

DIFFERS = 1  # exit code


def again(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that --out has written.")],
    workers: Workers = None,
    scheduler: Scheduler = None,
) -> None:
    """A record's numbers once more: the same, or what differs."""
    with door():
        from simulator import saved_runs
        from simulator.commands.cluster import workers_of
        from simulator.commands.progress import watched
        from simulator.layout.text import text
        from simulator.report.again import report
        from simulator.scenario import ScenarioError

        try:
            with workers_of(scheduler, workers) as executor, watched(folder.name, executor) as progress:
                found = saved_runs.again(folder, workers=workers, executor=executor, progress=progress)
        except ScenarioError as error:
            refuse(str(error))
        say(text(report(folder, found)))
        if not found.same:
            raise typer.Exit(DIFFERS)
