"""Several motions, hires, shocks and seasons: each key reaches its field, each slip is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator import model as m
from simulator.layout.text import text as printed
from simulator.numerics.months import MONTH
from simulator.numerics.streams import address_of
from simulator.scenario import Scenario, ScenarioError, describe, load
from tests.scenario.small import edited, written

SELF = """
[motion.self]
leads = "30 a month"
units = "1 to 9"
[[motion.self.stage]]
name   = "try"
marks  = "sal"
takes  = "3 days"
passes = "50%"
[[motion.self.stage]]
name   = "buy"
marks  = "won"
takes  = "3 days"
passes = "50%"
[motion.self.offer]
price = "9 per unit a month"
[motion.self.impact]
every   = "1 month"
reached = "80%"
[motion.self.expansion]
with_impact = "5%"
by          = "10% to 20%"
"""
HIRES = "people = 1\nbook   = 50"
SALE = 'leads = "80 to 120 a month"'


def text_of(*edits: tuple[str, str], keys: str = "", more: str = "") -> str:
    """The small company with a second motion, which has some keys more, and with other tables."""
    return edited(*edits) + SELF.replace("[motion.self]\n", f"[motion.self]\n{keys}\n") + more


def company(folder: Path, *edits: tuple[str, str], keys: str = "", more: str = "") -> Scenario:
    """... as a scenario."""
    return load(written(folder, text_of(*edits, keys=keys, more=more)))


def test_without_these_keys_nothing_changes(tmp_path: Path) -> None:
    """A default that does something: a season, a shock, a condition, a motion that is not open."""
    n = company(tmp_path).model().numbers
    assert [len(rows) for rows in (n.choices, n.moves, n.shocks, n.opening)] == [0, 0, 0, 0]
    motions = n.motions[["opens", "opens_at_arr", "learning", "learning_from", "choices", "moves"]]
    assert motions.tolist() == [(0.0, m.NONE, 0.0, 1.0, 0, 0)] * 2
    assert n.teams["ramp"].tolist() == [0.0, 0.0, 0.0]
    for gate in ("gate_arr", "gate_used", "gate_cash"):
        assert (n.plans[gate] < 0).all()
    assert n.leads[1].tolist() == [30.0] * 24


def test_a_motion_opens_on_a_day_or_at_a_threshold_and_learns(tmp_path: Path) -> None:
    """A threshold in the wrong unit, a day that stays a date, learning that nobody reads."""
    n = company(tmp_path, keys="opens = 2027-04-16").model().numbers
    assert n.motions[["opens", "opens_at_arr"]].tolist() == [(0.0, m.NONE), (3.5 * MONTH, m.NONE)]
    learning = '[motion.self.learning]\nover = "1 year"\nfrom = "50%"\n'
    n = company(tmp_path, keys='opens_at_arr = "5M"', more=learning).model().numbers
    assert n.motions["opens_at_arr"].tolist() == [m.NONE, 500_000_000]
    assert n.motions[["learning", "learning_from"]].tolist() == [(0.0, 1.0), (12.0, 0.5)]


def test_what_is_not_known_of_a_motion_is_drawn_once_a_replication(tmp_path: Path) -> None:
    """A range that the model takes at its mean in every replication."""
    learning = '[motion.self.learning]\nover = "6 to 12 months"\nfrom = "50% to 70%"\n'
    move = '[motion.self.move.sale]\nat = "growth"\nchance = "10% to 30%"\n'
    shock = '[shock.drop]\nodds = "10% to 30% a year"\nlasts = "1 year"\nwin = "60% to 70%"\n'
    hires = 'people = [{ count = 1 }, { count = 2, when = { arr = "1M to 2M" } }]\nbook = 50'
    scenario = company(
        tmp_path,
        (HIRES, hires),
        ("capacity = 10", 'capacity = 10\nramp = "3 to 6 months"'),
        keys='opens_at_arr = "2M to 5M"\ntakes_from = { sale = "10% to 20%" }',
        more=learning + move + shock,
    )
    draws = [scenario.draw(0, r).numbers for r in range(3)]
    for values in (
        [n.motions["opens_at_arr"][1] for n in draws],
        [n.motions["learning"][1] for n in draws],
        [n.motions["learning_from"][1] for n in draws],
        [n.choices["share"][0] for n in draws],
        [n.rates["p"][n.moves["chance"][0]] for n in draws],
        [n.shocks["odds"][0] for n in draws],
        [n.shocks["win"][0] for n in draws],
        [n.plans["gate_arr"][-1] for n in draws],
        [n.teams["ramp"][0] for n in draws],
    ):
        assert len(set(values)) == 3, values


def test_takes_from_is_a_choice_of_the_other_motion(tmp_path: Path) -> None:
    """A choice filed with the motion that takes instead of the one that loses prospects."""
    n = company(tmp_path, keys='takes_from = { sale = "30%" }').model().numbers
    assert n.motions[["first_choice", "choices"]].tolist() == [(0, 1), (1, 0)]
    address = address_of("play.self.takes_from.sale") % 2**31
    assert n.choices.tolist() == [(1, 0.3, address)]


def test_shares_that_are_drawn_above_the_whole_are_scaled_to_it(tmp_path: Path) -> None:
    """A motion that loses more than all of its prospects."""
    third = SELF.replace("motion.self", "motion.other").replace(
        "[motion.other]\n", '[motion.other]\ntakes_from = { sale = "50%" }\n'
    )
    scenario = company(
        tmp_path, keys='takes_from = { sale = { low = "1%", best = "50%", high = "99%" } }', more=third
    )
    shares = np.array([scenario.draw(0, r).numbers.choices["share"] for r in range(40)])
    total = shares.sum(axis=1)
    assert (total <= 1.0 + 1e-12).all()
    assert (total < 0.99).any()
    full = total > 1.0 - 1e-12
    assert full.any()
    assert (shares[full, 1] < 0.5).all()  # both give way


def test_moves_are_rows_of_the_motion_that_is_left(tmp_path: Path) -> None:
    """Each key of a move in its field; where a lost account enters when the file says nothing."""
    more = (
        '[motion.sale.move.self]\nat = "loss"\nstage = "try"\nchance = "25%"\n'
        '[motion.self.move.sale]\nat = "growth"\nunits = 50\n'
    )
    n = company(tmp_path, more=more).model().numbers
    assert n.motions[["first_move", "moves"]].tolist() == [(0, 1), (1, 1)]
    fields = n.moves[["to", "at", "stage", "units", "address"]].tolist()
    assert fields == [
        (1, m.AT_LOSS, 4, 0, address_of("play.sale.move.self") % 2**31),
        (0, m.AT_GROWTH, m.NONE, 50, address_of("play.self.move.sale") % 2**31),
    ]
    assert n.rates["p"][n.moves["chance"]].tolist() == [0.25, 1.0]
    more = '[motion.self.move.sale]\nat = "loss"\n[motion.sale.move.self]\nat = "decision"\n'
    n = company(tmp_path, more=more).model().numbers
    assert n.moves[["at", "stage"]].tolist() == [(m.AT_DECISION, m.NONE), (m.AT_LOSS, 0)]


def test_a_move_may_differ_between_accounts(tmp_path: Path) -> None:
    move = (
        '[motion.self.move.sale]\nat = "growth"\n'
        'chance = { value = "10% to 30%", varies = "between accounts" }'
    )
    n = company(tmp_path, more=move).model().numbers
    rate = n.rates[n.moves["chance"][0]]
    assert rate["kind"] == m.VARIES
    assert rate["address"] == address_of("play.self.move.sale.chance") % 2**31


def test_a_shock_begins_on_a_date_or_by_chance(tmp_path: Path) -> None:
    """Odds a year taken for odds a month; a factor in the field of another."""
    more = """
