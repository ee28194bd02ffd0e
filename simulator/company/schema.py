"""The schema of a scenario: its tables, and the type of every key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from simulator.company.customer import Contraction, Expansion, Impact, Referral, Renewal
from simulator.company.dynamics import Learning, Move, Season, Shock
from simulator.company.offer import Offer, PriceRise, Winback
from simulator.company.section import NAME, Name, Section, key, keys_of, unwrapped
from simulator.company.team import MOST_TEAMS, Headcount, Team
from simulator.quantity import kinds as k
from simulator.quantity.number import Number
from simulator.quantity.parse import Read

MOST_ON_A_DATE = 1_024  # leads of a motion


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


_Two = Annotated[tuple[Name, ...], Field(max_length=2)]
Names = Annotated[_Two, BeforeValidator(_names, json_schema_input_type=Name | _Two)]
Dates = Annotated[tuple[dt.date, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)]


class Loss(Section):
    """Where losses of a stage go: back after nurture, to another stage, or away."""

    model_config = ConfigDict(json_schema_extra={"pattern": NAME})  # a text is the name of that stage

    nurture: k.Rate | None = key(
        None,
        "share of losses that come back to this stage",
        column="nurture",
        label="losses",
        says="{} of them come back",
    )
    after: k.Time | None = key(None, "time until they come back", column="nurture_after", says="after {}")
    to: Name | None = key(None, "stage to which the others jump; lost if not given")

    @model_validator(mode="before")
    @classmethod
    def _stage_alone(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


class Stage(Section):
    """A step of an account on its way, before the close or after it."""

    name: Name = key(..., "name of the stage, its own in the motion")
    marks: Literal["mql", "sql", "sal", "won"] | None = key(None, "volume metric reached by passing")
    decides: Literal["company", "buyer"] | None = key(None, "whose decision passing is")
    team: Names = key((), "teams that work on it, at most two")
    max_wait: k.Time | None = key(
        None,
        "the longest wait for a person; then the account is lost, unworked",
        column="max_wait",
        needs={"team": "nobody is waited for: the stage has no team"},
        label="waits",
        says="at most {}, then goes cold",
        address="patience",
    )
    takes: k.Time | None = key(None, "time from the start of the work to the decision")
    trial: k.Trial | None = key(
        None,
        "days of a trial, in place of the time that it takes",
        excludes={"takes": "a trial is the time that the stage takes: give one of the two"},
        label="trial",
        says="of {}",
    )
    cost: k.Money | None = key(
        None, "cost of each visit", column="cost", otherwise="0", label="costs", says="{} a visit"
    )
    free_user_cost: k.Running | None = key(
        None,
        "cost of an account that uses the product for nothing in this stage",
        column="free_user_cost",
        label="free_user_cost",
        says="{} for an account that uses the product for nothing",
        address="free",
    )
    free_user_stays: k.Months | None = key(
        None,
        "months for which such an account goes on after it is lost",
        column="free_user_stays",
        otherwise="0",
        needs={"free_user_cost": 'only with what it costs, such as free = "0.50 a month"'},
        label="free_user_stays",
        says="{} longer, for nothing, after it is lost here",
        address="stays",
    )
    passes: k.Rate | None = key(None, "share that passes on its first visit", otherwise="100%", settled=True)
    fit_correlation: k.FitCorrelation | None = key(
        None,
        "how well passing follows fit",
        otherwise="0",
        label="fit_correlation",
        says="{} (how well passing follows fit)",
        address="accuracy",
    )
    priority: int = key(
        0,
        "lower is served first",
        needs={"team": "nobody is waited for: the stage has no team"},
        ge=-1_000,
        le=1_000,
    )
    passes_to: Name | None = key(None, "next stage; the next in the list if not given")
    loses_to: Loss | None = key(None, "where losses go; lost if not given")

    def entry(self, n: int, many: int) -> str:
        return f".{self.name}"

    @property
    def lasts(self) -> Number:
        """The time from the start of the work to the decision."""
        time = self.takes or self.trial
        assert time is not None, "checked when the file was read"
        return time


class Motion(Section):
    """One way to win and keep customers: leads, stages, an offer, the life after the sale."""

    opens: dt.date | None = key(None, "first day; open from the start if not given")
    opens_at_arr: k.RevenueTrigger | None = key(
        None,
        "recurring revenue of the company a year at which it opens",
        column="opens_at_arr",
        absent=-1,
        label="opens",
        says="at the month end at which the company's ARR is {} or more",
        address="opens_at",
    )
    learning: Learning | None = key(None)
    leads: k.LeadsAMonth | None = key(None, "leads a month")
    growth: k.LeadGrowth | None = key(None, "growth of leads from month to month", otherwise="0")
    season: Season | None = key(None, "12 weights of leads, January first; all months alike if not given")
    leads_on: Dates = key((), "leads on single dates", max_length=100_000)
    fit: k.Fit | None = key(
        None,
        "mean fit of its leads, in standard deviations",
        otherwise="0",
        label="mean fit",
        says="{} standard deviations",
    )
    units: k.Size | None = key(
        None, "size of an account", otherwise="1", label="size", says="{}, in whole units"
    )
    takes_from: dict[Name, k.Share] = key(
        description="share of the prospects of another motion that choose this one while it is open",
        default_factory=dict,
        max_length=20,
    )
    move: dict[Name, Move] = key(
        description="moves to other motions, by the name of the motion", default_factory=dict, max_length=20
    )
    lead_cost: k.Money | None = key(
        None, "cost of a lead", column="lead_cost", otherwise="0", label="a lead costs"
    )
    launch_cost: k.Money | None = key(
        None, "cost of the day on which it opens", column="launch_cost", otherwise="0", label="launch costs"
    )
    fixed_cost: k.Running | None = key(
        None, "cost of keeping it open", column="fixed_cost", otherwise="0", address="standing_cost"
    )
    stage: Annotated[tuple[Stage, ...], BeforeValidator(_names)] = key(
        ..., "its stages in their order: write [[motion.NAME.stage]]", min_length=1, max_length=60
    )
    offer: Offer = key(...)
    impact: Impact | None = key(None)
    renewal: Renewal | None = key(None)
    expansion: Expansion | None = key(None)
    contraction: Contraction | None = key(None)
    referral: Referral | None = key(None)
    winback: Winback | None = key(None)

    def season_of(self, month: int) -> float:
        """Weight of a calendar month, 0 for January, on the leads; one in the mean."""
        return 12.0 * self.season[month % 12] / sum(self.season) if self.season else 1.0


class Opening(Section):
    """Customers and open deals of the first day, in tables beside the file."""

    customers: str | None = key(None, "a .csv or .parquet file", min_length=1, max_length=1_000)
    deals: str | None = key(None, "a .csv or .parquet file", min_length=1, max_length=1_000)


class Money(Section):
    """What the company has and needs, whatever it sells."""

    cash: k.Money | None = key(
        None, "cash on the first day", column="cash", otherwise="0", label="cash", says="{} on the first day"
    )
    fixed_cost: k.Running | None = key(
        None, "cost of the company", column="fixed_cost", otherwise="0", address="standing_cost"
    )
    inflation: k.YearlyRate | None = key(
        None,
        "yearly rise of wages, but of no commission",
        column="inflation",
        otherwise="0",
        label="pay rises",
        says="by {}",
    )
    discount: k.YearlyRate | None = key(
        None,
        "yearly rate at which later money is worth less",
        column="discount",
        otherwise="10%",
        label="discount",
        says="{}: so much less is later money worth",
    )


class Measured(Section):
    """How the company measures: the length of a customer's life, and metrics by a variant's name."""

    model_config = ConfigDict(extra="allow")

    lifetime: k.Lifetime | None = key(
        None, "months of a customer's life that are valued", column="lifetime", otherwise="60"
    )

    @property
    def variants(self) -> dict[str, Any]:
        """The variant of each metric that is defined in another way than usual."""
        return dict(self.__pydantic_extra__ or {})


class Product(Section):
    """What the product is to a buyer, however it is paid."""

    impact_value: k.Worth | None = key(
        None,
        "value of reached impact to the buyer",
        column="impact_value",
        label="impact",
        says="worth {} to the buyer while it is reached",
    )
    effort: k.PriceOnce | None = key(
        None,
        "what the buyer puts in itself, at the signature",
        column="effort",
        label="effort",
        says="a buyer puts in {} itself at the signature",
    )


class Company(Section):
    """A whole file, base and changes applied."""

    title: str = key(..., "what the company is called, in one line", min_length=1, max_length=200)
    description: str = key("", "what the file says about itself", max_length=20_000)
    start: dt.date = key(..., "the first of a month")
    years: int = key(..., "years with leads; a run-off follows", ge=1, le=20)
    currency: str = key("EUR", "three letters", pattern=r"^[A-Z]{3}$")
    money: Money = key(default_factory=lambda: Money.model_validate({}))
    measures: Measured = key(default_factory=lambda: Measured.model_validate({}))
    product: Product = key(default_factory=lambda: Product.model_validate({}))
    team: dict[Name, Team] = key(
        description="teams by name: write [team.NAME]", default_factory=dict, max_length=MOST_TEAMS
    )
    motion: dict[Name, Motion] = key(
        ...,
        "ways to win and keep customers, by name: write [motion.NAME]",
        min_length=1,
        max_length=20,
        address="play",
    )
    shock: dict[Name, Shock] = key(
        description="what befalls the whole company: write [shock.NAME]", default_factory=dict, max_length=20
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
