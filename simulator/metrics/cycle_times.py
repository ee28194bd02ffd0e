"""Sales cycles: deals won and lost by days since qualification."""

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.funnel_times import journey
from simulator.metrics.reading import Reading

# Days since qualification, forty to a power of ten, from a quarter of an hour to 27 years; then: ever.
CYCLE_DAYS = np.append(10.0 ** (np.arange(-80, 161) / 40), np.inf)
CYCLE_DAYS.setflags(write=False)

CYCLES = np.dtype(
    [
        ("median", "f8"),  # days from qualified to won, of deals won; nan where none is
        ("won", "i8", (len(CYCLE_DAYS),)),  # deals won by CYCLE_DAYS since qualification
        ("lost", "i8", (len(CYCLE_DAYS),)),  # ... lost for good
    ]
)


def deals(of: Reading) -> NDArray[np.void]:
    """Per motion in which they were qualified, dtype CYCLES: the deals that the win rate is of.

    Qualified before the horizon and decided by the end of the run-off. The last of `won` over the last of
    `won` and `lost` together is the win rate; one of them at a day, over both at the end, is the share won or
    lost by then: what is lost is no longer at risk of being won (cumulative incidence,
    https://en.wikipedia.org/wiki/Cumulative_incidence).
    """
    _, qualified, signed, _, gone = journey(of).firsts
    motions = len(of.header.motions)
    table = np.zeros(motions, CYCLES)
    these = np.flatnonzero((qualified >= 0) & (qualified < of.horizon))
    where, won = journey(of).where[these], signed[these] - qualified[these]
    lost = np.where(won < np.inf, np.inf, gone[these] - qualified[these])
    for motion in range(motions):
        for name, days in (("won", won), ("lost", lost)):
            took = days[(where == motion) & (days < np.inf)]
            first = np.searchsorted(CYCLE_DAYS, took)
            table[name][motion] = np.cumsum(np.bincount(first, minlength=len(CYCLE_DAYS)))
            if name == "won":
                table["median"][motion] = np.median(took) if took.size else np.nan
    return table
