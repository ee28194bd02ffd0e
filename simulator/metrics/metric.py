"""The registry of metrics: what is said of one stands above the function that computes it, its definition
in the function's docstring."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, NamedTuple

from numpy.typing import NDArray

from simulator.ledger import Header
from simulator.metrics.reading import Reading
from simulator.numerics.jit import Flags

Unit = Literal["accounts", "share", "days", "months", "times", "money", "money a year", "money a day"]


class Definition(NamedTuple):
    """`label`: a few words for a table."""

    unit: Unit
    label: str
    text: str


# Sentences that many definitions share.
RUN_OFF = "After the horizon no new leads come, and headcount and the fullness of books stay as they were."
UNSTATED = "Undefined where the scenario states no cost."
SIGNED_USE = "Of metered use counts what the model expects of its first twelve months."
TRUE = "The true value, which only a simulator knows: "


class Better(Enum):
    """Which way a metric is better by itself. A busy team is neither: NEITHER has to be said, too."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


MORE, LESS, NEITHER = Better


class Group(Enum):
    """A heading over metrics, in the order of printing: in a table, and on the page of all metrics."""

    TARGETS = "targets", "What is to be reached"
    ACQUIRE = "acquire", "Winning customers"
    REVENUE = "revenue", "Revenue"
    CUSTOMERS = "customers", "Customers, and what they are worth"
    MONEY = "money", "Cash"
    RISK = "risk", "Risk"
    CAPACITY = "capacity", "People, by team"
    CHANNELS = "channels", "Channels, by motion and channel"

    def __init__(self, heading: str, title: str) -> None:
        self.heading, self.title = heading, title


TARGETS, ACQUIRE, REVENUE, CUSTOMERS, MONEY, RISK, CAPACITY, CHANNELS = Group


class Unlike(NamedTuple):
    """Two companies between which a metric ranks nothing: their offers differ in a column. `noise`: columns
    of which none may be above 0 in either, or what the metric tells is noise between two alike, too."""

    column: str
    other: str  # in words: an offer unlike a usual one
    why: str
    noise: tuple[str, ...] = ()

    def are(self, one: Header, other: Header) -> bool:
        """Whether the motions of two companies are of different kinds."""
        return set(one.offer[self.column].tolist()) != set(other.offer[self.column].tolist())

    def noise_in(self, header: Header) -> bool:
        """Whether a company has a motion that ranks with none."""
        return any(bool((header.offer[name] > 0.0).any()) for name in self.noise)


OWNED = Unlike("owned", "a licence that is owned", "recurring revenue does not rank a licence that is owned")
METERED = Unlike(
    "metered", "use that is metered, nor within it where it ramps up or swings",
    "use ramps up and swings: what falls need not be lost, nor what rises be won",
    noise=("use_swing", "use_ramp"),
)  # fmt: skip
TERM = Unlike(
    "term", "a contract of another term", "they decide to stay at different times, so the rates are not alike"
)

COHORT = "true cohort value"  # beside a formula

Compute = Callable[[Reading], float]
ComputeOfEach = Callable[[Reading, int], float]
ByMonth = Callable[[Reading], NDArray[Any]]


class Each(NamedTuple):
    """What there is a metric of each of, such as teams. `there`: the places of those that a company has, by
    name; `word`: stands for any of their names."""

    word: str
    there: Callable[[Header], Mapping[str, int]]


SERVING = Each("TEAM", lambda header: _teams(header, header.serves))  # teams that have seats
KEEPING = Each("TEAM", lambda header: _teams(header, header.books))  # teams that keep a book
WAYS = Each("MOTION.CHANNEL", lambda header: {name: n for n, name in enumerate(header.channels)})
WANTED = Each("NAME", lambda header: {target.name: n for n, target in enumerate(header.targets)})


def _teams(header: Header, these: Flags) -> dict[str, int]:
    return {name: n for n, name in enumerate(header.teams) if these[n]}


class Variant(NamedTuple):
    """One way in which a metric is counted."""

    meaning: Definition
    compute: Callable[..., float]  # of a reading; and of a place, where the metric is one of each
    true: str = ""  # the words for it beside a formula, where it is what only a simulator knows
    steady: bool = False  # no noise where the metric's usual variant is


