"""Sales cycles: opportunities won and lost by days since they were opened."""

import numpy as np
from numpy.typing import NDArray

from simulator.metrics.opportunities import judged
from simulator.metrics.ratio import median
from simulator.metrics.reading import Reading

# Days since the opening, forty to a power of ten, from a quarter of an hour to 27 years; then: ever.
CYCLE_DAYS = np.append(10.0 ** (np.arange(-80, 161) / 40), np.inf)
CYCLE_DAYS.setflags(write=False)

CYCLES = np.dtype(
    [
        ("median", "f8"),  # days from opening to signature, of those won; nan where none is
        ("won", "i8", (len(CYCLE_DAYS),)),  # won by CYCLE_DAYS since the opening
        ("lost", "i8", (len(CYCLE_DAYS),)),  # ... lost
    ]
)


def by_days(of: Reading) -> NDArray[np.void]:
    """Per motion in which they were opened, dtype CYCLES: the opportunities that the win rate is of.

    Opened before the horizon and decided by the end of the run-off. The last of `won` over the last of `won`
    and `lost` together is the win rate; one of them at a day, over both at the end, is the share won or lost
    by then: what is lost is no longer at risk of being won (cumulative incidence,
    https://en.wikipedia.org/wiki/Cumulative_incidence).
    """
    motions, found = len(of.header.motions), judged(of)
    table = np.zeros(motions, CYCLES)
    for motion in range(motions):
        for name, these in (("won", found.won), ("lost", found.lost)):
            took = found.days[these & (found.motion == motion)]
            first = np.searchsorted(CYCLE_DAYS, took)
            table[name][motion] = np.cumsum(np.bincount(first, minlength=len(CYCLE_DAYS)))
            if name == "won":
                table["median"][motion] = median(took)
    return table