[shock.drop]
from  = 2028-01-01
lasts = "12 months"
leads = "70%"
win   = "65%"
[shock.luck]
odds  = "20% a year"
lasts = "6 months"
churn = "80%"
cycle = 1.2
"""
    n = company(tmp_path, more=more).model().numbers
    assert n.shocks[["day", "months", "leads", "win", "churn", "cycle"]].tolist() == [
        (12 * MONTH, 12, 0.7, 0.65, 1.0, 1.0),
        (-1.0, 6, 1.0, 1.0, 0.8, 1.2),
    ]
    assert 1.0 - (1.0 - n.shocks["odds"][1]) ** 12 == pytest.approx(0.2, rel=1e-12)
    assert n.shocks["address"].tolist() == [address_of(f"shock.{s}") % 2**31 for s in ("drop", "luck")]


def test_a_season_is_scaled_to_one_and_begins_with_the_month_of_the_start(tmp_path: Path) -> None:
    """Weights that make more leads a year, or that begin with January whatever the start."""
    season = "season = [24, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 0]"
    n = company(tmp_path, keys=season).model().numbers
    year = np.array([24.0, *[12.0] * 10, 0.0]) / 12.0
    assert n.leads[1] == pytest.approx(30.0 * np.tile(year, 2))
    text = text_of(keys=season).replace("2027-01-01", "2027-11-01").replace("2027-07-01", "2028-07-01")
    n = load(written(tmp_path, text)).model().numbers
    assert n.leads[1][:4] == pytest.approx([30.0, 0.0, 60.0, 30.0])
    assert n.leads[1][:12].sum() == pytest.approx(360.0)


def test_hires_may_wait_for_conditions(tmp_path: Path) -> None:
    """A gate in the wrong unit or the wrong row; a day that a gated hire does not wait for."""
    hires = (
        "people = [{ count = 1 }, { from = 2027-03-01, count = 2 }, { count = 3, when = { arr = "
        '"5M", utilisation = "85%", cash_months = 12 } }, { from = 2028-01-01, count = 4, '
        'when = { utilisation = "90%" } }]\nbook = 50'
    )
    n = company(tmp_path, (HIRES, hires)).model().numbers
    team = n.teams[2]
    plans = n.plans[team["first_plan"] : team["first_plan"] + team["plans"]]
    assert plans.tolist() == [
        (0.0, 1, -1, -1.0, -1.0),
        (2 * MONTH, 2, -1, -1.0, -1.0),
        (2 * MONTH, 3, 500_000_000, 0.85, 12.0),
        (12 * MONTH, 4, -1, 0.9, -1.0),
    ]


def test_new_people_count_in_part(tmp_path: Path) -> None:
    n = company(tmp_path, ("capacity = 10", 'capacity = 10\nramp = "6 months"')).model().numbers
    assert n.teams["ramp"].tolist() == [6.0, 0.0, 0.0]


MOVE = "[motion.self.move.sale]\nat = "
SHOCK = '[shock.drop]\nlasts = "1 year"\nwin = "65%"\n'
LATER = "book = 50\npeople = "

# what is edited, keys of the second motion, other tables -> path, what would be right
Case = tuple[tuple[tuple[str, str], ...], str, str, str, str]
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
    "a shock that never begins": ((), "", SHOCK, "shock.drop", "give one"),
    "a shock that begins twice": (
        (),
        "",
        SHOCK + 'from = 2028-01-01\nodds = "20% a year"',
        "shock.drop",
        "give one",
    ),
    "a shock before the start": (
        (),
        "",
        SHOCK + "from = 2026-01-01",
        "shock.drop.from",
        "from 2027-01-01 on",
    ),
    "a shock within a month": (
        (),
        "",
        SHOCK + "from = 2028-01-15",
        "shock.drop.from",
        "the first of a month, such as 2028-01-01",
    ),
    "a shock of nothing": (
        (),
        "",
        '[shock.drop]\nlasts = "1 year"\nodds = "20% a year"',
        "shock.drop",
        "give leads, win, churn or cycle",
    ),
    "a shock without length": (
        (),
        "",
        '[shock.drop]\nwin = "65%"\nodds = "20% a year"',
        "shock.drop.lasts",
        "missing",
    ),
    "odds a month": ((), "", SHOCK + 'odds = "20% a month"', "shock.drop.odds", "a rate is written like"),
    "odds above one": ((), "", SHOCK + 'odds = "120% a year"', "shock.drop.odds", "between 0 % and 100 %"),
    "a factor of nothing": (
        (),
        "",
        SHOCK.replace("65%", "0%") + "from = 2028-01-01",
        "shock.drop.win",
        "above 0 %",
    ),
    "a factor beyond reason": (
        (),
        "",
        SHOCK.replace("65%", "1100%") + "from = 2028-01-01",
        "shock.drop.win",
        "at most 1000 %",
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
    "the first hire waits": (
        ((HIRES, LATER + '[{ count = 1, when = { arr = "1M" } }]'),),
        "",
        "",
        "team.csm.people[1].when",
        "from the start on",
    ),
    "a hire without a day": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2 }]"),),
        "",
        "",
        "team.csm.people[2]",
        "missing: from, the first day of this headcount, or when",
    ),
    "no condition": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2, when = {} }]"),),
        "",
        "",
        "team.csm.people[2].when",
        "at least one of arr, utilisation and cash_months",
    ),
    "dated after gated": (
        (
            (
                HIRES,
                LATER
                + '[{ count = 1 }, { count = 2, when = { arr = "1M" } }, { from = 2028-01-01, count = 3 }]',
            ),
        ),
        "",
        "",
        "team.csm.people[3]",
        "dated headcounts come before those with when",
    ),
    "gated out of order": (
        (
            (
                HIRES,
                LATER + "[{ count = 1 }, { from = 2028-01-01, count = 2 }, "
                '{ from = 2027-06-01, count = 3, when = { arr = "1M" } }]',
            ),
        ),
        "",
        "",
        "team.csm.people[3].from",
        "dates come in order",
    ),
    "use above the whole": (
        ((HIRES, LATER + '[{ count = 1 }, { count = 2, when = { utilisation = "120%" } }]'),),
        "",
        "",
        "team.csm.people[2].when.utilisation",
        "a share lies between",
    ),
    "a slip in a condition": (
        ((HIRES, LATER + "[{ count = 1 }, { count = 2, when = { cash_month = 12 } }]"),),
        "",
        "",
        "team.csm.people[2].when.cash_month",
        "did you mean cash_months?",
    ),
    "who keeps a book does not ramp": (
        ((HIRES, HIRES + '\nramp = "6 months"'),),
        "",
        "",
        "team.csm.ramp",
        "only for a team that serves",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_slip_is_named_with_its_path_and_what_would_be_right(case: str, tmp_path: Path) -> None:
    """A bad file that is taken, or refused without a hint, or at the wrong place."""
    edits, keys, more, where, right = CASES[case]
    with pytest.raises(ScenarioError) as caught:
        company(tmp_path, *edits, keys=keys, more=more)
    found = [(p.path, p.right) for p in caught.value.problems]
    assert any(path == where and right in words for path, words in found), str(caught.value)
    assert len(found) == 1, str(caught.value)


def test_who_is_lost_only_after_being_qualified_may_enter_past_qualified(tmp_path: Path) -> None:
    """A refusal of what does no harm."""
    sure = ('passes = "50%"\n[[motion.self.stage]]', "[[motion.self.stage]]")
    text = text_of(more=MOVE + '"loss"\nstage = "agree"').replace(*sure)
    n = load(written(tmp_path, text)).model().numbers
    assert n.moves["stage"].tolist() == [2]


def test_the_numbers_can_be_changed_by_path(tmp_path: Path) -> None:
    """A path that the overlay does not know, or that changes another number."""
    more = MOVE + '"growth"\nchance = "10%"\n' + SHOCK + "from = 2028-01-01\n"
    change = """
