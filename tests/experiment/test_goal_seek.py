"""What a target takes: against a closed form, and where there is no answer."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from scipy.optimize import brentq
from scipy.stats import poisson

import simulator
from simulator.experiment import OptionError, goal_seek, odds_goal
from simulator.layout.text import text
from simulator.metrics.asked import meant
from simulator.report.solve import report
from tests.companies import written

WANTED = 50
CHANCE = f"""
title = "Leads by chance alone, all of whom buy"
start = 2027-01-01
years = 1

[money]
cash = "1k"
fixed_cost = "50 a month"

[team.ae]
people = 50
capacity = 50

[motion.sale]
leads = "3 a month"
lead_cost = 1

[[motion.sale.stage]]
name = "qualify"
marks = "sal"
team = "ae"
takes = "1 hour"

[[motion.sale.stage]]
name = "agree"
marks = "won"
team = "ae"
takes = "1 hour"
passes = "100%"

[motion.sale.offer]
price = "10 per unit a month"
term = "12 months"

[motion.sale.renewal]
overall = "80%"

[target.plan]
metric = "won"
at_least = {WANTED}
"""
LEADS = "motion.sale.leads"


def leads_for(odds: float) -> float:
    """Leads a month of which fifty or more come in a year: Poisson's law."""
    return float(brentq(lambda leads: poisson.sf(WANTED - 1, 12 * leads) - odds, 1, 20))


