"""Refuse to go on from outcomes that one long run would not have begun with."""

import numpy as np

from simulator.experiment.errors import OptionError
from simulator.experiment.outcomes import Outcomes
from simulator.ledger import Header
from simulator.metrics import Measures


def check_earlier(
    earlier: Outcomes, replications: int, seed: int, independent: bool, second_lives: int
) -> None:
    """Outcomes that were asked for otherwise. Raises OptionError."""
    if replications < earlier.replications:
        there = f"there are {earlier.replications:,} already; ask for more of them in all"
        raise OptionError(f"replications = {replications}: {there}")
    if seed != earlier.seed:
        raise OptionError(f"seed = {seed}: what is to be extended has seed {earlier.seed}")
    if independent != earlier.independent:
        drawn = "independently" if earlier.independent else "evenly over every eight"
        raise OptionError(f"independent = {independent}: what is to be extended drew {drawn}")
    twice = len(next(iter(earlier.second_lives.values()), ()))
    if twice != min(second_lives, earlier.replications):
        raise OptionError(f"second_lives = {second_lives}: what is to be extended has {twice}")


def check_the_same(earlier: Outcomes, header: Header, measured: Measures) -> None:
    """Outcomes of another company, or with other metrics: replication 0, lived again, tells. Raises
    OptionError."""
    if earlier.values.keys() != measured.values.keys() or earlier.parts != measured.parts:
        raise OptionError("what is to be extended has other metrics, or other parts beside them")
    same = earlier.header.measures == header.measures and all(
        np.array_equal(earlier.values[name][0], value, equal_nan=True)
        for name, value in measured.values.items()
    )
    if not same:
        why = "its first replication comes out otherwise now"
        raise OptionError(f"what is to be extended is of another company, or of another version: {why}")
