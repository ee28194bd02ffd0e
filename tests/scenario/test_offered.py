"""Each key of an offer reaches its field of the model, in the model's unit."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from simulator import model as m
from simulator.layout.text import text as printed
from simulator.numerics.curves import quantile
from simulator.numerics.months import MONTH
from simulator.scenario import describe, load
from tests.scenario.rich import RICH, changed
from tests.scenario.small import SMALL, edited, written


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> m.Numbers:
    return load(written(tmp_path_factory.mktemp("rich"), RICH)).model().numbers


FIELDS: dict[str, Any] = {
    "licence": 0, "once": 500_000, "flat": 600_000, "yearly": 120_000, "per": 1, "use": 2_400, "use_per": 100,
    "included": 0.5, "owned": 0, "term": 24, "fixed": 1, "from_live": 0, "metered": 1, "use_start": 1.0,
    "use_ramp": 0.0, "use_swing": 0.0, "use_drift": math.log(0.99), "size": 12.0, "billing": 12, "arrears": 0,
    "pays_after": 30.0, "discount": 0.1, "escalator": 0.03, "first_rise": 0, "rises": 2, "repurchase": m.NONE,
    "escalates": 0, "first_step": 0, "steps": 2, "repurchase_after": m.NONE, "goods": 0.6,
    "hosting": 0.12, "cost_to_serve": 2_000, "introductory": 2, "introductory_discount": 0.933333,
}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_key_of_an_offer_reaches_its_field(rich: m.Numbers, field: str) -> None:
    """A key that goes to the wrong field, in the wrong unit, or nowhere."""
    assert rich.offers[0][field] == pytest.approx(FIELDS[field], rel=1e-12)


def test_rates_and_curves_of_an_offer_are_its_own(rich: m.Numbers) -> None:
    """Two keys that share one rate, or a curve in the wrong unit."""
    offer, machine = rich.offers
    for field, p in (("failed_payments", 0.005), ("prepaid", 0.4), ("winback", 0.05)):
        assert rich.rates[offer[field]]["p"] == p
        assert machine[field] == m.NONE
    assert rich.rates[machine["repurchase"]]["p"] == 0.4

    def at(row: int, u: float) -> float:
        return quantile(rich.tables, rich.curves[row], u)

    assert at(offer["lands"], 0.05) == pytest.approx(0.05, rel=1e-3)
    assert at(offer["lands"], 0.95) == pytest.approx(0.20, rel=1e-3)
    assert at(offer["winback_after"], 0.95) == pytest.approx(12 * MONTH, rel=1e-3)  # days
    assert at(machine["repurchase_after"], 0.05) == pytest.approx(48, rel=1e-3)  # months
    assert machine["lands"] == m.NONE


def test_price_rises_are_dated_and_belong_to_their_offer(rich: m.Numbers) -> None:
    """A rise of one motion that moves the prices of another, or a date a year off."""
    assert rich.rises.tolist() == [(12 * MONTH, 0.05), (24 * MONTH, -0.02)]
    assert rich.offers[["first_rise", "rises"]].tolist() == [(0, 2), (2, 0)]


def test_steps_of_a_ramp_are_shares_and_belong_to_their_offer(rich: m.Numbers) -> None:
    """A ramp of one motion that another's customers pay, or 50 for 50 %."""
    assert rich.steps["share"].tolist() == [0.5, 0.75]
    assert rich.offers[["first_step", "steps"]].tolist() == [(0, 2), (2, 0)]


def test_an_escalator_waits_for_the_renewal_where_that_is_said(tmp_path: Path) -> None:
    """A word that is read and means nothing, or means the other."""
    for words, waits in (("each year", 0), ("at renewal", 1)):
        text = changed(('escalator     = "3% a year"', f'escalator = "3% a year"\nescalates = "{words}"'))
        scenario = load(written(tmp_path, text))
        assert scenario.model().numbers.offers[0]["escalates"] == waits
        told = "when a term is renewed" if waits else "on each anniversary"
        assert f"rises by 3 % a year, {told}" in " ".join(
            printed(describe(scenario)).replace("assumption", "").split()
        )


def test_a_machine_with_service_and_consumables(rich: m.Numbers) -> None:
    """A hybrid of which the recurring part is maintenance, and use is billed beside it."""
    row = rich.offers[1]
    assert (row["licence"], row["yearly"], row["per"]) == (900_000, 108_000, 1)
    assert (row["use"], row["use_per"], row["included"]) == (12 * 8_000, 1, 0.0)
    assert (row["owned"], row["fixed"], row["term"], row["from_live"]) == (1, 1, 12, 0)
    assert (row["use_start"], row["use_ramp"]) == (0.5, 3.0)


OFFER = 'price  = "49 per unit a month"\nterm   = "12 months"\nnotice = "1 month"'


def test_the_price_is_what_is_metered_unless_use_has_its_own(tmp_path: Path) -> None:
    """A price that is owed twice: whatever is used, and for use."""
    cases = {
        'price = "49 per unit a month"\nmetered = { swing = 0.1 }': (0, 0, 58_800, 1),
        'metered = { price = "49 per unit a month" }': (0, 0, 58_800, 1),
        'price = "9 per unit a month"\nmetered = { price = "49 per unit a month" }': (0, 10_800, 58_800, 0),
        'fee = "99 a month"\nprice = "49 per unit a month"\nmetered = { swing = 0.1 }': (
            118_800,
            0,
            58_800,
            0,
        ),
        'fee = "1000 a year"\nprice = "49 per unit a month"': (100_000, 58_800, 0, 0),
    }
    for text, expected in cases.items():
        row = load(written(tmp_path, edited((OFFER, text)))).model().numbers.offers[0]
        assert tuple(row[f] for f in ("flat", "yearly", "use", "from_live")) == expected, text


