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


def lived(months: float, engine: str, rises: tuple[tuple[float, float], ...] = (), **life: Any) -> list[Any]:
    """The life of a lead of day 0, of ten units, until so many months are over."""
    company = Company()
    for day, by in rises:
        company.also("rises", day=day, by=by)
    life["offer"] = {**life["offer"], "rises": len(rises)}
    company.motion((SIGN, START), dated=[0.0], units=10, **life)
    return told(simulate(company.model(1, run_off=(months - 1) * MONTH), engine=engine))


@engines
def test_an_escalator_moves_the_price_at_each_renewal(engine: str) -> None:
    """Three per cent a year: 12 000, 12 360, 12 730.8 (12 731) a unit. Catches a price that moves in
    mid-term, and one that is computed from the first price anew."""
    rows = lived(26, engine, offer={**TERM, "escalator": 0.03}, renewal=1.0)
    moved = [row for row in rows if row[1] == "repriced"]
    assert moved == [(20.0 + 12 * MONTH, "repriced", 0, 123_600), (20.0 + 24 * MONTH, "repriced", 0, 127_310)]


@engines
def test_an_escalator_of_a_long_term_makes_up_for_its_years(engine: str) -> None:
    """A term of two years moves by 1.03 squared: 12 000 becomes 12 731."""
    rows = lived(26, engine, offer={**TERM, "term": 24, "escalator": 0.03}, renewal=1.0)
    assert [row[3] for row in rows if row[1] == "repriced"] == [127_310]


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
