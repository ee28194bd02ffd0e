"""Print an answer, and write it to the folder that --out names."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from simulator.commands.errors import INTERRUPTED, refuse
from simulator.commands.say import say

if TYPE_CHECKING:
    from simulator.experiment import Comparison, Outcomes
    from simulator.layout.page import Page
    from simulator.saved_runs import Inputs, Options
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class Keeping:
    """Where to, and what there is to keep before anything is computed."""

    out: Path
    force: bool
    scenarios: "Sequence[Scenario]"
    inputs: "Inputs"

    def keep(self, answer: "Outcomes | Comparison", options: "Options", page: str, document: str) -> None:
        """Write the record; a folder that is not there is whole or was never begun."""
        from simulator.saved_runs import write

        try:
            write(
                self.out,
                answer,
                self.scenarios,
                self.inputs,
                options,
                page=page,
                document=document,
                force=self.force,
            )
        except OSError as error:
            refuse(f"{self.out}: the record can not be written: {error.strerror or error}")
        except KeyboardInterrupt:
            say(f"{self.out}: stopped while the record was written: there is none", err=True)
            raise typer.Exit(INTERRUPTED) from None
        say(f"{self.out}: kept; bowtie again {self.out} makes sure of it", err=True)


def keeping(out: Path | None, force: bool, scenarios: "Sequence[Scenario]") -> Keeping | None:
    """To be asked before anything is computed: refuses a folder that can not come to be, reads inputs."""
    if out is None:
        if force:
            refuse("--force is about the folder of --out: name one, or leave it out")
        return None
    from simulator.saved_runs import check, taken

    out = Path(os.path.normpath(out))  # by names alone, as it is written: "link/../kept" is "kept"
    check(out, force=force)
    return Keeping(out, force, scenarios, taken(scenarios))


def show(
    answer: "Outcomes | Comparison",
    kept: Keeping | None,
    options: "Options",
    *,
    page: "Callable[[], Page]",
    document: Callable[[], dict[str, Any]],
    json: bool,
) -> None:
    """Keep the answer, and print it whatever becomes of that; a run that was cut short ends with its code."""
    from simulator.layout.json import text_of
    from simulator.layout.text import text

    try:
        if kept is not None:
            kept.keep(answer, options, text(page()), text_of(document()))
    finally:
        say(text_of(document()) if json else text(page()))
    if answer.partial:
        raise typer.Exit(INTERRUPTED)
