# ruff: noqa: E501  (a table of cases reads better with one case a line)
"""A company in which nobody can be won is refused, and a stage that is never left."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import load
from tests.scenario.small import edited, written
from tests.scenario.test_invalid import refusal

EVALUATE, AGREE = 'takes    = "10 to 45 days"', 'takes    = "7 to 40 days"\npasses   = "55%"'
QUALIFY = 'takes    = "2 to 9 days"'

# what is edited -> the path that is named, and part of the remedy
CASES: dict[str, tuple[list[tuple[str, str]], str, str]] = {
    "nobody passes": (
        [('passes   = "45%"', 'passes = "0%"')], "motion.sale.stage.evaluate.passes", "let some pass",
    ),
    "the close lets nobody pass": (
        [('passes   = "55%"', "passes = 0")], "motion.sale.stage.agree.passes", "can ever pass agree, which marks won",
    ),
    "a stage that passes to itself": (
        [(EVALUATE, f'{EVALUATE}\npasses_to = "evaluate"')], "motion.sale.stage.evaluate.passes_to",
        "name a stage behind evaluate",
    ),
    "a stage that passes back": (
        [(EVALUATE, f'{EVALUATE}\npasses_to = "qualify"')], "motion.sale.stage.evaluate.passes_to", "it leads back",
    ),
    "a circle off the way": (  # who is lost goes round in two stages; the others are won
        [
            (QUALIFY, f'{QUALIFY}\npasses_to = "agree"'),
            ('marks    = "sql"', 'marks = "sal"'), ('marks    = "sal"', ""),
            ('loses_to = { nurture = "20%", after = "3 to 9 months" }', 'loses_to = "evaluate"'),
            ('passes   = "45%"\nfit_correlation = 0.6', 'passes_to = "evaluate"'),
        ][::-1],
        "motion.sale.stage.evaluate.passes_to", "goes round for ever, neither won nor lost",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_the_stage_and_what_to_do(case: str, tmp_path: Path) -> None:
    """Catches a company that wins nothing without a word, and one whose leads go round to the end."""
    edits, path, right = CASES[case]
    error = refusal(written(tmp_path, edited(*edits)))
    assert [p.path for p in error.problems] == [path], str(error)
    assert right in error.problems[0].right


@pytest.mark.parametrize(
    "edits",
    [
        [('passes   = "45%"', 'passes = "0.01% to 0.1%"')],  # seldom is not never
        [('passes   = "45%"', 'passes = { low = "0%", best = "1%", high = "2%" }')],
        [(AGREE, f'{AGREE}\nloses_to = "evaluate"')],  # back and forth, and won in the end
        [('passes   = "90%"', 'passes = "0%"')],  # after the close all stumble, and are customers
    ],
)
def test_what_can_be_won_is_taken(edits: list[tuple[str, str]], tmp_path: Path) -> None:
    """Catches a check that refuses what is rare, or turns back and goes on."""
    load(written(tmp_path, edited(*edits)))


def test_a_motion_may_win_in_another_one(tmp_path: Path) -> None:
    """Catches a sieve that is refused though what it loses is won elsewhere, and two sieves that are taken."""
    text = edited(('passes   = "55%"', 'passes   = "0%"'))
    other = edited()[edited().index("[motion.sale]") :].replace("motion.sale", "motion.other")
    move = '[motion.sale.move.other]\nat = "loss"\n'
    load(written(tmp_path, text + other + move))
    error = refusal(written(tmp_path, text + other.replace('"55%"', '"0%"') + move))
    assert [p.path for p in error.problems] == [
        "motion.sale.stage.agree.passes",
        "motion.other.stage.agree.passes",
    ]
