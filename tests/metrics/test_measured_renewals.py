"""Renewal of whole companies, held against each decision, read one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.metrics import measure
from simulator.model import NONE
from simulator.numerics.months import MONTH
from tests.strategies import models

from .snapshots import CHANGING, lives


def decisions(ledger: Ledger, account: int) -> list[tuple[int, int]]:
    """ARR before and after each renewal decision before the horizon, growth left out."""
    header_, motion = ledger.header, ledger.motion[account]
    rows = ledger.rows[(ledger.rows["account"] == account) & (ledger.rows["day"] < header_.horizon)]
    gone = (events.CHURNED, events.LAPSED)
    made: list[tuple[int, int]] = []
    offer = header_.offer[motion]
    if offer["metered"] and not offer["yearly"] and not offer["flat"]:
        made = [(int(r["arr"]), int(r["arr"])) for r in rows if r["event"] == events.METERED and r["amount"]]
        if made and gone[0] in rows["event"]:
            made[-1] = (made[-1][0], 0)
        return made
    arr, anchor, k = 0, np.inf, 1
    for row in rows:
        event, day = row["event"], float(row["day"])
        shrinks = event in (*gone, events.CONTRACTED)
        after = 0 if event in gone else int(row["arr"])
        if event not in CHANGING:
            continue
        if event == events.OPENED:
            anchor = day
        elif not header_.offer["fixed"][motion]:
            decided = shrinks or event == events.REPRICED  # of that day, before the price moves
            while anchor + k * MONTH < day or (decided and anchor + k * MONTH == day):
                made.append((arr, after if shrinks and anchor + k * MONTH == day else arr))
                k += 1
        elif event in (*gone, events.RENEWED):
            made.append((arr, after))
        elif shrinks:  # at the renewal whose row has just been read
            made[-1] = (made[-1][0], after)
        arr = after
    while not header_.offer["fixed"][motion] and anchor + k * MONTH < header_.horizon:
        made.append((arr, arr))
        k += 1
    return [one for one in made if one[0] > 0]


@lives
@given(models(), st.integers(0, 3))
def test_renewals_against_each_decision(model, seed):
    """Of contracts that only decisions end: what else may happen to them has cases written by hand."""
    offers, motions = model.numbers.offers.copy(), model.numbers.motions.copy()
    for name in ("failed_payments", "winback", "repurchase"):
        offers[name] = NONE
    motions["moves"] = 0
    model = replace(
        model,
        numbers=model.numbers._replace(offers=offers, motions=motions, opening=model.numbers.opening[:0]),
    )
    ledger = simulate(model, seed=seed)
    ledger = replace(ledger, header=replace(ledger.header, horizon=ledger.header.until))
    measures = measure(ledger)
    all_of = [decisions(ledger, account) for account in range(len(ledger.motion))]
    base = sum(before for made in all_of for before, _ in made)
    kept = sum(after for made in all_of for _, after in made)
    np.testing.assert_equal(measures.values["renewal_rate"], kept / base if base else np.nan)
    for motion, rates in enumerate(measures.rates):
        stays = [
            stay
            for account, made in enumerate(all_of)
            if ledger.motion[account] == motion
            for stay in first_stays(ledger, account, made)
        ]
        assert rates["decisions"] == len(stays)
        np.testing.assert_equal(rates["renewal"], sum(stays) / len(stays) if stays else np.nan)


def first_stays(ledger: Ledger, account: int, made: list[tuple[int, int]]) -> list[bool]:
    """Whether it stayed, at each decision that is held against the stated renewal rate."""
    header_, rows = ledger.header, ledger.rows[ledger.rows["account"] == account]
    passed = rows[rows["event"] == events.PASSED]
    if ((passed["state"] > 0) & (passed["state"] < header_.stage["needs"][passed["stage"]])).any():
        return []  # it was talked into signing
    opened = rows["day"][rows["event"] == events.OPENED]
    if header_.offer["fixed"][ledger.motion[account]]:
        return [after > 0 for _, after in made[:1]]
    if not rows["arr"].any() or opened[0] + 12 * MONTH >= header_.horizon:
        return []
    ends = rows["day"][np.isin(rows["event"], (events.CHURNED, events.LAPSED))]
    stays = []
    for month in range(1, 13):
        day = opened[0] + month * MONTH
        if not (ends < day).any():
            stays.append(not (ends == day).any())
    return stays
