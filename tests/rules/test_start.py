"""Customers that wait for a start that does not come: what they decide on, and when, worked by hand.

They sign on day 20 and would be live ten days later. Nobody works in the team that starts them up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.model import NONE
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, day_of
from tests.rules.test_contract import METERED, SIGN, START, TERM

engines = pytest.mark.parametrize("engine", ENGINES)
NOBODY, LATE = ((0.0, 0),), ((0.0, 0), (20.0 + 15 * MONTH, 1))
# Without impact 50 % stay, with it all but 5 in a million: e^12 times the odds.
LIFT = {"renewal": 0.5, "lift": 12.0}


def lived(
    months: int, engine: str = ENGINES[0], many: int = 1, plan: Any = NOBODY, start: Any = START, **life: Any
) -> Ledger:
    """So many leads of day 0, and a team with these people that starts customers up."""
    company = Company()
    team = company.team(seats=many, plan=plan)
    company.motion((SIGN, {**start, "teams": [team]}), dated=[0.0] * many, units=10, **life)
    return simulate(company.model(1, run_off=(months - 1) * MONTH), engine=engine)


def ended(ledger: Ledger) -> list[tuple[float, str]]:
    """Months from the signature to the end of each contract, and why."""
    over = ledger.rows[ledger.rows["event"] == e.CHURNED]
    return [(round((float(r["day"]) - 20.0) / MONTH, 6), e.REASONS[int(r["reason"])]) for r in over]


def test_an_overdue_start_counts_as_no_impact() -> None:
    """Half of 400 leave after a year in which nobody started them; had it counted as a clean start, none
    would. 200 +- 5 standard errors of 10. Catches a customer who renews better for never being served."""
    ledger = lived(14, many=400, offer=TERM, **LIFT)
    assert abs(len(ended(ledger)) - 200) < 50
    assert set(ended(ledger)) == {(12, "never started")}
    assert len(ended(lived(14, many=400, plan=((0.0, 1),), offer=TERM, **LIFT))) == 0


def test_who_is_started_as_stated_is_never_late() -> None:
    """A start of 13 months that everybody takes as long for as was said: the decision after a year goes by a
    clean start so far, as ever, and none of 400 leaves. Catches a long project taken for a late one."""
    long = {**START, "takes": 13 * MONTH}
    assert ended(lived(14, many=400, plan=((0.0, 1),), start=long, offer=TERM, **LIFT)) == []
    assert len(ended(lived(14, many=400, plan=((0.0, 0), (21.0, 1)), start=long, offer=TERM, **LIFT))) == 0


@engines
def test_without_a_contract_it_leaves_at_the_length_of_a_term(engine: str) -> None:
    """Nothing recurs before go-live, so there is no term that could end: it decides when a term from the
    signature would. Without a term it decides each month, and where use alone is paid, too; with a start of
    ten days the first of them is after a month. Catches a customer who can never leave."""
    assert ended(lived(30, engine, offer={**TERM, "from_live": 1}, renewal=0.0)) == [(12, "never started")]
    monthly = {"yearly": 12_000, "from_live": 1}
    assert ended(lived(9, engine, offer=monthly, renewal=0.0)) == [(1, "never started")]
    assert ended(lived(9, engine, offer=METERED, renewal=0.0)) == [(1, "never started")]
    assert ended(lived(30, engine, offer=METERED, renewal=1.0)) == []
    assert ended(lived(30, engine, offer=METERED)) == []  # nobody ever decides


@engines
def test_it_decides_only_when_the_stated_start_is_over(engine: str) -> None:
    """A start of 2.5 months is over in the third month of the signature. Catches who leaves a start that is
    in time."""
    long = {**START, "takes": 2.5 * MONTH}
    assert ended(lived(9, engine, start=long, offer=METERED, renewal=0.0)) == [(3, "never started")]


@engines
def test_who_has_left_waits_for_nobody(engine: str) -> None:
    """It leaves after a year; the team comes three months later, and no seat is taken. Catches a team that
    works for who is gone, and a customer who goes live after having left."""
    ledger = lived(30, engine, plan=LATE, offer={**TERM, "from_live": 1}, renewal=0.0)
    assert ended(ledger) == [(12, "never started")]
    assert not np.isin(ledger.rows["event"], [e.SEATED, e.WENT_LIVE, e.OPENED]).any()


@engines
def test_who_goes_on_waiting_is_served_in_the_end(engine: str) -> None:
    """It stays after a year, is live 15 months and ten days after it signed, and its contract runs from
    there. Catches a date of the wait that is taken for one of the contract."""
    ledger = lived(50, engine, plan=LATE, offer={**TERM, "from_live": 1}, renewal=1.0)
    days = {event: ledger.rows["day"][ledger.rows["event"] == event] for event in (e.OPENED, e.RENEWED)}
    live = 30.0 + 15 * MONTH
    assert days[e.OPENED].tolist() == [live]
    assert days[e.RENEWED].tolist() == [live + 12 * MONTH, live + 24 * MONTH]


def test_who_is_in_time_is_asked_nothing_before() -> None:
    """400 customers of pay per use who are live after ten days: nothing of them changes by what they would
    have decided while they waited. Catches a draw that is shared with the decisions of the contract."""
    ledger = lived(3, many=400, plan=((0.0, 1),), offer=METERED, renewal=0.5)
    assert (day_of(ledger, e.WENT_LIVE) == 30.0).all()
    left = np.nan_to_num(day_of(ledger, e.CHURNED), nan=np.inf)
    assert (left >= 30.0 + MONTH).all()


def held(
    months: int, engine: str = ENGINES[0], since: float = 5.0, plan: Any = NOBODY, **life: Any
) -> Ledger:
    """400 customers of the first day who signed so many months before it and are not live; the team has a
    seat for each of them, where there is anybody in it."""
    company = Company()
    team = company.team(seats=400, plan=plan)
    company.motion((SIGN, {**START, "teams": [team]}), **life)
    for n in range(400):
        company.also(
            "opening", motion=0, stage=NONE, units=1, arr=9, since=-since * MONTH, live=np.inf, address=n
        )
    return simulate(company.model(months * MONTH), engine=engine)


def left_after(ledger: Ledger) -> set[tuple[float, str]]:
    """Months from the first day to the end of each contract, and why."""
    over = ledger.rows[ledger.rows["event"] == e.CHURNED]
    return {(round(float(row["day"]) / MONTH, 6), e.REASONS[int(row["reason"])]) for row in over}


@engines
def test_who_signed_before_the_first_day_and_is_never_started_leaves(engine: str) -> None:
    """Terms are counted from the signature: five months ago, so a year is over in month 7; without a term
    12.9 months ago: the month that is over three days from now is within a start of ten days, but not the
    next. Catches who waits for ever, who is overdue on the first day, and months counted from that day."""
    ledger = held(9, engine, offer={**TERM, "from_live": 1}, renewal=0.0)
    assert left_after(ledger) == {(7.0, "never started")}
    assert (ledger.rows["event"] == e.CHURNED).sum() == 400
    assert left_after(held(3, engine, since=12.9, offer=METERED, renewal=0.0)) == {(1.1, "never started")}
    assert left_after(held(9, engine, offer={**TERM, "from_live": 1}, renewal=1.0)) == set()


def test_a_term_that_ends_before_a_start_of_the_first_day_counts_no_impact() -> None:
    """Their contract runs since the signature: in month 7 half of 400 leave whom nobody has started, within
    5 standard errors of 10. Catches a start that is never late because nobody knows when it began."""
    ledger = held(9, offer=TERM, **LIFT)
    assert left_after(ledger) == {(7.0, "never started")}
    assert abs((ledger.rows["event"] == e.CHURNED).sum() - 200) < 50


def test_who_starts_in_time_on_the_first_day_is_asked_nothing_before() -> None:
    """Live after ten days, at a renewal of nothing as of all: no row differs up to the end of a first term.
    Catches a decision of who is in time, and a start that is late on the day on which it begins."""
    anybody = ((0.0, 1),)
    for offer, months in (({**TERM, "from_live": 1}, 12), (TERM, 6)):
        never, always = (held(months, plan=anybody, offer=offer, renewal=p) for p in (0.0, 1.0))
        assert (day_of(never, e.WENT_LIVE) == 10.0).all()
        assert never.rows.tobytes() == always.rows.tobytes()
    assert left_after(held(9, plan=anybody, offer=TERM, **LIFT)) == set()
