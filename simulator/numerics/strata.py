"""Spread what is not known evenly over replications: a Latin hypercube in each block of them.

In a block each number has one draw in every eighth of its probability; which replication has which
eighth is a permutation of the number's own, so that numbers stay independent of each other, and blocks
of each other. A mean over a block varies less than one of independent draws by all that numbers do one
by one: McKay, Beckman and Conover 1979, https://doi.org/10.2307/1268522; Owen 1992, A central limit
theorem for Latin hypercube sampling, https://doi.org/10.1111/j.2517-6161.1992.tb01895.x
"""

from typing import Any

import numpy as np

from simulator.numerics.jit import compiled
from simulator.numerics.streams import IGNORANCE, STRATUM, bits

BLOCK = 8  # replications, from one of its multiples on; a power of two, so that nothing is rounded

_SLOTS = np.uint64(BLOCK)
_WITHIN = np.uint64(53 - BLOCK.bit_length())  # bits that tell the place within a stratum: with its own 52
_STEP = 2.0**-52


@compiled
def stratum(seed: Any, replication: Any, address: Any) -> Any:
    """The stratum of a number in a replication, from 0: the rank of its bits among those of the block."""
    first = replication - replication % _SLOTS
    own = bits(seed, replication, address, STRATUM, 0)
    rank = np.uint64(0)
    for slot in range(BLOCK):
        another = first + np.uint64(slot)
        theirs = bits(seed, another, address, STRATUM, 0)
        if theirs < own or (theirs == own and another < replication):
            rank += np.uint64(1)
    return rank


@compiled
def stratified(seed: Any, replication: Any, address: Any) -> float:
    """The number at an address, inside (0, 1): anywhere in its stratum, each place as likely."""
    within = bits(seed, replication, address, IGNORANCE, 0) >> (np.uint64(64) - _WITHIN)
    place = (stratum(seed, replication, address) << _WITHIN) | within
    return (float(place) + 0.5) * _STEP
