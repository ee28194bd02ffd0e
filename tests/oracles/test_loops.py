"""Loops and a market of finite size against arithmetic."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.metrics import measure
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, replications
from tests.oracles.judging import agrees

ROOTS = 400


@pytest.mark.slow
def test_customers_who_bring_less_than_one_end_as_a_galton_watson_process() -> None:
    """A customer lives through a cycle each month, stays each month with 50 %, and so has two cycles in
    its life. In each it recommends us with 15 %, and its champion calls with 10 %: R = 2 x 25 % = one
    half of a child, who is won at once. With all its descendants each root comes to 1 / (1 - R) = 2
    accounts (Watson and Galton 1875), and half of all customers were brought by customers. Catches two
    births in a cycle, a child that does not live on like its parent, and one that is counted among those
    whom nobody brought."""
    company = Company()
    company.motion(
        [{"marks": m.WON}], dated=[0.0] * ROOTS, offer={"yearly": 1200}, every=1, reached=1.0, renewal=0.5,
        referral=0.15, champion=0.2, calls=0.5, champion_odds=1.0,
    )  # fmt: skip
    ledgers = list(replications(company.model(120 * MONTH), 60))
    assert all(ledger.rows["day"].max() < 119 * MONTH for ledger in ledgers)  # all lines have died out
    agrees([len(ledger.motion) for ledger in ledgers], 2.0 * ROOTS, notices=0.05, of="accounts, 400 roots")
    shares = []
    for ledger in ledgers:
        brought = np.isin(ledger.rows["event"], [e.REFERRED, e.CHAMPION_CALLED]).sum()
        shares.append(measure(ledger).values["brought"])
        assert shares[-1] == brought / len(ledger.motion)
        assert brought == (ledger.parent >= 0).sum()
    agrees(shares, 0.5, notices=0.05)


@pytest.mark.slow
def test_a_market_empties_as_balls_fill_urns() -> None:
    """Of N = 200 accounts each contact meets one at random, 50 a month. After a time with L contacts
    expected N (1 - exp(-L / N)) have been met, and never more than N: dT = (1 - T / N) dL. Catches a
    share that is of another day, and leads that go on as if the market had no end."""
    company = Company()
    company.motion([{"marks": m.WON}], a_day=50 / MONTH, accounts=200.0, returns_after=-1.0)
    months = 24
    ledgers = list(replications(company.model(months * MONTH), 300))
    for month in (3, 12, months):
        met = [
            (ledger.rows["day"][ledger.rows["event"] == e.LEAD] < month * MONTH).sum() for ledger in ledgers
        ]
        assert max(met) <= 200
        exact = 200 * (1 - math.exp(-50 * month / 200))
        agrees(met, exact, notices=0.04, of=f"accounts met of 200, month {month}")


@pytest.mark.slow
def test_a_market_to_which_the_lost_return_settles() -> None:
    """All are lost at once and can be met again from the third month end on. From month to month, with T
    touched at its beginning: new = (N - T) (1 - exp(-l / N)), and those of month k go at the end of month
    k + 2. Catches accounts that return twice, in another month, or not at all."""
    accounts, a_month, after, months = 200.0, 80.0, 2, 30
    company = Company()
    company.motion(
        [{"passes": 0.0}, {"marks": m.WON}],
        a_day=a_month / MONTH,
        accounts=accounts,
        returns_after=float(after),
    )
    new, touched = np.zeros(months), 0.0
    for month in range(months):
        new[month] = (accounts - touched) * (1.0 - math.exp(-a_month / accounts))
        touched += new[month] - (new[month - after] if month >= after else 0.0)
    ledgers = list(replications(company.model(months * MONTH), 300))
    for month in (1, 2, 3, 5, months - 1):
        came = []
        for ledger in ledgers:
            days = ledger.rows["day"][ledger.rows["event"] == e.LEAD]
            came.append(((days >= month * MONTH) & (days < (month + 1) * MONTH)).sum())
        agrees(came, new[month], notices=0.08, of=f"new leads of a market of 200, month {month}")


def test_what_is_recommended_uses_up_the_market() -> None:
    """Customers alone bring the others: N = 40 accounts, one root, each recommends one at random in each
    month. The last of them is met in the end, and nobody twice. Catches loops that know no end."""
    company = Company()
    company.motion(
        [{"marks": m.WON}], dated=[0.0], every=1, reached=1.0, referral=1.0, accounts=40.0, returns_after=-1.0
    )
    for ledger in replications(company.model(60 * MONTH), 20):
        assert len(ledger.motion) == 40
