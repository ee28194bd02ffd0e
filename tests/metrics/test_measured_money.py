"""Money of whole companies, held against sums over charges and over the journal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.metrics import measure
from simulator.money import entry_kinds, journal
from simulator.numerics.months import MONTH
from tests.money.naive import charges
from tests.strategies import models

from .snapshots import accounts_with, lives


@lives
@given(models(), st.integers(0, 3))
def test_lifetime_revenue_is_the_sum_of_charges(model, seed):
    """The end of the simulation is moved out, so that accounts are complete: contracts just go on."""
    ledger = simulate(model, seed=seed)
    ledger = replace(ledger, header=replace(ledger.header, until=ledger.header.horizon + 90 * MONTH))
    values = measure(ledger).values
    won = ledger.rows[ledger.rows["event"] == events.WON]
    won = won[(won["day"] >= 0) & (won["day"] < ledger.header.horizon)]
    for months, name in ((36, "_36"), (60, ""), (84, "_84")):
        total = beyond = 0
        for row in won:
            for charge in charges(ledger, int(row["account"])):
                last, close = (float(row["day"]) + n * MONTH for n in (months, 12))
                # What is paid once opens what follows; a month, and its use, are over at their end.
                end = charge.day + {"once": 1e-6, "recurring": MONTH - 1e-6, "use": -1e-6}[charge.what]
                total += charge.cents if end < last else 0
                beyond += charge.cents if close < end < last else 0
        np.testing.assert_equal(
            values[f"lifetime_revenue{name}"], total / len(won) / 100 if len(won) else np.nan
        )
        np.testing.assert_equal(values[f"after_close_share{name}"], beyond / total if total else np.nan)


@lives
@given(models(), st.integers(0, 3))
def test_money_against_sums_over_the_journal(model, seed):
    ledger = simulate(model, seed=seed)
    measures, header_, entries = measure(ledger), ledger.header, journal(ledger).entries
    values, company = measures.values, measures.company
    now = entries[(entries["day"] >= 0) & (entries["day"] < header_.horizon)]
    costs = np.isin(entries["kind"], entry_kinds.COSTS)
    spent = int(now["cents"][np.isin(now["kind"], entry_kinds.COSTS)].sum())
    paid = int(now["cents"][now["kind"] == entry_kinds.PAID].sum())
    assert company["cash_out"].sum() == spent
    assert company["cash"][-1] == header_.money["cash"][0] + paid - spent
    for name, kind in (
        ("billed", entry_kinds.INVOICED),
        ("revenue", entry_kinds.EARNED),
        ("cash_in", entry_kinds.PAID),
        ("written_off", entry_kinds.WRITTEN_OFF),
    ):
        assert company[name].sum() == now["cents"][now["kind"] == kind].sum()
        assert (company[name] == measures.monthly[name].sum(axis=1)).all()
    winning = [kind for kind, place in entry_kinds.PLACES.items() if place == "acquisition"]
    to_win = int(now["cents"][np.isin(now["kind"], winning)].sum())
    before_close = np.bitwise_or.reduce(header_.stage["teams"][header_.stage["after_close"] == 0])
    idle = now[now["kind"] == entry_kinds.IDLE]
    idle = int(idle["cents"][(int(before_close) >> idle["team"].astype(np.int64) & 1) == 1].sum())
    won = accounts_with(ledger, events.WON, header_.horizon, 0.0)
    for cents, name in ((to_win, "cac:worked"), (to_win + idle, "cac:blended")):
        np.testing.assert_equal(values[name], cents / 100 / len(won) if won and cents else np.nan)
    born = accounts_with(ledger, events.LEAD, header_.horizon, 0.0)
    theirs = np.isin(entries["account"], list(born))
    ever = int(entries["cents"][theirs & np.isin(entries["kind"], winning)].sum()) + idle
    signed = born & accounts_with(ledger, events.WON)
    np.testing.assert_equal(values["cac:cohort"], ever / 100 / len(signed) if signed and ever else np.nan)
    early = theirs & (entries["day"] < header_.horizon)
    left = int(entries["cents"][early & (entries["kind"] == entry_kinds.PAID)].sum())
    left -= int(entries["cents"][early & costs].sum())
    np.testing.assert_equal(values["contribution_per_prospect"], left / 100 / len(born) if born else np.nan)
