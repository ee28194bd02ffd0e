"""Small companies as files, with what a billing person expects of them: invoices, revenue, retention."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator import ledger as ledger_events
from simulator.closed_form import escalating_annuity
from simulator.engines import ENGINES
from simulator.layout.text import text as printed
from simulator.ledger import Ledger
from simulator.metrics import measure
from simulator.money.entry_kinds import EARNED, INVOICED
from simulator.numerics.months import MONTH
from simulator.scenario import describe
from tests.companies import qualify_and_sign, written

from .reading import dated

COMPANY = (
    """
title    = "one motion in which everybody signs at once"
start    = 2027-01-01
years    = {years}
currency = "EUR"
[motion.sale]
{leads}
"""
    + qualify_and_sign()
    + """
[motion.sale.offer]
{offer}
[motion.sale.renewal]
overall = "100%"
{more}
"""
)


def company(
    at: Path, offer: str, *, leads: str = "leads_on = [2027-01-01]", more: str = "", years: int = 5
) -> simulator.Scenario:
    text = COMPANY.format(offer=offer, leads=leads, more=more, years=years)
    return simulator.load(written(at, text, "company"))


def invoices(ledger: Ledger, years: int) -> list[tuple[float, float]]:
    """Contract months of the first account, and money, of the invoices of so many years."""
    found = [(round(day / MONTH, 6), cents / 100) for day, cents in dated(ledger, INVOICED, account=0)]
    return [one for one in found if one[0] < 12 * years]


THREE_YEARS = 'fee = "1200 a year"\nterm = "36 months"\nbilling = "every 12 months in advance"\n'


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("keys", "paid"),
    [
        ('escalator = "10% a year"', [1200, 1320, 1452, 1597.2]),
        ('escalator = "5% a year"', [1200, 1260, 1323, 1389.15]),
        ('escalator = "10% a year"\nescalates = "each year"', [1200, 1320, 1452, 1597.2]),
        ('escalator = "10% a year"\nescalates = "at renewal"', [1200, 1200, 1200, 1597.2]),
        ('ramp = ["50%", "75%"]', [600, 900, 1200, 1200]),
        ('ramp = ["50%", "75%"]\nescalator = "10% a year"', [600, 990, 1452, 1597.2]),
    ],
)
def test_a_contract_of_three_years_pays_more_each_year(
    engine: str, tmp_path: Path, keys: str, paid: list[float]
) -> None:
    """1,200 * 1.1^k on each anniversary of the signature, whatever the term, as an escalator clause says;
    only in the fourth year where that is asked for; and the shares of a ramp. Catches a price that waits for
    the renewal (1,200 three times), and an invoice at the price of the day before."""
    ledger = simulator.simulate(company(tmp_path, THREE_YEARS + keys).model(), engine=engine)
    assert invoices(ledger, 4) == [(12.0 * year, money) for year, money in enumerate(paid)]


PROMOTION = 'fee = "15 a month"\nintroductory = { months = "1 months", discount = "93.3333%" }'


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_month_for_one_is_no_expansion(engine: str, tmp_path: Path) -> None:
    """15 a month, the first month for 1, nobody leaves: invoices of 1, then 15; the customer has agreed to
    180 a year, which recurs from the first day on, so that nothing ever expands and net retention is 100 %.
    Catches 12 a year that grow to 180 in the second month (retention of 104 %)."""
    growth = 'leads = "20 a month"\nleads_on = [2027-01-01]'
    one = company(tmp_path, PROMOTION, leads=growth, years=3)
    assert "93.3 % off the first month of a new customer" in " ".join(printed(describe(one)).split())
    ledger = simulator.simulate(one.model(), engine=engine)
    first = int(ledger.rows["account"][ledger.rows["event"] == ledger_events.OPENED][0])
    found = [cents for _, cents in dated(ledger, INVOICED, account=first)]
    assert found == [100, *[1500] * (len(found) - 1)]
    measures = measure(ledger)
    won = ledger.rows[ledger.rows["event"] == ledger_events.WON]
    assert set(won["amount"].tolist()) == {18_000}
    assert measures.values["nrr"] == 1.0
    assert measures.monthly["expansion"].sum() == 0
    assert measures.monthly["new"].sum() == 18_000 * (won["day"] < ledger.header.horizon).sum()


SEATS = 'price = "10 per unit a month"\nterm = "12 months"\n'
GROWS = """
[[motion.sale.stage]]
name  = "start"
takes = "2 days"
[motion.sale.impact]
every   = "6 months"
reached = "100%"
[motion.sale.expansion]
with_impact = "100%"
by          = "100%"
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("billing", "invoiced"), [("in advance", [1200.0, 593.43]), ("in arrears", [1793.43])]
)
def test_seats_added_within_a_month_are_charged_by_the_day(
    engine: str, tmp_path: Path, billing: str, invoiced: list[float]
) -> None:
    """Ten seats at 10 a month, paid for a year; two days into the seventh month they double: 100 more a month
    for 28.4375 of its 30.4375 days and for five months, 100 * (5 + 28.4375/30.4375) = 593.43, as Stripe and
    others do it by default (https://docs.stripe.com/billing/subscriptions/prorations). Of the month 193.43 is
    earned. Catches the rest of a month that is given away (500), and one that is charged in full (600)."""
    offer = f'{SEATS}billing = "every 12 months {billing}"'
    leads = "leads_on = [2027-01-01]\nunits = 10"
    one = company(tmp_path, offer, leads=leads, more=GROWS, years=2)
    ledger = simulator.simulate(one.model(), engine=engine)
    found = [money for month, money in invoices(ledger, 2) if month <= 12][: len(invoiced)]
    assert found == invoiced
    earned = [cents for _, cents in dated(ledger, EARNED)]
    assert earned[:8] == [10_000] * 6 + [19_343, 20_000]


