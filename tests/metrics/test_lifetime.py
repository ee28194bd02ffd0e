"""Catches revenue and value of a lifetime in the wrong window, of the wrong accounts, or counted twice."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH
from tests.money.naive import charges

from .ledgers import CSM, Diary, header, metered, monthly


def lifetime(diary, months=60):
    values = measure(diary.ledger()).values
    name = "" if months == 60 else f"_{months}"
    return values[f"lifetime_revenue{name}"], values[f"after_close_share{name}"]


def test_lifetime_is_counted_from_the_signature():
    diary = Diary(header(months=12))
    account = diary.signed(5.0, 1200, once=9900)  # 100 a month; horizon and run-off play no part
    diary.note(5.0 + 12 * MONTH, account, events.EXPANDED, amount=300, arr=2400)  # beyond the first year
    diary.note(5.0 + 48 * MONTH, account, events.CHURNED)
    diary.note(1.0, diary.born(0.0), events.LOST, reason=events.DECLINED)
    total = 9900 + 1200 + 300 + 3 * 2400
    assert lifetime(diary) == (total / 100, (300 + 7200) / total)
    total = 9900 + 1200 + 300 + 2 * 2400
    assert lifetime(diary, 36) == (total / 100, (300 + 4800) / total)


def test_only_complete_accounts():
    diary = Diary(header(months=24, runoff=60))
    diary.signed(0.0, 1200)
    diary.signed(23 * MONTH, 2400)  # 61 months are left: complete at 60, not at 84
    diary.signed(24 * MONTH, 9999)  # signed at the horizon
    assert lifetime(diary)[0] == (5 * 1200 + 5 * 2400) / 2 / 100
    assert lifetime(diary, 84)[0] == 7 * 12.0
    assert np.isnan(lifetime(Diary(header(runoff=6, months=12)))[0])


def test_a_contract_that_opens_at_go_live_is_charged_from_then():
    diary = Diary(header(months=12))
    account = diary.born(0.0)
    diary.note(0.0, account, events.WON, amount=1200)
    diary.note(1.5 * MONTH, account, events.WENT_LIVE)
    diary.note(1.5 * MONTH, account, events.OPENED, invoice=-1, arr=1200)
    # contract months end at 2.5, 3.5 ... 59.5: 58 of them, 10 in the first year
    assert lifetime(diary) == (58.0, 48 / 58)


def test_a_month_that_ends_with_the_lifetime_is_in_it_to_the_last_bit():
    """The contract of who moved counts its months from the move, and may end them an instant earlier."""
    days = np.arange(1, 3000) * 0.0032333
    below = next(day for day in days if day + 24 * MONTH + 36 * MONTH < day + 60 * MONTH)
    above = next(day for day in days if day + 24 * MONTH + 36 * MONTH > day + 60 * MONTH)
    for day in (below, above):
        diary = Diary(header(months=12, motions=2, billing=12, hosting=0.5))
        account = diary.signed(day, 1200)
        diary.note(day + 24 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=12, arr=1200)
        assert lifetime(diary)[0] == 60.0
        # Five payments of 12, none for the sixth year, less 60 months of hosting at a half.
        assert measure(diary.ledger()).values["ltv"] == pytest.approx(60.0 - 30.0)


@pytest.mark.parametrize(("after", "worth"), [(59, 600 + 600 * 1.1 ** (-59 / 12)), (60, 600), (61, 600)])
def test_a_licence_bought_again_when_the_lifetime_ends_is_in_it_neither_paid_nor_delivered(after, worth):
    """1,000 less goods of 400, at 10 % a year: a month earlier both are in it. Catches the goods of a sale
    that counts only afterwards: 351.63."""
    made = header(months=12, owned=1, goods=0.4)
    made.money["discount"] = 0.1
    diary = Diary(made)
    account = diary.signed(5.0, 0, once=100_000)
    diary.note(5.0 + after * MONTH, account, events.REPURCHASED, amount=100_000)
    found = measure(diary.ledger())
    assert found.values["ltv"] == pytest.approx(worth)
    assert found.worth[after] == pytest.approx(600)


def test_growth_when_the_lifetime_ends_is_in_it_with_neither_its_price_nor_its_commission():
    """100 a year, and at the end of the fifth twice as much: its keeper earns a tenth of it then, or a month
    earlier, and half a month's growth beside."""
    worth = {}
    for after in (59, 60):
        made = header(months=72, billing=1)
        made.team["variable"][CSM], made.team["quota"][CSM] = 10_000, 100_000
        diary = Diary(made)
        account = diary.signed(5.0, 12_000)
        diary.note(5.0 + after * MONTH, account, events.EXPANDED, amount=700, arr=24_000)
        worth[after] = measure(diary.ledger()).values["ltv"]
    assert worth[60] == pytest.approx(60 * 10)
    assert worth[59] == pytest.approx(60 * 10 + 10 + 7 - (120 + 7) / 10)


