"""The numbers of a company, each with its origin, and the sources behind them."""

from collections import Counter
from collections.abc import Sequence

from simulator.format import listed, many
from simulator.layout.page import Block, Heading, Page, Paragraph, Section, Verbatim
from simulator.layout.table import REST, Column, Table
from simulator.quantity.stated import stated
from simulator.scenario import Scenario
from simulator.scenario.sources import Origin, Register, origins

_LEGEND = (
    "A range holds 90 % of what is drawn; with a best guess it holds all. What differs is drawn for each "
    "account, the rest once for a run. Grade A: a survey's or an author's own publication; B: a "
    "compilation that names its sources; C: other sources, of which the digits are soft."
)
_UNTOLD = "not said"
_COLUMNS = (
    Column("number", room=44),
    Column("value", room=30),
    Column("origin", room=20),
    Column("where in it, and notes", room=REST),
)


def sources_of(scenario: Scenario) -> Page:
    """Where each number comes from, how many come from where, and the sources that are named."""
    found, register = origins(scenario.company), scenario.sources
    rows = tuple((o.path, stated(o.number), _origin(o), _words(o)) for o in found)
    return [
        [Paragraph(f"{scenario.path.name}: {scenario.title}")],
        [Table(_COLUMNS, rows, broad=True)],
        [Paragraph(_counted(found, register))],
        _register(found, register),
        [Paragraph(_LEGEND)],
    ]


def counted_by_origin(scenario: Scenario) -> str:
    """How many numbers come from sources of each grade, how many are assumed or say nothing; who is cited."""
    found, register = origins(scenario.company), scenario.sources
    authors = dict.fromkeys(register[o.source].author for o in found if o.source in register)
    return _counted(found, register) + (f" Cited: {listed(sorted(authors))}." if authors else "")


def _origin(origin: Origin) -> str:
    return origin.source or origin.own or _UNTOLD


def _words(origin: Origin) -> str:
    note = origin.note.removeprefix(origin.own).lstrip(":; ")
    return "; ".join(part for part in (origin.where, note) if part)


def _counted(found: Sequence[Origin], register: Register) -> str:
    grades = Counter(register[o.source].grade for o in found if o.source in register)
    strange = sum(o.source not in register for o in found if o.source)
    own = Counter(o.own for o in found if o.own)
    nothing = len(found) - grades.total() - strange - own.total()
    parts = [f"{count} from sources of grade {grade}" for grade, count in sorted(grades.items())]
    parts += [many(count, word) for word, count in sorted(own.items())]
    parts += [f"{strange} from sources that no register has"] if strange else []
    parts += [f"{nothing} of which the file says nothing"] if nothing else []
    return f"{many(len(found), 'number')}: {listed(parts)}."


def _register(found: Sequence[Origin], register: Register) -> Section:
    """The sources that are named, in order of their ids; an address stays on one line."""
    uses = Counter(o.source for o in found if o.source in register)
    blocks: list[Block] = [Heading("Sources")] if uses else []
    for source in sorted(uses):
        entry = register[source]
        title = f"{entry.author}: {entry.title}{f', {entry.year}' if entry.year else ''}"
        about = f"{entry.kind}, grade {entry.grade}; {many(uses[source], 'number')}"
        blocks += [Heading(f"{source} ({about})", 2), Paragraph(title, 4), Verbatim(entry.address, 4)]
    return blocks
