"""Motions that are like another: as if all of it had been typed out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.company.schema import numbers_of
from tests.companies import written
from tests.scenario.small import SMALL
from tests.scenario.test_invalid import refusal
from tests.scenario.test_json_schema import flagged

BRIEF = """
[motion.small]
like     = "sale"
leads    = "200 a month"
referral = "none"

[motion.small.stage.evaluate]
takes  = "5 to 10 days"
passes = "30%"

[motion.small.stage]
onboard = "none"

[motion.small.offer]
price  = "19 per unit a month"
notice = "none"
"""


def typed_out() -> str:
    """The same motion in full, by a search for what differs."""
    other = SMALL.partition("[motion.sale]\n")[2].replace("motion.sale", "motion.small")
    for old, new in (
        ('leads = "80 to 120 a month"', 'leads = "200 a month"'),
        ('takes    = "10 to 45 days"\npasses   = "45%"', 'takes = "5 to 10 days"\npasses = "30%"'),
        ('price  = "49 per unit a month"', 'price = "19 per unit a month"'),
        ('notice = "1 month"\n', ""),
        ('[motion.small.referral]\nwith_impact = "3%"\nfit         = 0.5\n', ""),
    ):
        assert other.count(old) == 1, old
        other = other.replace(old, new)
    onboard = other.index('[[motion.small.stage]]\nname     = "onboard"')
    other = other[:onboard] + other[other.index("[motion.small.offer]") :]
    return f"{SMALL}\n[motion.small]\n{other}"


def same(one: simulator.Scenario, other: simulator.Scenario) -> bool:
    pairs = zip(one.draw(3, 5).numbers, other.draw(3, 5).numbers, strict=True)
    return all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in pairs)


SETBACK = ('after_setback = "60%"\n', "")


def test_it_is_as_if_it_had_been_typed_out(tmp_path: Path) -> None:
    """Catches another address or another draw, a stage that is lost, one that stays, and a number that is not
    replaced as a whole."""
    brief = (SMALL + BRIEF).replace(*SETBACK)
    full = typed_out().replace(*SETBACK)
    one, other = (simulator.load(written(tmp_path, text)) for text in (brief, full))
    assert one.company.motion["small"].stage == other.company.motion["small"].stage
    addresses = [[number.address for _, number in numbers_of(s.company)] for s in (one, other)]
    assert addresses[0] == addresses[1]
    assert one.tables == other.tables
    assert same(one, other)
    rows = [simulator.simulate(s.draw(1, 0), seed=1, replication=0).rows for s in (one, other)]
    assert np.array_equal(*rows)


def test_a_file_on_top_of_another_may_add_one(tmp_path: Path) -> None:
    """Catches a motion that is like what a base says, and is not what the child makes of it; and one of the
    base that follows what a child changes elsewhere."""
    written(tmp_path, (SMALL + BRIEF).replace(*SETBACK), "base")
    child = 'base = "base.toml"\n[motion.sale]\nleads = "10 a month"\n'
    more = '[motion.third]\nlike = "sale"\nunits = 3\n[motion.small]\nlike = "sale"\nunits = 4\n'
    plain = simulator.load(written(tmp_path, child)).company.motion
    assert [m.leads and m.leads.mean for m in plain.values()] == [10, 200]
    found = simulator.load(written(tmp_path, child + more)).company.motion
    assert list(found) == ["sale", "small", "third"]
    assert [m.leads and m.leads.mean for m in found.values()] == [10, 10, 10]
    assert [m.units and m.units.mean for m in found.values()][1:] == [4, 3]
    assert found["small"].offer.price == found["sale"].offer.price


def test_what_ifs_change_the_one_that_they_name(tmp_path: Path) -> None:
    """Catches a copy that follows: values are without inheritance once they are read."""
    text = (SMALL + BRIEF).replace(*SETBACK) + '[what_if.a]\n"motion.sale.units" = "+10%"\n'
    varied = simulator.load(written(tmp_path, text), "a").company.motion
    assert varied["sale"].units != varied["small"].units


def test_one_may_be_like_one_that_is_like_another(tmp_path: Path) -> None:
    """Catches a chain that ends after one step, or depends on the order of the tables."""
    third = '\n[motion.third]\nlike = "small"\nunits = 7\n'
    for text in (SMALL + BRIEF + third, SMALL + third + BRIEF):
        motion = simulator.load(written(tmp_path, text.replace(*SETBACK))).company.motion["third"]
        assert motion.units is not None
        assert (motion.units.mean, len(motion.stage), motion.referral) == (7, 3, None)


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        ('[motion.b]\nlike = "sal"', "motion.b.like", "the name of another motion; did you mean sale?"),
        ('[motion.b]\nlike = "b"', "motion.b.like", "the name of another motion"),
        ('[motion.b]\nlike = ""', "motion.b.like", "the name of another motion"),
        ('[motion.b]\nlik = "sale"', "motion.b.lik", "unknown key; did you mean like?"),
        ("[motion.b]\nlike = 3", "motion.b.like", "the name of another motion"),
        ('[motion.b]\nlike = "c"\n[motion.c]\nlike = "b"', "like", "a circle: b -> c -> b; one of them"),
        (
            '[motion.b]\nlike = "sale"\n[motion.b.stage.evaluat]\npasses = "3%"',
            "motion.b.stage.evaluat",
            "did you mean evaluate?",
        ),
        (
            '[motion.b]\nlike = "sale"\nstage = { evaluate = 3 }',
            "motion.b.stage.evaluate",
            "a table of what differs",
        ),
        ('[motion.b]\nlike = "sale"\nlads = 3', "motion.b.lads", "unknown key; did you mean leads?"),
        (
            '[motion.b]\nlike = "sale"\n[motion.b.offer]\nterm = "none"',
            "motion.b.offer.notice",
            "it comes from motion sale, which b is like",
        ),
        (
            '[motion.b]\nlike = "sale"\nimpact = "none"',
            "motion.b.expansion",
            "it comes from motion sale, which b is like",
        ),
        (
            '[motion.b.stage.evaluate]\npasses = "3%"',
            "motion.b.stage",
            "a list of stages: write [[motion.b.stage]]",
        ),
    ],
)
def test_what_is_wrong_says_where_it_comes_from(more: str, path: str, message: str, tmp_path: Path) -> None:
    """Catches a loop without end, a slip that is passed over, and an error of a line that is not there."""
    problems = refusal(written(tmp_path, f"{SMALL}\n{more}\n")).problems
    assert any(path in p.path and message in p.right for p in problems), problems


def test_a_fault_of_the_other_is_told_once(tmp_path: Path) -> None:
    """Catches the same line told as often as motions are like it, and an own line blamed on the other."""
    text = (SMALL + BRIEF).replace('"12 months"', '"12 moons"').replace('"19 per unit a month"', '"19"')
    problems = refusal(written(tmp_path, text.replace(*SETBACK))).problems
    assert [p.path for p in problems] == ["motion.sale.offer.term", "motion.small.offer.price"]
    assert not any("comes from" in p.right for p in problems)


def test_an_editor_takes_it() -> None:
    """Catches a file that the loader takes, underlined as wrong, and a slip in it that is not."""
    assert flagged(SMALL + BRIEF) == []
    assert flagged((SMALL + BRIEF).replace("takes  = ", "tak = ")) == ["motion.small.stage.evaluate"]
    assert flagged(SMALL.replace('name     = "qualify"\n', "")) == ["motion.sale.stage.0"]
    assert flagged(SMALL + "\n[motion.small]\nunits = 3\n") == ["motion.small", "motion.small"]


def test_what_it_is_like_is_no_change(tmp_path: Path) -> None:
    """Catches a what-if that says so, and changes nothing: a motion is filled up once, when it is read."""
    text = (SMALL + BRIEF).replace(*SETBACK) + '[what_if.a]\n"motion.small.like" = "sale"\n'
    (problem,) = refusal(written(tmp_path, text)).problems
    assert "there is no motion.small.like" in problem.right
