"""Catches an amount in the wrong month, motion or column, and money of the company that is lost."""

import dataclasses

import numpy as np

from simulator import ledger as events
from simulator.metrics import measure
from simulator.model import NONE
from simulator.numerics.months import MONTH

from .ledgers import AE, Diary, header


def test_what_is_billed_earned_and_received_by_month_and_motion():
    plan = header(months=6, motions=2, billing=[12, 1], pays_after=[45.0, 0.0], goods=0.5)
    diary = Diary(plan)
    diary.signed(0.0, 12_000, once=600)
    diary.signed(MONTH, 1_200, motion=1)
    monthly = measure(diary.ledger()).monthly
    assert monthly["billed"].T.tolist() == [[12_600, 0, 0, 0, 0, 0], [0, 100, 100, 100, 100, 100]]
    assert monthly["cash_in"].T.tolist() == [[0, 12_600, 0, 0, 0, 0], [0, 100, 100, 100, 100, 100]]
    # A contract month is revenue at its end, which here is the first instant of the next month.
    assert monthly["revenue"].T.tolist() == [[600, 1000, 1000, 1000, 1000, 1000], [0, 0, 100, 100, 100, 100]]
    assert monthly["deferred"].T.tolist() == [
        [12_000, 11_000, 10_000, 9_000, 8_000, 7_000],
        [0, 100, 100, 100, 100, 100],
    ]
    assert monthly["service_cost"].T.tolist() == [[300, 0, 0, 0, 0, 0], [0] * 6]


def test_use_and_service_before_the_bill_are_deferred_below_nothing():
    diary = Diary(header(months=6, billing=3, arrears=1))
    diary.signed(0.0, 12_000, every=-3)
    monthly = measure(diary.ledger()).monthly
    assert monthly["deferred"][:, 0].tolist() == [0, -1000, -2000, 0, -1000, -2000]


def test_the_company_is_all_motions_and_what_belongs_to_none():
    plan = header(months=6, motions=2, lead_cost=50, launch_cost=900, fixed_cost=7)
    plan.money["cash"], plan.money["fixed_cost"] = 100_000, 33
    plan.team["base"][AE] = 12_000
    diary = Diary(plan)
    diary.note(0.0, -1, events.STAFFED, team=AE, count=1, amount=1)
    diary.note(0.0, -1, events.MOTION_OPENED, motion=0)
    diary.note(2.5 * MONTH, -1, events.MOTION_OPENED, motion=1)
    diary.signed(1.0, 12_000)
    diary.signed(99.0, 1_200, motion=1)
    measures = measure(diary.ledger())
    monthly, company = measures.monthly, measures.company
    for name in ("billed", "revenue", "cash_in", "deferred", "acquisition_cost", "service_cost"):
        assert (monthly[name].sum(axis=1) == company[name]).all(), name
    own = company["unallocated_cost"] - monthly["unallocated_cost"].sum(axis=1)
    assert own.tolist() == [33 + 1000] * 6  # fixed costs, and a seller who has nothing to do
    assert monthly["unallocated_cost"][0].tolist() == [907, 0]
    assert monthly["unallocated_cost"][2].tolist()[1] >= 900
    costs = sum(
        company[f"{place}_cost"]
        for place in ("acquisition", "onboarding", "service", "expansion", "unallocated")
    )
    assert (costs == company["cash_out"]).all()
    assert (np.diff(company["cash"], prepend=100_000) == company["cash_in"] - company["cash_out"]).all()


def test_what_was_billed_before_the_first_day_is_deferred_then():
    """Signed and billed four months before the first day: eight of twelve months are still to be earned."""
    diary = Diary(header(months=6, billing=12))
    diary.signed(-4 * MONTH, 12_000)
    monthly = measure(diary.ledger()).monthly
    assert not monthly["billed"].any()
    # The month that ends on the very first day is earned on it.
    assert monthly["deferred"][:, 0].tolist() == [8_000, 7_000, 6_000, 5_000, 4_000, 3_000]
    assert monthly["revenue"][:, 0].tolist() == [1000] * 6


def test_a_company_without_people_has_fixed_costs_all_the_same():
    """Catches an index into no teams: whoever sells without people has nobody idle."""
    plan = header(months=6)
    plan.money["fixed_cost"] = 33
    nobody = dataclasses.replace(plan, teams=(), team=plan.team[:0])
    nobody.motion["csm"] = NONE
    monthly = measure(Diary(nobody).ledger()).company
    assert monthly["unallocated_cost"].tolist() == [33] * 6
