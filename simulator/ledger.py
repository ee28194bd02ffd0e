"""What an engine writes and everything else reads: one row per thing that happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model import MONTH, Model

# Events are appended, never renumbered. Behind each: what the columns mean beside day and account.
LEAD = 1  # an account is born; to: its first stage, amount: its size in units, stage: its play
PASSED = 2  # stage passed; to: the next stage, -1 after the last
LOST = 3  # stage not passed, before the close; to: -1, or the stage it jumps to; amount: reason
NURTURED = 4  # as LOST, and it will come back; to: the stage that it comes back to
RETURNED = 5  # back from nurture; to: the stage
SEATED = 6  # a person of the team took it on; stage, team, person
FREED = 7  # that person's seat is free again; stage, team, person
WON = 8  # signed; amount: recurring revenue committed, cents a year; stage
OPENED = 9  # the contract begins; amount: cents paid once; arr
STUMBLED = 10  # a stage after the close that failed; it goes on, unclean; stage, to; amount: reason
WENT_LIVE = 11  # first use as a customer
REACHED = 12  # an impact cycle ended with impact; team: who attended, -1 nobody
MISSED = 13  # ... without
EXPANDED = 14  # more units; amount: cents paid once; arr
CONTRACTED = 15  # fewer units; arr
RENEWED = 16  # a term ended and another began; arr
CHURNED = 17  # the account left; its day is the day on which use or the term ended
LAPSED = 18  # maintenance ended, use goes on
METERED = 19  # a month with use ended; amount: cents billed for it; arr
REFERRED = 20  # recommended us; amount: the account that is born of it
NOTICE = 21  # will not renew; the contract runs to its end
STAFFED = 22  # account -1: a team has `person` people, and `amount` seats
BOOK = 23  # account -1: at the month end `person` people of the team look after `amount` accounts

EVENTS = {
    LEAD: "lead", PASSED: "passed", LOST: "lost", NURTURED: "nurtured", RETURNED: "returned",
    SEATED: "seated", FREED: "freed", WON: "won", OPENED: "opened", STUMBLED: "stumbled",
    WENT_LIVE: "went live", REACHED: "impact reached", MISSED: "impact missed",
    EXPANDED: "expanded", CONTRACTED: "contracted", RENEWED: "renewed", CHURNED: "churned",
    LAPSED: "lapsed", METERED: "metered", REFERRED: "referred", NOTICE: "notice",
    STAFFED: "staffed", BOOK: "book",
}  # fmt: skip

# Reasons of a loss.
DISQUALIFIED = 1  # we turned it down
DECLINED = 2  # the buyer did
WENT_COLD = 3  # nobody was free in time

ROW = np.dtype(
    [
        ("day", "f8"),
        ("account", "i4"),
        ("event", "i2"),
        ("stage", "i2"),
        ("to", "i2"),
        ("team", "i2"),
        ("person", "i4"),
        ("amount", "i8"),
        ("arr", "i8"),  # cents a year after the row, where the row changes it or confirms it
    ],
    align=True,
)

MOST_ROWS = 120_000_000  # of a ledger: 5 GB
ROOM = 64  # rows that a step may write: an engine makes room for them before each call


class TooManyRows(ValueError):
    """A replication that would fill the memory: too many leads, or customers who recommend too much."""

    @classmethod
    def by(cls, day: float, accounts: int) -> TooManyRows:
        """What an engine raises that has come so far."""
        return cls(
            f"more than {MOST_ROWS:,} rows of {accounts:,} accounts by day {day:,.0f}: they would not fit "
            "into memory; fewer leads, years or recommendations would, or a loop that takes more time"
        )


@dataclass(frozen=True)
class Header:
    """What a reader needs to know beside the rows, so that nobody needs the model."""

    title: str
    seed: int
    replication: int
    start: dt.date
    currency: str
    horizon: float  # days; rows at or after it belong to the run-off
    until: float
    plays: tuple[str, ...]
    teams: tuple[str, ...]
    stages: tuple[str, ...]
    play_of_stage: NDArray[np.int64]
    marks: NDArray[np.int64]  # of each stage
    after_close: NDArray[np.int64]  # of each stage, 0 or 1
    stated: NDArray[np.float64]  # pass rate of each stage as the scenario states it
    stated_reached: NDArray[np.float64]  # of each play
    stated_renewal: NDArray[np.float64]  # of each play
    term: NDArray[np.int64]  # months, of each play's offer
    fixed: NDArray[np.int64]
    metered: NDArray[np.int64]
    owned: NDArray[np.int64]
    cycle: NDArray[np.int64]  # months of an impact cycle of each play, 0 where none is followed
    csm: NDArray[np.int64]  # team that keeps each play's book, -1 none
    books: NDArray[np.int64]  # 1 where a team keeps a book and has no seats

    @property
    def months(self) -> int:
        """Whole months before the horizon."""
        return round(self.horizon / MONTH)


@dataclass(frozen=True, repr=False)
class Ledger:
    """The rows of one replication in the order in which they happened, and its accounts.

    `rows` has dtype ROW. `play` and `address` have one entry per account.
    """

    header: Header
    rows: NDArray[Any]
    play: NDArray[np.int32]
    address: NDArray[np.uint64]

    def __repr__(self) -> str:
        of = f"{self.header.title!r}, seed {self.header.seed}, replication {self.header.replication}"
        return f"Ledger({of}: {len(self.rows):,} rows of {len(self.play):,} accounts)"


def header_of(model: Model, seed: int, replication: int) -> Header:
    """The header of every ledger that this model writes."""
    n = model.numbers
    offers = n.offers[n.plays["offer"]]

    def whole(values: NDArray[Any]) -> NDArray[np.int64]:
        return np.ascontiguousarray(values, dtype=np.int64)

    return Header(
        title=model.title,
        seed=seed,
        replication=replication,
        start=model.start,
        currency=model.currency,
        horizon=n.horizon,
        until=n.until,
        plays=model.plays,
        teams=model.teams,
        stages=model.stages,
        play_of_stage=whole(n.stages["play"]),
        marks=whole(n.stages["marks"]),
        after_close=whole(n.stages["after_close"]),
        stated=np.array(n.stages["stated"]),
        stated_reached=np.array(n.plays["stated_reached"]),
        stated_renewal=np.array(n.plays["stated_renewal"]),
        term=whole(offers["term"]),
        fixed=whole(offers["fixed"]),
        metered=whole(offers["metered"]),
        owned=whole(offers["owned"]),
        cycle=whole(n.plays["every"]),
        csm=whole(n.plays["csm"]),
        books=whole(n.teams["book"] > 0),
    )
