"""Targets of a file: read, told, and refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator.layout.text import text as printed
from simulator.model import NONE, Target
from simulator.scenario.load import describe
from tests.companies import SMALL, written


def of(folder: Path, *lines: str) -> tuple[Target, ...]:
    text = SMALL + "\n[target.plan]\n" + "\n".join(lines)
    return simulator.load(written(folder, text)).model().targets


@pytest.mark.parametrize(
    ("lines", "target"),
    [
        (['metric = "arr_end"', 'at_least = "5M"'], ("arr_end", NONE, True, 5e6, 24)),
        (
            ['metric = "arr_end"', 'at_least = "5M a year"', 'motion = "sale"', 'by = "2028-03"'],
            ("arr_end", 0, True, 5e6, 15),
        ),
        (['metric = "grr:movements"', 'at_least = "85%"'], ("grr:movements", NONE, True, 0.85, 24)),
        (
            ['metric = "cash_low"', "at_least = -250_000", "by = 2027-12-31"],
            ("cash_low", NONE, True, -250_000.0, 12),
        ),
        (['metric = "wait_days.ae"', 'at_most = "5 days"'], ("wait_days.ae", NONE, False, 5.0, 24)),
        (['metric = "won"', "at_least = 40", 'by = "2027-01"'], ("won", NONE, True, 40.0, 1)),
    ],
)
def test_read(tmp_path: Path, lines: list[str], target: tuple[Any, ...]) -> None:
    """Catches a month counted from 0, a share taken for percent, and a sign that is lost."""
    assert of(tmp_path, *lines) == (Target("plan", *target),)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['metric = "arr"', 'at_least = "5M"'], "no metric; did you mean arr_end?"),
        (['metric = "target.plan"', "at_least = 1"], "no metric"),
        (['metric = "wait_days.csm"', "at_most = 1"], "no metric"),
        (['metric = "arr_end"'], "what is to be reached"),
        (['metric = "arr_end"', 'at_least = "5M"', 'at_most = "6M"'], "give one of the two"),
        (['metric = "arr_end"', 'at_least = "5 customers"'], "money a year is written like"),
        (['metric = "won"', 'at_least = "many"'], "a number of accounts is written like"),
        (['metric = "won"', "at_least = 5", 'by = "December"'], 'by = "2028-12"'),
        (['metric = "won"', "at_least = 5", "by = 2027-12-15"], 'write by = "2027-12"'),
        (['metric = "won"', "at_least = 5", 'by = "2029-01"'], "from 2027-01 to 2028-12"),
        (['metric = "won"', "at_least = 5", 'by = "2026-12"'], "from 2027-01 to 2028-12"),
        (['metric = "ltv"', "at_least = 5", 'by = "2027-12"'], "known at the end of the years only"),
        (['metric = "won"', "at_least = 5", 'motion = "sail"'], "did you mean sale?"),
        (['metric = "cash_end"', "at_least = 5", 'motion = "sale"'], "of the whole company"),
        (['metric = "won"', "at_least = inf"], "not a finite number"),
    ],
)
def test_refused(tmp_path: Path, lines: list[str], said: str) -> None:
    """Catches a target that is taken for another, or that fails later with a traceback."""
    with pytest.raises(simulator.ScenarioError) as error:
        of(tmp_path, *lines)
    assert said in " ".join(str(error.value).split())


def test_a_target_draws_nothing(tmp_path: Path) -> None:
    """Catches random numbers that a target moves: it only looks."""
    plain = simulator.load(written(tmp_path, SMALL, "plain")).draw(0, 3)
    with_target = simulator.load(
        written(tmp_path, SMALL + '\n[target.plan]\nmetric = "won"\nat_least = 5\n', "wants")
    ).draw(0, 3)
    assert with_target.targets
    assert plain.numbers.leads.tobytes() == with_target.numbers.leads.tobytes()
    assert plain.numbers.rates.tobytes() == with_target.numbers.rates.tobytes()


def test_a_what_if_may_ask_for_less(tmp_path: Path) -> None:
    text = SMALL + '\n[target.plan]\nmetric = "won"\nat_least = 500\n'
    company = simulator.load(written(tmp_path, text))
    assert company.vary({"target.plan.at_least": 5}, "less").model().targets[0].value == 5.0


def test_a_company_may_be_given_one(tmp_path: Path) -> None:
    """Catches a question of odds that can be asked of a file of one's own only, and a misspelt name that
    becomes a target."""
    company = simulator.load(written(tmp_path, SMALL))
    wants = company.vary({"target.plan.metric": "won", "target.plan.at_least": 5}, "wants")
    assert wants.model().targets == (Target("plan", "won", NONE, True, 5.0, 24),)
    both = simulator.compare([company, wants], replications=2)
    assert "target.plan" in both["wants"].values
    assert "target.plan" not in both.metrics
    assert (both["wants"].values["won"] == both.outcomes[0].values["won"]).all()
    with pytest.raises(simulator.ScenarioError, match="did you mean plan"):
        wants.vary({"target.plam.at_least": 6})


def test_it_is_told(tmp_path: Path) -> None:
    text = SMALL + '\n[target.plan]\nmetric = "won"\nat_least = 500\nby = "2027-12"\n'
    told = printed(describe(simulator.load(written(tmp_path, text))))
    assert "won at least 500 by the end of 2027-12" in told
