# ruff: noqa: E501  (lists of what may be wrong)
"""Companies written at random from what a file may declare, each with one thing wrong."""

from __future__ import annotations

import copy
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli_w

from simulator.company.schema import Company
from simulator.company.section import Section, keys_of, unwrapped
from tests.companies import METERED, PAID_FOR
from tests.scenario.rich import RICH
from tests.scenario.schema import flagged
from tests.scenario.small import SMALL

Place = tuple[tuple[str | int, ...], type[Section]]  # where a table stands in a file, and what it is

COMPANIES = [tomllib.loads(text) for text in (SMALL, RICH, METERED, PAID_FOR)]
HERE = "@here@"  # stands for what is written as it is, and need be no TOML

# What may stand behind a key, as a hand or a program would write it.
VALUES = [
    "true", "[]", "{}", '""', '"  "', "nan", "-inf", "-1", "1e308", "2027-13-45", "2027-01-01", "07:30:00", "1979-05-27T07:32:00Z",
    str(2**63), "9" * 400, "0x" + "f" * 5_000, "0b" + "1" * 30_000, "7" * 9_000, f"[1{'0' * 309}]", "[1, 2, 3]",
    '"\\u001b[31m"', '"\\u202e"', '"\\u0000"', '"[bold]"', '"[/]"', '"a\\nb"', f'"{"long " * 9_000}"', '"ü株👩‍💻"', '"$x^2$"', '"{x}"',
    '"5 to 2 days"', '"1 to 2 to 3"', '"-5%"', '"500%"', '"1e9"', '"9 dais"', '"none "', '"/etc/passwd"', '"../x"',
    "{ value = 1, vlaue = 2 }", "{ low = 1, best = 2, high = 2026-01-01 }", '{ value = { value = { value = "1" } } }',
    "[" * 60 + "]" * 60, "{ a = " * 60 + "1" + " }" * 60, "[" * 5_000, '[{ from = 2027-01-01, count = "many" }]',
]  # fmt: skip

HIDDEN = ('"\\u001b[31m"', '"\\u202e"', '"\\u0000"')  # which a schema does not see

# What may stand on a line of its own, anywhere.
LINES = [
    "=",
    "[",
    "[]",
    "[[x",
    "x",
    "x = ",
    "x = 1 1",
    "title = 1",
    '"',
    "'''",
    ".".join("a" * 20_000) + " = 1",
    "\x1b[31m",
    "\x00",
    "[[motion]]",
]
NAMES = [
    "x",
    "Title",
    "[red]",
    "\x1b[31m",
    "a b",
    "ü",
    "",
    "x" * 5_000,
    "a.b",
    "people",
    "price",
    "nmae",
    "from",
    "__class__",
    "$x$",
    "\u202e",
]


def wrong_file(chance: random.Random) -> str:
    """A company with a key that makes no sense, is missing, or is none, or with a line that is none."""
    while True:
        tree = copy.deepcopy(chance.choice(COMPANIES))
        where, section = chance.choice(list(sections(tree, Company, ())))
        table = _at(tree, where)
        kind = chance.choice(["value", "value", "value", "missing", "unknown", "line"])
        raw = chance.choice(VALUES)
        if kind == "line":
            lines = tomli_w.dumps(tree).splitlines()
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(LINES))
            return "\n".join(lines)
        if kind == "value":
            table[chance.choice(keys_of(section))] = HERE
        elif kind == "missing":
            del table[chance.choice(list(table))]
        else:
            table[chance.choice([name for name in NAMES if name not in keys_of(section)])] = HERE
        text = tomli_w.dumps(tree).replace(f'"{HERE}"', raw)
        if is_wrong(text) or (kind == "value" and raw in HIDDEN):
            return text


def is_wrong(text: str) -> bool:
    """Whether a file is no TOML, or an editor that knows the schema would underline something in it."""
    try:
        return bool(flagged(text))
    except (ValueError, RecursionError):
        return True


def sections(table: dict[str, Any], section: type[Section], where: tuple[str | int, ...]) -> Iterator[Place]:
    """The tables of a file that are declared, with where they stand."""
    yield where, section
    for name, info in section.model_fields.items():
        key = info.alias or name
        kind, _ = unwrapped(info.annotation)
        inner = next((unwrapped(a)[0] for a in getattr(kind, "__args__", ())[::-1] if a is not ...), kind)
        value = table.get(key)
        if not (isinstance(inner, type) and issubclass(inner, Section)):
            continue
        steps: list[tuple[str | int, ...]] = [()]
        if inner is not kind:
            entries = (
                range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
            )
            steps = [(step,) for step in entries]
        for step in steps:
            part = _at(table, (key, *step)) if key in table else None
            if isinstance(part, dict):
                yield from sections(part, inner, (*where, key, *step))


def _at(tree: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        tree = tree[step]
    return tree


def files(folder: Path, chance: random.Random, many: int) -> list[Path]:
    """So many of them."""
    found = []
    for n in range(many):
        found.append(folder / f"wrong-{n}.toml")
        found[-1].write_text(wrong_file(chance), encoding="utf-8")
    return found
