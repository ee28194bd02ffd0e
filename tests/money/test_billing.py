"""Catches an invoice of the wrong day or amount, a payment without one, revenue before it is served."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.money.entry_kinds import BOUND, EARNED, INVOICED, PAID, SERVING, WRITTEN_OFF
from simulator.numerics.months import MONTH

from ..metrics.ledgers import Diary, header, metered, monthly
from ..strategies import models
from .naive import contracts, failures, paid_once
from .reading import dated, entries, lives


def introduced(first: int, discount: float, months: int, runoff: int, **columns: float):
    """A header whose offer has first months that cost less."""
    return header(months=months, runoff=runoff, introductory=first, introductory_discount=discount, **columns)


def opened(diary: Diary, day: float, fee: int, every: int, **columns: int) -> int:
    """A customer billed every so many months, in arrears where they are below 0."""
    account = diary.born(day)
    diary.note(day, account, events.WON, amount=fee)
    diary.note(day, account, events.OPENED, invoice=every, arr=fee, **columns)
    return account


def months(found: list[tuple[float, int]], anchor: float) -> list[tuple[float, int]]:
    return [((day - anchor) / MONTH, cents) for day, cents in found]


def test_a_year_in_advance_is_one_invoice_and_twelve_months_of_revenue():
    diary = Diary(header(months=12, runoff=6, pays_after=30.0))
    account = opened(diary, 8.0, 1200, 12)
    diary.note(8.0 + 12 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert dated(ledger, INVOICED) == [(8.0, 1200)]
    assert dated(ledger, PAID) == [(38.0, 1200)]
    assert dated(ledger, EARNED) == [(8.0 + k * MONTH, 100) for k in range(1, 13)]
    assert dated(ledger, BOUND) == [(8.0, 1200)]


def test_a_quarter_in_arrears_is_billed_when_it_is_over():
    diary = Diary(header(months=12, runoff=6))
    account = opened(diary, 8.0, 1200, -3)
    diary.note(8.0 + 12 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 8.0) == [(3.0, 300), (6.0, 300), (9.0, 300), (12.0, 300)]
    assert dated(ledger, PAID) == dated(ledger, INVOICED)
    assert dated(ledger, BOUND) == [(8.0, 1200)]  # the promise is of the term, whenever it is billed


def test_a_rise_within_a_period_is_billed_at_once_for_the_rest_of_it():
    """Units double after a month and a half: half of the second month's 100 more, and 4 times 100 to the end
    of the half year."""
    diary = Diary(header(months=12, runoff=6))
    account = opened(diary, 0.0, 1200, 6)
    diary.note(1.5 * MONTH, account, events.EXPANDED, arr=2400)
    diary.note(12 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 0.0) == [(0.0, 600), (1.5, 450), (6.0, 1200)]
    assert months(dated(ledger, BOUND), 0.0) == [(0.0, 1200), (1.5, 1050)]
    assert [cents for _, cents in dated(ledger, EARNED)][:3] == [100, 150, 200]


@pytest.mark.parametrize("every", [3, -3, -1])
def test_growth_within_a_month_is_charged_by_the_day(every):
    """From 1,200 to 2,400 a fifth of a month before the end of the second, to 3,600 a tenth before: 20 and 10
    more. At once where the month is paid ahead, else with the month; on the day on which a month ends,
    nothing. Catches days that are charged twice, or of the month before."""
    diary = Diary(header(months=12, runoff=6))
    account = opened(diary, 0.0, 1200, every)
    diary.note(1.8 * MONTH, account, events.EXPANDED, arr=2400)
    diary.note(1.9 * MONTH, account, events.EXPANDED, arr=3600)
    diary.note(6 * MONTH, account, events.EXPANDED, arr=4800)
    diary.note(12 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    earned = [cents for _, cents in dated(ledger, EARNED)]
    assert earned == [100, 130, *[300] * 4, *[400] * 6]
    found = months(dated(ledger, INVOICED), 0.0)
    if every == 3:
        assert found[:4] == [(0, 300), (1.8, 120), (1.9, 110), (3, 900)]
    else:
        assert found[: 1 if every == -3 else 2] == ([(3, 530)] if every == -3 else [(1, 100), (2, 130)])
    for kind in (INVOICED, PAID, BOUND):
        assert sum(cents for _, cents in dated(ledger, kind)) == sum(earned)


def test_growth_within_a_first_month_that_costs_less_costs_less():
    """Half of a month of 100 more, at 70 % off: 15."""
    diary = Diary(introduced(2, 0.7, months=12, runoff=6))
    account = opened(diary, 0.0, 1200, 1)
    diary.note(1.5 * MONTH, account, events.EXPANDED, arr=2400)
    assert [cents for _, cents in dated(diary.ledger(), INVOICED)][:4] == [30, 30, 15, 200]


def test_first_months_cost_less_and_recurring_revenue_is_in_full():
    """Of 100 a month 30 in the first two: in a year ahead 2 * 30 + 10 * 100, in quarters 160, 300 and so on.
    Catches a discount of a whole invoice, one that comes again with the second year, and one that reaches
    what is paid once."""
    for every, due in ((12, [(0, 1060), (12, 1200)]), (-3, [(3, 160), *[(k, 300) for k in (6, 9, 12)]])):
        diary = Diary(introduced(2, 0.7, months=15, runoff=6))
        account = opened(diary, 0.0, 1200, every, amount=50)
        ledger = diary.ledger()
        found = months(dated(ledger, INVOICED, account=account), 0.0)
        assert found[: len(due) + 1] == [(0, 50), *due]
        earned = [cents for day, cents in dated(ledger, EARNED) if day > 0.0]
        assert earned[:4] == [30, 30, 100, 100]
        assert months(dated(ledger, BOUND), 0.0)[:2] == [(0, 50), (0, 1060)]
        assert ledger.rows["arr"].max() == 1200


def test_a_month_for_nothing_costs_its_hosting():
    """A tenth of 100 a month, whatever the first two cost the customer. Catches service that is free because
    the customer's month is."""
    diary = Diary(introduced(2, 1.0, months=12, runoff=0, hosting=0.1))
    account = opened(diary, 0.0, 1200, 1)
    diary.note(1.5 * MONTH, account, events.EXPANDED, arr=2400)
    ledger = diary.ledger()
    assert months(dated(ledger, EARNED), 0.0)[:2] == [(3, 200), (4, 200)]
    assert months(dated(ledger, SERVING), 0.0)[:3] == [(1, 10), (2, 15), (3, 20)]


