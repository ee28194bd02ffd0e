"""Catches what hand-worked cases do not think of: metrics of whole companies, held against slow readings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator import ledger as events
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.metrics import CYCLE_DAYS, measure
from simulator.model import SAL
from simulator.numerics.months import MONTH
from tests.strategies import models

from .ledgers import Diary, header
from .snapshots import CHANGING, GONE, accounts_with, arr_at, committed_at, customers_at, lives, motion_at

PARTS = (
    *("opening", "new", "expansion", "reactivation", "contraction", "churn", "moved_in", "moved_out"),
    *("closing", "customers", "leads", "won"),
)


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
    for month in range(-1, ledger.header.months):
        day = max(0.0, (month + 1) * MONTH)
        standing = np.zeros((3, len(ledger.header.motions)), np.int64)
        motions = motion_at(ledger, day)
        for account, arr in arr_at(ledger, day).items():
            standing[0, motions[account]] += arr
        for account in customers_at(ledger, day):
            standing[1, motions[account]] += 1
        for account, cents in committed_at(ledger, day).items():
            standing[2, motions[account]] += cents
        assert (standing[0] == (m["closing"][month] if month >= 0 else m["opening"][0])).all()
        if month >= 0:
            assert (standing[1] == m["customers"][month]).all()
            assert (standing[2] == m["committed"][month]).all()


@lives
@given(models(), st.integers(0, 3))
def test_the_book_of_the_first_day_is_the_arr_of_the_first_day(model, seed):
    """An opening book is opening revenue to the cent, and no flow of the first month. Of who is not live yet,
    and pays from then on, it is what was signed for. Catches revenue before the first use."""
    ledger = simulate(model, seed=seed)
    monthly = measure(ledger).monthly
    held, offers = model.numbers.opening, model.numbers.offers[model.numbers.motions["offer"]]
    waits = np.isinf(held["live"]) & (offers["from_live"][held["motion"]] == 1)
    signed = ledger.rows[(ledger.rows["event"] == events.WON) & (ledger.rows["day"] < 0.0)]
    assert signed["amount"].sum() == held["arr"][(held["stage"] < 0) & (held["since"] < 0)].sum()
    for motion in range(len(ledger.header.motions)):
        book = held[(held["motion"] == motion) & (held["stage"] < 0) & (held["since"] < 0) & ~waits]
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
        pairs = {}
        if ledger.header.serves[team]:
            pairs = {"utilisation": ("used", "seats"), "wait_days": ("waited", "asked")}
        if ledger.header.books[team]:
            pairs["book_coverage"] = "attended", "cycles"
            assert (table["room"][:, team] >= 0).all()  # known at every month end
        for metric, (part, of) in pairs.items():
            expected = whole[part] / whole[of] if whole[of] else np.nan
            np.testing.assert_allclose(values[f"{metric}.{name}"], expected, rtol=1e-9)
    won, lost = (measures.cycles[name] for name in ("won", "lost"))
    decided = won[:, -1].sum() + lost[:, -1].sum()
    np.testing.assert_equal(values["win_rate"], won[:, -1].sum() / decided if decided else np.nan)
    for motion, curve in enumerate(measures.cycles):
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
    np.testing.assert_equal(values["win_rate:accounts"], expected)


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
    assert (sum(monthly[f"left_{name}"] for name in names) == monthly["left"]).all()


def since(ledger: Ledger, then: float, now: float) -> tuple[int, int, set[int], set[int]]:
    """Of the customers of a day: their ARR less what each lost up to the first end of its contract, the same
    with what it gained, who left, and who of them did not pay the first time."""
    held = carried = 0
    left: dict[int, int] = {}
    rows = ledger.rows[(ledger.rows["day"] >= then) & (ledger.rows["day"] < now)]
    for account, opening in arr_at(ledger, then).items():
        standing, lost, gained = opening, 0, 0
        for row in rows[rows["account"] == account] if opening else rows[:0]:
            if row["event"] in GONE:
                lost += standing
                break
            if row["event"] in CHANGING:
                lost += max(0, standing - int(row["arr"]))
                gained += max(0, int(row["arr"]) - standing)
                standing = int(row["arr"])
        held += max(0, opening - lost)
        carried += opening + gained - lost
    for row in rows[rows["event"] == events.CHURNED]:
        left.setdefault(int(row["account"]), int(row["reason"]))
    return held, carried, set(left), {account for account in left if left[account] == events.NOT_PAID}


@lives
@given(models(), st.integers(0, 3))
def test_trailing_years_against_the_snapshots(model, seed):
    """Month end by month end, of those who had recurring revenue before both years."""
    ledger = simulate(model, seed=seed)
    span = 25 * MONTH + max(0.0, ledger.header.until - 25 * MONTH) // MONTH * MONTH
    ledger = replace(ledger, header=replace(ledger.header, horizon=span, until=span))
    values = measure(ledger).values
    cohort = {account for account, arr in arr_at(ledger, span - 24 * MONTH).items() if arr}
    sums = np.zeros((2, len(ledger.motion)), np.int64)
    for month in range(24):
        for account, arr in arr_at(ledger, span - month * MONTH).items():
            sums[month // 12, account] += arr if account in cohort else 0
    base = int(sums[1].sum())
    np.testing.assert_equal(values["nrr:trailing"], sums[0].sum() / base if base else np.nan)
    np.testing.assert_equal(values["grr:trailing"], sums.min(axis=0).sum() / base if base else np.nan)


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
        if not ledger.header.serves[t]:
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
    held, carried, left, unpaid = since(ledger, span - 12 * MONTH, span)
    if base:
        assert values["grr:movements"] == held / base
        assert values["nrr:movements"] == carried / base
        assert values["grr:movements"] <= min(values["grr"], values["nrr:movements"])
        assert values["nrr:movements"] <= values["nrr"]
    customers = customers_at(ledger, span - 12 * MONTH)
    if customers:
        assert values["logo_churn:movements"] == len(left & customers) / len(customers)
        assert values["unpaid_churn"] == len(unpaid & customers) / len(customers)
        assert values["logo_churn"] <= values["logo_churn:movements"]
    lost = customers - customers_at(ledger, span)
    np.testing.assert_equal(values["logo_churn"], len(lost) / len(customers) if customers else np.nan)


def test_a_company_without_rows():
    measures = measure(Diary(header(months=3)).ledger())
    counts = {"leads", "mql", "sal", "won", "live", "customers_end", "arr_end"}  # no stage marks an SQL
    counts |= {"velocity:observed", "won_back"}
    for name, value in measures.values.items():
        assert value == 0.0 if name in counts else np.isnan(value), name
    assert measures.monthly["closing"].shape == (3, 1)
    assert measures.bowtie.shape == (1, 8, 3)
