"""Catches an acquisition cost of the wrong months or accounts, and a formula other than published."""

import math

import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.metrics.unit_economics import Rates, expanding_value, simple_value
from simulator.numerics.months import MONTH

from .ledgers import AE, AGREE, CSM, QUALIFY, SCREEN, SDR, Diary, header, metered


def values(diary):
    return measure(diary.ledger()).values


def test_bessemers_eleven_months():
    """770k spent for 100k of new recurring revenue a month at a margin of 70 %."""
    diary = Diary(header(months=12, lead_cost=7_700_000, hosting=0.3))
    for day in range(10):
        diary.signed(float(day), 12 * 1_000_000)
    found = values(diary)
    assert found["gross_margin"] == pytest.approx(0.7)
    assert found["cac"] == 77_000
    assert found["payback_months"] == pytest.approx(11.0)
    assert found["cac_ratio"] == pytest.approx(770 / 1200)
    # 7,000 of margin is earned at the end of each month: 77,000 at the end of the eleventh.
    assert found["payback_months:cohort"] == 11.0


def test_published_lifetime_values():
    """Skok: 3 % a month leave, so 33 months; 80 of margin that grows by 1.6 a month is worth 4,391.11."""
    rate = Rates(revenue=100.0, growth=2.0, leaving=0.03, first=100.0)
    assert simple_value(rate, 0.8) == pytest.approx(80 * 33.333333333)
    assert expanding_value(rate, 0.8) == pytest.approx(4391.11, abs=0.005)
    still = Rates(revenue=100.0, growth=0.0, leaving=0.03, first=100.0)
    assert expanding_value(still, 0.8) == pytest.approx(simple_value(still, 0.8))
    assert math.isnan(simple_value(Rates(100.0, 0.0, 0.0, 100.0), 0.8))


def test_the_simple_formula_reads_revenue_and_churn_of_the_company():
    """Two customers of 10 a month each; one leaves after six of twelve months: 1 of 18 customer months."""
    diary = Diary(header(months=12, hosting=0.2))
    diary.signed(0.0, 12_000)
    diary.note(6 * MONTH, diary.signed(0.0, 12_000), events.CHURNED)
    found = values(diary)
    assert found["ltv:simple"] == pytest.approx(10 * 0.8 / (1 / 18))
    assert found["ltv:expansion"] == pytest.approx(found["ltv:simple"])


def test_lifetime_value_is_discounted_payments_less_cost_to_deliver():
    plan = header(months=12, billing=12, hosting=0.25)
    plan.money["discount"], plan.money["lifetime"] = 0.1, 36
    diary = Diary(plan)
    account = diary.signed(3.0, 12_000)
    for year in (1, 2, 3):
        diary.note(3.0 + 12 * year * MONTH, account, events.RENEWED, arr=12_000)
    paid = 120 * (1 + 1.1**-1 + 1.1**-2)  # the fourth payment opens the fourth year
    hosted = sum(2.5 * 1.1 ** (-month / 12) for month in range(1, 37))
    found = values(diary)
    assert found["ltv"] == pytest.approx(paid - hosted, abs=0.05)  # hosting may fall within its month
    assert found["ltv_36"] == found["ltv"]
    assert found["ltv_84"] > found["ltv"]


def test_payments_in_arrears_close_their_months():
    """36 monthly payments, each at the end of its month, without discount."""
    plan = header(months=12, billing=1, arrears=1)
    plan.money["lifetime"] = 36
    plan.money["discount"] = 0.0
    diary = Diary(plan)
    diary.signed(3.0, 12_000, every=-1)
    assert values(diary)["ltv"] == pytest.approx(360)


def test_spend_on_lost_deals_is_borne_by_those_who_sign():
    diary = Diary(header(months=12, lead_cost=500))
    diary.signed(1.0, 1200)
    for day in range(9):
        diary.note(day + 1.0, diary.born(float(day)), events.LOST, stage=SCREEN, amount=events.DECLINED)
    found = values(diary)
    assert found["cac"] == 50.0
    assert found["contribution_per_prospect"] == pytest.approx((12 - 50) / 10)


def walked(diary, born, won):
    """Qualified on the day of its birth, signed later."""
    account = diary.born(born)
    diary.note(born, account, events.PASSED, stage=SCREEN, to=QUALIFY)
    diary.note(born, account, events.PASSED, stage=QUALIFY, to=AGREE)
    diary.note(won, account, events.PASSED, stage=AGREE, to=3)
    diary.note(won, account, events.WON, stage=AGREE, amount=1200)
    diary.note(won, account, events.OPENED, invoice=1, arr=1200)
    return account


