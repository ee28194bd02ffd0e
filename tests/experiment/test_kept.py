"""A run that keeps what it was asked for, and nothing else."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import simulator
from simulator.experiment import OptionError, Outcomes, metric_rows
from simulator.experiment.showing import tables
from simulator.layout.text import text
from simulator.report import compare as side_by_side, what_ifs as ranked
from simulator.scenario import Scenario
from tests.commands.asked import ASKED
from tests.commands.conftest import bowtie
from tests.companies import SMALL, written

FEW = 4
NAMES = ("cash_end", "won", "wait_days", "monthly")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return simulator.load(written(tmp_path_factory.mktemp("companies"), SMALL, "small"))


@pytest.fixture(scope="module")
def some(small: Scenario) -> Outcomes:
    return simulator.run(small, replications=FEW, metrics=NAMES)


def test_the_same_as_of_a_run_that_keeps_all(small: Scenario, some: Outcomes) -> None:
    """Catches a metric that comes out otherwise, or too much kept."""
    every = simulator.run(small, replications=FEW)
    assert list(some.values) == ["won", "cash_end", "wait_days.ae"]
    assert (some.parts, some.replications, len(some.monthly["won"])) == (("monthly",), FEW, FEW)
    for name, values in some.values.items():
        np.testing.assert_array_equal(values, every.values[name])
        assert some.summary(name) == every.summary(name)
    assert some.to_polars("monthly").equals(every.to_polars("monthly"))
    for of in ("values", "monthly"):
        assert pl.concat(tables(some, of)).equals(some.to_polars(of))
    assert repr(some) == "Outcomes('small', 4 runs, seed 0, 3 metrics)"


@pytest.mark.parametrize(
    "ask",
    [
        lambda o: o.to_polars("cohorts"),
        lambda o: o.summary("cac"),
        lambda o: o.summary("cac", definition="lagged"),
        lambda o: o.cohorts,
        lambda o: simulator.figures.cohorts(o),
    ],
)
def test_what_is_not_there_says_so(some: Outcomes, ask: Callable[[Outcomes], object]) -> None:
    """Catches a table, a picture or a metric that is empty, or an error that leaves one guessing."""
    with pytest.raises((OptionError, KeyError, AttributeError), match=r"(cohorts|cac.*) was not asked for"):
        ask(some)


def test_a_notebook_shows_what_there_is(some: Outcomes) -> None:
    """Catches a page that asks for a metric that was not kept."""
    page = some._repr_html_()
    assert "won" in page
    assert "leads" not in page


def test_a_name_that_there_is_not(small: Scenario) -> None:
    """Catches an hour of running before a misspelt name is found."""
    with pytest.raises(
        OptionError, match=r"metrics: 'wonn' is neither a metric nor a part; did you mean won\?"
    ):
        simulator.run(small, metrics=["wonn"], replications=10**6)


def test_a_team_of_one_scenario_only(small: Scenario, tmp_path: Path) -> None:
    """Catches a name that is refused as one of the scenarios has no such team."""
    text_of = SMALL.replace("[team.ae]", "[team.rep]").replace('team   = "ae"', 'team   = "rep"')
    other = simulator.load(written(tmp_path, text_of, "other"))
    both = simulator.compare([small, other], replications=1, metrics=["won", "wait_days.rep"])
    assert [list(o.values) for o in both.outcomes] == [["won"], ["won", "wait_days.rep"]]


def test_a_break_even_measures_what_it_is_sought_in(tmp_path: Path) -> None:
    """Catches all metrics measured for one, many times over."""
    company = simulator.load(written(tmp_path, ASKED, "mine"))
    name = next(iter(company.what_ifs))
    path = next(iter(company.what_ifs[name]))
    answer = simulator.breakeven(company, name, on="won", number=path, replications=2)
    assert (list(answer.base.values), answer.base.parts) == (["won"], ())


@pytest.mark.slow
def test_a_run_holds_what_it_keeps_and_no_more(small: Scenario) -> None:
    """Catches what is measured of each replication, or its ledger's header, held until all are done."""

    def held(count: int) -> int:
        tracemalloc.start()
        outcomes = simulator.run(small, replications=count, workers=1, metrics=["values"])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert outcomes.replications == count
        return peak

    held(2)  # what is made once
    few, many = 20, 220
    a_replication = 8 * len(simulator.run(small, replications=1, metrics=["values"]).values)
    assert (held(many) - held(few)) / (many - few) < 2 * a_replication


@pytest.mark.slow
def test_pages_ask_for_all_that_they_show(tmp_path: Path) -> None:
    """Catches a metric that is on a page and that its run is not asked for, and one asked for in vain."""
    company = simulator.load(written(tmp_path, ASKED, "mine"))
    scenarios = [company, *(company.with_what_if(name) for name in company.what_ifs)]
    every = simulator.compare(scenarios, replications=FEW)
    shown = simulator.compare(scenarios, replications=FEW, metrics=metric_rows.to_show())
    assert text(side_by_side.report(shown)) == text(side_by_side.report(every))
    assert set(shown.metrics) >= set(metric_rows.shown(every))
    assert {name for name in shown.metrics if metric_rows.true(name)} == set(shown.metrics)
    needed = simulator.compare(scenarios, replications=FEW, metrics=["won", *ranked.NEEDS])
    pages = [text(ranked.report(one, scenarios, "won")) for one in (needed, every)]
    assert pages[0] == pages[1]


@pytest.mark.slow
def test_a_document_tells_all(tmp_path: Path) -> None:
    """Catches a document of what the page shows alone."""
    file = written(tmp_path, ASKED, "mine")
    found = bowtie("compare", file, "--what-ifs", "--replications", 1, "--json")
    assert found.exit_code == 0, found.output
    for word in ('"lifetime_revenue_84"', '"cac:lagged"', '"cohorts"'):
        assert word in found.stdout
