"""Registers of sources, and where the numbers of a company come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import Scenario, ScenarioError, load
from simulator.scenario.sources import origins, read_register, registers_beside
from tests.companies import SMALL, written

REGISTER = """
[ours]
author  = "The sales team"
title   = "Deals of 2026, exported from the CRM"
year    = 2026
address = "sales/exports/2026.csv"
kind    = "records"
grade   = "A"
"""


def sourced(text: str, source: str = "ours") -> str:
    """The small company, of which two numbers name a source."""
    return text.replace(
        'leads = "12 to 20 a month"',
        f'leads = {{ value = "15 a month", source = "{source}", where = "sheet 2" }}',
    ).replace("people  = 2\n", f'people  = [{{ count = 2, source = "{source}" }}]\n')


def test_a_register_of_ones_own_stands_beside_the_file(tmp_path: Path) -> None:
    """Catches ids that are only looked for in the register of this product."""
    file = written(tmp_path, sourced(SMALL))
    alone = load(file)
    assert len(alone.warnings) == 1
    written(tmp_path, REGISTER, "sources")
    own = load(file)
    assert own.warnings == ()
    assert own.sources["ours"].title == "Deals of 2026, exported from the CRM"
    assert set(alone.sources) < set(own.sources)


def test_entries_of_ones_own_win(tmp_path: Path) -> None:
    """Catches a register in which a user can not say better what the product has."""
    written(tmp_path, REGISTER.replace("[ours]", "[phi]"), "sources")
    assert load(written(tmp_path, sourced(SMALL, "phi"))).sources["phi"].author == "The sales team"


def test_the_register_of_the_base_counts_too(tmp_path: Path) -> None:
    """Catches a child in another folder that does not know the sources of what it inherits."""
    (tmp_path / "base").mkdir()
    (tmp_path / "mine").mkdir()
    written(tmp_path / "base", sourced(SMALL), "small")
    written(tmp_path / "base", REGISTER, "sources")
    child = written(tmp_path / "mine", 'title = "Mine"\nbase = "../base/small.toml"\n', "mine")
    assert load(child).warnings == ()
    written(tmp_path / "mine", REGISTER.replace("The sales team", "Somebody nearer"), "sources")
    assert load(child).sources["ours"].author == "Somebody nearer"


@pytest.mark.parametrize(
    ("source", "meant"),
    [("phy", "did you mean phi?"), ("Balderton-Opps", "did you mean balderton-opps?"),
     ("qqqq", "describe it in a sources.toml beside this file")],
)  # fmt: skip
def test_an_id_that_no_register_has_is_noticed(tmp_path: Path, source: str, meant: str) -> None:
    """Catches a mistyped source that passes for one, or is told again for every number that names it."""
    scenario = load(written(tmp_path, sourced(SMALL, source)))
    (warning,) = scenario.warnings
    assert warning == f'team.ae.people.count, and 1 more: no register of sources has "{source}"; {meant}'
    varied = scenario.vary({"team.ae.people": 3})
    assert varied.warnings == (f'motion.sale.leads: no register of sources has "{source}"; {meant}',)


BAD = {
    "no table": ("ours = 3\n", "ours", "3", "a table"),
    "no author": (
        REGISTER.replace('author  = "The sales team"\n', ""), "ours.author", "", "missing: who says so"),
    "empty title": (
        REGISTER.replace('"Deals of 2026, exported from the CRM"', '""'), "ours.title", '""', "not empty"),
    "year in quotes": (REGISTER.replace("= 2026", '= "2026"'), "ours.year", '"2026"', "a whole number"),
    "year of no book": (REGISTER.replace("= 2026", "= 26"), "ours.year", "26", "at least 1800"),
    "another kind": (
        REGISTER.replace('"records"', '"blog"'), "ours.kind", '"blog"',
        'one of "survey", "guide", "compilation", "model" or "records"'),
    "another grade": (REGISTER.replace('"A"', '"D"'), "ours.grade", '"D"', 'one of "A", "B" or "C"'),
    "unknown key": (f'{REGISTER}adress = "x"\n', "ours.adress", '"x"', "unknown key; did you mean address?"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "path", "value", "right"), BAD.values(), ids=BAD)
def test_a_register_is_strict(tmp_path: Path, text: str, path: str, value: str, right: str) -> None:
    """Catches an entry without author, title, address, kind or grade, and a traceback in place of words."""
    with pytest.raises(ScenarioError) as caught:
        read_register(written(tmp_path, text, "sources"))
    (problem,) = caught.value.problems
    assert (problem.path, problem.value) == (path, value)
    assert problem.right.startswith(right)


def test_all_that_is_wrong_is_said_capacity(tmp_path: Path) -> None:
    """Catches a bad register that hides what is wrong with the company, or the other way round."""
    file = written(tmp_path, SMALL.replace('passes = "95%"', 'passes = "195%"'))
    written(tmp_path, REGISTER.replace('"A"', '"D"').replace('"records"', '"blog"'), "sources")
    with pytest.raises(ScenarioError) as caught:
        load(file)
    found = {(Path(p.file).name, p.path) for p in caught.value.problems}
    assert found == {
        ("small.toml", "motion.sale.stage.start.passes"),
        ("sources.toml", "ours.kind"),
        ("sources.toml", "ours.grade"),
    }


def origin_of(scenario: Scenario) -> dict[str, tuple[str, str, str]]:
    return {o.path: (o.source, o.where, o.note) for o in origins(scenario.company)}


def test_every_number_has_its_origin(tmp_path: Path) -> None:
    """Catches a number without a line, and notes of a dated entry that its numbers do not have."""
    plan = (
        'people = [{ count = 2, note = "assumption: a start" }, { from = 2027-06-01, count = { value = 3, '
        'source = "phi" }, when = { utilisation = "80%" }, source = "etl", where = "page 3" }]'
    )
    text = SMALL.replace("people  = 2", plan).replace(
        'takes  = "5 to 30 days"',
        'takes = { median = { value = "9 to 12 days", source = "neon" }, sigma = 0.5, source = "etl" }',
    )
    text = text.replace(
        'term  = "12 months"',
        'term = "12 months"\nprice_rises = [{ from = 2028-01-01, by = "5%", note = "assumption" }]',
    )
    scenario = load(written(tmp_path, text))
    assert scenario.warnings == ()
    found = origin_of(scenario)
    assert found["team.ae.people[1].count"] == ("", "", "assumption: a start")
    assert found["team.ae.people[2].count"] == ("phi", "", "")
    assert found["team.ae.people[2].when.utilisation"] == ("etl", "page 3", "")
    assert found["motion.sale.stage.start.takes"] == ("etl", "", "")
    assert found["motion.sale.stage.start.takes.median"] == ("neon", "", "")
    assert found["motion.sale.offer.price_rises.2028-01-01.by"] == ("", "", "assumption")
    assert found["motion.sale.leads"] == ("", "", "")
    assert {o.own for o in origins(scenario.company)} == {"", "assumption"}
    assert {o.path for o in origins(scenario.company) if o.own} == {
        "team.ae.people[1].count",
        "motion.sale.offer.price_rises.2028-01-01.by",
    }


def test_the_register_of_the_product_is_found_from_anywhere(tmp_path: Path) -> None:
    """Catches a register that is only there for who stands in the folder of a clone."""
    register = registers_beside(tmp_path / "mine.toml")
    assert {"phi", "balderton-opps"} <= set(register)
