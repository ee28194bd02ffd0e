"""The board page: what it shows, of whom, and what it rests on."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import figures
from simulator.experiment import Comparison, OptionError
from simulator.report import board_pictures
from simulator.report.board import PICTURES
from simulator.scenario import Scenario
from tests.commands.asked import ASKED
from tests.companies import METERED, PAID_FOR, written
from tests.layout.test_document import read

EVIL = "<script>alert(1)</script> & co"
PARTS = ["The bowtie", "Money", "People", "Risk", "Assumptions and their sources", "Definitions"]


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
    assert parts_of(one) == ["At a glance", *PARTS, "How this page was made"]
    read(one)
    assert "<script" not in one
    assert one.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; co") >= 3
    assert [level for level in re.findall(r"<h(\d)", one) if level == "1"] == ["1"]
    for part, count in (("The bowtie", 2), ("Money", 6), ("People", 2), ("Risk", 1)):
        assert section(one, part).count("<svg") == count, part
    made = section(one, "How this page was made")
    assert '<pre tabindex="0">bowtie report mine.toml</pre>' in made
    assert sha256(company.path.read_bytes()).hexdigest() in made
    for told in (f"bowtie-simulator {simulator.__version__}", ">seed<", f"numpy {np.__version__}"):
        assert told in made
    assert "team.csm.people" in section(one, "Assumptions and their sources").replace("<wbr>", "")
    first = compared.outcomes[0]
    for name in ("cac", "nrr"):
        assert f"{name}: {first.defined_as(name).text[:30]}"[:20] in section(one, "Definitions")


def test_what_ifs_are_ranked_and_the_company_is_told_once(
    compared: Comparison, asked: list[Scenario]
) -> None:
    """Catches a bowtie for each what-if, a ranking that is left out, and definitions said twice."""
    text = simulator.board(compared, asked, by="cash_end").decode()
    assert parts_of(text) == ["At a glance", "What-ifs", *PARTS, "How this page was made"]
    ranking = section(text, "What-ifs")
    for outcomes, _ in compared.ranked("cash_end"):
        assert outcomes.name in ranking
    assert "<svg" in ranking
    assert section(text, "The bowtie").count("<svg") == 2  # and what is stated beside what is observed
    assert text.count("How it is counted") == 0
    assert section(text, "Assumptions and their sources").count("mine.toml") == 1
    read(text)


def test_files_stand_side_by_side(tmp_path: Path, company: Scenario) -> None:
    """Catches a file that is shown under the name of another, or not at all."""
    other = simulator.load(written(tmp_path, PAID_FOR, "other"))
    both = [company, other]
    answer = simulator.compare(both, replications=3)
    text = simulator.board(answer, both).decode()
    assert parts_of(text) == ["At a glance", "Side by side", *PARTS, "How this page was made"]
    assert "<title>mine and other</title>" in text
    bowties = section(text, "The bowtie")
    assert re.findall(r"<h3>([^<]+)</h3>", bowties) == ["mine", "other"]
    assert bowties.count("<svg") == 2
    read(text)


def test_headings_never_leave_out_a_level(one: str, compared: Comparison, asked: list[Scenario]) -> None:
    """Catches a heading two levels below the one before, which a screen reader takes for a gap."""
    for text in (one, simulator.board(compared, asked).decode()):
        levels = list(map(int, re.findall(r"<h(\d)", text)))
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_numbers_beside_the_pictures(compared: Comparison) -> None:
    """Catches a quarter that shows the numbers of another, and cents for money."""
    outcomes = compared.outcomes[0]
    table = board_pictures.monthly_table(outcomes)
    assert len(table.rows) == outcomes.header.months // 3
    arr = outcomes.monthly["closing"].sum(axis=2)[:, 5] / 100
    scale = board_pictures._values(outcomes, "arr")[1]
    row = table.rows[1]
    assert row[0].endswith("-06")  # type: ignore[union-attr]
    low, middle, high = np.quantile(arr, (0.1, 0.5, 0.9)).tolist()
    half = (high - low) / 8
    assert row[1:4] == tuple(scale.show(value, half) for value in (low, middle, high))


def test_a_company_without_costs_or_people(tmp_path: Path) -> None:
    """Catches a page that needs what a file may leave out, and a picture of cash that never moves."""
    text = METERED.replace('"12 to 20 a month"', '"0.001 a month"')
    scenario = simulator.load(written(tmp_path, text, "quiet"))
    page = simulator.board(simulator.run(scenario, replications=2), scenario).decode()
    read(page)
    assert not re.search(r">nan\b|>None<|NaN", page)


def test_what_can_not_be_shown_is_said(compared: Comparison, company: Scenario) -> None:
    """Catches a page of other scenarios than those of the answer, and one of half an answer."""
    with pytest.raises(OptionError, match="the answer is of 4 scenarios, and 1 are given"):
        simulator.board(compared, company)
    few = simulator.run(company, replications=1, metrics=["won"])
    with pytest.raises(OptionError, match="run it again without `metrics`"):
        simulator.board(few, company)


def test_every_figure_that_the_page_names_is_there() -> None:
    """Catches a figure that was renamed, so that its place on the page stays empty without a word."""
    named = {"bowtie", "side_by_side", "what_ifs", *(name for some in PICTURES.values() for name in some)}
    there = {draw.__name__ for draw in (*figures.OF_OUTCOMES, *figures.OF_COMPARISON)}
    assert named <= there
