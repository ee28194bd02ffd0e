"""`bowtie run`: the page to read, and the document for machines."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

import simulator
from simulator.commands import options
from simulator.engines import ENGINES
from simulator.layout.text import text
from simulator.numerics.streams import LARGEST_KEY
from simulator.report.first_screen import first_screen
from simulator.report.run import report
from tests.commands.conftest import bowtie
from tests.companies import METERED, PAID_FOR, SMALL, written

MANUFACTURER = Path(__file__).parents[2] / "scenarios" / "manufacturer.toml"
NAMES = (
    *("leads", "mql", "sql", "sal", "won", "live", "customers_end", "arr_end", "win_rate"),
    *("cycle_days_median", "cycle_days_mean", "first_use_days", "time_to_impact_days"),
    *("grr", "nrr", "logo_churn", "renewal_rate", "lifetime_revenue", "after_close_share"),
    *("promise_kept_6", "promise_kept_9", "promise_kept_12"),
    *("utilisation.ae", "wait_days.ae", "book_coverage.csm"),
)


def test_the_first_screen_is_printed_and_all_on_demand(small: Path) -> None:
    """Catches a first answer of hundreds of lines, and one that is not the page that Python makes."""
    words = ["run", small, "--replications", 5, "--seed", 3]
    result = bowtie(*words)
    assert result.exit_code == 0, result.output
    company = simulator.load(small)
    outcomes = simulator.run(company, replications=5, seed=3)
    assert result.stdout == text(first_screen(outcomes, company)) + "\n"
    everything = bowtie(*words, "--all").stdout
    assert everything == text(report(outcomes, company)) + "\n"
    assert "LOOK OUT" in everything
    assert "How it is counted" not in everything


def test_the_page(small: Path) -> None:
    """Catches numbers on the page that are not those of the run, lines too long, and colour codes."""
    result = bowtie("run", small, "--replications", 5, "--seed", 3, "--all")
    assert result.exit_code == 0, result.output
    outcomes = simulator.run(simulator.load(small), replications=5, seed=3)
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in result.stdout
    assert lines[0] == "A small company"
    assert lines[1].startswith(
        "5 simulated runs, seed 3, 2 years from 2027-01, in EUR; ± is the 90 % interval"
    )
    for name in NAMES:
        definition = simulator.definition(name)
        if not outcomes.summary(name).defined:
            assert definition.label in result.stdout.partition("Undefined here: ")[2]
            continue
        (row,) = [line for line in lines if line.startswith(f"  {definition.label} ")]
        if definition.unit == "accounts" and outcomes.summary(name).interval.half >= 2:
            mean = f"{outcomes.summary(name).mean:,.0f}"
            assert row.removeprefix(f"  {definition.label}").split()[0] == mean
    assert sum("volume x share is not the next" in line for line in lines) == 1
    assert [line for line in lines if line.startswith("  renewal, first decision ")]
    prospects = next(line for line in lines if line.startswith("  VM1 prospects"))
    assert f"{outcomes.bowtie[:, 0, 0, 0].mean():,.0f}" in prospects
    talk = next(line for line in lines if line.startswith("  talk"))
    assert f"{outcomes.stages['stated'][:, 0].mean() * 100:.1f} %" in talk
    assert f"{outcomes.stages['share'][:, 0].mean() * 100:.1f} %" in talk
    won, leads = (outcomes.summary(name).mean for name in ("won", "leads"))
    assert (
        f"One in {leads / won:.{0 if leads / won >= 10 else 1}f} prospects becomes a customer."
        in result.stdout
    )


def test_the_document(small: Path) -> None:
    """Catches a missing name, another shape, NaN in the text, or progress among the numbers."""
    result = bowtie("run", small, "--replications", 4, "--json")
    assert result.exit_code == 0, result.output

    def refuse(word: str) -> float:
        raise AssertionError(f"{word} is not JSON")

    document = json.loads(result.stdout, parse_constant=refuse)
    assert list(document) == ["scenario", "seed", "replications", "metrics", "monthly", "cohorts"]
    assert (document["scenario"], document["seed"], document["replications"]) == ("small", 0, 4)
    metrics = document["metrics"]
    assert set(NAMES) <= set(metrics)
    outcomes = simulator.run(simulator.load(small), replications=4)
    assert list(metrics) == list(outcomes.values)
    for name, entry in metrics.items():
        assert list(entry) == ["mean", "low", "high", "p10", "p50", "p90", "unit", "definition"]
        summary = outcomes.summary(name)
        for field in ("mean", "low", "high", "p10", "p50", "p90"):
            value = getattr(summary, field)
            assert entry[field] == (None if math.isnan(value) else value), (name, field)
        assert (entry["unit"], entry["definition"]) == (summary.unit, summary.definition)
    monthly = document["monthly"]
    assert monthly["motions"]["sale"].keys() == outcomes.monthly.keys()
    for name, values in outcomes.monthly.items():
        assert monthly["motions"]["sale"][name] == values[:, :, 0].mean(axis=0).tolist(), name
    for name, values in outcomes.company.items():
        assert monthly["company"][name] == values.mean(axis=0).tolist(), name
    signed = document["cohorts"]["signed"]
    assert sum(quarter[0] for quarter in signed) == pytest.approx(outcomes.summary("won").mean)


def test_what_is_undefined_is_null_and_a_dash(tmp_path: Path) -> None:
    """Catches nan in print, and a company where nobody is ever won that breaks the page."""
    nobody = written(tmp_path, SMALL.replace('passes = "40%"', 'passes = "0.0001%"'), "nobody")
    result = bowtie("run", nobody, "--replications", 3, "--json")
    metrics = json.loads(result.stdout)["metrics"]
    assert metrics["won"]["mean"] == 0
    assert metrics["cycle_days_mean"]["mean"] is None
    page = bowtie("run", nobody, "--replications", 3, "--all")
    assert page.exit_code == 0, page.output
    assert re.search(r"\bnan\b", page.stdout) is None
    assert "No prospect becomes a customer." in page.stdout


@pytest.mark.slow
def test_fewer_replications_are_told(tmp_path: Path) -> None:
    """Catches a mean of some replications that looks like one of all. JSON has no place for it."""
    rare = written(tmp_path, SMALL.replace('passes = "40%"', 'passes = "0.6%"'), "rare")
    outcomes = simulator.run(simulator.load(rare), replications=12)
    defined = outcomes.summary("first_use_days").defined
    assert 1 < defined < 12
    words = ["run", rare, "--replications", 12, "--all"]
    (row,) = [x for x in bowtie(*words).stdout.splitlines() if x.startswith("  signature to first use ")]
    assert row.endswith(f"days, known in {defined}")
    assert "known" not in next(x for x in bowtie(*words).stdout.splitlines() if x.startswith("  leads "))
    compared = " ".join(bowtie("compare", rare, "--replications", 12, "--all").stdout.split())
    assert f"signature to first use (rare in {defined})" in compared
    assert "leads (" not in compared


def test_one_replication_has_no_interval(small: Path) -> None:
    """Catches an interval of width 0 around a single outcome, and "1 replications"."""
    page = bowtie("run", small, "--replications", 1, "--all").stdout
    assert page.splitlines()[1].startswith("1 simulated run, seed 0, 2 years")
    won = json.loads(bowtie("run", small, "--replications", 1, "--json").stdout)["metrics"]["won"]
    assert won["mean"] == won["p10"] == won["p90"]
    assert won["low"] is None
    assert won["high"] is None


@pytest.mark.slow
@pytest.mark.parametrize("option", [["--engine", "simpy"], ["--workers", "1"], ["--workers", "3"]])
def test_options_that_change_no_answer(small: Path, option: list[str]) -> None:
    """Catches an engine or a number of threads on which the answer depends."""
    words = ["run", small, "--replications", 3, "--json"]
    assert bowtie(*words, *option).stdout == bowtie(*words).stdout


def test_without_a_term_the_first_twelve_months_are_held_against_the_stated_rate(tmp_path: Path) -> None:
    """Catches one rate under the other's name."""
    use = written(tmp_path, METERED, "use")
    lines = bowtie("run", use, "--replications", 5, "--all").stdout.splitlines()
    (row,) = [line for line in lines if line.startswith("  staying, first twelve months ")]
    rates = simulator.run(simulator.load(use), replications=5).rates[:, 0]
    decisions = f"{rates['decisions'].mean():,.0f}"
    shares = (f"{rates[name].mean() * 100:.1f}" for name in ("renewal", "stated_renewal"))
    assert row.split()[4:] == [decisions, *(x for share in shares for x in (share, "%"))]


