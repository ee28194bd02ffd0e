"""No simulation: NumPy draws as many numbers as a replication uses, all at once.

What a perfect engine would still have to do. Whoever comes near has no events left to speed up.
"""

from __future__ import annotations

import numpy as np

from tests.benchmarks.company import Counts


def draw(counts: Counts, seed: int) -> float:
    """All random numbers of a life like this; their sum, so that none is left out."""
    leads, worked, seats = int(counts.leads), int(counts.worked), int(counts.seats)
    decided = int(counts.renewed + counts.churned)
    cycles = int(counts.reached + counts.missed)
    generator = np.random.default_rng(seed)
    gaps = generator.standard_exponential(leads)
    values = np.exp(generator.standard_normal(leads + worked + seats))  # units, days of work, longest waits
    judged = generator.standard_normal(worked + cycles)  # fit, and the noise of all but the first stage
    others = generator.random(leads + decided)
    return float(gaps.sum() + values.sum() + judged.sum() + others.sum())
