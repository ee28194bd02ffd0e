"""Read the accounts of the first day, and check them row by row."""

import datetime as dt
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from simulator.company.schema import Company, Motion
from simulator.company.stage_graph import close_of
from simulator.errors import Few, Problem, ScenarioError, did_you_mean
from simulator.numerics.jit import Rows
from simulator.quantity.parse import plain_value
from simulator.read_file import UnreadableError, lies_by
from simulator.scenario.opening import parse_cell as cell
from simulator.scenario.opening.table_file import Table, other_mark, read_table

_KIND = re.compile(r"^[^:;\d]+")  # what all problems of a kind begin with
_MOST_COLUMNS = 50  # of which more than a few are unknown
_MOST_BAD = 10_000  # rows that are wrong, before the rest is not looked at
_OLDEST = 100  # years before the start

Tree = dict[str, Any]  # of a scenario file
Row = dict[str, Any]  # of a table: values that can be read, by column
Names = tuple[str, str, dict[str, int]]  # of a file: what a line of it is called, its name, lines by name


# Motions and stages by their places in the company, from 0; money in cents a year.
CUSTOMER = np.dtype(
    [("motion", "i4"), ("units", "i8"), ("arr", "i8"), ("signed", "M8[D]"), ("live", "M8[D]")]
)  # billed units; of who is not live yet no date
DEAL = np.dtype(  # product units; a probability below 0: none is given, nor a day
    [
        ("motion", "i4"), ("stage", "i4"), ("units", "i8"), ("since", "M8[D]"),
        ("probability", "f8"), ("close", "M8[D]"),
    ]
)  # fmt: skip
_DAY_ONE = dt.date(1970, 1, 1).toordinal()  # of numpy's dates
NOT_YET = np.iinfo(np.int64).min  # of numpy's dates: none


@dataclass(frozen=True, eq=False)
class OpeningAccounts:
    """All who are there on the first day: customers, then open deals, in the order of the files."""

    customers: Rows = field(default_factory=lambda: np.zeros(0, CUSTOMER))
    deals: Rows = field(default_factory=lambda: np.zeros(0, DEAL))
    names: Sequence[str] = ()  # of all

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, OpeningAccounts) or list(self.names) != list(other.names):
            return False
        mine, others = (self.customers, self.deals), (other.customers, other.deals)
        return all(one.tobytes() == two.tobytes() for one, two in zip(mine, others, strict=True))


def located(file: Path, tables: Tree) -> Tree:
    """The tables of a file, with the names of its opening tables seen from where it lies."""
    opening = tables.get("opening")
    if not isinstance(opening, dict):
        return tables
    found = {
        key: str(file.parent / name) if key in ("customers", "deals") and _is_name(name) else name
        for key, name in opening.items()
    }
    return {**tables, "opening": found}


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value not in ("", "none")


def rests_on(company: Company) -> tuple[object, ...]:
    """All of a company that its accounts of the first day are read and checked by."""
    if company.opening is None:
        return ()
    motions = (
        (
            name,
            [stage.name for stage in motion.stage],
            close_of(motion.stage),
            motion.opens,
            motion.opens_at_arr is None,
            motion.offer.recurs,
            motion.offer.licence is None,
        )
        for name, motion in company.motion.items()
    )
    return (company.opening, company.start, *motions)


def opening_accounts(file: Path, company: Company, kept: dict[Path, bytes]) -> OpeningAccounts:
    """The customers and deals that a company's file names; what was read is kept.

    Raises ScenarioError with the first bad rows of each kind. What stands in them is told where their table
    lies beside the file or below: whoever wrote the file may have named what is not his to read.
    """
    problems: list[Problem] = []
    taken: list[Names] = []
    found: dict[str, Rows] = {}
    for key in ("customers", "deals"):
        name = getattr(company.opening, key, None)
        if name is None:
            continue
        try:
            table = read_table(Path(name), _TABLES[key][0], kept)
            found[key], bad = _checked(Path(name), table, company, key, taken, lies_by(file, Path(name)))
            problems += bad
        except UnreadableError as error:
            problems.append(Problem(str(file), f"opening.{key}", plain_value(Path(name).name), str(error)))
    if problems:
        raise ScenarioError(problems)
    return OpeningAccounts(**found, names=[name for _, _, names in taken for name in names])


