"""Read TOML files, and merge a scenario with its base."""

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulator.company.schema import is_number
from simulator.errors import MOST, Few, Problem, ScenarioError, nearest
from simulator.quantity.parse import plain_value
from simulator.read_file import bytes_of, lies_by, too_deep, too_long_a_number
from simulator.scenario.bounds import refused
from simulator.scenario_library import ABSENT, scenarios

Tree = dict[str, Any]

_LARGEST = 2_000_000  # bytes of a file
_FIGURE = re.compile(  # with a unit behind it, alone behind a key
    r"""(\s*[\w."-]+\s*=\s*)([-+]?[\d_.]+ ?[A-Za-z%][^"'\[\]{},#\\]*?)(\s*(?:#.*)?)"""
)


def read_tree(
    file: Path, kept: dict[Path, bytes] | None = None, problems: list[Problem] | None = None
) -> Tree:
    """The tables of a scenario file; what was read is kept. Raises ScenarioError.

    With a list of `problems`, lines that are no TOML but easily understood are added to it and understood.
    """
    tree = tables_of(file, kept, problems)
    if tree and all(isinstance(entry, dict) and "address" in entry for entry in tree.values()):
        text = "a register of sources, not a company; leave it out"
        raise ScenarioError([Problem(str(file), "", "", text)])
    return tree


def tables_of(
    file: Path, kept: dict[Path, bytes] | None = None, problems: list[Problem] | None = None
) -> Tree:
    """The tables of a TOML file; what was read is kept. Raises ScenarioError."""

    def wrong(text: str) -> ScenarioError:
        return ScenarioError([Problem(str(file), "", "", text)])

    try:
        if file.is_dir():
            raise wrong("this is a directory; name a scenario file in it")
        if not file.exists():
            raise wrong("; ".join(["there is no such file", *_instead(file)]))
        raw = bytes_of(file, _LARGEST, pipe=True)
    except ScenarioError:
        raise
    except OSError as error:
        raise wrong(f"cannot be read: {os.strerror(error.errno or 0)}") from None
    except ValueError as error:  # UnreadableError, or a name that no file can have
        raise wrong(str(error)) from None
    if kept is not None:
        kept[file] = raw
    if deep := too_deep(raw):
        raise wrong(deep)
    try:
        tree, slips = _understood(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise wrong(f"not UTF-8 text: byte {raw[error.start]:#04x} in line {line}") from None
    except RecursionError:
        raise wrong("not TOML: nested too deeply") from None
    except ValueError:
        raise wrong(f"not TOML: {too_long_a_number(raw)}") from None
    told = [Problem(str(file), "", "", f"not TOML: {slip}") for slip in slips]
    if told and (tree is None or problems is None):
        raise ScenarioError(told)
    assert tree is not None, "or there were slips"
    if problems is not None:
        problems += told
    few = Few()
    for path, value, right in refused(tree):
        few.add(Problem(str(file), path, value, right))
    if few.problems:
        raise ScenarioError(few.problems)
    return tree


def _instead(file: Path) -> Iterator[str]:
    """What may have been meant by a file that is not there."""
    near = nearest(file.name, (f.name for f in file.parent.glob("*.toml")))
    if near:
        yield f"did you mean {near}?"
    name = next((n for n in scenarios() if Path(n).name == file.stem and file.suffix == ".toml"), None)
    if name is not None:
        yield f"bowtie new {file.stem} --like {name} writes the one that comes with the product"


def _understood(text: str) -> tuple[Tree | None, list[str]]:
    """The tables of a text, and what is no TOML in it; None where that cannot be understood even so.

    A figure with a unit that stands alone is read as if it had its quotes: there may be several.
    """
    slips: list[str] = []
    lines = text.split("\n")
    while True:
        try:
            return tomllib.loads("\n".join(lines)), slips
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            if found is None:
                return None, [*slips, str(error)]
            at = int(found[1]) - 1
            slips.append(f"{error}{_line_of(lines[at].strip(), str(error))}")
            figure = _FIGURE.fullmatch(lines[at])
            if figure is None or len(slips) == MOST:
                return None, slips
            lines[at] = f'{figure[1]}"{figure[2]}"{figure[3]}'


def _line_of(line: str, error: str) -> str:
    """The line that cannot be read, and what it most likely lacks."""
    hint = ""
    if line.count('"') % 2:
        hint = "; a quote is missing"
    elif any(quote in line for quote in "\u201c\u201d\u201e\u2018\u2019"):
        hint = '; write straight quotes, "'
    elif re.search(r"=\s*[-+]?[\d_.]+ ?[A-Za-z%]", line):
        hint = "; a figure with a unit stands in quotes"
    elif "overwrite" in error:
        hint = "; it stands there twice"
    return f": {line[:80]}{hint}"


def base_of(file: Path, tree: Tree, kept: dict[Path, bytes] | None = None) -> tuple[Path, Tree] | None:
    """The base file that a file names, and its tables; what was read is kept. Raises ScenarioError."""

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
    try:
        found = read_tree(base, kept)
    except ScenarioError as error:
        raise of_base(error, file, base) from None
    if "base" in found:
        grand = base.parent / str(found["base"])
        if _is_file(grand) and grand.resolve() == file.resolve():
            raise wrong("a loop: each of the two files is the base of the other")
        other = f": {found['base']}" if lies_by(file, base) else ""
        raise wrong(f"a base has no base of its own, but {base.name} has one{other}")
    if "change" in found:
        raise wrong(f"a base has no [change], but {base.name} has: write what it changes into this file")
    return base, found


def of_base(error: ScenarioError, file: Path, base: Path) -> ScenarioError:
    """What is wrong with a base, as it is told of the file that names it.

    Of one that lies neither beside the file nor below nothing is told but that: whoever wrote the file may
    have named what is not his to read.
    """
    if lies_by(file, base):
        return error
    text = f"it is no scenario: `bowtie check {shlex.quote(str(base))}` says why"
    return ScenarioError([Problem(str(file), "base", plain_value(str(base)), text)])


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _is_absent(value: Any) -> bool:
    """Also as a number with a note: { value = "none", note = "by the month" }."""
    return value == ABSENT or (isinstance(value, dict) and value.get("value") == ABSENT)


def pruned(tree: Any) -> Any:
    """The tables without keys whose value is "none"."""
    if isinstance(tree, dict):
        return {key: pruned(value) for key, value in tree.items() if not _is_absent(value)}
    if isinstance(tree, list):
        return [pruned(value) for value in tree if value != ABSENT]
    return tree


def merged(base: Tree, child: Tree, path: tuple[str, ...] = ()) -> Tree:
    """The child's tables over the base's. Numbers and lists are replaced as a whole."""
    result = dict(base)
    for key, value in child.items():
        here = (*path, key)
        if isinstance(value, dict) and isinstance(base.get(key), dict) and not is_number(here):
            result[key] = merged(base[key], value, here)
        else:
            result[key] = value
    return result
