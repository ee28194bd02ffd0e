"""Each slip in what a motion says of others, of when it opens, and of its season is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.scenario import load
from tests.scenario.small import written
from tests.scenario.two_motions import MOVE, SALE, SELF, Case, assert_named, text_of

CASES: dict[str, Case] = {
    "opens twice": (
        (),
        'opens = 2027-03-01\nopens_at_arr = "1M"',
        "",
        "motion.self.opens_at_arr",
        "not both",
    ),
    "opens before the start": ((), "opens = 2026-12-31", "", "motion.self.opens", "from 2027-01-01 on"),
    "opens after the end": ((), "opens = 2029-01-01", "", "motion.self.opens", "before 2029-01-01"),
    "opens at a word": ((), 'opens_at_arr = "much"', "", "motion.self.opens_at_arr", "money is written like"),
    "a lead before it opens": (
        (),
        "opens = 2027-03-01\nleads_on = [2027-02-01]",
        "",
        "motion.self.leads_on[1]",
        "not before the motion opens",
    ),
    "learning without a share": (
        (),
        "",
        '[motion.self.learning]\nover = "1 year"',
        "motion.self.learning.from",
        "missing: share of the stated chance",
    ),
    "learning above the whole": (
        (),
        "",
        '[motion.self.learning]\nover = "1 year"\nfrom = "150%"',
        "motion.self.learning.from",
        "a share lies between",
    ),
    "takes from nobody": (
        (),
        'takes_from = { sail = "30%" }',
        "",
        "motion.self.takes_from.sail",
        "did you mean sale?",
    ),
    "takes from itself": (
        (),
        'takes_from = { self = "30%" }',
        "",
        "motion.self.takes_from.self",
        "cannot take from itself",
    ),
    "takes too much": (
        (),
        'takes_from = { sale = "60%" }',
        SELF.replace("motion.self", "motion.other").replace(
            "[motion.other]", '[motion.other]\ntakes_from = { sale = "50%" }'
        ),
        "motion.other.takes_from.sale",
        "self and other take more than 100 %",
    ),
    "moves to nobody": (
        (),
        "",
        '[motion.self.move.sail]\nat = "loss"',
        "motion.self.move.sail",
        "did you mean sale?",
    ),
    "moves to itself": (
        (),
        "",
        '[motion.self.move.self]\nat = "loss"',
        "motion.self.move.self",
        "cannot move to itself",
    ),
    "moves at what": ((), "", MOVE + '"birth"', "motion.self.move.sale.at", '"loss", "decision" or "growth"'),
    "moves at nothing": (
        (),
        "",
        '[motion.self.move.sale]\nchance = "5%"',
        "motion.self.move.sale.at",
        "missing",
    ),
    "a customer enters a stage": (
        (),
        "",
        MOVE + '"growth"\nstage = "agree"',
        "motion.self.move.sale.stage",
        'only with at = "loss"',
    ),
    "enters no stage": (
        (),
        "",
        MOVE + '"loss"\nstage = "agre"',
        "motion.self.move.sale.stage",
        "motion sale has no such stage; did you mean agree?",
    ),
    "enters after the close": (
        (),
        "",
        MOVE + '"loss"\nstage = "onboard"',
        "motion.self.move.sale.stage",
        "up to the one that marks won",
    ),
    "enters past qualified": (
        (),
        "",
        MOVE + '"loss"\nstage = "agree"',
        "motion.self.move.sale.stage",
        "without passing evaluate",
    ),
    "grows without growth": (
        (('[motion.sale.expansion]\nwith_impact = "12%"\nby          = "10% to 40%"\n', ""),),
        "",
        '[motion.sale.move.self]\nat = "growth"',
        "motion.sale.move.self.at",
        "only with expansion",
    ),
    "decides nothing": (
        (
            ('price  = "49 per unit a month"\nterm   = "12 months"\nnotice = "1 month"', 'once = "900"'),
            (
                '[motion.sale.renewal]\noverall = { low = "82%", best = "88%", high = "93%" }\n'
                "lift    = 1.5\n",
                "",
            ),
            (
                '[motion.sale.contraction]\nwithout_impact = "10%"\nby             = "10% to 30%"\n',
                "",
            ),
            ('[motion.sale.expansion]\nwith_impact = "12%"\nby          = "10% to 40%"\n', ""),
        ),
        "",
        '[motion.sale.move.self]\nat = "decision"',
        "motion.sale.move.self.at",
        "nothing recurs",
    ),
    "half a unit": ((), "", MOVE + '"growth"\nunits = 1.5', "motion.self.move.sale.units", "a whole number"),
    "a circle of losses": (
        (),
        "",
        MOVE + '"loss"\n[motion.sale.move.self]\nat = "loss"',
        "motion.sale.move.self",
        "need not end: sale -> self -> sale",
    ),
    "a season of eleven": ((), f"season = {[1] * 11}", "", "motion.self.season", "a list of 12 weights"),
    "a season of nothing": ((), f"season = {[0] * 12}", "", "motion.self.season", "not all 0"),
    "a season below nothing": (
        (),
        f"season = {[-1] * 12}",
        "",
        "motion.self.season",
        "none of them negative",
    ),
    "a season of words": (
        (),
        f"season = {['1'] * 12}".replace("'", '"'),
        "",
        "motion.self.season",
        "12 weights",
    ),
    "a season without leads a month": (
        ((SALE, "leads_on = [2027-02-01]\nseason = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),),
        "",
        "",
        "motion.sale.season",
        "there are none",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_slip_is_named_with_its_path_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    """A bad file that is taken, or refused without a hint, or at the wrong place."""
    assert_named(CASES[case], tmp_path)


def test_who_is_lost_only_after_being_qualified_may_enter_past_qualified(tmp_path: Path) -> None:
    """A refusal of what does no harm."""
    sure = ('passes = "50%"\n[[motion.self.stage]]', "[[motion.self.stage]]")
    text = text_of(more=MOVE + '"loss"\nstage = "agree"').replace(*sure)
    n = load(written(tmp_path, text)).model().numbers
    assert n.moves["stage"].tolist() == [2]
