"""Catches fixed costs before a motion opens, after the horizon, or of a part of a month in full."""

from __future__ import annotations

from simulator import ledger as events
from simulator.money.entry_kinds import LAUNCH, MOTION_FIXED_COST, OVERHEAD
from simulator.numerics.months import MONTH

from ..metrics.ledgers import Diary, header
from .reading import entries


def test_a_motion_costs_from_its_opening_and_the_company_always():
    made = header(months=3, runoff=6, motions=2, launch_cost=5_000, fixed_cost=600)
    made.money["fixed_cost"] = 90
    diary = Diary(made)
    diary.note(0.0, -1, events.MOTION_OPENED, motion=0)
    diary.note(1.5 * MONTH, -1, events.MOTION_OPENED, motion=1)
    found = [
        (e["motion"], round(e["day"] / MONTH, 6), e["kind"], e["cents"]) for e in entries(diary.ledger())
    ]
    assert sorted(found) == sorted(
        [(-1, month, OVERHEAD, 90) for month in (1, 2, 3)]
        + [(0, 0.0, LAUNCH, 5_000)]
        + [(0, month, MOTION_FIXED_COST, 600) for month in (1, 2, 3)]
        + [(1, 1.5, LAUNCH, 5_000), (1, 2, MOTION_FIXED_COST, 300), (1, 3, MOTION_FIXED_COST, 600)]
    )
    assert {int(e["day"] // MONTH) for e in entries(diary.ledger(), OVERHEAD)} == {0, 1, 2}


def test_a_motion_that_opens_after_the_horizon_costs_nothing():
    diary = Diary(header(months=3, runoff=6, launch_cost=5_000, fixed_cost=600))
    diary.note(4 * MONTH, -1, events.MOTION_OPENED, motion=0)
    assert entries(diary.ledger()) == []
