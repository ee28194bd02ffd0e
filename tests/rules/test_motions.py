"""When motions open, how they learn, and who chooses which, worked by hand."""

from __future__ import annotations

import pytest

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company
from tests.rules.test_contract import SIGN, TERM

engines = pytest.mark.parametrize("engine", ENGINES)
crowds = pytest.mark.parametrize(  # thousands of accounts take the engine to read a while
    "engine", [pytest.param(one, marks=[pytest.mark.slow] * (one == "simpy")) for one in ENGINES]
)


def leads_of(ledger: Ledger, motion: int) -> list[float]:
    """Days of the leads that go to a motion."""
    rows = ledger.rows[ledger.rows["event"] == e.LEAD]
    return [float(r["day"]) for r in rows if r["to_motion"] == motion]


def openings_of(ledger: Ledger, motion: int) -> list[float]:
    """Days on which a motion opens."""
    rows = ledger.rows[ledger.rows["event"] == e.MOTION_OPENED]
    return [float(r["day"]) for r in rows if r["motion"] == motion]


@engines
def test_no_lead_comes_before_its_motion_opens(engine: str) -> None:
    """On day 50: leads of days 10 and 49 do not come, those of 50 and 60 do."""
    company = Company()
    company.motion((SIGN,), dated=[10.0, 49.0, 50.0, 60.0], opens=50.0)
    ledger = simulate(company.model(100), engine=engine)
    assert openings_of(ledger, 0) == [50.0]
    assert leads_of(ledger, 0) == [50.0, 60.0]


@engines
def test_a_motion_opens_when_the_company_has_grown(engine: str) -> None:
    """120 000 a year from day 20, and as much again from day 40: a quarter of a million never, 200 000 at
    the month end behind day 40. Catches a threshold read at once, and one read from one motion only."""
    for threshold, opened in ((200_000, [2 * MONTH]), (250_000, [])):
        company = Company()
        company.motion((SIGN,), dated=[0.0, 20.0], units=10, offer=TERM)
        company.motion((SIGN,), dated=[80.0], offer=TERM, opens_at_arr=threshold)
        ledger = simulate(company.model(100), engine=engine)
        assert openings_of(ledger, 1) == opened
        assert leads_of(ledger, 1) == ([80.0] if opened else [])


@crowds
def test_a_young_motion_wins_less(engine: str) -> None:
    """It signs nobody on its first day and everybody after ten months; linearly in between: of 2,000 leads
    decided after five months half sign. The smallest error noticed is 6 points (five standard errors)."""
    company = Company()
    company.motion((SIGN,), dated=[5 * MONTH - 20.0] * 2_000, learning=10.0, learning_from=0.0)
    ledger = simulate(company.model(200), engine=engine)
    assert (ledger.rows["event"] == e.WON).sum() / 2_000 == pytest.approx(0.5, abs=0.056)
    company = Company()
    company.motion((SIGN,), dated=[11 * MONTH] * 20, learning=10.0, learning_from=0.0)
    assert (simulate(company.model(400), engine=engine).rows["event"] == e.WON).sum() == 20


@crowds
def test_prospects_choose_the_new_motion_once_it_is_open(engine: str) -> None:
    """Three of ten, after day 50 only: of 2,000 leads a side. Their own leads stay where they are."""
    company = Company()
    company.motion((SIGN,), dated=[10.0] * 2_000 + [60.0] * 2_000, first_choice=0, choices=1)
    company.motion((SIGN,), opens=50.0)
    company.also("choices", to=1, share=0.3, address=0)
    ledger = simulate(company.model(100), engine=engine)
    chosen = leads_of(ledger, 1)
    assert set(chosen) == {60.0}
    assert len(chosen) / 2_000 == pytest.approx(0.3, abs=0.052)  # five standard errors
    leads = ledger.rows[ledger.rows["event"] == e.LEAD]
    assert set(leads["motion"].tolist()) == {0}  # whoever gets it, the first motion has paid for it


@engines
def test_a_shock_of_a_date(engine: str) -> None:
    """From day 40 for a month: its whole month. Nobody signs in it, and work that begins in it takes twice
    as long. Catches a shock that never ends."""
    company = Company()
    company.motion(({"takes": 0.0, "marks": m.SAL}, {**SIGN, "takes": 1.0}), dated=[20.0, 40.0, 100.0])
    company.also("shocks", day=40.0, months=1, win=0.0, cycle=2.0, address=0)
    ledger = simulate(company.model(200), engine=engine)
    rows = ledger.rows
    assert rows["day"][rows["event"] == e.WON].tolist() == [21.0, 101.0]
    assert rows["day"][(rows["event"] == e.LOST)].tolist() == [42.0]


