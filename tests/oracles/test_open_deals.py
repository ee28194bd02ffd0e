"""Open deals with the odds of a CRM: what a weighted pipeline promises."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.stats

import simulator
from simulator import ledger as e
from simulator.numerics.months import MONTH
from tests.companies import qualify_and_sign

COMPANY = (
    """
title = "three open deals, one of them large"
start = 2027-01-01
years = 1

[opening]
deals = "deals.csv"

[motion.sale]
leads = "1 a month"
units = 10

"""
    + qualify_and_sign('takes = "60 days"\npasses = "50%"')
    + """
[motion.sale.offer]
price = "100 per unit a month"
term  = "12 months"
"""
)
DEALS = """name,motion,stage,units,since,probability,close
one,sale,sign,10,2026-11-01,90%,2027-03-31
two,sale,qualify,10,2026-11-15,90%,2027-03-31
three,sale,sign,500,2026-10-01,90%,2027-03-31
"""
RUNS = 2_000


@pytest.mark.slow
def test_a_weighted_pipeline_is_value_times_probability_in_its_month(tmp_path: Path) -> None:
    """What a CRM sums up: 0.9 x 520 units x 1,200 a year = 561,600, all of it signed in March 2027. The value
    of a run is 12,000 for each small deal won and 600,000 for the large one, so it is right on average where
    each is won with 0.9: of 2,000 runs exact binomial bounds, at odds of one in ten thousand. Catches odds
    of the model's own, deals that move together, and a close date in another month."""
    (tmp_path / "deals.csv").write_text(DEALS)
    (tmp_path / "company.toml").write_text(COMPANY)
    model = simulator.load(tmp_path / "company.toml").model()
    won = np.zeros((RUNS, 3))
    for run in range(RUNS):
        rows = simulator.simulate(model, seed=11, replication=run).rows
        mine = rows[(rows["event"] == e.WON) & (rows["account"] < 3)]
        assert ((mine["day"] > 2 * MONTH) & (mine["day"] < 3 * MONTH)).all()
        worth = mine["amount"].sum() / 100
        won[run, mine["account"]] = 1.0
        assert worth == won[run] @ [12_000, 12_000, 600_000]
    low, high = scipy.stats.binom.interval(0.9999, RUNS, 0.9)
    assert ((won.sum(axis=0) >= low) & (won.sum(axis=0) <= high)).all(), won.sum(axis=0)
    both = (won[:, 0] * won[:, 2]).sum()
    low, high = scipy.stats.binom.interval(0.9999, RUNS, 0.81)
    assert low <= both <= high  # they are decided apart
    expected = 0.9 * 520 * 1_200
    assert expected == 561_600
    spread = np.sqrt(0.09 * (12_000**2 + 12_000**2 + 600_000**2) / RUNS)
    assert abs(won.mean(axis=0) @ [12_000, 12_000, 600_000] - expected) < 4 * spread
