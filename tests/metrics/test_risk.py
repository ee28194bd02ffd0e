"""Catches an exposure read at the wrong moment, of the wrong accounts, or from the wrong entries."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.ledger import Header
from simulator.money import entry_kinds
from simulator.money.entry_kinds import ENTRY
from simulator.numerics.months import MONTH

from .ledgers import Diary, header, metered, monthly, risk

INF = float("inf")
SPENDING = sorted(k for k, at in entry_kinds.PLACES.items() if at not in ("revenue", "buyer", "unallocated"))


def company(made: Header, lifetime: int, **costs: int) -> Header:
    """Followed for `lifetime` months, with something that impact is worth."""
    made.money["lifetime"] = lifetime
    made.motion["impact_value"] = costs.get("impact_value", 100)
    return made


def lead(diary: Diary, born: float, *, won: float = INF, lost: float = INF, churned: float = INF) -> int:
    """An account by the months of its life."""
    account = diary.born(born * MONTH)
    for month, event, columns in (
        (won, events.WON, {"amount": 1}),
        (won, events.OPENED, {"arr": 1}),
        (lost, events.LOST, {"amount": events.DECLINED}),
        (churned, events.CHURNED, {}),
    ):
        if month < INF:
            diary.note(month * MONTH, account, event, **columns)
    return account


def journal(*notes: tuple[int, float, int, int]) -> Any:
    """Entries from (account, month, kind, cents), in the order of a journal."""
    entries = np.zeros(len(notes), ENTRY)
    for entry, (account, month, kind, cents) in zip(
        entries, sorted(notes, key=lambda note: note[:2]), strict=True
    ):
        entry["account"], entry["day"], entry["kind"], entry["cents"] = account, month * MONTH, kind, cents
        entry["motion"], entry["team"], entry["row"] = 0, -1, -1
    return entries


def test_a_perpetual_licence():
    """Catches value that is not set against a purchase, or a licence that is never judged.

    A cycle of 9 months, a licence of 600 paid a month later, first use in month 12, followed for 24
    months. Buyer: 610 for 6 months, then 90 less with each quarter with impact (not in month 18):
    520 for 6, 430, 340, 250 and 160 for 3 each = 3,660 + 3,120 + 3 x 1,180 = 10,320 in 24 months.
    Seller: 0.40 for 3 months, 30.40 for 6, 90.40 for the month until it is paid = 274 in 24 months.
    """
    diary = Diary(company(header(owned=1), 24))
    a = lead(diary, 0, won=9)
    entries = journal(
        (a, 0, entry_kinds.LEAD_COST, 40),
        (a, 3, entry_kinds.SELLING, 3000),
        (a, 9, entry_kinds.SELLING, 6000),
        (a, 9, entry_kinds.BOUND, 60000),
        (a, 9, entry_kinds.INVOICED, 60000),
        (a, 9, entry_kinds.EFFORT, 1000),
        (a, 10, entry_kinds.PAID, 60000),
        (a, 12, entry_kinds.STARTING, 4000),
        *((a, month, entry_kinds.VALUE, 9000) for month in (15, 21, 24, 27, 30, 33)),  # 33: behind its window
    )
    assert risk(diary.ledger(), entries).values == {
        "buyer_risk": pytest.approx(10320 / 24),
        "seller_risk": pytest.approx(274 / 24),
        "buyer_risk_peak": 610.0,
        "seller_risk_peak": 90.40,
        "seller_share_of_risk": pytest.approx(274 / (274 + 10320)),
        "months_to_recover": pytest.approx(1.0),
        "spend_never_recovered": 0.0,
        "buyer_loss_share": 1.0,  # an owner with 160 still to come
        "seller_loss_share": 0.0,
    }


def test_a_subscription_that_is_not_renewed():
    """Catches a loss that is not booked, or an exposure that goes on behind it.

    A year for 120, paid a month after signing in month 2; impact in two quarters of four; gone in month
    14. Buyer: 125 for 5 months, 85 for 6, 45 for 1 = 1,180 in 12 months, of which 45 is lost.
    Seller: 0.50 for 2 months, 90.50 for 1, nothing for 1, 20.50 for 10 = 296.50; 30.50 is lost.
    """
    diary = Diary(company(header(), 24))
    a = lead(diary, 0, won=2, churned=14)
    entries = journal(
        (a, 0, entry_kinds.LEAD_COST, 50),
        (a, 2, entry_kinds.SELLING, 7000),
        (a, 2, entry_kinds.COMMISSION, 2000),
        (a, 2, entry_kinds.BOUND, 12000),
        (a, 2, entry_kinds.EFFORT, 500),
        (a, 3, entry_kinds.PAID, 12000),
        (a, 3, entry_kinds.EARNED, 1000),  # no part of it
        (a, 4, entry_kinds.STARTING, 5000),
        (a, 7, entry_kinds.VALUE, 4000),
        (a, 13, entry_kinds.VALUE, 4000),
        (a, 14, entry_kinds.CARING, 1000),
    )
    assert risk(diary.ledger(), entries).values == {
        "buyer_risk": pytest.approx(1180 / 12),
        "seller_risk": pytest.approx(296.5 / 12),
        "buyer_risk_peak": 125.0,
        "seller_risk_peak": 90.50,
        "seller_share_of_risk": pytest.approx(296.5 / (296.5 + 1180)),
        "months_to_recover": 24.0,  # never: as long as it was followed
        "spend_never_recovered": pytest.approx(30.5 / 150.5),
        "buyer_loss_share": 1.0,
        "seller_loss_share": 1.0,
    }


def test_consumption_and_a_prospect_that_is_lost():
    """Catches a lost prospect that is forgotten, or taken for a customer.

    Use of 1 a month, billed when it is over and paid a month later, followed for 6 months.
    Buyer: 1 and 2 for a month each, nothing (impact worth 3.75), 0.25 and 1.25 = 4.50 in 6 months.
    Seller: 6 for a month, 10.10, 9.20, 8.30, 7.40, 6.50 = 47.50; the other account 0.30 for 2 months.
    """
    diary = Diary(company(metered(), 6))
    a = lead(diary, 0, won=0)
    b = lead(diary, 0, lost=2)
    entries = journal(
        (a, 0, entry_kinds.SELLING, 600),
        (a, 1, entry_kinds.STARTING, 400),
        *((a, month, entry_kinds.BOUND, 100) for month in range(1, 8)),
        *((a, month, entry_kinds.PAID, 100) for month in range(2, 9)),
        *((a, month, entry_kinds.SERVING, 10) for month in range(1, 8)),
        (a, 3, entry_kinds.VALUE, 375),
        (a, 6, entry_kinds.VALUE, 375),
        (b, 0, entry_kinds.LEAD_COST, 30),
        (b, 2, entry_kinds.SELLING, 70),
    )
    assert risk(diary.ledger(), entries).values == {
        "buyer_risk": pytest.approx(4.5 / 6),
        "seller_risk": pytest.approx(48.1 / 6),
        "buyer_risk_peak": 2.0,
        "seller_risk_peak": 10.10,
        "seller_share_of_risk": pytest.approx(48.1 / (48.1 + 4.5)),
        "months_to_recover": 6.0,
        "spend_never_recovered": pytest.approx((6.5 + 1.0) / (10.5 + 1.0)),
        "buyer_loss_share": 0.0,
        "seller_loss_share": 0.0,  # not whole, but not gone either
    }


def test_freemium_and_a_user_who_never_pays():
    """Catches free use that is not spent on the account, or spend behind a loss that is dropped.

    Free for 4 months, then three months at 0.20, paid ahead; gone in month 7 with value of 0.90.
    Buyer: 0.20, 0.40, 0.60 for a month each. Seller: 0.02 for 4 months. The other user is lost in month
    3 and uses on for nothing until month 9: 0.02 for 3 months are risk, 0.20 are spent.
    """
    diary = Diary(company(monthly(), 12))
    a = lead(diary, 0, won=4, churned=7)
    b = lead(diary, 0, lost=3)
    entries = journal(
        (a, 0, entry_kinds.LEAD_COST, 2),
        (a, 4, entry_kinds.FREE_USE, 8),
        *((a, month, entry_kinds.BOUND, 20) for month in (4, 5, 6)),
        *((a, month, entry_kinds.PAID, 20) for month in (4, 5, 6)),
        *((a, month, entry_kinds.SERVING, 1) for month in (5, 6, 7)),
        (a, 7, entry_kinds.VALUE, 90),
        (b, 0, entry_kinds.LEAD_COST, 2),
        (b, 3, entry_kinds.FREE_USE, 6),
        (b, 9, entry_kinds.FREE_USE, 12),
    )
    assert risk(diary.ledger(), entries).values == {
        "buyer_risk": pytest.approx(1.2 / 3),
        "seller_risk": pytest.approx((0.08 + 0.06) / 3),
        "buyer_risk_peak": 0.6,
        "seller_risk_peak": 0.02,
        "seller_share_of_risk": pytest.approx(0.14 / (0.14 + 1.2)),
        "months_to_recover": 0.0,
        "spend_never_recovered": pytest.approx(0.20 / 0.33),
        "buyer_loss_share": 0.0,
        "seller_loss_share": 0.0,
    }


def test_who_left_is_bound_no_more():
    """Catches an invoice that is never paid booked as a loss of the buyer; its last payment counts."""
    diary = Diary(company(header(), 36))
    a = lead(diary, 0, won=0, churned=12)
    entries = journal(
        (a, 0, entry_kinds.BOUND, 3600),
        (a, 0, entry_kinds.SELLING, 1250),
        (a, 12, entry_kinds.VALUE, 1300),
        (a, 13, entry_kinds.PAID, 1200),
    )
    found = risk(diary.ledger(), entries).values
    assert found["buyer_risk"] == pytest.approx(36.0)
    assert found["buyer_loss_share"] == 0.0
    assert found["spend_never_recovered"] == pytest.approx(50 / 1250)


def test_only_accounts_decided_in_time_to_be_followed():
    """Catches a bias towards losses, which are soon over, and accounts that came with the opening book."""
    diary = Diary(company(header(months=12, runoff=60), 60))  # decided within the first twelve months
    a = lead(diary, 1, won=12)
    for born, won, lost in (
        (-1, 3, INF),  # of the opening book
        (12, 12, INF),  # born at the horizon
        (1, 12.1, INF),  # decided too late, won...
        (1, INF, 12.1),  # ... or lost
        (1, INF, INF),  # never decided
    ):
        lead(diary, born, won=won, lost=lost)
    entries = journal(
        *((account, 12.5, entry_kinds.SELLING, 100) for account in range(6)),
        *((account, 12.5, entry_kinds.BOUND, 200) for account in range(6)),
        (-1, 12.5, entry_kinds.OVERHEAD, 10**9),
    )
    found = risk(diary.ledger(), entries).values
    assert found["seller_risk"] == pytest.approx(1.00 * 59.5 / 60)
    assert found["buyer_risk"] == pytest.approx(2.00 * 59.5 / 60)
    assert found["seller_share_of_risk"] == pytest.approx(1 / 3)
    assert a == 0


def test_who_came_back_was_not_lost():
    """Catches a loss of a customer that was won back, and of a prospect that moved to another motion."""
    diary = Diary(company(header(motions=2), 24))
    back = lead(diary, 0, won=1, churned=5)
    diary.note(9 * MONTH, back, events.WON_BACK, invoice=-1, arr=1)
    moved = diary.born(0.0)
    diary.note(2 * MONTH, moved, events.LOST, to=4, reason=events.DECLINED)
    diary.note(2 * MONTH, moved, events.MOVED, motion=0, to_motion=1)
    diary.note(3 * MONTH, moved, events.WON, amount=1)
    entries = journal((back, 0, entry_kinds.SELLING, 1000), (moved, 1, entry_kinds.SELLING, 1000))
    found = risk(diary.ledger(), entries).values
    assert found["seller_loss_share"] == 0.0
    assert found["months_to_recover"] == 24.0
    # 10 each, for 25 months of the one and 26 of the other, and both are customers for 24
    assert found["seller_risk"] == pytest.approx(10 * (25 + 26) / 48)


def test_nothing_is_said_of_what_nobody_stated():
    """Catches a risk of nought where no cost, or no worth of impact, was stated."""
    diary = Diary(company(header(), 24, impact_value=0))
    a = lead(diary, 0, won=1)
    found = risk(
        diary.ledger(), journal((a, 1, entry_kinds.BOUND, 100), (a, 1, entry_kinds.SELLING, 100))
    ).values
    unknown = {name for name, value in found.items() if math.isnan(value)}
    assert unknown == {"buyer_risk", "buyer_risk_peak", "seller_share_of_risk", "buyer_loss_share"}
    diary = Diary(company(header(), 24))
    a = lead(diary, 0, won=1)
    found = risk(diary.ledger(), journal((a, 1, entry_kinds.BOUND, 100))).values
    known = {name for name, value in found.items() if not math.isnan(value)}
    assert known == {"buyer_risk", "buyer_risk_peak", "buyer_loss_share"}
    assert all(math.isnan(value) for value in risk(Diary().ledger(), journal()).values.values())


def test_exposure_by_month_since_the_first_contact():
    """Catches months counted from the first day or the signature, lost prospects left out, and a mean over
    anything but the customers won.

    Won: born half a month late, 10 spent at once, won after one month, bound to pay 60 from then on, paid
    2 and a half months after its birth; value of 15 at 3. Lost: 4 spent at once, lost 1 and a half months on.
    """
    diary = Diary(company(header(), 24))
    won = lead(diary, 0.5, won=1.5)
    lost = lead(diary, 2.0, lost=3.5)
    entries = journal(
        (won, 0.5, entry_kinds.SELLING, 1000),
        (won, 1.5, entry_kinds.BOUND, 6000),
        (won, 3.0, entry_kinds.PAID, 6000),
        (won, 3.5, entry_kinds.VALUE, 1500),
        (lost, 2.0, entry_kinds.SELLING, 400),
    )
    found, exposure = risk(diary.ledger(), entries)
    np.testing.assert_allclose(exposure[:4], [(0, 10 + 4), (60, 10 + 2), (60, 5), (45, 0)])
    buyer, seller = exposure.sum(axis=0)
    assert found["buyer_risk"] == pytest.approx(buyer / 24)  # one customer, for 24 months
    assert found["seller_risk"] == pytest.approx(seller / 24)
    assert found["seller_share_of_risk"] == pytest.approx(seller / (buyer + seller))
    assert np.isnan(risk(Diary().ledger(), journal()).exposure).all()
    diary = Diary(company(header(), 24, impact_value=0))
    a = lead(diary, 0, won=1)
    unvalued = risk(
        diary.ledger(), journal((a, 1, entry_kinds.BOUND, 100), (a, 1, entry_kinds.SELLING, 100))
    ).exposure
    assert np.isnan(unvalued[:, 0]).all()
    assert unvalued[:, 1].sum() == pytest.approx(24.0)


notes = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 30).map(float),
        st.sampled_from(
            [entry_kinds.PAID, entry_kinds.BOUND, entry_kinds.EFFORT, entry_kinds.VALUE, *SPENDING]
        ),
        st.integers(0, 1000),
    ),
    max_size=40,
)
customers = st.lists(
    st.tuples(st.integers(0, 10), st.sampled_from([INF, 0.0, 3.0, 12.0, 20.0])), min_size=3, max_size=3
)


def diary_of(lives: list[tuple[int, float]]) -> Diary:
    diary = Diary(company(header(months=12), 18))
    for won, stays in lives:
        lead(diary, 0, won=won, churned=won + stays)
    return diary


@given(customers, notes, st.randoms(use_true_random=False))
def test_against_a_slow_reading(lives, notes, random):
    """Catches an exposure that depends on the order within a day, or is missed between two entries, or
    that stands in another month of an account's age."""
    random.shuffle(notes)
    found, exposure = risk(diary_of(lives).ledger(), journal(*notes))
    by_month = np.zeros_like(exposure)
    area = {"buyer": 0.0, "seller": 0.0}
    peak = {"buyer": 0, "seller": 0}
    left = spent_in_all = 0
    whole = []
    for account, (won, stays) in enumerate(lives):
        lost = stays < 18
        end = won + int(min(stays, 18))

        def standing(until: float, account: int = account) -> tuple[int, int, int]:
            """Exposures, and what was spent, after the entries up to a month."""
            sums = {"paid": 0, "bound": 0, "effort": 0, "value": 0, "spent": 0}
            names = {
                entry_kinds.PAID: "paid",
                entry_kinds.BOUND: "bound",
                entry_kinds.EFFORT: "effort",
                entry_kinds.VALUE: "value",
            }
            for who, month, kind, cents in notes:
                if who == account and month <= until:
                    sums[names.get(kind, "spent")] += cents
            buyer = max(sums["paid"], sums["bound"]) + sums["effort"] - sums["value"]
            return max(buyer, 0), max(sums["spent"] - sums["paid"], 0), sums["spent"]

        for month in range(end):
            buyer, seller, _ = standing(month)
            area["buyer"] += buyer
            area["seller"] += seller
            by_month[month] += buyer, seller
        last = range(end + 1 if lost else end)
        peak["buyer"] += max((standing(month)[0] for month in last), default=0)
        peak["seller"] += max((standing(month)[1] for month in last), default=0)
        _, seller, spent = standing(99 if lost else end - 1)
        left += seller
        spent_in_all += spent
        exposed = [m for m in range(99 if lost else end) if standing(m)[1] > 0]
        never = seller > 0
        whole.append(18 if never else min(max(max(exposed, default=-1) + 1 - won, 0), 18))
    months = sum(min(stays, 18) for _, stays in lives)
    if months and spent_in_all:
        assert found["buyer_risk"] == pytest.approx(area["buyer"] / months / 100)
        assert found["seller_risk"] == pytest.approx(area["seller"] / months / 100)
    if spent_in_all:
        assert found["buyer_risk_peak"] == pytest.approx(peak["buyer"] / 3 / 100)
        assert found["seller_risk_peak"] == pytest.approx(peak["seller"] / 3 / 100)
        assert found["spend_never_recovered"] == pytest.approx(left / spent_in_all)
        assert found["months_to_recover"] == pytest.approx(sorted(whole)[1])
        np.testing.assert_allclose(exposure, by_month / 3 / 100, atol=1e-9)


@given(customers, notes, st.integers(1, 12))
def test_paying_later_moves_risk_to_the_seller(lives, notes, later):
    """Catches a formula for which finding 5 does not hold of every single life.

    What is paid later is at every moment less, or as much: so the seller's exposure is at every moment
    as large or larger, the buyer's as small or smaller.
    """
    ledger = diary_of(lives).ledger()
    moved = [(who, month + later * (kind == entry_kinds.PAID), kind, c) for who, month, kind, c in notes]
    before, after = risk(ledger, journal(*notes)).values, risk(ledger, journal(*moved)).values
    for name, sign in (("seller_share_of_risk", 1), ("seller_risk", 1), ("buyer_risk", -1)):
        assert not sign * (after[name] - before[name]) < -1e-9, name  # both may be nan, for want of days
