"""What a scenario file may say: its tables, and the type of every key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from simulator.model import MOST_TEAMS
from simulator.scenario import kinds as k
from simulator.scenario.number import Number
from simulator.scenario.reading import Read

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_ -]{0,39}$")]


_MOST_DATES = 1_000
MOST_ON_A_DATE = 1_024  # leads of a play


class Section(BaseModel):
    """A table of a file: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _plan(value: Any) -> Any:
    if isinstance(value, list) and not 1 <= len(value) <= _MOST_DATES:
        raise ValueError(f"a list of 1 to {_MOST_DATES:,} dated headcounts")
    return tuple(value) if isinstance(value, list) else ({"count": value},)


Names = Annotated[tuple[Name, ...], BeforeValidator(_names)]
Dates = Annotated[tuple[dt.date, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)]


class Headcount(Section):
    """How many people a team has from a date on."""

    from_: dt.date | None = Field(None, alias="from", description="first day")
    count: k.People = Field(description="people")
    source: str | None = None
    where: str | None = None
    note: str | None = None


Plan = Annotated[tuple[Headcount, ...], BeforeValidator(_plan), "number"]


class Team(Section):
    """People who serve (`at_once`), or who keep a book of customers (`book`)."""

    people: Plan = Field(description="headcount, or a dated plan of it")
    at_once: k.Seats | None = Field(None, description="accounts that one person works on at a time")
    book: k.Seats | None = Field(None, description="customers that one person looks after")
    working: k.Share | None = Field(None, description="share of the working time; 100 % if not given")


class Loss(Section):
    """Where losses of a stage go: back after nurture, to another stage, or away."""

    nurture: k.Rate | None = Field(None, description="share of losses that come back to this stage")
    after: k.Time | None = Field(None, description="time until they come back")
    to: Name | None = Field(None, description="stage to which the others jump; lost if not given")

    @model_validator(mode="before")
    @classmethod
    def _stage_alone(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Stage(Section):
    """A step of an account on its way, before the close or after it."""

    name: Name
    marks: Literal["mql", "sql", "sal", "won"] | None = Field(
        None, description="volume metric reached by passing"
    )
    decides: Literal["company", "buyer"] | None = Field(None, description="whose decision passing is")
    team: Names = Field((), max_length=2, description="teams that work on it, at most two")
    takes: k.Time = Field(description="time from the start of the work to the decision")
    patience: k.Time | None = Field(None, description="time after which an unserved account goes cold")
    passes: k.Rate | None = Field(
        None, description="share that passes on its first visit; 100 % if not given"
    )
    accuracy: k.Accuracy | None = Field(None, description="how well passing follows fit; 0 if not given")
    priority: int = Field(0, ge=-1_000, le=1_000, description="lower is served first")
    passes_to: Name | None = Field(None, description="next stage; the next in the list if not given")
    loses_to: Loss | None = Field(None, description="where losses go; lost if not given")


class Metered(Section):
    """Use that is billed each month: it starts small, grows to full, and swings."""

    start: k.Share | None = Field(
        None, description="share of units used in the first month; 100 % if not given"
    )
    full_after: k.Months | None = Field(None, description="months until all units are used; 0 if not given")
    swing: k.Swing | None = Field(None, description="standard deviation of the log of a month's use")


class Offer(Section):
    """What an account pays, and how long it is bound."""

    price: k.Price | None = Field(None, description="recurring price")
    licence: k.PriceOnce | None = Field(None, description="price paid once per unit")
    maintenance: k.Share | None = Field(None, description="share of the licence a year, for an owned licence")
    term: k.Period | None = Field(None, description="length of a contract; none: every month decides")
    notice: k.Ahead | None = Field(None, description="months before the end of a term")
    recurring_from: Literal["signing", "live"] | None = Field(
        None, description="when recurring revenue begins"
    )
    metered: Metered | None = Field(None, description="the price is billed on each month's use")

    @property
    def months(self) -> int:
        """Months from decision to decision."""
        return self.term.whole if self.term else 1

    @property
    def ahead(self) -> int:
        """Months of notice."""
        return self.notice.whole if self.notice else 0

    @property
    def recurs(self) -> bool:
        """Whether anything is paid again and again."""
        return self.price is not None or self.maintenance is not None


class Impact(Section):
    """Cycles from go-live on: did the account get the impact that it bought?"""

    every: k.Period = Field(description="length of a cycle")
    team: Name | None = Field(None, description="team that keeps the book of these customers")
    reached: k.Rate = Field(description="share of cycles with impact, after clean onboarding and attended")
    unattended: k.Share | None = Field(
        None, description="share where nobody found time; as `reached` if not given"
    )
    after_setback: k.Share | None = Field(
        None, description="share after a failed stage of onboarding; as `reached` if not given"
    )
    accuracy: k.Accuracy | None = Field(None, description="how well impact follows fit; 0 if not given")


class Renewal(Section):
    """The decision to stay, at each end of a term (each month without one)."""

    overall: k.Rate = Field(
        description="share of decisions to stay, all cycles attended: of an account's first decision with a "
        "term, of all its decisions in its first twelve months without one"
    )
    lift: k.Odds | None = Field(
        None, description="odds of staying with full impact against none; 1 if not given"
    )


class Expansion(Section):
    """Growth of customers with impact."""

    with_impact: k.Rate = Field(description="chance per cycle with impact")
    by: k.GrowthBy = Field(description="growth as a share of its units")


class Contraction(Section):
    """Shrinking of customers that stay without impact."""

    without_impact: k.Rate = Field(
        description="chance per decision to stay, without any impact since the last"
    )
    by: k.ShrinkBy = Field(description="cut as a share of its units")


class Referral(Section):
    """Customers with impact recommend us."""

    with_impact: k.Rate = Field(description="chance per cycle with impact")
    fit: k.Fit | None = Field(None, description="mean fit of those who are recommended; 0 if not given")


class Play(Section):
    """One way to win and keep customers: leads, stages, an offer, the life after the sale."""

    leads: k.LeadsAMonth | None = Field(None, description="leads a month")
    leads_on: Dates = Field((), max_length=100_000, description="leads on single dates")
    growth: k.LeadGrowth | None = Field(
        None, description="growth of leads from month to month; 0 if not given"
    )
    fit: k.Fit | None = Field(
        None, description="mean fit of its leads, in standard deviations; 0 if not given"
    )
    units: k.Size | None = Field(None, description="size of an account; 1 if not given")
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_names)] = Field(min_length=1, max_length=60)
    offer: Offer
    impact: Impact | None = None
    renewal: Renewal | None = None
    expansion: Expansion | None = None
    contraction: Contraction | None = None
    referral: Referral | None = None