@pytest.mark.parametrize("event", [events.WON_BACK, events.MOVED])
def test_first_months_are_of_new_customers(event):
    """Who comes back, or goes on under another contract, pays in full. Catches a customer that gains by
    leaving."""
    diary = Diary(introduced(2, 0.7, months=15, runoff=6))
    account = opened(diary, 0.0, 1200, 1)
    if event == events.WON_BACK:
        diary.note(MONTH, account, events.CHURNED)
        diary.note(MONTH, account, event, invoice=1, arr=1200)
    else:
        diary.note(MONTH, account, event, motion=0, to_motion=0, invoice=1, arr=1200)
    assert [cents for _, cents in dated(diary.ledger(), INVOICED)][:3] == [30, 100, 100]


@settings(deadline=None)  # the first example compiles
@given(st.integers(12, 2**40), st.sampled_from([1, 3, 12]), st.booleans(), st.floats(0.0, 1.0))
def test_a_discount_of_first_months_is_the_same_however_it_is_billed(fee, every, ahead, discount):
    """Catches cents that are lost where an invoice holds months with it and without."""
    diary = Diary(introduced(4, discount, months=12, runoff=36))
    account = opened(diary, 3.3, fee, every if ahead else -every)
    diary.note(3.3 + 24 * MONTH, account, events.CHURNED)
    sums = {
        sum(cents for _, cents in dated(diary.ledger(), kind)) for kind in (INVOICED, PAID, EARNED, BOUND)
    }
    assert len(sums) == 1
    assert sums.pop() == pytest.approx(2 * fee - discount * fee / 3, abs=4)


