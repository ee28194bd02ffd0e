"""Closed forms of worth against the sums that they stand for; published values are in tests/oracles."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import betaln, hyp2f1

from simulator.closed_form import (
    annuity,
    chain_value,
    discounted_lifetime,
    escalating_annuity,
    linear_expansion,
    margin_multiple,
    parity_price,
    perpetual_value,
    understated,
)


@pytest.mark.parametrize(("retention", "discount"), [(0.0, 0.1), (0.9, 0.0), (0.8, 0.25), (1.05, 0.1)])
def test_an_annuity_is_its_sum(retention: float, discount: float) -> None:
    """With and without its end. Catches a first payment that is discounted, and one too many."""
    payments = [(retention / (1 + discount)) ** t for t in range(3000)]
    assert annuity(retention, discount, 5) == pytest.approx(sum(payments[:5]), rel=1e-14)
    assert annuity(retention, discount, 0) == 0.0
    assert annuity(retention, discount) == pytest.approx(sum(payments), rel=1e-12)
    assert margin_multiple(retention, discount) == pytest.approx(sum(payments[1:]), rel=1e-12)


@pytest.mark.parametrize(("years", "escalator"), [(1, 0.0), (1, 0.05), (3, 0.1), (5, 0.0)])
def test_an_escalating_annuity_is_its_sum(years: int, escalator: float) -> None:
    """Year by year: who is left decides every so many years, the price grows each. Catches growth at
    renewals only, and decisions each year."""
    payments = [0.8 ** (t // years) * ((1 + escalator) / 1.12) ** t for t in range(3000)]
    assert escalating_annuity(years, escalator, 0.8, 0.12) == pytest.approx(sum(payments), rel=1e-12)
    two = escalating_annuity(years, escalator, 0.8, 0.12, 2)
    assert two == pytest.approx(sum(payments[: 2 * years]), rel=1e-12)
    assert escalating_annuity(1, 0.0, 0.8, 0.12) == annuity(0.8, 0.12)


def test_linear_expansion_is_its_sum() -> None:
    """Catches growth that begins with the first payment."""
    terms = np.arange(3000)
    summed = ((7.0 - 0.2 * terms) * 0.9**terms).sum()
    assert linear_expansion(7.0, -0.2, 0.1) == pytest.approx(summed, rel=1e-12)
    assert linear_expansion(7.0, 3.0, 1.0) == 7.0


@pytest.mark.parametrize(("alpha", "beta"), [(0.704, 1.182), (0.2, 0.3), (3.0, 0.2), (40.0, 360.0)])
@pytest.mark.parametrize("discount", [0.02, 0.2, 3.0])
def test_a_discounted_lifetime_is_its_sum(alpha: float, beta: float, discount: float) -> None:
    """Over the survivors B(a, b + t) / B(a, b). Catches a tail that is not that of those still there."""
    terms = np.arange(2000)
    paid = np.exp(betaln(alpha, beta + terms) - betaln(alpha, beta)) * (1 + discount) ** -terms
    assert discounted_lifetime(alpha, beta, discount) == pytest.approx(paid.sum(), rel=1e-9)
    for payments in (0, 1, 5, 50):
        cut = discounted_lifetime(alpha, beta, discount, payments=payments)
        assert cut == pytest.approx(paid[:payments].sum(), rel=1e-9, abs=1e-12)
    # One now; then, for those who stay, the same again a term later.
    stay, later = beta / (alpha + beta), discounted_lifetime(alpha, beta, discount, renewed=1)
    assert 1 + stay / (1 + discount) * later == pytest.approx(discounted_lifetime(alpha, beta, discount))


@pytest.mark.parametrize(("alpha", "beta"), [(0.704, 1.182), (0.668, 3.806), (0.3, 0.7), (20.0, 90.0)])
def test_a_discounted_lifetime_is_the_hypergeometric_function(alpha: float, beta: float) -> None:
    """As published, where another implementation can compute it; also with hardly any discount."""
    for discount in (1e-6, 1e-3, 0.5, 20.0):
        exact = hyp2f1(1.0, beta, alpha + beta, 1.0 / (1.0 + discount))
        assert discounted_lifetime(alpha, beta, discount) == pytest.approx(exact, rel=1e-9)


def test_a_lifetime_without_discount() -> None:
    """The mean life (a + b - 1) / (a - 1), where there is one."""
    assert discounted_lifetime(1.5, 2.0, 0.0) == pytest.approx(5.0)
    with pytest.raises(ValueError, match="infinite"):
        discounted_lifetime(1.0, 2.0, 0.0)


def test_customers_who_hardly_differ_are_understated_by_nothing() -> None:
    """Beta(1e6 c, 1e6 (1 - c)) is one rate for all. Catches a share of the wrong one of the two values."""
    assert discounted_lifetime(2e5, 8e5, 0.1) == pytest.approx(annuity(0.8, 0.1), rel=1e-4)
    assert 0 <= understated(2e5, 8e5, 0.1) < 1e-4


def test_a_chain_of_one_state_is_an_annuity() -> None:
    """A customer and one who left. Catches a value that leaves the present period out."""
    stay_or_leave, margin = [[0.8, 0.2], [0.0, 1.0]], [3.0, 0.0]
    assert chain_value(stay_or_leave, margin, 0.1) == pytest.approx([3 * annuity(0.8, 0.1), 0.0])
    for periods in (0, 1, 7):
        value = chain_value(stay_or_leave, margin, 0.1, periods)
        assert value == pytest.approx([3 * annuity(0.8, 0.1, periods + 1), 0.0])


def test_parity_is_where_both_are_worth_the_same() -> None:
    """For ever as well as for some years."""
    for years in (1, 7, None):
        price = parity_price(264.0, 48.0, 0.85, 0.12, years)
        assert price * annuity(0.85, 0.12, years) == pytest.approx(
            perpetual_value(264.0, 48.0, 0.85, 0.12, years)
        )
    assert parity_price(100.0, 20.0, 0.9, 0.08, 1) == 120.0


@pytest.mark.parametrize(
    ("impossible", "words"),
    [
        (lambda: annuity(1.1, 0.1), "no end"),
        (lambda: annuity(-0.1, 0.1), "retention is -0.1: it must be a number from 0 on"),
        (lambda: annuity(0.9, math.nan), "discount is nan"),
        (lambda: annuity(0.9, 0.1, -1), "payments is -1"),
        (lambda: escalating_annuity(3, 0.1, 1.0, 0.1), "no end"),
        (lambda: escalating_annuity(0, 0.1, 0.9, 0.1), "years is 0"),
        (lambda: margin_multiple(1.0, 0.0), "no end"),
        (lambda: perpetual_value(-1.0, 20.0, 0.9, 0.1), "licence is -1"),
        (lambda: perpetual_value(100.0, 20.0, 1.05, 0.1), "renewal is 1.05: it must be between 0 and 1"),
        (lambda: parity_price(100.0, 20.0, 0.9, 0.1, 0), "years is 0"),
        (lambda: linear_expansion(80.0, 1.6, 0.0), "churn above 0"),
        (lambda: linear_expansion(80.0, 1.6, 1.5), "churn is 1.5"),
        (lambda: linear_expansion(math.inf, 1.6, 0.1), "numbers"),
        (lambda: discounted_lifetime(0.0, 1.0, 0.1), "above 0"),
        (lambda: discounted_lifetime(0.7, math.inf, 0.1), "beta is inf"),
        (lambda: discounted_lifetime(0.7, 1.2, 1e-15), "0, or 1e-09 at least"),
        (lambda: discounted_lifetime(0.7, 1.2, 0.1, renewed=-1), "renewed is -1"),
        (lambda: discounted_lifetime(0.7, 1.2, 0.1, payments=-1), "payments is -1"),
        (lambda: understated(0.7, 1.2, -0.1), "discount is -0.1"),
        (lambda: chain_value([[1.0, 0.0]], [1.0], 0.1), "one row and column a state"),
        (lambda: chain_value([[0.5]], [1.0], 0.1), "sum to 1"),
        (lambda: chain_value([[1.5, -0.5], [0.0, 1.0]], [1.0, 0.0], 0.1), "not lie below 0"),
        (lambda: chain_value([[math.nan]], [1.0], 0.1), "not lie below 0"),
        (lambda: chain_value([[1.0]], [math.nan], 0.1), "rewards must be numbers"),
        (lambda: chain_value([[1.0]], [1.0], 0.0), "no end"),
        (lambda: chain_value([[1.0]], [1.0], 0.1, -1), "periods is -1"),
    ],
)
def test_what_cannot_be_is_refused(impossible: Callable[[], object], words: str) -> None:
    """With a ValueError that names what is wrong, and no warning of numpy before it."""
    with pytest.raises(ValueError, match=words):
        impossible()
