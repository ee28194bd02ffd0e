"""How numbers are spelled: the schema takes what the reader takes, and flags units that there are not."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import jsonschema
import pytest

from simulator.quantity import kinds
from simulator.quantity.forms import FORMS
from simulator.quantity.json_schema import examples_of, words_of
from simulator.quantity.kind import Kind
from simulator.quantity.parse import NAMED, Read, read_number
from simulator.quantity.units import QuantityError, write
from tests.scenario.schema import schema_of_a_file

KINDS = {
    name: mark.kind
    for name, alias in vars(kinds).items()
    for mark in getattr(alias, "__metadata__", ())
    if isinstance(mark, Read)
}


@cache
def schema_of(name: str) -> jsonschema.Draft7Validator:
    definitions = schema_of_a_file()["definitions"]
    return jsonschema.Draft7Validator({**definitions[f"number.{name}"], "definitions": definitions})


def accepts(name: str, value: Any) -> bool:
    return bool(schema_of(name).is_valid(value))


def texts(kind: Kind) -> list[Any]:
    """Values of a kind as files may have them, with and without their ranges."""
    found: list[Any] = [*examples_of(kind), 0, 1, 0.25, 3, -1, 12.5]
    units = {read_number(kind, example).unit for example in examples_of(kind)}
    for unit, value in product(units, (0.01, 0.3, 1.0, 2.0, 12.0, 400.0)):
        one = write(kind.units, value, unit)
        found += [one, f"{one} to {write(kind.units, 3.0 * value, unit)}"]
    found += [
        "3k",
        "2 to 5",
        "1.5M",
        "12 months",
        "1 year",
        "2 weeks",
        "30%",
        "10 to 30 %",
        "9 per unit a year",
    ]
    return found


def tables(kind: Kind) -> list[dict[str, Any]]:
    """Tables of each form, named and not."""
    alone = read_number(kind, examples_of(kind)[0])
    low, best, high = (write(kind.units, alone.curve.at(0.3) * x, alone.unit) for x in (0.5, 0.6, 0.7))
    found = []
    for form in FORMS.values():
        filled: dict[str, Any] = dict(zip(form.needs, (low, best, high), strict=False))
        filled |= {need: high for need in form.needs if need == "high"} | dict.fromkeys(form.plain, 0.5)
        if "values" in filled:
            filled["values"] = [low, high]
        found += [{**filled, "note": "x"}, *({**filled, "distribution": name} for name in NAMED)]
        found += [{**filled, need: f"{low} to {high}", "varies": kind.varies[0]} for need in form.movable]
    return found


@pytest.mark.parametrize("name", KINDS)
def test_what_can_be_read_is_not_flagged(name: str) -> None:
    """Catches a pattern or a table that is narrower than the reader."""
    kind, read = KINDS[name], 0
    for value in [*texts(kind), *tables(kind)]:
        try:
            read_number(kind, value)
        except QuantityError:
            continue
        read += 1
        assert accepts(name, value), value
    assert read > 3
    assert accepts(name, "none")


@pytest.mark.parametrize("name", KINDS)
def test_what_is_no_number_is_flagged(name: str) -> None:
    """Catches a pattern that takes any text, and a table that takes any key."""
    text = next(e for e in [*examples_of(KINDS[name]), "1"] if isinstance(e, str))
    none = ("five", "", f"{text} bananas", f"{text}s s", True, ["1"], {"value": text, "sorce": "x"}, None)
    for wrong in none:
        assert not accepts(name, wrong), wrong


@pytest.mark.parametrize("name", KINDS)
def test_the_words_show_numbers_that_can_be_read(name: str) -> None:
    """Catches an example in an editor that `check` would refuse."""
    kind = KINDS[name]
    assert examples_of(kind)
    for example in examples_of(kind):
        read_number(kind, example)
        assert str(example) in words_of(kind)
    assert words_of(kind).endswith(".")
