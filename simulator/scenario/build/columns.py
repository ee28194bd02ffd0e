"""Numbers of a file as columns of the model: each goes where its key says, in the unit of the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.company.columns import columns_of
from simulator.company.section import Section
from simulator.quantity.kind import PER_ACCOUNT
from simulator.quantity.number import Number
from simulator.quantity.units import PriceUnits, months_of
from simulator.scenario.build.draws import Drawn


def stated(*sections: Section | None) -> Iterator[tuple[str, Number]]:
    """The numbers that tables state and that have a column of their own, with its name."""
    for section in sections:
        if section is not None:
            for name, column in columns_of(type(section)).items():
                number = getattr(section, name)
                if number is not None:
                    yield column.name, number


def set_columns(row: Any, drawn: Drawn, *sections: Section | None) -> None:
    """The values that tables state, into a row; what they leave out stays as it is there."""
    for column, number in stated(*sections):
        if PER_ACCOUNT not in number.kind.varies:
            row[column] = in_model(number, drawn(number))


def in_model(number: Number, value: float) -> float | int:
    """A value of a number as the model has it: money in whole cents, what recurs a year; months whole."""
    if isinstance(number.kind.units, PriceUnits):
        return cents_a_year(number, value) if "year" in number.kind.units.periods else cents(value)
    return round(value) if number.kind.whole else value


def cents(value: float) -> int:
    """Money of a file in whole cents."""
    return round(100.0 * value)


def cents_a_year(number: Number, value: float) -> int:
    """A drawn value of recurring money, in whole cents a year."""
    return 12 // months_of(number.unit) * cents(value)
