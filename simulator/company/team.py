"""Keys of a team: headcount, capacity and pay."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from simulator.company.dynamics import When
from simulator.company.section import Section, key
from simulator.quantity import kinds as k
from simulator.quantity.number import Number

MOST_TEAMS = 30  # sets of teams are bit masks, and a step may write a row for each team
_MOST_DATES = 1_000


def _plan(value: Any) -> Any:
    if isinstance(value, list) and not 1 <= len(value) <= _MOST_DATES:
        raise ValueError(f"a list of 1 to {_MOST_DATES:,} dated headcounts")
    return tuple(value) if isinstance(value, list) else ({"count": value},)


class Headcount(Section):
    """How many people a team has from a date on."""

    from_: dt.date | None = key(None, "first day", alias="from")
    count: k.People = key(..., "people", column="people")
    when: When | None = key(None, "what must hold at a month end before they are hired")
    source: str | None = key(None, "name of an entry in the register of sources")
    where: str | None = key(None, "place in that source")
    note: str | None = key(None, "a remark, such as assumption")

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


def _what_is_sold(team: "Team") -> str:
    new, more = "new recurring revenue", "growth of its customers"
    return f"{new} and {more}" if team.serves_and_keeps else more if team.only_keeps else new


class Team(Section):
    """People who serve (`capacity`), who keep a book of customers (`book`), or who do both (`first`)."""

    people: Plan = key(..., "headcount, or a dated plan of it")
    capacity: k.Seats | None = key(
        None, "accounts that one person works on at a time", column="capacity",
        says="each works on {} at a time", address="at_once",
    )  # fmt: skip
    book: k.Seats | None = key(
        None, "customers that one person looks after", column="book", says="each keeps a book of {} customers"
    )
    first: Literal["customers", "deals"] | None = key(
        None, "where a team serves and keeps a book: for whom its people take time first",
        needs={"serves_and_keeps": "only for a team that serves and keeps a book: it has capacity and book"},
    )  # fmt: skip
    working: k.Share | None = key(
        None, "share of the working time", column="working", otherwise="100%",
        excludes={"only_keeps": "only for a team that serves"}, says="works {} of the time",
    )  # fmt: skip
    ramp: k.Months | None = key(
        None, "months until a new person counts fully", column="ramp", otherwise="0",
        excludes={"only_keeps": "only for a team that serves"}, says="a new person counts fully after {}",
    )  # fmt: skip
    base: k.Pay | None = key(
        None, "base pay of a person", column="base", cost=True, otherwise="0", says="paid {}"
    )
    variable: k.Pay | None = key(
        None, "variable pay of a person at full quota", column="variable", cost=True, otherwise="0",
        says=lambda team: "and {} more at full quota" if team.quota else "and {} variable",
    )  # fmt: skip
    quota: k.Quota | None = key(
        None,
        "new recurring revenue a person is to sign; with a book: growth of its customers; with both: the two",
        column="quota",
        needs={"variable": "missing: variable, the pay of a person that meets the quota"},
        says=lambda team: f"quota: {_what_is_sold(team)} of {{}} a person",
    )
    benefits_and_taxes: k.ShareOfPrice | None = key(
        None, "what is paid on top of pay, as a share of it", column="benefits_and_taxes", otherwise="0",
        needs={"base or variable": "a share of base and variable pay: there is none"},
        says="benefits and taxes: {} of pay", address="burden",
    )  # fmt: skip
    recruiting: k.Money | None = key(
        None, "cost of each person hired", column="recruiting", cost=True, otherwise="0",
        says="{} for each person hired",
    )  # fmt: skip
    clawback: k.Ahead | None = key(
        None, "months from the signature in which a customer that leaves takes back commission",
        column="clawback", needs={"quota": "only with a quota: without one there is no commission"},
        excludes={"only_keeps": "only for a team that serves: it gives back what it had at the signature"},
        says="commission comes back if a customer leaves within {}",
    )  # fmt: skip
    selling: k.Share | None = key(
        None, "share of the time of those who keep a book that goes into growth",
        column="selling", otherwise="0", needs={"book": "only for a team that keeps a book"},
        says="{} of the time goes into growth",
    )  # fmt: skip

    @property
    def serves_and_keeps(self) -> bool:
        """Whether its people work on deals and keep a book besides."""
        return self.capacity is not None and self.book is not None

    @property
    def only_keeps(self) -> bool:
        """Whether its people have no seats."""
        return self.capacity is None and self.book is not None

    @property
    def is_empty(self) -> bool:
        """Whether nobody ever works there, by any step of the plan."""
        return not any(plan.count.whole for plan in self.people)
