"""Money that others published, out of whole scenario files: first without chance, then with it.

Without chance a value is the closed form's to a hundred-millionth. With chance every check raises a false
alarm with probability ALARM (see judging), and states the smallest error that it would notice.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from scipy.special import betaln

import simulator
from simulator import closed_form, ledger as e
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.metrics import measure
from simulator.model import Model
from simulator.numerics.months import YEAR
from tests.companies import qualify_and_sign
from tests.oracles.judging import agrees, same, share_is
from tests.oracles.test_worth import COHORTS

HERE = Path(__file__).parent
UNITS = 1_000_000_000  # of the one account whose path is the mean path


def ltv(model: Model, engine: str = "compiled") -> float:
    """Lifetime value of a unit, where nothing is left to chance."""
    return measure(simulate(model, engine=engine)).values["ltv"] / UNITS


def kellogg(kind: str, at: Path, renewal: float, subscription: float = 50) -> Model:
    """One of the two files, with another share that is renewed or another price of a subscription."""
    for name in ("perpetual", "subscription"):
        text = (HERE / f"kellogg-{name}.toml").read_text(encoding="utf-8")
        text = text.replace('"10%"', f'"{100 * (1 - renewal):g}%"')
        text = text.replace('"50 per unit a year"', f'"{subscription:g} per unit a year"')
        (at / f"kellogg-{name}.toml").write_text(text, encoding="utf-8")
    return simulator.load(at / f"kellogg-{kind}.toml").model()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_licence_against_a_subscription(engine: str) -> None:
    """Kellogg's two annuities from the two files as they stand: 219.9, 299.8, and 36.68 for parity.
    Catches a first payment that is discounted (277.6), a payment at the end of its year, maintenance
    that is billed on what was given up, and a lifetime of 39 or 41 payments (299.755 and 299.830)."""
    models = [simulator.load(HERE / f"kellogg-{kind}.toml").model() for kind in ("perpetual", "subscription")]
    licence, subscription = (ltv(model, engine) for model in models)
    assert licence == pytest.approx(closed_form.perpetual_value(100, 20, 0.9, 0.08, 40), rel=1e-8)
    assert subscription == pytest.approx(50 * closed_form.annuity(0.9, 0.08, 40), rel=1e-8)
    same([licence, subscription], [219.9, 299.8], digits=1, of="licence, subscription, renewed at 90 %")
    same([50 * licence / subscription], [36.68], digits=2, of="price at which both are worth the same")


@pytest.mark.parametrize(("renewal", "values"), [(0.8, (177, 193)), (0.95, (265, 413))])
def test_the_same_with_other_renewals(tmp_path: Path, renewal: float, values: tuple[int, int]) -> None:
    """A fall to 80 % costs the licence a fifth and the subscription a third. His 266 at 95 % is 265.2.
    Catches a renewal that reaches only one of the two."""
    licence, subscription = (ltv(kellogg(kind, tmp_path, renewal)) for kind in ("perpetual", "subscription"))
    same(
        [licence, subscription], values, digits=0, of=f"licence, subscription, renewed at {100 * renewal:g} %"
    )


def test_at_the_price_of_parity_both_are_worth_the_same(tmp_path: Path) -> None:
    """A subscription of 36.68 a year against the licence: to half a cent of the price, so within 0.03."""
    values = [ltv(kellogg(kind, tmp_path, 0.9, 36.68)) for kind in ("perpetual", "subscription")]
    assert values[0] == pytest.approx(values[1], abs=0.03)


ONE_MOTION = (
    """
title = "One motion"
start = 2027-01-01
years = {years}
[money]
discount = "{discount:g}% a year"
[measures]
lifetime = "{lifetime} months"
{more}
[motion.sale]
{leads}
"""
    + qualify_and_sign()
    + """
