"""Customers and deals of the first day: what the book says on day 0, and how it goes on."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.metrics import measure
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, beta, exponential, told
from tests.rules.test_contract import SIGN, START, TERM

engines = pytest.mark.parametrize("engine", ENGINES)


def book(count: int, months: float, run: float, *, arr: int = 120_000, **motion: object) -> Ledger:
    """So many customers who signed so many months ago, alone in the company."""
    company = Company()
    company.motion((SIGN, START), **motion)  # type: ignore[arg-type]
    for n in range(count):
        day = -months * MONTH
        company.also("opening", motion=0, stage=m.NONE, units=10, arr=arr, since=day, live=day, address=n)
    return simulate(company.model(run * MONTH))


@engines
def test_a_contract_goes_on_from_its_signature(engine: str) -> None:
    """Signed five months ago for a year at a price of its own: the term ends seven months from now, and it
    renews at that price. Catches a contract that begins anew, and list prices for today's customers."""
    company = Company()
    company.motion((SIGN, START), offer=TERM, renewal=1.0, every=3, reached=1.0)
    day = -5 * MONTH
    company.also("opening", motion=0, stage=m.NONE, units=10, arr=99_000, since=day, live=day + 30, address=1)
    rows = told(simulate(company.model(14 * MONTH), engine=engine))
    assert rows == sorted(
        [
            (day, "lead", 10, 0),
            (day, "won", 99_000, 0),
            (day, "opened", 0, 99_000),
            (day + 30, "went live", 0, 0),
            (7 * MONTH, "renewed", 0, 99_000),
            *[(day + 30 + 3 * k * MONTH, "impact reached", 0, 0) for k in (2, 3, 4, 5, 6)],
        ]
    )


def starting(from_live: int) -> Company:
    """Signed five months ago for a year and not yet live: ten days of setting up and two of training."""
    company = Company()
    team = company.team(1)
    csm = company.team(book=10)
    setup = {"takes": 10.0, "after_close": 1, "teams": [team]}
    stages = ({"marks": m.SAL}, SIGN, setup, {**START, "takes": 2.0, "after_close": 1})
    life = {"csm": csm, "every": 3, "reached": 1.0, "renewal": 1.0}
    company.motion(stages, offer={**TERM, "from_live": from_live, "once": 7}, **life)
    day = -5 * MONTH
    company.also("opening", motion=0, stage=m.NONE, units=10, arr=99_000, since=day, live=np.inf, address=1)
    return company


@engines
def test_a_customer_that_is_not_live_starts_up_on_the_first_day(engine: str) -> None:
    """Its contract runs since the signature; the first stage after the close begins on day 0, the next one on
    day 10; live on day 12, cycles and the book from then on, and a term that ends seven months from day 0.
    Catches a start that is over, cycles counted from the signature, and an account in two books."""
    ledger = simulate(starting(0).model(8 * MONTH), engine=engine)
    rows = [row for row in told(ledger) if row[1] not in ("staffed", "book")]
    assert rows == sorted(
        [
            *[(-5 * MONTH, "lead", 10, 0), (-5 * MONTH, "won", 99_000, 0), (-5 * MONTH, "opened", 0, 99_000)],
            *[(0.0, "seated", 0, 0), (10.0, "passed", 0, 0), (10.0, "freed", 0, 0)],
            *[(12.0, "passed", 0, 0), (12.0, "went live", 0, 0)],
            *[(12.0 + 3 * k * MONTH, "impact reached", 0, 0) for k in (1, 2)],
            (7 * MONTH, "renewed", 0, 99_000),
        ]
    )
    books = ledger.rows[ledger.rows["event"] == e.BOOK]
    assert set(books["amount"].tolist()) == {1}
    monthly = measure(ledger).monthly
    assert (monthly["opening"][0, 0], monthly["closing"][0, 0], monthly["won"].sum()) == (99_000, 99_000, 0)
    assert monthly["live_arr"][:2, 0].tolist() == [99_000, 99_000]
    assert monthly["signed_not_live"][:2, 0].tolist() == [0, 0]


@engines
def test_what_is_paid_from_the_first_use_on_begins_with_it(engine: str) -> None:
    """With revenue from go-live on there is no contract on the first day: it begins on day 12, at what the
    book says was signed for, with what is paid once. Catches revenue, a term or a decision before that."""
    ledger = simulate(starting(1).model(13 * MONTH), engine=engine)
    (won,) = ledger.rows[ledger.rows["event"] == e.WON]
    (opened,) = ledger.rows[ledger.rows["event"] == e.OPENED]
    (renewed,) = ledger.rows[ledger.rows["event"] == e.RENEWED]
    assert (won["day"], won["amount"]) == (-5 * MONTH, 99_000)
    assert (opened["day"], opened["arr"], opened["amount"]) == (12.0, 99_000, 7)
    assert renewed["day"] == 12.0 + 12 * MONTH
    monthly = measure(ledger).monthly
    assert monthly["opening"][0, 0] == 0
    assert monthly["committed"][0, 0] == monthly["closing"][0, 0] == monthly["new"][0, 0] == 99_000