def test_a_new_price_counts_from_its_row_on():
    diary = Diary(header(months=24, runoff=0))
    account = opened(diary, 0.0, 1200, 12)
    diary.note(12 * MONTH, account, events.RENEWED, arr=1200)
    diary.note(12 * MONTH, account, events.REPRICED, arr=1236)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 0.0) == [(0, 1200), (12, 1236)]


def test_use_is_billed_with_the_rhythm_in_arrears():
    diary = Diary(metered(months=12, runoff=0))
    account = opened(diary, 0.0, 0, 3)
    for month in (1, 2, 3, 4):
        diary.note(month * MONTH, account, events.METERED, amount=10 * month, arr=120)
    diary.note(4 * MONTH, account, events.CHURNED, written=7 * MONTH)  # dated back
    ledger = diary.ledger()
    assert months(dated(ledger, EARNED), 0.0) == [(1, 10), (2, 20), (3, 30), (4, 40)]
    assert months(dated(ledger, INVOICED), 0.0) == [(3, 60), (4, 40)]
    assert dated(ledger, BOUND) == dated(ledger, EARNED)


def test_what_happens_after_a_churn_dated_back_bills_nothing_later():
    """Three months without use are churn from the last use on: what was used until then is billed there."""
    diary = Diary(metered(months=12, runoff=0))
    account = opened(diary, 0.0, 0, 3)
    diary.note(MONTH, account, events.METERED, amount=10, arr=120)
    diary.note(3.5 * MONTH, account, events.EXPANDED, arr=120)
    diary.note(MONTH, account, events.CHURNED, written=4 * MONTH)
    assert dated(diary.ledger(), INVOICED) == [(MONTH, 10)]


def test_without_a_term_a_month_is_promised():
    diary = Diary(monthly(months=3, runoff=0))
    opened(diary, 0.0, 1200, 1)
    assert months(dated(diary.ledger(), BOUND), 0.0) == [(0, 100), (1, 100), (2, 100)]


def test_an_invoice_in_advance_that_is_never_paid_is_void():
    """It is not served either, and the buyer is released from the rest of the term."""
    diary = Diary(header(months=12, runoff=6))
    account = opened(diary, 0.0, 1200, 3)
    diary.note(6 * MONTH, account, events.UNPAID, arr=1200)
    diary.note(6 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 0.0) == [(0, 300), (3, 300)]
    assert dated(ledger, PAID) == dated(ledger, INVOICED)
    assert sum(cents for _, cents in dated(ledger, EARNED)) == 600
    assert months(dated(ledger, BOUND), 0.0) == [(0, 1200), (6, -600)]


def test_an_invoice_in_arrears_that_is_never_paid_is_earned_all_the_same():
    diary = Diary(header(months=12, runoff=6))
    account = opened(diary, 0.0, 1200, -3)
    diary.note(6 * MONTH, account, events.UNPAID, arr=1200)
    diary.note(6 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 0.0) == [(3, 300), (6, 300)]
    assert months(dated(ledger, PAID), 0.0) == [(3, 300)]
    assert sum(cents for _, cents in dated(ledger, EARNED)) == 600
    assert months(dated(ledger, WRITTEN_OFF), 0.0) == [(6, 300)]


