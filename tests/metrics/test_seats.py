"""Catches seat-days that ignore a change of headcount, the horizon, or seats still held at it."""

import numpy as np

from simulator import ledger as events
from simulator.metrics import measure

from .ledgers import AE, SDR, Diary, header


def staff(diary, day, team, seats):
    diary.note(day, -1, events.STAFFED, team=team, count=1, amount=seats)


def test_seat_days_used_of_seat_days_there_were():
    diary = Diary(header(horizon=100.0, until=200.0))
    staff(diary, 0.0, SDR, 2)
    staff(diary, 50.0, SDR, 4)
    one, two = diary.born(0.0), diary.born(0.0)
    diary.note(10.0, one, events.SEATED, stage=0, team=SDR, person=0)
    diary.note(40.0, one, events.FREED, stage=0, team=SDR, person=0)  # 30 days
    diary.note(60.0, two, events.SEATED, stage=0, team=SDR, person=0)  # 40 days to the horizon
    diary.note(150.0, two, events.FREED, stage=0, team=SDR, person=0)
    values = measure(diary.ledger()).values
    assert values["utilisation.sdr"] == (30 + 40) / (2 * 50 + 4 * 50)
    assert np.isnan(values["utilisation.ae"])  # no people, no seats
    assert "utilisation.csm" not in values


def test_a_team_that_shrank_is_over_full():
    diary = Diary(header(horizon=10.0, until=20.0))
    staff(diary, 0.0, AE, 2)
    for _ in range(2):
        account = diary.born(0.0)
        diary.note(0.0, account, events.SEATED, stage=1, team=AE, person=0)
    staff(diary, 5.0, AE, 1)
    assert measure(diary.ledger()).values["utilisation.ae"] == 20 / 15
