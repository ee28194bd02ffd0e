"""`bowtie report`: one page for a board, to mail or to print."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.commands import options
from simulator.commands.compare import asks_for_what_ifs, metric_to_rank_by, with_what_ifs
from simulator.commands.errors import INTERRUPTED, door, refuse
from simulator.commands.files import check_place, write
from simulator.commands.output import HTML, XLSX, write_workbook
from simulator.commands.say import say

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def report(
    files: options.Files,
    out: Annotated[Path, typer.Option(metavar="PAGE", help="Where to write: board.html.")],
    against: options.Against = None,
    what_ifs: options.WhatIfs = False,
    what_if: options.OfWhatIfs = None,
    by: options.By = None,
    replications: options.Replications = 128,
    seed: options.Seed = 0,
    engine: options.WhichEngine = options.Engine.COMPILED,
    independent: options.Independent = False,
    workers: options.Workers = None,
    scheduler: options.Scheduler = None,
    definition: options.Definitions = None,
    xlsx: options.Xlsx = None,
    force: Annotated[bool, typer.Option("--force", help="Write over files that exist.")] = False,
) -> None:
    """One page for a board: the odds first, then what they rest on."""
    asks_for_what_ifs(files, what_ifs, what_if)
    metric: str | None = None
    asked: dict[str, Any] = {"replications": replications, "seed": seed, "engine": engine.value}
    asked |= {"definitions": options.definitions(definition), "independent": independent}
    with door():
        check_place(out, HTML, force=force)
        if xlsx is not None:
            check_place(xlsx, XLSX, force=force)
        import simulator
        from simulator.commands.cluster import workers_of
        from simulator.commands.progress import watched
        from simulator.format import many

        scenarios = with_what_ifs(files, what_if or [], every=what_ifs)
        if by is not None and len(scenarios) == 1:
            refuse("--by ranks files or what-ifs: give another file, or add --what-ifs")
        what = many(len(scenarios), "scenario")
        answer: simulator.Outcomes | simulator.Comparison
        with workers_of(scheduler, workers) as executor, watched(what, executor) as progress:
            how: dict[str, Any] = {"workers": workers, "executor": executor}
            if len(scenarios) == 1 and against is None:
                answer = simulator.run(scenarios[0], **how, **asked, progress=progress)
            else:
                how["against"] = against
                metric = metric_to_rank_by(scenarios, by, seed=seed, **how)
                answer = simulator.compare(scenarios, **how, **asked, progress=progress)
        told = {"--against": against, "--by": by, "--replications": replications, "--seed": seed}
        told |= {"--engine": engine.value, "--what-ifs": what_ifs, "--independent": independent}
        command = _command(scenarios, told, what_if or [], definition or [])
        page = simulator.board(answer, scenarios, by=metric, command=command)
        write(out, page)
        if xlsx is not None:
            write_workbook(xlsx, answer, scenarios)
        say(f"{out}: {len(page) / 1e6:.1f} MB; open it in a browser, print it from there")
        if answer.partial:
            raise typer.Exit(INTERRUPTED)


def _command(
    scenarios: "Sequence[Scenario]", told: dict[str, Any], what_if: list[str], definition: list[str]
) -> str:
    """The line that makes the page again, of files by their names alone."""
    words = ["bowtie", "report", *dict.fromkeys(scenario.path.name for scenario in scenarios)]
    for name, value in told.items():
        words += [name] if value is True else [name, str(value)] if value not in (None, False) else []
    words += [word for name in what_if for word in ("--what-if", name)]
    words += [word for name in definition for word in ("--definition", name)]
    return shlex.join([*words, "--out", "board.html"])