[motion.sale.renewal]
overall = {renewal}
[motion.sale.offer]
{offer}
"""
)


def one_motion(
    at: Path,
    *,
    renewal: str,
    offer: str,
    leads: str = 'leads = "0 a month"',
    more: str = "",
    **numbers: float,
) -> Model:
    """A company of one motion in which everybody signs at once."""
    numbers = {"years": 1, "discount": 10, "lifetime": 60} | numbers
    file = at / "one-motion.toml"
    file.write_text(
        ONE_MOTION.format(renewal=renewal, offer=offer, leads=leads, more=more, **numbers), "utf-8"
    )
    return simulator.load(file).model()


def paid_every(months: int, at: Path) -> Model:
    """1,000 a year paid so many months ahead; a quarter is gone after a year, and who leaves does so when the
    next payment is due."""
    return one_motion(
        at,
        leads=f"leads_on = [2027-01-01]\nunits = {UNITS}",
        renewal='"100%"',
        offer=f"""
            price = "1000 per unit a year"
            term = "{months} months"
            billing = "every {months} months in advance"
            """,
        more=f"""
            [motion.sale.impact]
            every = "1 month"
            reached = "0%"
            [motion.sale.contraction]
            without_impact = "100%"
            by = "{100 * (1 - 0.75 ** (months / 12))!r}%"
            """,
        discount=20,
    )


def test_who_pays_by_the_month_pays_more_for_the_same_worth(tmp_path: Path) -> None:
    """Burkland: with a quarter gone a year and capital at 20 %, a yearly payment ahead is worth 2,412 over
    five years; paid by the quarter a contract has to be 18 % dearer, by the month more than 22 %. Catches a
    customer that leaves within a term it has paid for, and payments that are not discounted by the day."""
    worth = {months: ltv(paid_every(months, tmp_path)) for months in (12, 3, 1)}
    for months, found in worth.items():
        part = months / 12
        payments = closed_form.annuity(0.75**part, 1.2**part - 1, round(60 / months))
        assert found == pytest.approx(1000 * part * payments, rel=1e-8)
    same([worth[12]], [2412], digits=0, of="1,000 a year, paid a year ahead")
    quarterly, monthly = (100 * (worth[12] / worth[months] - 1) for months in (3, 1))
    same([quarterly], [18], digits=0, of="dearer by the quarter, in percent")
    assert 22.0 < monthly < 23.0


def test_linear_expansion(tmp_path: Path) -> None:
    """Skok: 80 a month, 1.6 more each month, of which 3 % leave: list prices that rise on a hundred dates.
    Catches growth that begins with the first payment, and a rise that customers of old do not get.

    Hundred months are what a file can say; the closed form of what comes after them is taken off:
    then one is as good as new, at a price of 240.
    """
    a, m, c, months = 80.0, 1.6, 0.03, 100
    rises = [
        f"{{ from = {2027 + n // 12}-{n % 12 + 1:02}-01, by = {m / (a + m * (n - 1))!r} }},"
        for n in range(1, months)
    ]
    model = one_motion(
        tmp_path,
        leads=f"leads_on = [2027-01-01]\nunits = {UNITS}",
        renewal='"100%"',
        offer=f'price = "{a:g} per unit a month"\nprice_rises = [\n' + "\n".join(rises) + "\n]",
        more="""
            [motion.sale.impact]
            every = "1 month"
            reached = "0%"
            [motion.sale.contraction]
            without_impact = "100%"
            by = "3%"
            """,
        years=9,
        discount=0,
        lifetime=months,
    )
    later = (1 - c) ** months * closed_form.linear_expansion(a + m * months, m, c)
    assert ltv(model) == pytest.approx(closed_form.linear_expansion(a, m, c) - later, rel=1e-8)
    same([ltv(model) + later], [4391.11], digits=2, of="80 a month, 1.6 more each month, 3 % churn")


def differing(alpha: float, beta: float) -> str:
    """A renewal rate of each account's own, so that churn is Beta(alpha, beta)."""
    both = alpha + beta
    sd = np.sqrt(alpha * beta / (both * both * (both + 1)))
    return (
        f'{{ mean = "{100 * beta / both:.10f}%", sd = "{100 * sd:.10f}%", '
        'distribution = "beta", varies = "between accounts" }'
    )


A_YEAR = 'price = "1 per unit a year"\nterm = "12 months"\nbilling = "every 12 months in advance"'


def discounted_at(ledger: Ledger, discount: float) -> Ledger:
    """The same lives, money valued at another rate."""
    money = ledger.header.money.copy()
    money["discount"] = discount
    return dataclasses.replace(ledger, header=dataclasses.replace(ledger.header, money=money))


