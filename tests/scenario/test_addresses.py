"""Words of random addresses: what is drawn for a number does not depend on what its key is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from simulator.company.schema import Company, numbers_of, unwrapped
from simulator.company.section import Section, address_words, bind, key
from simulator.quantity import kinds as k
from simulator.quantity.forms import ADDRESS_WORDS, FORMS
from simulator.quantity.number import Number
from simulator.scenario import load

FROZEN = Path(__file__).with_name("addresses.txt")
BINDING = Path(__file__).parents[1] / "binding.toml"


def _words(section: type[Section], above: str = "") -> Iterator[str]:
    """The words of all tables and numbers; `*` stands for a name or a place in a list."""
    words = address_words(section)
    for name, info in section.model_fields.items():
        kind, _ = unwrapped(info.annotation)
        place = f"{above}{words[name]}"
        yield from _inside(kind, place)


def _inside(kind: Any, place: str) -> Iterator[str]:
    if kind is Number:
        yield place
    elif isinstance(kind, type) and issubclass(kind, Section):
        yield place
        yield from _words(kind, f"{place}.")
    elif get_origin(kind) in (dict, tuple):
        inner, _ = unwrapped(get_args(kind)[1 if get_origin(kind) is dict else 0])
        yield from _inside(inner, f"{place}.*")


def test_the_words_of_addresses_are_frozen() -> None:
    """Catches a key that was renamed without saying its old word: all that is drawn for it would change.

    A new key adds its line to the file; no line is ever changed or taken away.
    """
    parameters = {name for form in FORMS.values() for name in form.needs}
    words = [*_words(Company), *(f"(parameter) {ADDRESS_WORDS.get(p, p)}" for p in parameters)]
    assert sorted(words) == sorted(FROZEN.read_text().splitlines())


class _Before(Section):
    """As it was called."""

    chance: k.Rate = key()
    sizes: dict[str, k.Size] = key()


class _After(Section):
    """With other names."""

    likelihood: k.Rate = key(address="chance")
    volumes: dict[str, k.Size] = key(address="sizes")


def test_a_key_that_is_keeps_its_address() -> None:
    """Catches an address that is made of the key, or a public path that is made of the old word."""
    rate = {"distribution": "beta", "mean": "20%", "sd": "5%"}
    spread = {"median": "5 to 9", "sigma": 0.5}
    before = _Before.model_validate({"chance": rate, "sizes": {"a b": spread}})
    after = _After.model_validate({"likelihood": rate, "volumes": {"a b": spread}})
    for section in (before, after):
        bind(section, "new", "old")
    there = [number for _, number in (*numbers_of(before), *numbers_of(after))]
    assert [number.address for number in there] == ["old.chance", "old.sizes.a b"] * 2
    assert [number.path for number in there] == [
        "new.chance",
        "new.sizes.a b",
        "new.likelihood",
        "new.volumes.a b",
    ]
    ((_, inner),) = there[-1].unknown
    assert (inner.path, inner.address) == ("new.volumes.a b.median", "old.sizes.a b.median")


def test_every_number_of_a_company_knows_its_place() -> None:
    """Catches a number, or a table, that is read and never told where it stands."""
    company = load(BINDING).company
    numbers = [number for _, number in numbers_of(company)]
    assert len({number.path for number in numbers}) == len(numbers) > 100
    assert len({number.address for number in numbers}) == len(numbers)
    assert all(number.path and number.address for number in numbers)
    for stage in company.motion["term"].stage:
        word = f"[{stage.marks}]" if stage.marks else f".{stage.name}"
        assert stage.address == f"play.term.stage{word}"
