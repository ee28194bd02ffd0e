"""What a scenario file may say: its tables, and the type of every key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from simulator.model import MOST_TEAMS
from simulator.scenario.keys.customers import Contraction, Expansion, Impact, Referral, Renewal
from simulator.scenario.keys.offer import Offer, PriceRise, Winback
from simulator.scenario.keys.people import Headcount, Team
from simulator.scenario.keys.section import NAME, Name, Section, keys_of
from simulator.scenario.keys.turns import Learning, Move, Season, Shock
from simulator.scenario.numbers import kinds as k
from simulator.scenario.numbers.number import Number
from simulator.scenario.numbers.reading import Read

MOST_ON_A_DATE = 1_024  # leads of a play


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


_Two = Annotated[tuple[Name, ...], Field(max_length=2)]
Names = Annotated[_Two, BeforeValidator(_names, json_schema_input_type=Name | _Two)]
Dates = Annotated[tuple[dt.date, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)]


class Loss(Section):
    """Where losses of a stage go: back after nurture, to another stage, or away."""

    model_config = ConfigDict(json_schema_extra={"pattern": NAME})  # a text is the name of that stage

    nurture: k.Rate | None = Field(None, description="share of losses that come back to this stage")
    after: k.Time | None = Field(None, description="time until they come back")
    to: Name | None = Field(None, description="stage to which the others jump; lost if not given")

    @model_validator(mode="before")
    @classmethod
    def _stage_alone(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Stage(Section):
    """A step of an account on its way, before the close or after it."""

    name: Name = Field(description="name of the stage, its own in the play")
    marks: Literal["mql", "sql", "sal", "won"] | None = Field(
        None, description="volume metric reached by passing"
    )
    decides: Literal["company", "buyer"] | None = Field(None, description="whose decision passing is")
    team: Names = Field((), description="teams that work on it, at most two")
    takes: k.Time | None = Field(None, description="time from the start of the work to the decision")
    trial: k.Trial | None = Field(None, description="days of a trial, in place of the time that it takes")
    patience: k.Time | None = Field(None, description="time after which an unserved account goes cold")
    passes: k.Rate | None = Field(
        None, description="share that passes on its first visit; 100 % if not given"
    )
    accuracy: k.Accuracy | None = Field(None, description="how well passing follows fit; 0 if not given")
    priority: int = Field(0, ge=-1_000, le=1_000, description="lower is served first")
    passes_to: Name | None = Field(None, description="next stage; the next in the list if not given")
    loses_to: Loss | None = Field(None, description="where losses go; lost if not given")
    cost: k.Money | None = Field(None, description="cost of each visit; 0 if not given")
    free: k.Running | None = Field(
        None, description="cost of an account that uses the product for nothing in this stage"
    )
    stays: k.Months | None = Field(
        None, description="months for which such an account goes on after it is lost; 0 if not given"
    )

    @property
    def lasts(self) -> Number:
        """The time from the start of the work to the decision."""
        time = self.takes or self.trial
        assert time is not None, "checked when the file was read"
        return time


class Play(Section):
    """One way to win and keep customers: leads, stages, an offer, the life after the sale."""

    leads: k.LeadsAMonth | None = Field(None, description="leads a month")
    leads_on: Dates = Field((), max_length=100_000, description="leads on single dates")
    growth: k.LeadGrowth | None = Field(
        None, description="growth of leads from month to month; 0 if not given"
    )
    season: Season | None = Field(
        None, description="12 weights of leads, January first; all months alike if not given"
    )
    fit: k.Fit | None = Field(
        None, description="mean fit of its leads, in standard deviations; 0 if not given"
    )
    units: k.Size | None = Field(None, description="size of an account; 1 if not given")
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_names)] = Field(
        min_length=1, max_length=60, description="its stages in their order: write [[play.NAME.stage]]"
    )
    lead_cost: k.Money | None = Field(None, description="cost of a lead; 0 if not given")
    launch_cost: k.Money | None = Field(None, description="cost of the day on which it opens; 0 if not given")
    standing_cost: k.Running | None = Field(None, description="cost of keeping it open; 0 if not given")
    offer: Offer
    winback: Winback | None = None
    impact: Impact | None = None
    renewal: Renewal | None = None
    expansion: Expansion | None = None
    contraction: Contraction | None = None
    referral: Referral | None = None
    opens: dt.date | None = Field(None, description="first day; open from the start if not given")
    opens_at: k.Threshold | None = Field(
        None, description="recurring revenue of the company a year at which it opens"
    )
    learning: Learning | None = None
    takes_from: dict[Name, k.Share] = Field(
        default_factory=dict,
        max_length=20,
        description="share of the prospects of another play that choose this one while it is open",
    )
    move: dict[Name, Move] = Field(
        default_factory=dict, max_length=20, description="moves to other plays, by the name of the play"
    )

    def season_of(self, month: int) -> float:
        """Weight of a calendar month, 0 for January, on the leads; one in the mean."""
        return 12.0 * self.season[month % 12] / sum(self.season) if self.season else 1.0


class Opening(Section):
    """Customers and open deals of the first day, in tables beside the file."""

    customers: str | None = Field(None, min_length=1, max_length=1_000, description="a .csv or .parquet file")
    deals: str | None = Field(None, min_length=1, max_length=1_000, description="a .csv or .parquet file")


class Money(Section):
    """What the company has and needs, whatever it sells."""

    cash: k.Money | None = Field(None, description="cash on the first day; 0 if not given")
    standing_cost: k.Running | None = Field(None, description="cost of the company; 0 if not given")
    inflation: k.YearlyRate | None = Field(
        None, description="yearly rise of wages, but of no commission; 0 if not given"
    )
    discount: k.YearlyRate | None = Field(
        None, description="yearly rate at which later money is worth less; 10 % if not given"
    )


class Measured(Section):
    """How the company measures: the length of a customer's life, and metrics by a variant's name."""

    model_config = ConfigDict(extra="allow")

    lifetime: k.Lifetime | None = Field(
        None, description="months of a customer's life that are valued; 60 if not given"
    )

    @property
    def variants(self) -> dict[str, Any]:
        """The variant of each metric that is defined in another way than usual."""
        return dict(self.__pydantic_extra__ or {})


class Product(Section):
    """What the product is to a buyer, however it is paid."""

    impact_value: k.Worth | None = Field(None, description="value of reached impact to the buyer")
    effort: k.PriceOnce | None = Field(None, description="what the buyer puts in itself, at the signature")


class Company(Section):
    """A whole file, base and changes applied."""

    title: str = Field(min_length=1, max_length=200, description="what the company is called, in one line")
    description: str = Field("", max_length=20_000, description="what the file says about itself")
    start: dt.date = Field(description="the first of a month")
    years: int = Field(ge=1, le=20, description="years with leads; a run-off follows")
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="three letters")
    money: Money = Field(default_factory=lambda: Money.model_validate({}))
    measures: Measured = Field(default_factory=lambda: Measured.model_validate({}))
    product: Product = Field(default_factory=lambda: Product.model_validate({}))
    team: dict[Name, Team] = Field(
        default_factory=dict, max_length=MOST_TEAMS, description="teams by name: write [team.NAME]"
    )
    play: dict[Name, Play] = Field(
        min_length=1, max_length=20, description="ways to win and keep customers, by name: write [play.NAME]"
    )
    shock: dict[Name, Shock] = Field(
        default_factory=dict, max_length=20, description="what befalls the whole company: write [shock.NAME]"
    )
    opening: Opening | None = None

    @property
    def end(self) -> dt.date:
        """The day after the last one with leads."""
        months = self.start.month - 1 + 12 * self.years
        return dt.date(min(self.start.year + months // 12, dt.MAXYEAR), months % 12 + 1, 1)


def numbers_of(part: object, path: str = "") -> Iterator[tuple[str, Number]]:
    """Every number of a company with its path; stages go by their names, dated entries lend their notes."""
    if isinstance(part, Number):
        yield path, part
    elif isinstance(part, Section):
        for name, info in type(part).model_fields.items():
            key = info.alias or name
            yield from numbers_of(getattr(part, name), f"{path}.{key}" if path else key)
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from numbers_of(inner, f"{path}.{name}")
    elif isinstance(part, tuple):
        for n, inner in enumerate(part):
            if isinstance(inner, Stage):
                yield from numbers_of(inner, f"{path}.{inner.name}")
            elif isinstance(inner, Headcount | PriceRise):
                for place, number in numbers_of(inner, _of_entry(inner, n, len(part), path)):
                    yield place, inner.noted(number)


def _of_entry(entry: Headcount | PriceRise, n: int, many: int, path: str) -> str:
    """The path of an entry of a dated list; a headcount that is the only one goes by the list's."""
    if isinstance(entry, PriceRise):
        return f"{path}.{entry.from_}"
    return path if many == 1 and entry.from_ is None else f"{path}[{n + 1}]"


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


def is_number(path: tuple[str, ...]) -> bool | None:
    """Whether a number stands at a path; None where there is no such path."""
    try:
        return type_at(path)[1]
    except KeyError:
        return None


def type_at(path: tuple[str, ...], within: bool = False) -> tuple[Any, bool]:
    """The type at a path of keys (a stage goes by its name), and whether it is a number.

    A dated plan is one number; `within` looks at its entries, too. Raises KeyError with the first key
    that does not exist.
    """
    here: Any = Company
    number = False
    for key in path:
        if number and not (within and get_origin(here) is tuple):
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
