"""The mean path against closed forms, and the simulation against the mean path."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from scipy.special import betaln

import simulator
from simulator import closed_form, ledger as e, model as m
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.numerics.months import MONTH, YEAR
from tests.lives import scenario
from tests.oracles.companies import Company, beta, count_of, uniform
from tests.oracles.judging import share_is
from tests.scenario import need
from tests.scenario.small import written

WON = {"marks": m.WON}
DECIDED = (e.PASSED, e.LOST, e.NURTURED, e.SETBACK)


def judged(share: float, fit_correlation: float) -> dict[str, float]:
    """A threshold that a share of standard normal fits reaches."""
    return {
        "kind": m.JUDGED,
        "threshold": float(scipy.stats.norm.isf(share)),
        "fit_correlation": fit_correlation,
    }


@pytest.mark.parametrize("fit_correlation", [0.0, 0.3, 0.6, 0.95])
def test_one_judgement_has_a_closed_form(fit_correlation: float) -> None:
    """P(a fit + sqrt(1 - a^2) noise > threshold) with mean fit mu is Phi(a mu - threshold)."""
    company = Company()
    company.motion([{"passes": judged(0.3, fit_correlation), **WON}], a_day=1.0, fit=-0.5)
    exact = scipy.stats.norm.sf(scipy.stats.norm.isf(0.3) + 0.5 * fit_correlation)
    assert closed_form.walk(company.model(30)).passed == pytest.approx([exact], abs=1e-12)


def test_two_judgements_have_a_closed_form() -> None:
    """Both thresholds are passed with the probability of a quadrant of correlated normals."""
    company = Company()
    company.motion([{"passes": judged(0.4, 0.6)}, {"passes": judged(0.3, 0.95), **WON}], a_day=1.0)
    both = scipy.stats.multivariate_normal(cov=[[1, 0.57], [0.57, 1]])
    exact = both.cdf([scipy.stats.norm.ppf(0.4), scipy.stats.norm.ppf(0.3)])
    assert closed_form.walk(company.model(30)).won == pytest.approx(exact, abs=1e-6)


def test_nurture_has_a_closed_form() -> None:
    """Five more chances at most: the sum of p (q n)^k for k = 0 to 5."""
    p, n = 0.3, 0.6
    company = Company()
    stage = {"passes": p, "nurture": n, "nurture_after": 10.0}
    company.motion([stage, WON], a_day=1.0)
    path = closed_form.walk(company.model(30))
    exact = sum(p * ((1 - p) * n) ** k for k in range(6))
    assert path.reached == pytest.approx([1.0, exact])
    assert path.passed == pytest.approx([p, exact])  # the first visit of the second stage is its last
    assert path.won == pytest.approx(exact)


def test_a_circle_has_a_closed_form() -> None:
    """Those who fail in the second stage begin again: p q / (1 - p (1 - q)) sign."""
    p, q = 0.6, 0.3
    company = Company()
    company.motion([{"passes": p, "takes": 1.0}, {"passes": q, "loses_to": 0, **WON}], a_day=1.0)
    path = closed_form.walk(company.model(30))
    assert path.reached == pytest.approx([1.0, p])
    assert path.passed == pytest.approx([p, p * q])
    assert path.won == pytest.approx(p * q / (1 - p * (1 - q)))


@pytest.mark.parametrize("channel", ["", need.INFORMED], ids=["alike", "informed"])
@pytest.mark.parametrize("fit_correlation", [0.0, 0.5, 0.9])
def test_a_need_that_moves_shows_the_stated_rates(
    fit_correlation: float, channel: str, tmp_path: Path
) -> None:
    """Of a company with nurture, a circle, stages that teach and gates that see, and perhaps a channel of
    informed buyers who come in late: two independent derivations, one by Laplace transforms that solves
    thresholds, one by matrix exponentials that walks between them."""
    model = simulator.load(written(tmp_path, need.company(fit_correlation, channel))).model()
    path = closed_form.walk(model)
    stated = model.numbers.stages["stated"]
    assert path.passed / path.reached == pytest.approx(stated, abs=2e-6)
    late = 5 / 17 if channel else 0.0
    assert path.reached[0] == pytest.approx(1.0 - late, abs=1e-12)


def test_wins_of_all_leads() -> None:
    """Streams and dated leads of two motions; who comes after the horizon is not counted."""
    company = Company()
    company.motion([{"passes": 0.5, **WON}], a_day=1.0, dated=[3.0, 5.0])
    company.motion([{"passes": 0.25, **WON}], dated=[1.0, 400.0])
    company.motion([WON])
    assert closed_form.wins(company.model(30)) == pytest.approx(0.5 * (MONTH + 2) + 0.25)


def test_survivors_have_closed_forms() -> None:
    """Flat: p^t. Between accounts: B(a, b + t) / B(a, b), the shifted-beta-geometric."""
    a, b = 0.704, 1.182
    company = Company()
    company.motion([WON], a_day=1.0, renewal=0.9)
    company.motion([WON], a_day=1.0, renewal=beta(b, a))
    company.motion([WON], a_day=1.0, renewal={"kind": m.FOLLOWS_FIT, "curve": beta(b, a)})
    company.motion([{"passes": judged(0.2, 0.9), **WON}], a_day=1.0, renewal=judged(0.8, 0.9))
    model = company.model(30)
    t = np.arange(8)
    varied = np.exp(betaln(a, b + t) - betaln(a, b))
    assert closed_form.survivors(model, 7, 0) == pytest.approx(0.9**t)
    assert closed_form.survivors(model, 7, 1) == pytest.approx(varied, abs=2e-4)  # tables are linear between
    assert closed_form.survivors(model, 7, 2) == pytest.approx(varied, abs=2e-4)
    # Customers were chosen by the same fit that keeps them: they renew more than all leads would.
    assert closed_form.survivors(model, 1, 3)[1] > 0.9


def test_what_has_no_mean_path_is_refused() -> None:
    """Rather than a figure that looks exact."""
    company = Company()
    company.motion([WON], a_day=1.0, renewal=0.9, lift=0.5)
    company.motion([WON])
    company.motion([{"passes": uniform(0, 1)} for _ in range(3)], a_day=1.0)
    model = company.model(30)
    with pytest.raises(ValueError, match="lift"):
        closed_form.survivors(model, 3, 0)
    with pytest.raises(ValueError, match="without leads"):
        closed_form.walk(model, 1)
    with pytest.raises(ValueError, match="3 rates differ"):
        closed_form.walk(model, 2)


def first_visits(ledger: Ledger, stages: int) -> tuple[list[int], list[int]]:
    """Accounts that ever came to each stage, and those that passed it at the first visit."""
    rows = ledger.rows
    reached, passed = [], []
    for stage in range(stages):
        came = (rows["to"] == stage) & (rows["event"] != e.NURTURED)
        reached.append(len(np.unique(rows["account"][came])))
        decided = rows[(rows["stage"] == stage) & np.isin(rows["event"], DECIDED)]
        _, first = np.unique(decided["account"], return_index=True)
        passed.append(int((decided["event"][first] == e.PASSED).sum()))
    return reached, passed


def path_company() -> m.Model:
    """Every fit correlation, nurture that follows fit, jumps ahead and back, and a customer who stumbles."""
    company = Company()
    team = company.team(seats=10**6)
    follows = {"kind": m.FOLLOWS_FIT, "curve": uniform(0.1, 0.7)}
    company.motion(
        [
            {"passes": judged(0.5, 0.0), "nurture": 0.5, "nurture_after": 20.0, "takes": 2.0},
            {"passes": judged(0.6, 0.3), "nurture": follows, "nurture_after": 5.0, "takes": 1.0},
            {"passes": judged(0.4, 0.6), "loses_to": 1, "takes": 1.0, "teams": [team]},
            {"passes": uniform(0.2, 0.9), "loses_to": 5, "max_wait": 0.0, "teams": [team]},
            {"passes": judged(0.35, 0.95), "nurture": 0.3, "nurture_after": 9.0, **WON, "passes_to": 6},
            {"passes": 0.6, "passes_to": 4, "takes": 3.0, "marks": m.SAL},
            {"passes": judged(0.8, 0.5), "after_close": 1},
            {"passes": judged(0.7, 0.5), "after_close": 1, "marks": m.LIVE},
        ],
        a_day=2500.0,
        fit=0.3,
    )
    company.leads(0, a_day=1500.0, fit=-0.6, channel=1)
    return company.model(MONTH, run_off=3 * YEAR)


@pytest.mark.slow
def test_the_simulation_walks_the_mean_path() -> None:
    """First visits, passing and signing within what chance allows. Catches a threshold that is read wrongly,
    fit that is drawn anew, a nurture too many, and a jump that goes elsewhere."""
    model = path_company()
    path = closed_form.walk(model)
    ledger = simulate(model, seed=5)
    leads = len(ledger.motion)
    both = zip(first_visits(ledger, 8), (path.reached, path.passed), ("come to", "pass"), strict=True)
    for counts, shares, what in both:
        for count, share in zip(counts, shares, strict=True):
            of = f"share of leads that {what} each of eight stages"
            share_is(count, leads, float(share), notices=0.008, rounding=1e-6, of=of)
    signed = count_of(ledger, e.WON).sum()
    share_is(signed, leads, path.won, notices=0.008, of="share of leads that sign")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["flat", "judged", "varies", "follows fit"])
@pytest.mark.parametrize(
    "offer",
    [
        {"yearly": 1000, "term": 12, "fixed": 1, "notice": 2},
        {"yearly": 1000, "term": 1},
        {"yearly": 1200, "term": 1, "metered": 1, "from_live": 1},
        {"yearly": 1000, "term": 12, "fixed": 1, "licence": 5000, "owned": 1},
    ],
    ids=["term", "month", "metered", "licence"],
)
def test_the_simulation_has_the_expected_survivors(kind: str, offer: dict[str, int]) -> None:
    """Under every contract, customers chosen by fit before. Catches a decision too many or too few,
    and accounts whose renewal does not follow what chose them."""
    renewal = {
        "flat": 0.8,
        "judged": judged(0.8, 0.7),
        "varies": beta(3.806, 0.668),
        "follows fit": {"kind": m.FOLLOWS_FIT, "curve": beta(3.806, 0.668)},
    }[kind]
    company = Company()
    company.motion([{"passes": judged(0.4, 0.8)}, WON], dated=[0.0] * 60_000, renewal=renewal, offer=offer)
    terms = 6
    ledger = simulate(company.model((terms * offer["term"] + 3) * MONTH), seed=9)
    rows = ledger.rows
    left = np.isin(rows["event"], [e.CHURNED, e.LAPSED])
    signed = count_of(ledger, e.WON).sum()
    for term, share in enumerate(closed_form.survivors(company.model(30), terms)):
        gone = (rows["day"][left] <= term * offer["term"] * MONTH).sum()
        share_is(signed - gone, signed, float(share), notices=0.017, rounding=2e-4)


REFERENCES = [
    file
    for file in sorted((Path(__file__).parents[2] / "scenarios").glob("*.toml"))
    if file.stem != "sources" and "base" not in tomllib.loads(file.read_text(encoding="utf-8"))
]


def settled(model: m.Model) -> m.Model:
    """The company in which stated rates are those of first visits: without shocks and learning,
    by a motion's own leads: also where it has only those that it takes from others."""
    n = model.numbers
    motions = n.motions.copy()
    for field in ("opens", "learning", "choices", "moves"):
        motions[field] = 0
    motions["opens_at_arr"] = m.NONE
    none = {"shocks": n.shocks[:0], "choices": n.choices[:0], "moves": n.moves[:0]}
    alone = [motion for motion in range(len(motions)) if motion not in n.sources["motion"]]
    own = m.rows(m.SOURCE, ({"motion": p, "monthly": len(n.leads) + k} for k, p in enumerate(alone)))
    leads = np.maximum(np.vstack([n.leads, np.ones((len(alone), n.leads.shape[1]))]), 1.0)
    steady = n._replace(motions=motions, sources=np.concatenate([n.sources, own]), leads=leads, **none)
    return dataclasses.replace(model, numbers=steady)