def test_a_customer_that_waits_to_start_is_signed_and_not_live() -> None:
    """Two wait for one person, who comes on day 20 and works on each for eleven days: they go live on days 31
    and 42, in the second month. Catches a start-up that nobody has to work on."""
    company = Company()
    team = company.team(1, plan=((0.0, 0), (20.0, 1)))
    setup = {"takes": 11.0, "after_close": 1, "teams": [team]}
    company.motion(({"marks": m.SAL}, SIGN, setup), offer=TERM, renewal=1.0)
    for n in range(2):
        company.also("opening", motion=0, stage=m.NONE, units=1, arr=9, since=-9.0, live=np.inf, address=n)
    monthly = measure(simulate(company.model(2 * MONTH, run_off=30.0))).monthly
    assert monthly["signed_not_live"][:, 0].tolist() == [2, 0]
    assert monthly["customers"][:, 0].tolist() == [2, 2]


def test_the_book_decays_at_the_models_own_rate() -> None:
    """Accounts differ: each renews with its own p ~ Beta(3.8, 0.67). Of who has renewed four times the share
    that renews once more is (b + 4) / (a + b + 4) = 92.1 %, not the 85 % of new customers (Fader and Hardie
    2007). 4,000 customers: five standard errors are 2.1 points."""
    rate = {"kind": m.VARIES, "curve": beta(3.806, 0.668)}
    ledger = book(4_000, 4 * 12 + 6, 8, offer=TERM, renewal=rate)
    left = int((ledger.rows["event"] == e.CHURNED).sum())
    assert 1 - left / 4_000 == pytest.approx((3.806 + 4) / (3.806 + 0.668 + 4), abs=0.021)


def test_fit_of_those_who_are_here() -> None:
    """Impact follows fit, and renewal follows impact: those who have stayed for five years get more impact
    than those who signed today. Of both 3,000; they differ by far more than five standard errors (4.6 %)."""
    life = {"every": 3, "reached": {"kind": m.JUDGED, "threshold": 0.0, "fit_correlation": 0.9}, "lift": 4.0}
    shares = []
    for months in (60.0, 0.0):
        rows = book(3_000, months, 4, offer=TERM, renewal=0.3, **life).rows
        reached, missed = (int((rows["event"] == event).sum()) for event in (e.REACHED, e.MISSED))
        shares.append(reached / (reached + missed))
    assert shares[0] > shares[1] + 0.1


def test_metered_customers_use_what_the_book_says() -> None:
    """240 000 a year after ten months: 20 000 a month, whatever the list says, and no movement at first."""
    offer = {"use": 12_000, "metered": 1, "from_live": 1, "term": 1, "use_start": 0.2, "use_ramp": 40.0}
    rows = book(1, 10.0, 2, arr=240_000, offer=offer).rows
    bills = rows[rows["event"] == e.METERED]
    assert bills["amount"][0] == pytest.approx(20_000, rel=0.05)
    (opened,) = rows[rows["event"] == e.OPENED]
    assert (opened["arr"], opened["fee"]) == (240_000, 0)


@engines
def test_an_open_deal_takes_what_is_left(engine: str) -> None:
    """A stage of 20 days, begun 15 days ago, ends on day 5. Catches a deal that begins anew."""
    company = Company()
    company.motion(({"takes": 3.0, "marks": m.SAL}, SIGN), offer=TERM)
    company.also("opening", motion=0, stage=1, units=10, arr=0, since=-15.0, live=0.0, address=1)
    ledger = simulate(company.model(30), engine=engine)
    assert (ledger.channel.tolist(), ledger.parent.tolist()) == ([m.FROM_OPENING], [m.NONE])
    rows = told(ledger)
    assert rows[0] == (-15.0, "lead", 10, 0)
    assert (5.0, "won", 120_000, 0) in rows


