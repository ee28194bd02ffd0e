"""Whatever is wrong in a file is told in one round: lines, numbers, names, targets and what-ifs."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import ScenarioError, load
from tests.scenario.small import SMALL, edited, written
from tests.scenario.test_invalid import CASES

WHAT_IFS = """
[what_if."wrong"]
"team.ae.peple" = "+1"
"motion.sale.stage.agree.passes" = "140%"
[what_if."right"]
"team.ae.people" = "+1"
"motion.sale.stage.agree.passes" = "52%"
"""
WRONG = ['what_if."wrong"."team.ae.peple"', 'what_if."wrong"."motion.sale.stage.agree.passes"']
FIRST = ("a huge integer", "too many teams")  # of which nothing else can be told

ALL_KINDS = """
[target.growth]
metric = "arr_ende"
at_least = "5M"
[correlation.together]
between = ["motion.sale.leads", "motion.sale.renewal.overal"]
rank = 0.5
[what_if."one more"]
"team.ae.people" = "+1"
[what_if."none"]
"team.ae.people" = "-9"
[what_if."nobody"]
with = "non"
[what_if."both"]
with = ["one more", "nobody"]
"""


def told(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [problem.path or problem.right for problem in caught.value.problems]


@pytest.mark.parametrize("case", [case for case in CASES if case not in FIRST])
def test_a_wrong_what_if_is_told_beside_any_other_mistake(case: str, tmp_path: Path) -> None:
    """Catches what-ifs that are looked at in a second round, all that is wrong with one of which the first
    change is wrong, and what-ifs that seem wrong for what is wrong without them."""
    edits, where, _ = CASES[case]
    text = edited(*edits)
    alone = told(written(tmp_path, text))
    spoilt = [path for path in WRONG if path.startswith(f'what_if."wrong"."{where.partition("[")[0]}"')]
    found = told(written(tmp_path, text + WHAT_IFS))
    assert found == [*alone, *(path for path in WRONG if path not in spoilt)]


def test_all_kinds_of_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Catches a kind that waits until the others are mended."""
    text = edited(
        ('takes    = "7 to 40 days"', "takes = 7 days # about"),
        ('passes   = "45%"', 'passes = "145%"'),
        ('team     = "sdr"', 'team = "sdrs"'),
        ('takes    = "2 to 9 days"', "takes = 2 to 9 days"),
    )
    first, second, *found = told(written(tmp_path, text + ALL_KINDS))
    for line, slip in ((24, first), (40, second)):
        assert slip.startswith("not TOML"), slip
        assert f"at line {line}," in slip, slip
        assert slip.endswith("a figure with a unit stands in quotes"), slip
    assert found == [
        "motion.sale.stage.evaluate.passes",
        "motion.sale.stage.qualify.team",
        "target.growth.metric",
        "correlation.together.between",
        'what_if."nobody".with',
        'what_if."none"."team.ae.people"',
    ]


def test_of_a_line_that_is_no_toml_at_all_nothing_else_is_told(tmp_path: Path) -> None:
    """Catches a guess at what a line means, and lines that seem wrong behind it."""
    text = edited(('takes    = "7 to 40 days"', "takes = 7 days"), ("[team.csm]", "team csm"))
    found = told(written(tmp_path, text))
    assert len(found) == 1, found
    assert found[0].endswith("team csm")


def test_dates_in_wrong_places_keep_their_own_message(tmp_path: Path) -> None:
    """Catches a date that there is not taken for a figure with a unit."""
    (found,) = told(written(tmp_path, edited(("start    = 2027-01-01", "start    = 2027-13-01"))))
    assert found.startswith("not TOML")
    assert "quotes" not in found


def test_a_base_and_what_stands_on_it_are_told_at_once(tmp_path: Path) -> None:
    """Catches a file that is looked at only once its base is right, and mistakes told of both."""
    written(
        tmp_path,
        edited(('passes   = "45%"', 'passes = "145%"'), ('team          = "csm"', 'team = "cs"')),
        "base.toml",
    )
    own = 'base = "base.toml"\n[team.ae]\npeople = "-1"\n[target.growth]\nmetric = "arr"\nat_least = "5M"\n'
    assert told(written(tmp_path, own + WHAT_IFS, "own.toml")) == [
        "motion.sale.stage.evaluate.passes",
        "motion.sale.impact.team",
        "team.ae.people",
        "target.growth.metric",
        *WRONG,
    ]


def test_a_wrong_change_is_told_beside_all_else(tmp_path: Path) -> None:
    """Catches what is told in two rounds of a file that changes itself."""
    changes = '[change]\n"team.ae.peple" = 3\n"team.sdr.people" = "-9"\n'
    text = edited(('passes   = "45%"', 'passes = "145%"'))
    assert told(written(tmp_path, f"{text}{changes}{WHAT_IFS}")) == [
        "motion.sale.stage.evaluate.passes",
        'change."team.ae.peple"',
        'change."team.sdr.people"',
        *WRONG,
    ]


def test_accounts_of_the_first_day_are_told_beside_numbers(tmp_path: Path) -> None:
    """Catches tables that are read in a second round; and rows told wrong for stages that are wrong."""
    (tmp_path / "deals.csv").write_text("name,motion,stage,since,units\na,sale,evaluat,2026-12-01,5\n")
    opening = '[opening]\ndeals = "deals.csv"\n'
    rate = edited(('passes   = "45%"', 'passes = "145%"'))
    rows = told(written(tmp_path, SMALL + opening))
    assert rows
    assert told(written(tmp_path, rate + opening)) == ["motion.sale.stage.evaluate.passes", *rows]
    nameless = edited(('name     = "evaluate"', ""))
    assert told(written(tmp_path, nameless + opening)) == ["motion.sale.stage[2].name"]


def test_a_table_by_a_wrong_name_spoils_nothing_that_refers_to_it(tmp_path: Path) -> None:
    """Catches teams that there seem to be none of, since their table is misspelt."""
    text = SMALL.replace("[team.", "[teem.")
    assert told(written(tmp_path, text)) == ["teem"]


def test_stages_that_are_all_wrong_are_stages(tmp_path: Path) -> None:
    """Catches a list that is told to be empty since nothing in it can be read."""
    text = SMALL.replace("passes   = ", "pases   = ").replace(
        'takes    = { median = "20 to 40 days", sigma = 0.6 }', ""
    )
    assert all(path.startswith("motion.sale.stage.") for path in told(written(tmp_path, text)))
