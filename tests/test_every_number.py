"""Every number matters: in a company where everything binds, halve each one and something shows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import simulator
from simulator.company.schema import Company, type_at, unwrapped
from simulator.company.section import Section, states_number
from simulator.metrics import Measures, measure
from simulator.model import Model
from tests import tiers

FILE = Path(__file__).with_name("binding.toml")
TREE: dict[str, Any] = tomllib.loads(FILE.read_text())
_FIGURE = re.compile(r"\d+(\.\d+)?")


def _numbers(tree: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all numbers as they stand in the file; a range or a table is one number."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        here = (*keys, key)
        named = tuple(str(k) for k in here if not isinstance(k, int))
        try:
            number = type_at(_with_names(here), within=True)[1]
        except KeyError:
            number = False
        plan = isinstance(value, list) and isinstance(value[0], dict)
        if number and not plan:
            yield here
        elif isinstance(value, dict | list) and named[-1] != "leads_on":
            yield from _numbers(value, here)


def _with_names(keys: tuple[Any, ...]) -> tuple[str, ...]:
    """Stages by name in place of their place in the list."""
    tree: Any = TREE
    found = []
    for key in keys:
        tree = tree[key]
        found.append(tree["name"] if isinstance(key, int) and "name" in tree else str(key))
    return tuple(found)


PATHS = list(_numbers(TREE))


def _halved(value: Any, key: str) -> Any:
    if key == "season":
        return value[::-1]  # only proportions count: other months are strong
    if key == "priority":
        return 5 - value  # an order has no half: change places
    if isinstance(value, int):
        return value // 2
    if isinstance(value, float):
        return value / 2
    if isinstance(value, str):
        whole = "month" in value and key in ("term", "notice", "every")
        count = 1 if " per " in value else 0  # of a price per 100 units only the price
        return _FIGURE.sub(lambda m: f"{float(m[0]) / 2:{'.0f' if whole else 'g'}}", value, count=count)
    if isinstance(value, list):
        return [_halved(v, key) for v in value]
    return {k: v if k in ("sigma", "distribution", "varies") else _halved(v, k) for k, v in value.items()}


def _tree() -> dict[str, Any]:
    """The file's tables, to be written elsewhere: what lies beside it is named in full."""
    tree = deepcopy(TREE)
    tree["opening"] = {key: str(FILE.with_name(name)) for key, name in tree["opening"].items()}
    return tree


@cache
def _company() -> simulator.Scenario:
    return simulator.load(FILE)


@cache
def _as_it_is() -> Model:
    return _company().model()


@cache
def _measured_as_it_is() -> Measures:
    return _measured(_as_it_is())


def _measured(model: Model) -> Measures:
    return measure(simulator.simulate(model, seed=0, replication=0))


def _alike(a: Model, b: Model) -> bool:
    return all(
        np.asarray(x).tobytes() == np.asarray(y).tobytes() for x, y in zip(a.numbers, b.numbers, strict=True)
    )


def _same(a: Measures, b: Measures) -> bool:
    for name in a.values:
        if not np.array_equal(a.values[name], b.values.get(name, -1), equal_nan=True):
            return False
    if any(not np.array_equal(a.monthly[n], b.monthly[n]) for n in a.monthly):
        return False
    return bool(np.array_equal(a.bowtie, b.bowtie, equal_nan=True))


@pytest.mark.parametrize("path", PATHS, ids=lambda keys: ".".join(map(str, _with_names(keys))))
def test_half_of_a_number_shows(path: tuple[Any, ...], tmp_path: Path) -> None:
    """Would catch a number that is read and checked, and then used by nobody; in the fast tier only one that
    does not reach the model."""
    tree = _tree()
    inside = tree
    for key in path[:-1]:
        inside = inside[key]
    half = _halved(inside[path[-1]], str(path[-1]))
    if {"people", "price_rises"} & set(path):  # one date of a plan has no path of its own
        inside[path[-1]] = half
        varied = simulator.load(_file(tmp_path, tree))
    else:  # a change keeps the company's thresholds: in another company half the fit would be its own measure
        varied = _company().vary({".".join(_with_names(path)): half})
    if path[0] == "correlation":  # the best guess knows nothing of it
        assert not _alike(_company().draw(0, 0), varied.draw(0, 0))
        assert tiers.fast or not _same(_measured(_company().draw(0, 0)), _measured(varied.draw(0, 0)))
        return
    changed = varied.model()
    assert not _alike(_as_it_is(), changed)
    assert tiers.fast or not _same(_measured_as_it_is(), _measured(changed))


def test_a_file_written_again_measures_the_same(tmp_path: Path) -> None:
    """Would catch a test above that passes because writing the file changed it."""
    again = simulator.load(_file(tmp_path, _tree())).model()
    assert _same(_measured_as_it_is(), _measured(again))


def test_the_company_states_every_number_that_a_file_may_state() -> None:
    """Would catch a new key that nobody added to the company in which everything binds."""
    stated = {_key_of(_with_names(keys)) for keys in PATHS}
    known: set[tuple[Any, str]] = set()

    def walk(section: type[Section]) -> None:
        for name, info in section.model_fields.items():
            kind, _ = unwrapped(info.annotation)
            inner = [a for a in (kind, *get_args(kind)) if isinstance(a, type) and issubclass(a, Section)]
            for one in inner:
                walk(one)
            if states_number(info) and not inner:
                known.add((section, info.alias or name))

    walk(Company)
    assert known - stated == set()
    assert len(known) > 90


def _key_of(names: tuple[str, ...]) -> tuple[Any, str]:
    """The table in which a number is stated, and its key there: two tables may share a name of a key."""
    table, _ = type_at(names[:-1], within=True)
    if isinstance(table, type) and issubclass(table, Section):
        return table, names[-1]
    return _key_of(names[:-1])  # a table of which the keys are names


def _file(folder: Path, tree: dict[str, Any]) -> Path:
    file = folder / "changed.toml"
    file.write_text(_toml(tree))
    return file


def _toml(tree: dict[str, Any]) -> str:
    """As TOML, inline below the first level of tables: enough for this file."""

    def value(v: Any) -> str:
        if isinstance(v, dict):
            return "{ " + ", ".join(f'"{k}" = {value(x)}' for k, x in v.items()) + " }"
        if isinstance(v, list):
            return "[" + ", ".join(map(value, v)) + "]"
        if isinstance(v, str):
            return f'"{v}"'
        return str(v)

    return "\n".join(f"{key} = {value(v)}" for key, v in tree.items())
