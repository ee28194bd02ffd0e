"""Which metrics, and which parts beside them, an answer was asked for, and what it says of the others."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.errors import did_you_mean
from simulator.ledger import Header
from simulator.metrics.definitions import METRICS, NAMES, OF_EACH, VARIANTS

# What there is beside the metrics, by the name of an answer's attribute.
PARTS = (
    *("monthly", "company", "cohorts", "bowtie", "stages", "rates"),
    *("worth", "exposure", "teams", "cycles", "motions", "targets", "wings"),
)
ALL_METRICS = "values"  # asks for all metrics, and for no part


class UnknownNameError(ValueError):
    """A name that is neither one of a metric nor of a part."""


class NotKeptError(AttributeError, ValueError):
    """A part that was not asked for, and so was not worked out."""


class Asked(NamedTuple):
    """`names`: those of metrics, in the order of printing. `parts`: of PARTS."""

    names: tuple[str, ...]
    parts: frozenset[str]


class Parts:
    """An answer of which only the parts that were asked for are there: the others are None when it is made,
    and say so to whoever reads them."""

    def __post_init__(self) -> None:
        for name in PARTS:
            if vars(self)[name] is None:
                del vars(self)[name]

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are there."""
        return tuple(name for name in PARTS if name in vars(self))

    if not TYPE_CHECKING:  # or no misspelt attribute would be found

        def __getattr__(self, name: str) -> Any:
            if name in PARTS:
                raise NotKeptError(not_kept(name))
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")


def not_kept(name: str) -> str:
    """What to do about a metric or a part that is missing."""
    return f"{name} was not asked for, so it is not known: name it, too, or leave `metrics` (`only`) out"


def names_of(header: Header) -> tuple[str, ...]:
    """All metrics that a ledger has, in the order of printing: of the company, of its teams and
    targets, all variants."""
    of_each = [
        f"{name}.{one}"
        for name in OF_EACH
        if (each := METRICS[name].each) is not None
        for one in each.there(header)
    ]
    variants = [f"{name}:{variant}" for name, some in VARIANTS.items() for variant in some]
    return (*NAMES, *of_each, *variants)


def meant(name: str, known: Collection[str]) -> str:
    """The metric of a name: that of a target where it is a target's name, and no metric's."""
    target = f"target.{name}"
    return target if name not in known and target in known else name


def asked(only: Collection[str] | None, headers: Sequence[Header]) -> list[Asked]:
    """What is to be worked out of each of some ledgers: all where `only` is None.

    A name may be one of a metric ("won", "cac:lagged", "wait_days.ae"), of one of teams or targets without
    its own (of all), of a part ("monthly"), or "values" (all metrics). One of a team has to be in some
    ledger. Raises UnknownNameError.
    """
    there = [names_of(header) for header in headers]
    if only is None:
        return [Asked(names, frozenset(PARTS)) for names in there]
    if isinstance(only, str):
        raise UnknownNameError(f"a list of names, such as [{only!r}], not one name")
    known = dict.fromkeys((*(name for names in there for name in names), *OF_EACH, ALL_METRICS, *PARTS))
    for name in only:
        if name not in known:
            raise UnknownNameError(f"{name!r} is neither a metric nor a part; {did_you_mean(name, known)}")
    whole = ALL_METRICS in only
    return [
        Asked(
            tuple(n for n in names if whole or n in only or n.partition(".")[0] in {*only} & {*OF_EACH}),
            frozenset(PARTS).intersection(only),
        )
        for names in there
    ]
