"""A pipeline under way: a life cut in two is the life in one piece, and what has gone on for long is what
theory says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from simulator import ledger as e, model as m
from simulator.engines import ENGINES, simulate
from simulator.ledger import Ledger, TooManyRows
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, exponential, uniform

BUYS = {"yearly": 12_000}  # without a term: of these customers nothing is asked


def leads_in(numbers: m.Numbers, channel: int, *parts: tuple[int, float]) -> m.Numbers:
    """The same company with so many leads a day in so many months, one after the other, in all streams."""
    days = [MONTH * a_day for months, a_day in parts for _ in range(months)]
    sources = numbers.sources.copy()
    sources["channel"] = channel
    rest = {name: getattr(numbers, name) for name in m.LISTS if name != "sources"}
    until = len(days) * MONTH
    leads = np.tile(days, (len(numbers.leads), 1))
    return m.numbers(horizon=until, until=until, tables=numbers.tables, leads=leads, sources=sources, **rest)


def begun(company: Company, a_day: float, before: int, after: int = 1) -> m.Model:
    """The company after so many months with leads, and none from then on."""
    model = company.model(MONTH)
    return replace(
        model,
        numbers=leads_in(model.numbers, m.MONTHLY, (after, 0.0)),
        before=leads_in(model.numbers, m.UNDER_WAY, (before, a_day)),
    )


def crowded() -> Company:
    """Few people, two teams for one stage, patience, nurture, a way back, another motion for who is lost."""
    company = Company()
    first, second = company.team(2), company.team(1, plan=((0.0, 3),))
    talk = {"takes": uniform(3.0, 30.0), "passes": 0.7, "teams": [first], "nurture": 0.6}
    talk |= {"nurture_after": exponential(25.0), "marks": m.SAL, "max_wait": uniform(5.0, 60.0)}
    show = {"takes": exponential(9.0), "passes": 0.6, "teams": [first, second], "loses_to": 0}
    agree = {"takes": 12.0, "passes": 0.5, "marks": m.WON, "teams": [second]}
    start = {"takes": 6.0, "after_close": 1}  # by nobody whom a prospect waits for: customers are left behind
    company.motion((talk, show, agree, start), offer=BUYS, a_day=1.0, first_move=0, moves=1)
    last = {"takes": uniform(1.0, 20.0), "marks": m.SAL, "teams": [second], "max_wait": 9.0, "nurture": 0.5}
    company.motion(({**last, "nurture_after": 11.0}, {"marks": m.WON, "passes": 0.4}), offer=BUYS)
    company.also("moves", to=1, at=m.AT_LOSS, stage=4, chance=0.8, units=0, address=0)
    return company


def told(ledger: Ledger, whom: NDArray[np.uint64], since: float) -> list[tuple[Any, ...]]:
    """What happens to some prospects after a day until they sign, by address, counted from that day."""
    rows = ledger.rows[(ledger.rows["account"] >= 0) & (ledger.rows["day"] > since)]
    address = ledger.address[rows["account"]]
    won = np.full(len(ledger.motion), np.inf)
    for row in rows[rows["event"] == e.WON]:
        won[row["account"]] = row["day"]
    mine = np.isin(address, whom) & (rows["day"] <= won[rows["account"]])
    columns = ("event", "stage", "to", "reason", "team")
    return sorted(
        (int(one), round(float(row["day"]) - since, 6), *(int(row[column]) for column in columns))
        for one, row in zip(address[mine], rows[mine], strict=True)
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_life_cut_in_two_is_the_life_in_one_piece(engine: str) -> None:
    """Ten months with leads and six without, once in one piece and once with the first day between them.
    From the cut on each prospect passes, waits, rests, is lost and signs on the same days: no draw is made
    anew, no queue changes its order, nobody's patience begins again. Catches what is not handed over."""
    company = crowded()
    model = begun(company, 0.35, before=10, after=6)
    whole = replace(model, numbers=leads_in(model.numbers, m.UNDER_WAY, (10, 0.35), (6, 0.0)), before=None)
    cut = simulate(model, seed=3, replication=5, engine=engine)
    piece = simulate(whole, seed=3, replication=5, engine=engine)
    assert set(cut.channel.tolist()) == {m.UNDER_WAY}
    assert set(cut.address.tolist()) <= set(piece.address.tolist())
    mine, theirs = told(cut, cut.address, 0.0), told(piece, cut.address, 10 * MONTH)
    assert mine == theirs
    happened = {e.EVENTS[row[2]] for row in mine}
    assert {"passed", "lost", "nurtured", "returned", "seated", "freed", "won", "moved"} <= happened
    assert {row[5] for row in mine} >= {e.UNWORKED, e.DISQUALIFIED}
    first = cut.rows[(cut.rows["day"] < 0.0) & (cut.rows["event"] == e.LEAD)]
    assert len(first) == len(cut.motion) > 12
    waiting = [row for row in mine if row[2] == e.SEATED and row[1] < 20.0]
    assert len(waiting) > 3  # a queue was there