def test_lagged_spend_is_that_of_a_cycle_earlier():
    """A lead a month, doubling half way, all signed two months later: blended costs 18 / 14 of lagged."""
    diary = Diary(header(months=12, lead_cost=100))
    for month in range(12):
        for _ in range(1 if month < 6 else 2):
            walked(diary, (month + 0.25) * MONTH, (month + 2.25) * MONTH)
    found = values(diary)
    assert found["won"] == 14
    assert found["cac:blended"] == pytest.approx(18 / 14)
    assert found["cac:lagged"] == 1.0  # spent in the first ten months on those signed from month two on
    assert found["cac:cohort"] == 1.0  # all of them sign in the end
    assert found["cac"] == found["cac:blended"]
    assert found["cac_ratio:cohort"] == pytest.approx(1 / 12)


def test_the_cohort_knows_what_is_spent_and_signed_after_the_horizon():
    plan = header(months=12, lead_cost=100)
    plan.stage["cost"][[AGREE]] = 700
    diary = Diary(plan)
    walked(diary, 0.0, 30.0)
    late = walked(diary, 11.5 * MONTH, 14 * MONTH)
    walked(diary, 12 * MONTH, 13 * MONTH)  # born too late: a recommendation in the run-off
    assert late == 1
    found = values(diary)
    assert found["won"] == 1
    assert found["cac:blended"] == 1 + 7 + 1  # leads of both, the visit of one
    assert found["cac:cohort"] == (1 + 7 + 1 + 7) / 2


def test_true_ratios_hold_one_cohort_against_itself():
    """A deal of the first day brings a licence, and is of no cohort: its money pays back nobody's cost.
    Who signs in the run-off is: of 15 each to win, both earn 12 in a year, and one 3 more in six months."""
    diary = Diary(header(months=12, lead_cost=1500))
    held = diary.born(-90.0, to=AGREE)
    diary.note(10.0, held, events.WON, stage=AGREE, amount=1200)
    diary.note(10.0, held, events.OPENED, invoice=1, amount=1_000_000, arr=1200)
    walked(diary, 0.0, 30.0)
    diary.note(26 * MONTH, walked(diary, 11 * MONTH, 14 * MONTH), events.CHURNED)
    found = values(diary)
    assert found["cac:cohort"] == 15.0
    assert found["payback_months:cohort"] == 18.0
    assert found["ltv_to_cac:cohort"] == pytest.approx((60 + 12) / 2 / 15)
    assert found["ltv"] == pytest.approx((10_000 + 60 + 60) / 2)  # of those who signed before the horizon


def test_idle_months_of_those_who_sell_are_cost_and_loaded_has_what_the_motion_costs():
    """Catches a cost that grows by a month's pay when there is a single day's work in the month."""
    plan = header(months=12, lead_cost=100, launch_cost=5_000, fixed_cost=10)
    plan.stage["teams"] = [1 << SDR, 1 << AE, 1 << AE, 0]
    plan.team["base"][[AE, CSM]] = 12_000
    diary = Diary(plan)
    diary.note(0.0, -1, events.MOTION_OPENED, motion=0)
    for team in (AE, CSM):
        diary.note(0.0, -1, events.STAFFED, team=team, count=1, amount=1)
    diary.signed(1.0, 1200)
    found = values(diary)
    # A year of an idle seller is 120; the idle months of who keeps the book (one customer) are none.
    assert found["cac"] == found["cac:blended"] == found["cac:cohort"] == pytest.approx(1 + 120)
    assert found["cac:worked"] == 1.0
    assert found["cac:loaded"] == pytest.approx(1 + 50 + 12 * 0.1 + 120)
    assert found["cac_ratio"] == pytest.approx(121 / 12)
    assert found["cac_ratio:worked"] == pytest.approx(1 / 12)
    assert found["contribution_per_prospect"] == pytest.approx(12 - 1 - 120)  # a year of care, no idle month
    busy = Diary(plan)
    busy.note(0.0, -1, events.MOTION_OPENED, motion=0)
    for team in (AE, CSM):
        busy.note(0.0, -1, events.STAFFED, team=team, count=1, amount=1)
    account = busy.signed(1.0, 1200)
    for month in range(12):
        seen = (month + 0.5) * MONTH
        other = busy.born(seen)
        busy.note(seen, other, events.SEATED, stage=SCREEN, team=AE, person=0)
        busy.note(seen + 1.0, other, events.FREED, stage=SCREEN, team=AE, person=0)
        busy.note(seen + 1.0, other, events.LOST, stage=SCREEN, reason=events.DECLINED)
    assert account == 0
    found = values(busy)
    assert found["cac"] == found["cac:worked"] == pytest.approx(1 + 12 + 120)  # and twelve leads more


