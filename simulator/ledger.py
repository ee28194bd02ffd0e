"""The ledger: one row per event of a replication, with its columns and event codes."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from simulator import machine
from simulator.events import DECLARED, column, event, lookup
from simulator.model import CHANNEL as CHANNELS, NO_NEED, PROBLEM, SOLUTION, Model, Target, blank
from simulator.numerics.jit import Record, Rows, compiled
from simulator.numerics.months import MONTH

# Reasons of a loss, in `reason`.
DISQUALIFIED = 1  # we turned it down
DECLINED = 2  # the buyer did
UNWORKED = 3  # nobody was free in time
# ... and of the end of a contract.
CANCELLED = 4  # it decided not to renew, or not to use any more
NOT_PAID = 5  # an invoice was never paid
NEVER_STARTED = 6  # it decided so before it had ever been live
SHRUNK = 7  # metered use fell to nothing, and nobody decided anything
ENDS = (CANCELLED, NOT_PAID, NEVER_STARTED, SHRUNK)
REASONS = {
    DISQUALIFIED: "disqualified", DECLINED: "declined", UNWORKED: "unworked",
    CANCELLED: "cancelled", NOT_PAID: "unpaid", NEVER_STARTED: "never started", SHRUNK: "shrunk to nothing",
}  # fmt: skip

# How far a buyer is, in `state`.
FAR_AS = {NO_NEED: "none", PROBLEM: "problem", SOLUTION: "solution"}

# What columns may hold: heading in a table, place in a row, how it reads.
PAID_BY = column(
    "paid_by", "motion", "motion", "the motion whose lead it is, perhaps another; none: nobody paid"
)
MOTION = column(
    "motion", "motion", "motion", "the motion that opens, or is left; of other rows: that the account is in"
)
TO_MOTION = column("to_motion", "to_motion", "motion", "the motion that the account is in from now on")
STAGE = column("stage", "stage", "stage", "the stage")
TO_STAGE = column("to_stage", "to", "stage", "the next stage; none: there is none, or it is lost for good")
TEAM = column("team", "team", "team", "the team")
PERSON = column("person", "person", "number", "the person of the team, counted from 0")
PEOPLE = column("people", "count", "number", "people of the team")
SEATS = column("seats", "amount", "number", "seats of the team")
IN_BOOK = column("in_book", "amount", "number", "accounts in the team's book")
IN_ALL = column(
    "load_hundredths",
    "amount",
    "number",
    "what the accounts in the book take, in hundredths of an account of load 1",
)
ROOM_FOR = column("room_hundredths", "count", "number", "what its people have time for, likewise")
UNITS = column("units", "count", "number", "units of the product, of a lead; billed units, of a contract")
CHANNEL = column(
    "channel", "person", "channel",
    "of a lead: how it came, and where its motion has channels, by which of them",
)  # fmt: skip
LEAD_CENTS = column("lead_cents", "amount", "cents", "what the lead has cost, where its motion has channels")
REASON = column(
    "reason", "reason", "reason",
    "of a loss: we turned it down (disqualified), the buyer declined, or nobody was free in time (unworked); "
    "of an end: it cancelled, an invoice was never paid, it left before it had ever been live (never "
    "started), or its metered use fell to nothing (shrunk to nothing)",
)  # fmt: skip
NEED = column(
    "need", "state", "need",
    "how far the buyer truly is, which nobody sees: none, knows the problem, knows the solution; empty where "
    "need is not followed; of impact cycles only that of who was talked into it",
)  # fmt: skip
CHILD = column("recommended", "amount", "account", "the account that is born of it")
FORMER = column("formerly", "amount", "account", "the account that it was until it left")
INVOICE = column(
    "invoice_months", "invoice", "months", "months of an invoice; `in_arrears`: when they are over"
)
COMMITTED = column(
    "committed_cents", "amount", "cents",
    "recurring revenue that is signed for, a year; of metered use what is expected of twelve months",
)  # fmt: skip
ONCE = column("once_cents", "amount", "cents", "what is paid once")
USE = column("use_cents", "amount", "cents", "what is owed for the use of the month")
ARR = column("arr_cents", "arr", "cents", "recurring revenue after the row, a year")
FEE = column("fee_cents", "fee", "cents", "... of it what is owed whatever is used")

# The events. What begins, changes, confirms or ends a contract says so: see changes_contract.
LEAD = event(1, "lead", "an account is born", PAID_BY, TO_MOTION, TO_STAGE, UNITS, CHANNEL, LEAD_CENTS, NEED)
PASSED = event(2, "passed", "a stage is passed", STAGE, TO_STAGE, NEED)
LOST = event(3, "lost", "a stage before the close is not passed", STAGE, TO_STAGE, REASON, NEED)
NURTURED = event(4, "nurtured", "as lost, and it will come back to the stage", STAGE, TO_STAGE, REASON, NEED)
RETURNED = event(5, "returned", "back from nurture", TO_STAGE)
SEATED = event(6, "seated", "a person of the team takes it on", STAGE, TEAM, PERSON)
FREED = event(7, "freed", "that person's seat is free again", STAGE, TEAM, PERSON)
WON = event(8, "won", "signed", STAGE, UNITS, COMMITTED)
OPENED = event(9, "opened", "the contract begins", UNITS, INVOICE, ONCE, ARR, FEE, contract="begins")
SETBACK = event(10, "setback", "a stage after the close failed: it goes on, unclean", STAGE, TO_STAGE, REASON)
WENT_LIVE = event(11, "went live", "first use as a customer", UNITS)
REACHED = event(12, "impact reached", "an impact cycle ended with impact; team: who attended", TEAM, NEED)
MISSED = event(13, "impact missed", "... without", TEAM, NEED)
EXPANDED = event(14, "expanded", "more units", UNITS, ONCE, ARR, FEE, contract="changes")
CONTRACTED = event(15, "contracted", "fewer units", UNITS, ARR, FEE, contract="changes")
RENEWED = event(16, "renewed", "a term ended and another began", UNITS, ARR, FEE, contract="changes")
CHURNED = event(
    17, "churned", "the account left, on the day on which use or the term ended", UNITS, REASON, ARR, FEE,
    contract="ends",
)  # fmt: skip
LAPSED = event(18, "lapsed", "maintenance ended, use goes on", UNITS, REASON, ARR, FEE, contract="ends")
METERED = event(19, "metered", "a month with use ended", USE, ARR, FEE, contract="changes")
REFERRED = event(20, "referred", "it recommended us", CHILD)
NOTICE = event(21, "notice", "it will not renew; the contract runs to its end", UNITS)
STAFFED = event(
    22, "staffed", "a team has so many people from now on, and seats", TEAM, PEOPLE, SEATS, company=True
)
BOOK = event(23, "book", "a month ended: who looks after how many", TEAM, PEOPLE, IN_BOOK, company=True)
REPRICED = event(24, "repriced", "the price moved", UNITS, ARR, FEE, contract="changes")
WON_BACK = event(
    25, "won back", "a churned customer is back", UNITS, INVOICE, ONCE, ARR, FEE, contract="begins"
)
REPURCHASED = event(26, "repurchased", "a licence is bought again", UNITS, ONCE, ARR, FEE, contract="changes")
UNPAID = event(
    27, "unpaid", "the invoice of this day is never paid: the contract ends now, or when retries are over",
    UNITS,
)  # fmt: skip
MOVED = event(
    28, "moved", "to another motion; a customer's contract begins anew", MOTION, TO_MOTION, UNITS, INVOICE,
    ONCE, ARR, FEE, contract="begins",
)  # fmt: skip
MOTION_OPENED = event(29, "motion opened", "a motion takes leads from now on", MOTION, company=True)
PAID_LATE = event(30, "paid late", "the payment of this day's invoice fails, and a retry brings it in", UNITS)
CHAMPION_LEFT = event(35, "champion left", "who stood for us there changes employer")
CHAMPION_CALLED = event(36, "champion called", "... and calls from the new one", CHILD)
BACK_AS_LEAD = event(37, "back as a lead", "a former customer comes in anew, as another account", FORMER)

BOOK_LOAD = event(
    38, "book load",
    "with it, where its people serve as well or a load is not 1: what its accounts take, and what there is "
    "time for",
    TEAM, ROOM_FOR, IN_ALL, company=True,
)  # fmt: skip

EVENTS = {number: declared.label for number, declared in DECLARED.items()}

_CHANGES = lookup(lambda declared: bool(declared.contract))
_ENDS = lookup(lambda declared: declared.contract == "ends")
_ONCE = lookup(lambda declared: ONCE in declared.columns)
_MOVES = lookup(lambda declared: TO_STAGE in declared.columns)


@compiled
def changes_contract(event: int) -> bool:
    """Whether a row begins, changes, confirms or ends a contract: its `arr` and `fee` are in force."""
    return bool(_CHANGES[event])


@compiled
def begins_contract(row: Record) -> bool:
    """Whether contract months are counted anew from a row: it says how they are billed.

    A prospect's move to another motion begins none.
    """
    return bool(row["invoice"] != 0)


@compiled
def ends_contract(event: int) -> bool:
    """Whether nothing recurs after a row."""
    return bool(_ENDS[event])


@compiled
def pays_once(event: int) -> bool:
    """Whether the amount of a row is cents paid once."""
    return bool(_ONCE[event])


@compiled
def changes_stage(event: int) -> bool:
    """Whether a row ends or begins a visit to a stage, or both."""
    return bool(_MOVES[event])


ROOM = 64  # rows that a step may write: an engine makes room for them before each call
BYTES_A_ROW = 200  # and what is measured of it, where nearly all rows are of customers


def most_rows() -> int:
    """Rows that a ledger may have: lived and measured they fill most of the memory."""
    return int(0.8 * machine.memory()) // BYTES_A_ROW


class TooManyRows(ValueError):
    """A replication that would fill the memory: too many leads, or customers who recommend too much."""

    @classmethod
    def by(cls, day: float, accounts: int) -> Self:
        """What an engine raises that has come so far."""
        return cls(
            f"more than {most_rows():,} rows of {accounts:,} accounts by day {day:,.0f}: they would not fit "
            f"into the {machine.memory() / 1e9:,.2g} GB of memory there are; fewer leads, years or "
            "recommendations would, or a loop that takes more time"
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
    motions: tuple[str, ...]
    teams: tuple[str, ...]
    stages: tuple[str, ...]
    # Lists of the model: what is owed, what is paid for work, what is followed.
    offer: Rows  # OFFER, of each motion
    motion: Rows  # MOTION
    stage: Rows  # STAGE
    team: Rows  # TEAM
    money: Rows  # MONEY, one row
    measures: tuple[tuple[str, str], ...] = ()  # metrics that the scenario defines in another way
    targets: tuple[Target, ...] = ()
    channels: tuple[str, ...] = ()  # of motions that have any, as MOTION.CHANNEL
    channel: Rows = field(default_factory=lambda: blank(CHANNELS, 0))  # CHANNEL, in their order

    @property
    def months(self) -> int:
        """Whole months before the horizon."""
        return round(self.horizon / MONTH)

    @property
    def names(self) -> dict[str, dict[int, str]]:
        """What the numbers in a column stand for, by the column's kind."""
        lists = {"stage": self.stages, "motion": self.motions, "team": self.teams, "channel": self.channels}
        named = {kind: dict(enumerate(names)) for kind, names in lists.items()}
        return named | {"reason": REASONS, "need": FAR_AS}

    @property
    def books(self) -> NDArray[np.bool_]:
        """Of each team, whether it keeps a book."""
        return np.asarray(self.team["book"] > 0)

    @property
    def serves(self) -> NDArray[np.bool_]:
        """Of each team, whether it has seats; all do that keep no book."""
        return np.asarray((self.team["capacity"] > 0) | ~self.books)


