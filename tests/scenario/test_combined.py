"""Several what-ifs at once: by a file that names others, and by who asks."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import simulator
from simulator.scenario.what_ifs import together, what_ifs_of
from tests.companies import SMALL, written
from tests.scenario.test_invalid import refusal

ASKED = """
[what_if."one more"]
"team.ae.people" = "+1"

[what_if."two more"]
"team.ae.people" = "+2"

[what_if."dearer"]
"motion.sale.offer.price" = "+10%"

[what_if."both"]
with = ["one more", "dearer"]

[what_if."both, and more leads"]
with = ["both", "dearer"]
"motion.sale.leads" = "+10%"

[what_if."a + b"]
"years" = 3
"""


def test_a_what_if_may_come_with_others(tmp_path: Path) -> None:
    """Catches a part that is left out, made twice, or by which the company itself is changed."""
    company = simulator.load(written(tmp_path, SMALL + ASKED))
    assert company.what_ifs["both"] == {"team.ae.people": "+1", "motion.sale.offer.price": "+10%"}
    assert company.what_ifs["both, and more leads"] == {
        **company.what_ifs["both"],
        "motion.sale.leads": "+10%",
    }
    both = company.with_what_if("both, and more leads")
    assert both.company.team["ae"].people[0].count.whole == 3
    assert both.name == both.what_if == "both, and more leads"
    assert [path for path, *_ in both.differs_in] == list(company.what_ifs["both, and more leads"])


def test_who_asks_may_join_some(tmp_path: Path) -> None:
    """Catches the first or the last alone, an order that matters, and a name that cannot be asked again."""
    company = simulator.load(written(tmp_path, SMALL + ASKED))
    joined = company.with_what_if("one more", "dearer")
    assert joined.name == "one more + dearer"
    assert joined.tables == company.with_what_if("both").tables
    assert simulator.load(company.path, joined.name).tables == joined.tables
    assert company.with_what_if("dearer", "one more").tables == joined.tables
    assert company.with_what_if("dearer", "both", "dearer").tables == joined.tables
    assert company.with_what_if("a + b", "dearer").name == "a + b + dearer"
    assert simulator.load(company.path, "dearer + a + b").changes == {
        "motion.sale.offer.price": "+10%",
        "years": 3,
    }
    with pytest.raises(
        simulator.ScenarioError, match=r'"one mor"   there is no such what-if; did you mean one more?'
    ):
        simulator.load(company.path, "one mor + dearer")


def test_many_that_come_with_each_other_are_read_once(tmp_path: Path) -> None:
    """Catches a search that doubles with each step: 60 steps of two what-ifs, each of which comes with both
    of the step before, are 2^60 ways."""
    steps = [f'[what_if.{side}{n}]\nwith = ["a{n - 1}", "b{n - 1}"]\n' for n in range(1, 61) for side in "ab"]
    first = '[what_if.a0]\n"years" = 3\n[what_if.b0]\n"team.ae.people" = 3\n'
    asked, _ = what_ifs_of("file", tomllib.loads(first + "".join(steps))["what_if"])
    assert together("file", asked, ["a60"]) == {"years": 3, "team.ae.people": 3}


def test_two_that_change_the_same_are_refused(tmp_path: Path) -> None:
    """Catches one that takes the place of the other, and a sum that nobody has asked for."""
    company = simulator.load(written(tmp_path, SMALL + ASKED))
    with pytest.raises(simulator.ScenarioError) as error:
        company.with_what_if("both", "two more")
    (problem,) = error.value.problems
    conflict = '"one more" and "two more" both change team.ae.people: they cannot be asked together'
    assert (problem.path, problem.right) == ('what_if."both + two more"', conflict)
    loss = "motion.sale.stage.talk.loses_to"
    text = f'{SMALL}\n[what_if.a]\n"{loss}" = "none"\n[what_if.b]\n"{loss}.nurture" = "30%"\n'
    for names in (("a", "b"), ("b", "a")):
        with pytest.raises(simulator.ScenarioError, match='"{}" and "{}" both change'.format(*names)):
            simulator.load(written(tmp_path, text)).with_what_if(*names)


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        (
            'with = ["one more", "two more"]',
            'what_if."c".with',
            '"one more" and "two more" both change team.ae',
        ),
        (
            'with = "one more"\n"team.ae.people" = 4',
            'what_if."c".with',
            '"one more" and "c" both change team.ae',
        ),
        ('with = ["one mor"]', 'what_if."c".with', "there is no what-if 'one mor'; did you mean one more?"),
        ('with = ["c"]', 'what_if."c".with', "a what-if cannot come with itself"),
        ("with = []", 'what_if."c".with', 'names of other what-ifs, such as with = ["one more seller"'),
        ("with = 3", 'what_if."c".with', "names of other what-ifs"),
        (
            'with = ["d"]\n[what_if.d]\nwith = ["e"]\n[what_if.e]\nwith = "c"',
            'what_if."c".with',
            "c -> d -> e -> c",
        ),
        ('with = "d"\n[what_if.d]\n"team.ae.people" = -1', 'what_if."d"."team.ae.people"', "headcount"),
    ],
)
def test_what_cannot_come_together_is_told(more: str, path: str, message: str, tmp_path: Path) -> None:
    """Catches a loop without end, a message that names one of two, and one fault told twice."""
    (problem,) = refusal(written(tmp_path, f"{SMALL}{ASKED}\n[what_if.c]\n{more}\n")).problems
    assert problem.path == path
    assert message in problem.right
