"""`bowtie explain`: what a metric means, and what it is by each way to count it."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands import options
from simulator.commands.errors import door, load_all, refuse
from simulator.commands.say import say


def explain(
    metric: Annotated[
        str,
        typer.Argument(
            metavar="METRIC",
            help="Its name in tables for programs, its words, as payback, or a word of screens, as likely.",
        ),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Scenario file of which the values are shown, too."),
    ] = None,
    what_if: options.WhatIf = None,
    replications: options.Replications = 128,
    seed: options.Seed = 0,
    definition: options.Definitions = None,
) -> None:
    """What a metric means, other ways to count it, and their values."""
    if file is None and (what_if or definition):
        refuse("--what-if and --definition are about a FILE: name one, too")
    with door():
        import simulator
        from simulator.commands.progress import watched
        from simulator.layout.text import text
        from simulator.report.explain import metric_named, report, wanted, word_of_screens

        if said := word_of_screens(metric):
            if file is not None:
                refuse(
                    f"{metric!r} is a word of every screen, and means the same of each file: leave out FILE"
                )
            say(text(said))
            return
        name = metric_named(metric)
        if file is None:
            say(text(report(name)))
            return
        (scenario,) = load_all([file], options.together(what_if))
        with watched(scenario.name, None) as progress:
            outcomes = simulator.run(
                scenario,
                replications=replications,
                seed=seed,
                definitions=options.definitions(definition),
                metrics=wanted(name),
                progress=progress,
            )
        say(text(report(name, outcomes)))
