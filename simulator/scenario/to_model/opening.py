"""Accounts of the first day as rows of the model, with the distribution of their fit.

Who signed, or came so far, is not like who was a lead: fit is drawn from those who do so in the company
as it was when they came, before any change. A deal whose odds are given is judged by nobody: its fit counts
only once it is won, and is that of those who sign.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator import model as m
from simulator.company.schema import Company
from simulator.numerics.curves import table_of_weights
from simulator.numerics.jit import Floats, Rows
from simulator.numerics.months import MONTH
from simulator.scenario.opening.accounts import OpeningAccounts
from simulator.scenario.reference.settle import Settled
from simulator.scenario.reference.thresholds import FITS
from simulator.scenario.to_model.frame import Frame
from simulator.scenario.to_model.sources import apart

ADDRESSES = 2**40
EVENING = -1 / 24  # days: who came on the first day came before it, for it is no flow of the simulation

Crowd = tuple[str, str]  # a motion and one of its stages; no stage: its customers


def crowds_of(book: OpeningAccounts, company: Company) -> list[Crowd]:
    """Those whose fit has a curve of its own."""
    motions = list(company.motion.items())
    given = book.deals["probability"] >= 0.0
    signing = [*book.customers["motion"].tolist(), *book.deals["motion"][given].tolist()]
    judged = book.deals[~given]
    customers = dict.fromkeys((motions[n][0], "") for n in signing)
    places = dict.fromkeys(zip(judged["motion"].tolist(), judged["stage"].tolist(), strict=True))
    return [*customers, *((motions[n][0], motions[n][1].stage[stage].name) for n, stage in places)]


def opening_rows(book: OpeningAccounts, frame: Frame, curve_at: Mapping[Crowd, int]) -> Rows:
    """HELD rows: customers, then deals, in the order of their files."""
    held = m.blank(m.OPENING, len(book.names))
    customers, deals = held[: len(book.customers)], held[len(book.customers) :]
    for some, of_file in ((customers, book.customers), (deals, book.deals)):
        some["motion"], some["units"] = of_file["motion"], of_file["units"]
    customers["arr"] = book.customers["arr"]
    customers["since"] = np.minimum(_days(book.customers["signed"], frame.company.start), EVENING)
    starting = np.isnat(book.customers["live"])
    live = np.where(starting, book.customers["signed"], book.customers["live"])
    customers["live"] = np.where(starting, np.inf, _days(live, frame.company.start))
    deals["since"] = np.minimum(_days(book.deals["since"], frame.company.start), EVENING)
    deals["probability"] = book.deals["probability"]
    deals["close"] = _days(book.deals["close"], frame.company.start)
    for n, (name, motion) in enumerate(frame.company.motion.items()):
        customers["fit"][customers["motion"] == n] = curve_at.get((name, ""), m.NONE)
        for place, stage in enumerate(motion.stage):
            there = (deals["motion"] == n) & (book.deals["stage"] == place)
            deals["stage"][there] = frame.stage_at(name, stage.name)
            deals["fit"][there] = curve_at.get((name, stage.name), m.NONE)
        of_this = (deals["motion"] == n) & (deals["probability"] >= 0.0)
        deals["fit"][of_this] = curve_at.get((name, ""), m.NONE)
    if frame.company.opening:
        address = frame.company.opening.address
        held["address"] = apart((f"{address}.{name}" for name in book.names), ADDRESSES)
    return held


def _days(dates: NDArray[np.datetime64], start: dt.date) -> Floats:
    """`Frame.day` of many dates."""
    month = dates.astype("M8[M]")
    first = month.astype("M8[D]")
    length = (month + np.timedelta64(1, "M")).astype("M8[D]") - first
    months = (month - np.datetime64(start, "M")).astype(np.int64)
    days: Floats = (months + (dates - first).astype(np.int64) / length.astype(np.int64)) * MONTH
    return days


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
        crowd = at.crowd.first[list(at.stages).index(stage)].sum(axis=0)
    else:
        crowd = at.crowd.clean + at.crowd.unclean
    leads = at.crowd.first[0] if at.crowd.first[0].sum() > 1e-280 else at.crowd.first.sum(axis=0)
    return np.asarray(crowd if crowd.sum() > 1e-280 else leads.sum(axis=0))
