"""Outcomes as tables: every number where its row says that it is."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import simulator
from simulator.experiment import Comparison, OptionError, Outcomes
from simulator.experiment.tables import A_YEAR, PLAIN, SPELT, TABLES
from simulator.metrics import VOLUMES
from tests.companies import METERED, PAID_FOR, SMALL, written

CENTS = {
    *("billed", "revenue", "cash_in", "cash_out", "deferred", "cash", "winback_cost", "written_off"),
    *("acquisition_cost", "onboarding_cost", "service_cost", "expansion_cost", "unallocated_cost"),
    *("spent", "ltv"),
}
SECOND = PAID_FOR + "".join(  # the same motion once more, under another name
    f"\n[{part.replace('motion.sale', 'motion.again')}"
    if part.startswith("motion.sale")
    else f"\n[[{part.removeprefix('[').replace('motion.sale', 'motion.again')}"
    for part in PAID_FOR.split("\n[")
    if part.removeprefix("[").startswith("motion.sale")
)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Two motions in one file, and one that is paid by use in the other."""
    folder = tmp_path_factory.mktemp("companies")
    files = [written(folder, SECOND, "two"), written(folder, METERED, "metered")]
    return simulator.compare([simulator.load(file) for file in files], replications=3)


@pytest.fixture(scope="module")
def outcomes(comparison: Comparison) -> Outcomes:
    assert comparison["two"].header.motions == ("sale", "again")
    return comparison["two"]


def test_a_row_a_metric(outcomes: Outcomes) -> None:
    """Catches a summary of another metric, and undefined that looks like a number."""
    table = outcomes.to_polars()
    assert table["metric"].to_list() == list(outcomes.values)
    assert set(table["scenario"]) == {"two"}
    for row in table.iter_rows(named=True):
        summary = outcomes.summary(row["metric"])
        for field in ("mean", "low", "high", "p10", "p50", "p90", "unit", "definition", "defined"):
            value = getattr(summary, field)
            assert row[field] == (None if value != value else value), (row["metric"], field)
        assert row["label"] == outcomes.defined_as(row["metric"]).label
        assert row["replications"] == 3
    assert table.filter(pl.col("mean").is_null()).height > 0


def test_a_row_a_value(outcomes: Outcomes) -> None:
    """Catches replications or metrics that have each other's values."""
    table = outcomes.to_polars("values")
    assert table.height == 3 * len(outcomes.values)
    for name, values in outcomes.values.items():
        mine = table.filter(metric=name)
        assert mine["replication"].to_list() == [0, 1, 2]
        assert mine["value"].to_list() == [None if v != v else v for v in values.tolist()]
        assert set(mine["unit"]) == {outcomes.unit(name)}


def test_a_row_a_month(outcomes: Outcomes) -> None:
    """Catches motions, months or replications that are mixed up, and a month with another's date."""
    table, company = outcomes.to_polars("monthly"), outcomes.to_polars("company")
    assert table.height == 3 * 2 * 24
    assert company.height == 3 * 24
    row = table.row(
        by_predicate=(pl.col("replication") == 2) & (pl.col("month") == 15) & (pl.col("motion") == "again"),
        named=True,
    )
    assert row["first_day"] == dt.date(2028, 3, 1)
    assert row["currency"] == "EUR"
    assert row["closing_cents_a_year"] == outcomes.monthly["closing"][2, 14, 1]
    assert row["leads"] == outcomes.monthly["leads"][2, 14, 1]
    assert row["billed_cents"] == outcomes.monthly["billed"][2, 14, 1]
    of_all = company.filter(replication=1, month=24).row(0, named=True)
    assert of_all["cash_cents"] == outcomes.company["cash"][1, 23]
    assert of_all["first_day"] == dt.date(2028, 12, 1)


def test_every_name_has_its_unit(outcomes: Outcomes) -> None:
    """Catches a new measure that is written as cents because nobody said what it is."""
    structured = [
        *(outcomes.cohorts, outcomes.stages, outcomes.rates, outcomes.teams, outcomes.motions),
        outcomes.wings,
    ]
    names = {*outcomes.monthly, *outcomes.company, *(n for s in structured for n in s.dtype.names or ())}
    units = [PLAIN, A_YEAR, set(SPELT), CENTS]
    assert names == set().union(*units)
    assert sum(map(len, units)) == len(names)


