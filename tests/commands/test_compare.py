"""`bowtie compare`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulator
from tests.commands.conftest import bowtie
from tests.companies import METERED, PAID_FOR, SMALL, written


@pytest.fixture
def busier(tmp_path: Path) -> Path:
    return written(tmp_path, SMALL.replace('passes = "40%"', 'passes = "60%"'), "busier")


@pytest.fixture
def metered(tmp_path: Path) -> Path:
    return written(tmp_path, METERED, "metered")


def test_the_page(small: Path, busier: Path, metered: Path) -> None:
    """Catches lines too long, a scenario that is left out, and a sentence that the numbers belie."""
    result = bowtie("compare", small, busier, metered, "--replications", 4, "--against", "busier", "--all")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 120
    assert "  busier: A small company" in lines
    headers = " ".join(line for line in lines if line.startswith(" " * 20)).split()
    assert {"small", "busier", "metered"} <= set(headers)
    files = [simulator.load(f) for f in (small, busier, metered)]
    comparison = simulator.compare(files, replications=4, against="busier")
    rates = {name: comparison[name].summary("win_rate").mean for name in comparison.names}
    ranked = sorted(rates, key=rates.__getitem__, reverse=True)
    said = ", ".join(f"{name} {rates[name] * 100:.1f} %" for name in ranked)
    assert f"Win rate, from the top: {said}" in " ".join(lines)
    row = next(
        line
        for line in lines[lines.index(next(x for x in lines if x.startswith("minus busier"))) :]
        if line.startswith("  won ")
    )
    assert str(comparison.difference("small", "won").better_in) in row.split()


@pytest.mark.slow
def test_many_scenarios_go_on_under_each_other(small: Path) -> None:
    """Catches a table that is cut off, or wider than the page, with more scenarios than fit."""
    result = bowtie("compare", *[small] * 9, "--replications", 1, "--all")
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 120
    for n in range(2, 10):
        assert result.stdout.count(f"small ({n})") >= 3


def test_the_document(small: Path, busier: Path) -> None:
    """Catches another shape, and differences that are not those of the pairs."""
    result = bowtie("compare", small, busier, "--replications", 4, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert list(document) == ["scenarios", "differences", "ranked"]
    assert document["ranked"] == {"metric": "arr_end", "against": "small", "scenarios": ["busier"]}
    alone = json.loads(bowtie("run", busier, "--replications", 4, "--json").stdout)
    assert document["scenarios"][1] == alone
    (difference,) = document["differences"]
    assert list(difference) == ["scenario", "against", "metrics"]
    assert (difference["scenario"], difference["against"]) == ("busier", "small")
    assert list(difference["metrics"]) == list(alone["metrics"])
    won = difference["metrics"]["won"]
    assert list(won) == ["mean", "low", "high", "better_in", "unit"]
    means = [s["metrics"]["won"]["mean"] for s in document["scenarios"]]
    assert won["mean"] == pytest.approx(means[1] - means[0])
    assert won["better_in"] == 4
    assert difference["metrics"]["utilisation.ae"]["better_in"] is None


def test_against_itself_it_says_so(small: Path) -> None:
    """Catches a winner where there is none, and differences between what is the same."""
    result = bowtie("compare", small, small, "--replications", 3, "--all")
    assert "minus small" not in result.stdout
    assert "The same in every pair: leads, " in " ".join(result.stdout.split())


def test_other_years_and_long_names(tmp_path: Path, small: Path) -> None:
    """Catches a comparison of two years with three that does not say so, and a name that breaks the page."""
    text = SMALL.replace("years = 2", "years = 3")
    longer = written(tmp_path, text, "a-name-that-says-everything-" * 5)
    result = bowtie("compare", small, longer, "--replications", 2, "--all")
    assert result.exit_code == 0, result.output
    assert "small: A small company, 2 years from 2027-01" in result.stdout
    assert "3 years from 2027-01" in result.stdout
    rows = [line for line in result.stdout.splitlines() if line.startswith(("  won ", "minus small"))]
    assert rows
    assert max(map(len, rows)) <= 120


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Paid a year ahead, and paid when a month is over."""
    folder = tmp_path_factory.mktemp("companies")
    late = PAID_FOR.replace("every 12 months in advance", "every month in arrears")
    return written(folder, PAID_FOR, "ahead"), written(folder, late, "late")