def open_ones(ledger: Ledger) -> tuple[NDArray[Any], NDArray[Any]]:
    """The LEAD rows of those who are in a stage on the first day, and of those who rest."""
    before = ledger.rows[ledger.rows["day"] < 0.0]
    rest = before["account"][before["event"] == e.NURTURED]
    leads = before[before["event"] == e.LEAD]
    return leads[~np.isin(leads["account"], rest)], leads[np.isin(leads["account"], rest)]


def poisson(counts: NDArray[Any], mean: float) -> None:
    """Whether counts are Poisson of this mean: by their sum, exactly, and by their dispersion."""
    low, high = scipy.stats.poisson.interval(0.9999, mean * len(counts))
    assert low <= counts.sum() <= high, (counts.mean(), mean)
    spread = ((counts - mean) ** 2).sum() / mean
    low, high = scipy.stats.chi2.interval(0.9999, len(counts))
    assert low <= spread <= high, spread / len(counts)


@pytest.mark.slow
def test_with_people_for_all_the_number_in_each_stage_is_poisson() -> None:
    """M/G/infinity (Takacs 1962, Introduction to the theory of queues): where nobody waits the number in each
    stage is Poisson with rate x mean time, whatever the times, and stages are independent. How long those
    there have been there so far is the age of a renewal process, of mean E[T^2] / 2 E[T]: 12.1 days for an
    even time of 10 to 34, 30 for one without memory, 20 for one of always 40. A lead a day, of which .6 pass
    and half of the others return: 1 / (1 - .4 x .5) = 1.25 visits each. 600 first days."""
    company = Company()
    first = {
        "takes": uniform(10.0, 34.0),
        "passes": 0.6,
        "marks": m.SAL,
        "nurture": 0.5,
        "nurture_after": 40.0,
    }
    company.motion(
        (first, {"takes": exponential(30.0), "passes": 0.5, "marks": m.WON}), offer=BUYS, a_day=1.0
    )
    model = begun(company, 1.0, before=24)
    counts, ages = [], []
    for run in range(600):
        here, rest = open_ones(simulate(model, seed=8, replication=run))
        counts.append([(here["to"] == 0).sum(), (here["to"] == 1).sum(), len(rest)])
        ages.append([-here["day"][here["to"] == 0], -here["day"][here["to"] == 1], -rest["day"]])
    found = np.array(counts, dtype=float)
    visits = sum(0.2**n for n in range(6))
    for n, mean in enumerate((visits * 22.0, visits * 0.6 * 30.0, visits * 0.2 * 40.0)):
        poisson(found[:, n], mean)
    assert abs(np.corrcoef(found.T)[np.triu_indices(3, 1)]).max() < 4 / np.sqrt(600)
    second_moment = 22.0**2 + 24.0**2 / 12.0
    for n, mean in enumerate((second_moment / 44.0, 30.0, 20.0)):
        mine = np.concatenate([one[n] for one in ages])
        assert abs(mine.mean() - mean) < 4 * mine.std() / np.sqrt(len(mine)), (n, mine.mean(), mean)


