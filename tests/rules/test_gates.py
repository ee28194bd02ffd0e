"""Who is hired when, worked by hand: gates that are read at month ends, and people who learn."""

from __future__ import annotations

import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company
from tests.rules.test_contract import SIGN, TERM

engines = pytest.mark.parametrize("engine", ENGINES)


def staff(ledger: Ledger) -> list[tuple[float, int, int]]:
    """(day, people, seats)."""
    rows = ledger.rows[ledger.rows["event"] == e.STAFFED]
    return [(float(r["day"]), int(r["count"]), int(r["amount"])) for r in rows]


@engines
def test_hired_when_the_company_earns_enough(engine: str) -> None:
    """120 000 a year from day 40 on: one more at the month end after it. Catches a gate read at once."""
    company = Company()
    company.team(plan=[{"people": 1}, {"people": 2, "gate_arr": 100_000}])
    company.motion((SIGN,), dated=[20.0], units=10, offer=TERM)
    assert staff(simulate(company.model(200), engine=engine)) == [(0.0, 1, 1), (2 * MONTH, 2, 2)]


@engines
def test_hired_when_the_team_is_busy(engine: str) -> None:
    """One seat, taken from day 10 on: 20.4 of 30.4 days of the first month are 67 %, all of the second.
    At 90 % the second month end, at 60 % the first. From then on two seats, half of them used."""
    for gate, day in ((0.9, 2 * MONTH), (0.6, MONTH)):
        company = Company()
        team = company.team(
            plan=[{"people": 1}, {"people": 2, "gate_used": gate}, {"people": 3, "gate_used": gate}]
        )
        company.motion(({**SIGN, "takes": 500.0, "teams": [team]},), dated=[10.0])
        assert staff(simulate(company.model(200), engine=engine)) == [(0.0, 1, 1), (day, 2, 2)]


@engines
def test_a_gate_is_not_read_before_its_day(engine: str) -> None:
    """The company earns enough from the start, but the line begins on day 100: hired at the month end."""
    company = Company()
    company.team(plan=[{"people": 1}, {"day": 100.0, "people": 2, "gate_arr": 0}])
    company.motion((SIGN,), dated=[0.0])
    assert staff(simulate(company.model(200), engine=engine)) == [(0.0, 1, 1), (4 * MONTH, 2, 2)]


@engines
def test_hired_while_the_money_lasts(engine: str) -> None:
    """100 000 in cash. One person costs 10 000 a month; a contract of day 45 brings 12 500 at its start and
    each month from then on. Burn and months left: month 1 10 000 (9.0), month 2 (mean of two) 3 750 (24.7),
    month 3 1 666.7 (57), month 4 none: the last three months were -2 500, so the money lasts for ever.
    Catches a burn of one month only, and cash of the first day."""
    for gate, months in ((20.0, 2), (50.0, 3), (1_000.0, 4)):
        company = Company()
        company.team(plan=[{"people": 1}, {"people": 2, "gate_cash": gate}], base=120_000)
        company.motion((SIGN,), dated=[25.0], units=1, offer={"yearly": 150_000, "term": 1})
        company.also("money", cash=100_000, discount=0.1)
        assert staff(simulate(company.model(300), engine=engine)) == [(0.0, 1, 1), (months * MONTH, 2, 2)]


@engines
def test_new_people_learn(engine: str) -> None:
    """Four seats each. Two more on day 0 + 1 month, of whom each month of three adds a third: 4, then 4, 6
    (6.67), 9 (9.33), 12. Catches a ramp of those who have been here from the start."""
    company = Company()
    company.team(seats=4, plan=((0.0, 1), (MONTH, 3)), ramp=3.0)
    company.motion((SIGN,), dated=[0.0])
    assert staff(simulate(company.model(200), engine=engine)) == [
        (0.0, 1, 4),
        (MONTH, 3, 4),
        (2 * MONTH, 3, 6),
        (3 * MONTH, 3, 9),
        (4 * MONTH, 3, 12),
    ]


@engines
def test_the_newest_leave_first(engine: str) -> None:
    """Ten, two who have yet to learn, then two in all: of those who know the work. Catches people who stay
    unskilled for those who have left."""
    company = Company()
    company.team(plan=((0.0, 10), (MONTH, 12), (2 * MONTH, 2)), ramp=6.0)
    company.motion((SIGN,), dated=[0.0])
    assert staff(simulate(company.model(80), engine=engine)) == [
        (0.0, 10, 10),
        (MONTH, 12, 10),
        (2 * MONTH, 2, 2),
    ]


@engines
def test_nobody_is_hired_at_the_horizon(engine: str) -> None:
    """Enough is earned from the last month on, which ends with the horizon: headcount stays as it is."""
    company = Company()
    company.team(plan=[{"people": 1}, {"people": 2, "gate_arr": 100_000}])
    company.motion((SIGN,), dated=[20.0], units=10, offer=TERM)
    model = company.model(2 * MONTH, run_off=5 * MONTH)
    assert staff(simulate(model, engine=engine)) == [(0.0, 1, 1)]
