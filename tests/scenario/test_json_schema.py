"""The schema of a scenario file: what editors are told, held against what the loader takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from simulator.company.schema import Company
from simulator.company.section import Section, keys_of
from simulator.metrics.definitions import VARIANTS
from simulator.scenario.json_schema import written
from simulator.scenario_library import SCHEMA, folder, scenarios
from tests.companies import METERED, PAID_FOR
from tests.scenario.rich import RICH
from tests.scenario.schema import flagged, schema_of_a_file
from tests.scenario.small import SMALL, edited
from tests.scenario.test_invalid import CASES


def test_it_is_a_schema_and_the_one_that_is_shipped() -> None:
    """Catches a key that editors do not know yet: `bowtie schema > scenarios/scenario.schema.json`."""
    jsonschema.Draft7Validator.check_schema(schema_of_a_file())
    assert (folder() / SCHEMA).read_text(encoding="utf-8") == written(schema_of_a_file()) + "\n"


@pytest.mark.parametrize("name", scenarios())
def test_a_shipped_file_is_right(name: str) -> None:
    """Catches a schema that flags what the loader takes."""
    assert flagged(scenarios()[name].read_text(encoding="utf-8")) == []


BESIDE = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        RICH,
        METERED,
        PAID_FOR,
        (BESIDE / "binding.toml").read_text(),
        (BESIDE / "benchmarks" / "ten-stages.toml").read_text(),
        'base = "x.toml"\ntitle = "All else is there"',
        'base = "x.toml"\n[team]\nae = "none"\n[motion.sale]\nimpact = "none"\nopens = "none"\n'
        'season = "none"',
        'base = "x.toml"\n[motion.sale.offer]\nprice = "none"\nrecurring_from = "none"\nprice_rises = "none"',
        'base = "x.toml"\n[measures]\ncac = "lagged"\n[motion.sale.renewal]\nlift = 2',
        'base = "x.toml"\n[change]\n"motion.sale.renewal.lift" = '
        '{ value = 2, source = "me", where = "here" }',
        'base = "x.toml"\n[change.motion.sale.renewal]\nlift = 2',
        f'{SMALL}\n[what_if."one more"]\n"team.ae.people" = [{{ from = 2027-01-01, count = 9 }}]\nyears = 9',
    ],
)
def test_what_the_loader_takes_is_not_flagged(text: str) -> None:
    """Catches a form of a value that editors would underline though `check` is content."""
    assert flagged(text) == []


# Of what is wrong in test_invalid.py, what can be seen without the rest of the file, and where.
SEEN = {
    "unknown key": "motion.sale.stage.0",
    "unknown table": "",
    "unknown key of a number": "motion.sale.renewal.lift",
    "wrong unit": "motion.sale.stage.1.takes",
    "unit missing": "motion.sale.stage.1.takes",
    "unit of another kind": "motion.sale.stage.1.passes",
    "three ends": "motion.sale.stage.1.takes",
    "fit correlation of one": "motion.sale.stage.1.fit_correlation",
    "negative": "motion.sale.stage.1.takes",
    "negative number": "motion.sale.renewal.lift",
    "zero odds": "motion.sale.renewal.lift",
    "infinity": "motion.sale.stage.1.fit_correlation",
    "infinity in words": "motion.sale.stage.1.takes",
    "a huge integer": "motion.sale.renewal.lift",
    "a truth": "motion.sale.renewal.lift",
    "a list": "motion.sale.renewal.lift",
    "a text for a whole number": "years",
    "half a year": "years",
    "too many years": "years",
    "no years": "years",
    "currency": "currency",
    "title missing": "",
    "offer missing": "motion.sale",
    "a table for a text": "title",
    "a text for a table": "motion.sale.offer",
    "mark unknown": "motion.sale.stage.1.marks",
    "bad name": "motion.sale.stage.3.name",
    "three teams": "motion.sale.stage.0.team",
    "headcount in half people": "team.csm.people",
    "too many people": "team.csm.people",
    "price without its unit": "motion.sale.offer.price",
    "price without its period": "motion.sale.offer.price",
    "negative price": "motion.sale.offer.price",
    "term a range": "motion.sale.offer.term",
    "unknown distribution": "motion.sale.stage.1.takes.distribution",
    "median without sigma": "motion.sale.stage.1.takes",
    "varies with what": "motion.sale.renewal.lift.varies",
    "too many teams": "team",
}


@pytest.mark.parametrize("case", SEEN)
def test_a_mistake_is_underlined_where_it_is(case: str) -> None:
    """Catches a schema that lets a slip pass, or points elsewhere."""
    edits, _, _ = CASES[case]
    assert set(flagged(edited(*edits))) == {SEEN[case]}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[change]\n", "change"),
        ('[what_if]\n"one more" = 3', "what_if.one more"),
        ('[what_if."one more"]\n"team.ae.people" = { cout = 3 }', "what_if.one more.team.ae.people"),
        ('[measures]\ncac = "best"', "measures.cac"),
        ("[measures]\nnothing = 3", "measures"),
        ("[opening]\ncustomers = 3", "opening.customers"),
    ],
)
def test_slips_in_the_other_tables_are_underlined(text: str, path: str) -> None:
    """Catches tables of a file that are no part of a company and so no part of its types."""
    assert set(flagged(f"{SMALL}\n{text}")) == {path}


def told(schema: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each key that a schema knows, with what it says of it."""
    for key, value in schema.get("properties", {}).items():
        parts = [value, *value.get("allOf", [])]
        refs = [p["$ref"].rpartition("/")[2] for p in parts if "$ref" in p]
        says = [p.get("description", "") for p in parts] + [
            schema_of_a_file()["definitions"][ref].get("description", "") for ref in refs
        ]
        yield f"{path}.{key}", "\n".join(filter(None, says))


def test_every_key_is_explained_with_what_is_written_there() -> None:
    """Catches a key that an editor completes without a word."""
    found = dict(told(schema_of_a_file()))
    for name, section in schema_of_a_file()["definitions"].items():
        found |= dict(told(section, name))
    assert [path for path, words in found.items() if not words] == []
    assert found["Stage.takes"].startswith(
        "Time from the start of the work to the decision.\n\nA duration, such"
    )
    assert '"5 days"' in found["Stage.takes"]


def sections(kind: type[Section] = Section) -> Iterator[type[Section]]:
    for inner in kind.__subclasses__():
        yield from (inner, *sections(inner))


def test_no_key_of_any_table_is_missing() -> None:
    """Catches a table of a file that the schema forgets, and required keys that it does not ask for."""
    definitions = schema_of_a_file()["definitions"]
    known = {s.__name__: s for s in sections() if s.__name__ in definitions}
    assert {"Stage", "Motion", "Offer", "Team", "Shock", "Measured"} <= set(known)
    for name, section in known.items():
        extra = {"Measured": set(VARIANTS), "Motion": {"like"}}.get(name, set())
        assert set(definitions[name]["properties"]) == {*keys_of(section), *extra}, name
    assert set(schema_of_a_file()["properties"]) == {*keys_of(Company), "base", "change", "what_if"}
    assert set(schema_of_a_file()["else"]["required"]) == {"title", "start", "years", "motion"}
