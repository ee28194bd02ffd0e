"""Who comes back after having left, and who changes to another motion, worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulator
from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.layout.text import text as printed
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from simulator.scenario import describe
from tests.companies import qualify_and_sign
from tests.oracles.companies import Company, day_of, told
from tests.rules.test_contract import BEFORE, LIVE, SIGN, START, TERM, lived

engines = pytest.mark.parametrize("engine", ENGINES)


@engines
def test_a_churned_customer_comes_back(engine: str) -> None:
    """It leaves after a year, is back 100 days later, and its contract and its cycles go on from there:
    the next decision is a year after it came back. Catches a contract that goes on from its old anchor,
    and cycles while it was away."""
    offer = {**TERM, "winback": 1.0, "winback_after": 100.0}
    rows = lived(30, engine, offer=offer, renewal=0.0, every=6, reached=1.0)
    back = 20.0 + 12 * MONTH + 100.0
    assert rows == sorted(
        [
            *BEFORE,
            (20.0, "opened", 0, 120_000),
            *LIVE,
            (30.0 + 6 * MONTH, "impact reached", 0, 0),
            (20.0 + 12 * MONTH, "churned", 0, 0),
            (back, "won back", 0, 120_000),
            *[(30.0 + 6 * k * MONTH, "impact reached", 0, 0) for k in (3, 4)],
            (back + 12 * MONTH, "churned", 0, 0),
        ]
    )


SHRINKS = (
    """
title = "half of four cycles have impact; who decides to stay without any shrinks for sure"
start = 2027-01-01
years = 2
[motion.p]
leads = "600 a month"
growth = "-100% a month"
units = 1000
"""
    + qualify_and_sign(motion="p")
    + """