def test_lagged_cost_has_idle_months_of_its_own_months():
    """Won two months after it was qualified, so the spend of the first ten months counts: a seller of 10 a
    month, of whom nobody wants anything."""
    plan = header(months=12)
    plan.stage["teams"] = [0, 1 << AE, 0, 0]
    plan.team["base"][AE] = 12_000
    diary = Diary(plan)
    diary.note(0.0, -1, events.STAFFED, team=AE, count=1, amount=1)
    walked(diary, 1.0, 1.0 + 2 * MONTH)
    found = values(diary)
    assert found["cac:lagged"] == pytest.approx(100)
    assert found["cac"] == pytest.approx(120)


def test_payback_of_use_is_that_of_what_is_used():
    """A customer uses 10, 20, 30 ... a month, and another leaves after its first 10: on average 10, then 10,
    15, 20 a month. Winning one cost 27, earned when 7/15 of the third month are over. By the formula, the
    720 a year that was expected of each pays for it in less than half a month. Catches a ramp that nobody
    waits for, and whole months beside fractions."""
    diary = Diary(metered(months=12, lead_cost=2_700))
    for bills in (80, 1):
        account = diary.born(5.0)
        diary.note(5.0, account, events.WON, stage=AGREE, amount=72_000)
        diary.note(5.0, account, events.OPENED, invoice=-1)
        diary.note(5.0, account, events.WENT_LIVE)
        for month in range(1, bills + 1):
            used = 1_000 * month
            diary.note(5.0 + month * MONTH, account, events.METERED, amount=used, arr=12 * used)
    diary.note(5.0 + MONTH, account, events.CHURNED, written=5.0 + 4 * MONTH)
    found = values(diary)
    assert found["gross_margin"] == 1.0
    assert found["payback_months"] == found["payback_months:earned"] == pytest.approx(2 + 7 / 15)
    assert found["payback_months:cohort"] == 3.0
    assert found["payback_months:simple"] == pytest.approx(27 / 60)
    diary.header.motion["lead_cost"] = 100_000_00  # more than it earns in a lifetime
    assert math.isnan(values(diary)["payback_months"])


def test_payback_of_a_fee_is_the_published_formula():
    """Both definitions agree where a fee never changes and nobody leaves. The published is the default."""
    diary = Diary(header(months=12, lead_cost=25_50, billing=1, hosting=0.5))
    diary.signed(5.0, 12_000)
    found = values(diary)
    assert found["payback_months"] == found["payback_months:simple"]
    assert found["payback_months:earned"] == pytest.approx(25.5 / 5, rel=1e-9)
    assert found["payback_months"] == pytest.approx(25.5 / 5)


def test_a_company_may_define_its_metrics():
    diary = Diary(header(months=12, lead_cost=100, measures=(("cac", "cohort"), ("ltv", "simple"))))
    walked(diary, 0.0, 30.0)
    diary.note(6 * MONTH, walked(diary, 0.0, 30.0), events.CHURNED)
    diary.born(11 * MONTH)
    walked(diary, 11 * MONTH, 13 * MONTH)
    found = values(diary)
    assert found["cac"] == found["cac:cohort"] == pytest.approx(4 / 3)
    assert found["cac:blended"] == 2.0
    assert found["ltv"] == found["ltv:simple"]
    assert found["ltv_to_cac"] == found["ltv"] / found["cac"]
    assert found["ltv_to_cac:cohort"] == pytest.approx((60 + 60 + 6) / 3 / found["cac:cohort"])


def test_customers_of_the_first_day_cost_nothing_to_win():
    diary = Diary(header(months=12, lead_cost=100, billing=12))
    diary.signed(-100.0, 120_000)
    diary.signed(10.0, 1200)
    found = values(diary)
    assert (found["won"], found["leads"], found["cac"], found["cac_ratio"]) == (1, 1, 1.0, 1 / 12)
    assert found["ltv"] == found["ltv:discounted"]
    assert found["lifetime_revenue"] == 60.0
    assert found["contribution_per_prospect"] == 12.0 - 1.0
