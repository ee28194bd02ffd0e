"""`bowtie check --sources`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulator
from simulator.scenario.sources import origins
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written
from tests.lives import scenario
from tests.scenario.test_sources import REGISTER, sourced

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(path for path in SCENARIOS.glob("*.toml") if path.name != "sources.toml")


def line_of(path: str, output: str) -> str:
    (found,) = [line for line in output.splitlines() if line.split()[:1] == [path]]
    return " ".join(found.split())


def test_each_number_has_a_line_with_its_origin(tmp_path: Path) -> None:
    """Catches a number that is left out, or shown without its source, its place or what is said of it."""
    text = sourced(SMALL).replace(
        'with_impact = "20%"', 'with_impact = { value = "20%", note = "assumption: ask" }'
    )
    file = written(tmp_path, text)
    written(tmp_path, REGISTER, "sources")
    result = bowtie("check", file, "--sources")
    assert result.exit_code == 0, result.output
    said = result.stdout
    for origin in origins(simulator.load(file).company):
        assert line_of(origin.path, said)
    assert line_of("motion.sale.leads", said) == "motion.sale.leads 15 a month ours sheet 2"
    assert line_of("team.ae.people.count", said) == "team.ae.people.count 2 ours"
    assert line_of("motion.sale.expansion.with_impact", said).endswith("20% assumption ask")
    assert line_of("motion.sale.expansion.by", said).endswith("10% to 40%; differs not said")
    assert "ours (records, grade A; 2 numbers)" in said
    assert "The sales team: Deals of 2026, exported from the CRM, 2026" in said
    assert "    sales/exports/2026.csv\n" in said
    numbers = len(origins(simulator.load(file).company))
    counts = f"{numbers} numbers: 2 from sources of grade A, 1 assumption and {numbers - 3} of which the file"
    assert counts in " ".join(said.split())


def test_a_source_that_no_register_has_is_counted_apart(tmp_path: Path) -> None:
    """Catches a mistyped id that counts as a source, and a warning that nobody sees."""
    result = bowtie("check", written(tmp_path, sourced(SMALL, "phy")), "--sources")
    assert result.exit_code == 0, result.output
    assert "2 from sources that no register has" in result.stdout
    assert 'no register of sources has "phy"; did you mean phi?' in result.stderr
    assert "Sources" not in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_shipped_numbers_all_have_an_origin(file: Path) -> None:
    """Catches a number of ours that says nothing, a source that is in no register, and a line too long."""
    result = bowtie("check", file, "--sources")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert max(map(len, result.stdout.splitlines())) <= 120
    assert "not said" not in result.stdout
    (counts,) = re.findall(r"(?m)^\d+ numbers: [^.]*\.", result.stdout)
    number, *parts = (int(n) for n in re.findall(r"\d+", counts))
    assert number == sum(parts) == len(origins(scenario(file.stem).company))


def test_of_a_what_if_its_own_numbers(tmp_path: Path) -> None:
    """Catches a table of the company as it is, where a what-if was asked for."""
    change = '"motion.sale.leads" = { value = "30 a month", note = "decision: a try" }'
    more = f'[what_if."twice the leads"]\n{change}\n'
    file = written(tmp_path, f"{SMALL}\n{more}")
    said = bowtie("check", file, "--sources", "--what-if", "twice the leads").stdout
    assert line_of("motion.sale.leads", said) == "motion.sale.leads 30 a month decision a try"
    assert "1 decision" in said


def test_a_note_says_where_a_number_comes_from(tmp_path: Path) -> None:
    """Catches "our CRM" that counts as nothing said, a note of spaces that counts, and one told twice."""
    (leads,) = (line for line in SMALL.splitlines() if line.startswith("leads"))
    text = SMALL.replace(leads, 'leads = { value = "15 a month", note = "our CRM, May" }')
    said = bowtie("check", written(tmp_path, text), "--sources").stdout
    assert line_of("motion.sale.leads", said) == "motion.sale.leads 15 a month own note our CRM, May"
    numbers = len(origins(simulator.load(tmp_path / "small.toml").company))
    counts = f"{numbers} numbers: 1 own note and {numbers - 1} of which the file says nothing."
    assert counts in " ".join(said.split())
    blank = bowtie("check", written(tmp_path, text.replace("our CRM, May", "  ")), "--sources").stdout
    assert "own note" not in blank