def solved(folder: Path, number: str, to: float, text: str = CHANCE, **options: object) -> simulator.Solution:
    asked = {"on": "target.plan", "replications": 64} | options
    return simulator.solve(simulator.load(written(folder, text)), number, to=to, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("odds", [0.3, 0.8])
def test_leads_by_poissons_law(tmp_path: Path, odds: float) -> None:
    """Catches a wrong side, a value that is not where the odds cross, and an interval that leaves out the
    truth: 4.65 leads a month give 80 % odds of fifty in a year."""
    answer = solved(tmp_path, LEADS, odds)
    exact = leads_for(odds)
    assert answer.verdict == "found"
    assert answer.low < answer.value < answer.high
    assert answer.low < exact < answer.high
    assert answer.value == pytest.approx(exact, rel=0.05)
    assert (answer.own, answer.unit) == (3.0, "a month")
    assert answer.odds.mean == pytest.approx(poisson.sf(WANTED - 1, 36), abs=0.04)
    assert [value for value, _ in answer.tried] == sorted(value for value, _ in answer.tried)


@pytest.mark.slow
def test_how_far_it_may_fall(tmp_path: Path) -> None:
    """Catches a search that only goes up: with twice the leads that are needed, how few would do."""
    answer = solved(tmp_path, LEADS, 0.8, CHANCE.replace('"3 a month"', '"9 a month"'))
    assert answer.odds.mean == 1.0
    assert answer.low < leads_for(0.8) < answer.high < 9.0


@pytest.mark.slow
def test_whole_people_and_people_from_a_month_on(tmp_path: Path) -> None:
    """Catches half a seller, and a plan that begins too early: a seller works on one lead at a time and needs
    twelve days, so that one of them signs some thirty customers a year, and fifty take two."""
    text = CHANCE.replace('takes = "1 hour"\npasses', 'takes = "12 days"\npasses').replace(
        "capacity = 50", "capacity = 1"
    )
    text = text.replace("people = 50", "people = 1").replace('"3 a month"', '"6 a month"')
    answer = solved(tmp_path, "team.ae.people", 0.5, text)
    assert answer.verdict == "found"
    assert answer.value == int(answer.value) >= 2
    odds = dict(answer.tried)
    assert odds[answer.value].mean >= 0.5 > odds[answer.value - 1].mean
    later = solved(tmp_path, "team.ae.people from 2027-03", 0.5, text)
    assert later.verdict == "found"
    assert later.own == 0.0
    assert later.value >= answer.value - 1
    assert later.unit == "people more from 2027-03-01"


def test_running_out_of_cash(tmp_path: Path) -> None:
    """Catches odds of which less is better: with a cost of 50 a month and cash of 1,000 nothing runs out, and
    from 90 a month on, less what the customers pay, it does."""
    text = CHANCE.replace('"3 a month"', '"0.01 a month"')
    answer = solved(tmp_path, "money.fixed_cost", 0.5, text, on="runout_probability", replications=16)
    assert answer.verdict == "found"
    assert 1000 / 12 - 3 < answer.value < 1000 / 11


def test_nothing_does_it(tmp_path: Path) -> None:
    """Catches an answer where there is none: sellers who are all idle."""
    answer = solved(tmp_path, "team.ae.people", 0.9, replications=8)
    assert answer.verdict == "never"
    assert math.isnan(answer.value)
    assert "64 times the first step" in answer.limit


@pytest.mark.slow
def test_far_values_cost_a_part_of_the_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a value without any chance that is run 128 times, one that matters and is not, and another
    answer than with all runs of each value."""
    ran: list[tuple[str, int]] = []

    def counted(scenario: simulator.Scenario, **asked: Any) -> simulator.Outcomes:
        earlier = asked.get("extending")
        ran.append((scenario.name, asked["replications"] - (earlier.replications if earlier else 0)))
        return simulator.run(scenario, **asked)

    monkeypatch.setattr(goal_seek, "run", counted)
    answer = solved(tmp_path, LEADS, 0.8, replications=128)
    some, ran = ran, []
    monkeypatch.setattr(odds_goal, "FIRST", 1_000_000)
    whole = solved(tmp_path, LEADS, 0.8, replications=128)
    assert answer.value == pytest.approx(whole.value, rel=0.01)
    assert answer.low == pytest.approx(whole.low, rel=0.05)
    assert answer.high == pytest.approx(whole.high, rel=0.05)
    assert answer.far
    assert not whole.far
    assert not {*answer.far} & {value for value, _ in answer.tried}
    assert len(answer.tried) + len(answer.far) <= len(whole.tried) + 2
    assert {many for _, many in some} == {32, 96, 128}
    assert sum(many for _, many in some) < sum(many for _, many in ran)


def test_what_changes_nothing_is_given_up(tmp_path: Path) -> None:
    """Catches idle sellers of whom more and more are run 64 times, and odds of the first runs alone."""
    answer = solved(tmp_path, "team.ae.people", 0.9)
    assert answer.verdict == "never"
    assert {value for value, _ in answer.tried} == {50.0}
    assert answer.far[-1] == 50.0 + 64
    assert f"Given up after 32 runs, surely too far off or no different: {answer.far[0]:.0f}, " in text(
        report(answer, simulator.load(tmp_path / "small.toml"))
    )


def test_a_target_goes_by_its_name(tmp_path: Path) -> None:
    """Catches a target that has to be called target.NAME where nothing else has its name."""
    answer = solved(tmp_path, LEADS, 0.3, on="plan", replications=8)
    assert answer.metric == "target.plan"
    assert meant("plan", ["won", "target.plan"]) == "target.plan"
    assert meant("won", ["won", "target.won"]) == "won"
    assert meant("plam", ["won", "target.plan"]) == "plam"


@pytest.mark.parametrize(
    ("said", "odds"), [("80%", 0.8), ("0.8", 0.8), ("80", 0.8), ("2.5", 0.025), (".5", 0.5)]
)
def test_odds_are_read(said: str, odds: float) -> None:
    """Catches 80 that is no percentage, and a share that is one."""
    assert odds_goal.odds_in(said) == pytest.approx(odds)


@pytest.mark.parametrize("said", ["1", "100", "150%", "0", "-5%", "8000"])
def test_odds_that_are_none(said: str, tmp_path: Path) -> None:
    """Catches odds of all or nothing, and of more: 1 may be one percent or all."""
    with pytest.raises(OptionError, match=r'such as 0\.8 or "80%"'):
        solved(tmp_path, LEADS, odds_goal.odds_in(said))


@pytest.mark.parametrize(
    ("number", "to", "on", "said"),
    [
        ("motion.sale.offer.price", 0.8, "target.plan", "demand does not answer a price yet"),
        ("motion.sale.leeds", 0.8, "target.plan", "did you mean motion.sale.leads"),
        ("title", 0.8, "target.plan", "no number of this company"),
        (LEADS, 0.8, "target.plam", "did you mean target.plan"),
        (LEADS, 0.8, "arr_end", "the odds of a target"),
        (LEADS, 1.0, "target.plan", "odds between 0 and 1"),
        (f"{LEADS} from 2027-04", 0.8, "target.plan", "only headcount changes from a month on"),
        ("team.ae.people from spring", 0.8, "target.plan", "from which month on"),
    ],
)
def test_refused(tmp_path: Path, number: str, to: float, on: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        solved(tmp_path, number, to, on=on)
