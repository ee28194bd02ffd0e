"""`bowtie check`: report every error of a file, or describe the company in plain words."""

from typing import Annotated

import typer

from simulator import compilation
from simulator.commands.errors import door, load_each, refuse, tell_doubts
from simulator.commands.options import Files, WhatIf, together
from simulator.commands.say import say


def check(
    files: Files,
    what_if: WhatIf = None,
    sources: Annotated[
        bool, typer.Option("--sources", help="Every number with where it comes from, instead of the words.")
    ] = False,
) -> None:
    """Say what is wrong with files, or the company in words."""
    with door():
        scenarios, wrong = load_each(files, together(what_if))
        for scenario in scenarios:
            for name in () if scenario.what_if else scenario.what_ifs:
                tell_doubts(scenario.with_what_if(name), scenario)
        from simulator.layout.text import text
        from simulator.report.sources import sources_of
        from simulator.scenario import describe

        if scenarios:
            pages = (sources_of(s) if sources else describe(s) for s in scenarios)
            say(text([section for page in pages for section in page]))
        compilation.begin()
        if wrong is not None:
            refuse(str(wrong))
