"""`bowtie trace`: print the life of one account as a table."""

from typing import Annotated

import typer

from simulator.commands.errors import door, load_all, refuse
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


def trace(
    file: File,
    account: Annotated[
        int | None, typer.Option(metavar="N", help="Which account, from 0 in order of birth.")
    ] = None,
    money: Annotated[
        bool, typer.Option("--money", help="Its money, entry by entry; without --account the company's own.")
    ] = False,
    what_if: WhatIf = None,
    replication: Replication = 0,
    seed: Seed = 0,
    independent: Independent = False,
    engine: WhichEngine = Engine.COMPILED,
) -> None:
    """The life of one account, from lead to leaving, or its money."""
    with door():
        import simulator
        from simulator.commands.progress import compile_first
        from simulator.layout.text import text
        from simulator.money import journal
        from simulator.report.trace import entries, story, worth_reading

        (scenario,) = load_all([file], together(what_if))
        compile_first()
        model = scenario.draw(seed, replication, independent=independent)
        rows = simulator.simulate(model, seed=seed, replication=replication, engine=engine.value)
        many = len(rows.motion)
        if account is None and not money:
            few = "".join(
                f"\n  --account {who:<{len(str(many))}}  {what}" for what, who in worth_reading(rows)
            )
            refuse(f"which life? --account N; with --money alone the company's own money{few}")
        if account is not None and not 0 <= account < many:
            there = f"there are {many:,}, numbered 0 to {many - 1}" if many else "there are none"
            refuse(f"account {account}: {there}, in run {replication} of seed {seed}")
        booked = journal(rows)
        whose = -1 if account is None else account
        page = entries if money else story
        say(text(page(rows, booked, whose, scenario.book)))
