"""Run a model with one of two engines, whose ledgers are equal to the bit."""

from simulator.engines.pipeline import room, under_way
from simulator.ledger import Ledger, header_of
from simulator.model import Model
from simulator.numerics.streams import LARGEST_KEY
from simulator.rules.world import World

ENGINES = ("compiled", "simpy")


def simulate(model: Model, *, seed: int = 0, replication: int = 0, engine: str = "compiled") -> Ledger:
    """Let customers live through a model once, and write down all that happens.

    `engine` is "compiled" (fast) or "simpy" (to read); both write the same ledger. Random numbers are
    computed from seed, replication and what they are for, by Philox: Salmon et al. 2011, Parallel random
    numbers: as easy as 1, 2, 3, https://doi.org/10.1145/2063384.2063405
    Raises TypeError for what is no model, ValueError for another engine, or a seed or replication outside
    0 to 2**32 - 1, and TooManyRows where the ledger would not fit into memory.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> ledger = simulator.simulate(company.draw(seed=0, replication=3), seed=0, replication=3)
    >>> bool((ledger.rows["day"][1:] >= ledger.rows["day"][:-1]).all())
    True
    """
    for name, key in (("seed", seed), ("replication", replication)):
        if not 0 <= key <= LARGEST_KEY:
            raise ValueError(f"{name} = {key}: it lies between 0 and {LARGEST_KEY}")
    if not isinstance(model, Model):
        raise TypeError(
            "simulate lives through a model: scenario.model(), or scenario.draw(seed, replication)"
        )
    # Each engine is imported where it is used: SimPy need not load for the compiled one.
    if engine == "compiled":
        from simulator.engines.compiled import live
    elif engine == "simpy":
        from simulator.engines.reference import live
    else:
        raise ValueError(f"engine = {engine!r}: it is one of {', '.join(ENGINES)}")
    n = model.numbers
    first_day = under_way(model.before, seed, replication, live) if model.before is not None else None
    world = World(n, seed, replication, *room(n), first_day)
    live(world)
    rows, accounts = world.rows[: world.record["written"]], world.accounts[: world.record["born"]]
    return Ledger(
        header=header_of(model, seed, replication),
        rows=rows,
        motion=accounts["first_motion"].copy(),
        address=accounts["address"].copy(),
        channel=accounts["channel"].copy(),
        parent=accounts["parent"].copy(),
    )
