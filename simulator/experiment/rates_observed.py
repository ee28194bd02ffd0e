"""Rates that a company states, beside the same rates as observed."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.outcomes import Outcomes
from simulator.metrics import RENEWAL


class Rate(NamedTuple):
    """A rate of a motion in each replication, both (R,); nan where nothing was decided, or stated."""

    name: str
    stage: int | None  # of `header.stage`; None for impact and renewal
    observed: NDArray[np.float64]
    stated: NDArray[np.float64]


def rates_of(outcomes: Outcomes, motion: int) -> list[Rate]:
    """Those of a motion: its stages in order, then impact and renewal."""
    header, stages, rates = outcomes.header, outcomes.stages, outcomes.rates[:, motion]
    found = [
        Rate(header.stages[stage], int(stage), stages["share"][:, stage], stages["stated"][:, stage])
        for stage in np.flatnonzero(header.stage["motion"] == motion)
    ]
    renewal = RENEWAL[header.offer["fixed"][motion]]
    return [
        *found,
        Rate("impact, first cycle", None, rates["first_reached"], rates["stated_reached"]),
        Rate(renewal, None, rates["renewal"], rates["stated_renewal"]),
    ]
