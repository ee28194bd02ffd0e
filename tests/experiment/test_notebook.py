"""What Jupyter shows of outcomes and comparisons."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

import simulator
from simulator.experiment import Comparison
from simulator.experiment.outcomes import changed
from simulator.layout.html import html
from simulator.metrics.metric import Group
from simulator.report.first_screen import first_screen
from simulator.report.ranking import ranking
from tests.companies import PAID_FOR, written
from tests.report.made import made

ODD = 'a <b>&amp; "c"'


class Page(HTMLParser):
    """Rows of cells of each table; raises where tags are not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data
        self.text += data


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("companies")
    odd = written(folder, PAID_FOR.replace('title = "', 'title = "<script>alert(1)</script> & '), "odd")
    other = written(folder, PAID_FOR.replace('passes = "40%"', 'passes = "60%"'), "other")
    company = simulator.load(odd)
    scenarios = [company, simulator.load(other), company.vary({"team.ae.people": 3}, ODD)]
    return simulator.compare(scenarios, replications=4)


def test_a_run_shows_its_first_screen(comparison: Comparison) -> None:
    """Catches a notebook that shows another answer than the command, and parts that HTML leaves out."""
    outcomes = comparison["other"]
    shown = outcomes._repr_html_()
    assert shown == html(first_screen(outcomes))
    words = " ".join(Page(shown).text.split())
    for part in ("CASH", "BRIDGE", "MOTION", "BOTTLENECKS", "LOOK OUT", "AT THE END"):
        assert part in words, part


def test_a_comparison_shows_its_ranking(comparison: Comparison) -> None:
    shown = comparison._repr_html_()
    assert shown == html(ranking(comparison, None, "value_end"))
    rows = Page(shown).tables[0]
    assert rows[1][0].strip() == "odd"
    assert {row[0].split(maxsplit=1)[1] for row in rows[2:]} == {"other", f"odd: {ODD}"}


def test_without_all_that_a_screen_needs_what_is_known(comparison: Comparison) -> None:
    """Catches numbers of another metric, a heading over nothing, and an interval that is left out."""
    outcomes = changed(comparison["other"], teams=None)
    page = Page(outcomes._repr_html_())
    (rows,) = page.tables
    assert rows[0] == ["", "mean", "P10 to P90", ""]
    headings = [group.heading for group in Group if group not in (Group.TARGETS, Group.CHANNELS)]
    assert [row[0] for row in rows if len(row) == 1] == headings
    (won,) = [row for row in rows if row[0] == "won"]
    summary = outcomes.summary("won")
    assert won[1] == f"{summary.mean:,.0f} ±{summary.interval.half:,.0f}"
    assert won[2] == f"{summary.p10:,.0f} to {summary.p90:,.0f}"
    assert won[3] == "accounts"
    assert "4 simulated runs, seed 0, 2 years from 2027-01, in EUR; ± is the 90 % interval" in page.text
    variant = next(row[0] for row in rows if "true cohort value" in row[0])
    assert variant.startswith("\N{NO-BREAK SPACE}")


def test_scenarios_are_columns(comparison: Comparison) -> None:
    """Catches a scenario under another's name, and differences that are not those of the pairs."""
    some = Comparison(tuple(changed(one, teams=None) for one in comparison.outcomes), comparison.against)
    page = Page(some._repr_html_())
    values, differences = page.tables
    assert values[0] == ["", "odd", "other", f"odd: {ODD}", ""]
    (won,) = [row for row in values if row[0] == "won"]
    for cell, name in zip(won[1:4], comparison.names, strict=True):
        assert cell.split()[0] == f"{comparison[name].summary('won').mean:,.0f}"
    assert differences[0] == ["minus odd, better in", *comparison.names[1:], "of 4"]
    (gap,) = [row for row in differences if row[0] == "won"]
    for cell, name in zip(gap[1:3], comparison.names[1:], strict=True):
        difference = comparison.difference(name, "won")
        assert float(cell.split()[0].replace("−", "-")) == pytest.approx(difference.mean, abs=0.51)
        assert cell.split()[-1] == str(difference.better_in)


@pytest.mark.slow
def test_names_are_text(comparison: Comparison) -> None:
    """Catches a name that becomes a tag, or is escaped twice."""
    for text in (comparison._repr_html_(), comparison["odd"]._repr_html_()):
        assert "<script>" not in text
        assert "<script>alert(1)</script> & A company" in Page(text).text
    assert ODD in Page(comparison._repr_html_()).text
    assert "<b>" not in comparison._repr_html_()


def test_little_is_enough() -> None:
    """Catches an error where one replication has no interval, nothing is defined, or nothing differs."""
    one = made({"won": [3.0], "cac": [float("nan")]})
    page = Page(one._repr_html_())
    assert ["won", "3", "3 to 3", "accounts"] in page.tables[0]
    assert "acquisition cost" not in page.text
    assert Page(made({"cac": [float("nan")]})._repr_html_()).tables == [[["", "mean", "P10 to P90", ""]]]
    twins = Comparison((one, made({"won": [3.0]}, "twin")), "made")
    assert len(Page(twins._repr_html_()).tables) == 1


def test_a_mean_of_the_lucky_runs_is_no_figure() -> None:
    """Catches a mean over fewer than half of the runs shown as that of all, alone and beside others, and one
    of half of them left out."""
    nan = float("nan")
    few = {"won": [3.0] * 4, "payback_months": [nan, 57.0, nan, nan], "ltv_to_cac": [nan, 2.0, nan, 4.0]}
    one = made(few)
    (rows,) = Page(one._repr_html_()).tables
    assert ["payback", "–", "", "mostly undefined: known in 1 of 4"] in rows
    (half,) = [row for row in rows if row[0] == "lifetime value to cost"]
    assert half[1].startswith("3 ")
    assert half[3] == "times, known in 2"
    two = made({"won": [3.0] * 4, "payback_months": [20.0] * 4, "ltv_to_cac": [nan] * 4}, "two")
    values = Page(Comparison((one, two), "made")._repr_html_()).tables[0]
    assert ["payback", "known in 1 of 4", "20 ±0", "months"] in values
    assert "57" not in one._repr_html_()


def test_it_says_that_it_is_partial() -> None:
    """Catches a run that was cut short and looks whole in a notebook."""
    one = replace(made({"won": [3.0, 4.0]}), asked=10)
    assert "PARTIAL: 2 of 10 runs" in one._repr_html_()