@pytest.mark.slow
@pytest.mark.parametrize("cohort", COHORTS)
def test_discounted_expected_lifetimes(tmp_path: Path, cohort: str) -> None:
    """One a year from customers who differ, over fifty payments; what comes later is taken off the
    published value exactly. Catches money of a cohort taken for that of its mean customer (25 to 50 %
    less), a life cut off after sixty months, and a year's payment that comes month by month (8 %
    less at 20 %). False alarm 1e-6; standard error below 0.7 %: it notices 5 %."""
    (alpha, beta), lifetimes = COHORTS[cohort]
    model = one_motion(
        tmp_path, leads='leads = "100 a month"', renewal=differing(alpha, beta), offer=A_YEAR, lifetime=600
    )
    left = closed_form.survivors(model, 49)
    values: dict[float, list[float]] = {discount: [] for discount in lifetimes}
    for replication in range(24):
        ledger = simulate(model, seed=3, replication=replication)
        for discount, worth in values.items():
            worth.append(measure(discounted_at(ledger, discount)).values["ltv"])
    for discount, (published, _) in lifetimes.items():
        exact = closed_form.discounted_lifetime(alpha, beta, discount, payments=50)
        later = np.exp(betaln(alpha, beta + 50) - betaln(alpha, beta)) * (1 + discount) ** -50
        later *= closed_form.discounted_lifetime(alpha, beta, discount, renewed=50)
        assert exact + later == pytest.approx(published, abs=5e-5)
        # The law that the file stands for: its tables are linear between their points.
        assert (left * (1 + discount) ** -np.arange(50)).sum() == pytest.approx(exact, rel=5e-4)
        of = f"{cohort}, {100 * discount:g} % a year: fifty payments"
        agrees(values[discount], exact, notices=0.05, rounding=5e-4 * exact, of=of)


def book(at: Path, count: int, signed: str) -> str:
    """An opening book of customers alike, beside the file."""
    rows = [f"customer {n},sale,1,1000,{signed}" for n in range(count)]
    (at / "book.csv").write_text("\n".join(["name,motion,units,arr,signed", *rows]) + "\n", encoding="utf-8")
    return '[opening]\ncustomers = "book.csv"'


@pytest.mark.slow
@pytest.mark.parametrize(("monthly", "churned"), [(2, 646), (3, 918), (4, 1162), (5, 1379)])
def test_churned_a_year(tmp_path: Path, monthly: int, churned: int) -> None:
    """Tunguz: 3000 customers of 1000 a year, in the books on the first day. Catches twelve times the
    monthly rate (720 at 2 %), and a year of eleven or thirteen decisions (598 or 693).
    False alarm 1e-6; standard error below 0.7 %: it notices 5 %."""
    model = one_motion(
        tmp_path,
        renewal=f'"{100 - monthly}%"',
        offer='price = "1000 per unit a year"',
        more=book(tmp_path, 3000, "2026-11-16"),
    )
    gone, rates = [], []
    for replication in range(30):
        values = measure(simulate(model, seed=4, replication=replication)).values
        rates.append(values["monthly_churn"])
        assert values["arr_end"] == 1000 * values["customers_end"]
        gone.append(3000 * values["logo_churn"])
        assert round(gone[-1]) == 3000 - values["customers_end"]
    agrees(gone, churned, notices=0.05, rounding=0.5, of=f"{monthly} % a month: gone of 3000")
    agrees(rates, monthly / 100, notices=0.06)


@pytest.mark.slow
@pytest.mark.parametrize("cohort", COHORTS)
def test_a_book_of_three_years_decays_as_those_who_are_left_do(tmp_path: Path, cohort: str) -> None:
    """Customers who differ and have renewed three times: Beta(alpha, beta + 3). Catches a book of new
    customers: of the regular ones 37 % would leave in the first year, instead of 14 %.
    False alarm 1e-6; standard error below 0.17 points: it notices one point."""
    (alpha, beta), _ = COHORTS[cohort]
    model = one_motion(
        tmp_path,
        renewal=differing(alpha, beta),
        offer=A_YEAR,
        more=book(tmp_path, 3000, "2023-07-01"),
        years=4,
    )
    left = np.zeros(5, np.int64)
    replications = 30
    for replication in range(replications):
        rows = simulate(model, seed=5, replication=replication).rows
        days = rows["day"][rows["event"] == e.CHURNED]
        left += [3000 - (days <= years * YEAR).sum() for years in range(5)]
    for years, count in enumerate(left):
        share = np.exp(betaln(alpha, beta + 3 + years) - betaln(alpha, beta + 3))
        of = f"{cohort}: left after 1 to 4 more years" if years else ""
        share_is(count, 3000 * replications, share, notices=0.01, rounding=5e-4, of=of)
