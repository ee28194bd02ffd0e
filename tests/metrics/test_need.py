"""Catches time of visits that are not told apart, a buyer's no counted as ours, and who was talked into it
counted as ready: ledgers written by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import ledger as events
from simulator.ledger import DECLINED, DISQUALIFIED, UNWORKED, Header
from simulator.metrics import METRICS, measure
from simulator.metrics.need import FOLLOWING, LOST_FOR, SELLING, WHY_LOST
from simulator.model import BUYER, NO_NEED, PROBLEM, SOLUTION
from simulator.numerics.months import MONTH

from .ledgers import AE, AGREE, QUALIFY, SCREEN, SDR, Diary, header


def following(**columns: object) -> Header:
    """Of two motions the first follows need: its buyers sign who know the solution; we decide the first two
    stages."""
    made = header(motions=2, **columns)
    made.motion["needs"][0] = made.stage["needs"][AGREE] = SOLUTION
    made.stage["decides"] = [0, 0, BUYER, BUYER] * 2
    made.stage["teams"] = [1 << SDR, 1 << AE, 1 << AE, 0] * 2
    return made


def seat(diary: Diary, account: int, stage: int, team: int, since: float, until: float) -> None:
    diary.note(since, account, events.SEATED, stage=stage, team=team, person=0)
    diary.note(until, account, events.FREED, stage=stage, team=team, person=0, written=until + 1e-6)


def passed(diary: Diary, day: float, account: int, stage: int, state: int) -> None:
    diary.note(day, account, events.PASSED, stage=stage, to=stage + 1, state=state)


def lost(diary: Diary, day: float, account: int, stage: int, state: int, reason: int) -> None:
    diary.note(day, account, events.LOST, stage=stage, reason=reason, state=state)


def customer(diary: Diary, day: float, state: int, left: float = math.inf) -> None:
    """Who signs after a day with us, and perhaps leaves."""
    account = diary.born(day)
    passed(diary, day, account, SCREEN, SOLUTION)
    passed(diary, day, account, QUALIFY, SOLUTION)
    passed(diary, day, account, AGREE, state)
    diary.note(day, account, events.WON, stage=AGREE, amount=1200)
    diary.note(day, account, events.OPENED, invoice=12, arr=1200)
    if left < math.inf:
        diary.note(left, account, events.CHURNED, arr=0)


def test_time_of_people_goes_to_who_was_ready_when_the_stage_was_decided() -> None:
    """A seat that is kept over two stages is of each for its time; waiting is no time of people; a deal that
    is open at the horizon was never decided."""
    diary = Diary(following(horizon=100.0, until=200.0))
    one, two, three = diary.born(0.0), diary.born(0.0), diary.born(0.0)
    seat(diary, one, SCREEN, SDR, 2.0, 10.0)
    passed(diary, 10.0, one, SCREEN, NO_NEED)  # 8 days, not ready
    seat(diary, one, QUALIFY, AE, 15.0, 60.0)
    passed(diary, 20.0, one, QUALIFY, SOLUTION)  # 5 days, ready
    lost(diary, 60.0, one, AGREE, PROBLEM, DECLINED)  # 40 days, not ready
    seat(diary, two, SCREEN, SDR, 0.0, 4.0)
    diary.note(4.0, two, events.NURTURED, stage=SCREEN, to=SCREEN, reason=DISQUALIFIED, state=SOLUTION)  # 4
    diary.note(30.0, two, events.RETURNED, to=SCREEN)
    lost(diary, 50.0, two, SCREEN, NO_NEED, UNWORKED)  # nobody's time
    seat(diary, three, SCREEN, SDR, 90.0, 150.0)
    lost(diary, 150.0, three, SCREEN, NO_NEED, DISQUALIFIED)
    other = diary.born(0.0, motion=1)
    seat(diary, other, 4 + SCREEN, SDR, 0.0, 30.0)
    lost(diary, 30.0, other, 4 + SCREEN, 0, DISQUALIFIED)
    values = measure(diary.ledger()).values
    assert values["unready_time.motion 0"] == pytest.approx((8 + 40) / (8 + 5 + 40 + 4))
    assert "unready_time.motion 1" not in values


def test_ready_buyers_turned_away_are_those_that_we_turned_down() -> None:
    """Not those who declined, nor those for whom nobody was free, nor those who were not ready."""
    diary = Diary(following())
    accounts = [diary.born(0.0) for _ in range(5)]
    passed(diary, 1.0, accounts[0], SCREEN, SOLUTION)
    lost(diary, 2.0, accounts[0], AGREE, SOLUTION, DECLINED)
    lost(diary, 1.0, accounts[1], SCREEN, SOLUTION, DISQUALIFIED)
    lost(diary, 1.0, accounts[2], SCREEN, SOLUTION, UNWORKED)
    lost(diary, 1.0, accounts[3], SCREEN, PROBLEM, DISQUALIFIED)
    diary.note(
        1.0, accounts[4], events.NURTURED, stage=SCREEN, to=SCREEN, reason=DISQUALIFIED, state=SOLUTION
    )
    lost(diary, 9.0, accounts[4], SCREEN, NO_NEED, DISQUALIFIED)
    values = measure(diary.ledger()).values
    assert values["ready_turned_away.motion 0"] == 2 / 3
    of = {why: values[f"lost_for.motion 0.{why}"] for why in WHY_LOST}
    assert of == {"not_ready": 0.0, "ready": 1 / 5, "turned_down": 3 / 5, "unworked": 1 / 5}


def test_of_two_looks_at_a_buyer_each_is_a_decision() -> None:
    """Half of the ready buyers are turned away here, by a third of the decisions on them. Catches a buyer who
    is turned away twice and counted so, and one who comes back and signs among those who are lost to us."""
    diary = Diary(following())
    kept, gone = diary.born(0.0), diary.born(0.0)
    passed(diary, 1.0, kept, SCREEN, SOLUTION)
    passed(diary, 2.0, kept, QUALIFY, SOLUTION)
    lost(diary, 1.0, gone, SCREEN, SOLUTION, DISQUALIFIED)
    values = measure(diary.ledger()).values
    assert values["ready_decided_against.motion 0"] == 1 / 3
    assert values["ready_turned_away.motion 0"] == 1 / 2
    back = diary.born(0.0)
    nurtured = {"stage": SCREEN, "to": SCREEN, "reason": DISQUALIFIED, "state": SOLUTION}
    for day in (1.0, 11.0):
        diary.note(day, back, events.NURTURED, **nurtured)
        diary.note(day + 5.0, back, events.RETURNED, to=SCREEN)
    for day, stage in ((20.0, SCREEN), (21.0, QUALIFY), (22.0, AGREE)):
        passed(diary, day, back, stage, SOLUTION)
    diary.note(22.0, back, events.WON, stage=AGREE, amount=1200)
    values = measure(diary.ledger()).values
    assert values["ready_decided_against.motion 0"] == 3 / 7
    assert values["ready_turned_away.motion 0"] == 1 / 3


def test_won_of_the_qualified_beside_won_of_all() -> None:
    """The harder the gate the better looks the one; only the other tells what it costs."""
    diary = Diary(following())
    customer(diary, 3.0, SOLUTION)
    for day in range(3):
        lost(diary, day + 1.0, diary.born(float(day)), SCREEN, SOLUTION, DISQUALIFIED)
    late = diary.born(1.0)
    passed(diary, 2.0, late, SCREEN, SOLUTION)
    passed(diary, 3.0, late, QUALIFY, SOLUTION)
    lost(diary, 4.0, late, AGREE, SOLUTION, DECLINED)
    diary.born(25 * MONTH)  # after the horizon
    values = measure(diary.ledger()).values
    assert values["won_of_leads.motion 0"] == 1 / 5
    assert values["won_of_qualified.motion 0"] == 1 / 2


def test_won_of_the_ready_counts_their_own_decisions_at_the_close() -> None:
    """Not those of earlier stages, of buyers who were not ready, or for whom nobody was free; nor those after
    the horizon."""
    diary = Diary(following())
    customer(diary, 1.0, SOLUTION)
    customer(diary, 2.0, NO_NEED)
    customer(diary, 25 * MONTH, SOLUTION)
    for stage, state, reason in (
        (AGREE, SOLUTION, DECLINED), (AGREE, SOLUTION, DECLINED), (AGREE, PROBLEM, DECLINED),
        (AGREE, SOLUTION, UNWORKED), (QUALIFY, SOLUTION, DISQUALIFIED),
    ):  # fmt: skip
        lost(diary, 3.0, diary.born(0.0), stage, state, reason)
    assert measure(diary.ledger()).values["won_of_ready.motion 0"] == 1 / 3


def test_what_became_of_those_who_were_talked_into_it() -> None:
    """Within 24 months of their own signature, the day included."""
    diary = Diary(following())
    customer(diary, 1.0, NO_NEED, left=1.0 + 12 * MONTH)
    customer(diary, 2.0, PROBLEM, left=2.0 + 24 * MONTH)
    customer(diary, 3.0, PROBLEM, left=3.0 + 36 * MONTH)
    customer(diary, 4.0, SOLUTION, left=4.0 + 36 * MONTH)
    customer(diary, 5.0, SOLUTION, left=5.0 + 12 * MONTH)
    customer(diary, 6.0, SOLUTION)
    customer(diary, 25 * MONTH, NO_NEED)  # signs after the horizon
    values = measure(diary.ledger()).values
    assert values["pushed.motion 0"] == 3 / 6
    assert values["pushed_left.motion 0"] == 2 / 3
    assert values["ready_left.motion 0"] == 1 / 3


def test_who_was_talked_into_it_is_not_held_against_stated_rates() -> None:
    """Of impact and of renewal: those rates are stated of customers who need what they bought."""
    diary = Diary(following())
    for state, hit in ((NO_NEED, events.MISSED), (SOLUTION, events.REACHED)):
        customer(diary, 1.0, state, left=1.0 + 12 * MONTH if state == NO_NEED else math.inf)
        account = len(diary.motions) - 1
        diary.note(100.0, account, hit, team=2, state=state if state == NO_NEED else 0)
    diary.note(1.0 + 12 * MONTH, 1, events.RENEWED, arr=1200)
    rates = measure(diary.ledger()).rates[0]
    assert (rates["cycles"], rates["reached"]) == (1, 1.0)
    assert (rates["decisions"], rates["renewal"]) == (1, 1.0)


def test_rejections_of_a_person_in_a_month() -> None:
    """Catches people of a team counted once for all months, and a no of ours."""
    diary = Diary(following(months=2))
    diary.note(0.0, -1, events.STAFFED, team=AE, count=2, amount=2)
    for n in range(6):
        account = diary.born(0.0)
        passed(diary, 1.0, account, SCREEN, SOLUTION)
        if n < 4:
            passed(diary, 2.0, account, QUALIFY, SOLUTION)
            lost(diary, 3.0, account, AGREE, SOLUTION, DECLINED)
        else:
            lost(diary, 2.0, account, QUALIFY, SOLUTION, DISQUALIFIED)
    values = measure(diary.ledger()).values
    assert values["rejections.ae"] == pytest.approx(4 / (2 * 2))
    assert np.isnan(values["rejections.sdr"])  # nobody works there
    assert "rejections.csm" not in values


def test_of_a_company_without_need_there_are_none_of_these() -> None:
    """Catches metrics that stand on every page and say nothing there, and one that is missing where need is
    followed."""
    diary = Diary()
    diary.signed(1.0, 1200)
    groups = {
        FOLLOWING: ["motion 0"],
        SELLING: ["sdr", "ae"],
        LOST_FOR: [f"motion 0.{why}" for why in WHY_LOST],
    }
    declared = {name: groups[one.each] for name, one in METRICS.items() if one.each in groups}
    assert not {name.partition(".")[0] for name in measure(diary.ledger()).values} & declared.keys()
    values = measure(Diary(following()).ledger()).values
    assert [name for name in values if name.partition(".")[0] in declared] == [
        f"{name}.{one}" for name, each in declared.items() for one in each
    ]
