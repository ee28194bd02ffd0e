"""Ideas and companies on one screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulator
from simulator.experiment import Comparison
from simulator.layout.text import WIDTH, text
from simulator.report.ranking import LINES, metric_of_ranking, ranking
from tests.commands.asked import ASKED
from tests.commands.conftest import bowtie
from tests.companies import METERED, PAID_FOR, SMALL, written
from tests.lives import scenario

RUNS = 24
TARGETS = """
[target.growth]
metric = "arr_end"
at_least = "420k"

[target.solvent]
metric = "cash_low"
at_least = 0
"""
LEADS = '"motion.sale.leads" = "{} to {} a month"\n'


def asked(folder: Path, company: str, runs: int = RUNS) -> tuple[Comparison, list[simulator.Scenario]]:
    """A company of this text beside its what-ifs."""
    base = simulator.load(written(folder, company, "mine"))
    some = [base, *(base.with_what_if(name) for name in base.what_ifs)]
    return simulator.compare(some, replications=runs, workers=1), some


def lines(comparison: Comparison, some: list[simulator.Scenario], metric: str | None = None) -> list[str]:
    """The screen as it is printed, which always fits."""
    metric = metric or metric_of_ranking(comparison)
    printed = text(ranking(comparison, some, metric)).splitlines()
    assert len(printed) <= LINES
    assert max(map(len, printed)) <= WIDTH
    assert "nan" not in " ".join(printed).split()
    return printed


def part(printed: list[str], label: str) -> str:
    """What stands behind a label, as one line."""
    at = next(n for n, line in enumerate(printed) if line.startswith(label))
    end = printed.index("", at)
    return " ".join(" ".join(printed[at:end]).removeprefix(label).split())


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, list[simulator.Scenario]]:
    return asked(tmp_path_factory.mktemp("companies"), ASKED + TARGETS)


def test_ranked_by_the_odds_of_the_first_target(mine: tuple[Comparison, list[simulator.Scenario]]) -> None:
    """Catches another order, odds of the other target, runs counted by another metric, and a difference of
    another what-if."""
    comparison, _ = mine
    printed = lines(*mine)
    assert metric_of_ranking(comparison) == "target.growth"
    question = " ".join(printed[: printed.index("")])
    now = f"{100 * comparison['mine'].summary('target.growth').mean:.0f}"
    assert question.endswith(f"ranked by the odds of ARR at least 420k by Dec 2028 (now {now} %)")
    rows = [line for line in printed if re.match(r" +[123] [a-z]", line) and "  " in line.strip()]
    ranked = [outcomes.name for outcomes, _ in comparison.ranked("target.growth")]
    assert [next(name for name in ranked if f" {name} " in row) for row in rows] == ranked
    for row, name in zip(rows, ranked, strict=True):
        after = f"{100 * comparison[name].summary('target.growth').mean:.0f}"
        assert f"{now} → {after} %" in row or (name == "the same" and " = " in row)
        if name != "the same":
            gap = comparison.difference(name, "arr_end")
            assert row.endswith(f"{gap.better_in} of {RUNS}")
    assert part(printed, "RESTS ON").startswith(
        f"1 assumes {'motion' if ranked[0] == 'twice the leads' else ''}"
    )
    assert "3: the odds do not move." in part(printed, "SO")


def test_why_tells_what_moved(mine: tuple[Comparison, list[simulator.Scenario]]) -> None:
    """Catches a reason of another what-if, a level told the wrong way round, and one for what never moved."""
    comparison, _ = mine
    why = part(lines(*mine), "WHY")
    ranked = [outcomes.name for outcomes, _ in comparison.ranked("target.growth")]
    place = ranked.index("twice the leads") + 1
    told = re.split(r" ?\d  ?(?=\D)", why)[0] if place == 0 else why.partition(f"{place} ")[2]
    before, after = (comparison[name].summary("leads").mean for name in ("mine", "twice the leads"))
    assert f"leads {before:.0f} → {after:.0f}" in told
    assert "3 nothing moves surely" in why


def test_without_a_target_by_the_value_at_the_end(tmp_path: Path) -> None:
    """Catches a ranking by cash, by which whoever wins customers late in the years looks like a loss."""
    comparison, some = asked(tmp_path, ASKED)
    assert metric_of_ranking(comparison) == "value_end"
    question = " ".join(lines(comparison, some)[:3])
    assert "ranked by value at the end with the customers left" in question
    plain, _ = asked(tmp_path, SMALL + '[what_if."one more"]\n"team.ae.people" = 3\n', 2)
    assert metric_of_ranking(plain) == "arr_end"


def test_a_target_that_two_companies_do_not_share_ranks_nothing(tmp_path: Path) -> None:
    """Catches odds of 420k held against odds of 500k."""
    one = simulator.load(written(tmp_path, PAID_FOR + TARGETS, "one"))
    two = simulator.load(written(tmp_path, PAID_FOR + TARGETS.replace("420k", "500k"), "two"))
    comparison = simulator.compare([one, two], replications=2)
    assert metric_of_ranking(comparison) == "value_end"
    printed = lines(comparison, [one, two])
    assert part(printed, "RESTS ON") == (
        "one: A company that pays its people two: A company that pays its people"
    )
    assert part(printed, "SO") == "2 runs: too few to decide."


def test_what_decides_and_what_does_not(tmp_path: Path) -> None:
    """Catches a choice among equals, a loser that is not told, and a winner by chance."""
    ideas = '[what_if."many more"]\n' + LEADS.format(100, 140) + '[what_if."few"]\n' + LEADS.format(2, 4)
    roomy = PAID_FOR.replace("people  = 2", "people  = 20").replace("people = 1", "people = 10")
    comparison, some = asked(tmp_path, roomy + ideas)
    said = part(lines(comparison, some, "won"), "SO")
    assert said == "Choose 1, many more. Not 2: worse than mine."
    worse, some = asked(tmp_path, roomy + '[what_if."few"]\n' + LEADS.format(2, 4))
    assert part(lines(worse, some, "won"), "SO") == "Stay with mine. Not 1: worse than mine."
    same, some = asked(tmp_path, PAID_FOR + '[what_if."the same"]\n"team.ae.people" = 2\n')
    said = part(lines(same, some), "SO")
    assert said == "Nothing here decides: none is surely better than mine. 1: no difference in any run."


def test_more_of_a_team_that_nobody_waits_for(tmp_path: Path) -> None:
    """Catches a hire judged by a file in which that team is hardly asked for: it cannot tell."""
    base = PAID_FOR.replace("people  = 2", "people  = 400")
    comparison, some = asked(tmp_path, base + '[what_if."more"]\n"team.ae.people" = 410\n', 8)
    assert "ae is hardly asked for (" in part(lines(comparison, some), "WHY")
    easy = PAID_FOR.replace("people  = 2", "people  = 20")
    comparison, some = asked(tmp_path, easy + '[what_if."more"]\n"team.ae.people" = 21\n', 8)
    assert "ae is full in no month" in part(lines(comparison, some), "WHY")


def test_of_a_team_without_seats_nothing_is_said_of_them() -> None:
    """More people of whom all the time makes leads: catches "full in no month (nan % used)"."""
    base = scenario("channels")
    some = [base, base.with_what_if("one more who calls")]
    comparison = simulator.compare(some, replications=8, workers=1)
    assert "used)" not in part(lines(comparison, some), "WHY")


@pytest.mark.slow
def test_it_fits_for_four_business_models() -> None:
    """Catches a page that scrolls for the models that the product is about."""
    some = [scenario(name) for name in ("perpetual", "subscription", "consumption", "freemium")]
    lines(simulator.compare(some, replications=RUNS), some)


@pytest.mark.parametrize("count", [8, 14])
def test_it_fits_for_many_ideas_of_long_names(tmp_path: Path, count: int) -> None:
    """Catches a page that scrolls, and ideas that are left out without a word."""
    ideas = "".join(
        f'[what_if."an idea with a name that is as long as one may be {n}"]\n{LEADS.format(n, n + 90)}'
        '"team.csm.people" = 3\n"motion.sale.renewal.overall" = "88%"\n'
        for n in range(1, count + 1)
    )
    comparison, some = asked(tmp_path, PAID_FOR + ideas, 2)
    printed = lines(comparison, some)
    shown = len([line for line in printed if re.match(r" +\d+ an idea", line)])
    assert shown == count or f"  and {count - shown} more: --all" in printed
    assert shown >= 5


def test_use_and_years_that_differ(tmp_path: Path) -> None:
    """Catches values of different days side by side without a word."""
    one = simulator.load(written(tmp_path, METERED, "one"))
    two = simulator.load(written(tmp_path, METERED.replace("years = 2", "years = 3"), "two"))
    printed = lines(simulator.compare([one, two], replications=2), [one, two])
    assert "3 years from 2027-01" in part(printed, "RESTS ON")


def test_the_command_prints_it(tmp_path: Path) -> None:
    """Catches a command that prints another page, or asks a run for less than the page needs."""
    file = written(tmp_path, ASKED + TARGETS, "mine")
    result = bowtie("compare", file, "--what-ifs", "--replications", 4)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == lines(*asked(tmp_path, ASKED + TARGETS, 4))
    alone = bowtie("compare", file, "--replications", 2)
    assert alone.exit_code == 0, alone.output
    assert alone.stdout.startswith("1 scenario, same luck")


def test_of_one_run_nothing_is_sure(tmp_path: Path) -> None:
    """Catches an interval that is not there and is rounded all the same."""
    company = simulator.load(written(tmp_path, PAID_FOR))
    more = company.vary({"team.ae.people": 3}, "more")
    both = simulator.compare([company, more], replications=1)
    assert "±" not in text(ranking(both, [company, more], "won"))
