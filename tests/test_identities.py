"""What must hold of every ledger, exactly, whatever the company."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from simulator import ledger as e, model as m
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.numerics.months import YEAR
from tests.oracles.companies import Company, count_of, exponential
from tests.strategies import models
from tests.tiers import examples

Check = Callable[[m.Model, Ledger], None]


def accounts_are_somewhere(model: m.Model, ledger: Ledger) -> None:
    """Created = lost + won + still open, told apart by rows: nobody is in two, or in none."""
    rows = ledger.rows
    gone = rows["account"][(rows["event"] == e.LOST) & (rows["to"] < 0)]
    lost = np.bincount(gone, minlength=len(ledger.motion))
    won = count_of(ledger, e.WON)
    # Still open: the last thing that moved it left it in a stage before the close, or in nurture.
    moved = rows[np.isin(rows["event"], [e.LEAD, e.PASSED, e.LOST, e.NURTURED, e.RETURNED, e.SETBACK])]
    still = np.zeros(len(ledger.motion), np.int64)
    last = moved["to"][len(moved) - 1 - np.unique(moved["account"][::-1], return_index=True)[1]]
    held = np.isin(np.arange(len(won)), rows["account"][(rows["event"] == e.WON) & (rows["day"] < 0)])
    still[(last >= 0) & (model.numbers.stages["after_close"][last] == 0) & ~held] = 1
    assert (count_of(ledger, e.LEAD) == 1).all()
    assert (lost + won + still == 1).all()


def seats_come_back_once(model: m.Model, ledger: Ledger) -> None:
    """A seat is freed once by who took it, its person exists, and no seat is given that is not there."""
    teams = len(model.teams)
    people, seats, used = np.zeros(teams, int), np.zeros(teams, int), np.zeros(teams, int)
    held: set[tuple[int, int, int]] = set()
    for row in ledger.rows:
        team, event = int(row["team"]), int(row["event"])
        holding = (int(row["account"]), team, int(row["person"]))
        if event == e.STAFFED:
            people[team], seats[team] = row["count"], row["amount"]
        elif event == e.SEATED:
            assert not any(holding[:2] == other[:2] for other in held)
            assert 0 <= row["person"] < people[team]
            held.add(holding)
            used[team] += 1
            assert used[team] <= seats[team]
        elif event == e.FREED:
            held.remove(holding)
            used[team] -= 1


def recurring_revenue_is_never_owed(model: m.Model, ledger: Ledger) -> None:
    """Not below zero, and nothing of it after a customer has left."""
    assert (ledger.rows["arr"] >= 0).all()
    ended = np.isin(ledger.rows["event"], [e.CHURNED, e.LAPSED])
    assert (ledger.rows["arr"][ended] == 0).all()
    begun = (e.WON, e.WON_BACK, e.REPURCHASED, e.MOVED)
    ends = count_of(ledger, e.CHURNED) + count_of(ledger, e.LAPSED)
    assert (ends <= sum(count_of(ledger, event) for event in begun)).all()


def time_goes_on(model: m.Model, ledger: Ledger) -> None:
    """Rows are in order of their day, but for churn of metered motions, which is dated back, and what
    accounts of the first day have behind them."""
    back = (ledger.rows["event"] == e.CHURNED) & (model.numbers.offers["metered"] == 1).any()
    back |= ledger.rows["day"] < 0
    assert (np.diff(ledger.rows["day"][~back]) >= 0).all()
    assert (ledger.rows["day"] <= model.numbers.until).all()


def nobody_is_nurtured_more_than_five_times(model: m.Model, ledger: Ledger) -> None:
    """And nobody returns who did not leave."""
    nurtured, returned = count_of(ledger, e.NURTURED), count_of(ledger, e.RETURNED)
    assert (nurtured <= 5).all()
    assert ((nurtured - returned == 0) | (nurtured - returned == 1)).all()


def what_is_gone_stays_gone(model: m.Model, ledger: Ledger) -> None:
    """After a loss or churn an account writes nothing but seats that go back, unless it is won back."""
    gone = np.zeros(len(ledger.motion), bool)
    for row in ledger.rows[ledger.rows["account"] >= 0]:
        assert not gone[row["account"]] or row["event"] in (e.FREED, e.WON_BACK)
        if row["event"] == e.WON_BACK:
            assert gone[row["account"]]
            gone[row["account"]] = False
        if row["event"] == e.CHURNED or (row["event"] == e.LOST and row["to"] < 0):
            gone[row["account"]] = True


CHECKS: tuple[Check, ...] = (
    accounts_are_somewhere,
    seats_come_back_once,
    recurring_revenue_is_never_owed,
    time_goes_on,
    nobody_is_nurtured_more_than_five_times,
    what_is_gone_stays_gone,
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_identities_of_every_ledger(model: m.Model) -> None:
    """Catches an account that vanishes, a seat that is given twice or never comes back, and time
    that runs backwards."""
    ledger = simulate(model, seed=4, replication=1)
    for check in CHECKS:
        check(model, ledger)


_TOLD = ("day", "event", "reason", "team", "stage", "to", "motion", "to_motion", "invoice", "count", "arr")


def lives(ledger: Ledger) -> dict[int, list[tuple[Any, ...]]]:
    """The rows of each account by its address, without what tells only who sat beside whom.

    Account numbers tell how many were born before, and a person's number who was free; a
    recommendation names the address of the child instead.
    """
    told: dict[int, list[tuple[Any, ...]]] = {int(address): [] for address in ledger.address}
    for row in ledger.rows[ledger.rows["account"] >= 0]:
        amount = int(row["amount"])
        if row["event"] == e.REFERRED:
            amount = int(ledger.address[amount])
        what = tuple(row[name] for name in _TOLD)
        told[int(ledger.address[row["account"]])].append((*what, amount))
    return told


def roomy() -> Company:
    """Seats and a book that are never full, and all that can happen in a life."""
    company = Company()
    team, csm = company.team(seats=1000), company.team(book=1000.0)
    judged = {"kind": m.JUDGED, "threshold": 0.0, "fit_correlation": 0.6}
    company.motion(
        [
            {"takes": exponential(5), "passes": judged, "teams": [team], "nurture": 0.4, "max_wait": 3.0,
             "nurture_after": exponential(30), "marks": m.SAL},
            {"takes": exponential(20), "passes": 0.6, "loses_to": 0, "teams": [team], "marks": m.WON},
            {"takes": exponential(10), "passes": 0.9, "after_close": 1, "marks": m.LIVE},
        ],
        units=exponential(20), a_day=1.0, dated=[3.0, 40.0],
        offer={"yearly": 12_000, "term": 12, "fixed": 1, "notice": 1},
        every=3, csm=csm, reached=judged, unattended=0.5, unclean=0.4, renewal=0.7, lift=1.0,
        expansion=0.3, expansion_by=0.2, contraction=0.5, contraction_by=0.3,
        referral=0.15, referral_fit=0.5,
    )  # fmt: skip
    return company


def test_one_more_lead_changes_nobody_else() -> None:
    """While seats are free. Catches random numbers that have an order instead of an address, children
    of recommendations included."""
    without = lives(simulate(roomy().model(300, run_off=800), seed=8))
    company = roomy()
    company.leads(0, dated=[100.0], channel=2, fit=2.0)
    more = lives(simulate(company.model(300, run_off=800), seed=8))
    assert len(more) > len(without) > 250
    for address, life in without.items():
        assert more[address] == life
    assert any(row[1] == e.REFERRED for life in without.values() for row in life)
    assert any(row[1] == e.RENEWED for life in without.values() for row in life)


@pytest.mark.parametrize(
    "offer",
    [
        {"yearly": 1000, "term": 12, "fixed": 1, "notice": 2},
        {"yearly": 1000, "term": 1},
        {"use": 1200, "term": 1, "metered": 1, "from_live": 1, "use_swing": 0.3},
        {"yearly": 1000, "term": 12, "fixed": 1, "licence": 5000, "owned": 1},
    ],
    ids=["term", "month", "metered", "licence"],
)
def test_more_churn_only_makes_leave_sooner(offer: dict[str, float]) -> None:
    """Account by account, with the same numbers. Catches a rate that moves another decision."""
    days = []
    for renewal in (0.6, 0.8):
        company = Company()
        life = {"every": 3, "reached": 0.7, "lift": 0.8}
        company.motion([{"marks": m.WON}], a_day=5.0, renewal=renewal, offer=offer, **life)
        ledger = simulate(company.model(200, run_off=20 * YEAR), seed=2)
        ended = np.full(len(ledger.motion), np.inf)
        left = ledger.rows[np.isin(ledger.rows["event"], [e.CHURNED, e.LAPSED])]
        ended[left["account"]] = left["day"]
        days.append(ended)
    assert (days[0] <= days[1]).all()
    assert (days[0] < days[1]).mean() > 0.2
