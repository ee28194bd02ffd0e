"""The board page: what it shows, of whom, and what it rests on."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import figures
from simulator.experiment import Comparison, OptionError
from simulator.format import plain
from simulator.report import run
from simulator.report.board import appendix, pictures
from simulator.report.board.page import PICTURES
from simulator.scenario import Scenario
from simulator.scenario.sources import origins
from tests.commands.asked import ASKED
from tests.companies import METERED, PAID_FOR, written
from tests.layout.test_document import read
from tests.lives import scenario

EVIL = "<script>alert(1)</script> & co"
PARTS = ["The bowtie", "Money", "People", "Risk", "Assumptions", "Appendix"]
LAST = ["Every metric", "Every number and its source", "Definitions", "How this page was made"]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    text = ASKED.replace('title = "', f'title = "{EVIL} ')
    return simulator.load(written(tmp_path_factory.mktemp("companies"), text, "mine"))


@pytest.fixture(scope="module")
def asked(company: Scenario) -> list[Scenario]:
    return [company, *(company.with_what_if(name) for name in company.what_ifs)]


@pytest.fixture(scope="module")
def compared(asked: list[Scenario]) -> Comparison:
    return simulator.compare(asked, replications=4)


@pytest.fixture(scope="module")
def one(compared: Comparison, company: Scenario) -> str:
    return simulator.board(compared.outcomes[0], company, command="bowtie report mine.toml").decode()


def parts_of(text: str) -> list[str]:
    return re.findall(r'<h2 id="part-\d+">([^<]+)</h2>', text)


def section(text: str, title: str) -> str:
    """What stands in a part."""
    return text.partition(f">{title}</h2>")[2].partition("</section>")[0]


def test_a_page_of_one_company(one: str, compared: Comparison, company: Scenario) -> None:
    """Catches a part that is missing or out of order, an answer below what explains it, a picture that is
    not drawn, and a manifest from which the page cannot be made again."""
    assert parts_of(one) == ["At a glance", *PARTS]
    read(one)
    assert "<script" not in one
    assert one.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") >= 3
    assert [level for level in re.findall(r"<h(\d)", one) if level == "1"] == ["1"]
    for part, count in (("The bowtie", 1), ("Money", 4), ("People", 2), ("Risk", 1), ("Appendix", 4)):
        assert section(one, part).count("<svg") == count, part
    last = section(one, "Appendix")
    assert re.findall(r"<h3>([^<]+)</h3>", last) == ["In pictures and numbers", *LAST]
    made = last.partition(">How this page was made<")[2]
    assert '<pre tabindex="0">bowtie report mine.toml</pre>' in made
    assert sha256(company.path.read_bytes()).hexdigest() in made
    for told in (f"bowtie-simulator {simulator.__version__}", ">seed<", f"numpy {np.__version__}"):
        assert told in made
    assert "team.csm.people" in last.replace("<wbr>", "")
    first = compared.outcomes[0]
    for name in ("cac", "nrr"):
        assert f"{name}: {first.defined_as(name).text[:30]}"[:20] in last.partition(">Definitions<")[2]


def test_what_ifs_are_ranked_and_the_company_is_told_once(
    compared: Comparison, asked: list[Scenario]
) -> None:
    """Catches a bowtie for each what-if, a ranking that is left out, and definitions said twice."""
    text = simulator.board(compared, asked, by="cash_end").decode()
    assert parts_of(text) == ["At a glance", "What-ifs", *PARTS]
    ranking = section(text, "What-ifs")
    for outcomes, _ in compared.ranked("cash_end"):
        assert outcomes.name in ranking
    assert section(text, "The bowtie").count("<svg") == 1
    assert text.count("How it is counted") == 0
    last = section(text, "Appendix")
    assert "What each what-if changes" in last
    for outcomes, _ in compared.ranked("cash_end"):
        assert f"<h4>{outcomes.name} changes</h4>" in last
    assert last.count("mine.toml: each number") == 1
    read(text)


def test_files_stand_side_by_side(tmp_path: Path, company: Scenario) -> None:
    """Catches a file that is shown under the name of another, or not at all."""
    other = simulator.load(written(tmp_path, PAID_FOR, "other"))
    both = [company, other]
    answer = simulator.compare(both, replications=3)
    text = simulator.board(answer, both).decode()
    assert parts_of(text) == ["At a glance", "Side by side", *PARTS]
    assert "<title>mine and other</title>" in text
    bowties = section(text, "The bowtie")
    assert re.findall(r'<th class="n" scope="col">(mine|other)</th>', bowties) == ["mine", "other"]
    volumes = [row for one in answer.outcomes for row in run.bowtie(one, 0, one.header.motions[0]).rows]
    assert bowties.count("VM5 won") == 1
    for row in volumes:
        assert f">{plain(row[1], 0)}<" in bowties or row[1] == 0
    last = section(text, "Appendix")
    assert re.findall(r"<h3>([^<]+)</h3>", last) == [
        *(f"{name} in pictures and numbers" for name in ("mine", "other")),
        *LAST,
    ]
    assert last.count("<svg") == 2 + sum(len(one.header.teams) for one in answer.outcomes)
    for part, label in (("People", "utilisation of ae"), ("Risk", "share of the risk")):
        assert label in section(text, part)
        assert "<svg" not in section(text, part)
    captions = re.findall(r"<figcaption>(\w+: \w+) in", section(text, "Money"))
    assert captions[:2] == ["mine: ARR", "other: ARR"]
    read(text)


def test_headings_never_leave_out_a_level(one: str, compared: Comparison, asked: list[Scenario]) -> None:
    """Catches a heading two levels below the one before, which a screen reader takes for a gap."""
    for text in (one, simulator.board(compared, asked).decode()):
        levels = list(map(int, re.findall(r"<h(\d)", text)))
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_numbers_beside_the_pictures(compared: Comparison) -> None:
    """Catches a quarter that shows the numbers of another, and cents for money."""
    outcomes = compared.outcomes[0]
    table = pictures.monthly_table(outcomes)
    assert len(table.rows) == outcomes.header.months // 3
    arr = outcomes.monthly["closing"].sum(axis=2)[:, 5] / 100
    scale = pictures._values(outcomes, "arr")[1]
    row = table.rows[1]
    assert row[0].endswith("-06")  # type: ignore[union-attr]
    low, middle, high = np.quantile(arr, (0.1, 0.5, 0.9)).tolist()
    half = (high - low) / 8
    assert row[1:4] == tuple(scale.show(value, half) for value in (low, middle, high))


def test_a_company_without_costs_or_people(tmp_path: Path) -> None:
    """Catches a page that needs what a file may leave out, and a picture of cash that never moves."""
    text = METERED.replace('"12 to 20 a month"', '"0.001 a month"')
    quiet = simulator.load(written(tmp_path, text, "quiet"))
    page = simulator.board(simulator.run(quiet, replications=2), quiet).decode()
    read(page)
    assert not re.search(r">nan\b|>None<|NaN", page)


def test_what_can_not_be_shown_is_said(compared: Comparison, company: Scenario) -> None:
    """Catches a page of other scenarios than those of the answer, and one of half an answer."""
    with pytest.raises(OptionError, match="the answer is of 4 scenarios, and 1 are given"):
        simulator.board(compared, company)
    few = simulator.run(company, replications=1, metrics=["won"])
    with pytest.raises(OptionError, match="run it again without `metrics`"):
        simulator.board(few, company)


def test_assumptions_say_who_is_cited() -> None:
    """Catches a page whose two sheets do not say what its numbers rest on."""
    company = scenario("subscription")
    page = simulator.board(simulator.run(company, replications=2), company).decode()
    told = section(page, "Assumptions")
    known = origins(company.company)
    assert f"{len(known)} numbers: " in told
    for author in {company.sources[o.source].author for o in known if o.source in company.sources}:
        assert escape(author) in told


def test_where_medians_and_where_means_stand_is_said(one: str) -> None:
    """Catches a page on which "likely" and a mean disagree, and nothing says why."""
    assert one.partition("<section")[0].count("Likely is the median of the runs") == 1


def test_on_paper_the_appendix_begins_a_page_and_definitions_stay_away(one: str) -> None:
    """Catches an appendix that the printer does not know, and pages of definitions on paper."""
    assert re.findall(r'<section class="breaks" aria-labelledby="(part-\d+)">', one) == ["part-7"]
    (line,) = re.findall(r'<details class="unprinted"><summary>([^<]+)', one)
    assert line.startswith("How each of")


def test_every_figure_that_the_page_names_is_there() -> None:
    """Catches a figure that was renamed, so that its place on the page stays empty without a word."""
    named = {"side_by_side", "what_ifs", *appendix.PICTURES, *appendix.AFTER_IDEAS}
    named |= {name for some in PICTURES.values() for name in some}
    there = {draw.__name__ for draw in (*figures.OF_OUTCOMES, *figures.OF_COMPARISON)}
    assert named <= there