[motion.p.offer]
price = "1 per unit a month"
term = "12 months"
[motion.p.impact]
every = "3 months"
reached = "50%"
[motion.p.renewal]
overall = "100%"
[motion.p.contraction]
without_impact = "100%"
by = "50%"
"""
)


@engines
def test_impact_in_a_share_of_the_cycles_lowers_the_chance_to_shrink_by_that_share(
    engine: str, tmp_path: Path
) -> None:
    """Of customers with impact in 0, 1, 2, 3 or 4 of the 4 cycles of their term all, 75, 50, 25 % and none
    shrink, 100 % * (1 - k/4), and key and `bowtie check` say so. Catches a rule that asks only whether there
    was any impact, and words that promise that. Within five standard errors of a share."""
    file = tmp_path / "shrinks.toml"
    file.write_text(SHRINKS)
    company = simulator.load(file)
    words = (
        "100 % of decisions to stay without any impact; impact in a share of the cycles takes off that share"
    )
    assert words in " ".join(printed(describe(company)).replace("assumption", "").split())
    ledger = simulate(company.model(), seed=1, engine=engine)
    rows = ledger.rows
    signed = day_of(ledger, e.OPENED)
    term = rows[(rows["account"] >= 0) & (rows["day"] <= signed[rows["account"]] + 12 * MONTH)]
    hits, shrunk = (
        np.bincount(term["account"][term["event"] == event], minlength=len(signed))
        for event in (e.REACHED, e.CONTRACTED)
    )
    for k in range(5):
        share, of = 1.0 - k / 4, int((hits == k).sum())
        assert of > 20
        wide = 5.0 * (share * (1.0 - share) / of) ** 0.5
        assert shrunk[hits == k].mean() == pytest.approx(share, abs=wide)


@engines
def test_another_life_has_other_chances(engine: str) -> None:
    """Of 400 who come back after a first year, half stay the second time although all of them had left
    at the same month before. Catches draws that a second contract shares with the first."""
    company = Company()
    offer = {**TERM, "winback": 1.0, "winback_after": 0.0}
    company.motion((SIGN,), dated=[0.0] * 400, units=10, offer=offer, renewal=0.5)
    ledger = simulate(company.model(1, run_off=26 * MONTH), engine=engine)
    rows = ledger.rows
    left = set(rows["account"][(rows["event"] == e.CHURNED) & (rows["day"] < 20.0 + 13 * MONTH)].tolist())
    second = rows[(rows["event"] == e.CHURNED) & (rows["day"] > 20.0 + 13 * MONTH)]
    again = len(left & set(second["account"].tolist())) / len(left)
    assert 0.3 < again < 0.7  # 400 accounts, 200 leave: five standard errors are 0.18


def two_motions(at: int, *, units: int = 0, chance: float = 1.0, opens: float = 0.0, **life: Any) -> Company:
    """A licence with maintenance, and a subscription that its owners may move to."""
    company = Company()
    owned = {"licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1}
    move = {"first_move": 0, "moves": 1}
    company.motion((SIGN, START), dated=[0.0], units=10, offer=owned, renewal=1.0, **move, **life)
    company.motion((SIGN, START), offer={"yearly": 24_000, "term": 1, "billing": 1}, renewal=1.0, opens=opens)
    stage = 2 if at == m.AT_LOSS else m.NONE
    company.also("moves", to=1, at=at, stage=stage, chance=chance, units=units, address=0)
    return company


def moved(ledger: Ledger) -> list[tuple[float, int, int, int, int, int]]:
    """(day, from, to, months of an invoice, paid once, arr) of each move."""
    rows = ledger.rows[ledger.rows["event"] == e.MOVED]
    names = ("day", "motion", "to_motion", "invoice", "amount", "arr")
    return [tuple(r[name].item() for name in names) for r in rows]


@engines
def test_an_owner_moves_to_a_subscription_when_its_maintenance_is_due(engine: str) -> None:
    """On deciding to stay after a year: from 100 000 a year to 240 000, billed monthly, nothing paid once.
    Catches a move in mid-term, and one to a motion that is not open yet."""
    assert moved(simulate(two_motions(m.AT_DECISION).model(1, run_off=20 * MONTH), engine=engine)) == [
        (20.0 + 12 * MONTH, 0, 1, 1, 0, 240_000)
    ]
    late = two_motions(m.AT_DECISION, opens=20.0 + 12 * MONTH + 1.0)
    assert moved(simulate(late.model(1, run_off=30 * MONTH), engine=engine)) == [
        (20.0 + 24 * MONTH, 0, 1, 1, 0, 240_000)
    ]
    assert moved(simulate(two_motions(m.AT_DECISION, units=11).model(1, run_off=40 * MONTH))) == []


@engines
def test_a_customer_that_outgrows_its_motion_moves_at_the_end_of_its_term(engine: str) -> None:
    """Ten, twelve units after half a year: more than eleven, and the contract allows it after a year."""
    company = two_motions(m.AT_GROWTH, units=11, every=6, reached=1.0, expansion=1.0, expansion_by=0.2)
    assert moved(simulate(company.model(1, run_off=20 * MONTH), engine=engine)) == [
        (20.0 + 12 * MONTH, 0, 1, 1, 0, 288_000)
    ]


@engines
def test_a_lost_prospect_enters_a_stage_of_another_motion(engine: str) -> None:
    """Lost on day 20, it begins the other motion's first stage at once, and signs there on day 40. Catches a
    loss that is counted as final, and a seat that is kept."""
    company = Company()
    lost = {**SIGN, "passes": 0.0}
    company.motion((lost,), dated=[0.0], units=10, offer={"yearly": 1}, first_move=0, moves=1)
    company.motion((SIGN, START), offer=TERM)
    company.also("moves", to=1, at=m.AT_LOSS, stage=1, chance=1.0, units=0, address=0)
    ledger = simulate(company.model(1, run_off=3 * MONTH), engine=engine)
    (row,) = ledger.rows[ledger.rows["event"] == e.LOST]
    assert (row["day"], row["to"]) == (20.0, 1)
    assert moved(ledger) == [(20.0, 0, 1, 0, 0, 0)]
    assert (40.0, "opened", 0, 120_000) in told(ledger)
    assert ledger.motion.tolist() == [0]  # of its birth


@engines
def test_impact_is_looked_at_after_a_move_to_a_motion_that_does(engine: str) -> None:
    """Nobody looks at owners; those who move to the subscription after a year have a cycle each quarter from
    that day on. Catches an account that nobody ever looks at again."""
    company = two_motions(m.AT_DECISION)
    company._lists["motions"][1] |= {"every": 3, "reached": company._rate(1.0)}
    rows = simulate(company.model(1, run_off=20 * MONTH), engine=engine).rows
    days = rows["day"][rows["event"] == e.REACHED]
    assert days.tolist() == [20.0 + 15 * MONTH, 20.0 + 18 * MONTH]


@engines
def test_who_moves_and_shrinks_does_both(engine: str) -> None:
    """Half as many units from the next term on, which is one of the other motion: 5 of 10, 120 000 a year."""
    company = two_motions(m.AT_DECISION, every=6, reached=0.0, contraction=1.0, contraction_by=0.5)
    assert moved(simulate(company.model(1, run_off=20 * MONTH), engine=engine)) == [
        (20.0 + 12 * MONTH, 0, 1, 1, 0, 120_000)
    ]


def test_there_is_no_invoice_for_no_use() -> None:
    """All decide to leave after the first month, and use nothing from then on: there is no second invoice
    that could fail. Catches a payment that fails in an idle month."""
    company = Company()
    offer = {"use": 12_000, "term": 1, "metered": 1, "from_live": 1, "arrears": 1, "failed_payments": 1.0}
    company.motion((SIGN,), dated=[0.0] * 100, units=10, offer=offer, renewal=0.0)
    rows = simulate(company.model(1, run_off=6 * MONTH)).rows
    assert not (rows["event"] == e.UNPAID).any()
    assert set(rows["day"][rows["event"] == e.CHURNED].tolist()) == {20.0 + MONTH}


def test_a_cut_is_forgotten_with_the_maintenance_that_it_was_of() -> None:
    """In month 6 all decide to halve at the end of the year; some do not pay in month 9, lapse, and buy again
    on the same day: they have decided nothing for month 12."""
    company = Company()
    owned = {"licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1, "notice": 6}
    paid = {"billing": 3, "failed_payments": 0.3, "repurchase": 1.0, "repurchase_after": 9.0}
    life = {"every": 6, "reached": 0.0, "renewal": 1.0, "contraction": 1.0, "contraction_by": 0.5}
    company.motion((SIGN,), dated=[0.0] * 200, units=10, offer={**owned, **paid}, **life)
    rows = simulate(company.model(1, run_off=13 * MONTH)).rows
    lapsed = rows[(rows["event"] == e.LAPSED) & (rows["day"] == 20.0 + 9 * MONTH)]
    assert len(lapsed) > 10
    halved = rows["account"][rows["event"] == e.CONTRACTED]
    assert len(halved) > 10
    assert not set(lapsed["account"].tolist()) & set(halved.tolist())