@dataclass(frozen=True, eq=False)
class Metric:
    """A metric: called with a reading, it gives what stands under its plain name."""

    name: str
    variants: dict[str, Variant]  # the usual one first; "" alone where there is one way to count it
    group: Group
    better: Better
    unranked_if: tuple[Unlike, ...] = ()
    unranked_from_0: str = ""  # why values that are not above 0 rank nothing; empty: they do
    beside: bool = False  # shows another length of life: not where scenarios stand side by side
    yes_or_no: bool = False  # in each replication: over many there are odds, and no quantiles
    each: Each | None = None  # of what it is one of each; None: it is one of the company

    def __call__(self, of: Reading) -> float:
        """By the variant that the scenario chose, else by the usual one."""
        return self.variants[of.chosen.get(self.name, self.usual)].compute(of)

    def of_one(self, of: Reading, place: int) -> float:
        """Of one of those that it is a metric of each of."""
        return self.variants[""].compute(of, place)

    def by_month(self, *, motions: bool = False) -> Callable[[ByMonth], ByMonth]:
        """Declare what it is at each month's end, above the function that works it out, shape (months,); of
        each of the `motions`, which add up to it, shape (months, motions). The last is the metric itself."""

        def declared(compute: ByMonth) -> ByMonth:
            BY_MONTH[self.name] = Monthly(compute, motions)
            return compute

        return declared

    @property
    def usual(self) -> str:
        """The variant that stands under the plain name where nothing else is chosen."""
        return next(iter(self.variants))

    @property
    def meaning(self) -> Definition:
        """What the plain name usually means."""
        return self.variants[self.usual].meaning

    def variant(
        self,
        name: str,
        *,
        label: str,
        definition: str = "",
        also: str = "",
        true: str = "",
        steady: bool = False,
    ) -> Callable[[Compute], Compute]:
        """Declare another way to count it, above the function that does."""

        def declared(compute: Compute) -> Compute:
            meaning = Definition(self.meaning.unit, label, definition or _defined(compute, also))
            self.variants[name] = Variant(meaning, compute, true, steady)
            return compute

        return declared

    def cohort(self, *, label: str) -> Callable[[Compute], Compute]:
        """Declare its true value, which is of all accounts born before the horizon; the function's docstring
        goes on after a colon."""

        def declared(compute: Compute) -> Compute:
            text = TRUE + _defined(compute, f"{UNSTATED} {RUN_OFF}")
            return self.variant("cohort", label=label, definition=text, true=COHORT)(compute)

        return declared

    def why_unranked(self, one: Header, other: Header, variant: str = "") -> str:
        """Why neither more nor less of it, or of a variant, is better between two companies; empty where one
        is."""
        if self.better is NEITHER:
            return "neither more nor less of it is better by itself"
        pair = (one, other)
        ways = [self.variants[variant or dict(of.measures).get(self.name, self.usual)] for of in pair]
        noisy = [of for of, way in zip(pair, ways, strict=True) if not way.steady]
        for kind in self.unranked_if:
            if kind.are(one, other) or any(kind.noise_in(of) for of in noisy):
                return kind.why
        return ""


class Monthly(NamedTuple):
    """What a metric is at each month's end, by motion or of the company."""

    compute: ByMonth
    motions: bool


REGISTRY: dict[str, Metric] = {}  # in the order in which they are declared
BY_MONTH: dict[str, Monthly] = {}  # of those that are known then


def metric(
    name: str,
    variant: str = "",
    *,
    unit: Unit,
    label: str,
    group: Group,
    better: Better,
    definition: str = "",
    also: str = "",
    unranked_if: Unlike | tuple[Unlike, ...] = (),
    unranked_from_0: str = "",
    beside: bool = False,
    yes_or_no: bool = False,
) -> Callable[[Compute], Metric]:
    """Declare the metric that a function computes; of several ways to count it the usual one.

    Its definition is the function's docstring, and `also`, a sentence that many share; or `definition`.
    """

    def declared(compute: Compute) -> Metric:
        meaning = Definition(unit, label, definition or _defined(compute, also))
        usual = {variant: Variant(meaning, compute)}
        unlike = (unranked_if,) if isinstance(unranked_if, Unlike) else unranked_if
        return _registered(Metric(name, usual, group, better, unlike, unranked_from_0, beside, yes_or_no))

    return declared


def metric_of_each(
    each: Each, name: str, *, unit: Unit, label: str, group: Group, better: Better, yes_or_no: bool = False
) -> Callable[[ComputeOfEach], Metric]:
    """Declare a metric of each team, or of each target; {} in the label stands for its name."""

    def declared(compute: ComputeOfEach) -> Metric:
        usual = {"": Variant(Definition(unit, label, _defined(compute)), compute)}
        return _registered(Metric(name, usual, group, better, yes_or_no=yes_or_no, each=each))

    return declared


def value(of: Reading, name: str) -> float:
    """A metric by its name in `Measures.values`."""
    plain, _, variant = name.partition(":")
    if variant:
        return REGISTRY[plain].variants[variant].compute(of)
    family, _, one = plain.partition(".")
    each = REGISTRY[family].each
    return REGISTRY[family].of_one(of, each.there(of.header)[one]) if each else REGISTRY[family](of)


def _defined(compute: Callable[..., float], also: str = "") -> str:
    """The definition of what a function computes: its docstring, and what many definitions share."""
    if not compute.__doc__:
        raise ValueError(f"{compute.__name__}: no definition, which is to be its docstring")
    return " ".join([*compute.__doc__.split(), *also.split()])


def _registered(made: Metric) -> Metric:
    if made.name in REGISTRY:
        raise ValueError(f"two metrics {made.name!r}")
    REGISTRY[made.name] = made
    return made
