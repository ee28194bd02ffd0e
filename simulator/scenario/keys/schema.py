"""The schema of a scenario: its tables, and the type of every key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from simulator.scenario.keys.customers import Contraction, Expansion, Impact, Referral, Renewal
from simulator.scenario.keys.offer import Offer, PriceRise, Winback
from simulator.scenario.keys.people import MOST_TEAMS, Headcount, Team
from simulator.scenario.keys.section import NAME, Name, Section, key, keys_of, unwrapped
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

    nurture: k.Rate | None = key(
        None, column="nurture", description="share of losses that come back to this stage"
    )
    after: k.Time | None = key(None, column="nurture_after", description="time until they come back")
    to: Name | None = key(None, description="stage to which the others jump; lost if not given")

    @model_validator(mode="before")
    @classmethod
    def _stage_alone(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Stage(Section):
    """A step of an account on its way, before the close or after it."""

    name: Name = key(description="name of the stage, its own in the play")
    marks: Literal["mql", "sql", "sal", "won"] | None = key(
        None, description="volume metric reached by passing"
    )
    decides: Literal["company", "buyer"] | None = key(None, description="whose decision passing is")
    team: Names = key((), description="teams that work on it, at most two")
    takes: k.Time | None = key(None, description="time from the start of the work to the decision")
    trial: k.Trial | None = key(
        None,
        excludes={"takes": "a trial is the time that the stage takes: give one of the two"},
        description="days of a trial, in place of the time that it takes",
    )
    patience: k.Time | None = key(
        None,
        needs={"team": "nobody is waited for: the stage has no team"},
        column="patience",
        description="time after which an unserved account goes cold",
    )
    passes: k.Rate | None = key(
        None, settled=True, otherwise="100%", description="share that passes on its first visit"
    )
    accuracy: k.Accuracy | None = key(None, otherwise="0", description="how well passing follows fit")
    priority: int = key(
        0,
        needs={"team": "nobody is waited for: the stage has no team"},
        ge=-1_000,
        le=1_000,
        description="lower is served first",
    )
    passes_to: Name | None = key(None, description="next stage; the next in the list if not given")
    loses_to: Loss | None = key(None, description="where losses go; lost if not given")
    cost: k.Money | None = key(None, column="cost", otherwise="0", description="cost of each visit")
    free: k.Running | None = key(
        None, column="free", description="cost of an account that uses the product for nothing in this stage"
    )
    stays: k.Months | None = key(
        None,
        needs={"free": 'only with what it costs, such as free = "0.50 a month"'},
        column="stays",
        otherwise="0",
        description="months for which such an account goes on after it is lost",
    )

    def entry(self, n: int, many: int) -> str:
        return f".{self.name}"

    @property
    def lasts(self) -> Number:
        """The time from the start of the work to the decision."""
        time = self.takes or self.trial
        assert time is not None, "checked when the file was read"
        return time


class Play(Section):
    """One way to win and keep customers: leads, stages, an offer, the life after the sale."""

    leads: k.LeadsAMonth | None = key(None, description="leads a month")
    leads_on: Dates = key((), max_length=100_000, description="leads on single dates")
    growth: k.LeadGrowth | None = key(None, otherwise="0", description="growth of leads from month to month")
    season: Season | None = key(
        None, description="12 weights of leads, January first; all months alike if not given"
    )
    fit: k.Fit | None = key(None, otherwise="0", description="mean fit of its leads, in standard deviations")
    units: k.Size | None = key(None, otherwise="1", description="size of an account")
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_names)] = key(
        min_length=1, max_length=60, description="its stages in their order: write [[play.NAME.stage]]"
    )
    lead_cost: k.Money | None = key(None, column="lead_cost", otherwise="0", description="cost of a lead")
    launch_cost: k.Money | None = key(
        None, column="launch_cost", otherwise="0", description="cost of the day on which it opens"
    )
    standing_cost: k.Running | None = key(
        None, column="standing_cost", otherwise="0", description="cost of keeping it open"
    )
    offer: Offer = key()
    winback: Winback | None = key(None)
    impact: Impact | None = key(None)
    renewal: Renewal | None = key(None)
    expansion: Expansion | None = key(None)
    contraction: Contraction | None = key(None)
    referral: Referral | None = key(None)
    opens: dt.date | None = key(None, description="first day; open from the start if not given")
    opens_at: k.Threshold | None = key(
        None,
        absent=-1,
        column="opens_at",
        description="recurring revenue of the company a year at which it opens",
    )
    learning: Learning | None = key(None)
    takes_from: dict[Name, k.Share] = key(
        default_factory=dict,
        max_length=20,
        description="share of the prospects of another play that choose this one while it is open",
    )
    move: dict[Name, Move] = key(
        default_factory=dict, max_length=20, description="moves to other plays, by the name of the play"
    )

    def season_of(self, month: int) -> float:
        """Weight of a calendar month, 0 for January, on the leads; one in the mean."""
        return 12.0 * self.season[month % 12] / sum(self.season) if self.season else 1.0


class Opening(Section):
    """Customers and open deals of the first day, in tables beside the file."""

    customers: str | None = key(None, min_length=1, max_length=1_000, description="a .csv or .parquet file")
    deals: str | None = key(None, min_length=1, max_length=1_000, description="a .csv or .parquet file")


class Money(Section):
    """What the company has and needs, whatever it sells."""

    cash: k.Money | None = key(None, column="cash", otherwise="0", description="cash on the first day")
    standing_cost: k.Running | None = key(
        None, column="standing_cost", otherwise="0", description="cost of the company"
    )
    inflation: k.YearlyRate | None = key(
        None, column="inflation", otherwise="0", description="yearly rise of wages, but of no commission"
    )
    discount: k.YearlyRate | None = key(
        None,
        column="discount",
        otherwise="10%",
        description="yearly rate at which later money is worth less",
    )


class Measured(Section):
    """How the company measures: the length of a customer's life, and metrics by a variant's name."""

    model_config = ConfigDict(extra="allow")

    lifetime: k.Lifetime | None = key(
        None, column="lifetime", otherwise="60", description="months of a customer's life that are valued"
    )

    @property
    def variants(self) -> dict[str, Any]:
        """The variant of each metric that is defined in another way than usual."""
        return dict(self.__pydantic_extra__ or {})


class Product(Section):
    """What the product is to a buyer, however it is paid."""

    impact_value: k.Worth | None = key(
        None, column="impact_value", description="value of reached impact to the buyer"
    )
    effort: k.PriceOnce | None = key(
        None, column="effort", description="what the buyer puts in itself, at the signature"
    )


class Company(Section):
    """A whole file, base and changes applied."""

    title: str = key(min_length=1, max_length=200, description="what the company is called, in one line")
    description: str = key("", max_length=20_000, description="what the file says about itself")
    start: dt.date = key(description="the first of a month")
    years: int = key(ge=1, le=20, description="years with leads; a run-off follows")
    currency: str = key("EUR", pattern=r"^[A-Z]{3}$", description="three letters")
    money: Money = key(default_factory=lambda: Money.model_validate({}))
    measures: Measured = key(default_factory=lambda: Measured.model_validate({}))
    product: Product = key(default_factory=lambda: Product.model_validate({}))
    team: dict[Name, Team] = key(
        default_factory=dict, max_length=MOST_TEAMS, description="teams by name: write [team.NAME]"
    )
    play: dict[Name, Play] = key(
        min_length=1, max_length=20, description="ways to win and keep customers, by name: write [play.NAME]"
    )
    shock: dict[Name, Shock] = key(
        default_factory=dict, max_length=20, description="what befalls the whole company: write [shock.NAME]"
    )
    opening: Opening | None = key(None)

    @model_validator(mode="after")
    def _bound(self) -> Self:
        self.bind("", "")
        return self

    @property
    def end(self) -> dt.date:
        """The day after the last one with leads."""
        months = self.start.month - 1 + 12 * self.years
        return dt.date(min(self.start.year + months // 12, dt.MAXYEAR), months % 12 + 1, 1)


def numbers_of(part: object) -> Iterator[tuple[str, Number]]:
    """Every number of a company with its path; dated entries lend their notes."""
    if isinstance(part, Number):
        yield part.path, part
    elif isinstance(part, Section):
        lend = part.noted if isinstance(part, Headcount | PriceRise) else None
        for name in type(part).model_fields:
            for path, number in numbers_of(getattr(part, name)):
                yield path, lend(number) if lend else number
    elif isinstance(part, dict):
        for inner in part.values():
            yield from numbers_of(inner)
    elif isinstance(part, tuple):
        for inner in part:
            if isinstance(inner, Section):
                yield from numbers_of(inner)


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
    for step in path:
        if number and not (within and get_origin(here) is tuple):
            raise KeyError(step)
        arguments = get_args(here)
        if get_origin(here) is dict:
            here, more = unwrapped(arguments[1])
        elif get_origin(here) is tuple:
            here, more = unwrapped(arguments[0])
        elif isinstance(here, type) and issubclass(here, Section) and step in keys_of(here):
            info = here.model_fields[step if step in here.model_fields else f"{step}_"]
            here, more = unwrapped(info.annotation)
            more += tuple(info.metadata)
        else:
            raise KeyError(step)
        number = here in (Number, int, float) or any(isinstance(m, Read) or m == "number" for m in more)
    return here, number
