"""Numbers of shipped files that name a source, against those worked out again without seeing the files."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.company.schema import numbers_of
from tests.lives import scenario
from tests.scenarios.test_shipped import FILES, FOLDER, toml

AGAIN = toml(Path(__file__).with_name("rederived.toml"))
DERIVED = ("value", "low", "best", "high", "mean", "median", "of_account")
NOT_PARTS = {"source", "where", "note", "distribution", "varies"}
FIGURE = re.compile(r"([-+]?[\d.]+)(k|M)?\s*(.*)")
SUFFIX = {None: 1, "k": 1_000, "M": 1_000_000}
DAYS_OF_A_MONTH = 30  # 9 to 18 months are 270 to 540 days where they were published

# How the note of a file calls a part that nobody published.
ASSUMED = {
    "sigma": ("sigma",),
    "low": ("low end", "range", "the rest"),
    "best": ("centre", "the rest"),
    "high": ("high end", "range", "the rest"),
    "median": ("centre",),
    "value": ("assumption",),
}


def sourced(tree: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """The numbers of a file's own tables that name a source, by their path."""
    if isinstance(tree, dict):
        if "source" in tree:
            yield path, tree
        for key, inner in tree.items():
            yield from sourced(inner, f"{path}.{key}" if path else key)
    elif isinstance(tree, list):
        for place, inner in enumerate(tree):
            named = isinstance(inner, dict) and "name" in inner
            yield from sourced(inner, f"{path}.{inner['name']}" if named else f"{path}[{place}]")


def name_of(file: Path) -> str:
    return file.relative_to(FOLDER).as_posix()


SHIPPED = {name_of(file): dict(sourced(toml(file))) for file in FILES}
PLACES = [(file, path) for file, numbers in SHIPPED.items() for path in numbers]


def flat(value: Any, name: str = "") -> dict[str, Any]:
    """The parts of a number by name; a text `A to B unit` is two of them, `low` and `high`."""
    if isinstance(value, str) and " to " in value:
        low, high = (FIGURE.fullmatch(end) for end in value.split(" to "))
        assert low, value
        assert high, value
        value = {"low": f"{low[1]}{low[2] or ''} {low[3] or high[3]}".strip(), "high": high[0]}
    if not isinstance(value, dict):
        return {name: value}
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if key not in NOT_PARTS:
            found |= flat(inner, f"{name}.{key}" if name else key)
    return found


def figure(part: object) -> tuple[Decimal, str]:
    """A figure and its unit, a month as thirty days."""
    found = FIGURE.fullmatch(str(part))
    assert found, part
    value, unit = Decimal(found[1]) * SUFFIX[found[2]], found[3]
    return (value * DAYS_OF_A_MONTH, "days") if unit in ("months", "month") else (value, unit)


@cache
def means(file: str) -> dict[str, float]:
    """The best guess of every number of a company, in the model's own units."""
    return {path: number.mean for path, number in numbers_of(scenario(file.removesuffix(".toml")).company)}


def people(file: str, team: str) -> int:
    """How many a team is on the first day."""
    stated: Any = toml(FOLDER / file)
    for key in team.split("."):
        stated = stated[key]
    return stated[0]["count"] if isinstance(stated, list) else stated["value"]


def to_the_digits_of(stated: Decimal, exact: float | Decimal) -> Decimal:
    """A figure with as many decimals as the file gives."""
    return Decimal(exact).quantize(Decimal(1).scaleb(min(0, int(stated.as_tuple().exponent))))


def expected(file: str, path: str, entry: dict[str, Any]) -> dict[str, Any]:
    """What was worked out, by part; relations with the figures of the file that they name."""
    parts = {key: entry[key] for key in DERIVED if key in entry}
    if isinstance(parts.get("value"), dict) and "divide" in parts["value"]:  # whole people, none missing
        parts["value"] = math.ceil(people(file, parts["value"]["divide"]) / parts["value"]["by"])
    if isinstance(parts.get("mean"), dict):
        rest = figure(parts["mean"]["from"])[0]
        rest -= Decimal(sum(means(file)[other] for other in parts["mean"]["less"]))
        parts["mean"] = f"{rest:.4f} days"
    if "of_account" in parts:
        units = means(file)[f"{path.split('.offer')[0]}.units"]
        parts["value"] = f"{float(parts.pop('of_account')) / units:.4f} per unit a year"
    return flat(parts)


@pytest.mark.parametrize(("file", "path"), PLACES, ids=[f"{f}: {p}" for f, p in PLACES])
def test_a_sourced_number_equals_the_one_worked_out_again(file: str, path: str) -> None:
    """Would catch a figure misread or mistyped, and a part that the source does not hold."""
    entry, stated = AGAIN[file][path], SHIPPED[file][path]
    note = stated.get("note", "")
    assert ("solved" in entry) == ("solved" in note), "chosen by simulation, or read in the source?"
    if "solved" in entry:
        return
    mine, theirs = expected(file, path, entry), flat(stated)
    related = bool({"of_account", "rounded"} & entry.keys()) or isinstance(entry.get("mean"), dict)
    for part, worked_out in mine.items():
        assert part in theirs, f"{part} is not in the file: {worked_out}"
        (a, unit), (b, other) = figure(worked_out), figure(theirs[part])
        a = to_the_digits_of(b, a) if related else a
        assert (a, unit) == (b, other), f"{part}: {worked_out} worked out, {theirs[part]} in the file"
    for part in theirs.keys() - mine.keys():
        words = [word for step in part.split(".") for word in ASSUMED.get(step, ())]
        called = "assumption" in note and any(word in note for word in words)
        assert called, f"{part}: {theirs[part]} in the file; {entry.get('not_found', 'not in the source')}"
    if "at_least" in entry:
        assert figure(theirs["value"])[0] >= figure(entry["at_least"])[0]
    if "median_within" in entry:
        low, high = (figure(end)[0] for end in entry["median_within"])
        assert low <= figure(theirs["median"])[0] <= high


def test_what_was_worked_out_is_what_names_a_source() -> None:
    """Would catch a new sourced number that nobody worked out again, and an entry for one that is gone."""
    again = {(file, path) for file, entries in AGAIN.items() for path in entries}
    assert again == set(PLACES)


def test_every_entry_says_what_it_stands_on() -> None:
    """Would catch an entry without a derivation: a copy of the file would agree with the file."""
    for file, entries in AGAIN.items():
        for path, entry in entries.items():
            assert {"from", "solved", "not_found"} & entry.keys(), (file, path)
