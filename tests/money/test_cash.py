"""Catches cash that a rule sees in another way than the journal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.engines import simulate
from simulator.money import journal
from simulator.money.cash import CashFlows
from simulator.money.entry_kinds import COSTS, PAID
from simulator.numerics.months import MONTH

from ..oracles.companies import Company
from ..rules.test_contract import SIGN
from ..strategies import models
from .reading import lives


@lives
@given(models(), st.integers(0, 3), st.data())
def test_cash_at_each_month_end_is_what_the_journal_of_the_rows_so_far_says(model, seed, data):
    """Also catches what is read twice, or forgotten, from one month end to the next that is asked about."""
    ledger = simulate(model, seed=seed)
    flows = CashFlows(model.numbers)
    for months in range(1, ledger.header.months + 1):
        if data.draw(st.integers(0, 3)) == 0:
            continue
        day = months * MONTH
        later = np.flatnonzero(ledger.rows["day"] >= day)
        so_far = ledger.rows[: later[0]] if later.size else ledger.rows
        accounts = int(so_far["account"].max(initial=-1)) + 1
        born = {name: getattr(ledger, name)[:accounts] for name in ("motion", "address", "channel", "parent")}
        short = replace(ledger, header=replace(ledger.header, horizon=day, until=day), rows=so_far, **born)
        found = journal(short).entries
        found = found[(found["day"] >= 0) & (found["day"] < day)]
        signs = (found["kind"] == PAID).astype(np.int64) - np.isin(found["kind"], COSTS)
        expected = np.zeros(months, np.int64)
        np.add.at(expected, (found["day"] // MONTH).astype(int), signs * found["cents"])
        assert flows.until(day, so_far, accounts).tolist() == expected.tolist()


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_cash_is_found_only_while_a_plan_waits_for_it(monkeypatch, engine):
    """A line of day 50 that waits for money, in a company of eight months: asked at months 2 and 3, at which
    it opens. Catches a sum of money at each month end, and one before its day."""
    asked, until = [], CashFlows.until
    monkeypatch.setattr(
        CashFlows, "until", lambda self, day, *rest: asked.append(day / MONTH) or until(self, day, *rest)
    )
    company = Company()
    company.team(plan=[{"people": 1}, {"day": 50.0, "people": 2, "gate_cash": 50.0}], base=120_000)
    company.motion((SIGN,), dated=[25.0], units=1, offer={"yearly": 150_000, "term": 1})
    company.also("money", cash=100_000, discount=0.1)
    simulate(company.model(8 * MONTH), engine=engine)
    assert asked == [2, 3]
