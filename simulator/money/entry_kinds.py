"""Kinds of journal entries, and where on the bowtie each lies."""

import numpy as np

from simulator.numerics.jit import compiled

# Kinds are appended, never renumbered. Cents are positive unless said.

# Between the two sides. All four of a contract add up to its charges in the end.
INVOICED = 1  # billed; below 0: a credit note for what was billed ahead and will not be served
PAID = 2  # cash received; below 0: cash given back for a credit note
EARNED = 3  # revenue: a contract month at its end, a one-off at its day, use when it was metered
BOUND = 4  # the buyer is bound to pay: a whole term at its start; below 0: released from the rest

# On the buyer's side.
EFFORT = 5  # its own effort, at the signature
VALUE = 6  # worth of an impact cycle that reached its impact, at its end

# Left of the knot: what it takes to win.
LEAD_COST = 7  # at the lead
SELLING = 8  # people, before the close, and for the time in which they made the lead
STAGE_COST = 9  # a visit to a stage before the close, at its end
COMMISSION = 10  # of those who had a seat before the close: at the signature, on a one-off at its day
CLAWED_BACK = 11  # below 0: commission given back by those whose customer left early
FREE_USE = 12  # trials and free users

# Right of the knot: what it takes to deliver, and to grow.
STARTING = 13  # onboarding: people and visits to stages after the close
CARING = 14  # people who keep the book, but for the share of their time that goes into growth
SERVING = (
    15  # each month in use; hosting, as a share of recurring revenue and use; a partner after the first year
)
GOODS = 16  # cost of what is paid once
GROWING = 17  # the share of the book's people that goes into growth, and their commission on it

# The company's, of no account.
IDLE = 18  # people of a month in which their team worked for nobody
LAUNCH = 19  # of a motion, on the day it opens
MOTION_FIXED_COST = 20  # of a motion, each month from then on
OVERHEAD = 21  # fixed costs of the company, each month

# Behind the knot, back to it: what it takes to win again who had left.
WINNING_BACK = 22  # on the day on which the customer is back

# Between the two sides, too: it closes what was billed and is never paid.
WRITTEN_OFF = 23  # when the contract ends; a cost of the company that is no cash

# A partner's share of each payment; below 0 of one that is given back.
PARTNER = 24  # of what is billed in the first year: what it takes to win
PARTNER_LATER = 25  # after it: what it takes to deliver

NAMES = {
    INVOICED: "invoiced", PAID: "paid", EARNED: "earned", BOUND: "bound", EFFORT: "effort", VALUE: "value",
    LEAD_COST: "lead cost", SELLING: "selling", STAGE_COST: "stage cost", COMMISSION: "commission",
    CLAWED_BACK: "clawed back", FREE_USE: "free use", STARTING: "starting", CARING: "caring",
    SERVING: "cost to serve", GOODS: "goods", GROWING: "growing", IDLE: "idle", LAUNCH: "launch",
    MOTION_FIXED_COST: "motion fixed cost", OVERHEAD: "overhead", WINNING_BACK: "winning back",
    WRITTEN_OFF: "written off", PARTNER: "partner", PARTNER_LATER: "partner, later",
}  # fmt: skip

PLACES = {
    INVOICED: "revenue", PAID: "revenue", EARNED: "revenue",
    BOUND: "buyer", EFFORT: "buyer", VALUE: "buyer",
    LEAD_COST: "acquisition", SELLING: "acquisition", STAGE_COST: "acquisition", COMMISSION: "acquisition",
    CLAWED_BACK: "acquisition", FREE_USE: "acquisition",
    STARTING: "onboarding",
    CARING: "service", SERVING: "service", GOODS: "service",
    GROWING: "expansion",
    IDLE: "unallocated", LAUNCH: "unallocated", MOTION_FIXED_COST: "unallocated", OVERHEAD: "unallocated",
    WINNING_BACK: "winback",
    WRITTEN_OFF: "revenue",
    PARTNER: "acquisition", PARTNER_LATER: "service",
}  # fmt: skip

ENTRY = np.dtype(
    [
        ("day", "f8"),
        ("account", "i4"),  # -1: the company
        ("motion", "i2"),  # in which the account was then; -1: none
        ("team", "i2"),  # -1: none
        ("kind", "i2"),
        ("row", "i4"),  # of the ledger, from which it follows; -1: none
        ("cents", "i8"),
    ],
    align=True,
)

# Costs, which are cash out on their day.
COSTS = tuple(kind for kind, place in PLACES.items() if place not in ("revenue", "buyer"))


@compiled
def is_cost(kind: int) -> bool:
    """Whether an entry of a kind is a cost."""
    return LEAD_COST <= kind <= WINNING_BACK or kind >= PARTNER


@compiled
def wins(kind: int) -> bool:
    """Whether it is spent to win a customer."""
    return LEAD_COST <= kind <= FREE_USE or kind == PARTNER


@compiled
def delivers(kind: int) -> bool:
    """Whether it is spent on a customer: to start it, serve it, grow it and win it back."""
    return STARTING <= kind <= GROWING or kind in (WINNING_BACK, PARTNER_LATER)