@pytest.mark.parametrize("file", REFERENCES, ids=lambda file: file.stem)
def test_a_stated_rate_is_the_expected_one(file: Path) -> None:
    """In a company that changes no other the solved thresholds give the stated rates on first visits, at the
    best guess and in every draw. Two ways of integration that know nothing of each other."""
    company = scenario(file.stem)
    for model in (company.model(), *(company.draw(3, r) for r in range(4))):
        stated = model.numbers.stages["stated"]
        assert np.isfinite(stated).all()
        for motion, row in enumerate(model.numbers.motions):
            path = closed_form.walk(settled(model), motion)
            own = stated[row["first_stage"] : row["first_stage"] + row["stages"]]
            assert path.passed / path.reached == pytest.approx(own, abs=1e-9)


CIRCLE = """
title = "Round and round"
start = 2027-01-01
years = 1
currency = "EUR"
[motion.sale]
leads = "100 a month"
fit = -0.4
[[motion.sale.stage]]
name = "meet"
takes = "3 days"
passes = "55%"
fit_correlation = {0}
loses_to = {{ nurture = "40%", after = "30 days" }}
[[motion.sale.stage]]
name = "qualify"
marks = "sal"
takes = "5 days"
passes = "35%"
fit_correlation = {1}
loses_to = "meet"
[[motion.sale.stage]]
name = "agree"
marks = "won"
takes = "9 days"
passes = "25%"
fit_correlation = {2}
loses_to = {{ nurture = "50%", after = "60 days", to = "qualify" }}
[[motion.sale.stage]]
name = "start"
takes = "9 days"
passes = "80%"
fit_correlation = {3}
[motion.sale.offer]
price = "10 per unit a month"
term = "12 months"
"""


@pytest.mark.parametrize(
    "fit_correlations", [(0.0, 0.3, 0.6, 0.95), (0.95, 0.95, 0.95, 0.95), (0.6, 0.0, 0.95, 0.3)]
)
def test_a_stated_rate_is_the_expected_one_in_a_circle(
    tmp_path: Path, fit_correlations: tuple[float, ...]
) -> None:
    """The same where jumps lead back and thresholds of a circle depend on each other (on a coarser grid)."""
    file = tmp_path / "circle.toml"
    file.write_text(CIRCLE.format(*fit_correlations), encoding="utf-8")
    path = closed_form.walk(simulator.load(file).model())
    assert path.passed / path.reached == pytest.approx([0.55, 0.35, 0.25, 0.8], abs=1e-4)