def test_the_command_line_knows_the_same_limits() -> None:
    """Catches an engine or a limit that is copied here, so that numpy need not load, and forgotten."""
    assert tuple(engine.value for engine in options.Engine) == ENGINES
    assert options.LARGEST == LARGEST_KEY


def test_the_page_tells_how_revenue_moved(small: Path) -> None:
    """Catches a year that begins elsewhere than the one before ended, or a movement left out."""
    lines = bowtie("run", small, "--replications", 5, "--seed", 3, "--all").stdout.splitlines()
    outcomes = simulator.run(simulator.load(small), replications=5, seed=3)
    at = next(n for n, line in enumerate(lines) if line.startswith("ARR in "))
    names = lines[at].split("  ")[1:]
    names = [name.strip() for name in names if name.strip()]
    years = [dict(zip(names, line.split()[2:], strict=True)) for line in lines[at + 1 : at + 3]]
    assert years[1]["opening"] == years[0]["closing"]
    closing = outcomes.monthly["closing"].mean(axis=0).sum(axis=1)
    thousands = "thousand" in lines[at]
    for year, month in zip(years, (11, 23), strict=True):
        shown = float(year["closing"].replace(",", "")) * (1000 if thousands else 1)
        assert shown == pytest.approx(closing[month] / 100, abs=5 if thousands else 0.5)
    assert {"new", "expansion", "contraction", "churn"} <= set(names)


