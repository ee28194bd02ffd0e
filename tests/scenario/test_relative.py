"""Numbers changed by so much, in a [change], a what-if and from Python; headcount from a date on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import simulator
from tests.companies import written
from tests.scenario import small
from tests.scenario.test_invalid import refusal

PLAN = "[{ from = 2027-01-01, count = 2 }, { from = 2027-07-01, count = 3 }]"
SMALL = small.edited((PLAN, "8"), ('{ median = "20 to 40 days", sigma = 0.6 }', '"20 to 40 days"'))
GATED = '[{ count = 4 }, { from = 2027-07-01, count = 6 }, { count = 8, when = { arr = "1m" } }]'


def varied(
    folder: Path, path: str, value: str, text: str = SMALL, way: str = "what_if"
) -> simulator.Scenario:
    """The company with one change, written in TOML, in one of three ways."""
    if way == "change":
        return simulator.load(written(folder, f'{text}\n[change]\n"{path}" = {value}\n'))
    file = written(folder, f'{text}\n[what_if.a]\n"{path}" = {value}\n')
    company = simulator.load(file)
    return company.vary({path: company.what_ifs["a"][path]}) if way == "vary" else simulator.load(file, "a")


@pytest.mark.parametrize("way", ["what_if", "change", "vary"])
@pytest.mark.parametrize(
    ("path", "relative", "absolute"),
    [
        ("motion.sale.offer.price", '"+10%"', '"53.9 per unit a month"'),
        ("motion.sale.renewal.overall", '"-5 points"', '{ low = "77%", best = "83%", high = "88%" }'),
        ("motion.sale.stage.evaluate.priority", '"+3"', "3"),
        ("years", '"-1"', "1"),
        ("team.ae.people", '"+2 from 2027-04"', "[{ count = 8 }, { from = 2027-04-01, count = 10 }]"),
        (
            "team.ae.people",
            '{ by = "-2", from = 2028-01-15 }',
            "[{ count = 8 }, { from = 2028-01-15, count = 6 }]",
        ),
        ("team.ae.people", '"+2 from 2027-01"', "10"),
    ],
)
def test_all_three_ways_are_alike(path: str, relative: str, absolute: str, way: str, tmp_path: Path) -> None:
    """Catches a way that takes "+2" for 2, or changes the company of before."""
    one, other = (varied(tmp_path, path, value, way=way) for value in (relative, absolute))
    assert one.company == other.company
    if way != "change":
        assert one.references[-1] == simulator.load(written(tmp_path, SMALL)).company
        assert one.differs_in == other.differs_in


def plan(folder: Path, people: str, change: str) -> list[tuple[dt.date | None, int]]:
    text = SMALL.replace("people  = 8", f"people  = {people}")
    assert text != SMALL
    found = varied(folder, "team.ae.people", change, text).company.team["ae"].people
    return [(step.from_, step.count.whole) for step in found]


@pytest.mark.parametrize(
    ("people", "change", "right"),
    [
        # By hand: everybody who is there from that day on is two more, on whatever step of the plan.
        ("[{ count = 4 }, { from = 2027-07-01, count = 6 }]", "+2", [(None, 6), ("2027-07", 8)]),
        (
            "[{ count = 4 }, { from = 2027-07-01, count = 6 }]",
            "+2 from 2027-04",
            [(None, 4), ("2027-04", 6), ("2027-07", 8)],
        ),
        ("[{ count = 4 }, { from = 2027-07-01, count = 6 }]", "-1 from 2027-07", [(None, 4), ("2027-07", 5)]),
        (
            "[{ count = 4 }, { from = 2027-07-01, count = 6 }]",
            "+50% from 2028-01",
            [(None, 4), ("2027-07", 6), ("2028-01", 9)],
        ),
        (GATED, "+1", [(None, 5), ("2027-07", 7), (None, 9)]),
        (GATED, "+1 from 2027-07", [(None, 4), ("2027-07", 7), (None, 9)]),
        (GATED, "+1 from 2027-03", [(None, 4), ("2027-03", 5), ("2027-07", 7), (None, 9)]),
    ],
)
def test_more_people_on_a_dated_plan(people: str, change: str, right: list[Any], tmp_path: Path) -> None:
    """Catches a hire that is undone by the next step of the plan, and one that is there too early."""
    steps = [(day and dt.date.fromisoformat(f"{day}-01"), count) for day, count in right]
    assert plan(tmp_path, people, f'"{change}"') == steps


@pytest.mark.parametrize(
    ("people", "change", "message"),
    [
        ("8", "-9 from 2027-04", "from 2027-04-01 on, of 8 it would make -1"),
        (
            "[{ count = 4 }, { from = 2027-07-01, count = 1 }]",
            "-2 from 2027-04",
            "from 2027-07-01 on, of 1 it would make -1",
        ),
        ("8", "+1 from 2026-12", "not before the company begins, 2027-01-01"),
        ("8", "+1 from 2033-01", "before 2029-01-01: after it headcount stays as it is"),
        (GATED, "+1 from 2027-09", "it hangs on conditions (when) who is there"),
        (
            '[{ count = 4 }, { from = 2027-07-01, count = 8, when = { arr = "1m" } }]',
            "+1 from 2027-07",
            "it hangs on conditions",
        ),
    ],
)
def test_people_who_cannot_be(people: str, change: str, message: str, tmp_path: Path) -> None:
    """Catches fewer than nobody, a hire that no run sees, and a plan that depends on what is not known."""
    text = SMALL.replace("people  = 8", f"people  = {people}")
    (problem,) = refusal(written(tmp_path, f'{text}\n[what_if.a]\n"team.ae.people" = "{change}"\n')).problems
    assert message in problem.right
    assert 'what_if."a"' in problem.path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('"motion.sale.lead_cost" = "+10%"', "not given so far: there is nothing to change"),
        ('"motion.sale.offer.price" = "+10% from 2028-01"', "list prices change on a date with price_rises"),
        ('"motion.sale.leads" = "+10% from 2028-01"', "only headcount changes from a date on"),
        ('"motion.sale.season" = "+10%"', "a list: write all of it"),
        ('"years" = "+half"', 'a whole number, or a change of it, such as "+1"'),
        ('"motion.sale.renewal.overall" = "+5%"', 'say which: "+5 points" makes'),
    ],
)
def test_where_it_cannot_mean_anything(change: str, message: str, tmp_path: Path) -> None:
    """Catches a change of nothing, of a list, and one on a day at which the number cannot change."""
    (problem,) = refusal(written(tmp_path, f"{SMALL}\n[what_if.a]\n{change}\n")).problems
    assert problem.path.startswith('what_if."a"."')
    assert message in problem.right


def test_a_change_goes_from_what_is_there(tmp_path: Path) -> None:
    """Catches a second change that starts from the file, and not from what the first has made."""
    scenario = simulator.load(written(tmp_path, SMALL))
    twice = scenario.vary({"team.ae.people": "+2"}).vary({"team.ae.people": "+2"})
    assert twice.company.team["ae"].people[0].count.whole == 12
    assert scenario.vary({"team.ae.people": "+2"}).name == "team.ae.people = +2"
