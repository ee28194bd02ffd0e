"""Closed forms of customer lifetime value, for constant terms paid at their beginning.

A term is the time between two decisions to renew; `discount` and every rate hold for one term.
Written apart from the journal and the metrics, on purpose.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln

Floats = NDArray[np.float64]

CLOSE = 1e-9  # how far the chances of a state may sum from one
ENOUGH = 1e-17  # of a sum, so much is not worth adding
LEAST = 1e-9  # discount with which a sum of many terms is still quick


def _within(low: float, high: float, **values: float) -> None:
    """Refuse what lies outside of [low, high], and what is no number."""
    for name, value in values.items():
        if not (low <= value <= high and math.isfinite(value)):
            asked = f"between {low:g} and {high:g}" if high < math.inf else f"a number from {low:g} on"
            raise ValueError(f"{name} is {value:g}: it must be {asked}")


def annuity(retention: float, discount: float, payments: int | None = None) -> float:
    """Present value of one paid at once and, while the customer stays, at each later term.

    All payments: (1 + d) / (1 + d - r); the first n: the sum of (r / (1 + d))^t, t = 0 to n - 1.
    `retention` may lie above 1 where it is net of growth. Raises ValueError where there is no end to it.
    Fader and Hardie 2014, What's wrong with this CLV formula?
    https://kipdf.com/download/what-s-wrong-with-this-clv-formula_5ade03757f8b9a62538b4601.html
    """
    _within(0.0, math.inf, retention=retention, discount=discount)
    ratio = retention / (1.0 + discount)
    if payments is not None:
        _within(0, math.inf, payments=payments)
        return math.fsum(ratio**t for t in range(payments))
    if ratio >= 1.0:
        raise ValueError(
            f"a retention of {retention:g} is not below 1 + discount, {1 + discount:g}: the value has no end"
        )
    return 1.0 / (1.0 - ratio)


def escalating_annuity(
    years: int, escalator: float, renewal: float, discount: float, terms: int | None = None
) -> float:
    """Present value of one a year that grows by `escalator` each year, under contracts of so many years, of
    which `renewal` are renewed; paid at the start of each year. All terms, or the first `terms`.

    With g = (1 + escalator) / (1 + discount) a term is worth (1 - g^n) / (1 - g) of its first payment, and
    each later one renewal g^n times the one before: an annuity of terms. Raises ValueError where there is no
    end to it.
    """
    _within(1, math.inf, years=years)
    _within(0.0, math.inf, escalator=escalator, discount=discount)
    _within(0.0, 1.0, renewal=renewal)
    growth = (1.0 + escalator) / (1.0 + discount)
    a_term = math.fsum(growth**year for year in range(years))
    return a_term * annuity(renewal * growth**years, 0.0, terms)


def margin_multiple(retention: float, discount: float) -> float:
    """Present value of a margin of one a term, the first payment left out: r / (1 + i - r).

    Gupta and Lehmann 2003, https://doi.org/10.1002/dir.10045. `annuity` is the form with it: one more.
    """
    return annuity(retention, discount) - 1.0


def perpetual_value(
    licence: float, maintenance: float, renewal: float, discount: float, years: int | None = None
) -> float:
    """A licence paid at once, and maintenance paid at the start of each year while it is renewed.

    https://kellblog.com/2011/01/28/fun-software-annuity-math-saas-perpetual-and-open-source-models/
    """
    _within(0.0, math.inf, licence=licence, maintenance=maintenance)
    _within(0.0, 1.0, renewal=renewal)
    return licence + maintenance * annuity(renewal, discount, years)


def parity_price(
    licence: float, maintenance: float, renewal: float, discount: float, years: int | None = None
) -> float:
    """The yearly subscription that is worth as much as a licence with maintenance, renewed alike.

    Its source is that of `perpetual_value`.
    """
    _within(1, math.inf, years=1 if years is None else years)
    value = perpetual_value(licence, maintenance, renewal, discount, years)
    return value / annuity(renewal, discount, years)


def linear_expansion(margin: float, growth: float, churn: float) -> float:
    """A margin that grows by the same amount each term while the customer stays: a/c + m (1 - c)/c^2.

    Undiscounted, first payment at once. Skok, https://www.forentrepreneurs.com/ltv/
    """
    _within(0.0, 1.0, churn=churn)
    if not (churn > 0.0 and math.isfinite(margin) and math.isfinite(growth)):
        raise ValueError("linear expansion needs churn above 0, and a margin and growth that are numbers")
    return margin / churn + growth * (1.0 - churn) / churn**2


def chain_value(
    transition: ArrayLike, reward: ArrayLike, discount: float, periods: int | None = None
) -> Floats:
    """Value of a customer by the state it is in: (I - P / (1 + d))^-1 R, all periods, the present one too.

    With `periods` T the sum of (P / (1 + d))^t R for t = 0 to T. `transition` (states, states), its
    rows sum to 1; `reward` (states,) is what a period in the state brings.
    Pfeifer and Carraway 2000, Modeling customer relationships as Markov chains.
    https://docplayer.net/17524350-Modeling-customer-relationships-as-markov-chains.html
    """
    chances, brings = np.asarray(transition, dtype=np.float64), np.asarray(reward, dtype=np.float64)
    if brings.ndim != 1 or chances.shape != (len(brings), len(brings)):
        raise ValueError(f"{chances.shape} chances of {brings.shape} states: one row and column a state")
    if not (np.isfinite(brings).all() and (chances >= 0.0).all()):
        raise ValueError("chances must not lie below 0, and rewards must be numbers")
    if not (np.abs(chances.sum(axis=1) - 1.0) <= CLOSE).all():
        raise ValueError("the chances to leave a state must sum to 1, and one may be to stay")
    _within(0.0, math.inf, discount=discount)
    moves = chances / (1.0 + discount)
    if periods is None:
        if discount == 0.0:
            raise ValueError("without a discount a chain has no end: give it one, or periods")
        return np.asarray(np.linalg.solve(np.eye(len(brings)) - moves, brings), dtype=np.float64)
    _within(0, math.inf, periods=periods)
    value = brings
    for _ in range(periods):
        value = brings + moves @ value
    return value


def discounted_lifetime(
    alpha: float, beta: float, discount: float, *, renewed: int = 0, payments: int | None = None
) -> float:
    """Expected present value of one a term of customers who differ: each churns with its own chance,
    Beta(alpha, beta) between them. Paid at once, so 2F1(1, b; a + b; 1 / (1 + d)).

    After `renewed` decisions to stay b is larger by as many: those who are left are the better ones.
    Only the next `payments` if given. Fader and Hardie 2010, https://doi.org/10.1287/mksc.1080.0482
    Raises ValueError where it is infinite: without discount, with alpha not above 1.
    """
    _within(0.0, math.inf, alpha=alpha, beta=beta, discount=discount, renewed=renewed)
    if alpha == 0.0 or beta == 0.0:
        raise ValueError("alpha and beta must be above 0")
    if payments is None:
        return _lifetime(alpha, beta + renewed, discount)
    _within(0, math.inf, payments=payments)
    terms = np.arange(payments)
    left = np.exp(betaln(alpha, beta + renewed + terms) - betaln(alpha, beta + renewed))
    return math.fsum(left * (1.0 + discount) ** -terms)


def understated(alpha: float, beta: float, discount: float) -> float:
    """Share of the discounted lifetime that the first term's retention, b / (a + b), does not see
    when it is taken for everybody's, for ever. Source as of `discounted_lifetime`.
    """
    return 1.0 - annuity(beta / (alpha + beta), discount) / discounted_lifetime(alpha, beta, discount)


def _lifetime(alpha: float, beta: float, discount: float) -> float:
    """2F1(1, b; a + b; z) as Gauss's continued fraction 1 / (1 - k1 z / (1 - k2 z / ...)), as a sum of
    positive terms (https://dlmf.nist.gov/15.7): scipy's function is nan where a + b is above 170.
    """
    if discount == 0.0:
        if alpha <= 1.0:
            raise ValueError("with alpha up to 1 and no discount the expected lifetime is infinite")
        return (alpha + beta - 1.0) / (alpha - 1.0)
    if discount < LEAST:
        raise ValueError(f"discount is {discount:g}: it must be 0, or {LEAST:g} at least")
    c, z = alpha + beta, 1.0 / (1.0 + discount)
    share = 1.0 / (1.0 - beta / c * z)
    value, term, n = share, share - 1.0, 0
    while term > ENOUGH * value:
        n += 1
        half = (n + 1) // 2
        k = half * (alpha + half - 1.0) if n % 2 == 1 else (beta + half) * (c + half - 1.0)
        share = 1.0 / (1.0 - k / ((c + n - 1.0) * (c + n)) * z * share)
        term *= share - 1.0
        value += term
    return value
