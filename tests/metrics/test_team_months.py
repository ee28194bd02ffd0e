"""Catches people, seats, waits or a book in another month or team, or on the wrong side of the horizon."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import AE, CSM, SCREEN, SDR, Diary, header


def staff(diary, day, team, people, seats):
    diary.note(day, -1, events.STAFFED, team=team, count=people, amount=seats)


def teams(diary):
    return measure(diary.ledger()).teams


def test_seats_and_people_month_by_month():
    diary = Diary(header(months=3))
    staff(diary, 0.0, SDR, 1, 2)
    staff(diary, 1.5 * MONTH, SDR, 3, 6)
    staff(diary, 3 * MONTH, SDR, 9, 99)  # at the horizon: after it
    account = diary.born(0.0)
    diary.note(0.25 * MONTH, account, events.SEATED, stage=SCREEN, team=SDR, person=0)
    diary.note(2.75 * MONTH, account, events.FREED, stage=SCREEN, team=SDR, person=0)
    table = teams(diary)
    assert table.shape == (3, 3)
    assert table["people"][:, SDR].tolist() == [1, 2, 3]
    assert table["seats"][:, SDR].tolist() == [2 * MONTH, 4 * MONTH, 6 * MONTH]
    assert table["used"][:, SDR].tolist() == [0.75 * MONTH, MONTH, 0.75 * MONTH]
    for name in ("people", "seats", "used"):
        assert not table[name][:, [AE, CSM]].any()


def test_a_book_whose_accounts_take_more_than_one_has_room_for_fewer_of_them():
    """Ten accounts that take 25 in a book with time for 50: there is room for 20 such. Catches a room that is
    counted in accounts of load 1 beside a book that is not."""
    diary = Diary(header(months=2))
    for month, people, accounts, load in ((1, 1, 10, 2500), (2, 2, 0, 0)):
        diary.note(month * MONTH, -1, events.BOOK, team=CSM, count=people, amount=accounts)
        diary.note(month * MONTH, -1, events.BOOK_LOAD, team=CSM, count=5000, amount=load)
    table = teams(diary)
    assert table["accounts"][:, CSM].tolist() == [10, 0]
    assert table["room"][:, CSM].tolist() == [20, 50]


def test_a_seat_still_held_at_the_horizon_is_used_up_to_it():
    diary = Diary(header(months=2))
    account = diary.born(0.0)
    diary.note(0.5 * MONTH, account, events.SEATED, stage=SCREEN, team=AE, person=0)
    diary.note(5 * MONTH, account, events.FREED, stage=SCREEN, team=AE, person=0)
    assert teams(diary)["used"][:, AE].tolist() == [0.5 * MONTH, MONTH]


def test_a_wait_belongs_to_the_month_of_asking():
    """Else who is seated in the run-off would be nowhere, and a month of long waits one without any."""
    diary = Diary(header(months=2))
    for asked, waited in ((3.0, 10.0), (5.0, 40.0), (MONTH, 100.0)):
        account = diary.born(asked)
        diary.note(asked + waited, account, events.SEATED, stage=SCREEN, team=SDR, person=0)
    diary.born(MONTH + 1)  # never seated
    late = diary.born(2 * MONTH)  # asks at the horizon
    diary.note(2 * MONTH + 1, late, events.SEATED, stage=SCREEN, team=SDR, person=0)
    table = teams(diary)
    assert table["asked"][:, SDR].tolist() == [2, 1]
    assert table["waited"][:, SDR].tolist() == [50.0, 100.0]
    assert not table["asked"][:, AE].any()


def test_a_book_is_as_full_as_the_month_end_found_it():
    diary = Diary(header(months=2))  # a person looks after fifty
    for month, people, accounts in ((1, 1, 20), (2, 3, 600), (3, 3, 900)):
        diary.note(month * MONTH, -1, events.BOOK, team=CSM, count=people, amount=accounts)
    table = teams(diary)
    assert table["accounts"][:, CSM].tolist() == [20, 600]
    assert table["room"][:, CSM].tolist() == [50, 150]
    assert np.isnan(table["accounts"][:, [SDR, AE]]).all()
    assert np.isnan(table["room"][:, [SDR, AE]]).all()


def test_cycles_and_those_attended_by_month():
    diary = Diary(header(months=4))
    account = diary.signed(0.0, 1200)
    for day, team in ((10.0, CSM), (20.0, -1), (MONTH, CSM), (4 * MONTH, CSM)):  # the last in the run-off
        diary.note(day, account, events.REACHED, team=team)
    table = teams(diary)
    assert table["cycles"][:, CSM].tolist() == [2, 1, 0, 0]
    assert table["attended"][:, CSM].tolist() == [1, 1, 0, 0]


def test_months_add_up_to_the_totals():
    """Catches a month that a total leaves out: utilisation is its mean weighed by seat-days, and so on."""
    diary = Diary(header(months=3))
    staff(diary, 0.0, SDR, 1, 2)
    staff(diary, 40.0, SDR, 2, 5)
    account = diary.signed(0.0, 1200)
    for n in range(6):
        asking = diary.born(13.0 * n)
        diary.note(13.0 * n + n, asking, events.SEATED, stage=SCREEN, team=SDR, person=0)
        diary.note(13.0 * n + 30, asking, events.FREED, stage=SCREEN, team=SDR, person=0)
        diary.note(12.0 * n + 9, account, events.MISSED, team=CSM if n % 3 else -1)
    measures = measure(diary.ledger())
    table, values = measures.teams, measures.values
    used, seats = table["used"][:, SDR], table["seats"][:, SDR]
    assert (seats * used / seats).sum() / seats.sum() == pytest.approx(values["utilisation.sdr"])
    assert table["waited"][:, SDR].sum() / table["asked"][:, SDR].sum() == values["wait_days.sdr"] == 2.5
    assert (
        table["attended"][:, CSM].sum() / table["cycles"][:, CSM].sum()
        == values["book_coverage.csm"]
        == 4 / 6
    )
