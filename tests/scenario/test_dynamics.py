"""Several motions, hires, shocks and seasons: each key reaches its field."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator import model as m
from simulator.numerics.months import MONTH
from simulator.numerics.streams import address_of
from simulator.scenario import ScenarioError, load
from tests.scenario.small import edited, written
from tests.scenario.two_motions import HIRES, MOVE, SELF, SHOCK, company, text_of


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