def test_what_is_billed_ahead_of_an_early_end_is_given_back():
    """A customer moves to another motion in the middle of a prepaid year: two contracts, no month twice."""
    diary = Diary(header(months=12, runoff=0, motions=2, pays_after=10.0))
    account = opened(diary, 0.0, 1200, 12)
    diary.note(4 * MONTH, account, events.MOVED, motion=0, to_motion=1, invoice=-1, arr=2400, amount=50)
    diary.note(8 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    found = months(dated(ledger, INVOICED), 0.0)
    assert found == [(0, 1200), (4, -800), (4, 50), (5, 200), (6, 200), (7, 200), (8, 200)]
    assert sum(cents for _, cents in dated(ledger, PAID)) == 400 + 50 + 800
    assert [entry["motion"] for entry in entries(ledger, INVOICED)] == [0, 0, 1, 1, 1, 1, 1]
    assert sum(cents for _, cents in dated(ledger, BOUND)) == 400 + 50 + 800


def test_maintenance_that_lapsed_goes_on_when_the_licence_is_bought_again():
    diary = Diary(header(months=24, runoff=0, owned=1))
    account = opened(diary, 0.0, 1200, 12, amount=9000)
    diary.note(12 * MONTH, account, events.LAPSED)
    diary.note(15 * MONTH, account, events.REPURCHASED, amount=9000, arr=2400)
    ledger = diary.ledger()
    assert months(dated(ledger, INVOICED), 0.0) == [(0, 9000), (0, 1200), (15, 9000), (15, 1800)]
    assert sum(cents for _, cents in dated(ledger, EARNED)) == 18000 + 1200 + 9 * 200


def test_payments_after_the_end_are_none():
    diary = Diary(monthly(months=2, runoff=0, pays_after=35.0))
    opened(diary, 0.0, 1200, 1)
    assert dated(diary.ledger(), PAID) == [(35.0, 100)]


def test_a_customer_of_the_first_day_brings_what_it_has_paid_and_not_got():
    """Signed five months ago, billed a year ahead: seven months of it are yet to be served."""
    diary = Diary(header(months=12, runoff=0))
    opened(diary, -5 * MONTH, 1200, 12)
    ledger = diary.ledger()
    before = [cents for day, cents in dated(ledger, INVOICED) if day < 0]
    earned = [cents for day, cents in dated(ledger, EARNED) if day <= 0]
    assert sum(before) - sum(earned) == 700
    assert months([one for one in dated(ledger, INVOICED) if one[0] > 0], 0.0) == [(7, 1200)]


@settings(deadline=None)  # the first example compiles
@given(st.integers(12, 2**52), st.sampled_from([1, 2, 3, 4, 6, 12]), st.booleans())
def test_every_rhythm_bills_the_same(fee, every, ahead):
    """Twelve months are the fee to the cent, however they are cut up, up to the most that there may be."""
    diary = Diary(header(months=12, runoff=36))
    account = opened(diary, 3.3, fee, every if ahead else -every)
    diary.note(3.3 + 36 * MONTH, account, events.CHURNED)
    ledger = diary.ledger()
    for kind in (INVOICED, PAID, EARNED, BOUND):
        found = dated(ledger, kind)
        assert sum(cents for _, cents in found) == 3 * fee
        assert {sum(cents for day, cents in found if 3.3 <= day < 3.3 + 48 * MONTH)} == {3 * fee}
    assert len(dated(ledger, INVOICED)) == 36 // every


def by_account(ledger: Ledger) -> list[dict[int, list[tuple[float, int]]]]:
    """Of each account: day and cents by kind."""
    found = [{kind: [] for kind in (INVOICED, EARNED, BOUND)} for _ in ledger.motion]
    for entry in entries(ledger, INVOICED, EARNED, BOUND):
        found[entry["account"]][entry["kind"]].append((entry["day"], entry["cents"]))
    return found


def so_far(found: list[tuple[float, int]], day: float) -> int:
    return sum(cents for at, cents in found if at <= day)


@lives
@given(models(), st.integers(0, 3))
def test_invoices_and_revenue_are_price_by_months_on_every_day(model, seed):
    """On the day of each row and entry: what has been billed, earned and promised, against a month by
    month reckoning. Catches any month billed twice, never, late, or at the wrong price."""
    ledger = simulate(model, seed=seed)
    until = ledger.header.until
    every = by_account(ledger)
    for account in range(len(ledger.motion)):
        own = contracts(ledger, account)
        once = paid_once(ledger, account)
        days = {row["day"] for row in ledger.rows[ledger.rows["account"] == account]}
        found = every[account]
        days |= {day for kind in found for day, _ in found[kind]}
        for day in (day for day in days if day < until):
            only_once = so_far(once, day)
            begun = [contract for contract in own if contract.anchor <= day]
            assert so_far(found[INVOICED], day) == sum(c.billed_by(day) for c in begun) + only_once
            assert so_far(found[EARNED], day) == sum(c.earned_by(day) for c in begun) + only_once
            bound = 0
            for contract in begun:
                offer = ledger.header.offer[contract.motion]
                span = contract.every if contract.ahead else 1
                if offer["fixed"] == 1:
                    span = int(offer["term"])
                bound += contract.ahead_by(day, span) + so_far(contract.use, day)
            assert so_far(found[BOUND], day) == bound + only_once


@lives
@given(models(), st.integers(0, 3))
def test_what_is_billed_is_paid_or_written_off(model, seed):
    """Every payment is an invoice that was due, late where a retry brought it in, and every invoice due is
    paid, but for those that never are: these, less what of them is credited, are written off in one sum with
    the row that ends the contract. Catches cash from nowhere, and a receivable that stays open for ever."""
    ledger = simulate(model, seed=seed)
    once = (events.OPENED, events.EXPANDED, events.REPURCHASED, events.MOVED, events.WON_BACK)
    failed = [failures(ledger, account) for account in range(len(ledger.motion))]
    expected, lost = [], dict[tuple[int, int], int]()
    for invoice in entries(ledger, INVOICED):
        row, account, day = invoice["row"], invoice["account"], invoice["day"]
        cause = ledger.rows[row]
        due = day + float(ledger.header.offer["pays_after"][invoice["motion"]])
        never = False
        if not (cause["event"] in once and cause["amount"] == invoice["cents"] and cause["day"] == day):
            for one in failed[account]:
                if not one.touches(row, day):
                    continue
                never |= one.never
                if one.never and one.end < len(ledger.rows):
                    lost[account, one.end] = lost.get((account, one.end), 0) + invoice["cents"]
                elif not one.never:
                    due += float(ledger.header.offer["retries_after"][invoice["motion"]])
        if not never and due <= ledger.header.until:
            expected.append((account, due, row, invoice["cents"]))
    found = [(p["account"], p["day"], p["row"], p["cents"]) for p in entries(ledger, PAID)]
    assert sorted(found) == sorted(expected)
    written = {(w["account"], w["row"]): w["cents"] for w in entries(ledger, WRITTEN_OFF)}
    assert written == {end: cents for end, cents in lost.items() if cents}
    assert all(cents > 0 for cents in written.values())
    for entry in entries(ledger, WRITTEN_OFF):
        assert entry["day"] == ledger.rows["day"][entry["row"]]


@lives
@given(models(), st.integers(0, 3))
def test_deferred_and_earned_are_billed(model, seed):
    """Of a contract that has ended nothing is deferred: all that was billed was earned, and promised."""
    ledger = simulate(model, seed=seed)
    every = by_account(ledger)
    for account in range(len(ledger.motion)):
        own = contracts(ledger, account)
        if not own or own[-1].end >= ledger.header.until or own[-1].lapses:
            continue
        assert len({sum(cents for _, cents in found) for found in every[account].values()}) == 1


@pytest.mark.parametrize("every", [1, 3, -1, -12])
def test_entries_name_the_row_that_put_the_fee_in_force(every):
    diary = Diary(header(months=30, runoff=0))
    account = opened(diary, 0.0, 1200, every)
    diary.note(12 * MONTH, account, events.RENEWED, arr=1200)
    diary.note(24 * MONTH, account, events.EXPANDED, arr=2400)
    ledger = diary.ledger()
    for entry in entries(ledger, EARNED):
        event = ledger.rows["event"][entry["row"]]
        month = entry["day"] / MONTH
        assert event == (events.OPENED if month <= 12 else events.RENEWED if month <= 24 else events.EXPANDED)
