"""Catches movements that do not close, sit in the wrong month, or bear the wrong name; and retention."""

import numpy as np
import pytest

from simulator import ledger as events
from simulator.metrics import measure
from simulator.numerics.months import MONTH

from .ledgers import Diary, header, metered

PARTS = ("opening", "new", "expansion", "reactivation", "contraction", "churn", "closing")


def movements(diary, motion=0):
    """Month by month, in the order of PARTS."""
    columns = measure(diary.ledger()).monthly
    assert {columns[part].dtype for part in PARTS} == {np.dtype(np.int64)}
    return np.stack([columns[part][:, motion] for part in PARTS], axis=1).tolist()


# Monthly movements asserted by saasops 0.1.1 (MIT): contracts from 2022-06 over twelve months worth
# 120000; the second one, if any, begins where the first one ends. Months not listed move nothing.
PUBLISHED = {
    "one 12-month contract, 120k": ([120000], {0: ("new", 10000), 12: ("churn", 10000)}),
    "renewed at double": ([120000, 240000], {0: ("new", 10000), 12: ("expansion", 10000)}),
    "renewed at half": ([120000, 60000], {0: ("new", 10000), 12: ("contraction", 5000)}),
}


@pytest.mark.parametrize("title", PUBLISHED)
def test_published_movements_of_three_contracts(title):
    values, expected = PUBLISHED[title]
    diary = Diary(header(months=13))
    account = diary.signed(0.0, 100 * values[0])
    end = 12 * MONTH
    if len(values) == 1:
        diary.note(end, account, events.CHURNED)
    else:
        event = events.EXPANDED if values[1] > values[0] else events.CONTRACTED
        diary.note(end, account, event, arr=100 * values[1])
        diary.note(end, account, events.RENEWED, arr=100 * values[1])
    standing = 0
    for month, row in enumerate(movements(diary)):
        moved = dict(zip(PARTS, row, strict=True))
        opening, closing = moved.pop("opening"), moved.pop("closing")
        name, mrr = expected.get(month, ("new", 0))
        assert opening == standing
        assert {part: cents for part, cents in moved.items() if cents} == ({name: 1200 * mrr} if mrr else {})
        standing += {"new": 1, "expansion": 1}.get(name, -1) * 1200 * mrr
        assert closing == standing


