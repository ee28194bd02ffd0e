"""Show progress at a terminal while replications run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer


def announce_compilation() -> None:
    """Say why the first run on a machine takes longer."""
    from simulator.numerics.jit import first_compilation

    if first_compilation():
        typer.echo("First run on this machine: compiling the engine, up to a minute, once.", err=True)


@contextmanager
def watched(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr, if that is a terminal; gives what the experiment reports to."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    announce_compilation()
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