def dated(probability: float, close: float, *, seats: int = 1, more: int = 0) -> Company:
    """A deal that is decided on a day of its own, in the first of two stages before the close; `more` others
    of the first day come before it."""
    company = Company()
    team = company.team(seats)
    first = {"takes": 90.0, "marks": m.SAL, "teams": [team], "passes": 0.5, "max_wait": 3.0, "nurture": 1.0}
    company.motion(({**first, "nurture_after": 1.0}, {**SIGN, "takes": 20.0}, START), offer=TERM)
    company.also("shocks", day=0.0, months=9, leads=1.0, win=0.0, churn=1.0, cycle=3.0, address=0)
    for n in range(more):
        company.also("opening", motion=0, stage=0, units=10, arr=0, since=-15.0, live=0.0, address=9 + n)
    odds = {"probability": probability, "close": close}
    company.also("opening", motion=0, stage=0, units=10, arr=0, since=-15.0, live=0.0, address=1, **odds)
    return company


@engines
def test_a_deal_with_a_date_is_signed_on_it_whatever_the_model_thinks(engine: str) -> None:
    """Its people have it until day 40; then it is won for certain, though its stage takes 75 days more, one
    comes after it, half pass there, and a shock lets nobody sign. Catches odds of the model on top."""
    rows = told(simulate(dated(1.0, 40.0).model(50), engine=engine))
    assert [row for row in rows if row[1] != "staffed"] == sorted(
        [
            (-15.0, "lead", 10, 0),
            (0.0, "seated", 0, 0),
            (40.0, "passed", 0, 0),
            (40.0, "won", 120_000, 0),
            (40.0, "opened", 0, 120_000),
            (40.0, "freed", 0, 0),
            (40.0, "passed", 0, 0),
            (40.0, "went live", 0, 0),
        ]
    )


@engines
def test_a_deal_with_a_date_that_is_not_won_is_lost_for_good(engine: str) -> None:
    """Catches one that is nurtured as others are who are lost there, or that its buyer did not decline."""
    ledger = simulate(dated(0.0, 40.0).model(90), engine=engine)
    rows = ledger.rows[ledger.rows["account"] == 0]
    assert [e.EVENTS[row["event"]] for row in rows] == ["lead", "seated", "lost", "freed"]
    (lost,) = rows[rows["event"] == e.LOST]
    assert (lost["day"], lost["stage"], lost["to"], lost["reason"]) == (40.0, 0, m.NONE, e.DECLINED)


@engines
def test_a_deal_with_a_date_waits_for_nobody_beyond_it(engine: str) -> None:
    """The only seat is taken until day 75, and who waits gives up after 3 days: the deal is decided on its
    day all the same, and is not lost unworked. Catches a forecast that slips because of a queue."""
    ledger = simulate(dated(1.0, 40.0, more=1).model(90), engine=engine)
    rows = ledger.rows[ledger.rows["account"] == 1]
    days = {e.EVENTS[row["event"]]: row["day"] for row in rows}
    assert (days["won"], "seated" in days, "lost" in days) == (40.0, False, False)


def test_what_is_left_of_a_time_without_memory_is_that_time() -> None:
    """An exponential stage of mean 20 days: whoever has been in it for 100 days has 20 more to go on
    average. 2,000 deals: five standard errors are 2.3 days."""
    company = Company()
    company.motion(({**SIGN, "takes": exponential(20.0)},), offer=TERM)
    for n in range(2_000):
        company.also("opening", motion=0, stage=0, units=1, arr=0, since=-100.0, live=0.0, address=n)
    rows = simulate(company.model(600)).rows
    days = rows["day"][rows["event"] == e.WON]
    assert len(days) == 2_000
    assert float(np.mean(days)) == pytest.approx(20.0, abs=2.3)


def test_some_of_todays_customers_have_given_notice() -> None:
    """Ten and a half months into a year with three months of notice, half of 400 have decided to leave: they
    are still here, and go at the end of their term. Catches a book that is taken to have decided to stay.
    Five standard errors are 12.5 points."""
    ledger = book(400, 10.5, 3, offer={**TERM, "notice": 3}, renewal=0.5)
    left = ledger.rows[ledger.rows["event"] == e.CHURNED]
    assert 0.37 < len(left) / 400 < 0.63
    assert set(left["day"].tolist()) == {1.5 * MONTH}
    told_of = ledger.rows[ledger.rows["event"] == e.NOTICE]
    assert set(told_of["day"].tolist()) == {-1.5 * MONTH}
    assert set(told_of["account"].tolist()) == set(left["account"].tolist())


@engines
def test_who_stayed_against_all_odds_lives_on_from_today(engine: str) -> None:
    """A month in three hundred thousand ends with nobody leaving, five years of them do not: still, cycles go
    on from today. Catches a life that goes on from the day on which the last try had left."""
    company = Company()
    offer = {"yearly": 12_000, "term": 1}
    company.motion((SIGN, START), offer=offer, renewal=0.3, every=1, reached=1.0)
    day = -59.5 * MONTH
    company.also("opening", motion=0, stage=m.NONE, units=10, arr=9_000, since=day, live=day, address=1)
    rows = told(simulate(company.model(2 * MONTH), engine=engine))
    assert min(row[0] for row in rows if row[1] == "impact reached") == 0.5 * MONTH