def test_billing_is_read_in_words(tmp_path: Path) -> None:
    """Advance taken for arrears, a year for a month."""
    cases = {
        "every 12 months in advance": (12, 0), "every year in arrears": (12, 1),
        "every month in advance": (1, 0), "Every 3 months  in arrears": (3, 1),
    }  # fmt: skip
    for text, expected in cases.items():
        path = written(tmp_path, edited((OFFER, f'{OFFER}\nbilling = "{text}"')))
        row = load(path).model().numbers.offers[0]
        assert (row["billing"], row["arrears"]) == expected, text


def test_billing_can_be_changed_as_a_number_can(tmp_path: Path) -> None:
    """A what-if that moves only the payment schedule."""
    change = '[change]\n"motion.sale.offer.billing" = "every 24 months in arrears"'
    row = load(written(tmp_path, f"{RICH}{change}")).model().numbers.offers[0]
    assert (row["billing"], row["arrears"], row["term"]) == (24, 1, 24)


def test_retries_and_what_winning_back_costs(tmp_path: Path) -> None:
    """A rate of its own, days, and cents. Catches weeks taken for days, and a cost of another motion."""
    fails, back = 'failed_payments         = "0.5%"', "[motion.sale.winback]"
    text = changed(
        (fails, f'{fails}\nretries = {{ recovered = "60%", after = "3 weeks" }}'),
        (back, f"{back}\ncost = 250"),
    )
    n = load(written(tmp_path, text)).model().numbers
    offer, machine = n.offers
    assert n.rates[offer["recovered"]]["p"] == 0.6
    assert (offer["retries_after"], offer["winback_cost"]) == (21.0, 25_000)
    assert (machine["recovered"], machine["retries_after"], machine["winback_cost"]) == (m.NONE, 0.0, 0)


def test_a_file_without_the_new_keys_means_what_it_meant(tmp_path: Path) -> None:
    """A default that bills, delays, discounts or costs something."""
    n = load(written(tmp_path, SMALL)).model().numbers
    offer = n.offers[0]
    neutral = {
        "once": 0, "flat": 0, "use": 0, "included": 0, "size": 1, "lands": m.NONE, "billing": 1, "arrears": 0,
        "pays_after": 0, "failed_payments": m.NONE, "prepaid": m.NONE, "discount": 0, "escalator": 0,
        "escalates": 0, "rises": 0, "steps": 0, "use_drift": 0, "repurchase": m.NONE, "winback": m.NONE,
        "goods": 0, "hosting": 0, "cost_to_serve": 0, "introductory": 0, "introductory_discount": 0,
        "recovered": m.NONE, "retries_after": 0, "winback_cost": 0,
    }  # fmt: skip
    assert {name: offer[name] for name in neutral} == neutral
    assert len(n.rises) == 0
    assert (n.money["cash"], n.money["discount"], n.money["lifetime"]) == (0, 0.1, 60)


def test_what_is_not_known_of_an_offer_is_drawn_once_a_replication(tmp_path: Path) -> None:
    """A range on a price rise, or on a share of costs, that is read and then stands still."""
    text = changed(
        ('by = "5%"', 'by = "2% to 9%"'),
        ('escalator     = "3% a year"', 'escalator = "2% to 5% a year"'),
        ('hosting       = "12%"', 'hosting = "8% to 20%"'),
        ("size          = 12", 'size = "6 to 20"'),
        ('pays_after    = "30 days"', 'pays_after = "20 to 60 days"'),
    )
    scenario = load(written(tmp_path, text))
    one, two = scenario.draw(0, 1).numbers, scenario.draw(0, 2).numbers
    for field in ("escalator", "hosting", "size", "pays_after"):
        assert one.offers[0][field] != two.offers[0][field], field
    assert one.rises["by"][0] != two.rises["by"][0]
    assert one.rises["by"][1] == two.rises["by"][1]


def test_a_rise_more_moves_no_other_draw(tmp_path: Path) -> None:
    """A rise addressed by its place in the list: with one before it, it is another number."""
    first, more = '{ from = 2028-01-01, by = "2% to 9%" }', '{ from = 2027-07-01, by = "1% to 3%" }, '
    before = load(written(tmp_path, changed(('{ from = 2028-01-01, by = "5%" }', first))))
    after = load(written(tmp_path, changed(('{ from = 2028-01-01, by = "5%" }', more + first))))
    assert after.draw(0, 3).numbers.rises["by"][1] == before.draw(0, 3).numbers.rises["by"][0]


def test_a_hybrid_decides_as_its_contract_does(tmp_path: Path) -> None:
    """A renewal solved from go-live on because use is billed, where a fee is owed from the signing on."""

    def renewal(offer: str) -> float:
        n = load(written(tmp_path, edited((OFFER, offer)))).model().numbers
        return float(n.rates[n.motions["renewal"][0]]["p"])

    plain, hybrid = renewal(OFFER), renewal(f'{OFFER}\nmetered = {{ price = "2 per unit a month" }}')
    assert hybrid == plain
    assert renewal(f'{OFFER}\nrecurring_from = "live"') != plain
