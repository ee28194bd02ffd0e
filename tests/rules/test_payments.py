"""Payments that fail, are tried again and are given up, worked by hand.

A share of failed payments is recovered by retries within some weeks, and what is not ends the subscription:
involuntary churn (https://docs.stripe.com/billing/revenue-recovery). What was served and is never paid is bad
debt, written off against the receivable (https://en.wikipedia.org/wiki/Bad_debt).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.money.entry_kinds import EARNED, INVOICED, PAID, WRITTEN_OFF
from simulator.numerics.months import MONTH
from tests.money.reading import dated
from tests.oracles.companies import Company
from tests.rules.test_contract import SIGN, TERM

engines = pytest.mark.parametrize("engine", ENGINES)
MONTHLY = {"yearly": 12_000}  # ten units: 10,000 cents a month
NEVER, ALWAYS = {"recovered": 0.0}, {"recovered": 1.0}


def lived(engine: str, months: int, **offer: Any) -> Ledger:
    """The life of one lead, signed on day 20, that would always renew; every payment fails that may."""
    company = Company()
    company.motion((SIGN,), dated=[0.0], units=10, offer={"failed_payments": 1.0, **offer}, renewal=1.0)
    return simulate(company.model(1, run_off=(months - 1) * MONTH), engine=engine)


def turns(ledger: Ledger) -> list[tuple[float, str]]:
    """In which month of the contract an invoice is unpaid or paid late, and the contract ends."""
    rows = ledger.rows[np.isin(ledger.rows["event"], [e.UNPAID, e.PAID_LATE, e.CHURNED, e.LAPSED])]
    return [(round((float(r["day"]) - 20.0) / MONTH, 6), e.EVENTS[int(r["event"])]) for r in rows]


def money(ledger: Ledger, kind: int) -> list[tuple[float, int]]:
    """Entries of a kind, by months of the contract."""
    return [(round((day - 20.0) / MONTH, 6), cents) for day, cents in dated(ledger, kind)]


@engines
def test_the_first_invoice_never_fails(engine: str) -> None:
    """In advance it is that of the first day, in arrears that at the end of the first period, and where use
    alone is paid that of the first month with use. Catches a first invoice that fails, against the key's
    words."""
    assert turns(lived(engine, 9, **MONTHLY)) == [(1, "unpaid"), (1, "churned")]
    assert turns(lived(engine, 9, **MONTHLY, arrears=1)) == [(2, "unpaid"), (2, "churned")]
    assert turns(lived(engine, 9, **MONTHLY, arrears=1, billing=3)) == [(6, "unpaid"), (6, "churned")]
    assert turns(lived(engine, 30, **TERM, billing=12)) == [(12, "unpaid"), (12, "churned")]
    use = {"use": 12_000, "metered": 1, "from_live": 1}
    assert turns(lived(engine, 9, **use)) == [(2, "unpaid"), (2, "churned")]
    included = {"use_start": 0.0, "use_ramp": 4.0, "use_drift": 0.0}  # nothing is used in the first month
    assert turns(lived(engine, 9, **use, **included)) == [(3, "unpaid"), (3, "churned")]


@engines
def test_what_was_served_and_is_never_paid_is_written_off(engine: str) -> None:
    """In arrears the second month: billed, earned, and written off when the contract ends. In advance nothing
    is billed for the month that is not served. Catches a receivable that stays open for ever."""
    ledger = lived(engine, 9, **MONTHLY, arrears=1)
    assert money(ledger, INVOICED) == money(ledger, EARNED) == [(1, 10_000), (2, 10_000)]
    assert money(ledger, PAID) == [(1, 10_000)]
    assert money(ledger, WRITTEN_OFF) == [(2, 10_000)]
    ledger = lived(engine, 9, **MONTHLY)
    assert money(ledger, INVOICED) == money(ledger, PAID) == [(0, 10_000)]
    assert money(ledger, WRITTEN_OFF) == []


@engines
@pytest.mark.parametrize(("after", "until"), [(21.0, 2), (MONTH, 2), (40.0, 3), (0.0, 1)])
def test_retries_end_the_contract_when_they_are_over(engine: str, after: float, until: int) -> None:
    """The invoice of month 1 fails; the contract goes on while it is tried again and ends with the contract
    month that runs when that is over. The months served until then are billed, earned and written off.
    Catches a contract that ends at once, or within a month of it."""
    ledger = lived(engine, 9, **MONTHLY, **NEVER, retries_after=after)
    assert turns(ledger) == [(1, "unpaid"), (until, "churned")]
    assert money(ledger, EARNED) == [(k, 10_000) for k in range(1, until + 1)]
    assert money(ledger, PAID) == [(0, 10_000)]
    assert sum(cents for _, cents in money(ledger, WRITTEN_OFF)) == 10_000 * (until - 1)
    assert {month for month, _ in money(ledger, WRITTEN_OFF)} <= {until}


@engines
def test_retries_begin_when_a_payment_is_due(engine: str) -> None:
    """30 days to pay and 21 of retries are over on day 51: in the second month. Catches retries of an invoice
    that nobody has to have paid yet."""
    ledger = lived(engine, 9, **MONTHLY, **NEVER, retries_after=21.0, pays_after=30.0)
    assert turns(ledger) == [(1, "unpaid"), (3, "churned")]


@engines
def test_a_payment_that_a_retry_brings_in_is_late(engine: str) -> None:
    """All but the first come 21 days late, on top of the 5 that there are to pay; the contract goes on.
    Catches a recovered payment that is on time, or missing, and one that ends the contract."""
    ledger = lived(engine, 4, **MONTHLY, **ALWAYS, retries_after=21.0, pays_after=5.0)
    assert turns(ledger) == [(1, "paid late"), (2, "paid late"), (3, "paid late")]
    days = [day - 20.0 for day, _ in dated(ledger, PAID)]
    assert days == pytest.approx([5.0, MONTH + 26.0, 2 * MONTH + 26.0])
    assert money(ledger, WRITTEN_OFF) == []


@engines
def test_a_year_in_advance_that_is_never_paid_is_credited_but_for_what_was_served(engine: str) -> None:
    """The invoice of the second year, 120,000, is tried for 40 days: two months are served and written off,
    ten are credited; no cash goes back for what never came. Catches a credit note that is paid out."""
    ledger = lived(engine, 30, **TERM, billing=12, **NEVER, retries_after=40.0)
    assert turns(ledger) == [(12, "unpaid"), (14, "churned")]
    assert money(ledger, INVOICED) == [(0, 120_000), (12, 120_000), (14, -100_000)]
    assert money(ledger, PAID) == [(0, 120_000)]
    assert money(ledger, WRITTEN_OFF) == [(14, 20_000)]


@engines
def test_retries_do_not_reach_beyond_the_term(engine: str) -> None:
    """Who has not paid for a term is not given another: the invoice of month 11 of 12 ends the contract with
    its term, that of the end of the term ends it on that day. Catches a contract that is renewed unpaid."""
    tried = {**NEVER, "retries_after": 60.0}
    company = {**TERM, "billing": 11, "term": 12}
    assert turns(lived(engine, 30, **company, **tried)) == [(11, "unpaid"), (12, "churned")]
    assert turns(lived(engine, 30, **TERM, billing=12, arrears=1, **tried)) == [
        (24, "unpaid"),
        (24, "churned"),
    ]


@engines
def test_an_owner_who_does_not_pay_is_sold_nothing_and_keeps_its_licence(engine: str) -> None:
    """Maintenance of month 6 is never paid and lapses in month 8; the licence that could be bought again in
    month 7 is not. Catches a sale to who owes us for the last one."""
    owned = {"licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1, "billing": 6}
    again = {"repurchase": 1.0, "repurchase_after": 7.0}
    ledger = lived(engine, 12, **owned, **again, **NEVER, retries_after=40.0)
    assert turns(ledger) == [(6, "unpaid"), (8, "lapsed")]
    assert not (ledger.rows["event"] == e.REPURCHASED).any()
    assert money(ledger, WRITTEN_OFF) == [(8, 100_000 // 6)]


def test_a_share_fails_and_a_share_of_these_is_brought_in() -> None:
    """Of 4,000 who pay each month, 20 % of payments fail and 60 % of those are brought in: after the first
    invoice 8 % a month end. Month by month, five standard errors: 0.08 of 4,000 is 320 +- 86.
    Catches a retry that goes by the draw of the payment itself: all or none would be brought in."""
    company = Company()
    offer = {**MONTHLY, "failed_payments": 0.2, "recovered": 0.6, "retries_after": 10.0}
    company.motion((SIGN,), dated=[0.0] * 4000, offer=offer, renewal=1.0)
    rows = simulate(company.model(1, run_off=2 * MONTH)).rows
    for event, expected in ((e.UNPAID, 0.2 * 0.4), (e.PAID_LATE, 0.2 * 0.6)):
        found = rows[rows["event"] == event]
        first = int((np.abs(found["day"] - 20.0 - MONTH) < 1e-6).sum())
        assert abs(first - 4000 * expected) < 5 * np.sqrt(4000 * expected * (1 - expected))
