"""Merge the text of a scenario file with its base's, as `scenario.overlay` merges their values.

A comment stays with what it stands above: here it lies in front of the key, or of the header, below it.
"""

from collections.abc import Iterator
from itertools import zip_longest

import tomlkit
from tomlkit.items import AoT, Item, Key, Table, Trivia

from simulator.scenario_library import ABSENT

Body = list[tuple[Key | None, Item]]  # the keys of a table, or of a file, in the order of their lines

_SCHEMA = "#:schema "  # the line that tells an editor where the schema is


def overlaid(base: str | None, child: str, more: str = "") -> str:
    """The text of a file that stands on no other: changes of the child in their places, its what-ifs behind.

    A comment goes with what it touches; that of a number which is replaced goes with the number. What the
    child says of itself as a file, above its first table, is left out. `more` is put over the result.
    """
    found, below = _read(child)
    company = _company(found)
    if base is not None:
        over = company
        body, above = _read(base)
        company, below = _company(body), above + below
        for first in [item for key, item in over if _headed(key, item)][:1]:
            trivia = _trivia(first)
            trivia.indent = _touching(trivia.indent)[1]
        _put([company], over)
    for changes in _tables(found, "change"):
        above = _comments(changes.trivia.indent)
        for key, item in changes.value.body:
            assert key is not None
            _change(company, key.key.split("."), item, above)
            above = ""
    _put([company], _read(more)[0])
    company += [(key, item) for key, item in found if key is not None and key.key == "what_if"]
    _align(company)
    document = tomlkit.document()
    document.body.extend(company)
    return f"{document.as_string()}{below}".strip("\n") + "\n"


def _read(text: str) -> tuple[Body, str]:
    """What a file says, each comment in front of what stands below it; and the comments behind all."""
    body = tomlkit.parse(f"{text.rstrip()}\n").body
    return body, _lowered(body, "")


def _lowered(body: Body, above: str) -> str:
    """Move comments and empty lines to what they stand above. Return those that are behind the last key."""
    entries, body[:] = body[:], []
    for key, item in entries:
        if key is None:
            above += item.as_string()
            continue
        if not isinstance(item, Table | AoT):
            key = tomlkit.key(key.key)  # without the spaces behind it, which are part of one that was read
        body.append((key, item))
        for part in item.body if isinstance(item, AoT) else [item]:
            if isinstance(part, Table) and part.is_super_table():  # which has no line, hence no comment
                part.trivia.comment_ws = part.trivia.comment = ""
            else:
                part.trivia.indent, above = above + part.trivia.indent, ""
            if isinstance(part, Table):
                above = _lowered(part.value.body, above)
    return above


def _company(body: Body) -> Body:
    """What a file says of its company: neither its base nor its changes, nor where its schema is."""
    for _, item in body[:1]:
        lines = _lines(item.trivia.indent)
        item.trivia.indent = "".join(line for line in lines if not line.startswith(_SCHEMA))
    return [(key, item) for key, item in body if key and key.key not in ("base", "change", "what_if")]


def _headed(key: Key | None, item: Item) -> bool:
    """Whether something stands below a header [a] or [[a]], not in lines such as a.b = 1."""
    return isinstance(item, AoT) or (isinstance(item, Table) and key is not None and not key.is_dotted())


def _tables(body: Body, key: str) -> list[Table]:
    """A table in all its parts: it may be written in several places."""
    return [item for k, item in body if k is not None and k.key == key and isinstance(item, Table)]


def _trivia(item: Item) -> Trivia:
    """Where the comments above something are kept."""
    if isinstance(item, AoT):
        return item.body[0].trivia
    if isinstance(item, Table) and item.is_super_table():
        return _trivia(item.value.body[0][1])
    return item.trivia


def _lines(above: str) -> list[str]:
    return above.splitlines(keepends=True)


def _comments(above: str) -> str:
    return "".join(line for line in _lines(above) if line.strip())


def _touching(above: str) -> tuple[str, str]:
    """Of the lines above something: those of a heading further up, and those that touch it."""
    lines = _lines(above)
    last = len(lines)
    while last and lines[last - 1].strip():
        last -= 1
    return "".join(lines[:last]), "".join(lines[last:])


def _retitled(old: Trivia, new: Trivia) -> None:
    """Say above a table what is now to be said; the heading further up stays if there is no other."""
    heading, mine = _touching(new.indent)
    new.indent = _touching(old.indent)[0] + (heading if heading.strip() else "") + mine


