"""The base type of tables of a scenario, names in them, and columns of the model for their numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints
from pydantic.fields import FieldInfo

from simulator.quantity.kind import PER_ACCOUNT, WITH_FIT, Kind
from simulator.quantity.number import Number
from simulator.quantity.parse import Read
from simulator.quantity.units import PriceUnits

NONE = -1  # no row: what refers to another list refers to nothing
NAME = r"^[A-Za-z][A-Za-z0-9_ -]{0,39}$"
Name = Annotated[str, StringConstraints(pattern=NAME)]

Told = str | Callable[[Any], str]  # a text, or what makes it of the table that the key stands in


@dataclass(frozen=True)
class Key:
    """What is declared of a key beside its type, its default and what it means."""

    address: str = ""  # its word in random addresses, where that is not the key itself
    column: str = ""  # of the model, to which its number goes
    absent: float | None = None  # what stands there where the file says nothing
    settled: bool = False  # whether it is a rate that a threshold is settled for
    cost: bool = False  # whether metrics that rest on cost are known once it is stated
    # Keys, or properties of its table, that it needs beside it or excludes, and what is said otherwise.
    needs: Mapping[str, str] = field(default_factory=dict)
    excludes: Mapping[str, str] = field(default_factory=dict)
    label: Told | None = None  # what stands before its line in `bowtie check`; None: its name
    says: Told = "{}"  # the line, with a place for the number


def key(
    default: Any = ...,
    description: str | None = None,
    *,
    address: str = "",
    column: str = "",
    otherwise: str = "",
    absent: float | None = None,
    settled: bool = False,
    cost: bool = False,
    needs: Mapping[str, str] | None = None,
    excludes: Mapping[str, str] | None = None,
    label: Told | None = None,
    says: Told | None = None,
    **described: Any,
) -> Any:
    """A key of a table: pydantic's `Field`, and what `Key` tells.

    A sentence without a label goes on with the line above it; without a sentence its number stands alone.
    A key that is renamed says its old word as its address: what is drawn for its numbers stays as it was.
    Where a file leaves it out, `otherwise` counts, and is told; `absent` is what the column holds then.
    It may need others beside it, or exclude them: `needs={"base or variable": "what is said without"}`.
    """
    if otherwise:
        description = f"{description}; {otherwise.replace('%', ' %')} if not given"
        absent = float(otherwise.removesuffix("%")) / (100.0 if otherwise.endswith("%") else 1.0)
    label = label if label is not None or says is None else ""
    found = Field(default, description=description, **described)
    found.metadata.append(
        Key(address, column, absent, settled, cost, needs or {}, excludes or {}, label, says or "{}")
    )
    return found


class Strict(BaseModel):
    """A table of a file: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Section(Strict):
    """A table of a company, which knows where it stands there.

    `path` is in keys and names of the file, `address` in words that no renaming changes.
    """

    _path: str = PrivateAttr("")
    _address: str = PrivateAttr("")

    @property
    def path(self) -> str:
        """Where it stands, in keys and names of the file; empty for the company."""
        return self._path

    @property
    def address(self) -> str:
        """Where it stands, in words of random addresses."""
        return self._address

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for one in declared(cls).values():
            for name in " or ".join((*one.needs, *one.excludes)).split(" or "):
                if name and name not in cls.model_fields and not hasattr(cls, name):
                    raise TypeError(f"{cls.__name__} has no {name}")

    def bind(self, path: str, address: str) -> None:
        """Tell it and all in it where they stand: once, when its company is read."""
        self._path, self._address = path, address
        words = address_words(type(self))
        for name, info in type(self).model_fields.items():
            bind(getattr(self, name), _joined(path, info.alias or name), _joined(address, words[name]))

    def entry(self, n: int, many: int) -> str:
        """What follows the path of a list of so many for its entry `n`, counted from 1."""
        return f"[{n}]"

    def address_entry(self, n: int, many: int) -> str:
        """The same in words of random addresses, by which entries of two files are told to be alike."""
        return self.entry(n, many)


def bind(part: object, path: str, address: str) -> None:
    """Tell every table and number of a part of a company where it stands; users' names are in both places."""
    if isinstance(part, Section | Number):
        part.bind(path, address)
    elif isinstance(part, dict):
        for name, inner in part.items():
            bind(inner, f"{path}.{name}", f"{address}.{name}")
    elif isinstance(part, tuple):
        sections = [one for one in part if isinstance(one, Section)]
        for n, one in enumerate(sections, start=1):
            place = (n, len(sections))
            one.bind(f"{path}{one.entry(*place)}", f"{address}{one.address_entry(*place)}")


def _joined(above: str, step: str) -> str:
    return f"{above}.{step}" if above else step


def keys_of(section: type[Strict]) -> tuple[str, ...]:
    """The keys that a table may have."""
    return tuple(info.alias or name for name, info in section.model_fields.items())


@cache
def declared(section: type[Section]) -> Mapping[str, Key]:
    """What is declared of each field, by its name."""
    return {
        name: next((mark for mark in info.metadata if isinstance(mark, Key)), Key())
        for name, info in section.model_fields.items()
    }


@cache
def address_words(section: type[Section]) -> Mapping[str, str]:
    """The word of each field in random addresses."""
    return {
        name: declared(section)[name].address or info.alias or name
        for name, info in section.model_fields.items()
    }


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


def is_number_type(kind: Any, marks: tuple[Any, ...]) -> bool:
    """Whether a type is that of a number that may be changed; a dated plan is one."""
    return kind in (Number, int, float) or any(isinstance(m, Read) or m == "number" for m in marks)


def states_number(info: FieldInfo) -> bool:
    """Whether a field is such a number."""
    kind, marks = unwrapped(info.annotation)
    return is_number_type(kind, (*marks, *info.metadata))


def kind_of(info: FieldInfo) -> Kind | None:
    """The kind of a field's number; None where it has none."""
    marks = (*unwrapped(info.annotation)[1], *info.metadata)
    return next((mark.kind for mark in marks if isinstance(mark, Read)), None)


class Column(NamedTuple):
    """A column of a list of the model: its type, what stands there where nothing is said, if it is a cost."""

    name: str
    type: str
    absent: float = 0.0
    cost: bool = False


def is_rate(kind: Kind) -> bool:
    """Whether numbers of a kind are rates of the model: one chance for all, or by account, or by fit."""
    return WITH_FIT in kind.varies


def is_curve(kind: Kind) -> bool:
    """Whether numbers of a kind are curves of the model: drawn for each account."""
    return PER_ACCOUNT in kind.varies and not is_rate(kind)


@cache
def columns_of(section: type[Section]) -> Mapping[str, Column]:
    """The column of each field that has one, by the name of the field."""
    found = {}
    for name, one in declared(section).items():
        kind = kind_of(section.model_fields[name])
        if not one.column or kind is None:
            continue
        if PER_ACCOUNT in kind.varies:  # a row of the rates or curves
            found[name] = Column(one.column, "i4", NONE)
        else:
            whole = kind.whole or isinstance(kind.units, PriceUnits)  # months, people, cents
            found[name] = Column(one.column, "i8" if whole else "f8", one.absent or 0.0, one.cost)
    return found
