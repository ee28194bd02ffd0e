"""Rows of an account in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator import ledger as rows, model as m
from simulator.model import UNDER_WAY
from simulator.numerics.months import MONTH
from simulator.report.trace_events import Moment, moments_of
from tests.metrics.ledgers import Diary, header, metered

YEAR = 12 * MONTH


def words(told: list[Moment]) -> list[str]:
    return [moment.what for moment in told]


def test_a_price_that_moves_is_told_with_what_it_adds() -> None:
    """Catches a rise told as growth, one without its size, and one that leaves the ARR as it was."""
    diary = Diary(header(months=60))
    account = diary.signed(10.0, 120_000)
    diary.note(10.0 + YEAR, account, rows.REPRICED, arr=132_000)
    diary.note(10.0 + 2 * YEAR, account, rows.REPRICED, arr=120_000)
    told = moments_of(diary.ledger(), account)
    assert words(told)[-2:] == ["price rises by 10 a month", "price falls by 10 a month"]
    assert [moment.arr for moment in told[-2:]] == [132_000, 120_000]


def test_who_comes_back_has_a_contract_that_begins_anew() -> None:
    """Catches a return in silence, and renewals and months that are counted on from the first contract."""
    diary = Diary(header(months=60, metered=1))
    account = diary.signed(10.0, 120_000)
    diary.note(10.0 + YEAR, account, rows.RENEWED, arr=120_000)
    diary.note(10.0 + 2 * YEAR, account, rows.CHURNED, arr=0)
    back = 800.0
    diary.note(back, account, rows.WON_BACK, invoice=12, amount=5000, arr=90_000)
    diary.note(back + 3 * MONTH, account, rows.METERED, amount=700, arr=90_000)
    diary.note(back + YEAR, account, rows.RENEWED, arr=90_000)
    told = words(moments_of(diary.ledger(), account))
    assert "is won back: contract begins, 50 to be paid once, billed every 12 months in advance" in told
    assert "7.00 for use in month 3" in told
    assert told.count("renews for 12 months (renewal 1)") == 2


def test_a_motion_is_said_once() -> None:
    """Catches "motion 0" behind "motion motion 0", and a channel of another motion that is taken for one
    of the motion that the lead is in."""
    made = replace(header(motions=2), channel=m.rows(m.CHANNEL, [{}]), channels=("motion 0.web",))
    diary = Diary(made)
    for to in (0, 1):
        diary.motions.append(to)
        diary.note(1.0, to, rows.LEAD, motion=0, to_motion=to, to=0, count=1, person=0, amount=6_000)
    (own,), (other,) = (words(moments_of(diary.ledger(), account))[:1] for account in (0, 1))
    assert own == "lead, motion motion 0, 1 unit, by channel web for 60.00"
    assert other == "lead, motion motion 1, 1 unit, by channel motion 0.web for 60.00"


def test_how_a_contract_is_billed() -> None:
    """Catches arrears told as advance, and billing where nothing is owed again."""
    for months, arr, said in (
        (1, 1200, "contract begins, billed every month in advance"),
        (-1, 1200, "contract begins, billed every month in arrears"),
        (-3, 1200, "contract begins, billed every 3 months in arrears"),
        (1, 0, "contract begins"),
    ):
        diary = Diary(header(months=60))
        account = diary.born(1.0)
        diary.note(2.0, account, rows.WON, stage=2)
        diary.note(2.0, account, rows.OPENED, invoice=months, arr=arr)
        assert words(moments_of(diary.ledger(), account))[-1] == said


def test_a_licence_bought_again() -> None:
    """Catches a purchase without its price, maintenance that resumes in silence or never ended."""
    diary = Diary(header(months=60, owned=1))
    account = diary.signed(10.0, 1200)
    diary.note(500.0, account, rows.REPURCHASED, amount=100_000, arr=1200)
    diary.note(700.0, account, rows.LAPSED, arr=0)
    diary.note(900.0, account, rows.REPURCHASED, amount=200_000, arr=1300)
    told = words(moments_of(diary.ledger(), account))
    assert "buys its licence again, 1,000 to be paid once" in told
    assert "buys its licence again, 2,000 to be paid once, maintenance begins again" in told


def test_an_invoice_that_is_never_paid_ends_the_contract() -> None:
    """Catches a contract that ends without a reason."""
    diary = Diary(header(months=60))
    account = diary.signed(10.0, 1200)
    diary.note(10.0 + MONTH, account, rows.UNPAID)
    diary.note(10.0 + MONTH, account, rows.CHURNED, reason=rows.NOT_PAID)
    assert words(moments_of(diary.ledger(), account))[-2:] == [
        "the invoice of this day is never paid: the contract ends",
        "leaves: an invoice was never paid",
    ]


def test_a_trace_says_why_somebody_left() -> None:
    """Catches an end without its reason, and an owner of whom nobody learns why it stopped paying."""
    said = []
    for event, why in ((rows.CHURNED, why) for why in (rows.CANCELLED, rows.NEVER_STARTED, rows.SHRUNK)):
        diary = Diary(header(months=60))
        account = diary.signed(10.0, 1200)
        diary.note(400.0, account, event, reason=why)
        said += words(moments_of(diary.ledger(), account))[-1:]
    why = ("it cancels", "it was never live", "its use had fallen to nothing")
    assert said == [f"leaves: {one}" for one in why]
    diary = Diary(header(months=60, owned=1))
    account = diary.signed(10.0, 1200)
    diary.note(400.0, account, rows.LAPSED, reason=rows.NOT_PAID)
    assert (
        "ends maintenance: an invoice was never paid; goes on using"
        in words(moments_of(diary.ledger(), account))[-1]
    )


def test_a_prospect_and_a_customer_that_move() -> None:
    """Catches names of stages for motions, a contract where there is none yet, and rules of the old
    motion."""
    diary = Diary(header(months=60, motions=2, term=[12, 24]))
    prospect = diary.born(1.0)
    diary.note(3.0, prospect, rows.MOVED, motion=0, to_motion=1)
    customer = diary.signed(5.0, 1200)
    diary.note(100.0, customer, rows.MOVED, motion=0, to_motion=1, invoice=-3, amount=700, arr=2400)
    diary.note(100.0 + 2 * YEAR, customer, rows.RENEWED, arr=2400)
    ledger = diary.ledger()
    assert words(moments_of(ledger, prospect))[-1] == "moves from motion motion 0 to motion 1"
    *_, moved, renewed = moments_of(ledger, customer)
    assert moved.what == (
        "moves from motion motion 0 to motion 1: contract begins anew, 7 to be paid once, billed every "
        "3 months in arrears"
    )
    assert moved.arr == 2400
    assert renewed.what == "renews for 24 months (renewal 1)"


def test_what_was_before_the_first_day() -> None:
    """Catches a history that runs on into the simulation without a word."""
    diary = Diary(header(months=60))
    account = diary.signed(-400.0, 1200)
    diary.note(-400.0 + 2 * YEAR, account, rows.RENEWED, arr=1200)
    told = moments_of(diary.ledger(), account)
    begins = words(told).index("the simulation begins: so far the opening book, without its money")
    assert told[begins].day == 0.0
    assert all(moment.day < 0 for moment in told[:begins])
    assert len(told) > begins + 1
    assert not any("simulation begins" in what for what in words(moments_of(later(), 0)))
    unlisted = diary.ledger()
    unlisted.channel[account] = UNDER_WAY
    assert words(moments_of(unlisted, account))[begins] == (
        "the simulation begins: so far on its way, without its money"
    )


def later() -> rows.Ledger:
    diary = Diary(header(months=60))
    diary.signed(3.0, 1200)
    return diary.ledger()


def test_an_open_deal_says_where_it_stands() -> None:
    """Catches a deal of the opening book that looks like a new lead."""
    diary = Diary(header(months=60))
    diary.motions.append(0)
    diary.note(-30.0, 0, rows.LEAD, to_motion=0, to=2, count=10)
    diary.note(20.0, 0, rows.LOST, stage=2, reason=rows.DECLINED)
    assert words(moments_of(diary.ledger(), 0))[0] == "lead, motion motion 0, 10 units, in agree"
    fresh = Diary(header(months=60))
    born = fresh.born(1.0)
    assert words(moments_of(fresh.ledger(), born))[0] == "lead, motion motion 0, 10 units"


def test_who_has_a_deal_of_the_opening_book_has_not_waited_for_it() -> None:
    """Catches months of waiting for a seller that are the deal's own time before the first day."""
    diary = Diary(header(months=60))
    diary.motions.append(0)
    diary.note(-30.0, 0, rows.LEAD, to_motion=0, to=2, count=10)
    diary.note(0.0, 0, rows.SEATED, stage=1, team=0)
    told = words(moments_of(diary.ledger(), 0))
    assert told[1].startswith("the simulation begins")
    assert told[2].endswith(" has it")
    assert not any("waits" in what for what in told)


