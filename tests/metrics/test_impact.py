"""Catches a promise judged on the wrong cycle or cohort, and attention counted in the wrong book."""

import numpy as np

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import CSM, Diary, header


def cycles(diary, account, outcomes, *, start=0.0, every=3, team=CSM):
    """Impact cycles: "+" reached, "-" missed, from `start` on."""
    for n, outcome in enumerate(outcomes):
        event = events.REACHED if outcome == "+" else events.MISSED
        diary.note(start + (n + 1) * every * MONTH, account, event, team=team)


def promises(diary):
    values = measure(diary.ledger()).values
    return [values[f"promise_kept_{k}"] for k in (6, 9, 12)]


def test_the_latest_cycle_ended_by_then_counts():
    diary = Diary()
    cycles(diary, diary.signed(5.0, 1200), "+-+-", start=5.0)  # after 6: missed; 9: reached; 12: missed
    assert promises(diary) == [0.0, 1.0, 0.0]


def test_all_signed_are_the_denominator():
    diary = Diary()
    cycles(diary, diary.signed(0.0, 1200), "++++")
    diary.signed(0.0, 1200, live=float("inf"))  # never live
    slow = diary.signed(0.0, 1200, live=4 * MONTH)
    cycles(diary, slow, "+++", start=4 * MONTH)  # first cycle ends in month 7
    gone = diary.signed(0.0, 1200)
    cycles(diary, gone, "+++")
    diary.note(10 * MONTH, gone, events.CHURNED)
    diary.born(0.0)  # a lead: not signed
    assert promises(diary) == [2 / 4, 3 / 4, 2 / 4]


def test_only_those_whose_months_lie_within_the_simulation():
    diary = Diary(header(months=12, runoff=8))
    cycles(diary, diary.signed(0.0, 1200), "++++")
    cycles(diary, diary.signed(11.5 * MONTH, 1200), "--", start=11.5 * MONTH)  # months 6 yes, 9 no
    diary.signed(12 * MONTH, 1200)  # at the horizon: not signed before it
    assert promises(diary) == [1 / 2, 1.0, 1.0]


def test_a_customer_gone_before_is_dated_by_the_day_of_its_leaving():
    diary = Diary()
    account = diary.signed(0.0, 1200)
    cycles(diary, account, "++")
    diary.note(5 * MONTH, account, events.CHURNED, written=8 * MONTH)  # dated back
    assert promises(diary) == [0.0, 0.0, 0.0]


def test_a_customer_that_leaves_at_the_end_of_its_year_had_that_year():
    diary = Diary()
    account = diary.signed(0.0, 1200)
    cycles(diary, account, "+++-")
    diary.note(9 * MONTH, account, events.CHURNED)
    assert promises(diary) == [1.0, 1.0, 0.0]


def test_book_coverage_is_of_the_book_before_the_horizon():
    diary = Diary()
    account = diary.signed(0.0, 1200)
    cycles(diary, account, "++-")
    cycles(diary, account, "+", start=9 * MONTH, team=-1)  # nobody found time
    owner = diary.signed(0.0, 1200)
    diary.note(12 * MONTH, owner, events.LAPSED)
    cycles(diary, owner, "+", start=12 * MONTH, team=-1)  # no longer in the book
    cycles(diary, account, "+++", start=24 * MONTH)  # after the horizon
    assert measure(diary.ledger()).values["book_coverage.csm"] == 3 / 4


def test_a_motion_that_nobody_keeps_is_in_no_book():
    diary = Diary(header(motions=2, csm=np.array([CSM, -1])))
    cycles(diary, diary.signed(0.0, 1200, motion=1), "+-+", team=-1)
    measures = measure(diary.ledger())
    assert np.isnan(measures.values["book_coverage.csm"])
    assert measures.rates[1]["cycles"] == 3  # nobody is to attend, so all are as stated
    assert measures.rates[1]["reached"] == 2 / 3


def test_observed_impact_is_of_clean_attended_customers():
    diary = Diary()
    account = diary.signed(0.0, 1200)
    cycles(diary, account, "-++")
    cycles(diary, account, "-", start=9 * MONTH, team=-1)
    unclean = diary.born(0.0)
    diary.note(1.0, unclean, events.SETBACK, stage=3, reason=events.DECLINED)
    cycles(diary, unclean, "---")
    rates = measure(diary.ledger()).rates[0]
    assert (rates["cycles"], rates["reached"], rates["stated_reached"]) == (3, 2 / 3, 0.8)
    assert (rates["first_cycles"], rates["first_reached"]) == (1, 0.0)


def test_customers_of_the_first_day_are_in_the_book_and_in_no_promise_or_stated_rate():
    diary = Diary()
    account = diary.signed(-100.0, 1200)
    cycles(diary, account, "+-+")
    cycles(diary, account, "+", start=9 * MONTH, team=-1)
    measures = measure(diary.ledger())
    assert measures.values["book_coverage.csm"] == 3 / 4
    assert np.isnan(measures.values["promise_kept_6"])
    assert (measures.rates[0]["cycles"], measures.rates[0]["first_cycles"]) == (0, 0)


def test_who_moves_is_in_the_book_of_the_other_motion():
    diary = Diary(header(motions=2, csm=[-1, CSM]))
    account = diary.signed(0.0, 1200)
    cycles(diary, account, "+", team=-1)
    diary.note(3 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=1, arr=1200)
    cycles(diary, account, "+-", start=3 * MONTH)
    measures = measure(diary.ledger())
    assert measures.values["book_coverage.csm"] == 1.0
    assert measures.rates["cycles"].tolist() == [1, 2]


def test_an_owner_who_buys_again_is_back_in_the_book():
    diary = Diary()
    owner = diary.signed(0.0, 1200)
    diary.note(1.0, owner, events.LAPSED)
    cycles(diary, owner, "+", team=-1)
    diary.note(4 * MONTH, owner, events.REPURCHASED, amount=5, arr=1200)
    cycles(diary, owner, "-", start=3 * MONTH)
    assert measure(diary.ledger()).values["book_coverage.csm"] == 1.0
