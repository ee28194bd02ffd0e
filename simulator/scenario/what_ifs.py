"""What-ifs of a file: what each changes, and which others it stands on; several together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.company.schema import is_number
from simulator.company.stage_graph import circle_in
from simulator.errors import Problem, ScenarioError, did_you_mean
from simulator.quantity.parse import plain_value
from simulator.scenario.changes import prefixes_of

WITH = "with"  # the key of a what-if that names others
BOTH = " + "  # between the names of what-ifs that are asked together

MOST = 400  # what-ifs of a file: each is checked whenever it is read
_LONGEST = 60  # letters of a what-if's name: it heads a column

Changes = dict[str, Any]  # by path, values as in the file


@dataclass(frozen=True)
class WhatIf:
    """What a file's table says: its own changes, and the what-ifs that come with them."""

    own: Mapping[str, Any]
    parts: tuple[str, ...] = ()


WhatIfs = Mapping[str, WhatIf]


def what_ifs_of(file: str, found: object) -> tuple[dict[str, WhatIf], list[Problem]]:
    """The what-ifs of a file by name, without those in which something is wrong; and what that is."""
    if not isinstance(found, dict):
        text = 'tables with a name each: write [what_if."one more seller"]'
        return {}, [Problem(file, "what_if", plain_value(found), text)]
    if len(found) > MOST:
        text = f"at most {MOST} what-ifs in a file, not {len(found):,}: write the others into one built on it"
        return {}, [Problem(file, "what_if", "", text)]
    problems: list[Problem] = []
    good: dict[str, WhatIf] = {}
    for name, table in found.items():
        where = table_of(name)
        if not name.strip() or len(name) > _LONGEST or not name.isprintable():
            problems.append(Problem(file, where, "", f"a name of 1 to {_LONGEST} letters"))
        elif not isinstance(table, dict) or not table:
            text = 'a table of changes by path, such as "team.ae.people" = 9'
            problems.append(Problem(file, where, plain_value(table) if table != {} else "", text))
        else:
            parts = table.get(WITH, ())
            wrong = _wrong_parts(name, parts, found) if WITH in table else ""
            if wrong:
                problems.append(Problem(file, f"{where}.{WITH}", plain_value(parts), wrong))
                continue
            own = flat({key: value for key, value in table.items() if key != WITH})
            good[name] = WhatIf(own, (parts,) if isinstance(parts, str) else tuple(parts))
    good = _complete(good)
    circle = circle_in({name: dict.fromkeys(one.parts) for name, one in good.items()})
    if circle:
        text = f"a circle: {' -> '.join([*circle, circle[0]])}"
        problems.append(Problem(file, f"{table_of(circle[0])}.{WITH}", "", text))
        good = {}
    return good, problems


def _complete(good: dict[str, WhatIf]) -> dict[str, WhatIf]:
    """Those of which each part is good, and each part of the parts."""
    whole = {name: one for name, one in good.items() if all(part in good for part in one.parts)}
    return whole if len(whole) == len(good) else _complete(whole)


def _wrong_parts(name: str, parts: object, there: Mapping[str, Any]) -> str:
    """What is wrong with the names of other what-ifs; empty where nothing is."""
    names = [parts] if isinstance(parts, str) else parts
    others = [other for other in there if other != name]
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        return f'names of other what-ifs, such as {WITH} = ["one more seller", "better leads"]'
    for one in names:
        if one not in others:
            what = "a what-if cannot come with itself" if one == name else f"there is no what-if {one!r}"
            return f"{what}; {did_you_mean(one, others)}"
    return ""


def table_of(what_if: str) -> str:
    """How a file heads a what-if."""
    return f'what_if."{what_if}"'


def flat(changes: Mapping[str, Any]) -> Changes:
    """Changes by path, also where a file has written paths without quotes, as tables within tables."""
    return {".".join(path): value for path, value in _leaves(changes, ())}


def _leaves(part: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in part.items():
        path = (*above, *key.split("."))
        if isinstance(value, dict) and value and is_number(path) is False:
            yield from _leaves(value, path)
        else:
            yield path, value


def named_in(asked: WhatIfs, name: str) -> tuple[str, ...]:
    """The what-ifs of a name: itself, or those that it joins, as "A + B" does; none where one is unknown."""
    if name in asked:
        return (name,)
    for one in asked:
        if name.startswith(f"{one}{BOTH}"):
            others = named_in(asked, name.removeprefix(f"{one}{BOTH}"))
            if others:
                return tuple(dict.fromkeys((one, *others)))
    return ()


def together(file: str, asked: WhatIfs, names: Sequence[str]) -> Changes:
    """All that some what-ifs change, and those that come with them. Raises ScenarioError.

    Two that change the same are refused: which of them is meant, or whether both, cannot be told.
    """
    found: dict[str, tuple[str, Any]] = {}  # by path: which what-if says it, and what
    below: dict[str, str] = {}  # above each path: which what-if changes something there
    table = table_of(BOTH.join(names)) + (f".{WITH}" if len(names) == 1 else "")
    problems: list[Problem] = []
    for name in _in_order(asked, names):
        own = asked[name].own
        for path in own:
            others = (found[p][0] for p in prefixes_of(path) if p in found)
            other = next((one for one in (*others, below.get(path, name)) if one != name), None)
            if other is not None:
                text = f'"{other}" and "{name}" both change {path}: they cannot be asked together'
                problems.append(Problem(file, table, "", text))
        found |= {path: (name, value) for path, value in own.items()}
        below |= {prefix: name for path in own for prefix in prefixes_of(path)}
    if problems:
        raise ScenarioError(problems)
    return {path: value for path, (_, value) in found.items()}


def _in_order(asked: WhatIfs, names: Sequence[str]) -> list[str]:
    """What-ifs, each behind those that come with it, and once. There is no circle in them."""
    found: dict[str, None] = {}
    open_ = list(reversed(names))
    while open_:
        before = [part for part in asked[open_[-1]].parts if part not in found]
        if before:
            open_ += reversed(before)
        else:
            found[open_.pop()] = None
    return list(found)
