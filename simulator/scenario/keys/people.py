"""Keys of a team: headcount, capacity and pay."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator

from simulator.scenario.keys.section import Section, key
from simulator.scenario.keys.turns import When
from simulator.scenario.numbers import kinds as k
from simulator.scenario.numbers.number import Number

MOST_TEAMS = 30  # sets of teams are bit masks, and a step may write a row for each team
_MOST_DATES = 1_000


def _plan(value: Any) -> Any:
    if isinstance(value, list) and not 1 <= len(value) <= _MOST_DATES:
        raise ValueError(f"a list of 1 to {_MOST_DATES:,} dated headcounts")
    return tuple(value) if isinstance(value, list) else ({"count": value},)


class Headcount(Section):
    """How many people a team has from a date on."""

    from_: dt.date | None = key(None, alias="from", description="first day")
    count: k.People = key(column="people", description="people")
    when: When | None = key(None, description="what must hold at a month end before they are hired")
    source: str | None = key(None, description="name of an entry in the register of sources")
    where: str | None = key(None, description="place in that source")
    note: str | None = key(None, description="a remark, such as assumption")

    def entry(self, n: int, many: int) -> str:
        """The only one goes by the path of the list."""
        return "" if many == 1 and self.from_ is None else super().entry(n, many)

    def noted(self, number: Number) -> Number:
        """A number of this entry, with what the entry says of where it comes from."""
        return number.noted(self.source, self.where, self.note)


Plan = Annotated[
    tuple[Headcount, ...],
    BeforeValidator(_plan, json_schema_input_type=k.People | tuple[Headcount, ...]),
    "number",
]


class Team(Section):
    """People who serve (`at_once`), or who keep a book of customers (`book`)."""

    people: Plan = key(description="headcount, or a dated plan of it")
    at_once: k.Seats | None = key(
        None, column="at_once", description="accounts that one person works on at a time"
    )
    book: k.Seats | None = key(None, column="book", description="customers that one person looks after")
    working: k.Share | None = key(
        None,
        excludes={"book": "only for a team that serves"},
        column="working",
        otherwise="100%",
        description="share of the working time",
    )
    base: k.Pay | None = key(None, column="base", otherwise="0", description="base pay of a person")
    variable: k.Pay | None = key(
        None, column="variable", otherwise="0", description="variable pay of a person at full quota"
    )
    quota: k.Quota | None = key(
        None,
        needs={"variable": "missing: variable, the pay of a person that meets the quota"},
        column="quota",
        description="new recurring revenue a person is to sign; with a book: growth of its customers",
    )
    burden: k.ShareOfPrice | None = key(
        None,
        needs={"base or variable": "a share of base and variable pay: there is none"},
        column="burden",
        otherwise="0",
        description="what is paid on top of pay, as a share of it",
    )
    recruiting: k.Money | None = key(
        None, column="recruiting", otherwise="0", description="cost of each person hired"
    )
    clawback: k.Ahead | None = key(
        None,
        needs={"quota": "only with a quota: without one there is no commission"},
        excludes={"book": "only for a team that serves: it gives back what it had at the signature"},
        column="clawback",
        description="months from the signature in which a customer that leaves takes back commission",
    )
    selling: k.Share | None = key(
        None,
        needs={"book": "only for a team that keeps a book"},
        column="selling",
        otherwise="0",
        description="share of the time of those who keep a book that goes into growth",
    )
    ramp: k.Months | None = key(
        None,
        excludes={"book": "only for a team that serves"},
        column="ramp",
        otherwise="0",
        description="months until a new person counts fully",
    )
