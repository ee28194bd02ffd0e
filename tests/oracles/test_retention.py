"""Renewal of accounts that differ, and what a steady renewal rate amounts to."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator import ledger as e, model as m
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, Spread, beta, count_of, day_of
from tests.oracles.judging import agrees, share_is

pytestmark = pytest.mark.slow

SIGNED = [{"marks": m.WON}]
A_YEAR = {"yearly": 10_000, "term": 12, "fixed": 1}
A_MONTH = {"yearly": 12_000, "term": 1, "fixed": 0}


def customers(
    count: int, renewal: float | Spread, terms: int, offer: dict[str, int], seed: int = 0
) -> Ledger:
    """So many customers who sign at day 0, for so many terms."""
    company = Company()
    company.motion(SIGNED, dated=[0.0] * count, renewal=renewal, offer=offer)
    return simulate(company.model(terms * offer["term"] * MONTH, run_off=1.0), seed=seed)


def survivors(ledger: Ledger, terms: int, months: int) -> NDArray[np.int64]:
    """Customers left after the decision at each term's end, 0 to `terms`."""
    left = np.nan_to_num(day_of(ledger, e.CHURNED), nan=np.inf)
    return np.array([(left > t * months * MONTH).sum() for t in range(terms + 1)])


# Fader and Hardie 2007, Table 1 and their estimates: chances to churn are Beta(alpha, beta).
FADER_HARDIE = {
    "regular": (
        (0.704, 1.182),
        (631, 468, 382, 326, 289, 262, 241),
        (62.7, 47.4, 38.8, 33.2, 29.2, 26.2, 23.9, 22.0, 20.4, 19.1, 18.0, 17.0),
        {0.05: 4.9585, 0.10: 3.6951, 0.15: 3.1061, 0.20: 2.749},
    ),
    "high end": (
        (0.668, 3.806),
        (869, 743, 653, 593, 551, 517, 491),
        (85.1, 74.7, 67.0, 61.0, 56.2, 52.2, 48.9, 46.0, 43.6, 41.4, 39.5, 37.8),
        {0.05: 8.742, 0.10: 5.9226, 0.15: 4.6904, 0.20: 3.976},
    ),
}


@pytest.mark.parametrize("data", FADER_HARDIE)
def test_accounts_that_differ(data: str) -> None:
    """The shifted-beta-geometric. Catches a rate drawn anew at every renewal (then everybody churns
    alike, and after seven years 4 % of the regular ones would be left instead of 24)."""
    (alpha, beta_), observed, fitted, _ = FADER_HARDIE[data]
    count = 200_000
    ledger = customers(count, beta(beta_, alpha), 12, A_YEAR)
    left = survivors(ledger, 12, 12)
    for term, percent in enumerate(fitted, start=1):
        of = f"{data}: left after 1 to 12 years"
        share_is(left[term], count, percent / 100, notices=0.007, rounding=0.0005, of=of)
    # The model is near the data, and so are we: 20 of 1000 accounts at most.
    assert np.abs(1000 * left[1:8] / count - observed).max() < 20


@pytest.mark.parametrize("data", FADER_HARDIE)
def test_discounted_lifetimes(data: str) -> None:
    """First payment at once, then one a term: published closed form 2F1(1, b; a+b; 1/(1+d)).
    Catches a first payment that is discounted, and lives that end before the last survivor leaves."""
    (alpha, beta_), _, _, lifetimes = FADER_HARDIE[data]
    terms = 300
    sums: dict[float, list[float]] = {rate: [] for rate in lifetimes}
    for seed in range(24):
        ledger = customers(4_000, beta(beta_, alpha), terms, A_YEAR, seed)
        payments = 1 + count_of(ledger, e.RENEWED)
        for rate, values in sums.items():
            v = 1 / (1 + rate)
            values.append(float(((1 - v**payments) / (1 - v)).mean()))
    for rate, published in lifetimes.items():
        agrees(sums[rate], published, notices=0.04, rounding=0.0005, of=f"{data}, {100 * rate:g} % a year")


@pytest.mark.parametrize(("monthly", "churned"), [(0.02, 646), (0.03, 918), (0.04, 1162), (0.05, 1379)])
def test_churned_in_a_year(monthly: float, churned: int) -> None:
    """Tunguz: of 3000 customers. Catches twelve times the monthly rate (720 at 2 %), and a year of
    eleven or thirteen decisions (598 or 693)."""
    count = 150_000
    ledger = customers(count, 1.0 - monthly, 12, A_MONTH)
    gone = count - survivors(ledger, 12, 1)[12]
    of = f"{100 * monthly:g} % a month: gone in a year"
    share_is(gone, count, churned / 3000, notices=0.0066, rounding=0.5 / 3000, of=of)


@pytest.mark.parametrize("renewal", [0.72, 0.82, 0.93])
def test_share_after_the_first_term(renewal: float) -> None:
    """A flat price and a payment a term: over whole lives a share r of all revenue comes after the
    first term. Catches a first term that may be left, and lives that are cut off."""
    later, every = [], []
    for seed in range(24):
        ledger = customers(6_000, renewal, 400, A_YEAR, seed)
        assert (count_of(ledger, e.CHURNED) == 1).all()  # all have ended
        first = ledger.rows["arr"][ledger.rows["event"] == e.OPENED].sum()
        further = ledger.rows["arr"][ledger.rows["event"] == e.RENEWED].sum()
        later.append(further)
        every.append(first + further)
    share = np.array(later) / np.array(every)
    agrees(share, renewal, notices=0.01, of=f"renewed at {100 * renewal:g} %: share after the first term")


@pytest.mark.parametrize(("low", "high"), [(0.72, 0.82), (0.82, 0.93)])
def test_who_renews_more_stays_longer(low: float, high: float) -> None:
    """With common random numbers, account by account."""
    lives = [count_of(customers(5_000, p, 100, A_YEAR), e.RENEWED) for p in (low, high)]
    assert (lives[1] >= lives[0]).all()
    assert (lives[1] > lives[0]).any()
