"""How far buyers are, against the theory of Markov chains and of signal detection."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad_vec
from scipy.linalg import expm
from scipy.stats import norm

from simulator import ledger as e, model as m
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.model import NO_NEED, PROBLEM, SOLUTION
from simulator.numerics.jit import Floats
from simulator.numerics.months import MONTH
from tests.oracles.companies import Company, Spread, exponential, uniform
from tests.oracles.judging import share_is
from tests.rules.test_under_way import begun

LEADS = 40_000
WAKES, FADES = 90.0, 60.0
BORN = np.array([0.5, 0.3, 0.2])
LEVELS = {NO_NEED: "no need", PROBLEM: "the problem", SOLUTION: "the solution"}


def chain(wakes: float = 1.0, fades: float = 1.0) -> Floats:
    """Its rates a day, so much as often as usual."""
    up, down = wakes / WAKES, fades / FADES
    return np.array([[-up, up, 0.0], [down, -up - down, up], [0.0, down, -down]])


def company(*takes: float | Spread, leads: bool = True, **close: object) -> Company:
    """Buyers who all pass stage after stage, each of which takes its time, and nobody works on."""
    made = Company()
    last = {"marks": m.WON, "needs": SOLUTION, "pushed": 1.0, **close}
    made.motion(
        [*({"takes": days} for days in takes), last], dated=[0.0] * LEADS * leads, needs=SOLUTION,
        knows_problem=BORN[1], knows_solution=BORN[2], wakes=WAKES, fades=FADES,
    )  # fmt: skip
    return made


def levels(ledger: Ledger, stage: int, event: int = e.PASSED) -> Floats:
    """How far each account is as it passes a stage."""
    rows = ledger.rows[(ledger.rows["event"] == event) & (ledger.rows["stage"] == stage)]
    return rows["state"][np.argsort(rows["account"])]


def are(found: Floats, shares: Floats, of: str, notices: float = 0.015) -> None:
    """So many of them are as far as theory says, at each level."""
    for (level, name), share in zip(LEVELS.items(), shares, strict=True):
        share_is((found == level).sum(), len(found), share, notices=notices, of=f"{of}: {name}" if of else "")


@pytest.mark.slow
def test_need_that_is_left_alone_settles_at_what_wakes_and_fades_say() -> None:
    """A need arises after 90 days and fades after 60: in the end each level has two thirds of the one below
    (detailed balance). Catches rates that are taken for one another, and a level that is skipped."""
    ledger = simulate(company(2000.0).model(2100.0), seed=11)
    shares = (FADES / WAKES) ** np.arange(3)
    are(levels(ledger, 0), shares / shares.sum(), "after 2,000 days")


@pytest.mark.slow
def test_a_gate_that_sees_need_has_the_points_of_its_roc() -> None:
    """A gate of threshold z lets through Phi(-z) of the ready and Phi(-z - d') of the others. Catches sight
    that helps the unready, and one that is worth less than it says."""
    for threshold, sight in ((-0.5, 0.8), (0.0, 1.5), (-1.0, 3.0)):
        made = Company()
        gate = {"takes": 30.0, "passes": {"kind": m.JUDGED, "threshold": threshold}, "sees_need": sight}
        made.motion(
            [gate, {"marks": m.WON, "needs": SOLUTION, "pushed": 1.0}], dated=[0.0] * LEADS, needs=SOLUTION,
            knows_problem=BORN[1], knows_solution=BORN[2],
        )  # fmt: skip
        ledger = simulate(made.model(100.0), seed=12)
        rows = ledger.rows[np.isin(ledger.rows["event"], [e.PASSED, e.LOST]) & (ledger.rows["stage"] == 0)]
        passed, ready = rows["event"] == e.PASSED, rows["state"] == SOLUTION
        gate_of = f"d' {sight}, threshold {threshold}: pass"
        share_is(passed[ready].sum(), ready.sum(), norm.sf(threshold), notices=0.03, of=f"{gate_of}, ready")
        share_is(
            passed[~ready].sum(), (~ready).sum(), norm.sf(threshold + sight), notices=0.02,
            of=f"{gate_of}, not ready",
        )  # fmt: skip


@pytest.mark.slow
def test_need_moves_over_a_time_by_the_mean_matrix_exponential() -> None:
    """Over an exponential time of mean T that is the resolvent (1 - T Q)^-1, over an even one an integral.
    Catches a turn too few while a stage is long, and need that moves by the mean time."""
    low, high = 10.0, 200.0
    even = quad_vec(lambda days: expm(chain() * days), low, high)[0] / (high - low)
    over = {"exponential, 60 days": (exponential(60.0), np.linalg.inv(np.eye(3) - 60.0 * chain())),
            "10 to 200 days": (uniform(low, high), even)}  # fmt: skip
    for name, (takes, kernel) in over.items():
        ledger = simulate(company(takes).model(3000.0), seed=13)
        came, went = levels(ledger, -1, e.LEAD), levels(ledger, 0)
        for n, level in enumerate(LEVELS):
            are(went[came == level], kernel[n], f"{name}, from {LEVELS[level]}", notices=0.035)


SHOCK = {"day": MONTH, "months": 3, "address": 0, "wakes": 0.3, "fades": 2.0, "at_birth": 0.5}


@pytest.mark.slow
def test_a_shock_on_needs_moves_them_by_matrix_exponentials_of_its_months() -> None:
    """From the second month to the fourth needs arise at three tenths of the rate and fade at twice it. Read
    in the month before it, within it and long after it. Catches a turn that was planned before the shock and
    comes as planned, one that goes on at the shock's rate when it is over, and a factor on the mean time in
    place of the rate."""
    made = company(20.0, 50.0, 80.0)
    made.also("shocks", **SHOCK)
    ledger = simulate(made.model(200.0), seed=14)
    quiet, shocked = chain(), chain(0.3, 2.0)
    before = expm(quiet * MONTH)
    day_20, day_70 = BORN @ expm(quiet * 20.0), BORN @ before @ expm(shocked * (70.0 - MONTH))
    day_150 = BORN @ before @ expm(shocked * 3.0 * MONTH) @ expm(quiet * (150.0 - 4.0 * MONTH))
    for stage, (when, shares) in enumerate(
        {"before it, day 20": day_20, "in it, day 70": day_70, "after it, day 150": day_150}.items()
    ):
        are(levels(ledger, stage), shares, when)


@pytest.mark.slow
def test_in_a_shock_fewer_leads_come_with_a_need() -> None:
    """Half as many know the problem, and half as many the solution, in its months; with a factor that would
    be more than all, all do, in the same proportion. Catches a share of which one part is cut off, and leads
    of other months."""
    for factor, shares in ((0.5, 0.5 * BORN), (4.0, np.array([0.0, 0.6, 0.4]))):
        made = company(0.0, leads=False)
        made.leads(0, dated=[20.0] * LEADS, channel=1)
        made.leads(0, dated=[40.0] * LEADS, channel=2)
        made.also("shocks", day=MONTH, months=1, address=0, at_birth=factor)
        ledger = simulate(made.model(100.0), seed=15)
        came = ledger.rows[ledger.rows["event"] == e.LEAD]
        within = came["day"] > MONTH
        are(came["state"][~within], BORN, "")
        lowered = np.array([1.0 - shares[1:].sum(), *shares[1:]])
        are(came["state"][within], lowered, "")


@pytest.mark.slow
def test_a_shock_of_the_first_day_finds_needs_that_were_under_way() -> None:
    """Who came in the two months before the first day is decided on after 200 days: its need moved at the
    usual rate up to that day, and from then on at the shock's. Catches a turn that was planned in the months
    before and comes as planned."""
    takes, months = 200.0, 2
    companies = [company(takes, leads=False) for _ in range(2)]
    for made in companies:
        made.leads(0, a_day=1.0)
    companies[1].also("shocks", day=0.0, months=12, address=0, wakes=0.3, fades=2.0)
    quiet, shocked = (begun(made, LEADS / (months * MONTH), before=months, after=8) for made in companies)
    model = replace(shocked, before=quiet.before)
    ledger = simulate(model, seed=16)
    long = months * MONTH
    shares = (
        BORN
        @ quad_vec(lambda days: expm(chain() * days) @ expm(chain(0.3, 2.0) * (takes - days)), 0.0, long)[0]
        / long
    )
    found = levels(ledger, 0)
    assert len(found) > 0.9 * LEADS
    are(found, shares, "")
