"""Catches money of channels that goes to the wrong lead, partner or side of the bowtie."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Header
from simulator.metrics import measure
from simulator.model import CHANNEL, Model, rows
from simulator.money.entry_kinds import LEAD_COST, PAID, PARTNER, PARTNER_LATER, SELLING
from simulator.numerics.months import MONTH
from tests.metrics.ledgers import AE, SCREEN, SDR, Diary, monthly
from tests.strategies import models

from .reading import dated, entries, lives

WEB, PEOPLE, PARTNERS = 0, 1, 2


def company(**columns: float) -> Header:
    """Leads that are bought, those that an SDR makes, ten a month, and those of a partner."""
    channels = rows(CHANNEL, [{}, {"each": 10.0, "team": SDR}, {"margin": 0.2}])
    made = monthly(months=24, runoff=0, **columns)
    made.team["base"] = 12_000_00
    return replace(made, channel=channels, channels=("motion 0.web", "motion 0.people", "motion 0.partner"))


def born(diary: Diary, day: float, channel: int, cents: int = 0) -> int:
    """A lead of a channel."""
    diary.motions.append(0)
    account = len(diary.motions) - 1
    where = {"to_motion": 0, "motion": 0, "to": SCREEN, "count": 10, "person": channel, "amount": cents}
    diary.note(day, account, events.LEAD, **where)
    return account


def test_a_lead_of_a_channel_costs_what_its_row_says() -> None:
    """Catches the cost of the motion's own leads in its place, or beside it."""
    diary = Diary(company(lead_cost=9_900))
    born(diary, 3.0, WEB, 7_258)
    born(diary, 4.0, PARTNERS)
    diary.born(5.0)
    assert dated(diary.ledger(), LEAD_COST) == [(3.0, 7_258), (5.0, 9_900)]


def test_the_time_in_which_people_made_it_is_the_leads() -> None:
    """A month of a person's pay is shared out between ten leads and the seats; each lead takes as long as one
    makes it. Catches people whose prospecting costs nothing, or whose seats pay for it."""
    diary = Diary(company())
    diary.note(0.0, -1, events.STAFFED, team=SDR, count=2, amount=1)
    for n in range(10):
        born(diary, 1.0 + n, PEOPLE)
    other = born(diary, 2.0, WEB)
    diary.note(2.0, other, events.SEATED, stage=SCREEN, team=SDR, person=0)
    diary.note(2.0 + MONTH / 2, other, events.FREED, stage=SCREEN, team=SDR, person=0)
    paid = entries(diary.ledger(), SELLING)
    made = [one["cents"] for one in paid if one["account"] != other and one["day"] < MONTH]
    assert sum(one["cents"] for one in paid if one["day"] < MONTH) == 200_000
    assert made == [13_333, 13_334, 13_333, 13_333, 13_334, 13_333, 13_333, 13_334, 13_333, 13_333]


def test_a_partner_keeps_its_share_of_every_payment() -> None:
    """In the first year it is what winning the customer costs, after it what serving it does. Catches a share
    of what is billed and not paid, and one that ends, or never counts as a cost of winning."""
    diary = Diary(company(pays_after=10.0))
    account = born(diary, 0.0, PARTNERS)
    diary.note(0.0, account, events.WON, stage=2, amount=1_200_00)
    diary.note(0.0, account, events.OPENED, invoice=1, amount=500_00, arr=1_200_00)
    diary.note(14.5 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert len(dated(ledger, PAID)) == 16
    assert dated(ledger, PARTNER)[:3] == [(10.0, 100_00), (10.0, 20_00), (10.0 + MONTH, 20_00)]
    assert [cents for _, cents in dated(ledger, PARTNER)] == [100_00] + [20_00] * 12
    assert [cents for _, cents in dated(ledger, PARTNER_LATER)] == [20_00] * 3
    assert dated(ledger, PARTNER_LATER)[0] == (10.0 + 12 * MONTH, 20_00)


def test_what_is_given_back_gives_back_the_share() -> None:
    """Catches a partner who keeps its part of a year that was not served."""
    diary = Diary(company())
    account = born(diary, 0.0, PARTNERS)
    diary.note(0.0, account, events.WON, stage=2, amount=1_200_00)
    diary.note(0.0, account, events.OPENED, invoice=12, arr=1_200_00)
    diary.note(9 * MONTH, account, events.CHURNED)
    assert dated(diary.ledger(), PARTNER) == [(0.0, 240_00), (9 * MONTH, -60_00)]


@lives
@given(models(), st.integers(0, 3))
def test_partners_have_their_share_of_all_cash(model: Model, seed: int) -> None:
    """An identity of cash: payment by payment, to the cent. Catches a share of a payment that never comes."""
    ledger = simulate(model, seed=seed)
    leads = ledger.rows[ledger.rows["event"] == events.LEAD]
    brought = {int(row["account"]): int(row["person"]) for row in leads if row["person"] >= 0}
    shares: dict[tuple[int, float], int] = {}
    for one in entries(ledger, PAID):
        margin = (
            ledger.header.channel["margin"][brought[one["account"]]] if one["account"] in brought else 0.0
        )
        cents = math.floor(margin * one["cents"] + 0.5)
        if cents and one["day"] >= 0:
            key = one["account"], one["day"]
            shares[key] = shares.get(key, 0) + cents
    found: dict[tuple[int, float], int] = {}
    for one in entries(ledger, PARTNER, PARTNER_LATER):
        found[one["account"], one["day"]] = found.get((one["account"], one["day"]), 0) + one["cents"]
    assert {key: cents for key, cents in found.items() if cents} == {k: c for k, c in shares.items() if c}


def test_people_of_a_team_that_only_prospects_sell() -> None:
    """Catches a month in which they made nothing, whose cost is that of no customer."""
    diary = Diary(company())
    diary.note(0.0, -1, events.STAFFED, team=SDR, count=1, amount=0)
    diary.note(0.0, -1, events.STAFFED, team=AE, count=0, amount=0)
    diary.signed(0.0, 1_200_00)
    assert measure(diary.ledger()).values["cac"] == 24 * 1_000.0
