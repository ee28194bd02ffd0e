"""What has passed between an account and its seller, and what each has at stake by that: see docs/risk.md."""

import numpy as np

from simulator.money import entry_kinds
from simulator.numerics.jit import Ints, Record, compiled

STAKE = np.dtype(
    [
        ("since", "f8"),  # the exposures have been as they are
        ("month", "i8"),  # of the account's age, in which that lies
        ("recovered", "f8"),  # day since which its costs have been recovered; inf: they are not
        ("buyer_days", "f8"),  # cents x days
        ("seller_days", "f8"),
        ("buyer_peak", "i8"),
        ("seller_peak", "i8"),
        ("buyer_left", "i8"),  # when all is settled
        ("seller_left", "i8"),
        # What has passed between the account and its seller so far, in cents.
        ("paid", "i8"),
        ("bound", "i8"),
        ("effort", "i8"),
        ("value", "i8"),
        ("spent", "i8"),
    ],
    align=True,
)

_NOTHING, _PAID, _BOUND, _EFFORT, _VALUE, _SPENT = range(6)


def sides() -> Ints:
    """Of each kind of entry, which part of a balance it moves."""
    found = np.full(max(entry_kinds.NAMES) + 1, _NOTHING, np.int64)
    for kind, place in entry_kinds.PLACES.items():
        if place not in ("revenue", "buyer", "unallocated"):
            found[kind] = _SPENT
    found[entry_kinds.PAID], found[entry_kinds.BOUND] = _PAID, _BOUND
    found[entry_kinds.EFFORT], found[entry_kinds.VALUE] = _EFFORT, _VALUE
    found.setflags(write=False)
    return found


@compiled
def move(stake: Record, side: int, cents: int) -> None:
    """Book an entry."""
    if side == _PAID:
        stake["paid"] += cents
    elif side == _BOUND:
        stake["bound"] += cents
    elif side == _EFFORT:
        stake["effort"] += cents
    elif side == _VALUE:
        stake["value"] += cents
    elif side == _SPENT:
        stake["spent"] += cents


@compiled
def buyers(stake: Record) -> int:
    """The buyer's exposure: paid or bound to pay, plus its own effort, less the value received."""
    return max(max(stake["paid"], stake["bound"]) + stake["effort"] - stake["value"], 0)


@compiled
def sellers(stake: Record) -> int:
    """The seller's exposure: spent on winning, starting and serving it, less what it has paid."""
    return max(stake["spent"] - stake["paid"], 0)
