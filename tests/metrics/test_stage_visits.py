"""Catches an observed rate that is not of first visits, and a wait that starts or ends at the wrong row."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import AE, QUALIFY, SCREEN, SDR, Diary, header


def test_rates_are_of_first_visits_and_going_cold_is_no_decision():
    diary = Diary()
    passes = diary.born(0.0)
    diary.note(2.0, passes, events.PASSED, stage=SCREEN, to=QUALIFY)
    jumps = diary.born(0.0)
    diary.note(4.0, jumps, events.LOST, stage=SCREEN, to=SCREEN, reason=events.DISQUALIFIED)
    diary.note(5.0, jumps, events.PASSED, stage=SCREEN, to=QUALIFY)  # a second visit
    returns = diary.born(0.0)
    diary.note(6.0, returns, events.NURTURED, stage=SCREEN, to=SCREEN, reason=events.DISQUALIFIED)
    diary.note(90.0, returns, events.RETURNED, to=SCREEN)
    diary.note(95.0, returns, events.PASSED, stage=SCREEN, to=QUALIFY)  # a second visit too
    cold = diary.born(0.0)
    diary.note(50.0, cold, events.LOST, stage=SCREEN, reason=events.UNWORKED)
    late = diary.born(24 * MONTH)  # born in the run-off
    diary.note(25 * MONTH, late, events.PASSED, stage=SCREEN, to=QUALIFY)
    screen = measure(diary.ledger()).stages[SCREEN]
    assert (screen["decided"], screen["passed"], screen["unworked"]) == (3, 1, 1)
    assert screen["share"] == pytest.approx(1 / 3)
    assert screen["stated"] == 0.5
    assert screen["days"] == pytest.approx((2 + 4 + 6) / 3)


def test_a_first_visit_begun_before_the_horizon_counts_whenever_it_ends():
    diary = Diary()
    account = diary.born(24 * MONTH - 1)
    diary.note(24 * MONTH + 8, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(24 * MONTH + 9, account, events.LOST, stage=QUALIFY, reason=events.DECLINED)
    stages = measure(diary.ledger()).stages
    assert stages["decided"].tolist() == [1, 0, 0, 0]
    assert stages[SCREEN]["days"] == 9.0


def test_a_visit_after_nurture_begins_with_the_return():
    diary = Diary()
    account = diary.born(0.0)
    diary.note(1.0, account, events.NURTURED, stage=SCREEN, to=QUALIFY, reason=events.DECLINED)
    diary.note(90.0, account, events.RETURNED, to=QUALIFY)
    diary.note(95.0, account, events.PASSED, stage=QUALIFY, to=2)
    qualify = measure(diary.ledger()).stages[QUALIFY]
    assert (qualify["decided"], qualify["passed"], qualify["days"]) == (1, 1, 5.0)


def test_stumbling_after_the_close_is_a_first_visit_not_passed():
    diary = Diary()
    for day, event in ((5.0, events.PASSED), (9.0, events.SETBACK)):
        account = diary.born(0.0)
        diary.note(0.0, account, events.PASSED, stage=2, to=3)
        diary.note(day, account, event, stage=3, amount=0 if event == events.PASSED else events.DECLINED)
    start = measure(diary.ledger()).stages[3]
    assert (start["decided"], start["passed"], start["days"]) == (2, 1, 7.0)


def test_waits_run_from_asking_to_the_seat():
    diary = Diary()
    account = diary.born(0.0)
    diary.note(3.0, account, events.SEATED, stage=SCREEN, team=SDR, person=0)  # waited 3
    diary.note(8.0, account, events.SEATED, stage=SCREEN, team=AE, person=0)  # then 5 for the second team
    diary.note(10.0, account, events.PASSED, stage=SCREEN, to=QUALIFY)  # the AE's seat is kept
    diary.note(10.0, account, events.FREED, stage=SCREEN, team=SDR, person=0)
    diary.note(30.0, account, events.NURTURED, stage=QUALIFY, to=QUALIFY, reason=events.DECLINED)
    diary.note(30.0, account, events.FREED, stage=QUALIFY, team=AE, person=0)
    diary.note(100.0, account, events.RETURNED, to=QUALIFY)
    diary.note(101.0, account, events.SEATED, stage=QUALIFY, team=AE, person=0)  # asks anew: 1
    cold = diary.born(0.0)
    diary.note(20.0, cold, events.LOST, stage=SCREEN, reason=events.UNWORKED)  # never seated
    measures = measure(diary.ledger())
    assert measures.values["wait_days.sdr"] == 3.0
    assert measures.values["wait_days.ae"] == 3.0  # (5 + 1) / 2
    assert "wait_days.csm" not in measures.values  # it keeps a book
    assert measures.stages[SCREEN]["wait"] == 8.0
    assert measures.stages[QUALIFY]["wait"] == 0.0  # first visit: it came with the seat


def test_all_who_asked_before_the_horizon_count_whenever_they_are_seated():
    """Else a team that falls behind would seem to let wait only as long as there was time left."""
    diary = Diary(header(months=12))
    horizon = 12 * MONTH

    def seated(asked, waited, team=SDR):
        account = diary.born(asked)
        diary.note(asked + waited, account, events.SEATED, stage=SCREEN, team=team, person=0)
        return account

    seated(10.0, 2.0)
    both = seated(horizon - 20, 100.0)  # asks in time, is seated in the run-off ...
    diary.note(horizon + 300, both, events.SEATED, stage=SCREEN, team=AE, person=0)  # ... asks there anew
    seated(horizon - 5, 7.0, team=AE)
    seated(horizon, 900.0)  # asks too late, and after a recommendation in the run-off too
    cold = diary.born(horizon - 30)
    diary.note(horizon + 50, cold, events.LOST, stage=SCREEN, reason=events.UNWORKED)
    diary.born(horizon - 40)  # still waits at the very end
    values = measure(diary.ledger()).values
    assert values["wait_days.sdr"] == (2 + 100) / 2
    assert values["wait_days.ae"] == 7.0


def test_nobody_asked_nobody_waited():
    values = measure(Diary(header()).ledger()).values
    assert np.isnan(values["wait_days.sdr"])


def test_a_deal_of_the_first_day_is_in_no_first_visit_and_waits_from_then_on():
    diary = Diary()
    deal = diary.born(-40.0)
    diary.note(6.0, deal, events.SEATED, stage=SCREEN, team=SDR, person=0)
    diary.note(9.0, deal, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(12.0, deal, events.LOST, stage=QUALIFY, reason=events.DECLINED)
    measures = measure(diary.ledger())
    assert measures.stages["decided"].tolist() == [0, 1, 0, 0]
    assert measures.values["wait_days.sdr"] == 6.0


def test_who_moves_is_in_a_first_visit_of_the_other_motions_stage():
    diary = Diary(header(motions=2))
    account = diary.born(0.0)
    diary.note(4.0, account, events.LOST, stage=SCREEN, to=4 + SCREEN, reason=events.DECLINED)
    diary.note(4.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(9.0, account, events.PASSED, stage=4 + SCREEN, to=4 + QUALIFY)
    stages = measure(diary.ledger()).stages
    assert stages["decided"].tolist() == [1, 0, 0, 0, 1, 0, 0, 0]
    assert (stages[4]["passed"], stages[4]["days"]) == (1, 5.0)
