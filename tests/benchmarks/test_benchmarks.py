"""The benchmark does not rot: its pieces run on a tiny company, and peers live through the same one.

Nothing here says how long anything takes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.ledger import LEAD, WON
from tests.benchmarks import companies, machine
from tests.benchmarks.__main__ import PAGE, README, SENTENCE, page, sentence
from tests.benchmarks.alone import life, many
from tests.benchmarks.beside_peers import DRAWN, OURS, Beside, differ, section
from tests.benchmarks.common_numbers import MOST, as_drawn, lived, luck_alone, questions, said, saved
from tests.benchmarks.company import Counts, company_of, counts_of
from tests.benchmarks.page import WIDTH, Table
from tests.benchmarks.peers import by_simpy
from tests.benchmarks.peers.by_numpy import draw
from tests.benchmarks.processes import started
from tests.benchmarks.rounds import alternating, ratios, spread

BESIDE = Beside(
    {OURS: [1.0, 2.0], "SimPy, by hand": [10.0, 40.0], "cimba, processes": [3.0, 8.0], DRAWN: [0.1, 0.2]},
    accounts=100.0,
)


def test_counts_are_those_of_the_ledger(tmp_path: Path) -> None:
    """Catches a count of another event, a wait measured from somewhere else, and a stage that peers are not
    told of."""
    model = companies.model_of(companies.ten_stages(leads=100, years=1), tmp_path)
    ledger = simulator.simulate(model)
    counts = counts_of(ledger)
    events = ledger.rows["event"].tolist()
    assert (counts.leads, counts.won) == (events.count(LEAD), events.count(WON))
    assert counts.seats > counts.won > counts.setbacks
    assert counts.waited == 0.0  # so few find a free seat
    company = company_of(model)
    assert company.leads == pytest.approx(100 / 30.4375)
    assert company.seats == (90, 100, 20)
    assert [stage.team for stage in company.stages] == [-1, 0, 0, 1, 1, 1, 1, 2, 2, 2]
    assert [n for n, stage in enumerate(company.stages) if stage.max_wait] == [1, 3]
    assert company.stays(0.0) == pytest.approx(company.renewal)
    assert company.stays(1.0) > company.renewal
    assert draw(counts, 0) != draw(counts, 1)


def test_a_company_that_peers_do_not_know_is_refused(tmp_path: Path) -> None:
    """Catches peers that leave out what a company has."""
    file = companies.ten_stages()
    file["motion"]["sale"]["stage"][0]["loses_to"] = {"nurture": "20%", "after": "3 to 9 months"}
    with pytest.raises(ValueError, match="no nurture"):
        company_of(companies.model_of(file, tmp_path))


@pytest.mark.slow
def test_simpy_by_hand_lives_through_the_same_company(tmp_path: Path) -> None:
    """Catches a peer that does less, and a test of that which cannot fail."""
    model = companies.model_of(companies.tight(), tmp_path)
    company = company_of(model)
    ours = [counts_of(simulator.simulate(model, replication=n)) for n in range(8)]
    theirs = [by_simpy.live(company, n) for n in range(8)]
    eager = [by_simpy.live(company._replace(seats=(40, 40, 5)), n) for n in range(8)]
    for what in Counts._fields:
        assert not differ([getattr(one, what) for one in theirs], [getattr(one, what) for one in ours]), what
    assert min(one.unworked for one in ours) > 0
    assert differ([one.unworked for one in eager], [one.unworked for one in ours])


@pytest.mark.slow
def test_all_peers_that_are_installed_do() -> None:
    """Catches a peer that has changed, or that is written for another version."""
    words = [sys.executable, "-m", "tests.benchmarks", "--quick", "--only", "peers"]
    asked = subprocess.run(words, capture_output=True, text=True, timeout=600, cwd=PAGE.parents[1])
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert "| SimPy, by hand " in asked.stdout
    assert "TOO SHORT TO BE QUOTED" in asked.stdout


def test_rounds_alternate() -> None:
    """Catches a contestant that always comes first, is left out, or takes part too often."""
    order: list[str] = []
    clock = iter(range(100))
    what = {name: lambda turn, name=name: order.append(f"{name}{turn}") for name in "abc"}
    times = alternating(what, 3, few={"c": 1}, clock=lambda: float(next(clock)))
    assert order == ["a0", "b0", "c0", "b1", "a1", "a2", "b2"]
    assert times == {"a": [1.0] * 3, "b": [1.0] * 3, "c": [1.0]}
    assert ratios([2.0, 9.0], [1.0]) == [2.0]
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.50 to 2.50)"


def test_what_pairs_save() -> None:
    """Catches a ratio upside down: noise that is shared costs independent runs and no pairs."""
    noise = np.random.default_rng(1).standard_normal((3, 4000))
    shared, one, other = 3.0 * noise[0], noise[1], noise[2]
    low, middle, high = saved(shared + one, shared + other)
    assert low < middle < high
    assert middle == pytest.approx(10.0, rel=0.1)  # (9 + 1 + 9 + 1) / (1 + 1)
    assert said((1.0, 2.0, MOST + 1.0)) == "2.00 (1.00 to more)"
    assert said(saved(one, one + 1.0)) == "no chance left"


@pytest.mark.slow
def test_six_questions_are_asked() -> None:
    """Catches a question that went with its what-if, and luck that draws what is not known."""
    asked = questions()
    assert len(asked) == 6
    base = next(iter(asked.values()))[1]
    drawn, luck = (lived(base, 3, life_)["won"] for life_ in (as_drawn, luck_alone))
    assert drawn.std() > luck.std() > 0.0


@pytest.mark.slow
def test_what_runs_alone(tmp_path: Path) -> None:
    """Catches growth that is measured of another company, and a process whose failure nobody hears of."""
    path = str(companies.kept(companies.ten_stages(leads=100, years=1, more_stages=2), tmp_path))
    found = life(path, "2")
    accounts, rows = found["accounts"], found["rows"]
    assert isinstance(accounts, int)
    assert isinstance(rows, int)
    assert 1000 < accounts < rows
    assert many(path, "2")["metrics"]
    cost, printed = started(["-c", "print(7)"])
    assert printed == "7\n"
    assert cost.wall > 0.0
    mine = np.ones(30_000_000)  # 240 MB
    assert not started(["-c", ""])[0].megabytes > mine.nbytes / 2e6, "what this process holds is not its own"
    with pytest.raises(RuntimeError, match="ended with 3"):
        started(["-c", "raise SystemExit(3)"])


def test_the_page_reads_as_text(tmp_path: Path) -> None:
    """Catches lines too long for a terminal, a table that is none, and a difference that is not shouted."""
    table = Table(["one", "two"], [["a", "1"], ["b", "22"]])
    assert str(table).splitlines() == ["| one | two |", "|-----|----:|", "| a   |   1 |", "| b   |  22 |"]
    several = section(BESIDE, table, ["Ciw: won"], rounds=2, lives=3)
    text = page(sentence(BESIDE), [several], quick=False)
    assert "THESE DIFFER FROM OURS: Ciw: won." in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "15.0 times as fast as SimPy by hand, 3.50 times as fast as cimba" in " ".join(text.split())
    assert "numpy" in machine.described()


def test_the_readme_says_what_the_page_says() -> None:
    """Catches ratios in the README of another run than the page's, and a sentence that `--write` misses."""
    (in_readme,) = SENTENCE.findall(README.read_text(encoding="utf-8"))
    (on_page,) = SENTENCE.findall(PAGE.read_text(encoding="utf-8"))

    def words(text: str) -> list[str]:
        return re.sub(r"\]\([^)]*\)", "]", text).split()

    assert words(in_readme) == words(on_page)
