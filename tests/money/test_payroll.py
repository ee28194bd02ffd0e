"""Catches people who cost the wrong sum in a month, or a sum that is not wholly shared out."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.money.entry_kinds import CARING, GROWING, IDLE, SELLING, STARTING
from simulator.numerics.months import MONTH

from ..metrics.ledgers import AE, AGREE, CSM, QUALIFY, SCREEN, START, Diary, header
from ..strategies import models
from .reading import entries, lives

YEARLY = 1_200_000  # 1,000 a month of 12,000 a year, in cents


def staffed(diary: Diary, day: float, team: int, people: int) -> Diary:
    return diary.note(day, -1, events.STAFFED, team=team, count=people, amount=people)


def seated(diary: Diary, account: int, team: int, since: float, until: float, stage: int = SCREEN) -> None:
    diary.note(since, account, events.SEATED, stage=stage, team=team, person=0)
    diary.note(until, account, events.FREED, stage=stage, team=team, person=0)


def found(ledger: Ledger, *kinds: int) -> list[tuple[int, int, int]]:
    """Account, month and cents."""
    return [(e["account"], int(e["day"] // MONTH), e["cents"]) for e in entries(ledger, *kinds)]


def test_a_month_of_people_is_shared_by_time_in_seats():
    """Three quarters of the seat time are one account's, a quarter the other's."""
    made = header(months=2, runoff=0)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 2)
    seated(diary, diary.born(0.0), AE, 1.0, 16.0)
    seated(diary, diary.born(0.0), AE, 2.0, 7.0)
    ledger = diary.ledger()
    assert found(ledger, SELLING) == [(0, 0, 150_000), (1, 0, 50_000)]
    assert [e["day"] for e in entries(ledger, SELLING)] == [16.0, 7.0]
    assert found(ledger, IDLE) == [(-1, 1, 200_000)]  # in the second month nobody was worked


def test_what_belongs_to_a_month_stands_in_that_month():
    """Work that goes on over a month end is cut there; the first part is of the month that ends."""
    made = header(months=3, runoff=0)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 1)
    seated(diary, diary.born(0.0), AE, 10.0, 2.5 * MONTH)
    ledger = diary.ledger()
    assert found(ledger, SELLING) == [(0, 0, 100_000), (0, 1, 100_000), (0, 2, 100_000)]
    assert all(entry["day"] < (entry["day"] // MONTH + 1) * MONTH for entry in entries(ledger))


def test_a_horizon_within_a_month():
    """Half a month costs half a month; then the days go on at their price, month by month."""
    made = header(months=2, runoff=1, horizon=1.5 * MONTH)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 1)
    seated(diary, diary.born(0.0), AE, 0.0, 2.5 * MONTH)
    ledger = diary.ledger()
    shares = [(round(e["day"] / MONTH, 9), e["cents"]) for e in entries(ledger, SELLING)]
    assert shares == [(1.0, 100_000), (1.5, 50_000), (2.0, 50_000), (2.5, 50_000)]


def test_time_in_a_seat_before_the_close_sells_and_after_it_starts():
    made = header(months=1, runoff=0)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 1)
    account = diary.born(0.0)
    diary.note(0.0, account, events.SEATED, stage=AGREE, team=AE, person=0)
    diary.note(15.0, account, events.WON)
    diary.note(20.0, account, events.FREED, stage=START, team=AE, person=0)
    assert found(diary.ledger(), SELLING) == [(0, 0, 75_000)]
    assert found(diary.ledger(), STARTING) == [(0, 0, 25_000)]


def test_work_on_a_prospect_that_moves_is_of_the_motion_it_was_for():
    """The seat is free only after the move, by which all of its time would be of the other motion."""
    made = header(months=2, runoff=0, motions=2)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 1)
    account = diary.born(0.0)
    diary.note(5.0, account, events.SEATED, stage=QUALIFY, team=AE, person=0)
    diary.note(MONTH + 10.0, account, events.LOST, stage=QUALIFY, to=4, reason=events.DECLINED)
    diary.note(MONTH + 10.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(MONTH + 10.0, account, events.FREED, stage=QUALIFY, team=AE, person=0)
    seated(diary, account, AE, MONTH + 20.0, MONTH + 25.0, stage=4 + SCREEN)
    worked = [(e["motion"], round(e["day"]), e["cents"]) for e in entries(diary.ledger(), SELLING)]
    assert worked == [(0, 30, 100_000), (0, 40, 66_667), (1, 55, 33_333)]


def test_the_book_is_shared_by_days_in_it_and_grows_with_a_share():
    made = header(months=1, runoff=0)
    made.team["base"][CSM], made.team["selling"][CSM] = YEARLY, 0.3
    diary = staffed(Diary(made), 0.0, CSM, 1)
    whole = diary.signed(0.0, 1200)
    left = diary.signed(0.0, 1200)
    diary.note(MONTH / 3, left, events.CHURNED)
    ledger = diary.ledger()
    assert found(ledger, CARING) == [(whole, 0, 52_500), (left, 0, 17_500)]
    assert found(ledger, GROWING) == [(whole, 0, 22_500), (left, 0, 7_500)]


def test_a_move_changes_the_book():
    made = header(months=1, runoff=0, motions=2, csm=np.array([CSM, -1]))
    made.team["base"][CSM] = YEARLY
    diary = staffed(Diary(made), 0.0, CSM, 1)
    account = diary.signed(0.0, 1200)
    diary.note(10.0, account, events.MOVED, motion=0, to_motion=1, invoice=1, arr=1200)
    assert [(e["day"], e["cents"]) for e in entries(diary.ledger(), CARING)] == [(10.0, 100_000)]


def test_care_costs_by_load():
    """A customer of load 4 costs four times as much as a usual one: 80,000 and 20,000 of a month. Catches
    care that is shared by heads, and a load of another motion."""
    made = header(months=1, runoff=0, motions=2, load=np.array([1.0, 4.0]))
    made.team["base"][CSM] = YEARLY
    diary = staffed(Diary(made), 0.0, CSM, 1)
    usual, large = diary.signed(0.0, 1200), diary.signed(0.0, 1200, motion=1)
    assert found(diary.ledger(), CARING) == [(usual, 0, 20_000), (large, 0, 80_000)]


def test_who_serves_and_keeps_a_book_costs_by_what_each_takes_of_the_time():
    """One of five deals takes as much of a person as ten of 50 customers: a deal and two customers share a
    month of 120,000 as 10 to 2. Catches a day with a customer that costs as much as one with a deal."""
    made = header(months=1, runoff=0)
    made.team["base"][CSM], made.team["capacity"][CSM] = 1_440_000, 5.0
    diary = staffed(Diary(made), 0.0, CSM, 1)
    deal = diary.born(0.0)
    seated(diary, deal, CSM, 0.0, MONTH)
    one, two = diary.signed(0.0, 1200), diary.signed(0.0, 1200)
    ledger = diary.ledger()
    assert found(ledger, SELLING) == [(deal, 0, 100_000)]
    assert found(ledger, CARING) == [(one, 0, 10_000), (two, 0, 10_000)]


def test_hires_wages_and_pay():
    """Variable pay without a quota is pay; wages rise after a year; a hire costs once."""
    made = header(months=13, runoff=0)
    made.team["base"][AE], made.team["variable"][AE], made.team["benefits_and_taxes"][AE] = (
        YEARLY,
        YEARLY,
        0.5,
    )
    made.team["recruiting"][AE] = 7_000
    made.money["inflation"] = 0.1
    diary = staffed(Diary(made), 0.0, AE, 1)
    staffed(diary, 3.5 * MONTH, AE, 3)
    staffed(diary, 5 * MONTH, AE, 2)
    costs = [cents for _, _, cents in found(diary.ledger(), IDLE)]
    assert costs == [300_000] * 3 + [600_000 + 14_000, 900_000] + [600_000] * 7 + [660_000]


def test_with_a_quota_variable_pay_is_commission():
    made = header(months=1, runoff=0)
    made.team["base"][AE], made.team["variable"][AE], made.team["quota"][AE] = YEARLY, YEARLY, 5
    assert found(staffed(Diary(made), 0.0, AE, 1).ledger(), IDLE) == [(-1, 0, 100_000)]


def test_after_the_horizon_a_day_costs_what_it_did():
    """Half the month's seat days were worked; so a day in a seat costs twice a person's day, then too."""
    made = header(months=1, runoff=3)
    made.team["base"][AE] = YEARLY
    diary = staffed(Diary(made), 0.0, AE, 1)
    seated(diary, diary.born(0.0), AE, 0.0, MONTH / 2)
    seated(diary, diary.born(0.0), AE, 1.5 * MONTH, 2.25 * MONTH)
    assert found(diary.ledger(), SELLING) == [(0, 0, 100_000), (1, 1, 100_000), (1, 2, 50_000)]
    assert found(diary.ledger(), IDLE) == []


def test_after_the_horizon_a_day_of_those_who_had_nothing_to_do():
    """As if all they could do had been asked of them: 50 accounts in a book, 2 seats of a person."""
    made = header(months=1, runoff=1)
    made.team["base"] = YEARLY
    made.team["capacity"][AE] = 2.0
    diary = staffed(staffed(Diary(made), 0.0, CSM, 1), 0.0, AE, 1)
    account = diary.signed(1.5 * MONTH, 1200)
    seated(diary, account, AE, 1.5 * MONTH, 1.75 * MONTH)
    assert found(diary.ledger(), CARING) == [(0, 1, 1_000)]
    assert found(diary.ledger(), STARTING) == [(0, 1, 12_500)]


def test_care_is_followed_for_so_many_months_from_the_signature():
    made = header(months=1, runoff=100)
    made.team["base"][CSM] = YEARLY
    diary = staffed(Diary(made), 0.0, CSM, 1)
    diary.signed(0.0, 1200)
    assert len(found(diary.ledger(), CARING)) == 84
    made.money["lifetime"] = 90
    assert len(found(diary.ledger(), CARING)) == 90


def expected_costs(ledger: Ledger) -> dict[tuple[int, int], int]:
    """Cents by team and month, from the rows of headcount alone."""
    head, costs = ledger.header, {}
    rows = ledger.rows[ledger.rows["event"] == events.STAFFED]
    for team in range(len(head.teams)):
        pay = head.team[team]
        mine = [(float(r["day"]), int(r["count"])) for r in rows[rows["team"] == team]]
        for month in range(head.months):
            begin, end = month * MONTH, (month + 1) * MONTH
            days, hires = 0.0, 0
            for (since, people), (until, _) in zip(mine, [*mine[1:], (math.inf, 0)], strict=True):
                days += people * max(0.0, min(end, until) - max(begin, since))
            for (_, before), (day, people) in pairwise(mine):
                if begin <= day < end and day > 0:
                    hires += max(0, people - before)
            yearly = int(pay["base"]) + (0 if pay["quota"] > 0 else int(pay["variable"]))
            wages = (1 + pay["benefits_and_taxes"]) / 12 * (1 + head.money["inflation"][0]) ** (month // 12)
            cents = math.floor(days / MONTH * yearly * wages + 0.5) + int(pay["recruiting"]) * hires
            if cents:
                costs[team, month] = cents
    return costs


@lives
@given(models(), st.integers(0, 3))
def test_shares_add_up_to_peoples_cost(model, seed):
    """By team and month, to the cent; and nobody's time is idle and shared out at once."""
    ledger = simulate(model, seed=seed)
    commissions = {events.EXPANDED, events.METERED}
    shared: dict[tuple[int, int], int] = {}
    idle = set()
    for entry in entries(ledger, SELLING, STARTING, CARING, GROWING, IDLE):
        on_growth = entry["kind"] == GROWING and ledger.rows["event"][entry["row"]] in commissions
        if entry["team"] >= 0 and entry["day"] < ledger.header.horizon and not on_growth:
            at = entry["team"], int(entry["day"] // MONTH)
            assert at not in idle
            shared[at] = shared.get(at, 0) + entry["cents"]
            if entry["kind"] == IDLE:
                idle.add(at)
            assert entry["cents"] > 0
    assert shared == expected_costs(ledger)
