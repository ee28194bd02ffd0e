"""The model: one draw of a company as plain numbers, in arrays that engines read.

Lists are structured arrays, one row each; what refers to another list holds its row number,
-1 for none. Times are days, shares lie in [0, 1], money is integer cents.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from simulator.company.channel import Channel
from simulator.company.customer import Contraction, Expansion, Impact, Renewal
from simulator.company.dynamics import Learning, Move, Shock, When
from simulator.company.loops import Champion, Market, Referral, Winback
from simulator.company.money import Measured, Money, Product
from simulator.company.need import AtBirth, Need
from simulator.company.offer import Introductory, Metered, Offer, Prepaid, PriceRise, Repurchase, Retries
from simulator.company.schema import Motion
from simulator.company.section import NONE as NONE, Column, Section, columns_of
from simulator.company.stage import Loss, Stage
from simulator.company.team import MOST_TEAMS as MOST_TEAMS, Headcount, Team
from simulator.numerics.curves import CURVE
from simulator.numerics.fingerprint import known_by_values
from simulator.numerics.jit import Floats, Rows

# What passing a stage reaches: the numbers of the bowtie's volume metrics.
PROSPECT, MQL, SQL, SAL, WON, LIVE = 1, 2, 3, 4, 5, 6
MARKS = {"mql": MQL, "sql": SQL, "sal": SAL, "won": WON, "live": LIVE}

# How far a buyer is; 0: nothing is known of it.
NO_NEED, PROBLEM, SOLUTION = 1, 2, 3
NEEDS = {"problem": PROBLEM, "solution": SOLUTION}

COMPANY, BUYER = 0, 1  # who decides a stage: whom do we work, or do we need it

# How a rate is read.
FLAT = 0  # `p`, the same for all
JUDGED = 1  # fit plus noise against `threshold`
VARIES = 2  # a curve read at the account's own draw
FOLLOWS_FIT = 3  # a curve read at the normal probability of fit

# Lists. Columns in which a file's numbers stand as they are come from their keys; the others are told here.
# A column holds what its third part says where a row leaves it out, else 0.

Sections: TypeAlias = tuple[type[Section], ...]
_ABSENT: dict[np.dtype[Any], dict[str, float]] = {CURVE: {}}
COSTS: dict[np.dtype[Any], tuple[str, ...]] = {}


def _list(*own: tuple[str, str] | tuple[str, str, float], stated: Sections = ()) -> np.dtype[Any]:
    """The columns of a list: its own, and those of the tables of a file that are stated in it."""
    columns = [Column(*one) for one in own]
    columns += [column for section in stated for column in columns_of(section).values()]
    dtype = np.dtype([(column.name, column.type) for column in columns], align=True)
    _ABSENT[dtype] = {column.name: column.absent for column in columns}
    COSTS[dtype] = tuple(column.name for column in columns if column.cost)
    return dtype


RATE = _list(
    ("kind", "i4"),
    ("curve", "i4", NONE),
    ("address", "i8", NONE),  # of the account's own draw: a hash of the rate's address, below 2**31
    ("p", "f8"),
    ("threshold", "f8"),
    ("fit_correlation", "f8"),
)

TEAM = _list(
    ("first_plan", "i4"),
    ("plans", "i4"),
    ("prospecting", "f8"),  # share of its time in which it makes leads; the rest are its seats
    # 1: who serves and keeps a book has for that what deals leave; 0: the other way round
    ("deals_first", "i4"),
    stated=(Team,),
)
# Headcount from a day on. Gates are read at month ends, and all must hold; below 0: no gate.
PLAN = _list(("day", "f8"), stated=(Headcount, When))

STAGE = _list(
    ("takes", "i4"),  # curve, days
    ("passes", "i4"),  # rate
    ("passes_to", "i4", NONE),  # stage; NONE: the last one
    ("loses_to", "i4", NONE),  # stage; NONE: lost
    ("priority", "i8"),  # lower is served first
    ("marks", "i4", PROSPECT),  # PROSPECT: nothing
    ("decides", "i4"),
    ("motion", "i4"),
    ("after_close", "i4"),
    ("teams", "i8"),  # bit mask
    ("address", "i8", NONE),  # of its draws: a hash of its address, below 2**24, one of its own in its motion
    ("stated", "f8", np.nan),  # the rate as the scenario states it, to be shown beside the observed
    ("teaches", "i4"),  # how far a buyer is that passes, if one step below; 0: as far as before
    ("needs", "i4"),  # how far a buyer has to be to sign here; 0: need is nothing that counts here
    stated=(Stage, Loss),
)

OFFER = _list(
    ("yearly", "i8"),  # cents a year for `per` billed units
    ("per", "i8", 1),
    ("use", "i8"),  # cents a year for `use_per` billed units in full use; 0: use is not metered
    ("use_per", "i8", 1),
    ("owned", "i4"),  # 1: bought for ever; the recurring part is maintenance and may lapse
    ("term", "i4", 1),  # months from decision to decision
    ("fixed", "i4"),  # 1: the term is a promise; 0: there is none, and a month decides
    ("notice", "i4"),  # months before the end of a term
    ("from_live", "i4"),  # 1: recurring revenue begins at go-live, not at signing
    ("metered", "i4"),  # 1: each month's use is billed
    ("use_drift", "f8"),  # log of use grows by this each month of age; below 0: it decays
    ("billing", "i4", 1),  # months of an invoice
    ("arrears", "i4"),  # 1: billed when they are over
    ("escalates", "i4"),  # 1: at renewals only, not at each anniversary
    ("first_rise", "i4"),
    ("rises", "i4"),
    ("first_step", "i4"),
    ("steps", "i4"),
    ("winback_stage", "i4", NONE),  # at which who comes back enters; NONE: it is signed at once
    stated=(Offer, Metered, Prepaid, Retries, Introductory, Repurchase, Winback),
)

RISE = _list(("day", "f8"), stated=(PriceRise,))  # of list prices, in order of days
STEP = _list(("share", "f8"))  # of its price that a new customer pays in a year: first year first
MOTION = _list(
    ("address", "i8", NONE),  # of its leads: a hash of its address, below 2**15, one of its own
    ("first_stage", "i4"),
    ("stages", "i4"),
    ("offer", "i4"),
    ("units", "i4"),  # curve
    ("csm", "i4", NONE),  # team that keeps the book; NONE: nobody attends
    ("attended_first", "i8"),  # of those in the book, lower is attended before the others
    ("unattended", "f8"),  # added to the threshold in a cycle nobody attends
    ("unclean", "f8"),  # added to the threshold after a failed onboarding
    ("unneeded", "f8"),  # added to the threshold of who was talked into it, while it has no need
    ("needs", "i4"),  # how far a buyer has to be to sign; 0: need is not followed
    ("lift", "f8"),  # log odds of renewing that full impact adds to those without any
    ("stated_reached", "f8", np.nan),
    ("stated_renewal", "f8", np.nan),
    ("opens", "f8"),  # day; not before it
    ("first_choice", "i4"),
    ("choices", "i4"),
    ("first_move", "i4"),
    ("moves", "i4"),
    ("referral_stage", "i4", NONE),  # at which they enter who are recommended; NONE: the first
    ("champion_stage", "i4", NONE),
    stated=(
        Motion, AtBirth, Need, Learning, Market, Impact, Renewal, Expansion, Contraction, Referral, Champion,
        Product,
    ),
)  # fmt: skip

# A prospect of this motion goes to another instead, while that is open.
CHOICE = _list(("to", "i4"), ("share", "f8"), ("address", "i8", NONE))

# An account moves to another motion...
AT_LOSS, AT_DECISION, AT_GROWTH = 0, 1, 2  # when lost, deciding to stay, after growth
MOVE = _list(
    ("to", "i4"),
    ("at", "i4"),
    ("stage", "i4", NONE),  # at a loss: where it enters
    ("chance", "i4"),  # rate
    ("address", "i8", NONE),
    stated=(Move,),
)

# Something that befalls the whole company for a time: its day, below 0: by chance; odds are those of a month.
SHOCK = _list(("day", "f8"), ("odds", "f8"), ("address", "i8", NONE), stated=(Shock,))

# A customer or an open deal of the day on which the simulation begins.
OPENING = _list(
    ("motion", "i4"),
    ("stage", "i4", NONE),  # of an open deal; NONE: a customer
    ("units", "i8"),  # billed units of a customer, product units of a deal
    ("arr", "i8"),  # cents a year, of a customer: that it pays, or has signed for
    ("since", "f8"),  # day, not above 0: of the signature, or on which the deal came to its stage
    ("live", "f8"),  # day of first use, not above 0; INF: signed, and starting up
    ("probability", "f8", NONE),  # of a deal that brings its own odds; below 0: the model decides
    ("close", "f8"),  # ... the day on which they are drawn
    ("fit", "i4"),  # curve, fit of those who are there
    ("knows_problem", "f8"),  # share of those who are as far as the deal that know their problem ...
    ("knows_solution", "f8"),  # ... and the solution
    ("address", "i8", NONE),  # a hash of its name in the file, below 2**40
)

MONEY = _list(stated=(Money, Measured))

# How leads come: part of the address of their random numbers; those of a channel come by a number of its own.
MONTHLY, ON_DATES, FROM_OPENING, UNDER_WAY = 0, 1, 2, 3
FIRST_CHANNEL = 4
CHANNELS = {
    MONTHLY: "monthly leads", ON_DATES: "leads on dates", FROM_OPENING: "opening",
    UNDER_WAY: "under way on the first day",
}  # fmt: skip

# A channel of a motion that has any, or beside them the motion's own leads, and those that customers bring.
CHANNEL = _list(
    ("motion", "i4"),
    ("team", "i4", NONE),
    ("loop", "i4"),
    ("knows_problem", "f8", NONE),  # share of its leads; NONE: as of the motion's
    ("knows_solution", "f8", NONE),
    stated=(Channel,),
)
LOOPS = {"referral": 1, "champion": 2, "winback": 3}  # how customers bring them; 0: they do not

SOURCE = _list(
    ("motion", "i4"),
    ("channel", "i4"),  # part of the address of its leads
    ("first", "i8"),  # ... and the number of the first
    ("monthly", "i4", NONE),  # row of `leads`: a Poisson stream; NONE: people make them, or they are dated
    ("first_dated", "i4"),
    ("dated", "i4"),
    ("by", "i4", NONE),  # row of `channels`; NONE: the motion has none
    ("stage", "i4", NONE),  # at which its leads come in; NONE: the first
    ("fit", "f8"),  # mean fit of its leads, as many as come in the reference
    ("stretch", "f8", 1.0),  # how many times as many come on the first day ...
    ("stretch_growth", "f8", 1.0),  # ... and how many times more than that with each month
)

DATED = _list(("day", "f8"), ("address", "i8", NONE))  # a lead, one of its own in its source

LISTS = {
    "curves": CURVE, "rates": RATE, "teams": TEAM, "plans": PLAN, "stages": STAGE, "offers": OFFER,
    "motions": MOTION, "channels": CHANNEL, "sources": SOURCE, "dated": DATED, "rises": RISE, "steps": STEP,
    "choices": CHOICE, "moves": MOVE, "shocks": SHOCK, "opening": OPENING, "money": MONEY,
}  # fmt: skip


class Numbers(NamedTuple):
    """What the engines compute with. Always made by `numbers`, so that all have one type."""

    horizon: float  # days with leads
    until: float  # days simulated: the horizon and the run-off
    tables: Floats  # (tables, points); row 0 is the standard normal
    curves: Rows  # CURVE; row 0 is the standard normal
    rates: Rows  # RATE
    teams: Rows  # TEAM
    plans: Rows  # PLAN, per team in order of days, the first at day 0
    stages: Rows  # STAGE, per motion in order
    offers: Rows  # OFFER
    motions: Rows  # MOTION
    channels: Rows  # CHANNEL
    sources: Rows  # SOURCE
    leads: Floats  # (streams, months): leads a month
    dated: Rows  # DATED, in order of days per source
    rises: Rows  # RISE, per offer in order of days
    steps: Rows  # STEP, per offer
    choices: Rows  # CHOICE, per motion
    moves: Rows  # MOVE, per motion
    shocks: Rows  # SHOCK
    opening: Rows  # HELD, customers and deals of the first day
    money: Rows  # MONEY, one row


def _frozen(array: Rows) -> Rows:
    array.setflags(write=False)
    return array


def blank(dtype: np.dtype[Any], count: int) -> Rows:
    """A list of the model with so many rows, each column as the list says where a row leaves it out."""
    array = np.zeros(count, dtype)
    for name, absent in _ABSENT[dtype].items():
        array[name] = absent
    return array


def rows(dtype: np.dtype[Any], entries: Iterable[Mapping[str, Any]]) -> Rows:
    """A list of the model from one mapping a row; each column left out holds what the list says of it."""
    entries = list(entries)
    array = blank(dtype, len(entries))
    for row, entry in zip(array, entries, strict=True):
        for name, value in entry.items():
            row[name] = value
    return array


def states_cost(*lists: Rows) -> bool:
    """Whether any number of these lists that a file declares as a cost is there."""
    return any(rows[name].any() for rows in lists for name in COSTS[rows.dtype])


def numbers(*, horizon: float, until: float, tables: ArrayLike, leads: ArrayLike, **lists: Rows) -> Numbers:
    """Cast, copy and freeze: a new scenario never makes the engine compile again.

    A list that is left out is empty; of money there is one row always.
    """
    if unknown := lists.keys() - LISTS.keys():
        raise TypeError(f"a model has no {', '.join(sorted(unknown))}")

    def floats(values: ArrayLike) -> Floats:
        return _frozen(np.array(values, dtype=np.float64, order="C"))

    def records(name: str, dtype: np.dtype[Any]) -> Rows:
        values = lists[name] if name in lists else rows(dtype, [{}] if dtype is MONEY else [])
        copy = np.zeros(len(values), dtype)  # the bytes between fields, too: models are compared whole
        for column in dtype.names or ():
            copy[column] = values[column]
        if "address" in (dtype.names or ()):
            copy["address"] = np.where(copy["address"] < 0, np.arange(len(copy)), copy["address"])
        return _frozen(copy)

    return Numbers(
        horizon=float(horizon),
        until=float(until),
        tables=floats(tables),
        leads=floats(leads).reshape(-1, np.shape(leads)[-1] if np.ndim(leads) == 2 else 0),
        **{name: records(name, dtype) for name, dtype in LISTS.items()},
    )


class Target(NamedTuple):
    """What a metric is to reach at the end of a month."""

    name: str
    metric: str  # or a variant of one, or one of a team
    motion: int  # NONE: of the whole company
    at_least: bool  # else at most
    value: float  # in the unit of the metric
    month: int  # from the start, counted from 1


@dataclass(frozen=True, eq=False)
class Model:
    """One company, as a value: its numbers, and the names to print them with.

    Attributes:
        title, start, currency: as the scenario has them.
        motions, stages, teams: names, in the order of the lists in `numbers`.
        channels: the same, as MOTION.CHANNEL; empty where no motion has any.
        numbers: what an engine computes with. Times are in days (a month has 30.4375), money in cents,
            shares from 0 to 1; `numbers.horizon` is the end of the years with leads, `until` of the run-off.
        measures: metrics that the company defines in another way than usual: (metric, variant).
        targets: what it wants to reach.
        before: the company of the months before the first day, in which its pipeline comes to be; None: it
            begins with what `numbers.opening` lists.

    >>> model = simulator.load("scenarios/enterprise.toml").model()
    >>> model.motions, model.numbers.horizon / 365.25
    (('field',), 6.0)
    """

    title: str
    start: dt.date
    currency: str
    motions: tuple[str, ...]
    stages: tuple[str, ...]  # in the order of `numbers.stages`
    teams: tuple[str, ...]
    numbers: Numbers
    measures: tuple[tuple[str, str], ...] = ()  # metrics that the company defines in another way than usual
    targets: tuple[Target, ...] = ()
    before: Numbers | None = None  # of the months before the first day
    channels: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model):
            return NotImplemented
        return self._words == other._words and all(
            np.asarray(a).tobytes() == np.asarray(b).tobytes()
            for a, b in zip(self._all_numbers, other._all_numbers, strict=True)
        )

    @property
    def _words(self) -> tuple[Any, ...]:
        """All but the numbers."""
        named = (self.motions, self.stages, self.teams, self.channels)
        return (self.title, self.start, self.currency, *named, self.measures, self.targets)

    @property
    def _all_numbers(self) -> tuple[Any, ...]:
        return (*self.numbers, *(self.before or (None,) * len(Numbers._fields)))

    def __hash__(self) -> int:
        return hash((self.title, self.start, self.motions, self.stages, self.teams))


known_by_values(__file__, globals())
