"""What an event is: a number, a label, what the columns of its rows hold, and what it does to a contract."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.model import NONE

ROW = np.dtype(  # 56 bytes, without a gap
    [
        ("day", "f8"),
        ("account", "i4"),  # -1: the company
        ("event", "i1"),
        ("reason", "i1"),
        ("state", "i1"),  # how far a buyer truly is
        ("team", "i1"),
        ("stage", "i2"),
        ("to", "i2"),  # a stage
        ("motion", "i1"),
        ("to_motion", "i1"),  # in which the account is from this row on
        ("invoice", "i2"),  # months, below 0 in arrears
        ("person", "i4"),
        ("count", "i4"),  # units, or people
        ("amount", "i8"),  # cents, or how many
        ("arr", "i8"),  # cents a year after the row
        ("fee", "i8"),  # ... of it what is owed whatever is used
    ],
    align=True,
)

# What a column holds that has nothing to say; amounts are then 0.
EMPTY = {
    "stage": NONE, "to": NONE, "motion": NONE, "to_motion": NONE, "team": NONE, "person": NONE, "count": NONE,
    "reason": 0, "state": 0, "invoice": 0,
}  # fmt: skip

Kind: TypeAlias = Literal[
    "stage", "motion", "team", "channel", "reason", "need", "number", "account", "months", "cents"
]
Contract: TypeAlias = Literal["", "begins", "changes", "ends"]


class Column(NamedTuple):
    """What a column of a row holds, where an event says so."""

    name: str  # its heading in a table
    place: str  # the field of ROW
    kind: Kind  # how it reads
    meaning: str


class Event(NamedTuple):
    """Something that can happen."""

    number: int
    label: str
    meaning: str
    columns: tuple[Column, ...]
    contract: Contract  # what it does to a contract; to confirm one is to change it by nothing
    company: bool  # it happens to the company, not to an account


COLUMNS: list[Column] = []
DECLARED: dict[int, Event] = {}


def column(name: str, place: str, kind: Kind, meaning: str) -> Column:
    """Declare what a column may hold; tables have columns in this order."""
    COLUMNS.append(Column(name, place, kind, meaning))
    return COLUMNS[-1]


def event(
    number: int, label: str, meaning: str, *columns: Column, contract: Contract = "", company: bool = False
) -> int:
    """Declare an event; return its number, a plain one for compiled code. Numbers are never used again."""
    if number in DECLARED or not 0 < number <= np.iinfo(ROW["event"]).max:
        raise ValueError(f"event {number}, {label}: its number is taken, or does not fit")
    DECLARED[number] = Event(number, label, meaning, columns, contract, company)
    return number


def lookup(fits: Callable[[Event], bool]) -> NDArray[np.bool_]:
    """Whether an event fits, by its number."""
    table = np.zeros(np.iinfo(ROW["event"]).max + 1, np.bool_)
    table[[number for number, declared in DECLARED.items() if fits(declared)]] = True
    return table
