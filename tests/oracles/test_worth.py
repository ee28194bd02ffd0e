"""Lifetime values that others published: the closed forms, and money out of the simulator."""

from __future__ import annotations

import pytest

from simulator import closed_form
from tests.oracles.judging import same

# Gupta and Lehmann: margin multiples by retention, at discounts of 10, 12, 14 and 16 %.
MULTIPLES = {
    0.6: (1.20, 1.15, 1.11, 1.07),
    0.7: (1.75, 1.67, 1.59, 1.52),
    0.8: (2.67, 2.50, 2.35, 2.22),
    0.9: (4.50, 4.09, 3.75, 3.46),
}

# Pfeifer and Carraway: state n last bought n periods ago, the last one is lost for good.
BUYS = (0.3, 0.2, 0.15, 0.05)
CONTRIBUTION, MARKETING = 40.0, 4.0

# Fader and Hardie: churn is Beta(alpha, beta) between customers; lifetimes by discount, and what the
# retention of the first year makes of them.
COHORTS = {
    "regular": (
        (0.704, 1.182),
        {0.05: (4.9585, 2.4806), 0.10: (3.6951, 2.3242), 0.15: (3.1061, 2.1977), 0.20: (2.7490, 2.0932)},
    ),
    "high end": (
        (0.668, 3.806),
        {0.05: (8.7420, 5.2683), 0.10: (5.9226, 4.4122), 0.15: (4.6904, 3.8422), 0.20: (3.9760, 3.4354)},
    ),
}

# Kellogg: renewal, and what maintenance of 20 a year, with its licence of 100, and 50 a year are worth.
KELLOGG = {0.8: (77, 177, 193, 45.9), 0.9: (119.9, 219.9, 299.8, 36.68), 0.95: (165.2, 265.2, 412.9, 32.1)}


@pytest.mark.parametrize("retention", MULTIPLES)
def test_margin_multiples(retention: float) -> None:
    """Gupta and Lehmann's grid, to the printed digits. Catches a first payment that is counted."""
    found = [closed_form.margin_multiple(retention, discount) for discount in (0.10, 0.12, 0.14, 0.16)]
    same(found, MULTIPLES[retention], digits=2, of=f"retention {100 * retention:g} %, at 10, 12, 14 and 16 %")


def chain(states: int) -> tuple[list[list[float]], list[float]]:
    """Pfeifer and Carraway's customer, given up after so many periods without a purchase."""
    transition = [[0.0] * (states + 1) for _ in range(states + 1)]
    for state, buys in enumerate(BUYS[:states]):
        transition[state][0] += buys
        transition[state][state + 1] += 1.0 - buys
    transition[states][states] = 1.0
    return transition, [CONTRIBUTION - MARKETING, *[-MARKETING] * (states - 1), 0.0]


@pytest.mark.parametrize(
    ("states", "periods", "published"),
    [
        (4, 4, (50.115, 4.220, 0.592, -1.980, 0)),
        (4, None, (52.320, 5.554, 1.251, -1.820, 0)),
        (3, None, (53.149, 6.621, 2.644, 0)),
    ],
    ids=["four periods", "for ever", "given up sooner"],
)
def test_relationships_as_markov_chains(
    states: int, periods: int | None, published: tuple[float, ...]
) -> None:
    """To three decimals. Catches a period too few: the sum for four counts five of them."""
    value = closed_form.chain_value(*chain(states), 0.2, periods)
    how_long = "for ever" if periods is None else f"{periods} periods"
    same(value, published, digits=3, of=f"given up after {states} periods without a purchase, {how_long}")


def test_linear_expansion() -> None:
    """Skok's identity: 80 a month, 1.6 more every month, 3 % churn. Catches growth that begins
    with the first payment."""
    found = closed_form.linear_expansion(80.0, 1.6, 0.03)
    same([found], [4391.11], digits=2, of="80 a month, 1.6 more each month, 3 % churn")


@pytest.mark.parametrize("cohort", COHORTS)
def test_discounted_expected_lifetimes(cohort: str) -> None:
    """And by how much a steady rate understates them: by a half, at 5 % the regular ones. Catches
    money of a cohort taken for that of its mean customer."""
    (alpha, beta), lifetimes = COHORTS[cohort]
    for discount, (lifetime, steady) in lifetimes.items():
        found = [closed_form.discounted_lifetime(alpha, beta, discount)]
        found.append(closed_form.annuity(beta / (alpha + beta), discount))
        of = f"{cohort}, {100 * discount:g} % a year: true, at a steady rate"
        same(found, [lifetime, steady], digits=4, of=of)
        short = 1 - steady / lifetime
        assert closed_form.understated(alpha, beta, discount) == pytest.approx(short, abs=2e-5)


@pytest.mark.parametrize(("monthly", "churned"), [(0.02, 646), (0.03, 918), (0.04, 1162), (0.05, 1379)])
def test_churned_a_year(monthly: float, churned: int) -> None:
    """Tunguz: of 3000 customers, in twelve months: an annuity's decisions, undiscounted. Catches twelve
    times the monthly rate."""
    left = closed_form.annuity(1 - monthly, 0.0, 13) - closed_form.annuity(1 - monthly, 0.0, 12)
    same([3000 * (1 - left)], [churned], digits=0, of=f"{100 * monthly:g} % a month: gone of 3000")


@pytest.mark.parametrize("renewal", KELLOGG)
def test_a_licence_against_a_subscription(renewal: float) -> None:
    """Forty years, 8 %, each year paid at its start. Catches a first payment that is discounted."""
    maintenance, licence, subscription, parity = KELLOGG[renewal]
    digits = 0 if renewal == 0.8 else 1
    found = [closed_form.perpetual_value(paid, 20, renewal, 0.08, 40) for paid in (0, 100)]
    found.append(50 * closed_form.annuity(renewal, 0.08, 40))
    of = f"renewed at {100 * renewal:g} %: maintenance, licence with it, subscription"
    same(found, [maintenance, licence, subscription], digits=digits, of=of)
    found = [closed_form.parity_price(100, 20, renewal, 0.08, 40)]
    of = f"renewed at {100 * renewal:g} %: price of a subscription worth as much"
    same(found, [parity], digits=2 if renewal == 0.9 else 1, of=of)