@pytest.mark.slow
def test_money_and_both_sides_risk_side_by_side(two: tuple[Path, Path]) -> None:
    """Catches a page without what a customer costs, is worth and pays back, cash, or a side's risk."""
    page = bowtie("compare", *two, "--replications", 6, "--all").stdout.splitlines()
    comparison = simulator.compare([simulator.load(file) for file in two], replications=6)
    assert max(map(len, page)) <= 120
    at = next(n for n, line in enumerate(page) if line.startswith("minus ahead"))
    names = ("cac", "ltv", "payback_months", "cash_low", "runout_probability", "buyer_risk", "seller_risk")
    for name in names:
        words = simulator.definition(name).label
        rows = [n for n, line in enumerate(page) if line.startswith(f"  {words}  ")]
        assert rows, name
        assert rows[0] < at, name
        gap = comparison.difference("late", name)
        if abs(gap.mean) > 1e-6:
            (row,) = [n for n in rows if n > at]
            assert str(gap.better_in) in page[row].split(), name
    assert page.count("risk") == 2
    assert "    true cohort value" in "\n".join(page[:at])
    said = " ".join(page)
    assert "Share of the risk that the seller carries, from the top: late " in said
    assert "A prospect of ahead leaves EUR " in said
    assert "6 runs: too few to tell odds from." in said


@pytest.mark.slow
def test_names_that_mean_two_things_are_told(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Catches a lagged cost held against a blended one without a word."""
    lagged = written(tmp_path, PAID_FOR + '\n[measures]\ncac = "lagged"\n', "lagged")
    words = ["compare", two[0], lagged, "--replications", 2, "--all"]
    warned = " ".join(bowtie(*words).stdout.split())
    assert "NOT DEFINED ALIKE: acquisition cost (ahead blended, lagged lagged)" in warned
    agreed = bowtie(*words, "--definition", "cac=cohort")
    assert agreed.exit_code == 0, agreed.output
    assert "NOT DEFINED ALIKE" not in agreed.stdout
    assert "acquisition cost of the cohort" in agreed.stdout


def test_of_one_run_nobody_knows_how_sure_it_is(small: Path, tmp_path: Path) -> None:
    """Catches a traceback where there is no interval."""
    other = written(tmp_path, SMALL.replace('"12 to 20 a month"', '"24 to 40 a month"'), "other")
    done = bowtie("compare", small, other, "--replications", 1)
    assert done.exit_code == 0, done.output
    assert "±" not in done.stdout


@pytest.mark.slow
def test_what_ifs_at_equal_cash(tmp_path: Path) -> None:
    """Catches a page that ranks what-ifs as the file states them, one that does not say at what size, and a
    document that says otherwise."""
    more = "\n".join(
        f'[what_if.{name}]\n"money.fixed_cost" = "{thousand}k a month"'
        for name, thousand in (("some", 10), ("more", 25))
    )
    file = written(tmp_path, f"{PAID_FOR}\n{more}\n", "equal")
    asked = ("compare", file, "--what-ifs", "--at-equal", "cash_spent", "--replications", 2)
    result = bowtie(*asked)
    assert result.exit_code == 0, result.output
    assert 'as with "some" as the file states it' in result.stdout
    assert "money.fixed_cost" in result.stdout
    assert "→ 25,000 a month" not in result.stdout
    document = json.loads(bowtie(*asked, "--json").stdout)
    _, found = document["at_equal"]["sizes"]
    assert found["value"] == pytest.approx(document["at_equal"]["goal"], rel=1e-4)
    spent = [one["metrics"]["cash_spent"]["mean"] for one in document["scenarios"]]
    assert spent[1] == pytest.approx(spent[2], rel=1e-4)


@pytest.mark.slow
def test_a_record_of_what_ifs_at_equal_cash_comes_out_again(tmp_path: Path) -> None:
    """Catches a record that is lived again with what-ifs as their file states them, and a date that is a text
    in it."""
    more = '[what_if.rent]\n"money.fixed_cost" = "9k a month"\n'
    more += '[what_if.later]\n"team.csm.people" = "+1 from 2028-01"\n'
    file, kept = written(tmp_path, f"{PAID_FOR}\n{more}", "equal"), tmp_path / "kept"
    result = bowtie(
        "compare", file, "--what-ifs", "--at-equal", "cash_spent", "--replications", 2, "--out", kept
    )
    assert result.exit_code == 0, result.output
    again = bowtie("again", kept)
    assert again.exit_code == 0, again.output


def test_equal_cash_of_files_is_refused(small: Path, busier: Path) -> None:
    """Catches sizes that are asked for where nothing has one."""
    result = bowtie("compare", small, busier, "--at-equal", "cash_spent")
    assert result.exit_code == 2
    assert "--at-equal is about what-ifs of one file" in result.output
