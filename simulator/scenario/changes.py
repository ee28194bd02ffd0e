"""Change numbers by path: `[change]` of a file, and its what-ifs; each in words, before and after."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard, get_args

from simulator.company.offer import PriceRise
from simulator.company.schema import Company, is_number, type_at
from simulator.company.section import Section, declared, keys_of
from simulator.company.stage import Stage
from simulator.company.synonyms import meant
from simulator.company.team import Headcount
from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.quantity.number import Number
from simulator.quantity.parse import plain_value
from simulator.quantity.stated import stated
from simulator.scenario.files import Tree

WhatIfs = dict[str, dict[str, Any]]  # name: path: value as in the file

NOTHING = "not given"
MOST = 400  # what-ifs of a file: each is checked whenever it is read
_MOST_CHANGES = 1_000  # of a what-if
_LONGEST = 60  # letters of a what-if's name: it heads a column


def is_rate(path: str) -> bool:
    """Whether a path is that of a rate which a threshold is settled for; of renewal, rate and lift are
    one."""
    *above, last = path.split(".")
    try:
        table, _ = type_at(tuple(above))
    except KeyError:
        return False
    return _is_section(table) and last in declared(table) and declared(table)[last].settled


def what_ifs_of(file: str, found: object) -> WhatIfs:
    """The what-ifs of a file by name. Raises ScenarioError."""
    if not isinstance(found, dict):
        text = 'tables with a name each: write [what_if."one more seller"]'
        raise ScenarioError([Problem(file, "what_if", plain_value(found), text)])
    if len(found) > MOST:
        text = f"at most {MOST} what-ifs in a file, not {len(found):,}: write the others into one built on it"
        raise ScenarioError([Problem(file, "what_if", "", text)])
    problems, good = [], {}
    for name, changes in found.items():
        where = table_of(name)
        if not name.strip() or len(name) > _LONGEST or not name.isprintable():
            problems.append(Problem(file, where, "", f"a name of 1 to {_LONGEST} letters"))
        elif not isinstance(changes, dict) or not changes:
            text = 'a table of changes by path, such as "team.ae.people" = 9'
            problems.append(Problem(file, where, plain_value(changes) if changes != {} else "", text))
        else:
            good[name] = flat(changes)
    if problems:
        raise ScenarioError(problems)
    return good


def table_of(what_if: str) -> str:
    """How a file heads a what-if."""
    return f'what_if."{what_if}"'


def flat(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes by path, also where a file has written paths without quotes, as tables within tables."""
    return {".".join(path): value for path, value in _leaves(changes, ())}


def _leaves(part: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in part.items():
        path = (*above, *key.split("."))
        if isinstance(value, dict) and value and is_number(path) is False:
            yield from _leaves(value, path)
        else:
            yield path, value


def changed(file: str, tree: Tree, changes: Mapping[str, Any], table: str) -> Tree:
    """A copy of the tables with numbers replaced by path. Raises ScenarioError, naming `table`."""
    problems = []
    if len(changes) > _MOST_CHANGES:
        text = f"at most {_MOST_CHANGES:,} changes, not {len(changes):,}"
        raise ScenarioError([Problem(file, table, "", text)])
    for path, value in changes.items():
        try:
            tree = _with(tree, tuple(path.split(".")), (), value)
        except KeyError as error:
            problems.append(Problem(file, f'{table}."{path}"', plain_value(value), str(error.args[0])))
    if problems:
        raise ScenarioError(problems)
    return tree


def blamed(error: ScenarioError, table: str, changes: Mapping[str, Any], *, alone: bool) -> ScenarioError:
    """The problems of a changed company, at the change that made them.

    `alone`: without the changes all was well, so that every problem comes of them.
    """
    found = []
    for p in error.problems:
        path = next((c for c in changes if p.path == c or p.path.startswith((f"{c}.", f"{c}["))), None)
        if path is not None:
            found.append(Problem(p.file, f'{table}."{path}"{p.path[len(path) :]}', p.value, p.right))
        else:
            found.append(Problem(p.file, f"{table}: {p.path}", p.value, p.right) if alone else p)
    return ScenarioError(found)


def _with(tree: Tree, keys: tuple[str, ...], above: tuple[str, ...], value: object) -> Tree:
    """The tables with a value at a path; copies what it passes through. Raises KeyError."""
    key, rest = keys[0], keys[1:]
    path = (*above, key)
    where = ".".join(path)
    kind, _ = type_at(above)
    try:
        here, number = type_at(path)
    except KeyError:
        known = list(keys_of(kind)) if _is_section(kind) else []
        raise KeyError(f"there is no {where}; {meant(path, known)}") from None
    if number and not rest:
        return {**tree, key: value}
    if not rest:
        raise KeyError("only a number can be changed")
    if number:
        raise KeyError(f"{where} is a number, and has no parts to change")
    inside = tree.get(key)
    if inside is None and _is_section(here) and _is_section(kind):  # and none of several with names
        inside = {}  # a table that the company may have: what else it needs is asked for as in a file
    if isinstance(inside, list) and get_args(here):  # stages, by name
        names = [s.get("name") for s in inside if isinstance(s, dict)]
        if rest[0] not in names:
            near = did_you_mean(rest[0], (str(n) for n in names))
            raise KeyError(f"there is no {where}.{rest[0]}; {near}")
        if len(rest) == 1:
            raise KeyError("only a number can be changed")
        at = names.index(rest[0])
        stage = _with(inside[at], rest[1:], (*path, rest[0]), value)
        return {**tree, key: [*inside[:at], stage, *inside[at + 1 :]]}
    if not isinstance(inside, dict):
        known = [k for k, v in tree.items() if isinstance(v, (dict, list))]
        raise KeyError(f"there is no {where}; {did_you_mean(key, known)}")
    return {**tree, key: _with(inside, rest, path, value)}


def _is_section(kind: object) -> TypeGuard[type[Section]]:
    return isinstance(kind, type) and issubclass(kind, Section)


def shown(before: Company, after: Company, paths: Iterable[str]) -> list[tuple[str, str, str]]:
    """Path, number before and number after, of each change."""
    return [(path, _said(_at(before, path)), _said(_at(after, path))) for path in paths]


def _at(part: Any, path: str) -> Any:
    """What stands at a path of a company; stages go by their names."""
    for key in path.split("."):
        if isinstance(part, Mapping):
            part = part.get(key)
        elif isinstance(part, tuple):
            part = next((one for one in part if isinstance(one, Stage) and one.name == key), None)
        else:
            part = getattr(part, key, None)
    return part


def _said(part: Any) -> str:
    if isinstance(part, Number):
        return stated(part)
    if isinstance(part, tuple) and part:
        return ", ".join(_said(one) for one in part)
    if isinstance(part, Headcount):
        return f"{part.count.whole:,}" + (f" from {part.from_:%Y-%m}" if part.from_ else "")
    if isinstance(part, PriceRise):
        return f"{stated(part.by)} from {part.from_:%Y-%m}"
    return NOTHING if part is None or part == () else plain_value(part)