def test_a_payment_a_month_after_its_invoice_settles_the_month_that_ends():
    """Catches a last payment that is left out though what it pays for has been served: 590."""
    diary = Diary(header(months=12, billing=1, pays_after=MONTH, hosting=0.5))
    diary.signed(5.0, 12_000)
    worth = measure(diary.ledger()).worth
    assert worth[60] == pytest.approx(600 - 300)
    assert worth[1] == pytest.approx(10 - 5)


@pytest.mark.parametrize(("first", "then"), [(1, -1), (-1, 1)])
def test_how_a_later_contract_is_billed_says_nothing_of_the_last_payment(first, then):
    """Sixty payments of 1, at the beginning or at the end of their months. Catches a payment ahead for month
    61, or one in arrears for month 60 that is left out, as the contract of a year later would have it."""
    diary = Diary(header(months=12, motions=2))
    account = diary.signed(5.0, 1200, every=first)
    diary.note(5.0 + 72 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=then, arr=1200)
    assert measure(diary.ledger()).values["ltv"] == pytest.approx(60.0)


@pytest.mark.parametrize("then", [1, 12, -1])
def test_what_is_given_back_as_the_lifetime_ends_is_in_it(then):
    """Half of a year that was paid ahead, however the contract that follows is billed. Catches six months
    that are valued though they were neither served nor kept: 12."""
    made = header(months=12, motions=2)
    made.money["lifetime"] = 6
    diary = Diary(made)
    account = diary.signed(5.0, 1200, every=12)
    diary.note(5.0 + 6 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=then, arr=2400)
    assert measure(diary.ledger()).values["ltv"] == pytest.approx(12.0 - 6.0)


def test_sixty_months_of_use_are_sixty_bills():
    diary = Diary(metered(months=12))
    account = diary.signed(7.0, 0)
    for month in range(1, 80):
        diary.note(7.0 + month * MONTH, account, events.METERED, amount=100, arr=1200)
    diary.note(40.0, account, events.EXPANDED, arr=1200)  # more use to come; what is billed is use
    assert lifetime(diary) == (60.0, 48 / 60)