def _checked(
    file: Path, table: Table, company: Company, key: str, taken: list[Names], shown: bool
) -> tuple[Rows, list[Problem]]:
    """The good rows of a table, and what is wrong with the others, in order of lines.

    A row is packed as soon as it is read: there may be a million. Its names are added to those taken.
    """
    parsers, between, pack, dtype = _TABLES[key]
    few, bad = Few(), 0
    good: list[array[Any]] = [array("d" if dtype[name].kind == "f" else "q") for name in dtype.names or ()]
    names: dict[str, int] = {}
    taken.append((table.word, file.name, names))
    for text in _header(table, parsers, shown):
        few.add(Problem(str(file), table.header, "", text))
    for line, values in table.rows:
        where = f"{table.word} {line}"
        if bad == _MOST_BAD:
            few.add(Problem(str(file), where, "", f"{bad:,} rows are wrong: from here on nothing was read"))
            break
        if isinstance(values, str):
            few.add(Problem(str(file), where, "", values))
            bad += 1
            continue
        given = dict(zip(table.columns, values, strict=True))
        row, wrong = _read(given, parsers)
        wrong += [*between(company, row), *_named_twice(row.get("name"), taken)]
        if "name" in row:
            names.setdefault(row["name"], line)
        for column, text in sorted(wrong, key=lambda found: table.columns.index(found[0])):
            value = plain_value(given[column]) if shown and given[column] is not None else ""
            _tell(few, Problem(str(file), f"{where}, {column}", value, text), column)
        if not wrong and row.keys() | _OPTIONAL >= parsers.keys():
            for packed, number in zip(good, pack(company, row), strict=True):
                packed.append(number)
        bad += bool(wrong)
    rows = np.empty(len(good[0]), dtype)
    for column, packed in zip(dtype.names or (), good, strict=True):
        rows[column] = np.frombuffer(packed, packed.typecode) if packed else 0
    return rows, few.problems


def _read(given: Row, parsers: Mapping[str, Callable[[Any], Any]]) -> tuple[Row, list[tuple[str, str]]]:
    """The cells of a row that can be read, by column, and what is wrong with the others."""
    row: Row = {}
    wrong: list[tuple[str, str]] = []
    for column in parsers.keys() & given.keys():
        if given[column] is not None:
            try:
                row[column] = parsers[column](given[column])
            except ValueError as error:
                wrong.append((column, str(error)))
        elif column in _OPTIONAL:
            row[column] = None  # the column is there, and says nothing of it
        else:
            wrong.append((column, "missing"))
    return row, [*wrong, *_alone(given)]


def _named_twice(name: str | None, taken: Iterable[Names]) -> Iterator[tuple[str, str]]:
    for word, where, others in taken:
        if name in others:
            yield "name", f"a name of its own: {word} {others[name]} of {where} has it too"


def _tell(few: Few, problem: Problem, column: str) -> None:
    """Ten of a kind in a column; how dates are written is one mistake of the whole file."""
    if problem.right.startswith(cell.A_DATE):
        few.add(problem, cell.A_DATE, 1)
    else:
        few.add(problem, (column, *_KIND.findall(problem.right)[:1]))


def _header(table: Table, known: Mapping[str, Any], shown: bool) -> Iterator[str]:
    if other := other_mark(table.columns):
        yield f"columns are separated by commas, not by {other}: save it so, or replace them"
        return
    if len(table.columns) > _MOST_COLUMNS:
        yield f"{len(table.columns):,} columns, where there is {', '.join(known)}"
        return
    for n, column in enumerate(table.columns, start=1):
        if column not in known:
            near = did_you_mean(column, [name for name in known if name not in table.columns] or known)
            yield f'unknown column "{column}"; {near}' if shown else f"column {n} is unknown; {near}"
    for column in known:
        if table.columns.count(column) > 1:
            yield f"the column {column} is there {table.columns.count(column)} times"
    for column in known:
        if column not in table.columns and column not in _OPTIONAL:
            yield f"missing column: {column}"
    given = [column for column in _TOGETHER if column in table.columns and column in known]
    if len(given) == 1:
        (other,) = (column for column in _TOGETHER if column not in given)
        yield f"missing column: {other}, which goes with {given[0]}; with neither the model's own odds decide"


def _alone(given: Row) -> Iterator[tuple[str, str]]:
    """Of two values that go together the one that is missing; of a missing column the header is told."""
    if all(column in given for column in _TOGETHER):
        for column, other in (_TOGETHER, _TOGETHER[::-1]):
            if given[column] is None and given[other] is not None:
                yield column, f"missing: it goes with {other}; with neither the model's own odds decide"