def _put(bodies: list[Body], over: Body) -> None:
    """Keys in place of those that they replace, the others behind; `bodies` are the parts of one table."""
    for key, item in over:
        assert key is not None
        at = [(body, n) for body in bodies for n, (k, _) in enumerate(body) if k == key]
        parts = [part for body in bodies for part in _tables(body, key.key)]
        if item.value == ABSENT:
            _leave_out(at)
        elif isinstance(item, Table) and parts:
            if "#" in item.trivia.indent + item.trivia.comment:
                _retitled(parts[0].trivia, item.trivia)
                vars(parts[0].trivia).update(vars(item.trivia))
            _put([part.value.body for part in parts], item.value.body)
        elif at:
            body, n = at[0]
            old, new = _trivia(body[n][1]), _trivia(item)
            if isinstance(item, AoT):
                _retitled(old, new)
            elif "#" not in new.indent:
                new.indent = "".join(line for line in _lines(old.indent) if not line.strip())
            body[n] = (key, item)
            _leave_out(at[1:])
        else:
            _add(bodies, key, item)
            if isinstance(item, Table):
                inside, item.value.body[:] = item.value.body[:], []
                _put([item.value.body], inside)


def _leave_out(at: list[tuple[Body, int]]) -> None:
    for body, n in reversed(at):
        del body[n]


def _add(bodies: list[Body], key: Key, item: Item) -> None:
    """A new key behind the others of its table, a new table behind its tables."""
    if not _headed(key, item):
        last = max((n for n, (k, old) in enumerate(bodies[0]) if not _headed(k, old)), default=-1)
        bodies[0].insert(last + 1, (key, item))
        return
    trivia = _trivia(item)
    if all(line.strip() for line in _lines(trivia.indent)):
        trivia.indent = f"\n{trivia.indent}"
    bodies[-1].append((key, item))


def _change(company: Body, path: list[str], item: Item, above: str) -> None:
    """One number by its path, put where it is; the parts of a table come to stand in one line."""
    host, rest = _host(company, path)
    if isinstance(item, Table):
        above += _comments(item.trivia.indent)
        parts = (f"{key.as_string()} = {part.as_string()}" for key, part in item.value.body if key)
        text = f"{{ {', '.join(parts)} }}{item.trivia.comment_ws}{item.trivia.comment}"
    else:
        above += item.trivia.indent
        text = f"{item.as_string()}{item.trivia.comment_ws}{item.trivia.comment}"
    names = ".".join(tomlkit.key(name).as_string() for name in rest)
    _put([host], _read(f"{above}{names} = {text}\n")[0])


def _host(body: Body, path: list[str]) -> tuple[Body, list[str]]:
    """The table that holds a path, and what of the path is below it; one of a list goes by its name."""
    best = body, path
    for key, item in body:
        if key is None or key.key != path[0]:
            continue
        inside = [(item, path[1:])] if isinstance(item, Table) else []
        if isinstance(item, AoT):
            inside = [(one, path[2:]) for one in item.body if _name(one) in path[1:2]]
        for table, rest in inside:
            found = _host(table.value.body, rest) if rest else best
            best = min(found, best, key=lambda place: len(place[1]))
    return best


def _name(table: Table) -> object:
    return next((item.value for key, item in table.value.body if key is not None and key.key == "name"), None)


def _align(body: Body) -> None:
    """Put the signs = below each other where no other line is between."""
    block: list[tuple[str, Key]] = []
    entries = list(_named(body))
    for (name, key, item), after in zip_longest(entries, entries[1:]):
        block.append((name, key))
        if after is None or after[2].trivia.indent or "\n" in item.as_string():
            width = max(len(name) for name, _ in block)
            for name, key in block:
                key.sep = f"{'':{width - len(name)}} = "
            block = []
    for key, item in body:
        if _headed(key, item):
            for table in item.body if isinstance(item, AoT) else [item]:
                _align(table.value.body)


def _named(body: Body, prefix: str = "") -> Iterator[tuple[str, Key, Item]]:
    """The keys in the lines of one table, by their whole names: takes.median, say."""
    for key, item in body:
        assert key is not None
        name = prefix + key.as_string()
        if isinstance(item, Table) and key.is_dotted():
            yield from _named(item.value.body, f"{name}.")
        elif not _headed(key, item):
            yield name, key, item
