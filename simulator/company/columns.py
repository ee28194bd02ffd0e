"""Columns of the model that numbers of a file go to: each is declared with its key."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from simulator.company.section import Section, declared, kind_of
from simulator.quantity.kind import PER_ACCOUNT, WITH_FIT, Kind
from simulator.quantity.units import PriceUnits

NONE = -1  # no row: what refers to another list refers to nothing


class Column(NamedTuple):
    """A column of a list of the model, its type, and what stands there where nothing is said."""

    name: str
    type: str
    absent: float = 0.0


def is_rate(kind: Kind) -> bool:
    """Whether numbers of a kind are rates of the model: one chance for all, or by account, or by fit."""
    return WITH_FIT in kind.varies


def is_curve(kind: Kind) -> bool:
    """Whether numbers of a kind are curves of the model: drawn for each account."""
    return PER_ACCOUNT in kind.varies and not is_rate(kind)


@cache
def columns_of(section: type[Section]) -> Mapping[str, Column]:
    """The column of each field that has one, by the name of the field."""
    found = {}
    for name, one in declared(section).items():
        kind = kind_of(section.model_fields[name])
        if not one.column or kind is None:
            continue
        if PER_ACCOUNT in kind.varies:  # a row of the rates or curves
            found[name] = Column(one.column, "i4", NONE)
        else:
            whole = kind.whole or isinstance(kind.units, PriceUnits)  # months, people, cents
            found[name] = Column(one.column, "i8" if whole else "f8", one.absent or 0.0)
    return found
