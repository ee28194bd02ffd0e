"""Walks through stages, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from tests.oracles.companies import Company

engines = pytest.mark.parametrize("engine", ENGINES)


def walked(company: Company, engine: str, days: float = 300.0, account: int = 0) -> list[tuple[Any, ...]]:
    """(day, event, stage, to, reason) of a prospect's walk; of a lead (day, event, motion, to, units)."""
    events = (e.LEAD, e.PASSED, e.LOST, e.NURTURED, e.RETURNED, e.SETBACK, e.WENT_LIVE)
    rows = simulate(company.model(days), engine=engine).rows
    told = []
    for row in rows[np.isin(rows["event"], events) & (rows["account"] == account)]:
        of = ("to_motion", "to", "count") if row["event"] == e.LEAD else ("stage", "to", "reason")
        told.append((float(row["day"]), e.EVENTS[int(row["event"])], *(int(row[name]) for name in of)))
    return told


@engines
def test_nurtured_five_times_at_most(engine: str) -> None:
    """A day of work, ten days of rest, and the sixth refusal is the last."""
    company = Company()
    company.motion([{"takes": 1.0, "passes": 0.0, "nurture": 1.0, "nurture_after": 10.0}], dated=[0.0])
    rounds = [
        row
        for k in range(5)
        for row in (
            (1.0 + 11 * k, "nurtured", 0, 0, e.DISQUALIFIED),
            (11.0 + 11 * k, "returned", -1, 0, 0),
        )
    ]
    assert walked(company, engine) == [(0.0, "lead", 0, 0, 1), *rounds, (56.0, "lost", 0, -1, e.DISQUALIFIED)]


@engines
def test_jumps_and_reasons(engine: str) -> None:
    """A loss may lead elsewhere, passing may skip; who decides gives the reason."""
    company = Company()
    company.motion(
        [
            {"takes": 1.0, "passes": 0.0, "loses_to": 1},
            {"takes": 2.0, "passes_to": 3},
            {"takes": 4.0},
            {"takes": 8.0, "passes": 0.0, "decides": m.BUYER},
        ],
        dated=[5.0],
    )
    assert walked(company, engine) == [
        (5.0, "lead", 0, 0, 1),
        (6.0, "lost", 0, 1, e.DISQUALIFIED),
        (8.0, "passed", 1, 3, 0),
        (16.0, "lost", 3, -1, e.DECLINED),
    ]


@engines
def test_going_cold_before_and_after_the_close(engine: str) -> None:
    """Nobody is there: a prospect is lost, a customer stumbles on and is live all the same."""
    company = Company()
    nobody = company.team(plan=((0.0, 0),))
    waits = {"takes": 1.0, "max_wait": 3.0, "teams": [nobody]}
    company.motion([waits], dated=[0.0])
    company.motion([{"marks": m.WON}, {**waits, "after_close": 1}], dated=[0.0])
    assert walked(company, engine) == [(0.0, "lead", 0, 0, 1), (3.0, "lost", 0, -1, e.UNWORKED)]
    assert walked(company, engine, account=1) == [
        (0.0, "lead", 1, 1, 1),
        (0.0, "passed", 1, 2, 0),
        (3.0, "setback", 2, -1, e.UNWORKED),
        (3.0, "went live", -1, -1, 0),
    ]


@engines
def test_served_at_the_very_end_of_max_wait(engine: str) -> None:
    """A seat that comes free in the instant in which patience ends is taken."""
    company = Company()
    team = company.team()
    company.motion([{"takes": 5.0, "max_wait": 5.0, "teams": [team]}], dated=[0.0, 0.0, 0.0])
    assert walked(company, engine, account=1)[1] == (10.0, "passed", 0, -1, 0)
    assert walked(company, engine, account=2)[1] == (5.0, "lost", 0, -1, e.UNWORKED)