_CUSTOMER: dict[str, Callable[[Any], Any]] = {
    "name": cell.text, "motion": cell.text, "units": cell.units, "arr": cell.money,
    "signed": cell.date, "live": cell.date,
}  # fmt: skip
_DEAL: dict[str, Callable[[Any], Any]] = {
    "name": cell.text, "motion": cell.text, "stage": cell.text, "units": cell.units, "since": cell.date,
    "probability": cell.share, "close": cell.date,
}  # fmt: skip
_OPTIONAL = {"live", "probability", "close"}
_TOGETHER = ("probability", "close")


def _packed_customer(company: Company, row: Row) -> tuple[int, ...]:
    stages = company.motion[row["motion"]].stage
    live = row.get("live", row["signed"])
    if live is None and stages[close_of(stages)] is stages[-1]:
        live = row["signed"]  # nothing is to be done before it can use what it bought
    signed = _day(row["signed"])
    return _place(company, row), row["units"], row["arr"], signed, NOT_YET if live is None else _day(live)


def _packed_deal(company: Company, row: Row) -> tuple[float, ...]:
    stages = [stage.name for stage in company.motion[row["motion"]].stage]
    odds, close = row.get("probability"), row.get("close") or company.start
    place = _place(company, row), stages.index(row["stage"])
    return *place, row["units"], _day(row["since"]), -1.0 if odds is None else odds, _day(close)


def _place(company: Company, row: Row) -> int:
    return list(company.motion).index(row["motion"])


def _day(date: dt.date) -> int:
    """The day of a date as numpy counts them."""
    return date.toordinal() - _DAY_ONE


def _customer(company: Company, row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong between the values of a customer."""
    motion = company.motion.get(row.get("motion", ""))
    yield from _motion(company, row, motion)
    yield from _past(company, row, "signed")
    yield from _past(company, row, "live")
    if row.get("live") is not None and "signed" in row and row["live"] < row["signed"]:
        yield "live", "not before it was signed"
    if motion is not None and "arr" in row:
        if row["arr"] > 0 and not motion.offer.recurs:
            yield "arr", f"0: in motion {row['motion']} nothing is paid again and again"
        elif row["arr"] == 0 and motion.offer.recurs and motion.offer.licence is None:
            yield "arr", f"more than 0: who is a customer in motion {row['motion']} pays"


def _deal(company: Company, row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong between the values of a deal."""
    motion = company.motion.get(row.get("motion", ""))
    yield from _motion(company, row, motion)
    yield from _past(company, row, "since")
    if row.get("close") is not None and row["close"] < company.start:
        text = (
            f"not before the first day, {company.start}: give a deal that is late a new date, or leave close"
        )
        yield "close", f"{text} and probability out, and the model's own odds decide"
    if motion is not None and "stage" in row:
        names = [stage.name for stage in motion.stage]
        open_ones = names[: close_of(motion.stage) + 1]
        if row["stage"] in names and row["stage"] not in open_ones:
            yield "stage", f"it is after the close: a deal is open up to {open_ones[-1]}"
        elif row["stage"] not in names:
            text = f"motion {row['motion']} has no such stage; {did_you_mean(row['stage'], open_ones)}"
            yield "stage", text


def _motion(company: Company, row: Row, motion: Motion | None) -> Iterator[tuple[str, str]]:
    if motion is None and "motion" in row:
        yield "motion", f"there is no such motion; {did_you_mean(row['motion'], company.motion)}"
    elif motion is not None and (
        motion.opens_at_arr is not None or (motion.opens or company.start) > company.start
    ):
        yield "motion", "it is not open on the first day: nobody can be there"


def _past(company: Company, row: Row, column: str) -> Iterator[tuple[str, str]]:
    if row.get(column) is None:
        return
    if row[column] > company.start:
        hint = "; of who is not live yet it is empty, and the stages after the close tell when" * (
            column == "live"
        )
        yield column, f"not after the first day, {company.start}{hint}"
    elif row[column].year < company.start.year - _OLDEST:
        yield column, f"at most {_OLDEST} years before the first day"


# By the key of a file: how its cells are read, what is checked between them, how a row is packed.
_TABLES = {
    "customers": (_CUSTOMER, _customer, _packed_customer, CUSTOMER),
    "deals": (_DEAL, _deal, _packed_deal, DEAL),
}