def test_a_cycle_that_ends_with_a_term_counts_for_its_decision() -> None:
    """Signed and live on one day, a cycle and a term of a year: who got no impact renews with 2 %, who did
    surely. Of those who are here nearly all had impact in the first year, and have it again; of all customers
    half do. 500 customers: five standard errors are 11 points."""
    life = {
        "every": 12,
        "reached": {"kind": m.JUDGED, "threshold": 0.0, "fit_correlation": 0.95},
        "lift": 40.0,
    }
    rows = book(500, 12.5, 12, offer=TERM, renewal=0.02, **life).rows
    reached, missed = (int((rows["event"] == event).sum()) for event in (e.REACHED, e.MISSED))
    assert reached / (reached + missed) > 0.75


def test_an_owner_without_maintenance_is_in_no_book() -> None:
    """One pays maintenance, one does not: the book holds one. Catches a book that those who lapsed fill."""
    company = Company()
    csm = company.team(book=10)
    owned = {"licence": 50_000, "yearly": 10_000, "term": 12, "fixed": 1, "owned": 1}
    company.motion((SIGN, START), offer=owned, csm=csm, every=1, reached=1.0)
    for n, arr in enumerate((100_000, 0)):
        company.also("opening", motion=0, stage=m.NONE, units=10, arr=arr, since=-99.0, live=-99.0, address=n)
    rows = simulate(company.model(20)).rows
    assert rows["amount"][rows["event"] == e.BOOK].tolist() == [1]


@engines
def test_a_licence_is_bought_again_so_long_after_its_signature(engine: str) -> None:
    """After 48 months, and 48 more: signed 40 months ago in 8 months, signed 100 months ago in 44. Catches a
    count that begins on the first day."""
    company = Company()
    owned = {"licence": 50_000, "owned": 1, "repurchase": 1.0, "repurchase_after": 48.0}
    company.motion((SIGN, START), offer=owned)
    for n, months in enumerate((40.5, 100.5)):
        day = -months * MONTH
        company.also("opening", motion=0, stage=m.NONE, units=10, arr=0, since=day, live=day, address=n)
    rows = simulate(company.model(50 * MONTH), engine=engine).rows
    days = rows["day"][rows["event"] == e.REPURCHASED]
    assert days.tolist() == [7.5 * MONTH, 43.5 * MONTH]


@engines
def test_days_in_a_stage_are_days_in_no_other(engine: str) -> None:
    """In a stage for fifteen days, it is lost, unworked on day 5, and the stage it falls back to takes its
    own 20."""
    company = Company()
    nobody = company.team(plan=((0.0, 0),))
    first = {"takes": 20.0, "marks": m.SAL, "passes": 0.0}
    awaited = {**SIGN, "teams": [nobody], "max_wait": 5.0, "loses_to": 0}
    company.motion((first, awaited), offer=TERM)
    company.also("opening", motion=0, stage=1, units=10, arr=0, since=-15.0, live=0.0, address=1)
    rows = told(simulate(company.model(60), engine=engine))
    assert [row[0] for row in rows if row[1] == "lost"] == [5.0, 25.0]


def test_todays_customers_pay_ahead_as_others_do() -> None:
    """All pay a year ahead, at what the book says: its revenue has the discount in it already."""
    rows = book(1, 5.0, 9, offer={**TERM, "prepaid": 1.0, "discount": 0.2}, renewal=1.0).rows
    (opened,) = rows[rows["event"] == e.OPENED]
    (renewed,) = rows[rows["event"] == e.RENEWED]
    assert (opened["invoice"], opened["fee"], renewed["fee"]) == (12, 120_000, 120_000)


@pytest.mark.parametrize(("units", "arr"), [(10**8, 10**9), (10**9, 10**11)])
def test_a_large_customer_grows_too(units: int, arr: int) -> None:
    """A tenth more of a hundred million units. Catches units x revenue that are taken for money, or wrap."""
    company = Company()
    life = {"every": 1, "reached": 1.0, "expansion": 1.0, "expansion_by": 0.1}
    company.motion((SIGN, START), offer=TERM, renewal=1.0, **life)
    company.also("opening", motion=0, stage=m.NONE, units=units, arr=arr, since=-15.0, live=-15.0, address=1)
    rows = simulate(company.model(20)).rows
    assert rows["arr"][rows["event"] == e.EXPANDED].tolist() == [pytest.approx(1.1 * arr, rel=1e-6)]
