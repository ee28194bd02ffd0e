"""One file of two: a child's text over its base's, as `scenario.overlay` merges their values."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from simulator.shipped.lines import ABSENT, Entry, Path, Table, Text, named

_SCHEMA = "#:schema "  # the line that tells an editor where the schema is


def overlaid(base: Text | None, child: Text) -> Text:
    """The text of a file that stands on no other: changes of the child in their places, its what-ifs behind.

    A comment goes with what it touches; that of a number which is replaced goes with the number. What the
    child says of itself as a file, above its first table, is left out.
    """
    found = _own(child)
    if base is None:
        merged = Text(found.tables, found.below)
    else:
        merged = _own(base)
        merged.below += found.below
        _put_all(merged, found.tables)
    for table in child.tables:
        if table.keys[:1] == ("change",):
            _change(merged, deepcopy(table))
    merged.tables += [deepcopy(table) for table in child.tables if table.keys[:1] == ("what_if",)]
    return merged


def _own(text: Text) -> Text:
    """What a file says of its company: neither its base nor its changes."""
    apart = (("change",), ("what_if",))
    own = Text([table for table in deepcopy(text).tables if table.keys[:1] not in apart], text.below[:])
    own.tables[0].entries = [entry for entry in own.tables[0].entries if entry.keys != ("base",)]
    for entry in own.tables[0].entries[:1]:
        entry.above = [line for line in entry.above if not line.startswith(_SCHEMA)]
    return own


def _put_all(merged: Text, tables: list[Table]) -> None:
    for table in tables[1:2]:  # above it the child speaks of itself as a file
        table.above = _touching(table.above)[1]
    lists = {table.keys for table in tables if table.listed}
    done: set[Path] = set()
    for table in tables:
        within = next((keys for keys in lists if table.keys[: len(keys)] == keys), None)
        if within is None:
            _put(merged, table)
        elif within not in done:
            done.add(within)
            _replace(merged, within, [t for t in tables if t.keys[: len(within)] == within])


def _touching(above: list[str]) -> tuple[list[str], list[str]]:
    """Of the lines above something: those of a heading further up, and those that touch it."""
    last = len(above)
    while last and above[last - 1].strip():
        last -= 1
    return above[:last], above[last:]


def _headed(old: list[str], new: list[str]) -> list[str]:
    """The heading that was there, and what is now to be said."""
    heading, mine = _touching(new)
    return [*_touching(old)[0], *(heading if any(line.strip() for line in heading) else []), *mine]


def _put(merged: Text, table: Table) -> None:
    """The keys of a table in place of those that they replace, the others behind them."""
    new: list[Entry] = []
    for entry in table.entries:
        path = (*table.keys, *entry.keys)
        if entry.value == ABSENT:
            _take(merged, path)
        elif not _replaced(merged, path, entry):
            _take(merged, path)
            new.append(entry)
    mine = next((t for t in merged.tables if t.keys == table.keys and not t.listed), None)
    if mine is None and new:
        at = _behind(merged, table.keys)
        above = table.above if any(not line.strip() for line in table.above) else ["", *table.above]
        merged.tables.insert(at, Table(table.keys, table.header, table.listed, above, new))
    elif mine is not None:
        if "#" in table.header or any(line.strip() for line in table.above):
            mine.header, mine.above = table.header, _headed(mine.above, table.above)
        mine.entries += new


def _replaced(merged: Text, path: Path, entry: Entry) -> bool:
    """Whether a key was there to be replaced, as one or in parts."""
    for table in merged.tables:
        inside = path[len(table.keys) :]
        if table.listed or not inside or path[: len(table.keys)] != table.keys:
            continue
        at = [n for n, old in enumerate(table.entries) if old.keys[: len(inside)] == inside]
        if at:
            _swap(table, at, Entry(inside, entry.above, entry.text))
            return True
    return False


def _swap(table: Table, at: list[int], entry: Entry) -> None:
    """A key in place of others; without a comment of its own it keeps their empty lines."""
    blank = [line for line in table.entries[at[0]].above if not line.strip()]
    entry.above = entry.above if any(line.strip() for line in entry.above) else blank
    table.entries[at[0]] = entry
    table.entries = [e for n, e in enumerate(table.entries) if n not in at[1:]]


def _take(merged: Text, path: Path) -> None:
    """Leave out a key, or a table with all that is in it."""
    merged.tables = [t for t in merged.tables if not t.keys or t.keys[: len(path)] != path]
    for table in merged.tables:
        inside = path[len(table.keys) :]
        if inside and path[: len(table.keys)] == table.keys and not table.listed:
            table.entries = [e for e in table.entries if e.keys[: len(inside)] != inside]


def _replace(merged: Text, keys: Path, tables: list[Table]) -> None:
    """A whole list of tables in place of another."""
    at = next((n for n, t in enumerate(merged.tables) if t.keys[: len(keys)] == keys), None)
    if at is None:
        at = _behind(merged, keys)
    else:
        tables[0].above = _headed(merged.tables[at].above, tables[0].above)
    merged.tables = [t for t in merged.tables if t.keys[: len(keys)] != keys]
    merged.tables[at:at] = tables


def _behind(merged: Text, keys: Path) -> int:
    """The place behind the tables that are nearest to a path."""
    for length in range(len(keys) - 1, 0, -1):
        near = [n for n, table in enumerate(merged.tables) if table.keys[:length] == keys[:length]]
        if near:
            return near[-1] + 1
    return len(merged.tables)


def _change(merged: Text, table: Table) -> None:
    """Changes by path, each where the number is that it changes."""
    found: dict[Path, list[Entry]] = {}
    for entry in table.entries:
        path, *inside = (*table.keys, *entry.keys)[1:]  # below [change]: the path first, in quotes
        found.setdefault(tuple(path.split(".")), []).append(Entry(tuple(inside), entry.above, entry.text))
    above = [line for line in table.above if line.strip()]
    for whole, entries in found.items():
        host, rest = _host(merged, whole)
        at = [n for n, old in enumerate(host.entries) if old.keys[: len(rest)] == rest]
        new = Entry(rest, [*above, *entries[0].above], _joined(entries))
        above = []
        if at:
            _swap(host, at, new)
        else:
            host.entries.append(new)


def _joined(entries: list[Entry]) -> str:
    """A value as it is written, or a table in one line of the parts that a header had below it."""
    if not entries[0].keys:
        return entries[0].text
    return "{ " + ", ".join(f"{named(e.keys)} = {e.text}" for e in entries) + " }"


def _host(merged: Text, path: Path) -> tuple[Table, Path]:
    """The table that holds a path, and what of the path is below it; an entry of a list goes by its name."""
    best: tuple[Table, Path] = (merged.tables[0], path)
    for table in merged.tables:
        length = len(table.keys) + table.listed
        if path[: len(table.keys)] != table.keys or length >= len(path):
            continue
        if table.listed and _name(table) != path[length - 1]:
            continue
        if len(path) - length < len(best[1]):
            best = table, path[length:]
    return best


def _name(table: Table) -> Any:
    return next((entry.value for entry in table.entries if entry.keys == ("name",)), None)
