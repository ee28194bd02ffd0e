"""Pass a threshold on fit plus noise: the probability that a decision follows fit (probit)."""

from __future__ import annotations

import math

from simulator.jit import compiled

_ROOT_HALF = math.sqrt(0.5)


@compiled
def chance_above(bar: float, accuracy: float, fit: float) -> float:
    """The probability that accuracy * fit + sqrt(1 - accuracy**2) * noise reaches the bar.

    Noise is standard normal: over a standard normal fit the rate is 1 - Phi(bar) at every accuracy.
    """
    return 0.5 * math.erfc((bar - accuracy * fit) / math.sqrt(1.0 - accuracy * accuracy) * _ROOT_HALF)
