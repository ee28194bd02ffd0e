"""`bowtie ledger`: write one replication's events, or its money, to a file for other tools."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.commands.errors import door, load_all
from simulator.commands.files import check_place, whole
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
        check_place(out, ENDINGS, force=force)
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


def _write(table: "polars.DataFrame", out: Path) -> None:
    from polars.exceptions import PolarsError

    with whole(out, (OSError, PolarsError)) as part:
        if out.suffix.lower() == ".csv":
            table.write_csv(part)
        else:
            table.write_parquet(part)
