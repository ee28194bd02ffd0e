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
PLAN = "people  = [{ from = 2027-01-01, count = 2 }, { from = 2027-07-01, count = 3 }]"
AE_AGREES, LEADS = 'team     = "ae"\ntakes    = "7', 'leads = "80 to 120 a month"'
NONE_YET = "people = [{ from = 2027-01-01, count = 0 }, "

SHORTER = (
    "[motion.sale]\n",
    '[shock.rush]\nodds = "50% a year"\nlasts = "12 months"\ncycle = "50%"\n[motion.sale]\n',
)

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
    "nobody ever works at a stage before the close": (
        [(PLAN, "people = 0")], "team.ae.people", "nobody ever works there, so no lead of sale can ever pass agree",
    ),
    "nor by a plan": (
        [(PLAN, "people = [{ from = 2027-01-01, count = 0 }, { from = 2027-07-01, count = 0 }]")],
        "team.ae.people", "hire somebody",
    ),
    "nobody ever works there, and who waits is lost": (
        [("people  = 2\ncapacity = 10", "people = 0\ncapacity = 10")], "team.sdr.people", "hire somebody",
    ),
    "one of two teams is enough to wait for": (
        [("[team.csm]", "[team.se]\npeople = 0\ncapacity = 5\n[team.csm]"), (AE_AGREES, 'team     = ["ae", "se"]\ntakes    = "7')],
        "team.se.people", "hire somebody",
    ),
    "who waits for nobody is not lost either": (  # so that nobody is won over the way of losses
        [
            ("people  = 2\ncapacity = 10", "people = 0\ncapacity = 10"), ('max_wait = "5 to 20 days"\n', ""),
            ('loses_to = { nurture = "20%", after = "3 to 9 months" }', 'loses_to = "evaluate"'),
        ],
        "team.sdr.people", "hire somebody",
    ),
    "no leads, and nobody there": (
        [(LEADS, 'leads = "0 a month"')], "motion.sale.leads", "state more leads, or [opening] tables",
    ),
    "a stage beyond the horizon": (
        [(EVALUATE, 'takes    = "90 years"')], "motion.sale.stage.evaluate.takes", "at least 1,080 months off, and 2 years",
    ),
    "stages that are so together": (
        [(EVALUATE, 'takes    = "13 months"'), ('"7 to 40 days"', '"12 months"')], "motion.sale.stage.evaluate.takes",
        "at least 25 months off",
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
        [(PLAN, NONE_YET + "{ from = 2028-12-01, count = 1 }]")],  # hired later
        [(PLAN, NONE_YET + '{ count = 1, when = { arr = "1M" } }]')],  # perhaps
        [(EVALUATE, 'takes    = "23 months"')],  # just in time
        [(EVALUATE, 'takes    = "13 months"'), (QUALIFY, 'takes = "12 months"'), SHORTER],  # in a shock
        [(EVALUATE, 'takes    = "1 to 90 years"')],  # some are faster
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


BOOK = "name,motion,units,arr,signed,live\nAcme,sale,20,11760,2026-03-01,2026-04-16\n"
DEALS = "name,motion,stage,units,since\nCole,sale,agree,12,2026-12-01\n"


@pytest.mark.parametrize(("key", "table"), [("customers", BOOK), ("deals", DEALS)])
def test_a_run_off_is_taken_and_told(key: str, table: str, tmp_path: Path) -> None:
    """Catches a company without leads that is refused though it has customers or deals to live on, also
    without sellers, and one that is taken without a word."""
    (tmp_path / "there.csv").write_text(table)
    text = edited((LEADS, 'leads = "0 a month"'), (PLAN, "people = 0"))
    company = load(written(tmp_path, f'{text}[opening]\n{key} = "there.csv"\n'))
    assert any("no lead ever comes" in warning for warning in company.warnings)
    text = edited((LEADS, 'leads = "0 a month"')) + '[opening]\npipeline = "under way"\n'
    assert [p.path for p in refusal(written(tmp_path, text)).problems] == ["motion.sale.leads"]


def test_customers_do_not_stand_for_sellers(tmp_path: Path) -> None:
    """Catches leads that come to a team of nobody for ever, taken because of an opening table."""
    (tmp_path / "there.csv").write_text(BOOK)
    text = edited((PLAN, "people = 0")) + '[opening]\ncustomers = "there.csv"\n'
    assert [p.path for p in refusal(written(tmp_path, text)).problems] == ["team.ae.people"]


def test_deals_that_are_listed_may_close_before_leads_can(tmp_path: Path) -> None:
    """Catches a company refused for long stages that its open deals have behind them."""
    (tmp_path / "there.csv").write_text(DEALS)
    text = edited((EVALUATE, 'takes    = "4 years"'))
    assert refusal(written(tmp_path, text))
    load(written(tmp_path, text + '[opening]\ndeals = "there.csv"\n'))
