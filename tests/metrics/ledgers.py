"""Ledgers written by hand, a line per thing that happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from simulator import ledger as events
from simulator.events import EMPTY, ROW
from simulator.ledger import Header, Ledger
from simulator.metrics.definitions import METRICS, NAMES
from simulator.metrics.exposures import exposure
from simulator.metrics.metric import Group
from simulator.metrics.reading import Reading
from simulator.model import (
    MONEY,
    MONTHLY,
    MOTION,
    MQL,
    NONE,
    OFFER,
    PROSPECT,
    SAL,
    STAGE,
    TEAM,
    WON,
    rows,
)
from simulator.money.journal import Booked
from simulator.numerics.jit import to_read
from simulator.numerics.months import MONTH

SDR, AE, CSM = 0, 1, 2
SCREEN, QUALIFY, AGREE, START = 0, 1, 2, 3  # the four stages of each motion; START comes after the close


def header(
    *,
    months: int = 24,
    runoff: int = 84,
    motions: int = 1,
    marks: tuple[int, ...] = (MQL, SAL, WON, PROSPECT),
    **columns: Any,
) -> Header:
    """A company of `motions` motions of four stages, a seat team for each side and a book; yearly terms."""

    offer = rows(OFFER, [{"term": 12, "fixed": 1}] * motions)
    made = Header(
        title="by hand",
        seed=0,
        replication=0,
        start=dt.date(2022, 6, 1),
        currency="EUR",
        horizon=months * MONTH,
        until=(months + runoff) * MONTH,
        motions=tuple(f"motion {p}" for p in range(motions)),
        teams=("sdr", "ae", "csm"),
        stages=("screen", "qualify", "agree", "start") * motions,
        offer=offer,
        motion=rows(
            MOTION,
            [{"stated_reached": 0.8, "stated_renewal": 0.9, "every": 3, "csm": CSM, "stages": 4}] * motions,
        ),
        stage=rows(
            STAGE,
            [
                {"marks": mark, "motion": p, "after_close": int(place == START), "stated": 0.5}
                for p in range(motions)
                for place, mark in enumerate(marks)
            ],
        ),
        team=rows(TEAM, [{"capacity": 1.0}, {"capacity": 1.0}, {"book": 50.0}]),
        money=rows(MONEY, [{"discount": 0.0}]),
    )
    for name, values in columns.items():
        for part in (made.offer, made.motion, made.stage):
            if name in (part.dtype.names or ()):
                part[name] = values
                break
        else:
            made = replace(made, **{name: values})
    return made


def monthly(**columns: Any) -> Header:
    """The same company without a term: a month decides."""
    return header(**{"term": 1, "fixed": 0} | columns)


def metered(**columns: Any) -> Header:
    """The same company, billing each month's use."""
    return monthly(**{"metered": 1, "use": 1200} | columns)


class Diary:
    """Notes in any order; the ledger has them in order of `written`, which is the day unless told."""

    def __init__(self, header_: Header | None = None) -> None:
        self.header = header_ or header()
        self.motions: list[int] = []
        self._notes: list[tuple[float, dict[str, Any]]] = []

    def note(
        self, day: float, account: int, event: int, *, written: float | None = None, **columns: int
    ) -> Diary:
        """One row; columns left out have nothing to say."""
        row = EMPTY | {"amount": 0, "arr": 0} | columns
        metered_ = account >= 0 and bool(self.header.offer["metered"][self.motions[account]])
        row.setdefault("fee", 0 if metered_ else row["arr"])
        row |= {"day": day, "account": account, "event": event}
        self._notes.append((day if written is None else written, row))
        return self

    def born(self, day: float, motion: int = 0, *, to: int = SCREEN) -> int:
        """A lead; it enters its motion's first stage, or on the first day another."""
        self.motions.append(motion)
        account = len(self.motions) - 1
        self.note(day, account, events.LEAD, to_motion=motion, to=4 * motion + to, motion=motion, count=10)
        return account

    def signed(
        self,
        day: float,
        arr: int,
        *,
        once: int = 0,
        live: float | None = None,
        motion: int = 0,
        every: int | None = None,
    ) -> int:
        """A lead that walks through to the signature at once; live at once unless told, inf never.

        Billed as its offer says unless told: months of an invoice, below 0 in arrears.
        """
        every = int(self.header.offer["billing"][motion]) if every is None else every
        account = self.born(day, motion)
        for stage in (SCREEN, QUALIFY, AGREE):
            self.note(day, account, events.PASSED, stage=4 * motion + stage, to=4 * motion + stage + 1)
        self.note(day, account, events.WON, stage=4 * motion + AGREE, amount=arr)
        self.note(day, account, events.OPENED, invoice=every, amount=once, arr=arr)
        live = day if live is None else live
        if live < float("inf"):
            self.note(live, account, events.WENT_LIVE)
        return account

    def ledger(self) -> Ledger:
        """What was noted."""
        rows = np.zeros(len(self._notes), ROW)
        for row, (_, note) in zip(rows, sorted(self._notes, key=lambda note: note[0]), strict=True):
            for name, value in note.items():
                row[name] = value
        accounts = len(self.motions)
        return Ledger(
            self.header,
            rows,
            motion=np.array(self.motions, np.int32),
            address=np.arange(accounts, dtype=np.uint64),
            channel=np.full(accounts, MONTHLY, np.int32),
            parent=np.full(accounts, NONE, np.int32),
        )


class Risk(NamedTuple):
    """`values`: the metrics of risk by name. `exposure`: as `Measures` has it."""

    values: dict[str, float]
    exposure: Any


def risk(ledger: Ledger, entries: Any) -> Risk:
    """What entries written by hand make of the risk of both sides."""
    of = Reading(ledger)
    starts = np.searchsorted(entries["account"], np.arange(-1, len(ledger.motion) + 1))
    of.booked = Booked(to_read(entries), to_read(starts.astype(np.int64)), NONE, len(ledger.motion))
    names = [name for name in NAMES if METRICS[name].group is Group.RISK]
    return Risk({name: METRICS[name](of) for name in names}, exposure(of))
