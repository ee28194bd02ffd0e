"""Compiled metrics are those of plain Python, and are compiled once."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import ledger as events
from simulator.ledger import Ledger
from simulator.metrics import (
    Measures,
    capacity,
    cohorts,
    exposures,
    funnel_times,
    impact,
    ledger_totals,
    lifetime,
    measure,
    recurring,
    renewals,
    spend,
    stage_visits,
    wings,
)
from simulator.metrics.reading import Reading
from simulator.model import MQL, PROSPECT, SAL, SQL, WON
from simulator.money import by_account, journal
from simulator.money.journal import begin, go_on
from simulator.numerics.months import MONTH

from .ledgers import Diary, header


def flat(measures: Measures) -> list[Any]:
    arrays = [measures.bowtie, measures.stages, measures.rates, measures.cohorts]
    arrays += [measures.worth, measures.exposure, measures.teams, measures.cycles, measures.wings]
    arrays += [*measures.monthly.values(), *measures.company.values()]
    return [*measures.values.items(), *(array.tolist() for array in arrays)]


def busy_ledger() -> Ledger:
    """Four motions, one of each kind of contract, with all that can happen to them."""
    motions = header(
        motions=4,
        fixed=np.array([1, 0, 0, 1]),
        term=np.array([12, 1, 1, 12]),
        metered=np.array([0, 0, 1, 0]),
        owned=np.array([0, 0, 0, 1]),
    )
    motions.stage["marks"] = (MQL, SAL, WON, PROSPECT, SQL, SAL, WON, PROSPECT) * 2
    motions.stage["teams"], motions.stage["cost"] = 1, 40
    motions.team["base"], motions.team["variable"], motions.team["quota"] = 9_000, 5_000, 70_000
    motions.motion["lead_cost"], motions.motion["fixed_cost"], motions.motion["impact_value"] = 50, 70, 90
    motions.offer["hosting"], motions.offer["goods"], motions.offer["cost_to_serve"] = 0.1, 0.3, 3
    motions.money["cash"], motions.money["fixed_cost"] = 30_000, 900
    diary = Diary(motions)
    for team in range(3):
        diary.note(0.0, -1, events.STAFFED, team=team, count=2, amount=3)
    for motion in range(4):
        diary.note(0.0, -1, events.MOTION_OPENED, motion=motion)
        diary.signed(-40.0, 0 if motion == 2 else 5_000, motion=motion)
    for n in range(60):
        motion, day = n % 4, 9.7 * n
        asking = diary.born(day, motion)
        diary.note(day + 2, asking, events.SEATED, stage=4 * motion, team=0, person=0)
        diary.note(day + 9, asking, events.FREED, stage=4 * motion, team=0, person=0)
        diary.note(day + 9, asking, events.LOST, stage=4 * motion, reason=events.UNWORKED if n % 5 else 1)
        arr = 0 if motion == 2 else 1007 * (n + 1)
        account = diary.signed(day, arr, once=31 * n, motion=motion, live=day + n)
        for month in range(3, 30, 3):
            event = events.REACHED if (n + month) % 4 else events.MISSED
            diary.note(day + n + month * MONTH, account, event, team=2 if month % 2 else -1)
        if motion == 2:
            for month in range(1, 20 + n):
                diary.note(
                    day + month * MONTH, account, events.METERED, amount=n + month, arr=12 * (n + month)
                )
            diary.note(day + (19 + n) * MONTH, account, events.CHURNED, written=day + (22 + n) * MONTH)
        else:
            diary.note(day + 40.0, account, events.EXPANDED, amount=n, arr=arr + 500)
            diary.note(day + 12 * MONTH, account, events.RENEWED, arr=arr + 500)
            diary.note(day + 12 * MONTH, account, events.CONTRACTED, arr=arr)
            diary.note(day + 12 * MONTH, account, events.REPRICED, arr=arr + 33)
            end = events.LAPSED if motion == 3 else events.CHURNED
            if n % 3 == 0:
                diary.note(day + 24 * MONTH, account, events.UNPAID, arr=arr)
            if n % 5 == 1:
                diary.note(
                    day + 24 * MONTH,
                    account,
                    events.MOVED,
                    motion=motion,
                    to_motion=0,
                    invoice=-1,
                    arr=arr + 40,
                )
                diary.note(day + 26 * MONTH, account, events.CHURNED)
                diary.note(day + 29 * MONTH, account, events.WON_BACK, invoice=3, arr=arr - 1)
                continue
            diary.note(day + 24 * MONTH, account, end)
            if motion == 3:
                diary.note(day + 30 * MONTH, account, events.REPURCHASED, amount=5, arr=arr)
    return diary.ledger()


PLAIN = """
import pickle, sys
from tests.metrics.test_compiled_measures import flat
from simulator.metrics import measure
import numba
assert numba.config.DISABLE_JIT
ledger = pickle.loads(sys.stdin.buffer.read())
sys.stdout.buffer.write(pickle.dumps(flat(measure(ledger))))
"""


@pytest.mark.slow
def test_compiled_and_plain_python_agree_to_the_bit():
    ledger = busy_ledger()
    mine = flat(measure(ledger))
    unknown = {name for name, value in measure(ledger).values.items() if np.isnan(value)}
    undefined = {
        "wait_days.ae",
        "runout_month",
        "pipeline_coverage",
        "velocity",
        "velocity:formula",
        "brought",
    }
    assert unknown == undefined
    answer = subprocess.run(
        [sys.executable, "-c", PLAIN],
        input=pickle.dumps(ledger),
        cwd=Path(__file__).parents[2],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        check=True,
    )
    np.testing.assert_equal(pickle.loads(answer.stdout), mine)


@pytest.mark.parametrize("room", [1, 50, 500])
def test_a_journal_in_pieces_is_measured_as_a_whole_one(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches what is summed up twice, or not at all, where one piece of the entries ends and another begins,
    and a large ledger whose entries are kept."""
    ledger = busy_ledger()
    expected, some = flat(measure(ledger)), measure(ledger, only=["ltv", "cac"]).values
    monkeypatch.setattr(sys.modules[journal.__module__], "PIECE", room)
    np.testing.assert_equal(flat(measure(ledger)), expected)
    np.testing.assert_equal(measure(ledger, only=["ltv", "cac"]).values, some)
    assert Reading(ledger).booked is None


def test_a_new_ledger_never_compiles_anew():
    """Read-only, sliced or fresh: one signature for each pass, or each would cost seconds."""
    ledger = busy_ledger()
    spaced = np.zeros(2 * len(ledger.rows), ledger.rows.dtype)[::2]
    spaced[:] = ledger.rows
    frozen = ledger.rows.copy()
    frozen.setflags(write=False)
    expected = flat(measure(ledger))
    for rows in (spaced, frozen):
        np.testing.assert_equal(flat(measure(replace(ledger, rows=rows))), expected)
    passes = (
        by_account.gather,
        begin,
        go_on,
        funnel_times.walk,
        stage_visits.follow,
        capacity.seat_days,
        impact.cycles,
        recurring.post,
        renewals.decide,
        lifetime.live_on,
        spend.of_prospects,
        ledger_totals.post,
        cohorts.follow,
        exposures.stakes,
        wings.follow,
    )
    for one in passes:
        assert len(getattr(one, "signatures", [0])) == 1, one
