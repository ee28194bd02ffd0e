"""What an engine writes and everything else reads: one row per thing that happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model import MONTH, Model

# Events are appended, never renumbered. Behind each: what the columns mean beside day and account.
# Rows with which a contract begins, changes or ends hold its billed units in `person`.
LEAD = 1  # an account is born; to: its first stage, amount: its size in units, stage: its play
# (person: the play whose lead it is, perhaps another; -1 where nobody paid for it)
PASSED = 2  # stage passed; to: the next stage, -1 after the last
LOST = 3  # stage not passed, before the close; to: -1, or the stage it jumps to; amount: reason
NURTURED = 4  # as LOST, and it will come back; to: the stage that it comes back to
RETURNED = 5  # back from nurture; to: the stage
SEATED = 6  # a person of the team took it on; stage, team, person
FREED = 7  # that person's seat is free again; stage, team, person
WON = 8  # signed; amount: recurring revenue committed, cents a year; stage
OPENED = 9  # the contract begins; amount: cents paid once; to: months of an invoice, below 0 in arrears; arr
STUMBLED = 10  # a stage after the close that failed; it goes on, unclean; stage, to; amount: reason
WENT_LIVE = 11  # first use as a customer
REACHED = 12  # an impact cycle ended with impact; team: who attended, -1 nobody
MISSED = 13  # ... without
EXPANDED = 14  # more units; amount: cents paid once; arr
CONTRACTED = 15  # fewer units; arr
RENEWED = 16  # a term ended and another began; arr
CHURNED = 17  # the account left; its day is the day on which use or the term ended
LAPSED = 18  # maintenance ended, use goes on
METERED = 19  # a month with use ended; amount: cents owed for it; arr
REFERRED = 20  # recommended us; amount: the account that is born of it
NOTICE = 21  # will not renew; the contract runs to its end
STAFFED = 22  # account -1: a team has `person` people, and `amount` seats
BOOK = 23  # account -1: at the month end `person` people of the team look after `amount` accounts
REPRICED = 24  # the price moved; arr
WON_BACK = 25  # a churned customer is back; as OPENED
REPURCHASED = 26  # a licence bought again; amount: cents paid once; arr
UNPAID = 27  # the invoice of this day is never paid, and the contract ends with it
MOVED = 28  # to play `to` from play `stage`; a customer's contract begins anew: team: months of an invoice
# (below 0 in arrears), amount: cents paid once; arr
PLAY_OPENED = 29  # account -1: play `stage` opens

EVENTS = {
    LEAD: "lead", PASSED: "passed", LOST: "lost", NURTURED: "nurtured", RETURNED: "returned",
    SEATED: "seated", FREED: "freed", WON: "won", OPENED: "opened", STUMBLED: "stumbled",
    WENT_LIVE: "went live", REACHED: "impact reached", MISSED: "impact missed",
    EXPANDED: "expanded", CONTRACTED: "contracted", RENEWED: "renewed", CHURNED: "churned",
    LAPSED: "lapsed", METERED: "metered", REFERRED: "referred", NOTICE: "notice",
    STAFFED: "staffed", BOOK: "book", REPRICED: "repriced", WON_BACK: "won back",
    REPURCHASED: "repurchased", UNPAID: "unpaid", MOVED: "moved", PLAY_OPENED: "play opened",
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
        ("fee", "i8"),  # ... of it what is owed whatever is used
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
    # Lists of the model: what is owed, what is paid for work, what is followed.
    offer: NDArray[Any]  # OFFER, of each play
    play: NDArray[Any]  # PLAY
    stage: NDArray[Any]  # STAGE
    team: NDArray[Any]  # TEAM
    money: NDArray[Any]  # MONEY, one row
    measures: tuple[tuple[str, str], ...] = ()  # metrics that the scenario defines in another way

    @property
    def months(self) -> int:
        """Whole months before the horizon."""
        return round(self.horizon / MONTH)

    @property
    def books(self) -> NDArray[np.bool_]:
        """Of each team, whether it keeps a book and has no seats."""
        return np.asarray(self.team["book"] > 0)


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
        offer=n.offers[n.plays["offer"]],
        play=n.plays,
        stage=n.stages,
        team=n.teams,
        money=n.money,
        measures=model.measures,
    )
