"""The page on which what-ifs are ranked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import simulator
from simulator.experiment import Comparison, Difference
from simulator.layout.text import text as printed
from simulator.report.judged import would_do
from simulator.report.what_ifs import _finding, moved, report
from tests.commands.asked import ASKED
from tests.commands.conftest import bowtie
from tests.companies import PAID_FOR, SMALL, written
from tests.report.made import lines, made

MANY = 20
COUNT = ("--replications", MANY)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("companies"), ASKED, "mine")


@pytest.fixture(scope="module")
def scenarios(file: Path) -> list[simulator.Scenario]:
    company = simulator.load(file)
    return [company, *(simulator.load(file, name) for name in company.what_ifs)]


@pytest.fixture(scope="module")
def comparison(scenarios: list[simulator.Scenario]) -> Comparison:
    return simulator.compare(scenarios, replications=MANY)


@pytest.fixture(scope="module")
def page(comparison: Comparison, scenarios: list[simulator.Scenario]) -> list[str]:
    return lines(report(comparison, scenarios, "cash_end"))


@pytest.mark.slow
def test_the_command_prints_the_page(file: Path, page: list[str]) -> None:
    """Catches a command that prints another page, or of other what-ifs."""
    result = bowtie("compare", file, "--what-ifs", "--by", "cash_end", "--all", *COUNT)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == page


def test_rows_are_ranked_with_their_differences(comparison: Comparison, page: list[str]) -> None:
    """Catches another order, a difference of another what-if, and odds of something else."""
    assert max(map(len, page)) <= 120
    assert page[0] == "3 what-ifs of mine under the same chances, each with"
    rows = [line for line in page if re.match(r" [123]  ", line)]
    ranked = comparison.ranked("cash_end")
    assert len(rows) == 3
    for row, (outcomes, gap) in zip(rows, ranked, strict=True):
        assert outcomes.name in row
        assert f"{gap.better_in} of {MANY}" in row
        shown = re.search(r"([+−]?[\d.,]+) ±", row)
        assert shown is not None
        thousands = float(shown[1].replace("−", "-").replace(",", ""))
        assert thousands * 1000 == pytest.approx(gap.mean, abs=1000)
    base = comparison["mine"].summary("cash_end").mean
    (own,) = (line for line in page if line.startswith("Of mine as it is, cash at the end: "))
    figure = re.search(r": ([−\d.]+)", own)
    assert figure is not None
    assert abs(float(figure[1].replace("−", "-")) * 1000 - base) < 1500


def test_what_each_changes_and_the_thresholds_that_stay(comparison: Comparison, page: list[str]) -> None:
    """Catches a change that is not told, a restated rate without a word, a rate that moved and is hidden."""
    text = "\n".join(page)
    assert re.search(r"motion\.sale\.leads +12 to 20 a month +24 to 40 a month", text)
    talks = text.partition("better talks changes\n")[2].partition("\n\n")[0]
    assert re.search(r"team\.csm\.people +1 +2", talks)
    assert "Restates a rate: its threshold alone is solved anew" in " ".join(talks.split())
    assert "Restates" not in text.partition("twice the leads changes\n")[2].partition("\n\n")[0]
    varied, base = comparison["better talks"], comparison["mine"]
    cells = [f"{o.stages[f][:, 0].mean():.1%}" for o in (base, varied) for f in ("stated", "share")]
    row = next(line for line in talks.splitlines() if line.split()[0] == "talk")
    assert re.findall(r"[\d.]+ %", row) == [cell.replace("%", " %") for cell in cells]
    assert "  agree " not in talks  # whoever decides knows no fit here: that rate stays


def test_what_is_found(page: list[str]) -> None:
    """Catches a winner that is not told, and one who changes nothing among the winners."""
    text = " ".join(" ".join(page).split())
    assert "No difference in any run: the same." in text


def judged(**gains: list[float]) -> str:
    """What is said of what-ifs with these gains over a company that earns nothing."""
    many = len(next(iter(gains.values())))
    outcomes = [made({"cash_end": each}, name) for name, each in {"base": [0.0] * many, **gains}.items()]
    comparison = Comparison(tuple(outcomes), "base")
    return " ".join(_finding(comparison, comparison.ranked("cash_end"), "cash_end"))


def test_words_follow_the_intervals() -> None:
    """Catches "better" for an interval that contains 0, and a loser that is only the smallest winner."""
    said = judged(
        up=[2.0, 3.0] * 15,
        slightly=[1.9, 2.8] * 15,
        down=[-1.0, -2.0] * 15,
        open=[1.0, -0.9] * 15,
        same=[0.0] * 30,
    )
    assert "Better in cash at the end than base: up in 30 of 30; slightly in 30 of 30 runs." in said
    assert "up is ahead of slightly in 30 of 30." in said
    assert "mostly in 3 of 30 (the same in 27)" in judged(mostly=[2.0, 3.0, 2.5] + [0.0] * 27)
    assert "Worse in cash at the end than base: down in 30 of 30 runs." in said
    assert re.search(r"Too close to call with 30 runs: open \(about [\d,]+ would do\)", said)
    assert "No difference in any run: same." in said
    assert "too close to call (about" in judged(one=[2.0, 3.0] * 10, two=[3.0, 1.98] * 10)
    assert judged(up=[1.0, 2.0]) == "2 runs: too few to tell odds from."


def test_ahead_is_ahead_for_the_better() -> None:
    """Catches "A is ahead of B in 3 of 20" for a first by its mean that is behind, pair by pair."""
    nan = float("nan")
    first = [20.0] * 6 + [10.0] * 20  # by its mean the better, where both are known the worse
    second = [nan] * 6 + [11.0, 11.5] * 10
    assert "one is ahead" not in judged(one=first, two=second)
    assert "too close to call (" in judged(one=first, two=second)


def test_a_chance_is_no_thing_that_runs_out() -> None:
    """Catches "Better: less cash runs out"."""
    assert simulator.definition("runout_probability").label == "chance that cash runs out"


def test_later_rates_move_only_where_there_are_some(file: Path) -> None:
    """Catches a note on later rates where the restated one is the last."""
    company = simulator.load(file)
    for path, later in (
        ("motion.sale.renewal.overall", False),
        ("motion.sale.impact.reached", True),
        ("motion.sale.stage.start.passes", True),
    ):
        varied = company.vary({path: "50%"})
        both = simulator.compare([company, varied], replications=1)
        told = " ".join(printed([moved(varied, *reversed(both.outcomes))]).split())
        assert told.startswith(
            "Restates a rate: its threshold alone is solved anew; all other thresholds are those of the "
        )
        assert ("so later rates move" in told) is later


def test_how_many_would_do() -> None:
    """Catches a number that would not do: with it, the half-width is the mean itself."""
    gap = Difference(
        mean=1.0, low=-2.0, high=4.0, better_in=15, worse_in=10, pairs=25, differ_in=25, unit="EUR"
    )
    assert would_do(gap) == "about 230 would do"  # 25 x 3^2 = 225
    tiny = Difference(
        mean=0.01, low=-2.0, high=2.02, better_in=15, worse_in=10, pairs=25, differ_in=25, unit="EUR"
    )
    assert would_do(tiny) == "more than 100,000 would be needed"
    nothing = Difference(
        mean=0.0, low=-2.0, high=2.0, better_in=15, worse_in=10, pairs=25, differ_in=25, unit="EUR"
    )
    assert would_do(nothing) == "more might do"


def test_by_another_metric_and_one_alone(file: Path) -> None:
    """Catches an option that does nothing, more of a cost as the better, and what-ifs nobody asked for."""
    result = bowtie("compare", file, "--what-if", "better talks", "--by", "cac", "--replications", 2, "--all")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("1 what-if of mine under")
    assert "Better: less acquisition cost." in result.stdout
    assert "twice the leads" not in result.stdout


@pytest.mark.slow
def test_against_a_what_if(file: Path) -> None:
    """Catches the company as it is told as a what-if, and changes of the one held against that are hidden."""
    result = bowtie("compare", file, "--what-ifs", "--against", "better talks", "--replications", 2, "--all")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("3 what-ifs of mine under")
    assert "\nOf better talks, value at the end: " in result.stdout
    assert re.search(r"\n [123]  mine  ", result.stdout)
    assert "better talks changes" in result.stdout
    assert "mine changes" not in result.stdout


def test_another_decision_than_before(tmp_path: Path) -> None:
    """Catches a rate that only one of the two has: with no term, months decide instead of renewals."""
    text = PAID_FOR.replace('notice = "1 month"\n', "")
    text += '[what_if."no term"]\n"motion.sale.offer.term" = "none"\n"motion.sale.renewal.overall" = "97%"\n'
    text += '"motion.sale.offer.billing" = "every month in advance"\n'
    result = bowtie("compare", written(tmp_path, text), "--what-ifs", "--replications", 2, "--all")
    assert result.exit_code == 0, result.output
    assert re.search(r"offer\.term +1 year +not given", result.stdout)


def test_the_document(file: Path) -> None:
    """Catches a document without what a what-if changes, and an order that is not that of the page."""
    result = bowtie("compare", file, "--what-ifs", "--replications", 3, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert list(document) == ["scenarios", "differences", "what_ifs", "ranked"]
    assert [w["scenario"] for w in document["what_ifs"]] == ["twice the leads", "better talks", "the same"]
    assert document["what_ifs"][0]["changes"] == {
        "motion.sale.leads": {"value": "24 to 40 a month", "note": "decision"}
    }
    assert document["what_ifs"][1]["restated"] == ["motion.sale.stage.talk.passes"]
    ranked = document["ranked"]
    assert (ranked["metric"], ranked["against"]) == ("value_end", "mine")
    means = {d["scenario"]: d["metrics"]["value_end"]["mean"] for d in document["differences"]}
    assert ranked["scenarios"] == sorted(means, key=means.__getitem__, reverse=True)


@pytest.mark.slow
def test_several_files_beside_a_what_if_of_each(file: Path, tmp_path: Path) -> None:
    """Catches a what-if of which nobody can tell whose it is."""
    other = written(tmp_path, ASKED.replace('leads = "12 to 20', 'leads = "10 to 22'), "theirs")
    result = bowtie("compare", file, other, "--what-if", "better talks", "--replications", 2, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    names = [s["scenario"] for s in document["scenarios"]]
    assert names == ["mine", "mine: better talks", "theirs", "theirs: better talks"]
    assert sorted(document["ranked"]["scenarios"]) == sorted(names[1:])
    assert len(document["what_ifs"]) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--what-if", "better talk"),
            'what_if."better talk"   there is no such what-if; did you mean better talks',
        ),
        (("--what-ifs", "--what-if", "the same"), "--what-ifs are all of them: leave out --what-if"),
        (("--what-ifs", "--by", "won_rate"), "'won_rate' is not a metric here; did you mean win_rate?"),
        (
            ("--what-ifs", "--by", "utilisation.ae"),
            "utilisation.ae ranks nothing: neither more nor less of it is",
        ),
    ],
)
def test_what_can_not_be_asked(file: Path, words: tuple[str, ...], message: str) -> None:
    """Catches a guess, an option that is dropped without a word, and an hour of runs before a refusal."""
    result = bowtie("compare", file, *words)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split()).replace(
        'what_if."better talk" ', 'what_if."better talk"   '
    )
    assert not result.stdout


def test_without_costs_revenue_ranks(tmp_path: Path) -> None:
    """Catches a table of dashes for a company that states no cost."""
    text = SMALL + '[what_if."one more ae"]\n"team.ae.people" = 3\n'
    words = ("compare", written(tmp_path, text), "--what-ifs", "--replications", 2)
    result = bowtie(*words)
    assert result.exit_code == 0, result.output
    assert "ranked by ARR at the end" in " ".join(result.stdout.split())
    assert "ranked by won" in " ".join(bowtie(*words, "--by", "won").stdout.split())
