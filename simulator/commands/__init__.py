"""The command line: one file per command, heavy imports only where they are used."""

import io
import os
import sys
from contextlib import suppress
from typing import Annotated

import typer

from simulator.commands import (
    again,
    breakeven,
    check,
    compare,
    explain,
    ledger,
    list,
    new,
    report,
    run,
    schema,
    solve,
    trace,
)
from simulator.commands.errors import BAD_INPUT, Commands
from simulator.commands.examples import BEGIN, below, shown
from simulator.version import __version__

app = typer.Typer(
    name="bowtie",
    cls=Commands,
    help=f"What are our odds? A Monte Carlo simulator of recurring revenue.\n\n{shown('To begin', BEGIN)}",
    no_args_is_help=True,
    rich_markup_mode=None,  # its help loads rich and markdown: too slow for a question
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"bowtie {__version__}")
        raise typer.Exit


@app.callback()
def _bowtie(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


_COMMANDS = (
    *(new, check, run, compare, report, solve, breakeven, explain),
    *(again, trace, ledger, list, schema),
)
for _page in _COMMANDS:
    _name = _page.__name__.rpartition(".")[2]
    app.command(_name, epilog=below(_name))(getattr(_page, _name))


def main() -> None:
    """The command `bowtie` by typer. A sign that the output's encoding lacks becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            app(prog_name="bowtie")  # also as `python -m simulator`
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # what is left to write may find the disk full
    except BrokenPipeError:  # who reads has read enough
        give_up_writing()
        sys.exit(1)
    except OSError as error:
        with suppress(OSError):
            typer.echo(f"the answer can not be written: {error.strerror or error}", err=True)
        give_up_writing()
        sys.exit(BAD_INPUT)


def give_up_writing() -> None:
    """Leave what has not been written: at its end Python would try once more, and say that it failed."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