[change]
"motion.self.move.sale.chance" = "20%"
"shock.drop.win" = "50%"
"motion.self.takes_from.sale" = "40%"
"motion.self.opens_at_arr" = "40M"
"motion.self.learning.from" = "80%"
"motion.self.season" = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
"team.ae.ramp" = "3 months"
"""
    learning = '[motion.self.learning]\nover = "1 year"\nfrom = "50%"\n'
    n = company(
        tmp_path, keys='takes_from = { sale = "30%" }\nopens_at_arr = "5M"', more=more + learning + change
    )
    numbers = n.model().numbers
    assert numbers.rates["p"][numbers.moves["chance"][0]] == 0.2
    assert numbers.shocks["win"].tolist() == [0.5]
    assert numbers.choices["share"].tolist() == [0.4]
    assert numbers.motions["opens_at_arr"][1] == 4_000_000_000
    assert numbers.motions["learning_from"][1] == 0.8
    assert numbers.leads[1][:2].tolist() == [60.0, 0.0]
    assert numbers.teams["ramp"].tolist() == [0.0, 3.0, 0.0]


def test_a_change_of_a_motion_or_shock_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path, right in {
        "shock.dorp.win": "there is no shock.dorp",
        "motion.self.move.sale.chans": "did you mean chance?",
    }.items():
        more = f'{MOVE}"growth"\n{SHOCK}from = 2028-01-01\n[change]\n"{path}" = "20%"'
        with pytest.raises(ScenarioError) as caught:
            company(tmp_path, more=more)
        assert right in caught.value.problems[0].right


def test_it_can_be_read_in_words(tmp_path: Path) -> None:
    """A number that is missing from the description, or that does not fit on the page."""
    hires = (
        'people = [{ count = 1 }, { from = 2027-03-01, count = 2, when = { arr = "5M", '
        'utilisation = "85%", cash_months = 12 } }]\nbook = 50'
    )
    scenario = company(
        tmp_path,
        (HIRES, hires),
        ("capacity = 10", 'capacity = 10\nramp = "6 months"'),
        keys='opens_at_arr = "5M"\ntakes_from = { sale = "30%" }\n'
        "season = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]",
        more=(
            '[motion.self.learning]\nover = "1 year"\nfrom = "50%"\n'
            '[motion.sale.move.self]\nat = "loss"\nstage = "try"\nchance = "10%"\n'
            f'{MOVE}"growth"\nunits = 50\n{SHOCK}odds = "20% a year"\n'
            '[shock.flood]\nfrom = 2028-03-01\nlasts = "2 months"\ncycle = "120%"\n'
        ),
    )
    text = printed(describe(scenario))
    assert all(len(line) <= 100 for line in text.splitlines())
    plain = " ".join(text.replace("assumption", "").split())
    for words in (
        "1 person 2 people from March 2027, once the company's ARR is 5,000,000 or more and 85 % or more of",
        "their book is in use and the cash lasts 12 months or more",
        "a new person counts fully after 6 months",
        "at the month end at which the company's ARR is 5,000,000 or more",
        "at first it wins 50 % of what is stated", "as stated after 12 months",
        "Jan 2, Feb 1", "30 % of the prospects of motion sale, while this one is open",
        "10 % of lost prospects go to motion self, stage try",
        "all customers with 50 units or more that have grown go to motion sale",
        "begins by chance, 20 % a year, and lasts 12 months", "chances to sign are 65 % of what they were",
        "from March 2028 on, for 2 months", "each stage before the close takes 120 % of its time",
    ):  # fmt: skip
        assert words in plain, words


def test_steps_of_a_plan_are_told_capacity_where_they_say_the_same(tmp_path: Path) -> None:
    """A page of lines that repeat their condition; steps under another condition, or of another source."""
    gate = 'when = { utilisation = "90%" }'
    hires = (
        "people = [{ count = 1 }, { from = 2027-03-01, count = 2 }, { from = 2027-07-15, count = 3 }, "
        f"{{ from = 2027-09-01, count = 4, {gate} }}, {{ from = 2027-11-01, count = 5, {gate} }}, "
        f'{{ from = 2028-01-01, count = 6, {gate}, source = "phi" }}]\nbook = 50'
    )
    lines = printed(describe(company(tmp_path, (HIRES, hires)))).splitlines()
    at = next(n for n, line in enumerate(lines) if "2 people from March 2027" in line)
    assert [line.split() for line in lines[at : at + 5]] == [
        words.split()
        for words in (
            "2 people from March 2027, 3 from 15 July 2027 assumption",
            "4 people from September 2027, 5 from November 2027, each step assumption",
            "once 90 % or more of their book is in use",
            "6 people from January 2028, once 90 % or more of their book is phi",
            "in use",
        )
    ]


def test_leads_in_words_begin_when_the_motion_opens(tmp_path: Path) -> None:
    """Leads counted that never come: of a motion that is not open yet, or of quiet months."""
    plain = " ".join(printed(describe(company(tmp_path, keys="opens = 2028-01-01"))).split())
    assert "about 360 leads in 2 years" in plain
    season = "opens = 2028-07-01\nseason = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]"
    plain = " ".join(printed(describe(company(tmp_path, keys=season))).split())
    assert "about 0 leads in 2 years" in plain


def test_a_motion_may_live_on_what_others_leave_it(tmp_path: Path) -> None:
    """A motion that needs leads of its own though prospects choose it, or accounts move to it."""
    bare = SELF.replace('leads = "30 a month"\n', "")
    for more in ('takes_from = { sale = "30%" }', ""):
        move = "" if more else '[motion.sale.move.self]\nat = "loss"\n'
        text = edited() + bare.replace("[motion.self]\n", f"[motion.self]\n{more}\n") + move
        n = load(written(tmp_path, text)).model().numbers
        assert n.sources["motion"].tolist() == [0]
        assert len(n.choices) + len(n.moves) == 1
    with pytest.raises(ScenarioError, match="missing: leads"):
        load(written(tmp_path, edited() + bare))


def test_motions_that_all_wait_for_revenue_are_warned_of(tmp_path: Path) -> None:
    sale = (SALE, f'{SALE}\nopens_at_arr = "1M"')
    assert any(
        "every motion waits" in w for w in company(tmp_path, sale, keys='opens_at_arr = "1M"').warnings
    )
    assert not any("every motion waits" in w for w in company(tmp_path, keys='opens_at_arr = "1M"').warnings)