def test_use_is_counted_from_the_contract_in_force() -> None:
    """Catches months counted from the first contract after a move."""
    diary = Diary(metered(months=60, motions=2))
    account = diary.signed(10.0, 0)
    diary.note(100.0, account, rows.MOVED, motion=0, to_motion=1, invoice=1, arr=1200)
    diary.note(100.0 + 2 * MONTH, account, rows.METERED, amount=100, arr=1200)
    assert words(moments_of(diary.ledger(), account))[-1] == "1.00 for use in month 2"


def test_who_brought_whom_is_told_on_both_sides() -> None:
    """Catches a champion that leaves in silence, and an account of which nobody can tell why it came."""
    diary = Diary(header(months=60))
    old = diary.signed(10.0, 120_000)
    diary.note(100.0, old, rows.REFERRED, amount=1)
    diary.born(100.0)
    diary.note(190.0, old, rows.CHAMPION_LEFT)
    diary.note(190.0, old, rows.CHAMPION_CALLED, amount=2)
    diary.born(190.0)
    diary.note(400.0, old, rows.CHURNED, reason=rows.CANCELLED)
    back = diary.born(500.0)
    diary.note(500.0, back, rows.BACK_AS_LEAD, amount=old)
    ledger = replace(diary.ledger(), parent=np.array([-1, 0, 0, 0], np.int32))
    told = words(moments_of(ledger, old))
    assert told[-4:] == [
        "recommends us: account 1 is born",
        "its champion changes employer",
        "... and calls from the new one: account 2 is born",
        "leaves: it cancels",
    ]
    lead = "lead, motion motion 0, 10 units"
    assert words(moments_of(ledger, 1)) == [f"{lead}, recommended by account 0"]
    assert words(moments_of(ledger, 2))[0] == f"{lead}, brought by the champion that left account 0"
    is_back = "a former customer that is back: account 0 until it left"
    assert words(moments_of(ledger, back))[:2] == [lead, is_back]
