"""Pass a threshold on fit plus noise: the probability that a decision follows fit (probit)."""

import math

from simulator.numerics.jit import compiled

_ROOT_HALF = math.sqrt(0.5)


@compiled
def chance_above(threshold: float, fit_correlation: float, fit: float) -> float:
    """The probability that fit_correlation * fit + sqrt(1 - fit_correlation**2) * noise reaches the
    threshold.

    Noise is standard normal: over a standard normal fit the rate is 1 - Phi(threshold) at every fit
    correlation.
    """
    return 0.5 * math.erfc(
        (threshold - fit_correlation * fit) / math.sqrt(1.0 - fit_correlation * fit_correlation) * _ROOT_HALF
    )
