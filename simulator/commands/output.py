"""Print an answer, and write it to the folder that --out names and to the workbook that --xlsx names."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from simulator.commands.errors import INTERRUPTED, refuse
from simulator.commands.files import check_place, write
from simulator.commands.say import say

if TYPE_CHECKING:
    from simulator.experiment import BreakEven, Comparison, Outcomes, Solution
    from simulator.layout.page import Page
    from simulator.saved_runs import Inputs, Options
    from simulator.scenario import Scenario

HTML, XLSX = (".html", ".htm"), (".xlsx",)


@dataclass(frozen=True)
class Keeping:
    """Where to, and what there is to keep before anything is computed."""

    out: Path | None
    xlsx: Path | None
    force: bool
    scenarios: "Sequence[Scenario]"
    inputs: "Inputs"

    def keep(self, answer: "Outcomes | Comparison", options: "Options", page: str, document: str) -> None:
        """Write the workbook and the record; a folder that is not there is whole or was never begun."""
        if self.xlsx is not None:
            write_workbook(self.xlsx, answer, self.scenarios)
        if self.out is not None:
            self._record(self.out, answer, options, page, document)

    def _record(
        self, out: Path, answer: "Outcomes | Comparison", options: "Options", page: str, document: str
    ) -> None:
        from simulator import saved_runs
        from simulator.report.board.page import board

        try:
            saved_runs.write(
                out,
                answer,
                self.scenarios,
                self.inputs,
                options,
                page=page,
                document=document,
                board=board(answer, self.scenarios, by=options.by, command=f"bowtie again {out.name}"),
                force=self.force,
            )
        except OSError as error:
            refuse(f"{out}: the record can not be written: {error.strerror or error}")
        except KeyboardInterrupt:
            say(f"{out}: stopped while the record was written: there is none", err=True)
            raise typer.Exit(INTERRUPTED) from None
        say(f"{out}: kept; bowtie again {out} makes sure of it", err=True)


def keeping(
    out: Path | None, xlsx: Path | None, force: bool, scenarios: "Sequence[Scenario]"
) -> Keeping | None:
    """To be asked before anything is computed: refuses what can not come to be, reads inputs."""
    if out is None and xlsx is None:
        if force:
            refuse("--force is about the folder of --out, and the file of --xlsx: name one, or leave it out")
        return None
    from simulator.saved_runs import check, taken

    if xlsx is not None:
        check_place(xlsx, XLSX, force=force)
    if out is not None:
        out = Path(os.path.normpath(out))  # by names alone, as it is written: "link/../kept" is "kept"
        check(out, force=force)
    return Keeping(out, xlsx, force, scenarios, taken(scenarios))


def write_workbook(file: Path, answer: "Outcomes | Comparison", scenarios: "Sequence[Scenario]") -> None:
    """The tables of an answer as a workbook."""
    from simulator.report.workbook import workbook

    write(file, workbook(answer, scenarios))
    say(f"{file}: written", err=True)


def tell(
    answer: "BreakEven | Solution",
    *,
    page: "Callable[[], Page]",
    document: Callable[[], dict[str, Any]],
    json: bool,
) -> None:
    """Print the answer of a search; one that was cut short ends with its code."""
    _print(page, document, json)
    if answer.partial:
        raise typer.Exit(INTERRUPTED)


def _print(page: "Callable[[], Page]", document: Callable[[], dict[str, Any]], json: bool) -> None:
    from simulator.layout.json import text_of
    from simulator.layout.text import text

    say(text_of(document()) if json else text(page()))


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
        _print(page, document, json)
    if answer.partial:
        raise typer.Exit(INTERRUPTED)
