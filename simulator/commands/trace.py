"""`bowtie trace`: one life as a table."""

from __future__ import annotations

from typing import Annotated

import typer

from simulator.commands.door import door, load_all, refuse
from simulator.commands.options import Engine, File, Replication, Seed, WhichEngine


def trace(
    file: File,
    account: Annotated[int, typer.Option(metavar="N", help="Which account, from 0 in order of birth.")],
    replication: Replication = 0,
    seed: Seed = 0,
    engine: WhichEngine = Engine.COMPILED,
) -> None:
    """The life of one account, from lead to leaving."""
    with door():
        import simulator
        from simulator.commands.story import story
        from simulator.commands.watching import announce_compilation

        (scenario,) = load_all([file])
        announce_compilation()
        rows = simulator.simulate(
            scenario.draw(seed, replication), seed=seed, replication=replication, engine=engine.value
        )
        many = len(rows.play)
        if not 0 <= account < many:
            there = f"there are {many:,}, numbered 0 to {many - 1}" if many else "there are none"
            refuse(f"account {account}: {there}, in replication {replication} of seed {seed}")
        typer.echo("\n".join(story(rows, account)))