def test_rows_of_cohorts_stages_and_the_bowtie(outcomes: Outcomes) -> None:
    """Catches cells under another quarter, age, stage or motion than theirs."""
    cohorts = outcomes.to_polars("cohorts")
    assert cohorts.height == outcomes.cohorts.size
    row = cohorts.filter(replication=1, signed_from=dt.date(2027, 4, 1), age_months=9).row(0, named=True)
    cell = outcomes.cohorts[1, 1, 3]
    assert (row["signed"], row["customers"]) == (cell["signed"], cell["customers"])
    assert (row["first_cents_a_year"], row["kept_cents_a_year"]) == (cell["first"], cell["kept"])
    stages = outcomes.to_polars("stages")
    assert stages.height == outcomes.stages.size
    row = stages.filter(replication=2, motion="again", stage="agree").row(0, named=True)
    cell = outcomes.stages[2, 4]
    assert outcomes.header.stages[4] == "agree"
    assert (row["decided"], row["share"], row["wait_days"]) == (cell["decided"], cell["share"], cell["wait"])
    rates = outcomes.to_polars("rates").filter(replication=0, motion="again").row(0, named=True)
    assert rates["stated_renewal"] == outcomes.rates[0, 1]["stated_renewal"]
    bowtie = outcomes.to_polars("bowtie")
    assert bowtie.height == 3 * 2 * 8
    row = bowtie.filter(replication=1, motion="again", place="VM5").row(0, named=True)
    assert row["step"] == VOLUMES[4]
    assert row["volume"] == outcomes.bowtie[1, 1, 4, 0]
    assert row["share_into_next"] == outcomes.bowtie[1, 1, 4, 1]
    assert row["days_to_next"] == outcomes.bowtie[1, 1, 4, 2]


def test_rows_of_the_wings(outcomes: Outcomes) -> None:
    """Catches a step of another motion, the company left out, and cents that nobody calls so."""
    table = outcomes.to_polars("wings")
    assert table.height == outcomes.replications * (len(outcomes.header.motions) + 1) * len(VOLUMES)
    for motion, name in ((0, outcomes.header.motions[0]), (-1, "all motions")):
        row = table.filter(replication=1, motion=name, step="won").row(0, named=True)
        cell = outcomes.wings[1, motion, 4]
        assert (row["accounts"], row["open"], row["arr_cents_a_year"]) == (
            cell["accounts"],
            cell["open"],
            cell["arr"],
        )


def test_scenarios_lie_under_each_other(comparison: Comparison) -> None:
    """Catches a scenario that is left out, or a table that only one of them has."""
    for of in [name for name in TABLES if name != "targets"]:  # they have none
        table = comparison.to_polars(of)
        assert table["scenario"].unique(maintain_order=True).to_list() == ["two", "metered"]
        assert table.filter(scenario="metered").equals(comparison["metered"].to_polars(of))


@pytest.mark.slow
def test_a_company_without_teams_beside_one_with(tmp_path: Path) -> None:
    """Catches a table of no rows that cannot lie above another, or whose labels are numbers."""
    alone = SMALL.replace('team   = "ae"\n', "").replace('max_wait = "5 to 20 days"\n', "")
    start, end = alone.index("[team.ae]"), alone.index("[motion.sale]")
    without = alone[:start] + alone[end : alone.index("[motion.sale.impact]")]
    files = [written(tmp_path, without, "none"), written(tmp_path, SMALL, "some")]
    none, some = (simulator.load(file) for file in files)
    for pair in ([none, some], [some, none], [none, none]):
        both = simulator.compare(pair, replications=1)
        for of in TABLES:
            first, second = (one.to_polars(of) for one in both.outcomes)
            assert first.schema == second.schema, of
            assert both.to_polars(of).height == first.height + second.height
            assert len(both.to_pandas(of)) == first.height + second.height
    assert both.to_polars("teams").schema["team"] == pl.String


