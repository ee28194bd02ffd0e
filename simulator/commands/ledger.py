"""`bowtie ledger`: write one replication's events, or its money, to a file for other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.commands.errors import door, load_all, refuse, refuse_what_is_there
from simulator.commands.options import (
    Engine,
    File,
    Independent,
    Replication,
    Seed,
    WhatIf,
    WhichEngine,
    together,
)
from simulator.commands.say import say
from simulator.unfinished import LONGEST, whole_file

if TYPE_CHECKING:
    import polars

ENDINGS = (".csv", ".parquet")


def ledger(
    file: File,
    out: Annotated[Path, typer.Option(metavar="ROWS", help="Where to write: rows.csv or rows.parquet.")],
    money: Annotated[
        bool, typer.Option("--money", help="Not the rows, but every entry of money that follows from them.")
    ] = False,
    what_if: WhatIf = None,
    replication: Replication = 0,
    seed: Seed = 0,
    independent: Independent = False,
    engine: WhichEngine = Engine.COMPILED,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that exists.")] = False,
) -> None:
    """All that happened in a replication, as a file of rows."""
    with door():
        _check(out, force)
        import simulator
        from simulator.commands.progress import compile_first

        (scenario,) = load_all([file], together(what_if))
        compile_first()
        model = scenario.draw(seed, replication, independent=independent)
        rows = simulator.simulate(model, seed=seed, replication=replication, engine=engine.value)
        table = simulator.table(rows, money=money)
        _write(table, out)
        what = "entries of money" if money else "rows"
        say(f"{out}: {table.height:,} {what} of {len(rows.motion):,} accounts")


def _check(out: Path, force: bool) -> None:
    """Before anything is computed."""
    if len(out.name.encode()) > LONGEST:
        refuse(f"the name of the file is too long: more than {LONGEST} letters")
    if out.suffix.lower() not in ENDINGS:
        refuse(f"{out}: the name has to end in {' or '.join(ENDINGS)}")
    if not out.parent.is_dir():
        refuse(f"{out}: there is no folder {out.parent}")
    refuse_what_is_there(out, force)


def _write(table: "polars.DataFrame", out: Path) -> None:
    """A file of this name is whole; refused where that cannot be."""
    from polars.exceptions import PolarsError

    try:
        with whole_file(out) as part:
            if out.suffix.lower() == ".csv":
                table.write_csv(part)
            else:
                table.write_parquet(part)
    except (OSError, PolarsError) as error:  # of a full disk
        refuse(f"{out}: can not be written: {getattr(error, 'strerror', None) or error}")