def test_the_lifetime_is_the_sum_of_the_charges():
    diary = Diary(monthly(months=24))
    for n in range(30):
        account = diary.signed(17.3 * n, 1000 + 7 * n, once=13 * n)
        diary.note(17.3 * n + (n + 1) * MONTH, account, events.CONTRACTED, arr=100 + n)
        diary.note(17.3 * n + (n + 2.4) * MONTH, account, events.EXPANDED, amount=n, arr=3100 + n)
        diary.note(17.3 * n + 3 * (n + 1) * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    for months in (36, 60, 84):
        within = 0
        for n in range(30):
            end = 17.3 * n + months * MONTH
            within += sum(charge.cents for charge in charges(ledger, n) if charge.day < end)
        assert lifetime(diary, months)[0] == pytest.approx(within / 100 / 30, abs=1e-9)


def test_share_after_the_first_term_is_the_retention_of_a_whole_life():
    """Flat price, one payment a term, retention r: revenue after the first term is a share r of all.

    A cohort of 2**7 accounts halved each year for seven years: r = 1 - 1/128 short of one half exactly
    as the tail beyond seven years is cut.
    """
    diary = Diary(header(months=12))
    for n in range(128):
        account = diary.signed(1.0, 1200)
        years = 1
        while n % 2 == 1 and years < 7:
            diary.note(1.0 + 12 * years * MONTH, account, events.RENEWED, arr=1200)
            n //= 2
            years += 1
        diary.note(1.0 + 12 * years * MONTH, account, events.CHURNED)
    whole = 2 * (1 - 2.0**-7)  # sum of r**k over seven terms
    assert lifetime(diary, 84) == (pytest.approx(12 * whole), pytest.approx((whole - 1) / whole))
    assert lifetime(diary, 84)[1] == pytest.approx(0.5, abs=0.004)


def test_worth_by_month_of_age_is_the_lifetime_value_at_each_horizon():
    """Catches a curve of other customers, or of other months, than the numbers that are printed."""
    diary = Diary(header(months=24, runoff=70, billing=12, hosting=0.25))
    for n in range(20):  # the last of them are seen for less than 84 months
        account = diary.signed(35.1 * n, 1200 + n)
        diary.note(35.1 * n + 12 * (1 + n % 6) * MONTH, account, events.CHURNED)
    for months in (60, 48, 96):
        diary.header.money["lifetime"] = months
        measures = measure(diary.ledger())
        worth, values = measures.worth, measures.values
        assert len(worth) == max(months, 84) + 1
        assert worth[0] == 0.0
        for age, name in ((36, "ltv_36"), (months, "ltv"), (84, "ltv_84")):
            assert worth[age] == pytest.approx(values[name], rel=1e-12, nan_ok=True)
        assert not np.isnan(worth[: min(months, 84)]).any()


def test_worth_of_one_customer_month_by_month():
    """Catches a payment or a cost in the wrong month, and one discounted to another day."""
    made = header(months=12, billing=3, hosting=0.5)
    made.money["discount"] = 0.21
    diary = Diary(made)
    diary.signed(5.0, 1200)
    worth = measure(diary.ledger()).worth
    flows = np.zeros(85)  # by month since the signature, as paid: 3 a quarter ahead, 0.50 a month when over
    flows[0:84:3] += 3.0
    flows[1:] -= 0.5
    discounted = flows * 1.21 ** (-np.arange(85) / 12)
    ahead = np.where(np.arange(85) % 3 == 0, 3.0 * 1.21 ** (-np.arange(85) / 12), 0.0)
    ahead[84] = 0.0
    expected = (
        np.cumsum(discounted) - ahead
    )  # on the very day a month ends its cost counts, not what is ahead
    expected[0] = 0.0
    np.testing.assert_allclose(worth, expected, rtol=1e-9)


def test_who_is_not_seen_for_so_long_is_not_in_the_mean_of_that_age():
    """Catches a customer that counts as worth nothing beyond the end of the simulation."""
    diary = Diary(header(months=24, runoff=60, billing=1))
    diary.signed(0.0, 1200)
    diary.signed(12 * MONTH, 2400)  # 72 months are left
    worth = measure(diary.ledger()).worth
    alone = Diary(header(months=24, runoff=60, billing=1))
    alone.signed(0.0, 1200)
    np.testing.assert_allclose(worth[73:], measure(alone.ledger()).worth[73:])
    assert worth[72] == pytest.approx(1.5 * measure(alone.ledger()).worth[72])
    none = measure(Diary(header(months=12)).ledger()).worth
    assert none.shape == (85,)
    assert np.isnan(none).all()
