"""Catches what hand-worked cases do not think of: metrics of whole companies, held against slow readings."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.metrics import (
    CYCLE_DAYS,
    Measures,
    capacity,
    cohorts,
    exposures,
    funnel_times,
    impact,
    ledger_totals,
    lifetime,
    measure,
    recurring,
    renewals,
    spend,
    stage_visits,
)
from simulator.model import MQL, NONE, PROSPECT, SAL, SQL, WON
from simulator.money import by_account, entry_kinds, journal
from simulator.numerics.months import MONTH
from tests.money.naive import charges
from tests.strategies import models
from tests.tiers import examples

from .ledgers import Diary, header

PARTS = (
    *("opening", "new", "expansion", "reactivation", "contraction", "churn", "moved_in", "moved_out"),
    *("closing", "customers", "leads", "won"),
)

lives = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


GONE = (events.CHURNED, events.LAPSED)
CHANGING = {
    *(events.OPENED, events.EXPANDED, events.CONTRACTED, events.RENEWED, events.METERED),
    *(events.REPRICED, events.WON_BACK, events.REPURCHASED, events.MOVED, *GONE),
}


def arr_at(ledger: Ledger, day: float) -> dict[int, int]:
    """Recurring revenue of each account from all rows before a day, read in the order of writing."""
    standing: dict[int, int] = defaultdict(int)
    for row in ledger.rows[ledger.rows["day"] < day]:
        if row["event"] in CHANGING:
            standing[int(row["account"])] = 0 if row["event"] in GONE else int(row["arr"])
    return standing


def motion_at(ledger: Ledger, day: float) -> dict[int, int]:
    """The motion that each account is in before a day."""
    motions = dict(enumerate(ledger.motion.tolist()))
    moved = ledger.rows[(ledger.rows["event"] == events.MOVED) & (ledger.rows["day"] < day)]
    return motions | dict(zip(moved["account"].tolist(), moved["to_motion"].tolist(), strict=True))


def accounts_with(
    ledger: Ledger, event: int, before: float = np.inf, since: float = -np.inf, motion: int | None = None
) -> set[int]:
    days = ledger.rows["day"]
    rows = ledger.rows[(ledger.rows["event"] == event) & (days < before) & (days >= since)]
    return {int(a) for a in rows["account"] if motion is None or ledger.motion[a] == motion}


def customers_at(ledger: Ledger, day: float) -> set[int]:
    """Who has signed before a day and was not gone, or was back."""
    found: set[int] = set()
    for row in ledger.rows[ledger.rows["day"] < day]:
        if row["event"] in (events.WON, events.WON_BACK):
            found.add(int(row["account"]))
        elif row["event"] == events.CHURNED:
            found.discard(int(row["account"]))
    return found


@lives
@given(models(), st.integers(0, 3))
def test_movements_close_to_the_cent_by_month_and_motion(model, seed):
    ledger = simulate(model, seed=seed)
    m = measure(ledger).monthly
    moved = m["new"] + m["expansion"] + m["reactivation"] - m["contraction"] - m["churn"]
    moved += m["moved_in"] - m["moved_out"]
    assert (m["opening"] + moved == m["closing"]).all()
    assert (m["opening"][1:] == m["closing"][:-1]).all()
    assert (m["moved_in"].sum(axis=1) == m["moved_out"].sum(axis=1)).all()
    for name in PARTS:
        assert (m[name] >= 0).all(), name
    assert (m["live_arr"] <= m["closing"]).all()
    assert (m["committed"] >= m["closing"]).all()
    for month in range(-1, ledger.header.months):
        day = max(0.0, (month + 1) * MONTH)
        standing = np.zeros((2, len(ledger.header.motions)), np.int64)
        motions = motion_at(ledger, day)
        for account, arr in arr_at(ledger, day).items():
            standing[0, motions[account]] += arr
        for account in customers_at(ledger, day):
            standing[1, motions[account]] += 1
        assert (standing[0] == (m["closing"][month] if month >= 0 else m["opening"][0])).all()
        if month >= 0:
            assert (standing[1] == m["customers"][month]).all()


@lives
@given(models(), st.integers(0, 3))
def test_the_book_of_the_first_day_is_the_arr_of_the_first_day(model, seed):
    """An opening book is opening revenue to the cent, and no flow of the first month."""
    ledger = simulate(model, seed=seed)
    monthly = measure(ledger).monthly
    held = model.numbers.opening
    for motion in range(len(ledger.header.motions)):
        book = held[(held["motion"] == motion) & (held["stage"] < 0) & (held["since"] < 0)]
        assert monthly["opening"][0, motion] == book["arr"].sum()
        newcomers = accounts_with(ledger, events.WON, ledger.header.horizon, 0.0)
        assert len(newcomers) == monthly["won"].sum()


@lives
@given(models(), st.integers(0, 3))
def test_months_of_teams_and_days_of_deals_add_up_to_the_totals(model, seed):
    """Whatever happens to a company: time-weighted utilisation, waits, attention; win rate and cycle."""
    ledger = simulate(model, seed=seed)
    measures = measure(ledger)
    table, values = measures.teams, measures.values
    for team, name in enumerate(ledger.header.teams):
        whole = {column: table[column][:, team].sum() for column in table.dtype.names}
        pairs = {"utilisation": ("used", "seats"), "wait_days": ("waited", "asked")}
        if ledger.header.books[team]:
            pairs = {"book_coverage": ("attended", "cycles")}
            assert (table["room"][:, team] >= 0).all()  # known at every month end
        for metric, (part, of) in pairs.items():
            expected = whole[part] / whole[of] if whole[of] else np.nan
            np.testing.assert_allclose(values[f"{metric}.{name}"], expected, rtol=1e-9)
    won, lost = (measures.cycles[name] for name in ("won", "lost"))
    decided = won[:, -1].sum() + lost[:, -1].sum()
    np.testing.assert_equal(values["win_rate"], won[:, -1].sum() / decided if decided else np.nan)
    for motion, curve in enumerate(measures.cycles):
        decided = won[motion, -1] + lost[motion, -1]
        np.testing.assert_equal(
            measures.bowtie[motion, 3, 1], won[motion, -1] / decided if decided else np.nan
        )
        assert (np.diff(curve["won"]) >= 0).all()
        assert (np.diff(curve["lost"]) >= 0).all()
        if won[motion, -1]:
            place = np.searchsorted(CYCLE_DAYS, curve["median"])
            assert 2 * won[motion, place] >= won[motion, -1]


@lives
@given(models(), st.integers(0, 3))
def test_volumes_and_customers_against_sets_of_accounts(model, seed):
    ledger = simulate(model, seed=seed)
    measures = measure(ledger)
    values, monthly, horizon = measures.values, measures.monthly, ledger.header.horizon
    passed = ledger.rows[ledger.rows["event"] == events.PASSED]
    qualified = passed[(ledger.header.stage["marks"][passed["stage"]] == SAL) & (passed["day"] < horizon)]
    qualified = set(qualified["account"].tolist())
    won = accounts_with(ledger, events.WON)
    held = accounts_with(ledger, events.WON, 0.0)
    signed = accounts_with(ledger, events.WON, horizon, 0.0)
    qualified = {a for a in qualified if a not in held}
    assert values["leads"] == len(accounts_with(ledger, events.LEAD, horizon, 0.0)) == monthly["leads"].sum()
    assert values["sal"] == len(qualified)
    assert values["won"] == len(signed) == monthly["won"].sum()
    live = accounts_with(ledger, events.WENT_LIVE, horizon)
    assert values["live"] == len(live - held)
    assert values["customers_end"] == len(customers_at(ledger, horizon)) == monthly["customers"][-1].sum()
    assert values["arr_end"] == monthly["closing"][-1].sum() / 100
    assert monthly["signed_not_live"][-1].sum() == len(customers_at(ledger, horizon) - live)
    lost = ledger.rows[(ledger.rows["event"] == events.LOST) & (ledger.rows["to"] < 0)]  # else it jumped
    decided = qualified & (won | set(lost["account"].tolist()))
    expected = len(qualified & won) / len(decided) if decided else np.nan
    np.testing.assert_equal(values["win_rate"], expected)


@lives
@given(models(), st.integers(0, 3))
def test_shares_are_shares_and_tables_agree_with_the_values(model, seed):
    ledger = simulate(model, seed=seed)
    measures = measure(ledger)
    for name, value in measures.values.items():
        shares = ("win_rate", "grr", "logo_churn", "renewal_rate", "after_close", "promise", "book_coverage")
        if name.startswith(shares):
            assert np.isnan(value) or 0.0 <= value <= 1.0, name
        elif "days" in name or "lifetime" in name or name.startswith(("cac", "payback", "buyer", "seller")):
            assert np.isnan(value) or value >= 0.0, name
    assert np.nansum(measures.bowtie[:, [0, 3, 4, 5], 0], axis=0).tolist() == [
        measures.values[name] for name in ("leads", "sal", "won", "live")
    ]
    stages, rates = measures.stages, measures.rates
    assert (stages["passed"] <= stages["decided"]).all()
    assert (rates["first_cycles"] <= rates["cycles"]).all()
    assert stages["decided"].sum() + stages["unworked"].sum() <= len(set(entries(ledger)))


def entries(ledger: Ledger) -> list[tuple[int, int]]:
    """Account and stage of each arrival in a stage before the horizon."""
    r = ledger.rows[ledger.rows["day"] < ledger.header.horizon]
    arriving = (events.LEAD, events.PASSED, events.SETBACK, events.LOST, events.RETURNED)
    r = r[np.isin(r["event"], arriving) & (r["to"] >= 0) & (r["day"] >= 0)]
    return list(zip(r["account"].tolist(), r["to"].tolist(), strict=True))


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
    won = accounts_with(ledger, events.WON, header_.horizon, 0.0)
    expected = to_win / 100 / len(won) if won and to_win else np.nan
    np.testing.assert_equal(values["cac:blended"], expected)
    born = accounts_with(ledger, events.LEAD, header_.horizon, 0.0)
    theirs = np.isin(entries["account"], list(born))
    ever = int(entries["cents"][theirs & np.isin(entries["kind"], winning)].sum())
    signed = born & accounts_with(ledger, events.WON)
    np.testing.assert_equal(values["cac:cohort"], ever / 100 / len(signed) if signed and ever else np.nan)
    early = theirs & (entries["day"] < header_.horizon)
    left = int(entries["cents"][early & (entries["kind"] == entry_kinds.PAID)].sum())
    left -= int(entries["cents"][early & costs].sum())
    np.testing.assert_equal(values["contribution_per_prospect"], left / 100 / len(born) if born else np.nan)


@lives
@given(models(), st.integers(0, 3))
def test_churn_is_the_sum_of_its_reasons(model, seed):
    """Each end has one reason. Catches an end without one, and churn that is told twice."""
    ledger = simulate(model, seed=seed)
    monthly, horizon = measure(ledger).monthly, ledger.header.horizon
    names = [events.REASONS[why].replace(" ", "_") for why in events.ENDS]
    assert (sum(monthly[f"churn_{name}"] for name in names) == monthly["churn"]).all()
    left = ledger.rows[(ledger.rows["event"] == events.CHURNED) & (ledger.rows["day"] < horizon)]
    for why, name in zip(events.ENDS, names, strict=True):
        assert monthly[f"left_{name}"].sum() == (left["reason"] == why).sum()
    assert np.isin(left["reason"], events.ENDS).all()


@lives
@given(models(), st.integers(0, 3))
def test_cohorts_against_snapshots(model, seed):
    """Each customer at each age, read from its own rows."""
    ledger = simulate(model, seed=seed)
    cohorts_ = measure(ledger).cohorts
    slow = np.zeros_like(cohorts_)
    for account in accounts_with(ledger, events.WON, ledger.header.horizon, 0.0):
        rows = ledger.rows[ledger.rows["account"] == account]
        won = float(rows["day"][rows["event"] == events.WON][0])
        worth = [int(r["arr"]) for r in rows if r["event"] in CHANGING and r["event"] not in GONE]
        first = next((arr for arr in worth if arr), 0)
        for age in range(cohorts_.shape[1]):
            seen = replace(ledger, rows=rows[rows["day"] <= won + age * 3 * MONTH])
            arr = arr_at(seen, np.inf)[account]
            cell = slow[int(won // (3 * MONTH)), age]
            cell["signed"] += 1
            cell["customers"] += account in customers_at(seen, np.inf)
            cell["first"] += first
            cell["kept"] += min(arr, first)
            cell["grown"] += max(0, arr - first)
    assert (cohorts_ == slow).all()


@lives
@given(models(), st.integers(0, 3))
def test_seat_days_against_a_sum_over_grants(model, seed):
    ledger = simulate(model, seed=seed)
    values, horizon = measure(ledger).values, ledger.header.horizon
    for t, team in enumerate(ledger.header.teams):
        if ledger.header.books[t]:
            continue
        rows = ledger.rows[ledger.rows["team"] == t]
        left = horizon - np.minimum(rows["day"], horizon)
        used = left[rows["event"] == events.SEATED].sum() - left[rows["event"] == events.FREED].sum()
        plan = rows[rows["event"] == events.STAFFED]
        until = np.append(np.minimum(plan["day"], horizon)[1:], horizon)
        there = (plan["amount"] * (until - np.minimum(plan["day"], horizon))).sum()
        expected = used / there if there else np.nan
        assert values[f"utilisation.{team}"] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@lives
@given(models(), st.integers(0, 3))
def test_retention_is_ordered_and_against_the_snapshots(model, seed):
    ledger = simulate(model, seed=seed)
    span = max(ledger.header.until, 12.5 * MONTH)  # late enough for a year to lie before it
    ledger = replace(ledger, header=replace(ledger.header, horizon=span, until=span))
    values = measure(ledger).values
    then, now = arr_at(ledger, span - 12 * MONTH), arr_at(ledger, span)
    base = sum(then.values())
    if base:
        assert values["grr"] == sum(min(now[a], arr) for a, arr in then.items()) / base
        assert values["nrr"] == sum(now[a] for a, arr in then.items() if arr) / base
        assert values["grr"] <= min(1.0, values["nrr"])
    else:
        assert np.isnan(values["nrr"])
    customers = customers_at(ledger, span - 12 * MONTH)
    lost = customers - customers_at(ledger, span)
    np.testing.assert_equal(values["logo_churn"], len(lost) / len(customers) if customers else np.nan)


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


def test_a_company_without_rows():
    measures = measure(Diary(header(months=3)).ledger())
    counts = {"leads", "mql", "sal", "won", "live", "customers_end", "arr_end"}  # no stage marks an SQL
    counts |= {"velocity:observed", "won_back"}
    for name, value in measures.values.items():
        assert value == 0.0 if name in counts else np.isnan(value), name
    assert measures.monthly["closing"].shape == (3, 1)
    assert measures.bowtie.shape == (1, 8, 3)


def flat(measures: Measures) -> list[Any]:
    arrays = [measures.bowtie, measures.stages, measures.rates, measures.cohorts]
    arrays += [measures.worth, measures.exposure, measures.teams, measures.cycles]
    arrays += [*measures.monthly.values(), *measures.company.values()]
    return [*measures.values.items(), *(array.tolist() for array in arrays)]


def busy_ledger() -> Ledger:
    """Four motions, one of each kind of contract, with all that can happen to them."""
    motions = header(
        motions=4,
        fixed=np.array([1, 0, 0, 1]),
        term=np.array([12, 1, 1, 12]),
        metered=np.array([0, 0, 1, 0]),
        owned=np.array([0, 0, 0, 1]),
    )
    motions.stage["marks"] = (MQL, SAL, WON, PROSPECT, SQL, SAL, WON, PROSPECT) * 2
    motions.stage["teams"], motions.stage["cost"] = 1, 40
    motions.team["base"], motions.team["variable"], motions.team["quota"] = 9_000, 5_000, 70_000
    motions.motion["lead_cost"], motions.motion["fixed_cost"], motions.motion["impact_value"] = 50, 70, 90
    motions.offer["hosting"], motions.offer["goods"], motions.offer["cost_to_serve"] = 0.1, 0.3, 3
    motions.money["cash"], motions.money["fixed_cost"] = 30_000, 900
    diary = Diary(motions)
    for team in range(3):
        diary.note(0.0, -1, events.STAFFED, team=team, count=2, amount=3)
    for motion in range(4):
        diary.note(0.0, -1, events.MOTION_OPENED, motion=motion)
        diary.signed(-40.0, 0 if motion == 2 else 5_000, motion=motion)
    for n in range(60):
        motion, day = n % 4, 9.7 * n
        asking = diary.born(day, motion)
        diary.note(day + 2, asking, events.SEATED, stage=4 * motion, team=0, person=0)
        diary.note(day + 9, asking, events.FREED, stage=4 * motion, team=0, person=0)
        diary.note(day + 9, asking, events.LOST, stage=4 * motion, reason=events.UNWORKED if n % 5 else 1)
        arr = 0 if motion == 2 else 1007 * (n + 1)
        account = diary.signed(day, arr, once=31 * n, motion=motion, live=day + n)
        for month in range(3, 30, 3):
            event = events.REACHED if (n + month) % 4 else events.MISSED
            diary.note(day + n + month * MONTH, account, event, team=2 if month % 2 else -1)
        if motion == 2:
            for month in range(1, 20 + n):
                diary.note(
                    day + month * MONTH, account, events.METERED, amount=n + month, arr=12 * (n + month)
                )
            diary.note(day + (19 + n) * MONTH, account, events.CHURNED, written=day + (22 + n) * MONTH)
        else:
            diary.note(day + 40.0, account, events.EXPANDED, amount=n, arr=arr + 500)
            diary.note(day + 12 * MONTH, account, events.RENEWED, arr=arr + 500)
            diary.note(day + 12 * MONTH, account, events.CONTRACTED, arr=arr)
            diary.note(day + 12 * MONTH, account, events.REPRICED, arr=arr + 33)
            end = events.LAPSED if motion == 3 else events.CHURNED
            if n % 3 == 0:
                diary.note(day + 24 * MONTH, account, events.UNPAID, arr=arr)
            if n % 5 == 1:
                diary.note(
                    day + 24 * MONTH,
                    account,
                    events.MOVED,
                    motion=motion,
                    to_motion=0,
                    invoice=-1,
                    arr=arr + 40,
                )
                diary.note(day + 26 * MONTH, account, events.CHURNED)
                diary.note(day + 29 * MONTH, account, events.WON_BACK, invoice=3, arr=arr - 1)
                continue
            diary.note(day + 24 * MONTH, account, end)
            if motion == 3:
                diary.note(day + 30 * MONTH, account, events.REPURCHASED, amount=5, arr=arr)
    return diary.ledger()


PLAIN = """
import pickle, sys
from tests.metrics.test_measures import flat
from simulator.metrics import measure
import numba
assert numba.config.DISABLE_JIT
ledger = pickle.loads(sys.stdin.buffer.read())
sys.stdout.buffer.write(pickle.dumps(flat(measure(ledger))))
"""


@pytest.mark.slow
def test_compiled_and_plain_python_agree_to_the_bit():
    ledger = busy_ledger()
    mine = flat(measure(ledger))
    unknown = {name for name, value in measure(ledger).values.items() if np.isnan(value)}
    assert unknown == {"wait_days.ae", "runout_month", "pipeline_coverage", "velocity", "velocity:formula"}
    answer = subprocess.run(
        [sys.executable, "-c", PLAIN],
        input=pickle.dumps(ledger),
        cwd=Path(__file__).parents[2],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        check=True,
    )
    np.testing.assert_equal(pickle.loads(answer.stdout), mine)


def test_a_new_ledger_never_compiles_anew():
    """Read-only, sliced or fresh: one signature for each pass, or each would cost seconds."""
    ledger = busy_ledger()
    spaced = np.zeros(2 * len(ledger.rows), ledger.rows.dtype)[::2]
    spaced[:] = ledger.rows
    frozen = ledger.rows.copy()
    frozen.setflags(write=False)
    expected = flat(measure(ledger))
    for rows in (spaced, frozen):
        np.testing.assert_equal(flat(measure(replace(ledger, rows=rows))), expected)
    passes = (
        by_account.gathered,
        funnel_times.walk,
        stage_visits.follow,
        capacity.seat_days,
        impact.cycles,
        recurring.post,
        renewals.decide,
        lifetime.live_on,
        spend.of_prospects,
        ledger_totals.post,
        cohorts.follow,
        exposures.stakes,
    )
    for one in passes:
        assert len(getattr(one, "signatures", [0])) == 1, one