@pytest.fixture(scope="module")
def costed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("companies"), PAID_FOR, "costed")


def test_the_page_tells_of_money(costed: Path) -> None:
    """Catches costs under another place, cash that does not add up, and a year of fewer months."""
    page = bowtie("run", costed, "--replications", 5, "--all").stdout.splitlines()
    outcomes = simulator.run(simulator.load(costed), replications=5)
    company = {name: values.mean(axis=0) / 100 for name, values in outcomes.company.items()}
    assert max(map(len, page)) <= 100
    at = next(n for n, line in enumerate(page) if line.startswith("Money, thousand EUR"))
    titles = [title for title in page[at].split("  ")[1:] if title]
    years = [dict(zip(map(str.strip, titles), numbers(line), strict=True)) for line in page[at + 1 : at + 3]]
    for year, shown in enumerate(years):
        months = slice(12 * year, 12 * year + 12)
        for place in ("acquisition", "service", "expansion", "unallocated"):
            assert shown[place] == pytest.approx(company[f"{place}_cost"][months].sum() / 1000, abs=0.006)
        spent = sum(shown[place] for place in ("acquisition", "service", "expansion", "unallocated"))
        assert shown["result"] == pytest.approx(shown["revenue"] - spent, abs=0.03)
    at = next(n for n, line in enumerate(page) if line.startswith("Cash, thousand EUR"))
    first, second = (numbers(line) for line in page[at + 1 : at + 3])
    opening, received, spent, closing, _ = first
    assert opening == 60
    assert closing == pytest.approx(opening + received - spent, abs=0.02)
    assert second[0] == closing
    assert second[3] == pytest.approx(company["cash"][-1] / 1000, abs=0.006)


def test_a_broad_table_of_movements_keeps_its_unit() -> None:
    """Catches a heading cut to `ARR in …`, where customers also come back and use swings."""
    page = bowtie("run", MANUFACTURER, "--replications", 1, "--all").stdout.splitlines()
    (heading,) = [line for line in page if line.startswith("ARR in ")]
    assert heading.startswith("ARR in million EUR  opening ")
    assert {"reactivation", "contraction", "churn", "committed"} <= set(heading.split())
    assert any(line.startswith("  Of it live: ") for line in page)
    assert any(line.startswith("  Unallocated: ") for line in page)


