"""The schema of a scenario: its tables, and the type of every key."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BeforeValidator, model_validator

from simulator.company.channel import OWN, Channel
from simulator.company.correlation import Correlation
from simulator.company.customer import Contraction, Expansion, Impact, Renewal
from simulator.company.dynamics import Learning, Move, Season, Shock
from simulator.company.loops import Champion, Market, Referral, Winback
from simulator.company.money import Measured, Money, Product
from simulator.company.need import Need
from simulator.company.offer import Offer, PriceRise
from simulator.company.section import Name, Section, is_number_type, key, keys_of, unwrapped
from simulator.company.stage import Stage, as_list
from simulator.company.target import Target
from simulator.company.team import MOST_TEAMS, Headcount, Team
from simulator.quantity import kinds as k
from simulator.quantity.kind import Kind
from simulator.quantity.number import Number
from simulator.quantity.parse import Read

MOST_ON_A_DATE = 1_024  # leads of a motion
_OWN = "of leads of its own: there are none, all come by channels; say it of these"

Dates = Annotated[tuple[dt.date, ...], BeforeValidator(lambda v: tuple(v) if isinstance(v, list) else v)]


class Motion(Section):
    """One way to win and keep customers: leads, stages, an offer, the life after the sale."""

    opens: dt.date | None = key(None, "first day; open from the start if not given")
    opens_at_arr: k.RevenueTrigger | None = key(
        None, "recurring revenue of the company a year at which it opens", column="opens_at_arr", absent=-1,
        label="opens", says="at the month end at which the company's ARR is {} or more", address="opens_at",
    )  # fmt: skip
    learning: Learning | None = key(None)
    leads: k.LeadsAMonth | None = key(None, "leads a month")
    growth: k.LeadGrowth | None = key(None, "growth of leads from month to month", otherwise="0")
    season: Season | None = key(None, "12 weights of leads, January first; all months alike if not given")
    leads_on: Dates = key((), "leads on single dates", max_length=100_000)
    fit: k.Fit | None = key(
        None, "mean fit of its leads, in standard deviations", otherwise="0",
        excludes={"has_channels_only": _OWN}, label="mean fit", says="{} standard deviations",
    )  # fmt: skip
    need: Need | None = key(None)
    channel: dict[Name, Channel] = key(
        description="ways by which leads come beside its own, by name: write [motion.NAME.channel.NAME]",
        default_factory=dict,
        max_length=20,
    )
    units: k.Size | None = key(
        None, "size of an account", otherwise="1", label="size", says="{}, in whole units"
    )
    market: Market | None = key(None)
    takes_from: dict[Name, k.Share] = key(
        description="share of the prospects of another motion that choose this one while it is open",
        default_factory=dict,
        max_length=20,
    )
    move: dict[Name, Move] = key(
        description="moves to other motions, by the name of the motion", default_factory=dict, max_length=20
    )
    lead_cost: k.Money | None = key(
        None, "cost of a lead", column="lead_cost", cost=True, otherwise="0",
        excludes={"has_channels_only": _OWN}, label="a lead costs",
    )  # fmt: skip
    launch_cost: k.Money | None = key(
        None, "cost of the day on which it opens", column="launch_cost", cost=True, otherwise="0",
        label="launch costs",
    )  # fmt: skip
    fixed_cost: k.Running | None = key(
        None, "cost of keeping it open", column="fixed_cost", cost=True, otherwise="0",
        address="standing_cost",
    )  # fmt: skip
    stage: Annotated[tuple[Stage, ...], BeforeValidator(as_list)] = key(
        ..., "its stages in their order: write [[motion.NAME.stage]]", min_length=1, max_length=60
    )
    offer: Offer = key(...)
    impact: Impact | None = key(None)
    renewal: Renewal | None = key(None)
    expansion: Expansion | None = key(None)
    contraction: Contraction | None = key(None)
    referral: Referral | None = key(None)
    champion: Champion | None = key(None)
    winback: Winback | None = key(None)

    @property
    def has_monthly_leads(self) -> bool:
        """Whether leads come month by month: they are stated, and may be more than none."""
        own = self.leads is not None and self.leads.curve.ends[1] > 0.0
        return own or any(channel.brings_any for channel in self.channel.values())

    @property
    def has_channels_only(self) -> bool:
        """Whether it has channels, and no leads of its own beside them."""
        return bool(self.channel) and self.leads is None and not self.leads_on

    @property
    def grows(self) -> bool:
        """Whether growth and season of leads have a meaning: so many come a month, by some way."""
        return self.leads is not None or any(channel.is_bought for channel in self.channel.values())

    @property
    def ways(self) -> dict[str, Channel | None]:
        """The ways by which its leads come, told apart where it has channels: its own, these, then those that
        customers bring."""
        if not self.channel:
            return {}
        own: dict[str, Channel | None] = {OWN: None} if self.leads is not None or self.leads_on else {}
        return own | self.channel | dict.fromkeys(self.brought_by)

    @property
    def has_leads(self) -> bool:
        """Whether leads of its own ever come, month by month or on single dates."""
        return self.has_monthly_leads or bool(self.leads_on)

    @property
    def loops(self) -> tuple[Referral | Champion | Winback, ...]:
        """What brings accounts beside its leads."""
        return tuple(one for one in (self.referral, self.champion, self.winback) if one is not None)

    @property
    def brought_by(self) -> list[str]:
        """The tables by which its customers bring leads; who is won back on the day comes as none."""
        anew = self.winback is not None and self.winback.enters is not None
        there = {
            "referral": self.referral is not None, "champion": self.champion is not None, "winback": anew
        }  # fmt: skip
        return [name for name, brings in there.items() if brings]

    @property
    def entries(self) -> list[str]:
        """Stages at which they come in, where those are named."""
        return [one.enters for one in self.loops if one.enters is not None]

    def decides(self, n: int) -> Literal["company", "buyer"]:
        """Who decides its n-th stage, from 0: as stated, else the company up to the one that marks sal."""
        qualified = [stage.marks for stage in self.stage].index("sal")
        return self.stage[n].decides or ("company" if n <= qualified else "buyer")

    def season_of(self, month: int) -> float:
        """Weight of a calendar month, 0 for January, on the leads; one in the mean."""
        return 12.0 * self.season[month % 12] / sum(self.season) if self.season else 1.0


class Opening(Section):
    """Customers and open deals of the first day, in tables beside the file."""

    customers: str | None = key(None, "a .csv or .parquet file", min_length=1, max_length=1_000)
    deals: str | None = key(None, "a .csv or .parquet file", min_length=1, max_length=1_000)
    pipeline: Literal["under way", "empty"] | None = key(
        None,
        "whether prospects are under way whom no table lists; if not given: with customers and no deals",
        excludes={"deals": "open deals are listed in deals: they are the pipeline; give one of the two"},
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
        ..., "ways to win and keep customers, by name: write [motion.NAME]",
        min_length=1, max_length=20, address="play",
    )  # fmt: skip
    correlation: dict[Name, Correlation] = key(
        description="numbers that are not known and go together: write [correlation.NAME]",
        default_factory=dict,
        max_length=100,
    )
    shock: dict[Name, Shock] = key(
        description="what befalls the whole company: write [shock.NAME]", default_factory=dict, max_length=20
    )
    opening: Opening | None = key(None)
    target: dict[Name, Target] = key(
        description="what the company wants to reach: write [target.NAME]", default_factory=dict,
        max_length=20,
    )  # fmt: skip

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
    here, marks = _at(path, within)
    return here, is_number_type(here, marks)


def kind_at(path: tuple[str, ...]) -> Kind | None:
    """The kind of the number at a path; None where it is a list or a bare figure. Raises KeyError."""
    return next((mark.kind for mark in _at(path)[1] if isinstance(mark, Read)), None)


def _at(path: tuple[str, ...], within: bool = False) -> tuple[Any, tuple[Any, ...]]:
    """The type at a path, and what is marked of it."""
    here: Any = Company
    more: tuple[Any, ...] = ()
    for step in path:
        if is_number_type(here, more) and not (within and get_origin(here) is tuple):
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
    return here, more
