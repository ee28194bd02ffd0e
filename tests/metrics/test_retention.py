"""Catches retention that hides what is lost, churn under another reason, and noise that is ranked.

Two readings of the same year: point to point, the customers of a year before and what they have now; and by
movements, (opening - contraction - churn) / opening, as billing tools count, reactivation apart.
"""

from __future__ import annotations

import math

import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import Diary, header


def test_retention_by_movements_account_by_account() -> None:
    """Of 100 each a year before: one grows to 300 and back (gained 200, lost 200), one goes to 60 and comes
    back to 100 (lost 40, gained 40), one leaves and is back at 100, one stays.
    Gross: 0, since an account loses at most what it had, + 60 + 0 + 100 = 160 of 400. Net: 100 + 100 + 0 +
    100 = 300. Point to point all of it is there. Catches a return, or a later gain, that makes a loss undone,
    and what grew within the year and went again taken off what others kept."""
    diary = Diary(header(months=24))
    up, down, back, _ = (diary.signed(0.0, 100) for _ in range(4))
    diary.note(13 * MONTH, up, events.EXPANDED, arr=300).note(14 * MONTH, up, events.CONTRACTED, arr=100)
    diary.note(13 * MONTH, down, events.CONTRACTED, arr=60).note(14 * MONTH, down, events.REPRICED, arr=100)
    diary.note(13 * MONTH, back, events.CHURNED, reason=events.CANCELLED)
    diary.note(14 * MONTH, back, events.WON_BACK, invoice=1, arr=100)
    diary.note(15 * MONTH, back, events.CONTRACTED, arr=80).note(16 * MONTH, back, events.EXPANDED, arr=100)
    newcomer = diary.signed(12.5 * MONTH, 999)  # none of theirs
    diary.note(13.5 * MONTH, newcomer, events.CHURNED, reason=events.CANCELLED)
    values = measure(diary.ledger()).values
    assert (values["grr"], values["nrr"], values["logo_churn"]) == (1.0, 1.0, 0.0)
    assert (values["grr:movements"], values["nrr:movements"]) == (160 / 400, 300 / 400)
    assert values["logo_churn:movements"] == 1 / 4


def test_what_was_lost_before_the_year_is_not_lost_in_it() -> None:
    """Catches movements of thirteen months, and a loss on the very day a year before that is left out."""
    diary = Diary(header(months=24))
    account = diary.signed(0.0, 1000)
    diary.note(11 * MONTH, account, events.CONTRACTED, arr=800)
    diary.note(12 * MONTH, account, events.CONTRACTED, arr=600)
    values = measure(diary.ledger()).values
    assert values["grr:movements"] == values["grr"] == 600 / 800


def test_lapsed_maintenance_that_is_bought_again_was_lost() -> None:
    """Its owner was a customer all the time."""
    diary = Diary(header(months=24, owned=1))
    owner = diary.signed(0.0, 200, once=1000)
    diary.note(13 * MONTH, owner, events.LAPSED, reason=events.NOT_PAID)
    diary.note(14 * MONTH, owner, events.REPURCHASED, amount=1000, arr=220)
    values = measure(diary.ledger()).values
    assert (values["grr"], values["nrr"]) == (1.0, 1.1)
    assert values["grr:movements"] == values["nrr:movements"] == 0.0
    assert values["logo_churn:movements"] == values["unpaid_churn"] == 0.0


def test_churn_of_a_year_by_reason() -> None:
    """Four customers: one does not pay, is back, and cancels later: it counts once, as unpaid; one is never
    started; one stays; one that cancels came in the year. Catches a share that both reasons claim, and
    newcomers among the lost."""
    diary = Diary(header(months=24))
    unpaid, never, _, _ = (diary.signed(0.0, 100) for _ in range(4))
    diary.note(13 * MONTH, unpaid, events.CHURNED, reason=events.NOT_PAID)
    diary.note(14 * MONTH, unpaid, events.WON_BACK, invoice=1, arr=100)
    diary.note(15 * MONTH, unpaid, events.CHURNED, reason=events.CANCELLED)
    diary.note(15 * MONTH, never, events.CHURNED, reason=events.NEVER_STARTED)
    newcomer = diary.signed(13 * MONTH, 100)
    diary.note(14 * MONTH, newcomer, events.CHURNED, reason=events.CANCELLED)
    values = measure(diary.ledger()).values
    assert (values["unpaid_churn"], values["voluntary_churn"]) == (0.25, 0.25)
    assert values["logo_churn:movements"] == 0.5