def test_each_movement_by_its_name():
    diary = Diary(header(months=6, motions=2, owned=np.array([0, 1])))
    one = diary.signed(0.0, 1000)
    diary.note(1.5 * MONTH, one, events.EXPANDED, arr=1500)
    diary.note(2.5 * MONTH, one, events.CONTRACTED, arr=1200)
    diary.note(3.0 * MONTH, one, events.RENEWED, arr=1200)  # confirms, moves nothing
    diary.note(4.5 * MONTH, one, events.CHURNED)
    diary.signed(6 * MONTH, 777)  # at the horizon: after it
    owner = diary.signed(0.5 * MONTH, 300, once=5000, motion=1)
    diary.note(3.5 * MONTH, owner, events.LAPSED)
    diary.note(4.5 * MONTH, owner, events.EXPANDED, arr=60)
    assert movements(diary) == [
        [0, 1000, 0, 0, 0, 0, 1000],
        [1000, 0, 500, 0, 0, 0, 1500],
        [1500, 0, 0, 0, 300, 0, 1200],
        [1200, 0, 0, 0, 0, 0, 1200],
        [1200, 0, 0, 0, 0, 1200, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
    assert movements(diary, motion=1) == [
        [0, 300, 0, 0, 0, 0, 300],
        [300, 0, 0, 0, 0, 0, 300],
        [300, 0, 0, 0, 0, 0, 300],
        [300, 0, 0, 0, 0, 300, 0],
        [0, 0, 0, 60, 0, 0, 60],
        [60, 0, 0, 0, 0, 0, 60],
    ]


def test_metered_revenue_is_new_with_the_first_use_and_churn_is_dated_back():
    diary = Diary(metered(months=8))
    account = diary.signed(0.0, 0)
    diary.note(1 * MONTH, account, events.METERED, amount=10, arr=120)
    diary.note(2 * MONTH, account, events.METERED, amount=20, arr=180)
    diary.note(3 * MONTH, account, events.METERED, amount=12, arr=168)
    for month in (4, 5, 6):
        diary.note(month * MONTH, account, events.METERED, amount=0, arr=168)
    diary.note(3 * MONTH, account, events.CHURNED, written=6 * MONTH)
    assert [row[1:6] for row in movements(diary)[:5]] == [
        [0, 0, 0, 0, 0],
        [120, 0, 0, 0, 0],
        [0, 60, 0, 0, 0],
        [0, 0, 0, 12, 168],
        [0, 0, 0, 0, 0],
    ]
    assert [row[6] for row in movements(diary)] == [0, 120, 180, 0, 0, 0, 0, 0]


def test_a_churn_found_out_after_the_horizon_is_dated_before_it():
    diary = Diary(metered(months=4))
    account = diary.signed(0.0, 0)
    diary.note(2 * MONTH, account, events.METERED, amount=10, arr=120)
    diary.note(3 * MONTH, account, events.METERED, amount=0, arr=120)
    diary.note(2 * MONTH, account, events.CHURNED, written=5 * MONTH)
    measures = measure(diary.ledger())
    assert measures.values["customers_end"] == 0
    assert measures.values["arr_end"] == 0
    assert measures.monthly["customers"][:, 0].tolist() == [1, 1, 0, 0]


def test_signed_committed_live_by_month():
    diary = Diary(header(months=4))
    account = diary.signed(0.5 * MONTH, 1200, live=2.5 * MONTH)
    diary.note(1.5 * MONTH, account, events.EXPANDED, arr=1800)
    later = diary.born(0.0)  # signed, with revenue from go-live only
    diary.note(1.0 * MONTH, later, events.WON, amount=600)
    diary.note(2.0 * MONTH, later, events.WENT_LIVE)
    diary.note(2.0 * MONTH, later, events.OPENED, invoice=-1, arr=600)
    never = diary.born(0.0)
    diary.note(1.0 * MONTH, never, events.WON, amount=50)
    diary.note(3.0 * MONTH, never, events.CHURNED)
    monthly = {name: column[:, 0].tolist() for name, column in measure(diary.ledger()).monthly.items()}
    assert monthly["customers"] == [1, 3, 3, 2]
    assert monthly["committed"] == [1200, 1800 + 600 + 50, 2450, 2400]
    assert monthly["closing"] == [1200, 1800, 2400, 2400]
    assert monthly["live_arr"] == [0, 0, 2400, 2400]
    assert monthly["signed_not_live"] == [1, 3, 1, 0]
    assert monthly["leads"] == [3, 0, 0, 0]
    assert monthly["won"] == [1, 2, 0, 0]


def test_who_left_and_what_churned_by_reason():
    """Two leave, one of whom was never live and owed nothing yet, and an owner stops paying and stays.
    Catches involuntary churn among those who cancelled, and an owner counted as a customer lost."""
    diary = Diary(header(months=4, motions=2, owned=[0, 1]))
    cancels, owner = diary.signed(0.0, 1200), diary.signed(0.0, 500, motion=1)
    waits = diary.born(0.0)
    diary.note(1.0, waits, events.WON, amount=600)
    diary.note(1.5 * MONTH, cancels, events.CHURNED, reason=events.CANCELLED)
    diary.note(1.5 * MONTH, owner, events.LAPSED, reason=events.NOT_PAID)
    diary.note(2.5 * MONTH, waits, events.CHURNED, reason=events.NEVER_STARTED)
    monthly = {name: column.sum(axis=1).tolist() for name, column in measure(diary.ledger()).monthly.items()}
    assert monthly["churn"] == [0, 1700, 0, 0]
    assert monthly["churn_cancelled"] == [0, 1200, 0, 0]
    assert monthly["churn_unpaid"] == [0, 500, 0, 0]
    assert monthly["left"] == [0, 1, 1, 0]
    assert monthly["left_cancelled"] == [0, 1, 0, 0]
    assert monthly["left_never_started"] == [0, 0, 1, 0]
    assert not any(
        monthly["left_unpaid"] + monthly["churn_never_started"] + monthly["left_shrunk_to_nothing"]
    )


def test_who_has_given_notice_is_committed_no_more():
    """Published: committed ARR is ARR in force, and what is signed and not in force yet, less what is known
    to leave (stripe.com/resources/more/committed-annual-recurring-revenue-explained). Five contracts of a
    year, signed in the first month, all of which give notice three months before their end: at the ends of
    months 10 to 12 it is 6,000 + 0 - 6,000 = 0. What such a contract still adds leaves with it.
    Catches a year's revenue that is forecast although everybody has said that they leave."""
    diary = Diary(header(months=14))
    for _ in range(5):
        account = diary.signed(15.0, 120_000)
        diary.note(15.0 + 9 * MONTH, account, events.NOTICE, arr=120_000)
    diary.note(15.0 + 10 * MONTH, 0, events.EXPANDED, arr=130_000)
    for account in range(5):
        diary.note(15.0 + 12 * MONTH, account, events.CHURNED, reason=events.CANCELLED)
    monthly = measure(diary.ledger()).monthly
    assert monthly["committed"][:, 0].tolist() == [600_000] * 9 + [0] * 5
    assert monthly["closing"][:, 0].tolist() == [600_000] * 10 + [610_000] * 2 + [0] * 2


@pytest.mark.parametrize(
    ("event", "columns", "motion"),
    [
        (events.RENEWED, {}, 0),  # withdrawn: no rule does so today
        (events.REPURCHASED, {"amount": 1000}, 0),  # overtaken: a licence is bought again
        (events.MOVED, {"motion": 0, "to_motion": 1, "invoice": 1}, 1),  # a contract of another motion
    ],
)
def test_a_notice_that_is_overtaken_is_committed_again(event, columns, motion):
    """Catches revenue that is lost to the plan for good by a notice that did not hold, or that comes back
    in the motion that was left."""
    diary = Diary(header(months=5, motions=2))
    account = diary.signed(0.0, 1000)
    diary.note(1.5 * MONTH, account, events.NOTICE, arr=1000)
    diary.note(2.5 * MONTH, account, event, arr=1000, **columns)
    diary.note(3.5 * MONTH, account, events.EXPANDED, arr=1200)
    expected = [[0, 0] for _ in range(5)]
    expected[0][0] = 1000
    expected[2][motion], expected[3][motion], expected[4][motion] = 1000, 1200, 1200
    assert measure(diary.ledger()).monthly["committed"].tolist() == expected


def test_who_comes_back_is_committed_although_it_had_given_notice():
    """Catches a notice that outlives the contract that it ended."""
    diary = Diary(header(months=5))
    account = diary.signed(0.0, 1000)
    diary.note(0.5 * MONTH, account, events.NOTICE, arr=1000)
    diary.note(1.5 * MONTH, account, events.CHURNED, reason=events.CANCELLED)
    diary.note(2.5 * MONTH, account, events.WON_BACK, invoice=1, arr=900)
    assert measure(diary.ledger()).monthly["committed"][:, 0].tolist() == [0, 0, 900, 900, 900]


def test_what_was_committed_stands_until_use_shows_the_revenue():
    diary = Diary(metered(months=4))
    account = diary.born(0.0)
    diary.note(0.0, account, events.WON, amount=600)
    diary.note(0.5 * MONTH, account, events.WENT_LIVE)
    diary.note(0.5 * MONTH, account, events.OPENED, invoice=-1, arr=0)
    diary.note(1.5 * MONTH, account, events.METERED, amount=10, arr=120)
    diary.note(2.5 * MONTH, account, events.CHURNED)
    assert measure(diary.ledger()).monthly["committed"][:, 0].tolist() == [600, 120, 0, 0]


def test_a_customer_without_revenue_then_is_in_no_revenue_retention():
    diary = Diary(header(months=24))
    diary.signed(0.0, 1000)
    late = diary.born(0.0)  # signed in the first year, recurring from go-live in the second
    diary.note(0.0, late, events.WON, amount=5000)
    diary.note(13 * MONTH, late, events.WENT_LIVE)
    diary.note(13 * MONTH, late, events.OPENED, invoice=-1, arr=5000)
    values = measure(diary.ledger()).values
    assert (values["nrr"], values["grr"], values["logo_churn"]) == (1.0, 1.0, 0.0)


def test_retention_account_by_account():
    """The worked case of the field notes: 100, 100, 100 become 150, 60, 0."""
    diary = Diary(header(months=24))
    accounts = [diary.signed(day, 10000) for day in (0.0, 30.0, 60.0)]
    diary.note(14 * MONTH, accounts[0], events.EXPANDED, arr=15000)
    diary.note(14 * MONTH, accounts[1], events.CONTRACTED, arr=6000)
    diary.note(14 * MONTH, accounts[2], events.CHURNED)
    diary.signed(13 * MONTH, 99999)  # not a customer 12 months before the horizon
    values = measure(diary.ledger()).values
    assert values["nrr"] == 0.7
    assert values["grr"] == 160 / 300
    assert values["logo_churn"] == 1 / 3
    assert values["customers_end"] == 3
    assert values["arr_end"] == 150 + 60 + 999.99


def test_an_owner_without_maintenance_is_a_customer_still():
    diary = Diary(header(owned=np.array([1])))
    owner = diary.signed(0.0, 2000, once=10000)
    diary.note(18 * MONTH, owner, events.LAPSED)
    values = measure(diary.ledger()).values
    assert (values["customers_end"], values["arr_end"], values["logo_churn"]) == (1, 0, 0)
    assert (values["grr"], values["nrr"]) == (0, 0)


def test_what_happens_exactly_twelve_months_before_the_horizon_is_not_before_it():
    diary = Diary(header(months=24))
    account = diary.signed(0.0, 1000)
    diary.note(12 * MONTH, account, events.EXPANDED, arr=2000)
    diary.signed(12 * MONTH, 500)
    values = measure(diary.ledger()).values
    assert (values["nrr"], values["grr"]) == (2.0, 1.0)


def test_no_twelve_months_no_retention():
    diary = Diary(header(months=11))
    diary.signed(0.0, 1000)
    values = measure(diary.ledger()).values
    assert all(np.isnan(values[name]) for name in ("grr", "nrr", "logo_churn"))


def test_the_book_of_the_first_day_is_opening_revenue_and_no_flow():
    diary = Diary(header(months=3))
    held = diary.signed(-200.0, 1000)
    diary.signed(-MONTH / 2, 300)
    diary.note(1.5 * MONTH, held, events.CHURNED)
    diary.signed(0.5 * MONTH, 70)
    assert movements(diary) == [
        [1300, 70, 0, 0, 0, 0, 1370],
        [1370, 0, 0, 0, 0, 1000, 370],
        [370, 0, 0, 0, 0, 0, 370],
    ]
    measures = measure(diary.ledger())
    assert measures.monthly["customers"][:, 0].tolist() == [3, 2, 2]
    assert measures.monthly["committed"][:, 0].tolist() == [1370, 370, 370]
    assert measures.monthly["live_arr"][:, 0].tolist() == [1370, 370, 370]
    assert (measures.values["leads"], measures.values["won"], measures.values["live"]) == (1, 1, 1)
    assert measures.values["customers_end"] == 2


def test_customers_of_the_first_day_are_those_of_a_year_before():
    diary = Diary(header(months=12))
    stays, leaves = diary.signed(-400.0, 1000), diary.signed(-10.0, 3000)
    diary.note(5 * MONTH, leaves, events.CHURNED)
    diary.note(6 * MONTH, stays, events.REPRICED, arr=1100)
    values = measure(diary.ledger()).values
    assert (values["grr"], values["nrr"], values["logo_churn"]) == (1000 / 4000, 1100 / 4000, 0.5)


def test_prices_and_returns_by_their_names():
    diary = Diary(header(months=8))
    account = diary.signed(0.0, 1000)
    diary.note(1.5 * MONTH, account, events.REPRICED, arr=1100)
    diary.note(2.5 * MONTH, account, events.REPRICED, arr=1050)
    diary.note(3.5 * MONTH, account, events.UNPAID, arr=1050)
    diary.note(3.5 * MONTH, account, events.CHURNED)
    diary.note(5.5 * MONTH, account, events.WON_BACK, invoice=1, arr=900)
    assert movements(diary)[1:7] == [
        [1000, 0, 100, 0, 0, 0, 1100],
        [1100, 0, 0, 0, 50, 0, 1050],
        [1050, 0, 0, 0, 0, 1050, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 900, 0, 0, 900],
        [900, 0, 0, 0, 0, 0, 900],
    ]
    measures = measure(diary.ledger())
    assert measures.monthly["customers"][:, 0].tolist() == [1, 1, 1, 0, 0, 1, 1, 1]
    assert measures.monthly["live_arr"][:, 0].tolist()[-1] == 900
    assert measures.monthly["signed_not_live"].sum() == 0
    assert measures.values["won"] == 1


def test_a_licence_bought_again_reactivates_lapsed_maintenance():
    diary = Diary(header(months=6, owned=1))
    owner = diary.signed(0.0, 200, once=1000)
    diary.note(1.5 * MONTH, owner, events.LAPSED)
    diary.note(3.5 * MONTH, owner, events.REPURCHASED, amount=1000, arr=220)
    assert [row[3] for row in movements(diary)] == [0, 0, 0, 220, 0, 0]
    assert measure(diary.ledger()).monthly["customers"][:, 0].tolist() == [1] * 6


def test_use_that_pauses_and_goes_on_is_no_reactivation():
    diary = Diary(metered(months=4, yearly=100))  # a fee and use
    account = diary.signed(0.0, 0)
    for month, arr in ((1, 500), (2, 0), (3, 300)):
        diary.note(month * MONTH, account, events.METERED, amount=arr // 12, arr=arr)
    assert [row[1:6] for row in movements(diary)[1:]] == [
        [500, 0, 0, 0, 0],
        [0, 0, 0, 500, 0],
        [0, 300, 0, 0, 0],
    ]


def test_who_moves_leaves_one_motion_and_enters_another():
    diary = Diary(header(months=4, motions=2))
    account = diary.signed(0.0, 1000)
    diary.note(1.5 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=1, amount=50, arr=1300)
    diary.note(2.5 * MONTH, account, events.CONTRACTED, arr=1200)
    shrinks = diary.signed(0.0, 600, live=float("inf"))
    diary.note(2.5 * MONTH, shrinks, events.MOVED, motion=0, to_motion=1, invoice=1, arr=400)
    ledger = diary.ledger()
    monthly = measure(ledger).monthly
    parts = ("opening", "new", "moved_in", "moved_out", "expansion", "contraction", "closing")
    by_motion = [np.stack([monthly[name][:, motion] for name in parts], axis=1).tolist() for motion in (0, 1)]
    assert by_motion[0] == [
        [0, 1600, 0, 0, 0, 0, 1600],
        [1600, 0, 0, 1000, 0, 0, 600],
        [600, 0, 0, 600, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ]
    assert by_motion[1] == [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1000, 0, 300, 0, 1300],
        [1300, 0, 600, 0, 0, 300, 1600],
        [1600, 0, 0, 0, 0, 0, 1600],
    ]
    assert monthly["customers"].tolist() == [[2, 0], [1, 1], [0, 2], [0, 2]]
    assert monthly["committed"].tolist() == [[1600, 0], [600, 1300], [0, 1600], [0, 1600]]
    assert monthly["live_arr"].tolist() == [[1000, 0], [0, 1300], [0, 1200], [0, 1200]]
    assert monthly["signed_not_live"].tolist() == [[1, 0], [1, 0], [0, 1], [0, 1]]


def test_a_prospect_that_moves_signs_in_the_other_motion():
    diary = Diary(header(months=2, motions=2))
    account = diary.born(1.0)
    diary.note(9.0, account, events.LOST, stage=0, to=5, reason=events.DECLINED)
    diary.note(9.0, account, events.MOVED, motion=0, to_motion=1)
    diary.note(20.0, account, events.WON, stage=6, amount=500)
    diary.note(20.0, account, events.OPENED, invoice=1, arr=500)
    monthly = measure(diary.ledger()).monthly
    assert monthly["leads"].sum(axis=0).tolist() == [1, 0]
    assert monthly["won"].sum(axis=0).tolist() == [0, 1]
    assert monthly["new"].sum(axis=0).tolist() == [0, 500]
    assert not monthly["moved_in"].any()