def test_differences(comparison: Comparison) -> None:
    """Catches a difference with the wrong sign, and a direction where there is none."""
    table = comparison.to_polars("differences")
    assert table["metric"].to_list() == list(comparison.metrics)
    assert set(table["scenario"]) == {"metered"}
    assert set(table["against"]) == {"two"}
    for row in table.iter_rows(named=True):
        gap = comparison.difference("metered", row["metric"])
        for field in ("mean", "low", "high", "better_in", "worse_in", "pairs", "unit"):
            value = getattr(gap, field)
            assert row[field] == (None if value != value else value), (row["metric"], field)
    assert table.filter(metric="utilisation.ae")["better_in"].to_list() == [None]


def test_what_there_is_not(comparison: Comparison, outcomes: Outcomes) -> None:
    """Catches a KeyError for a reader who mistypes, and differences of one scenario from itself."""
    with pytest.raises(OptionError, match="of = 'differences': it is one of metrics, values"):
        outcomes.to_polars("differences")
    with pytest.raises(OptionError, match=r"of = 'value': it is one of .*, differences"):
        comparison.to_pandas("value")


def test_a_metric_misspelt_is_told_with_the_nearest(outcomes: Outcomes) -> None:
    """Catches a list of a hundred names with the one that was meant somewhere in it."""
    with pytest.raises(KeyError, match=r"no metric 'arr' here: did you mean arr_end. there are leads"):
        outcomes.summary("arr")


def test_pandas_has_the_same(comparison: Comparison, outcomes: Outcomes) -> None:
    """Catches a column that is lost or becomes text on the way to pandas."""
    for of in (*TABLES, "differences"):
        mine, theirs = comparison.to_polars(of), comparison.to_pandas(of)
        assert list(theirs.columns) == mine.columns
        for name in mine.columns:
            if mine[name].dtype.is_numeric():
                there = theirs[name].to_numpy(dtype=float)
                np.testing.assert_array_equal(there, mine[name].cast(pl.Float64).fill_null(np.nan))
            else:
                assert [str(v)[:10] for v in theirs[name]] == [str(v)[:10] for v in mine[name]]
    assert list(outcomes.to_pandas()["metric"]) == list(outcomes.values)


def test_without_pandas_it_says_what_to_do(outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a missing library told as a fault of ours."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        outcomes.to_pandas()


def test_nothing_but_pandas_is_needed(outcomes: Outcomes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a conversion that asks for pyarrow."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert len(outcomes.to_pandas("values")) == 3 * len(outcomes.values)


def test_rows_of_teams_and_of_age(outcomes: Outcomes) -> None:
    """Catches a team's month under another's, a day or an age that is off by one, and swapped sides."""
    assert outcomes.header.teams == ("ae", "csm")
    row = outcomes.to_polars("teams").filter(replication=1, team="csm", month=20).row(0, named=True)
    cell = outcomes.teams[1, 19, 1]
    assert (row["people"], row["accounts"], row["cycles"]) == (
        cell["people"],
        cell["accounts"],
        cell["cycles"],
    )
    row = outcomes.to_polars("teams").filter(replication=2, team="ae", month=3).row(0, named=True)
    cell = outcomes.teams[2, 2, 0]
    assert (row["seat_days"], row["used_seat_days"]) == (cell["seats"], cell["used"])
    assert row["waited_days"] == cell["waited"]
    cycles = outcomes.to_polars("cycles").filter(replication=2, motion="again")
    last = cycles.sort("within_days").row(-1, named=True)
    assert (last["won"], last["lost"]) == (
        outcomes.cycles["won"][2, 1, -1],
        outcomes.cycles["lost"][2, 1, -1],
    )
    assert last["won"] > 0
    worth = outcomes.to_polars("worth").filter(replication=1, age_months=30).row(0, named=True)
    assert worth["worth"] == outcomes.worth[1, 30]
    stakes = outcomes.to_polars("exposure").filter(replication=1, age_months=4).row(0, named=True)
    assert (stakes["buyer"], stakes["seller"]) == tuple(outcomes.exposure[1, 4].tolist())
