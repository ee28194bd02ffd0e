"""Every key is told by `bowtie check` and goes where it says; what is told to count otherwise counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from simulator.company.offer import Offer
from simulator.company.schema import Company
from simulator.company.section import Section, declared, kind_of, unwrapped
from simulator.quantity.json_schema import examples_of
from simulator.quantity.number import Number
from simulator.quantity.parse import read_number
from simulator.scenario import Scenario, load
from simulator.scenario.describe.company import described
from simulator.scenario.describe.tables import told
from simulator.scenario.to_model.builder import Builder
from simulator.scenario.to_model.columns import cells_of, stated
from tests.scenario.rich import RICH
from tests.scenario.small import SMALL, written

BINDING = Path(__file__).parents[1] / "binding.toml"
MORE = """
title = "More"
description = "What the others leave out."
start = 2027-01-01
years = 3
currency = "USD"

[team.ae]
people  = [{ from = 2027-01-01, count = 2, source = "plan" }, { from = 2028-01-01, count = 3 }]
capacity = 10
book     = 40
first    = "deals"

[motion.sale]
leads = "5 a month"
opens = 2027-06-01

[[motion.sale.stage]]
name      = "talk"
decides   = "buyer"
takes     = "2 weeks"
passes    = "50%"
passes_to = "show"

[[motion.sale.stage]]
name  = "demo"
takes = "2 weeks"

[[motion.sale.stage]]
name  = "show"
marks = "sal"
takes = "2 weeks"

[[motion.sale.stage]]
name     = "sign"
marks    = "won"
team     = "ae"
takes    = "2 weeks"
passes   = "50%"
loses_to = "talk"

[motion.sale.offer]
price          = "100 per unit a month"
term           = "12 months"
recurring_from = "live"
price_rises    = [{ from = 2028-01-01, by = "5%", source = "plan" }]
prepaid        = { share = "40%" }
escalator      = "2% a year"
escalates      = "at renewal"

[motion.sale.impact]
every   = "3 months"
reached = "70%"

[motion.sale.referral]
with_impact = "1%"

[motion.sale.champion]
leaves = "2%"

[motion.sale.move.other]
at = "loss"

[motion.other]
leads = "1 a month"

[[motion.other.stage]]
name  = "all"
marks = "sal"
takes = "1 week"

[[motion.other.stage]]
name  = "sign"
marks = "won"
takes = "1 week"

[motion.other.offer]
once = 100

[opening]
pipeline = "under way"

[shock.worse]
from  = 2028-01-01
lasts = "3 months"
win   = "80%"

[target.plan]
metric   = "won"
motion   = "sale"
at_least = 20
by       = "2028-12"

