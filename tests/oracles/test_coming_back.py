"""Small companies in which customers leave and come back, against arithmetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator import ledger as e
from simulator.money.entry_kinds import WINNING_BACK
from tests.companies import lived, qualify_and_sign

BACK_AFTER_TEN_DAYS = (
    """
title = "everybody who leaves is back ten days later"
start = 2027-01-01
years = 5
currency = "EUR"

[motion.sale]
leads = "20 a month"
lead_cost = 1000

"""
    + qualify_and_sign('takes = "30 days"\ncost = 5000')
    + """
[motion.sale.offer]
fee = "1000 a month"

[motion.sale.renewal]
overall = "90%"

[motion.sale.winback]
share = "100%"
after = "10 days"
cost = 800
"""
)


def test_a_customer_won_back_is_counted_and_costs(tmp_path: Path) -> None:
    """A customer decides each month and stays with 90 %, so that it leaves once in ten months of use, and is
    back after ten days: (10 months = 304 days and 10 days) 1,826 days hold 5.8 of them for one customer, so
    win-backs outnumber the customers won. Each costs 800, on its day.

    The acquisition cost stays that of a new customer: 1,000 for the lead and 5,000 for the stage, all pass.
    Catches a win-back that is free, that nobody counts, or that makes a new customer dearer.
    """
    ledger, measures = lived(tmp_path, BACK_AFTER_TEN_DAYS)
    rows = ledger.rows[ledger.rows["event"] == e.WON_BACK]
    back = int((rows["day"] < ledger.header.horizon).sum())
    assert back > measures.values["won"] > 1000
    assert measures.values["won_back"] == measures.monthly["won_back"].sum() == back
    assert measures.company["winback_cost"].sum() == 80_000 * back
    entries = simulator.money.journal(ledger).entries
    spent = entries[entries["kind"] == WINNING_BACK]
    assert np.array_equal(np.sort(spent["row"]), np.flatnonzero(ledger.rows["event"] == e.WON_BACK))
    born = measures.values["leads"]
    visits = measures.company["acquisition_cost"].sum() - 100_000 * born  # of each signed one, 5,000
    assert visits == 500_000 * measures.values["won"]
    assert measures.values["cac"] == pytest.approx(5000 + 1000 * born / measures.values["won"])


def test_what_winning_back_costs_comes_off_lifetime_value(tmp_path: Path) -> None:
    """Its payments after it is back are in it, so what brought it back is, too: without discount, the 60
    months of those whose 60 months are seen differ by exactly what was spent on them in these months.
    Catches a lifetime that grows by customers who come back for nothing."""
    undiscounted = BACK_AFTER_TEN_DAYS + '\n[money]\ndiscount = "0% a year"\n'
    ledger, paid = lived(tmp_path, undiscounted)
    free = lived(tmp_path, undiscounted.replace("cost = 800\n", ""))[1]
    won = {int(r["account"]): float(r["day"]) for r in ledger.rows[ledger.rows["event"] == e.WON]}
    month = 30.4375
    chosen = {
        a: d for a, d in won.items() if d < ledger.header.horizon and d + 60 * month <= ledger.header.until
    }
    back = ledger.rows[ledger.rows["event"] == e.WON_BACK]
    within = sum(r["day"] < chosen[a] + 60 * month for r in back if (a := int(r["account"])) in chosen)
    assert free.values["ltv"] - paid.values["ltv"] == pytest.approx(800 * within / len(chosen), rel=1e-9)