@pytest.mark.slow
def test_with_few_people_the_queue_of_the_first_day_is_erlangs() -> None:
    """M/M/3 with a load of 2.1: on a first day each number of deals, waiting and in work, is as likely as
    Erlang says (p_n = p_0 a^n / n!, beyond three p_3 (a/3)^(n-3)). Of 900 first days, which are independent,
    by chi-square at odds of one in ten thousand. Catches a pipeline without its queue."""
    company = Company()
    team = company.team(1, plan=((0.0, 3),))
    stage = {"takes": exponential(7.0), "marks": m.SAL, "teams": [team]}
    company.motion((stage, {"marks": m.WON}), offer=BUYS, a_day=1.0)
    model = begun(company, 0.3, before=24)
    seen = np.zeros(900)
    for run in range(900):
        here, _ = open_ones(simulate(model, seed=9, replication=run))
        seen[run] = len(here)
    load, people, most = 0.3 * 7.0, 3, 9
    weights = [load**n / scipy.special.factorial(n) for n in range(people + 1)]
    weights += [weights[people] * (load / people) ** n for n in range(1, 400)]
    chances = np.array(weights) / sum(weights)
    expected = 900 * np.append(chances[:most], chances[most:].sum())
    got = np.bincount(np.minimum(seen, most).astype(int), minlength=most + 1)
    assert scipy.stats.chisquare(got, expected).pvalue > 1e-4, (got, expected)


def test_seats_are_taken_in_the_order_in_which_they_were() -> None:
    """Two people and deals of 100 days each, of which some wait: on the first day those in work are worked
    on, and the others follow in the order in which they came."""
    company = Company()
    team = company.team(1, plan=((0.0, 2),))
    company.motion(
        ({"takes": 100.0, "marks": m.SAL, "teams": [team]}, {"marks": m.WON}), offer=BUYS, a_day=1.0
    )
    model = begun(company, 0.05, before=12, after=24)
    ledger = simulate(model, seed=4, replication=0)
    here, _ = open_ones(ledger)
    assert len(here) > 3
    seated = ledger.rows[ledger.rows["event"] == e.SEATED]
    assert (seated["day"] == 0.0).sum() == 2
    came = dict(zip(here["account"].tolist(), here["day"].tolist(), strict=True))
    order = [came[account] for account in seated["account"].tolist()]
    assert order == sorted(order)
    passed = ledger.rows["day"][ledger.rows["event"] == e.PASSED]
    assert ((passed[:2] > 0.0) & (passed[:2] < 100.0)).all()


def test_leads_after_the_first_day_keep_their_draws() -> None:
    """With a pipeline under way before them each lead comes on the same day, of the same size, with the same
    days in each stage: where nobody waits for people nothing of it changes. Catches a shared address."""
    company = Company()
    company.motion(
        ({"takes": uniform(1.0, 9.0), "passes": 0.6, "marks": m.SAL}, {"marks": m.WON, "passes": 0.5}),
        offer=BUYS, units=uniform(1.0, 90.0), a_day=0.5,
    )  # fmt: skip
    empty = company.model(6 * MONTH)
    full = replace(empty, before=begun(company, 5.0, before=3).before)
    one, two = simulate(empty, seed=2), simulate(full, seed=2)
    new = two.address[two.channel == m.MONTHLY]
    assert new.tolist() == one.address.tolist()
    assert told(one, new, 0.0) == told(two, new, 0.0)
    assert (two.channel == m.UNDER_WAY).sum() > 2


def test_months_before_the_first_day_that_fill_the_memory_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Catches a message that sends one to look for too many leads after the first day."""
    company = Company()
    company.motion(({"takes": 1.0, "marks": m.SAL}, {"marks": m.WON}), offer=BUYS, a_day=1.0)
    model = begun(company, 200.0, before=24)
    monkeypatch.setattr("simulator.machine.memory", lambda: 10_000_000)
    with pytest.raises(
        TooManyRows, match="in the months before the first day, which its pipeline needs: more"
    ):
        simulate(model)
