"""Accounts of the first day as rows of the model, with the distribution of their fit.

Who signed, or came so far, is not like who was a lead: fit is drawn from those who do so in the company
as it was when they came, before any change.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.numerics.curves import table_of_weights
from simulator.scenario.opening.accounts import OpeningAccounts
from simulator.scenario.reference.settle import Settled
from simulator.scenario.reference.thresholds import FITS
from simulator.scenario.to_model.frame import Frame, apart

ADDRESSES = 2**40
EVENING = -1 / 24  # days: who came on the first day came before it, for it is no flow of the simulation

Crowd = tuple[str, str]  # a motion and one of its stages; no stage: its customers


def crowds_of(book: OpeningAccounts) -> list[Crowd]:
    """Those whose fit has a curve of its own."""
    customers = dict.fromkeys((one.motion, "") for one in book.customers)
    return [*customers, *dict.fromkeys((deal.motion, deal.stage) for deal in book.deals)]


def opening_rows(book: OpeningAccounts, frame: Frame, curve_at: Mapping[Crowd, int]) -> NDArray[np.void]:
    """HELD rows: customers, then deals, in the order of their files."""
    motions = list(frame.company.motion)
    rows = [
        {
            "motion": motions.index(one.motion),
            "units": one.units,
            "arr": one.arr,
            "since": min(frame.day(one.signed), EVENING),
            "live": frame.day(one.live),
            "fit": curve_at[one.motion, ""],
        }
        for one in book.customers
    ]
    rows += [
        {
            "motion": motions.index(deal.motion),
            "stage": frame.stage_at(deal.motion, deal.stage),
            "units": deal.units,
            "since": min(frame.day(deal.since), EVENING),
            "fit": curve_at[deal.motion, deal.stage],
        }
        for deal in book.deals
    ]
    held = m.rows(m.OPENING, rows)
    opening = frame.company.opening
    held["address"] = apart(
        [f"{opening.address}.{name}" for name in book.names] if opening else [], ADDRESSES
    )
    return held


def fits_of(crowds: list[Crowd], settled: Sequence[Mapping[str, Settled]]) -> list[NDArray[np.float64]]:
    """A table of quantiles of fit for each crowd; of all leads where nobody comes so far.

    `settled`: the company as it was at first, and after each change; the last is as it is now.
    """
    tables = []
    for name, stage in crowds:
        there = [motions[name] for motions in settled if name in motions]
        tables.append(table_of_weights(FITS, _weights(stage, there)))
    return tables


def _weights(stage: str, there: Sequence[Settled]) -> NDArray[np.float64]:
    at = next(motion for motion in there if not stage or stage in motion.stages)
    if stage:
        crowd = at.crowd.first[list(at.stages).index(stage)]
    else:
        crowd = at.crowd.clean + at.crowd.unclean
    return np.asarray(crowd if crowd.sum() > 1e-280 else at.crowd.first[0])