[target.calm]
metric  = "cash_low"
at_most = -5
"""
ASIDE = {"where", "note"}  # of dated entries: only in the table of sources, `bowtie check --sources`


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> list[Scenario]:
    folder = tmp_path_factory.mktemp("told")
    texts = {"rich": RICH, "small": SMALL, "more": MORE}
    return [load(BINDING), *(load(written(folder, text, name)) for name, text in texts.items())]


def _fields(section: type[Section]) -> Iterator[tuple[type[Section], str]]:
    """Every field of every table."""
    for name, info in section.model_fields.items():
        yield section, name
        kind, _ = unwrapped(info.annotation)
        for one in (kind, *get_args(kind)):
            inner = unwrapped(one)[0]
            if isinstance(inner, type) and issubclass(inner, Section):
                yield from _fields(inner)


def _is_table(section: type[Section], name: str) -> bool:
    kind, _ = unwrapped(section.model_fields[name].annotation)
    return isinstance(kind, type) and issubclass(kind, Section)


FIELDS = [one for one in dict.fromkeys(_fields(Company)) if one[1] not in ASIDE and not _is_table(*one)]


def _sections(part: object) -> Iterator[Section]:
    """Every table of a company."""
    if isinstance(part, Section):
        yield part
        for name in type(part).model_fields:
            yield from _sections(getattr(part, name))
    elif isinstance(part, dict | tuple):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _sections(inner)


def _another(section: Section, name: str) -> Any:
    """Another value than the one that is stated."""
    value, info = getattr(section, name), type(section).model_fields[name]
    kind = kind_of(info) or (value.kind if isinstance(value, Number) else None)
    if kind is not None:
        others = (
            read_number(kind, one) for one in (*examples_of(kind), kind.units.harmless(kind.low or 1.0))
        )
        return next(replace(one, path=value.path) for one in others if one.curve != value.curve)
    if isinstance(value, dt.date):
        return value.replace(year=value.year + 1)
    if isinstance(value, str):
        choices = get_args(unwrapped(info.annotation)[0])
        return next((one for one in choices if one != value), f"{value} another")
    if isinstance(value, int):
        return value + 1
    if name == "season":
        return value[::-1]  # twelve months
    return value[1:] if isinstance(value, tuple) else {}


def _told(scenario: Scenario) -> str:
    return described(scenario.company, "file", "", scenario.book, {}, scenario.company)


@pytest.mark.parametrize(
    ("section", "name"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__
)
def test_every_key_is_told(section: type[Section], name: str, scenarios: list[Scenario]) -> None:
    """Catches a key that a file may state and `bowtie check` passes over in silence."""
    found = 0
    for scenario in scenarios:
        before = _told(scenario)
        for one in _sections(scenario.company):
            value = getattr(one, name) if type(one) is section else None
            if value is None or value == section.model_fields[name].get_default(call_default_factory=True):
                continue
            found += 1
            one.__dict__[name] = _another(one, name)
            try:
                after = _told(scenario)
            finally:
                one.__dict__[name] = value
            if after != before:
                return
    assert found, f"no company here states {section.__name__}.{name}"
    pytest.fail(f"{section.__name__}.{name} is not told")


def test_a_key_without_a_sentence_is_told_as_it_stands() -> None:
    """Catches a new key that nobody wrote a sentence for, and that is silent for that."""

    class Plain(Section):
        """With a text and a list of its own."""

        word: str = ""
        many: tuple[int, ...] = ()

    assert list(told(Plain(word="yes", many=(1, 2)))) == [("word", '"yes"', ""), ("many", "[1, 2]", "")]
    assert list(told(Plain(word="yes"), word=[("a", "b", "c")])) == [("a", "b", "c")]
    with pytest.raises(TypeError, match="Plain has no wrod"):
        list(told(Plain(word="yes"), wrod=()))


OTHERWISE = [
    (section, name)
    for section, name in FIELDS
    if declared(section)[name].absent is not None
    and "if not given" in str(section.model_fields[name].description)
    and (section, name) != (Offer, "failed_payments")  # a rate of nothing in place of no rate
]


@pytest.mark.parametrize(
    ("section", "name"), OTHERWISE, ids=lambda one: one if isinstance(one, str) else one.__name__
)
def test_what_counts_otherwise_is_what_is_told(
    section: type[Section], name: str, scenarios: list[Scenario]
) -> None:
    """Catches a default that is told in the schema and is not the one with which a company is simulated."""
    kind, absent = kind_of(section.model_fields[name]), declared(section)[name].absent
    assert kind is not None
    assert absent is not None
    for scenario in scenarios:
        for one in _sections(scenario.company):
            if type(one) is section and getattr(one, name) is None:
                number = Number(
                    kind, "value", (("value", absent),), kind.varies[0], " ".join(kind.units.written[:1])
                )
                before = _model(scenario)
                number.bind(f"{one.path}.{name}", f"{one.address}.{name}")
                one.__dict__[name] = number
                try:
                    after = _model(scenario)
                finally:
                    one.__dict__[name] = None
                assert after.keys() == before.keys()
                assert [key for key in after if after[key] != before[key]] == []
                return
    pytest.fail(f"every company here states {section.__name__}.{name}")


def test_every_number_with_a_column_stands_in_the_model(scenarios: list[Scenario]) -> None:
    """Catches a table whose numbers have columns, and that no list of the model is filled from."""
    for scenario in scenarios:
        frame = Builder(scenario.company)._frame
        there = {number.path for number in (*frame.rates, *frame.curves) if number is not None}
        there |= {cell.number.path for cell in cells_of(scenario.company)}
        mine = {n.path for one in _sections(scenario.company) for _, n in stated(one)}
        assert mine - there == set()
        assert len(mine) > 10


def _model(scenario: Scenario) -> dict[str, Any]:
    """The lists of its best guess, but for addresses of rates that are the same for all: none draws there."""
    builder = Builder(scenario.company, scenario.book)
    drawn = builder.draws.best_guess()
    curves = builder.curves_of(drawn)
    model = builder.model(drawn, curves, builder.settle(drawn, curves, {}), [])
    found = model.numbers._asdict()
    found["rates"] = found["rates"].copy()
    found["rates"]["address"][found["rates"]["curve"] < 0] = 0
    return {name: np.asarray(value).tobytes() for name, value in found.items()}
