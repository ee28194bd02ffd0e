"""A number of a scenario: value or distribution, and its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from simulator.quantity import distributions as d
from simulator.quantity.forms import ADDRESS_WORDS, FORMS
from simulator.quantity.kind import PER_REPLICATION, Kind
from simulator.quantity.units import write

NOTES = ("source", "where", "note")


@dataclass(frozen=True)
class Number:
    """One number as a file states it.

    `known` holds the parameters of its form, `unknown` those of which only a range is given.
    """

    kind: Kind
    form: str
    known: tuple[tuple[str, Any], ...]
    varies: str
    unit: str
    unknown: tuple[tuple[str, "Number"], ...] = ()
    notes: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    path: str = field(default="", compare=False)  # where it stands in its company
    address: str = field(default="", compare=False)  # the same in words that no renaming changes
    curve: d.Curve = field(init=False, compare=False)  # with the best guess of what is unknown

    def __post_init__(self) -> None:
        best = {name: number.mean for name, number in self.unknown}
        object.__setattr__(self, "curve", self.curve_of(best))

    def bind(self, path: str, address: str) -> None:
        """Tell it, and what is unknown of it, where it stands: once, when its company is read."""
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "address", address)
        for name, inner in self.unknown:
            inner.bind(f"{path}.{name}", f"{address}.{ADDRESS_WORDS.get(name, name)}")

    def curve_of(self, unknown: Mapping[str, float]) -> d.Curve:
        """The curve for given values of the unknown parameters."""
        return FORMS[self.form].curve(self.kind, {**dict(self.known), **unknown})

    @property
    def mean(self) -> float:
        """The best guess."""
        return self.curve.mean

    @property
    def whole(self) -> int:
        """The value of a number that is always whole."""
        return round(self.mean)

    @property
    def certain(self) -> bool:
        """Whether it is one value."""
        return self.form == "value"

    @property
    def per_account(self) -> bool:
        """Whether it is variation: drawn for each account, not once per replication."""
        return self.varies != PER_REPLICATION

    def note(self, name: str) -> str:
        """Its source, where in the source, or a note; empty where the file says nothing."""
        return dict(self.notes).get(name, "")

    def noted(self, *notes: str | None) -> Self:
        """The same number with a source, its place and a note, where it has none of its own."""
        given = tuple((name, text) for name, text in zip(NOTES, notes, strict=True) if text)
        return replace(self, notes=given) if given and not self.notes else self

    def say(self, value: float) -> str:
        """A value of this kind in words."""
        return write(self.kind.units, value, self.unit)


def said(value: Any) -> Any:
    """A value as it is shown beside its path: a number in words, nothing where it is not one value."""
    if isinstance(value, Number):
        return value.say(value.mean) if value.certain else None
    return value
