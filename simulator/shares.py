"""Add up the part of a crowd that passes, by a sum that is rounded once.

A dot product adds in an order that depends on the processor: all of a crowd may come out as
1.0000000000000002 of it. A sum that is rounded once is the same in any order, and does not fall when one
of its terms rises: with chances in [0, 1] the part is within [0, the whole] to the last bit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def passing(weight: NDArray[np.float64], chance: NDArray[np.float64]) -> float:
    """How much of a crowd passes: its weights, each times its chance."""
    return math.fsum(weight * chance)
