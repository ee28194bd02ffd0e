"""The company, as plain numbers: one draw of a scenario.

Lists are structured arrays, one row each; what refers to another list holds its row number,
-1 for none. Times are days, shares lie in [0, 1], money is integer cents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.curves import CURVE

MONTH = 30.4375  # days of every month, exact in binary: month boundaries are exact too
YEAR = 12 * MONTH
NONE = -1
MOST_TEAMS = 30  # sets of teams are bit masks, and a step may write a row for each team

# What passing a stage reaches: the numbers of the bowtie's volume metrics.
PROSPECT, MQL, SQL, SAL, WON, LIVE = 1, 2, 3, 4, 5, 6
MARKS = {"mql": MQL, "sql": SQL, "sal": SAL, "won": WON, "live": LIVE}

COMPANY, BUYER = 0, 1  # who decides a stage: whom do we work, or do we need it

# How a rate is read.
FLAT = 0  # `p`, the same for all
JUDGED = 1  # fit plus noise against `bar`
VARIES = 2  # a curve read at the account's own draw
FOLLOWS_FIT = 3  # a curve read at the normal probability of fit

RATE = np.dtype(
    [
        ("kind", "i4"),
        ("curve", "i4"),
        ("address", "i8"),  # of the account's own draw: a hash of the rate's path, below 2**31
        ("p", "f8"),
        ("bar", "f8"),
        ("accuracy", "f8"),
    ],
    align=True,
)

TEAM = np.dtype(
    [
        ("at_once", "f8"),  # seats of one person
        ("working", "f8"),  # share of the time that is worked
        ("ramp", "f8"),  # months until a new person counts fully
        ("book", "f8"),  # accounts that one person looks after; 0: the team serves, with seats
        ("first_plan", "i4"),
        ("plans", "i4"),
        # What one person costs.
        ("base", "i8"),  # cents a year
        ("burden", "f8"),  # on base and variable pay, as a share of them
        ("variable", "i8"),  # cents a year at full quota
        ("quota", "i8"),  # cents a year of new recurring revenue, or of growth where the team keeps a book
        ("clawback", "i4"),  # months from the signature within which who leaves takes the commission back
        ("recruiting", "i8"),  # cents per person hired
        ("selling", "f8"),  # share of the time of those who keep a book that goes into growth
    ],
    align=True,
)

PLAN = np.dtype(
    [
        ("day", "f8"),  # from then on; with a gate: not before
        ("people", "i8"),
        # Gates, read at month ends: all must hold.
        ("gate_arr", "i8"),  # cents a year of the company; NONE: no gate
        ("gate_used", "f8"),  # share of the team's seats in use (or fullness of its book); below 0: no gate
        ("gate_cash", "f8"),  # months of cash left at the burn of the last three months; below 0: no gate
    ],
    align=True,
)

STAGE = np.dtype(
    [
        ("takes", "i4"),  # curve, days
        ("patience", "i4"),  # curve, days; NONE: waits for ever
        ("passes", "i4"),  # rate
        ("passes_to", "i4"),  # stage; NONE: the last one
        ("loses_to", "i4"),  # stage; NONE: lost
        ("nurture", "i4"),  # rate of losses that come back; NONE: none do
        ("nurture_after", "i4"),  # curve, days
        ("priority", "i8"),  # lower is served first
        ("marks", "i4"),  # PROSPECT: nothing
        ("decides", "i4"),
        ("play", "i4"),
        ("after_close", "i4"),
        ("teams", "i8"),  # bit mask
        ("address", "i8"),  # of its draws: a hash of its name, below 2**24, one of its own in its play
        ("stated", "f8"),  # the rate as the scenario states it, to be shown beside the observed
        ("cost", "i8"),  # cents per visit that is worked on
        ("free", "i8"),  # cents a month of an account that uses the product for nothing in this stage
        ("stays", "f8"),  # months that such an account goes on after it was lost
    ],
    align=True,
)

OFFER = np.dtype(
    [
        ("licence", "i8"),  # cents once per billed unit
        ("once", "i8"),  # cents once per account
        ("flat", "i8"),  # cents a year per account
        ("yearly", "i8"),  # cents a year for `per` billed units
        ("per", "i8"),
        ("use", "i8"),  # cents a year for `use_per` billed units in full use; 0: use is not metered
        ("use_per", "i8"),
        ("included", "f8"),  # share of full use that is paid for with the rest: a commitment, or an allowance
        ("owned", "i4"),  # 1: bought for ever; the recurring part is maintenance and may lapse
        ("term", "i4"),  # months from decision to decision
        ("fixed", "i4"),  # 1: the term is a promise; 0: there is none, and a month decides
        ("notice", "i4"),  # months before the end of a term
        ("from_live", "i4"),  # 1: recurring revenue begins at go-live, not at signing
        ("metered", "i4"),  # 1: each month's use is billed
        ("use_start", "f8"),  # share of units used in the first month
        ("use_ramp", "f8"),  # months until all are used
        ("use_swing", "f8"),  # standard deviation of the log of a month's use
        ("use_drift", "f8"),  # log of use grows by this each month of age; below 0: it decays
        ("size", "f8"),  # billed units of one product unit
        ("lands", "i4"),  # curve, share of its billed units that an account begins with; NONE: all, no limit
        # How it is paid.
        ("billing", "i4"),  # months of an invoice
        ("arrears", "i4"),  # 1: billed when they are over
        ("pays_after", "f8"),  # days from invoice to payment
        ("fails", "i4"),  # rate of invoices after the first that are never paid; NONE
        ("prepaid", "i4"),  # rate of those who pay a whole term ahead; NONE
        ("discount", "f8"),  # ... for a price lower by this share
        # How prices move.
        ("escalator", "f8"),  # share a year, at each renewal (without a term: each anniversary)
        ("first_rise", "i4"),
        ("rises", "i4"),
        # How it is bought again.
        ("repurchase", "i4"),  # rate of licences bought again; NONE
        ("repurchase_after", "i4"),  # curve, months
        ("winback", "i4"),  # rate of churned customers that come back; NONE
        ("winback_after", "i4"),  # curve, days
        # What it costs to deliver.
        ("goods", "f8"),  # share of what is paid once
        ("hosting", "f8"),  # share of recurring revenue and use
        ("serving", "i8"),  # cents a month per customer in use
    ],
    align=True,
)

RISE = np.dtype([("day", "f8"), ("by", "f8")], align=True)  # of list prices, a share, in order of days

PLAY = np.dtype(
    [
        ("address", "i8"),  # of its leads: a hash of its name, below 2**15, one of its own
        ("first_stage", "i4"),
        ("stages", "i4"),
        ("offer", "i4"),
        ("units", "i4"),  # curve
        ("csm", "i4"),  # team that keeps the book; NONE: nobody attends
        ("every", "i4"),  # months of an impact cycle; 0: none
        ("reached", "i4"),  # rate
        ("unattended", "f8"),  # added to the bar in a cycle nobody attends
        ("unclean", "f8"),  # added to the bar after a failed onboarding
        ("renewal", "i4"),  # rate of renewing without any impact
        ("lift", "f8"),  # log odds that full impact adds
        ("expansion", "i4"),  # rate per cycle with impact
        ("expansion_by", "i4"),  # curve, share of units
        ("contraction", "i4"),  # rate per renewal without any impact
        ("contraction_by", "i4"),  # curve, share of units
        ("referral", "i4"),  # rate per cycle with impact
        ("referral_fit", "f8"),  # mean fit of those who are recommended to us
        ("stated_reached", "f8"),
        ("stated_renewal", "f8"),
        # How it begins, and takes its place among others.
        ("opens", "f8"),  # day; not before it
        ("opens_at", "i8"),  # cents a year of the company's ARR at a month end; NONE: it opens on its day
        ("learning", "f8"),  # months from its opening until it wins as stated
        ("learning_from", "f8"),  # share of the stated chance to sign on its first day
        ("first_choice", "i4"),
        ("choices", "i4"),
        ("first_move", "i4"),
        ("moves", "i4"),
        # What it costs beside its people.
        ("lead_cost", "i8"),  # cents per lead
        ("launch_cost", "i8"),  # cents on the day it opens
        ("standing_cost", "i8"),  # cents a month from then on
        # What it is worth to the buyer.
        ("impact_value", "i8"),  # cents a month per product unit while impact is reached
        ("effort", "i8"),  # cents per product unit that the buyer puts in itself, at the signature
    ],
    align=True,
)

# A prospect of this play goes to another instead, while that is open.
CHOICE = np.dtype([("to", "i4"), ("share", "f8"), ("address", "i8")], align=True)

# An account moves to another play...
AT_LOSS, AT_DECISION, AT_GROWTH = 0, 1, 2  # when lost, deciding to stay, after growth
MOVE = np.dtype(
    [
        ("to", "i4"),
        ("at", "i4"),
        ("stage", "i4"),  # at a loss: where it enters
        ("chance", "i4"),  # rate
        ("units", "i8"),  # not below so many
        ("address", "i8"),
    ],
    align=True,
)

# Something that befalls the whole company for a time.
SHOCK = np.dtype(
    [
        ("day", "f8"),  # on which it begins; below 0: by chance
        ("odds", "f8"),  # chance a month that it begins
        ("months", "i8"),  # it lasts
        ("leads", "f8"),  # factors while it lasts
        ("win", "f8"),
        ("churn", "f8"),
        ("cycle", "f8"),
        ("address", "i8"),
    ],
    align=True,
)

# A customer or an open deal of the day on which the simulation begins.
HELD = np.dtype(
    [
        ("play", "i4"),
        ("stage", "i4"),  # of an open deal; NONE: a customer
        ("units", "i8"),  # billed units of a customer, product units of a deal
        ("arr", "i8"),  # cents a year, of a customer
        ("since", "f8"),  # day, not above 0: of the signature, or on which the deal came to its stage
        ("live", "f8"),  # day of first use, not above 0
        ("fit", "i4"),  # curve, fit of those who are there
        ("address", "i8"),  # a hash of its name in the file, below 2**40
    ],
    align=True,
)

MONEY = np.dtype(
    [
        ("cash", "i8"),  # cents on the first day
        ("standing_cost", "i8"),  # cents a month of the company
        ("inflation", "f8"),  # of wages, a year, each twelve months
        ("discount", "f8"),  # a year
        ("lifetime", "i4"),  # months of a customer's life that are valued
    ],
    align=True,
)

SOURCE = np.dtype(
    [
        ("play", "i4"),
        ("channel", "i4"),  # part of the address of its leads
        ("monthly", "i4"),  # row of `leads`: a Poisson stream; NONE: the dated leads below
        ("first_dated", "i4"),
        ("dated", "i4"),
        ("fit", "f8"),  # mean fit of its leads
    ],
    align=True,
)

DATED = np.dtype([("day", "f8"), ("address", "i8")], align=True)  # a lead, one of its own in its source

_DEFAULTS: dict[str, float] = {
    "use_per": 1,
    "size": 1.0,
    "lands": NONE,
    "billing": 1,
    "fails": NONE,
    "prepaid": NONE,
    "repurchase": NONE,
    "repurchase_after": NONE,
    "winback": NONE,
    "winback_after": NONE,
    "opens_at": NONE,
    "learning_from": 1.0,
    "stage": NONE,
    "gate_arr": NONE,
    "gate_used": NONE,
    "gate_cash": NONE,
    "lifetime": 60,
    "leads": 1.0,
    "win": 1.0,
    "churn": 1.0,
    "cycle": 1.0,
    "address": NONE,  # its place in the list; scenario files give what does not move with its neighbours
    "curve": NONE,
    "accuracy": 0.0,
    "working": 1.0,
    "patience": NONE,
    "passes_to": NONE,
    "loses_to": NONE,
    "nurture": NONE,
    "nurture_after": NONE,
    "marks": PROSPECT,
    "stated": float("nan"),
    "per": 1,
    "term": 1,
    "use_start": 1.0,
    "csm": NONE,
    "reached": NONE,
    "renewal": NONE,
    "expansion": NONE,
    "expansion_by": NONE,
    "contraction": NONE,
    "contraction_by": NONE,
    "referral": NONE,
    "monthly": NONE,
    "stated_reached": float("nan"),
    "stated_renewal": float("nan"),
}


class Numbers(NamedTuple):
    """What the engines compute with. Always made by `numbers`, so that all have one type."""

    horizon: float  # days with leads
    until: float  # days simulated: the horizon and the run-off
    tables: NDArray[np.float64]  # (tables, points); row 0 is the standard normal
    curves: NDArray[Any]  # CURVE; row 0 is the standard normal
    rates: NDArray[Any]  # RATE
    teams: NDArray[Any]  # TEAM
    plans: NDArray[Any]  # PLAN, per team in order of days, the first at day 0
    stages: NDArray[Any]  # STAGE, per play in order
    offers: NDArray[Any]  # OFFER
    plays: NDArray[Any]  # PLAY
    sources: NDArray[Any]  # SOURCE
    leads: NDArray[np.float64]  # (streams, months): leads a month
    dated: NDArray[Any]  # DATED, in order of days per source
    rises: NDArray[Any]  # RISE, per offer in order of days
    choices: NDArray[Any]  # CHOICE, per play
    moves: NDArray[Any]  # MOVE, per play
    shocks: NDArray[Any]  # SHOCK
    held: NDArray[Any]  # HELD, customers and deals of the first day
    money: NDArray[Any]  # MONEY, one row


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array


def rows(dtype: np.dtype[Any], entries: Iterable[Mapping[str, Any]]) -> NDArray[Any]:
    """A list of the model from one mapping a row; fields left out take their default."""
    entries = list(entries)
    array = np.zeros(len(entries), dtype)
    fields = dtype.names or ()
    for name in fields:
        array[name] = _DEFAULTS.get(name, 0)
    for row, entry in zip(array, entries, strict=True):
        for name, value in entry.items():
            row[name] = value
    return array


def numbers(
    *,
    horizon: float,
    until: float,
    tables: ArrayLike,
    curves: NDArray[Any],
    rates: NDArray[Any],
    teams: NDArray[Any],
    plans: NDArray[Any],
    stages: NDArray[Any],
    offers: NDArray[Any],
    plays: NDArray[Any],
    sources: NDArray[Any],
    leads: ArrayLike,
    dated: NDArray[Any] | None = None,
    rises: NDArray[Any] | None = None,
    choices: NDArray[Any] | None = None,
    moves: NDArray[Any] | None = None,
    shocks: NDArray[Any] | None = None,
    held: NDArray[Any] | None = None,
    money: NDArray[Any] | None = None,
) -> Numbers:
    """Cast, copy and freeze: a new scenario never makes the engine compile again."""

    def floats(values: ArrayLike) -> NDArray[np.float64]:
        return _frozen(np.array(values, dtype=np.float64, order="C"))

    def records(values: NDArray[Any] | None, dtype: np.dtype[Any]) -> NDArray[Any]:
        values = np.zeros(0, dtype) if values is None else values
        copy = np.zeros(len(values), dtype)  # the bytes between fields, too: models are compared whole
        for name in dtype.names or ():
            copy[name] = values[name]
        if "address" in (dtype.names or ()):
            copy["address"] = np.where(copy["address"] < 0, np.arange(len(copy)), copy["address"])
        return _frozen(copy)

    return Numbers(
        horizon=float(horizon),
        until=float(until),
        tables=floats(tables),
        curves=records(curves, CURVE),
        rates=records(rates, RATE),
        teams=records(teams, TEAM),
        plans=records(plans, PLAN),
        stages=records(stages, STAGE),
        offers=records(offers, OFFER),
        plays=records(plays, PLAY),
        sources=records(sources, SOURCE),
        leads=floats(leads).reshape(-1, np.shape(leads)[-1] if np.ndim(leads) == 2 else 0),
        dated=records(dated, DATED),
        rises=records(rises, RISE),
        choices=records(choices, CHOICE),
        moves=records(moves, MOVE),
        shocks=records(shocks, SHOCK),
        held=records(held, HELD),
        money=records(rows(MONEY, [{}]) if money is None else money, MONEY),
    )


@dataclass(frozen=True, eq=False)
class Model:
    """One company, as a value: its numbers, and the names to print them with."""

    title: str
    start: dt.date
    currency: str
    plays: tuple[str, ...]
    stages: tuple[str, ...]  # in the order of `numbers.stages`
    teams: tuple[str, ...]
    numbers: Numbers
    measures: tuple[tuple[str, str], ...] = ()  # metrics that the company defines in another way than usual

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model):
            return NotImplemented
        mine = (self.title, self.start, self.currency, self.plays, self.stages, self.teams, self.measures)
        theirs = (
            other.title, other.start, other.currency, other.plays, other.stages, other.teams, other.measures
        )  # fmt: skip
        return mine == theirs and all(
            np.asarray(a).tobytes() == np.asarray(b).tobytes()
            for a, b in zip(self.numbers, other.numbers, strict=True)
        )

    def __hash__(self) -> int:
        return hash((self.title, self.start, self.plays, self.stages, self.teams))