@engines
def test_a_shock_stretches_all_times_before_the_close(engine: str) -> None:
    """Stages of 40, 10 and 20 days take 80, 20 and 40: qualified on day 100, signed on day 140; the start
    after it still takes its 5. Catches a shock that leaves the times before qualification as they are, or
    moves the start of a customer; of an open deal of day one too, of which 15 of 40 days are over, and twice
    25 are left."""
    stages = (
        {"takes": 40.0, "marks": m.MQL}, {"takes": 10.0, "marks": m.SAL}, {**SIGN, "takes": 20.0},
        {"takes": 5.0, "after_close": 1, "marks": m.LIVE},
    )  # fmt: skip
    company = Company()
    company.motion(stages, dated=[0.0])
    company.also("opening", motion=0, stage=0, units=1, since=-15.0)
    company.also("shocks", day=0.0, months=24, cycle=2.0, address=0)
    rows = simulate(company.model(24 * MONTH), engine=engine).rows
    passed = rows[rows["event"] == e.PASSED]
    days = [passed["day"][passed["account"] == account].tolist() for account in (0, 1)]
    assert sorted(days) == [[50.0, 70.0, 110.0, 115.0], [80.0, 100.0, 140.0, 145.0]]


@crowds
def test_leads_and_churn_of_a_shock(engine: str) -> None:
    """Half the leads of 300 a month; leaving twice as likely: 20 % instead of 10 %. Five standard errors."""
    company = Company()
    company.motion((SIGN,), a_day=300 / MONTH, offer={"yearly": 12_000}, renewal=0.9)
    company.also("shocks", day=0.0, months=24, leads=0.5, churn=2.0, address=0)
    ledger = simulate(company.model(20 * MONTH), engine=engine)
    rows = ledger.rows
    leads = (rows["event"] == e.LEAD).sum()
    assert leads == pytest.approx(3_000, abs=5 * 3_000**0.5)
    first = [row for row in rows if row["event"] == e.CHURNED]
    opened = {int(r["account"]): float(r["day"]) for r in rows if r["event"] == e.OPENED}
    asked = [a for a, day in opened.items() if day + MONTH < 20 * MONTH]
    left = {int(r["account"]) for r in first if r["day"] < opened[int(r["account"])] + 1.5 * MONTH}
    share = len(left & set(asked)) / len(asked)
    assert share == pytest.approx(0.2, abs=5 * (0.16 / len(asked)) ** 0.5)


def test_a_shock_by_chance_is_common_to_all() -> None:
    """Odds of 20 % a month, over 400 replications: so many begin in the first month, and each replication
    has its own. Catches a shock drawn anew for each account, or the same in each replication."""
    company = Company()
    company.motion((SIGN,), dated=[0.0, 0.0, 0.0])
    company.also("shocks", day=-1.0, odds=0.2, months=1, win=0.0, address=5)
    model = company.model(30)
    won = [int((simulate(model, replication=r).rows["event"] == e.WON).sum()) for r in range(400)]
    assert set(won) == {0, 3}
    assert won.count(0) / 400 == pytest.approx(0.2, abs=0.1)  # five standard errors


@engines
def test_a_motion_learns_from_its_very_day_on(engine: str) -> None:
    """Lost on day 20, it comes to the close of a motion that opens on that day and cannot sign anybody yet.
    Catches a motion that has learned since the start on the day of its opening."""
    company = Company()
    company.motion(({**SIGN, "passes": 0.0},), dated=[0.0], offer=TERM, first_move=0, moves=1)
    company.motion(({**SIGN, "takes": 0.0},), offer=TERM, opens=20.0, learning=0.5, learning_from=0.0)
    company.also("moves", to=1, at=m.AT_LOSS, stage=1, chance=1.0, units=0, address=0)
    rows = simulate(company.model(30), engine=engine).rows
    assert rows["day"][rows["event"] == e.MOVED].tolist() == [20.0]
    assert not (rows["event"] == e.WON).any()
