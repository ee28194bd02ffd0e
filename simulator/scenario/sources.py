"""Read registers of sources, to which numbers refer by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from simulator.company.schema import Company, numbers_of
from simulator.company.section import Strict, keys_of
from simulator.errors import Few, Problem, ScenarioError, collected, did_you_mean, nearest
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value
from simulator.read_file import lies_by
from simulator.scenario.files import tables_of
from simulator.scenario.validate.tables import plainly
from simulator.scenario_library import REGISTER, folder

_OWN = ("assumption", "decision")  # how the note of a number begins that nobody published

OWN_NOTE = "own note"  # of a number that says by itself where it comes from

_Text = Annotated[str, Field(min_length=1, max_length=1_000)]


class Source(Strict):
    """Somebody's publication, or a company's own records."""

    author: _Text = Field(description="who says so")
    title: _Text = Field(description="what it is called")
    year: int | None = Field(None, ge=1800, le=2200, description="when it was published, where that is known")
    address: _Text = Field(description="where it can be read: a web address, or a place in your own house")
    kind: Literal["survey", "guide", "compilation", "model", "records"] = Field(
        description="survey, guide (an author's own experience), compilation (quotes others), model "
        "(a theory) or records (your own)"
    )
    grade: Literal["A", "B", "C"] = Field(
        description="A (an author's own figures), B (a compilation that names its sources) or C (the rest)"
    )


Register = Mapping[str, Source]
_REGISTER = TypeAdapter(dict[str, Source])


def read_register(file: Path) -> Register:
    """The sources of a register by their ids. Raises ScenarioError with every problem."""
    tree = tables_of(file)
    try:
        return _REGISTER.validate_python(tree)
    except ValidationError as error:
        found = error.errors(include_url=False)
        few = Few()
        for one in found:
            if few.wants(one["type"]):
                few.tell(one["type"], _problem(str(file), one))
        raise ScenarioError(dict.fromkeys(few.problems)) from None


def _problem(file: str, error: Mapping[str, Any]) -> Problem:
    source, *inside = (str(step) for step in error["loc"])
    path = ".".join((source, *inside))
    kind, known = error["type"], keys_of(Source)
    if kind == "missing":
        return Problem(file, path, "", f"missing: {Source.model_fields[inside[-1]].description}")
    if kind == "extra_forbidden":
        return Problem(
            file, path, plain_value(error["input"]), f"unknown key; {did_you_mean(inside[-1], known)}"
        )
    right = "a table: write [ID] above its keys" if not inside else plainly(kind, error.get("ctx", {}), ())
    return Problem(file, path, plain_value(error["input"]), right)


def registers_beside(file: Path, base: Path | None = None) -> Register:
    """The register of this product, over it that beside a file's base, over that the one beside the file.

    Of one that lies neither beside the file nor below, as of a base, nothing is told but that it is wrong.
    Raises ScenarioError with every problem of any.
    """
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    beside = (one.parent.resolve() for one in (base, file) if one is not None)
    for register in (place / REGISTER for place in dict.fromkeys((folder().resolve(), *beside))):
        with collected(problems):
            try:
                found |= read_register(register) if register.is_file() else {}
            except ScenarioError:
                if lies_by(file, register):
                    raise
                text = (
                    "it is no register of sources: `bowtie check` of a company that lies beside it says why"
                )
                raise ScenarioError([Problem(str(register), "", "", text)]) from None
    if problems:
        raise ScenarioError(problems)
    return found


@dataclass(frozen=True)
class Origin:
    """A number of a company, and what its file says of where it comes from."""

    path: str
    number: Number
    source: str  # an id, empty where none is named
    where: str
    note: str

    @property
    def own(self) -> str:
        """What a number without a source is: an assumption, a decision, or one of which a note says
        otherwise where it comes from, as "our CRM"; empty where the file says nothing."""
        if self.source or not self.note.strip():
            return ""
        return next((word for word in _OWN if self.note.startswith(word)), OWN_NOTE)


def origins(company: Company) -> list[Origin]:
    """Where each number comes from, in the order of the file's tables.

    What is not known of a distribution has a line of its own where it names a source of its own.
    """
    found = []
    for path, number in numbers_of(company):
        inner = [(part.path, part) for _, part in number.unknown if part.notes]
        for place, part in [(path, number), *inner]:
            found.append(Origin(place, part, *(part.note(name) for name in ("source", "where", "note"))))
    return found


def unregistered(found: Iterable[Origin], register: Register) -> list[str]:
    """A sentence for each id that is named and is in no register."""
    places: dict[str, list[str]] = {}
    for origin in found:
        if origin.source and origin.source not in register:
            places.setdefault(origin.source, []).append(origin.path)
    sentences = []
    for source, paths in places.items():
        near = nearest(source, register)
        help_ = f"did you mean {near}?" if near else f"describe it in a {REGISTER} beside this file"
        more = f", and {len(paths) - 1} more" if len(paths) > 1 else ""
        sentences.append(f'{paths[0]}{more}: no register of sources has "{source}"; {help_}')
    return sentences
