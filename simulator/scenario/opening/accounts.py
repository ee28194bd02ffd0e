"""Read the accounts of the first day, and check them row by row."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from simulator.company.schema import Company
from simulator.company.stage_graph import close_of
from simulator.errors import Few, Problem, ScenarioError, did_you_mean
from simulator.numerics.jit import Rows
from simulator.quantity.currency import said_once
from simulator.quantity.number import said
from simulator.quantity.parse import plain_value
from simulator.read_file import UnreadableError, lies_by
from simulator.scenario.opening import parse_cell as cell
from simulator.scenario.opening.row_kinds import CUSTOMER, DEAL, KINDS, OPTIONAL, TOGETHER, Row
from simulator.scenario.opening.table_file import Table, other_mark, read_table

_KIND = re.compile(r"^[^:;\d]+")  # what all problems of a kind begin with
_MOST_COLUMNS = 50  # of which more than a few are unknown
_MOST_BAD = 10_000  # rows that are wrong, before the rest is not looked at

Tree = dict[str, Any]  # of a scenario file
Names = tuple[str, str, dict[str, int]]  # of a file: what a line of it is called, its name, lines by name


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
            motion.market.accounts.mean if motion.market is not None else None,
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
            table = read_table(Path(name), KINDS[key].parsers, kept)
            found[key], bad = _checked(Path(name), table, company, key, taken, lies_by(file, Path(name)))
            problems += bad
        except UnreadableError as error:
            problems.append(Problem(str(file), f"opening.{key}", plain_value(Path(name).name), str(error)))
    problems += _more_than_there_are(file, company, found)
    if problems:
        raise ScenarioError(problems)
    return OpeningAccounts(**found, names=[name for _, _, names in taken for name in names])


def _more_than_there_are(file: Path, company: Company, found: Mapping[str, Rows]) -> Iterator[Problem]:
    """Markets that hold fewer accounts than are listed in them."""
    for n, motion in enumerate(company.motion.values()):
        held = sum(int((rows["motion"] == n).sum()) for rows in found.values())
        if motion.market is not None and motion.market.accounts.mean < held:
            accounts = motion.market.accounts
            right = f"at least {held:,}: so many are there today"
            yield Problem(str(file), accounts.path, said(accounts), right)


def _checked(
    file: Path, table: Table, company: Company, key: str, taken: list[Names], shown: bool
) -> tuple[Rows, list[Problem]]:
    """The good rows of a table, and what is wrong with the others, in order of lines.

    A row is packed as soon as it is read: there may be a million. Its names are added to those taken.
    """
    parsers, between, pack, dtype = KINDS[key]
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
        if not wrong and row.keys() | OPTIONAL >= parsers.keys():
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
        elif column in OPTIONAL:
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
            there = [name for name in known if name not in table.columns] or known
            near = said_once(column) or did_you_mean(column, there)
            yield f'unknown column "{column}"; {near}' if shown else f"column {n} is unknown; {near}"
    for column in known:
        if table.columns.count(column) > 1:
            yield f"the column {column} is there {table.columns.count(column)} times"
    for column in known:
        if column not in table.columns and column not in OPTIONAL:
            yield f"missing column: {column}"
    given = [column for column in TOGETHER if column in table.columns and column in known]
    if len(given) == 1:
        (other,) = (column for column in TOGETHER if column not in given)
        yield f"missing column: {other}, which goes with {given[0]}; with neither the model's own odds decide"


def _alone(given: Row) -> Iterator[tuple[str, str]]:
    """Of two values that go together the one that is missing; of a missing column the header is told."""
    if all(column in given for column in TOGETHER):
        for column, other in (TOGETHER, TOGETHER[::-1]):
            if given[column] is None and given[other] is not None:
                yield column, f"missing: it goes with {other}; with neither the model's own odds decide"
