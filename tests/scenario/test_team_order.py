"""Teams of a stage are asked for in the order written there, whatever the order of their tables."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.company.team_order import orders_that_contradict, team_order
from simulator.ledger import SEATED
from simulator.scenario import Scenario
from tests.companies import written
from tests.scenario.test_invalid import refusal

TEAMS = {name: f"[team.{name}]\npeople = 1\ncapacity = 1\n" for name in ("ae", "se", "am")}


def company(folder: Path, first: str, second: str, order: tuple[str, ...] = ("ae", "se", "am")) -> Path:
    """Two stages, each with teams as written; each team with one seat."""
    text = f"""
title = "Who is asked first"
start = 2027-01-01
years = 1
currency = "EUR"
{"".join(TEAMS[name] for name in order)}
[motion.sale]
leads = "3 a month"
[[motion.sale.stage]]
name = "show"
marks = "sal"
team = {first}
takes = "10 days"
passes = "50%"
[[motion.sale.stage]]
name = "sign"
marks = "won"
team = {second}
takes = "10 days"
passes = "50%"
[motion.sale.offer]
licence = "100 per unit"
"""
    return written(folder, text)


def read(*args: object) -> Scenario:
    return simulator.load(company(*args))  # type: ignore[arg-type]


def seats(scenario: Scenario) -> list[tuple[float, int, str]]:
    """When which account takes a seat of which team, in order."""
    ledger = simulator.simulate(scenario.draw(1, 0), seed=1, replication=0)
    rows = ledger.rows[ledger.rows["event"] == SEATED]
    return [(float(r["day"]), int(r["account"]), ledger.header.teams[r["team"]]) for r in rows]


@pytest.mark.parametrize("order", list(itertools.permutations(("ae", "se", "am"))))
def test_the_order_of_tables_does_not_matter(order: tuple[str, ...], tmp_path: Path) -> None:
    """Catches a seat of the team that the file names first, held while the one that the stage names first is
    awaited."""
    found = seats(read(tmp_path, '["se", "ae"]', '["ae", "am"]', order))
    assert found == seats(read(tmp_path, '["se", "ae"]', '["ae", "am"]', ("se", "ae", "am")))
    first: dict[int, str] = {}
    for _, account, team in found:
        first.setdefault(account, team)
    assert set(first.values()) == {"se"}


def test_it_is_the_order_of_tables_where_stages_say_nothing(tmp_path: Path) -> None:
    """Catches another order of teams, in ledgers and on pages, than the file has, without need."""
    assert team_order(read(tmp_path, '"ae"', '"se"', ("am", "se", "ae")).company) == ["am", "se", "ae"]
    assert team_order(read(tmp_path, '["ae", "se"]', '"am"').company) == ["ae", "se", "am"]
    assert team_order(read(tmp_path, '["am", "ae"]', '"se"').company) == ["se", "am", "ae"]
    numbers = [read(tmp_path, a, '"se"').model().numbers for a in ('"ae"', '["ae", "am"]')]
    assert np.array_equal(numbers[0].teams, numbers[1].teams)


def test_numbers_of_a_team_stay_its_own(tmp_path: Path) -> None:
    """Catches people and seats of one team that go to another with the order."""
    text = company(tmp_path, '["se", "ae"]', '"ae"').read_text()
    text = text.replace("[team.se]\npeople = 1\ncapacity = 1", "[team.se]\npeople = 7\ncapacity = 3")
    model = simulator.load(written(tmp_path, text)).model()
    assert model.teams == ("se", "ae", "am")
    assert model.numbers.teams["capacity"].tolist() == [3, 1, 1]
    assert model.numbers.plans["people"].tolist() == [7, 1, 1]
    assert [bin(teams) for teams in model.numbers.stages["teams"].tolist()] == ["0b11", "0b10"]


def test_orders_that_contradict_each_other_are_told(tmp_path: Path) -> None:
    """Catches one of two orders taken without a word, and a message that does not say what to swap.

    Both seats are kept from stage to stage: nobody can be held up for ever, so the file is taken.
    """
    scenario = read(tmp_path, '["se", "ae"]', '["ae", "se"]')
    assert team_order(scenario.company) == ["ae", "se", "am"]
    (doubt,) = (w for w in scenario.warnings if "order" in w)
    assert "no one order is that of all" in doubt
    assert "se before ae in motion.sale.stage.show" in doubt
    assert "ae before se in motion.sale.stage.sign" in doubt
    swap = doubt.partition("until ")[2]
    assert swap.startswith(
        ('motion.sale.stage.show says ["ae", "se"]', 'motion.sale.stage.sign says ["se", "ae"]')
    )
    assert orders_that_contradict(read(tmp_path, '["ae", "se"]', '["ae", "se"]').company) == ""


def test_a_circle_says_what_to_swap(tmp_path: Path) -> None:
    """Catches a deadlock that could be mended, and nobody says how: in "sign" a seller is held, the engineer
    awaited, while in "show" the engineer is asked first and the seller awaited."""
    plain = company(tmp_path, '["se", "ae"]', '["ae", "se"]').read_text()
    talk = '[[motion.sale.stage]]\nname = "talk"\nteam = "ae"\ntakes = "1 day"\n'
    text = plain.replace(
        '[[motion.sale.stage]]\nname = "sign"', talk + '[[motion.sale.stage]]\nname = "sign"'
    )
    text = text.replace('team = ["ae", "se"]', 'team = ["se", "ae"]')
    (problem,) = refusal(written(tmp_path, text)).problems
    assert "se is held while ae is awaited in motion.sale.stage.show" in problem.right
    assert "ae is held while se is awaited in motion.sale.stage.sign" in problem.right
    assert "swap them: motion.sale.stage.show.team" in problem.right
    mended = text.replace('team = ["se", "ae"]', 'team = ["ae", "se"]')
    assert team_order(simulator.load(written(tmp_path, mended)).company)[:2] == ["ae", "se"]


def test_a_circle_that_no_order_mends(tmp_path: Path) -> None:
    """Catches advice that does not help: each of two stages keeps the one team, and waits for the other."""
    text = company(tmp_path, '"ae"', '["ae", "se"]').read_text()
    more = '[[motion.sale.stage]]\nname = "{}"\nteam = {}\ntakes = "1 day"\n'
    ways = (("prove", '"se"'), ("agree", '["se", "ae"]'))
    text = text.replace("[motion.sale.offer]", "".join(more.format(*w) for w in ways) + "[motion.sale.offer]")
    (problem,) = refusal(written(tmp_path, text)).problems
    assert "no order of teams mends it" in problem.right