def test_monthly_churn_is_a_mean_over_twelve_months() -> None:
    """Four sign in the first month of 14, one leaves in the second and one in the eighth: the second lies
    before the last twelve months, so it is a third once and nothing in eleven months; of revenue 100 of 700.
    Catches a month without customers at its start in the mean, and a rate over those who are left."""
    diary = Diary(header(months=14))
    some = [diary.signed(0.0, arr) for arr in (300, 100, 200, 400)]
    diary.note(1.5 * MONTH, some[0], events.CHURNED, reason=events.CANCELLED)
    diary.note(7.5 * MONTH, some[1], events.CHURNED, reason=events.CANCELLED)
    values = measure(diary.ledger()).values
    assert values["monthly_churn"] == pytest.approx(1 / 3 / 12)
    assert values["monthly_churn:revenue"] == pytest.approx(100 / 700 / 12)
    early = Diary(header(months=3))
    four = [early.signed(0.5 * MONTH, 100) for _ in range(4)]
    early.note(1.5 * MONTH, four[0], events.CHURNED, reason=events.CANCELLED)
    assert measure(early.ledger()).values["monthly_churn"] == pytest.approx((1 / 4 + 0 / 3) / 2)


def test_the_book_of_the_first_day_is_there_at_the_start_of_the_first_month() -> None:
    """Catches a churn of the first month that is over nobody."""
    diary = Diary(header(months=1))
    held = [diary.signed(-100.0, 100) for _ in range(5)]
    diary.note(0.5 * MONTH, held[0], events.CHURNED, reason=events.CANCELLED)
    values = measure(diary.ledger()).values
    assert values["monthly_churn"] == values["monthly_churn:revenue"] == 1 / 5


def test_recurring_revenue_per_customer_and_month() -> None:
    """Customers of 12 and of 6 a year pay 0.75 a month on average. ChartMogul's example: five customers of 1,
    1, 3, 5 and 5 a month: 3. Catches who owes nothing in the denominator, and a year's revenue."""
    diary = Diary(header(owned=1))
    diary.signed(0.0, 1200)
    diary.signed(0.0, 600)
    waits = diary.born(0.0)
    diary.note(1.0, waits, events.WON, amount=600)
    lapsed = diary.signed(0.0, 900)
    diary.note(12 * MONTH, lapsed, events.LAPSED, reason=events.CANCELLED)
    assert measure(diary.ledger()).values["arpa"] == 0.75
    published = Diary(header())
    for a_month in (1, 1, 3, 5, 5):
        published.signed(0.0, 1200 * a_month)
    assert measure(published.ledger()).values["arpa"] == 3.0


def test_trailing_years_of_those_who_were_there_before_both() -> None:
    """ARR of 100, 200 from the start of month 30 on: at 18 of 24 month ends it is 100; so 12 x 100 becomes
    6 x 100 + 6 x 200: net 1.5, gross 1. One that leaves after month 27 keeps 3 of 12 months: net and gross
    .25. Who signed in the first of both years is in neither. Catches a point that stands for a year."""
    diary = Diary(header(months=36))
    grows, leaves = diary.signed(0.0, 100), diary.signed(0.0, 100)
    diary.note(30 * MONTH, grows, events.EXPANDED, arr=200)
    diary.note(27 * MONTH, leaves, events.CHURNED, reason=events.CANCELLED)
    diary.signed(12.5 * MONTH, 5000)
    values = measure(diary.ledger()).values
    assert values["nrr:trailing"] == (18 + 3) / 24
    assert values["grr:trailing"] == (12 + 3) / 24
    held = Diary(header(months=24))
    held.note(12 * MONTH, held.signed(-10.0, 100), events.EXPANDED, arr=150)
    held.signed(1.0, 100)
    assert measure(held.ledger()).values["nrr:trailing"] == 1.5
    short = Diary(header(months=23))
    short.signed(-10.0, 100)
    assert math.isnan(measure(short.ledger()).values["nrr:trailing"])
