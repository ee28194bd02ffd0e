"""Prices, worked by hand: how they move, what is paid once, who pays ahead, and what is never paid."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, told
from tests.rules.test_contract import BEFORE, LIVE, SIGN, START, TERM

engines = pytest.mark.parametrize("engine", ENGINES)


def lived(
    months: float,
    engine: str,
    rises: tuple[tuple[float, float], ...] = (),
    steps: tuple[float, ...] = (),
    **life: Any,
) -> list[Any]:
    """The life of a lead of day 0, of ten units, until so many months are over."""
    company = Company()
    for day, by in rises:
        company.also("rises", day=day, by=by)
    for share in steps:
        company.also("steps", share=share)
    life["offer"] = {**life["offer"], "rises": len(rises), "steps": len(steps)}
    company.motion((SIGN, START), dated=[0.0], units=10, **life)
    return told(simulate(company.model(1, run_off=(months - 1) * MONTH), engine=engine))


def moved(rows: list[Any]) -> list[tuple[int, int]]:
    """Contract months, and recurring revenue, of rows that move the price."""
    return [(round((row[0] - 20.0) / MONTH), row[3]) for row in rows if row[1] == "repriced"]


@engines
@pytest.mark.parametrize("term", [1, 6, 12, 18, 24, 36])
def test_an_escalator_moves_the_price_on_each_anniversary(engine: str, term: int) -> None:
    """Three per cent a year: 12 000, 12 360, 12 730.8 (12 731) a unit, 13 112.9 (13 113), however long the
    term. Catches a price that waits for the renewal, that moves with each half year's, and one that is
    computed from the first price anew."""
    offer = {**TERM, "term": term, "fixed": int(term > 1), "escalator": 0.03}
    rows = lived(38, engine, offer=offer, renewal=1.0)
    assert moved(rows) == [(12, 123_600), (24, 127_310), (36, 131_130)]
    assert sum(row[1] == "renewed" for row in rows) == (37 // term if term > 1 else 0)


@engines
@pytest.mark.parametrize(("term", "prices"), [(24, [(24, 127_310)]), (6, [(6, 121_790), (12, 123_600)])])
def test_an_escalator_at_renewal_makes_up_for_the_years_of_the_term(
    engine: str, term: int, prices: list[tuple[int, int]]
) -> None:
    """Where that is asked for by name: a term of two years moves by 1.03 squared, 12 000 to 12 731; half a
    year by its root, to 12 178.7 (12 179), and to 12 360.3 (12 360). Catches one that moves within a term."""
    offer = {**TERM, "term": term, "escalator": 0.03, "escalates": 1}
    assert moved(lived(26, engine, offer=offer, renewal=1.0))[: len(prices)] == prices


@engines
def test_who_has_given_notice_pays_the_rise_of_the_term_that_runs(engine: str) -> None:
    """It gives notice in month 11 of 18, pays more from month 12 on, and leaves with the term. Catches a rise
    that is forgiven to who leaves."""
    rows = lived(20, engine, offer={**TERM, "term": 18, "notice": 7, "escalator": 0.03}, renewal=0.0)
    assert [(row[1], row[3]) for row in rows if row[0] > 20.0 + 6 * MONTH] == [
        ("notice", 120_000), ("repriced", 123_600), ("churned", 0),
    ]  # fmt: skip


@engines
def test_list_prices_wait_for_the_renewal_on_an_anniversary_within_the_term(engine: str) -> None:
    """Five per cent on day 100: a customer bound for two years pays them from month 24 on, its own three from
    month 12: 12 360; 12 360 * 1.03 * 1.05 = 13 367.3 (13 367). Catches a list price owed in mid-term."""
    rows = lived(26, engine, ((100.0, 0.05),), offer={**TERM, "term": 24, "escalator": 0.03}, renewal=1.0)
    assert moved(rows) == [(12, 123_600), (24, 133_670)]


@engines
def test_a_ramp_rises_to_the_price_in_steps_and_escalates_from_there(engine: str) -> None:
    """Half in the first year, three quarters in the second, then all: 60 000, 90 000, 120 000, whatever the
    term; with three per cent a year 60 000, 92 700, 127 310, 131 130. Catches rounding that is carried from
    step to step, a step at a renewal only, and a ramp that never ends."""
    for term in (12, 36):
        rows = lived(38, engine, steps=(0.5, 0.75), offer={**TERM, "term": term}, renewal=1.0)
        assert (20.0, "opened", 0, 60_000) in rows
        assert moved(rows) == [(12, 90_000), (24, 120_000)]
    rows = lived(38, engine, steps=(0.5, 0.75), offer={**TERM, "escalator": 0.03}, renewal=1.0)
    assert moved(rows) == [(12, 92_700), (24, 127_310), (36, 131_130)]


@engines
def test_a_ramp_is_of_new_customers(engine: str) -> None:
    """Who is won back after a year at half the price pays all of it. Catches a customer that gains by
    leaving."""
    offer = {**TERM, "winback": 1.0, "winback_after": 5.0}
    rows = lived(16, engine, steps=(0.5,), offer=offer, renewal=0.0)
    assert [row[3] for row in rows if row[1] in ("opened", "won back")] == [60_000, 120_000]


@engines
def test_a_ramp_of_a_customer_of_the_first_day_goes_on(engine: str) -> None:
    """Signed 15 months ago, it pays 90 000, three quarters: all from month 24 on, in 9 months. Catches a book
    that states what is paid, taken for the whole price."""
    company = Company()
    for share in (0.5, 0.75):
        company.also("steps", share=share)
    company.motion((SIGN, START), offer={**TERM, "steps": 2}, renewal=1.0)
    company.also("opening", motion=0, units=10, arr=90_000, since=-15 * MONTH, live=-14 * MONTH)
    rows = told(simulate(company.model(1, run_off=36 * MONTH), engine=engine))
    assert [(round(row[0] / MONTH), row[3]) for row in rows if row[1] == "repriced"] == [(9, 120_000)]


@engines
def test_list_prices_are_for_new_contracts_and_at_renewal(engine: str) -> None:
    """Ten per cent on day 10 is signed for; five per cent on day 100 comes at the renewal: 13 200, 13 860."""
    rises = ((10.0, 0.1), (100.0, 0.05))
    rows = lived(14, engine, rises, offer=TERM, renewal=1.0)
    assert rows == sorted(
        [
            (0.0, "lead", 10, 0),
            (20.0, "passed", 0, 0),
            (20.0, "won", 132_000, 0),
            (20.0, "opened", 0, 132_000),
            *LIVE,
            (20.0 + 12 * MONTH, "renewed", 0, 132_000),
            (20.0 + 12 * MONTH, "repriced", 0, 138_600),
        ]
    )


@engines
def test_what_is_paid_once_for_an_account_and_what_for_a_unit(engine: str) -> None:
    """777 for the account, 50 000 a licence."""
    offer = {"licence": 50_000, "once": 777, "owned": 1}
    assert (20.0, "opened", 500_777, 0) in lived(2, engine, offer=offer)


@engines
def test_a_price_for_the_account_stands_beside_the_price_of_its_units(engine: str) -> None:
    """60 000 and ten times 12 000."""
    assert (20.0, "opened", 0, 180_000) in lived(2, engine, offer={**TERM, "flat": 60_000})


@engines
def test_who_pays_a_term_ahead_pays_less(engine: str) -> None:
    """Everybody prepays at 15 % off: the price, and a year in one invoice."""
    company = Company()
    company.motion(
        (SIGN,), dated=[0.0], units=10, offer={**TERM, "billing": 1, "prepaid": 1.0, "discount": 0.15}
    )
    rows = simulate(company.model(1), engine=engine).rows
    (opened,) = rows[rows["event"] == e.OPENED]
    assert (opened["fee"], opened["invoice"]) == (102_000, 12)


@engines
def test_billing_in_arrears_is_told_by_a_negative_number_of_months(engine: str) -> None:
    company = Company()
    company.motion((SIGN,), dated=[0.0], units=10, offer={**TERM, "billing": 3, "arrears": 1})
    rows = simulate(company.model(1), engine=engine).rows
    assert rows["invoice"][rows["event"] == e.OPENED].tolist() == [-3]


@engines
@pytest.mark.parametrize(("arrears", "month"), [(0, 3), (1, 6)])
def test_an_invoice_that_is_never_paid_ends_the_contract(engine: str, arrears: int, month: int) -> None:
    """Every invoice after the first fails: of quarters in advance the second, on day 20 + 3 months; in
    arrears the first is written then, and the second in month 6. Catches a term that goes on unpaid."""
    offer = {**TERM, "billing": 3, "arrears": arrears, "failed_payments": 1.0}
    day = 20.0 + month * MONTH
    assert lived(9, engine, offer=offer, renewal=1.0) == sorted(
        [*BEFORE, (20.0, "opened", 0, 120_000), *LIVE, (day, "unpaid", 0, 120_000), (day, "churned", 0, 0)]
    )


@engines
@pytest.mark.parametrize(("billing", "arrears", "day"), [(1, 0, 3), (3, 0, 3), (1, 1, 4), (3, 1, 6)])
def test_an_invoice_of_nothing_does_not_fail(engine: str, billing: int, arrears: int, day: int) -> None:
    """Three months are free, and every invoice after the first fails: the first that asks for money is that
    of month 4, in advance in month 3, in arrears a month or a quarter later. Catches a customer that is lost
    for an invoice of nothing."""
    free = {"introductory": 3, "introductory_discount": 1.0}
    offer = {**TERM, "billing": billing, "arrears": arrears, "failed_payments": 1.0, **free}
    rows = lived(9, engine, offer=offer, renewal=1.0)
    assert [row[0] for row in rows if row[1] == "unpaid"] == [20.0 + day * MONTH]


@engines
def test_product_units_become_billed_units_and_a_part_lands(engine: str) -> None:
    """Ten units are 25 billed ones, of which four tenths land: ten. A fifth more each half year: 12, 14,
    17, 20, 24, and then the 25th and never more. Catches growth beyond what the customer can use."""
    offer = {**TERM, "size": 2.5, "lands": 0.4}
    life = {"every": 6, "reached": 1.0, "expansion": 1.0, "expansion_by": 0.2, "renewal": 1.0}
    rows = lived(60, engine, offer=offer, **life)
    grown = [row[3] // 12_000 for row in rows if row[1] in ("opened", "expanded")]
    assert grown[0] == 10
    assert grown[-1] == 25
    assert grown == sorted(set(grown))
    assert len([row for row in rows if row[1] == "impact reached"]) > len(grown) - 1


@engines
def test_a_licence_is_bought_again_and_its_maintenance_resumes(engine: str) -> None:
    """Maintenance lapses after a year; after 18 months the owner buys again, and once more at 36."""
    offer = {
        "licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1,
        "repurchase": 1.0, "repurchase_after": 18.0,
    }  # fmt: skip
    rows = lived(40, engine, offer=offer, renewal=0.0)
    # With two months of notice given in month 10, and another licence in month 11: it stays.
    noticed = {**offer, "notice": 2, "repurchase_after": 11.0}
    told = lived(14, engine, offer=noticed, renewal=0.0)
    assert [row[1] for row in told if row[1] in ("notice", "lapsed", "repurchased")] == [
        "notice",
        "repurchased",
    ]
    assert [row for row in rows if row[1] in ("lapsed", "repurchased")] == [
        (20.0 + 12 * MONTH, "lapsed", 0, 0),
        (20.0 + 18 * MONTH, "repurchased", 500_000, 100_000),
        (20.0 + 24 * MONTH, "lapsed", 0, 0),
        (20.0 + 36 * MONTH, "repurchased", 500_000, 100_000),
    ]
