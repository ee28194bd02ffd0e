"""Files on top of files: reading, the one base, and changes by path."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, get_args

from simulator.scenario.errors import Problem, ScenarioError, did_you_mean
from simulator.scenario.keys.schema import type_at
from simulator.scenario.keys.section import Section, keys_of
from simulator.scenario.numbers.reading import plain_value

Tree = dict[str, Any]

_LARGEST = 4_000_000  # bytes of a file
_DEEPEST = 50  # tables within tables; a scenario needs eight
ABSENT = "none"  # as a value: as if the key were not there; a child file drops what its base has


def read_tree(file: Path) -> Tree:
    """The tables of a TOML file. Raises ScenarioError."""

    def wrong(text: str) -> ScenarioError:
        return ScenarioError([Problem(str(file), "", "", text)])

    try:
        if file.is_dir():
            raise wrong("this is a directory; name a scenario file in it")
        if not file.exists():
            near = did_you_mean(file.name, (f.name for f in file.parent.glob("*.toml")))
            raise wrong(
                f"there is no such file; {near}" if near.startswith("did") else "there is no such file"
            )
        with file.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise wrong(f"cannot be read: {reason}") from None
    if len(raw) > _LARGEST:
        raise wrong("too large for a scenario: more than 4 MB")
    try:
        tree = tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise wrong(f"not UTF-8 text: byte {raw[error.start]:#04x} in line {line}") from None
    except RecursionError:
        raise wrong("not TOML: nested too deeply") from None
    except ValueError as error:
        raise wrong(f"not TOML: {error}") from None
    if _deeper_than(tree, _DEEPEST):
        raise wrong(f"tables within tables, deeper than {_DEEPEST}")
    if tree and all(isinstance(entry, dict) and "address" in entry for entry in tree.values()):
        raise wrong("a register of sources, not a company; leave it out")
    return tree


def _deeper_than(tree: Any, levels: int) -> bool:
    """Whether tables and lists lie deeper within each other; what lies deeper is not looked at."""
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return levels < 0 or any(_deeper_than(value, levels - 1) for value in inside)


def base_of(file: Path, tree: Tree) -> tuple[Path, Tree] | None:
    """The base file that a file names, and its tables. Raises ScenarioError."""

    def wrong(text: str) -> ScenarioError:
        return ScenarioError([Problem(str(file), "base", plain_value(tree["base"]), text)])

    if "base" not in tree:
        return None
    if not isinstance(tree["base"], str) or not tree["base"]:
        raise wrong("the name of a file beside this one")
    base = file.parent / tree["base"]
    if not _is_file(base):
        raise wrong(f"there is no such file: {base}")
    if base.resolve() == file.resolve():
        raise wrong("a file cannot be its own base")
    found = read_tree(base)
    if "base" in found:
        grand = base.parent / str(found["base"])
        if _is_file(grand) and grand.resolve() == file.resolve():
            raise wrong("a loop: each of the two files is the base of the other")
        raise wrong(f"a base has no base of its own, but {base.name} has: {found['base']}")
    if "change" in found:
        raise wrong(f"a base has no [change], but {base.name} has: write what it changes into this file")
    return base, found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def pruned(tree: Any) -> Any:
    """The tables without keys whose value is "none"."""
    if isinstance(tree, dict):
        return {key: pruned(value) for key, value in tree.items() if value != ABSENT}
    if isinstance(tree, list):
        return [pruned(value) for value in tree if value != ABSENT]
    return tree


def merged(base: Tree, child: Tree, path: tuple[str, ...] = ()) -> Tree:
    """The child's tables over the base's. Numbers and lists are replaced as a whole."""
    result = dict(base)
    for key, value in child.items():
        here = (*path, key)
        if isinstance(value, dict) and isinstance(base.get(key), dict) and not _is_number(here):
            result[key] = merged(base[key], value, here)
        else:
            result[key] = value
    return result


def _is_number(path: tuple[str, ...]) -> bool:
    try:
        return type_at(path)[1]
    except KeyError:
        return False


def changed(file: str, tree: Tree, changes: object) -> Tree:
    """A copy of the tables with numbers replaced by path. Raises ScenarioError."""
    if not isinstance(changes, dict):
        raise ScenarioError([Problem(file, "change", plain_value(changes), "a table: write [change]")])
    problems = []
    for path, value in changes.items():
        if isinstance(value, dict) and not path.count("."):
            text = 'write the path in quotes, as in "play.sale.stage.qualify.passes" = "20%"'
            problems.append(Problem(file, f"change.{path}", "", text))
            continue
        try:
            tree = _with(tree, tuple(path.split(".")), (), value)
        except KeyError as error:
            problems.append(Problem(file, f'change."{path}"', plain_value(value), str(error.args[0])))
    if problems:
        raise ScenarioError(problems)
    return tree


def _with(tree: Tree, keys: tuple[str, ...], above: tuple[str, ...], value: object) -> Tree:
    """The tables with a value at a path; copies what it passes through. Raises KeyError."""
    key, rest = keys[0], keys[1:]
    path = (*above, key)
    where = ".".join(path)
    kind, _ = type_at(above)
    try:
        here, number = type_at(path)
    except KeyError:
        known = list(keys_of(kind)) if isinstance(kind, type) and issubclass(kind, Section) else []
        raise KeyError(f"there is no {where}; {did_you_mean(key, known)}") from None
    if number and not rest:
        return {**tree, key: value}
    if not rest:
        raise KeyError("only a number can be changed")
    if number:
        raise KeyError(f"{where} is a number, and has no parts to change")
    inside = tree.get(key)
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
