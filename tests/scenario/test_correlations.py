"""Numbers that go together, as a file states them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import simulator
from simulator.scenario import Scenario, ScenarioError, describe
from tests.companies import SMALL, written

LEADS = "motion.sale.leads"
PASSES = "motion.sale.stage.talk.passes"
UNITS = "motion.sale.units"
TEXT = SMALL.replace('units = "5 to 20"', 'units = { value = "5 to 20", varies = "between runs" }')
MARKET = f'\n[correlation.market]\nbetween = ["{LEADS}", "{PASSES}"]\nrank = 0.6\n'
RUNS = 4_000
ERROR = 4.42 / np.sqrt(RUNS)  # once in 1e5


def company(folder: Path, more: str = "", name: str = "mine") -> Scenario:
    return simulator.load(written(folder, TEXT + more, name))


def rank(of: Scenario, first: str, second: str, runs: int = RUNS) -> float:
    drawn, paths = of.unknowns.drawn(0, runs), of.unknowns.paths
    found = scipy.stats.spearmanr(drawn[:, paths.index(first)], drawn[:, paths.index(second)])
    return float(found.statistic)


def test_numbers_go_together_as_stated_and_others_stay_as_they_were(tmp_path: Path) -> None:
    """Catches a rank correlation other than the stated one, and numbers that nobody named that draw otherwise
    than without it, by a bit."""
    alone, both = company(tmp_path), company(tmp_path, MARKET, "both")
    assert rank(both, LEADS, PASSES) == pytest.approx(0.6, abs=ERROR)
    assert abs(rank(both, LEADS, UNITS)) < ERROR
    assert abs(rank(alone, LEADS, PASSES)) < ERROR
    paths = alone.unknowns.paths
    others = [path not in (LEADS, PASSES) for path in paths]
    assert (alone.unknowns.drawn(0, 64) == both.unknowns.drawn(0, 64))[:, others].all()
    apart = both.unknowns.drawn(0, 64, independent=True)
    assert (apart == alone.unknowns.drawn(0, 64, independent=True))[:, paths.index(UNITS)].all()


def test_a_model_has_what_goes_together(tmp_path: Path) -> None:
    """Catches a correlation that is told and never drawn."""
    both = company(tmp_path, MARKET.replace("0.6", "1"))
    models = [both.draw(0, run) for run in range(16)]
    leads = [model.numbers.leads[0][0] for model in models]
    stated = [model.numbers.stages["stated"][0] for model in models]
    assert scipy.stats.spearmanr(leads, stated).statistic == pytest.approx(1.0)
    assert both.model().numbers.leads[0][0] == company(tmp_path, name="alone").model().numbers.leads[0][0]


def test_what_ifs_keep_the_draws_of_others(tmp_path: Path) -> None:
    """Catches a what-if that settles one of them and so changes what the others draw, or is refused."""
    three = f'\n[correlation.market]\nbetween = ["{LEADS}", "{PASSES}", "{UNITS}"]\nrank = 0.6\n'
    before = company(tmp_path, three)
    after = before.vary({LEADS: "16 a month"})
    for scenario in (before, after):
        assert rank(scenario, PASSES, UNITS, 800) == pytest.approx(0.6, abs=0.1)
    columns = [of.unknowns.drawn(0, 64)[:, of.unknowns.paths.index(UNITS)] for of in (before, after)]
    np.testing.assert_array_equal(*columns)


def test_a_what_if_may_change_the_rank(tmp_path: Path) -> None:
    """Catches a rank that stays, and one that can no longer be and is taken."""
    both = company(tmp_path, MARKET)
    assert rank(both.vary({"correlation.market.rank": "-0.6"}), LEADS, PASSES, 800) < -0.4
    other = f'[correlation.other]\nbetween = ["{PASSES}", "{UNITS}"]\nrank = 0.6\n'
    more = company(tmp_path, MARKET + other, "more")
    with pytest.raises(ScenarioError, match=r"no numbers go together so beside correlation\.market"):
        more.vary({"correlation.other.rank": 0.95})


def test_a_company_that_thresholds_come_from_draws_the_same(tmp_path: Path) -> None:
    """Catches a rate drawn twice, once alone for the base and once with others for the file built on it."""
    base = written(tmp_path, TEXT, "base")
    child = simulator.load(written(tmp_path, f'base = "{base.name}"\ntitle = "A child"\n{MARKET}', "child"))
    values = [b.draws.draw(0, 3).values for b in (child._builder, *child._referred)]
    assert values[0][PASSES] == values[1][PASSES]
    grand = written(tmp_path, TEXT + MARKET, "grand")
    heir = simulator.load(written(tmp_path, f'base = "{grand.name}"\ntitle = "An heir"', "heir"))
    assert heir.unknowns.drawn(0, 8).tolist() == child.unknowns.drawn(0, 8).tolist()
    without = f'base = "{grand.name}"\ntitle = "Without"\n[correlation]\nmarket = "none"'
    assert simulator.load(written(tmp_path, without, "without")).company.correlation == {}


@pytest.mark.parametrize(
    ("between", "stated", "where", "right"),
    [
        (
            [LEADS, "motion.sale.lead"],
            0.6,
            "between",
            "no number with a range stands there; did you mean",
        ),
        ([LEADS, "motion.sale.renewal.overall"], 0.6, "between", "it is known, one value"),
        ([LEADS, "motion.sale.stage.talk.takes"], 0.6, "between", 'say varies = "between runs" with it'),
        ([LEADS, LEADS], 0.6, "between", "it stands there twice"),
        ([LEADS], 0.6, "between", "a list of two paths or more"),
        ([LEADS, PASSES], 1.2, "rank", "a rank correlation lies between -1 and 1"),
        ([LEADS, PASSES], "0.2 to 0.4", "rank", "one value, without a range"),
        ([LEADS, PASSES, UNITS], -0.8, "rank", "no numbers go together so; from -0.4"),
    ],
)
def test_each_slip_is_named(
    tmp_path: Path, between: list[str], stated: float | str, where: str, right: str
) -> None:
    """Catches a slip that is taken, or told without what would be right."""
    told = f'"{stated}"' if isinstance(stated, str) else stated
    with pytest.raises(ScenarioError) as caught:
        company(tmp_path, f"\n[correlation.market]\nbetween = {between}\nrank = {told}\n")
    (problem,) = caught.value.problems
    assert problem.path == f"correlation.market.{where}"
    assert right in problem.right


def test_entries_that_can_not_be_together_are_named(tmp_path: Path) -> None:
    """Catches a matrix that is no correlation, told without saying whose; and a pair that is stated twice."""
    entries = {"one": (LEADS, PASSES, 0.9), "two": (PASSES, UNITS, 0.9), "three": (LEADS, UNITS, -0.5)}
    text = "".join(
        f'\n[correlation.{name}]\nbetween = ["{first}", "{second}"]\nrank = {rank}\n'
        for name, (first, second, rank) in entries.items()
    )
    with pytest.raises(ScenarioError) as caught:
        company(tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.path == "correlation.three.rank"
    assert "beside correlation.one and correlation.two; from 0.7" in problem.right
    assert company(tmp_path, text.replace("-0.5", "0.8"), "can").company.correlation.keys() == entries.keys()
    with pytest.raises(ScenarioError, match=r"correlation\.market says it already"):
        company(tmp_path, MARKET + MARKET.replace("market", "again"), "twice")


def test_it_is_told_in_words(tmp_path: Path) -> None:
    """Catches a correlation that bowtie check keeps to itself."""
    from simulator.layout.text import text

    page = " ".join(text(describe(company(tmp_path, MARKET))).split())
    assert f"market rank correlation 0.6: {LEADS} and assumption {PASSES}" in page