class Company(Section):
    """A whole file, base and changes applied."""

    title: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=20_000)
    start: dt.date = Field(description="the first of a month")
    years: int = Field(ge=1, le=20, description="years with leads; a run-off follows")
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="three letters")
    team: dict[Name, Team] = Field(default_factory=dict, max_length=MOST_TEAMS)
    play: dict[Name, Play] = Field(min_length=1, max_length=20)


def numbers_of(part: object, path: str = "") -> Iterator[tuple[str, Number]]:
    """Every number of a company with its path; stages go by their names."""
    if isinstance(part, Number):
        yield path, part
    elif isinstance(part, Section):
        for name in type(part).model_fields:
            yield from numbers_of(getattr(part, name), f"{path}.{name}" if path else name)
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from numbers_of(inner, f"{path}.{name}")
    elif isinstance(part, tuple):
        for n, inner in enumerate(part):
            if isinstance(inner, Stage):
                yield from numbers_of(inner, f"{path}.{inner.name}")
            elif isinstance(inner, Headcount):
                yield from numbers_of(inner, path if inner.from_ is None else f"{path}[{n + 1}]")


def unwrapped(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type behind Optional and Annotated, and its metadata."""
    found: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            found += tuple(more)
            continue
        options = [a for a in get_args(annotation) if a is not type(None)]
        if type(None) in get_args(annotation) and len(options) == 1:
            annotation = options[0]
            continue
        return annotation, found


def type_at(path: tuple[str, ...]) -> tuple[Any, bool]:
    """The type at a path of keys (a stage goes by its name), and whether it is a number.

    Raises KeyError with the first key that does not exist.
    """
    here: Any = Company
    number = False
    for key in path:
        if number:
            raise KeyError(key)
        arguments = get_args(here)
        if get_origin(here) is dict:
            here, more = unwrapped(arguments[1])
        elif get_origin(here) is tuple:
            here, more = unwrapped(arguments[0])
        elif isinstance(here, type) and issubclass(here, Section) and key in keys_of(here):
            info = here.model_fields[key if key in here.model_fields else f"{key}_"]
            here, more = unwrapped(info.annotation)
            more += tuple(info.metadata)
        else:
            raise KeyError(key)
        number = here in (Number, int, float) or any(isinstance(m, Read) or m == "number" for m in more)
    return here, number


def keys_of(section: type[Section]) -> tuple[str, ...]:
    """The keys that a table may have."""
    return tuple(info.alias or name for name, info in section.model_fields.items())
