"""Show progress at a terminal while replications run."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

import typer

from simulator.visible import visible

REWRITTEN = "\r\x1b[K"  # to the beginning of the line, which is cleared


def compile_first() -> None:
    """Compile what a first run on a machine needs, and say how far that is."""
    from simulator import compilation

    if compilation.ready():
        return
    on_terminal = sys.stderr.isatty()

    def tell(number: int, count: int, what: str) -> None:
        line = f"compiling {number} of {count}: {what}"
        typer.echo(f"{REWRITTEN}{line}" if on_terminal else line, err=True, nl=not on_terminal)

    typer.echo("First run of this version on this machine: it is compiled, once.", err=True)
    try:
        compilation.compile_all(tell)
    finally:
        if on_terminal:
            typer.echo(REWRITTEN, err=True, nl=False)


@contextmanager
def watched(what: str, executor: Executor | None) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr, if that is a terminal; gives what the experiment reports to.

    What it needs is compiled first, unless an executor runs it: its workers compile for themselves.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if executor is None:
        compile_first()
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(visible(what), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