def numbers(line: str) -> list[float]:
    """Of a line of a year."""
    return [float(word.replace(",", "").replace("−", "-")) for word in line.split()[2:]]


def test_the_page_tells_of_cohorts(costed: Path) -> None:
    """Catches shares of another quarter or age, and means of shares for shares of means."""
    page = bowtie("run", costed, "--replications", 5, "--all").stdout.splitlines()
    cohorts = simulator.run(simulator.load(costed), replications=5).cohorts
    at = next(n for n, line in enumerate(page) if line.startswith("Signed in; after 12 / 24 / 36 mo., % "))
    for quarter, line in enumerate(page[at + 1 : at + 9]):
        date, signed, *cells = line.split()
        mean = {name: cohorts[name][:, quarter].mean(axis=0) for name in cohorts.dtype.names}
        assert date == f"{2027 + quarter // 4}-{3 * (quarter % 4) + 1:02}"
        assert float(signed) == pytest.approx(mean["signed"][0], abs=0.06)
        shown = [float(cell) for cell in cells if cell != "/"]
        kept, grown = mean["kept"], mean["kept"] + mean["grown"]
        shares = [*(mean["customers"] / mean["signed"])[4:13:4], *(kept / mean["first"])[4:13:4]]
        shares += [*(grown / mean["first"])[4:13:4]]
        assert shown == pytest.approx([share * 100 for share in shares], abs=0.51)
    assert page[at + 9] == ""


@pytest.mark.slow
def test_beside_a_formula_stands_what_is_true(costed: Path) -> None:
    """Catches a bias that does not show: a formula alone, or the truth far from it."""
    page = bowtie("run", costed, "--replications", 5, "--all").stdout.splitlines()
    outcomes = simulator.run(simulator.load(costed), replications=5)
    at = next(n for n, line in enumerate(page) if line.startswith("  acquisition cost "))
    beside = {line.split("  ")[2].strip(): line.split() for line in page[at + 1 : at + 5]}
    assert list(beside) == ["lagged", "without idle months", "fully loaded", "true cohort value"]
    for words, variant in (("lagged", "lagged"), ("true cohort value", "cohort")):
        mean = outcomes.summary("cac", definition=variant).mean
        assert f"{mean:,.0f}" in beside[words]
    (odds,) = [line for line in page if line.startswith("  chance that cash runs out ")]
    assert re.search(r"runs out +\d+ +\(\d+ to \d+\) +%$", odds)  # no quantiles of yes and no


@pytest.mark.slow
def test_a_definition_may_be_chosen(costed: Path) -> None:
    """Catches an option that changes nothing, or numbers of one way under the words of another."""
    words = ["run", costed, "--replications", 3]
    usual = json.loads(bowtie(*words, "--json").stdout)["metrics"]
    result = bowtie(*words, "--definition", "cac=lagged", "--definition", "ltv = simple", "--json")
    assert result.exit_code == 0, result.output
    chosen = json.loads(result.stdout)["metrics"]
    for name, variant in (("cac", "lagged"), ("ltv", "simple")):
        assert chosen[name]["mean"] == usual[f"{name}:{variant}"]["mean"] != usual[name]["mean"]
        assert chosen[name]["definition"] == usual[f"{name}:{variant}"]["definition"]
    page = bowtie(*words, "--definition", "cac=lagged", "--all").stdout
    assert "  acquisition cost, lagged " in page
    assert "    blended " in page
    assert "    lagged " not in page.partition("CAC ratio")[0]


def test_what_the_file_says_of_definitions_holds(tmp_path: Path) -> None:
    """Catches a [measures] table that nobody reads, and an option that does not go before it."""
    file = written(tmp_path, PAID_FOR + '\n[measures]\ncac = "loaded"\n', "loaded")
    words = ["run", file, "--replications", 2, "--json"]
    metrics = json.loads(bowtie(*words).stdout)["metrics"]
    assert metrics["cac"] == metrics["cac:loaded"]
    metrics = json.loads(bowtie(*words, "--definition", "cac=blended").stdout)["metrics"]
    assert metrics["cac"] == metrics["cac:blended"]