def test_an_escalator_is_what_is_retained(tmp_path: Path) -> None:
    """Five per cent a year, nobody leaves or grows: net retention is 105 % in every year, also within a term.
    Catches 100, 100 and 115.8 %, as with a price that moves at the renewal only."""
    five = 'escalator = "5% a year"'
    ledger = simulator.simulate(
        company(tmp_path, THREE_YEARS + five, leads="leads_on = [2027-01-15]").model()
    )
    closing = measure(ledger).monthly["closing"].sum(axis=1)
    assert closing[11::12].tolist() == [120_000, 126_000, 132_300, 138_915, 145_861]
    assert measure(ledger).values["nrr"] == pytest.approx(1.05, abs=1e-5)


@pytest.mark.parametrize(("months", "keys"), [(36, 'term = "36 months"\n'), (12, 'term = "12 months"\n')])
def test_lifetime_value_is_the_escalating_annuity(tmp_path: Path, months: int, keys: str) -> None:
    """Ten million units of which a fifth goes at each decision, 10 % a year, over six years: 100,000 a year
    times the closed form, to the cents in which prices are. Catches an escalator that the value of a customer
    does not see, and one that counts from the renewal on."""
    a_year = 'price = "100000 per unit a year"\nbilling = "every 12 months in advance"\n'
    offer = f'{a_year}escalator = "7% a year"\n{keys}'
    shrinks = (
        '[motion.sale.impact]\nevery = "12 months"\nreached = "0%"\n'
        '[motion.sale.contraction]\nwithout_impact = "100%"\nby = "20%"\n[measures]\nlifetime = "72 months"'
    )
    one = company(tmp_path, offer, leads="leads_on = [2027-01-01]\nunits = 10000000", more=shrinks, years=1)
    value = measure(simulator.simulate(one.model())).values["ltv"] / 1e12
    exact = escalating_annuity(months // 12, 0.07, 0.8, 0.1, 72 // months)
    assert value == pytest.approx(exact, rel=1e-7)