@dataclass(frozen=True, repr=False)
class Ledger:
    """The rows of one replication in the order in which they happened, and its accounts.

    Attributes:
        header: names, dates and prices that a reader needs beside the rows.
        rows: (rows,) of dtype ROW. `day` is in days since the start, `arr` and `fee` in cents a year;
            which other columns an event uses is said where it is declared, on this page.
        motion: (accounts,) the motion in which each account was born, as its place in `header.motions`.
        address: (accounts,) what each account's random numbers are addressed by.
        channel: (accounts,) how it came, of simulator.model.CHANNELS, a number above them for each channel
            of a motion; -1 if an account bore it.
        parent: (accounts,) the account that it is born of: that recommended it, whose champion brought it, or
            that it was before it left; -1 for none.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> ledger = simulator.simulate(company.model())
    >>> len(ledger.motion) == (ledger.rows["event"] == simulator.ledger.LEAD).sum()
    np.True_
    """

    header: Header
    rows: Rows
    motion: NDArray[np.int32]
    address: NDArray[np.uint64]
    channel: NDArray[np.int32]
    parent: NDArray[np.int32]

    def __repr__(self) -> str:
        of = f"{self.header.title!r}, seed {self.header.seed}, replication {self.header.replication}"
        return f"Ledger({of}: {len(self.rows):,} rows of {len(self.motion):,} accounts)"


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
        motions=model.motions,
        teams=model.teams,
        stages=model.stages,
        offer=n.offers[n.motions["offer"]],
        motion=n.motions,
        stage=n.stages,
        team=n.teams,
        money=n.money,
        measures=model.measures,
        targets=model.targets,
        channels=model.channels,
        channel=n.channels,
    )
