"""Why customers leave, told in the row that ends their contract: worked by hand.

What is told apart is what the field tells apart: who cancelled (voluntary churn), who did not pay
(involuntary churn), who was never started (failed onboarding), and use that fell to nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator import ledger as e
from simulator.engines import ENGINES, simulate
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company
from tests.rules.test_contract import LICENCE, METERED, SIGN, START, TERM

engines = pytest.mark.parametrize("engine", ENGINES)


def ends(engine: str, company: Company, months: float) -> list[tuple[float, str, str]]:
    """Day, event and reason of each end of a contract."""
    rows = simulate(company.model(1, run_off=(months - 1) * MONTH), engine=engine).rows
    over = rows[np.isin(rows["event"], [e.CHURNED, e.LAPSED])]
    return [(float(r["day"]), e.EVENTS[int(r["event"])], e.REASONS[int(r["reason"])]) for r in over]


def one(stages: Any = (SIGN, START), **life: Any) -> Company:
    """A company with one lead, of day 0: signed on day 20, live on day 30 where it is started."""
    company = Company()
    company.motion(stages, dated=[0.0], units=10, **life)
    return company


@engines
def test_who_decides_not_to_renew_has_cancelled(engine: str) -> None:
    """At the end of a term, and of a licence's maintenance; also where use alone is paid, and it stops
    using. Catches a reason that only one kind of contract tells."""
    assert ends(engine, one(offer=TERM, renewal=0.0), 14) == [(20.0 + 12 * MONTH, "churned", "cancelled")]
    assert ends(engine, one(offer=LICENCE, renewal=0.0), 14) == [(20.0 + 12 * MONTH, "lapsed", "cancelled")]
    assert ends(engine, one(offer=METERED, renewal=0.0), 9) == [(30.0 + MONTH, "churned", "cancelled")]


@engines
def test_who_does_not_pay_has_not_cancelled(engine: str) -> None:
    """The invoice of month 2 is never paid, and all would renew."""
    offer = {"yearly": 12_000, "failed_payments": 1.0}
    assert ends(engine, one(offer=offer, renewal=1.0), 9) == [(20.0 + MONTH, "churned", "unpaid")]
    owner = {**LICENCE, "failed_payments": 1.0}
    assert ends(engine, one(offer=owner, renewal=1.0), 9) == [(20.0 + MONTH, "lapsed", "unpaid")]


@engines
def test_who_was_never_live_has_never_started(engine: str) -> None:
    """Nobody works in the team that starts customers up: it waits for it, and decides after a year.
    Catches a start that failed counted as a customer who did not like what it got."""
    company = Company()
    nobody = company.team(plan=((0.0, 0),))
    company.motion((SIGN, {**START, "teams": [nobody]}), dated=[0.0], units=10, offer=TERM, renewal=0.0)
    assert ends(engine, company, 14) == [(20.0 + 12 * MONTH, "churned", "never started")]


@engines
def test_use_that_falls_to_nothing_is_no_decision(engine: str) -> None:
    """10,000 cents in month 1, 67 in month 2, then less than half a cent: gone after three idle months,
    dated back to the end of month 2, though everybody would stay."""
    offer = {**METERED, "use_ramp": 0.0, "use_drift": -5.0}
    assert ends(engine, one(offer=offer, renewal=1.0), 9) == [
        (pytest.approx(30.0 + 2 * MONTH), "churned", "shrunk to nothing")
    ]


def test_reasons_of_losses_keep_their_numbers() -> None:
    """Ledgers written before say the same. Catches a reason put among those that there were."""
    assert [e.REASONS[n] for n in (1, 2, 3)] == ["disqualified", "declined", "unworked"]
