"""What customers bring, and who comes back, worked by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, count_of, told
from tests.oracles.judging import share_is

engines = pytest.mark.parametrize("engine", ENGINES)
YEARLY = {"yearly": 1200, "term": 12, "fixed": 1}


def days_of(ledger: Ledger, event: int) -> list[float]:
    return ledger.rows["day"][ledger.rows["event"] == event].tolist()


def one_cycle(count: int, **life: Any) -> Ledger:
    """So many customers of the first day live through one cycle."""
    company = Company()
    company.motion([{"marks": m.WON}], dated=[0.0] * count, every=2, **life)
    return simulate(company.model(3 * MONTH))


@engines
def test_a_champion_calls_from_a_new_employer(engine: str) -> None:
    """It comes in at the stage named, in that instant. Once gone, nobody leaves again before a decision to
    stay, and only who has seen impact calls. Catches a champion that leaves in each cycle for years."""
    for reached, calls in ((1.0, [MONTH + 1.0, 13 * MONTH + 1.0]), (0.0, [])):
        company = Company()
        company.motion(
            [{"takes": 30.0}, {"takes": 1.0, "marks": m.WON}], dated=[0.0], offer=YEARLY, every=1,
            reached=reached, champion=1.0, calls=1.0, champion_stage=1, renewal=1.0, champion_odds=1.0,
        )  # fmt: skip
        ledger = simulate(company.model(15 * MONTH), engine=engine)
        mine = ledger.rows[ledger.rows["account"] == 0]
        signed = float(mine["day"][mine["event"] == e.WON][0])
        left = mine["day"][mine["event"] == e.CHAMPION_LEFT]
        assert left.tolist() == [
            signed + MONTH,
            signed + 13 * MONTH,
        ]  # who renews at 12 months has another one
        called = mine[mine["event"] == e.CHAMPION_CALLED]
        assert len(called) == len(calls)
        for row in called:
            born = ledger.rows[(ledger.rows["account"] == row["amount"]) & (ledger.rows["event"] == e.LEAD)][
                0
            ]
            assert (born["day"], born["to"], born["motion"]) == (row["day"], 1, m.NONE)
            assert ledger.parent[row["amount"]] == 0
            if row["day"] < 5 * MONTH:
                assert told(ledger, int(row["amount"]))[1:2] == [(row["day"] + 1.0, "opened", 0, 1200)]


def test_one_number_decides_what_a_cycle_brings() -> None:
    """Of 60,000 cycles with impact 30 % recommend, in 40 % the champion leaves, and half of those call.
    Without impact as many leave and nobody calls. Catches two draws, by which both could happen at once, or a
    chance to leave that impact moves."""
    count = 60_000
    life: dict[str, Any] = {"referral": 0.3, "champion": 0.4, "calls": 0.5}
    ledger = one_cycle(count, reached=1.0, **life)
    referred, left, called = (
        count_of(ledger, event)[:count] for event in (e.REFERRED, e.CHAMPION_LEFT, e.CHAMPION_CALLED)
    )
    assert (referred + left).max() == 1
    assert (called <= left).all()
    for found, exact in ((referred, 0.3), (left, 0.4), (called, 0.2)):
        share_is(found.sum(), count, exact, notices=0.01)
    ledger = one_cycle(count, reached=0.0, **life)
    assert not count_of(ledger, e.REFERRED).any()
    assert not count_of(ledger, e.CHAMPION_CALLED).any()
    share_is(count_of(ledger, e.CHAMPION_LEFT).sum(), count, 0.4, notices=0.01)


def test_the_same_customers_recommend_with_champions_and_without() -> None:
    """Catches a champion whose draws move those of recommendations, or the addresses of who comes of them."""
    plain = one_cycle(3_000, reached=1.0, referral=0.3)
    both = one_cycle(3_000, reached=1.0, referral=0.3, champion=0.3, calls=1.0)
    told = [ledger.rows["account"][ledger.rows["event"] == e.REFERRED] for ledger in (plain, both)]
    assert told[0].tolist() == told[1].tolist()
    brought = [
        {int(ledger.address[n]) for n in ledger.rows["amount"][ledger.rows["event"] == e.REFERRED]}
        for ledger in (plain, both)
    ]
    assert brought[0] == brought[1]
    assert len(set(both.address.tolist())) == len(both.address)


def test_what_the_old_account_loses() -> None:
    """Of the first decision the odds are 1.5 with a champion, and half of that without; who stays has another
    one, so that the next is as the first. Catches a loss that is for ever, or one that nobody bears."""
    company = Company()
    count = 60_000
    offer = {"yearly": 1200, "term": 2, "fixed": 1}
    company.motion(
        [{"marks": m.WON}], dated=[0.0] * count, offer=offer, every=2, reached=1.0, renewal=0.6,
        champion=0.5, calls=0.0, champion_odds=0.5,
    )  # fmt: skip
    ledger = simulate(company.model(4.5 * MONTH))
    rows = ledger.rows
    for term in (1, 2):
        day = 2 * term * MONTH
        asked = np.zeros(count, bool)
        asked[rows["account"][(rows["event"] == e.REACHED) & (rows["day"] == day)]] = True
        alone, stayed = np.zeros(count, bool), np.zeros(count, bool)
        alone[rows["account"][(rows["event"] == e.CHAMPION_LEFT) & (rows["day"] == day)]] = True
        stayed[rows["account"][(rows["event"] == e.RENEWED) & (rows["day"] == day)]] = True
        share_is(alone.sum(), asked.sum(), 0.5, notices=0.02)
        share_is(stayed[asked & ~alone].sum(), (asked & ~alone).sum(), 0.6, notices=0.025)
        share_is(stayed[asked & alone].sum(), (asked & alone).sum(), 0.75 / 1.75, notices=0.025)


@engines
def test_who_is_recommended_comes_in_late(engine: str) -> None:
    """The stage before is not gone through. Catches a lead that walks all stages, or is free of all."""
    company = Company()
    stages = [{"takes": 50.0}, {"takes": 5.0}, {"takes": 1.0, "marks": m.WON}]
    company.motion(stages, dated=[0.0], every=6, reached=1.0, referral=1.0, referral_stage=1)
    ledger = simulate(company.model(9 * MONTH), engine=engine)
    rows = ledger.rows[ledger.rows["account"] == 1]
    day = 56.0 + 6 * MONTH
    moves = rows[np.isin(rows["event"], [e.LEAD, e.PASSED])]
    assert [tuple(row) for row in moves[["day", "stage", "to"]].tolist()] == [
        (day, -1, 1), (day + 5.0, 1, 2), (day + 6.0, 2, -1),
    ]  # fmt: skip


def came_back(engine: str = "compiled", **more: Any) -> Ledger:
    """One customer leaves after two months, and is back as a lead ten days later at the second stage."""
    company = Company()
    offer = {"yearly": 1200, "size": 3.0, "winback": 1.0, "winback_after": 10.0, "winback_stage": 1}
    stages = [{"takes": 8.0}, {"takes": 4.0, "marks": m.WON}]
    life = {"renewal": 0.0, "champion": 1.0, "every": 1, "reached": 1.0, "calls": 0.0, **more}
    company.motion(stages, dated=[0.0], units=7, offer=offer, **life)
    return simulate(company.model(4 * MONTH, run_off=12 * MONTH), engine=engine)


@engines
def test_a_former_customer_has_to_be_won_anew(engine: str) -> None:
    """It is another account, of as many product units, and the old one is over; after the horizon nobody
    comes back so. Catches one that is signed at once, that shrinks or grows by its size in billed units, that
    goes through all stages, or that comes back for ever in the run-off."""
    ledger = came_back(engine)
    signed, back = 12.0, 12.0 + MONTH + 10.0
    assert days_of(ledger, e.WON) == [signed, back + 4.0, back + 4.0 + MONTH + 10.0 + 4.0]
    assert days_of(ledger, e.BACK_AS_LEAD) == [back, back + 4.0 + MONTH + 10.0]
    assert not days_of(ledger, e.WON_BACK)
    assert told(ledger, 1)[:2] == [(back, "back as a lead", 0, 0), (back, "lead", 7, 0)]
    rows = ledger.rows
    assert set(rows["count"][rows["event"] == e.WON]) == {21}
    assert rows["amount"][rows["event"] == e.BACK_AS_LEAD].tolist() == [0, 1]
    assert ledger.parent.tolist() == [-1, 0, 1]
    assert (rows["account"][rows["day"] > back] >= 1).all() or not len(rows)
    assert max(days_of(ledger, e.LEAD)) < ledger.header.horizon < max(days_of(ledger, e.CHURNED))


def test_who_comes_back_is_as_suited_as_before() -> None:
    """A decision that follows fit by 0.95 lets half of all pass. Of those who passed and come back it lets
    P(both) / P(one) = (1/4 + asin(0.95^2) / (2 pi)) / (1/2) pass again (Sheppard 1899). Catches a new draw
    of fit."""
    company = Company()
    count = 40_000
    passes = {"kind": m.JUDGED, "threshold": 0.0, "fit_correlation": 0.95}
    offer = {"yearly": 1200, "winback": 1.0, "winback_after": 1.0, "winback_stage": 0}
    company.motion([{"passes": passes, "marks": m.WON}], dated=[0.0] * count, offer=offer, renewal=0.0)
    ledger = simulate(company.model(1.5 * MONTH))
    won = count_of(ledger, e.WON)
    again = ledger.parent >= 0
    assert again.sum() == won[:count].sum()
    exact = (0.25 + math.asin(0.95**2) / (2 * math.pi)) / 0.5
    share_is(won[again].sum(), again.sum(), exact, notices=0.015)


@engines
def test_who_was_met_before_is_no_new_lead(engine: str) -> None:
    """In a market of one account it is lost a day after it came, and free again at the first month end a
    month later: day 1 + 1 month lies in the second month. Catches an account that is never free again, or
    free while it is worked on, and one that is met twice."""
    company = Company()
    contacts = [0.0, 0.5, 5.0, MONTH, 40.0, 2 * MONTH - 0.1, 2 * MONTH, 62.0, 63.0]
    company.motion(
        [{"takes": 1.0, "passes": 0.0}, {"marks": m.WON}], dated=contacts, accounts=1.9, returns_after=1.0
    )
    ledger = simulate(company.model(3 * MONTH), engine=engine)
    assert days_of(ledger, e.LEAD) == [0.0, 2 * MONTH]
    company = Company()
    company.motion(
        [{"takes": 1.0, "passes": 0.0}, {"marks": m.WON}], dated=contacts, accounts=1.0, returns_after=-1.0
    )
    assert days_of(simulate(company.model(3 * MONTH), engine=engine), e.LEAD) == [0.0]


@engines
def test_a_customer_is_met_again_once_it_has_left(engine: str) -> None:
    """It leaves after the first month, and comes back by itself with a chance of nothing: from the next month
    end on it is free. One that will be back is not. Catches a customer who is sold to as a stranger, and one
    who is counted twice."""
    for winback, days in ((0.0, [0.0, 2 * MONTH]), (1.0, [0.0])):
        company = Company()
        contacts = [0.0, 10.0, MONTH + 1.0, 2 * MONTH]
        offer = {"yearly": 1200, "winback": winback, "winback_after": 5 * MONTH}
        company.motion(
            [{"marks": m.WON}], dated=contacts, offer=offer, renewal=0.0, accounts=1.0, returns_after=0.0
        )
        ledger = simulate(company.model(3 * MONTH), engine=engine)
        assert days_of(ledger, e.LEAD) == days


def test_customers_bring_nobody_out_of_an_empty_market() -> None:
    """All ten accounts are customers from the first day on: all would recommend us, and nobody is left.
    Catches loops that make accounts out of nothing."""
    company = Company()
    company.motion(
        [{"marks": m.WON}], dated=[0.0] * 200, every=1, reached=1.0, referral=0.5, champion=0.5, calls=1.0,
        accounts=10.0, returns_after=-1.0,
    )  # fmt: skip
    ledger = simulate(company.model(6 * MONTH))
    assert len(ledger.motion) == 10
    assert not count_of(ledger, e.REFERRED).any()
    assert not count_of(ledger, e.CHAMPION_CALLED).any()
    assert count_of(ledger, e.CHAMPION_LEFT).any()


def test_the_market_of_the_first_day_holds_its_customers() -> None:
    """Nine of ten accounts are customers or deals: of forty contacts of that day one is new. Catches a first
    day that takes nothing from the market, or only once its leads have come."""
    company = Company()
    offer = {"yearly": 1200}
    motion = company.motion(
        [{"takes": 9.0}, {"marks": m.WON}], offer=offer, dated=[0.0] * 40, accounts=10.0, returns_after=-1.0
    )
    for n in range(9):
        stage = {"stage": 0} if n < 4 else {"stage": m.NONE, "arr": 1200, "live": -1.0}
        company.also("opening", motion=motion, units=1, since=-5.0, address=n, **stage)
    ledger = simulate(company.model(MONTH))
    assert len(ledger.motion) == 10
