"""A stated rate is the rate observed on first visits in the reference, at every fit correlation.

The solver is held against lives drawn one by one in numpy, which know nothing of densities.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulator import model as m
from simulator.numerics.months import MONTH
from simulator.rules.life import chance
from simulator.rules.world import World
from simulator.scenario import load
from simulator.scenario.reference.thresholds import FITS, threshold_for
from tests.scenario.small import edited, share_above, written

LIVES = 400_000
FAR_OFF = 4.75  # standard errors: a false alarm in 5e5 comparisons


def company(fit_correlation: float, jumps: bool) -> str:
    """Four stages before the close with nurture, and two after it; with jumps back and forth if asked."""
    back = 'loses_to = { nurture = "30%", after = "1 month", to = "talk" }' if jumps else ""
    forward = ', to = "try"' if jumps else ""
    again = 'loses_to = "show"' if jumps else 'loses_to = { nurture = "50%", after = "1 month" }'
    return f"""
title = "Reference"
start = 2027-01-01
years = 1
[motion.one]
leads = "10 a month"
fit = -0.2
[[motion.one.stage]]
name = "talk"
takes = "1 day"
passes = "40%"
fit_correlation = {fit_correlation}
loses_to = {{ nurture = "60%", after = "1 month"{forward} }}
[[motion.one.stage]]
name = "show"
takes = "1 day"
passes = "35%"
fit_correlation = {fit_correlation}
{back}
[[motion.one.stage]]
name = "try"
marks = "sal"
takes = "1 day"
passes = "55%"
fit_correlation = {fit_correlation}
[[motion.one.stage]]
name = "sign"
marks = "won"
takes = "1 day"
passes = "70%"
fit_correlation = {fit_correlation}
{again}
[[motion.one.stage]]
name = "start"
takes = "5 to 60 days"
passes = "80%"
fit_correlation = {fit_correlation}
[[motion.one.stage]]
name = "teach"
takes = "20 to 90 days"
passes = "60%"
fit_correlation = {fit_correlation / 2}
[motion.one.offer]
price = "10 per unit a month"
term = "12 months"
notice = "2 months"
[motion.one.impact]
every = "3 months"
reached = "65%"
after_setback = "30%"
fit_correlation = {fit_correlation}
[motion.one.renewal]
overall = "70%"
lift = 6
"""


def passes(
    rate: Any, fit: NDArray[np.float64], rng: np.random.Generator, shift: float = 0.0
) -> NDArray[np.bool_]:
    """Fit plus noise against the threshold, said plainly."""
    if rate["kind"] == m.FLAT:
        return rng.random(len(fit)) < rate["p"]
    a = rate["fit_correlation"]
    return a * fit + np.sqrt(1.0 - a * a) * rng.standard_normal(len(fit)) >= rate["threshold"] + shift


def first_visits(
    n: m.Numbers, rng: np.random.Generator
) -> tuple[list[tuple[int, int]], NDArray[Any], NDArray[Any]]:
    """(passed, decided) on the first visit of each stage; fit and cleanness of the customers."""
    fit = n.sources["fit"][0] + rng.standard_normal(LIVES)
    at, nurtured = np.zeros(LIVES, int), np.zeros(LIVES, int)
    clean, visited = np.ones(LIVES, bool), np.zeros((len(n.stages), LIVES), bool)
    counts = [[0, 0] for _ in n.stages]
    customers = []
    while (at >= 0).any():
        for s, stage in enumerate(n.stages):
            who = np.flatnonzero(at == s)
            ok = passes(n.rates[stage["passes"]], fit[who], rng)
            new = ~visited[s, who]
            counts[s][0] += int((ok & new).sum())
            counts[s][1] += int(new.sum())
            visited[s, who] = True
            at[who[ok]] = stage["passes_to"]
            lost = who[~ok]
            if stage["after_close"]:
                clean[lost] = False
                at[lost] = stage["passes_to"]
            else:
                back = np.zeros(len(lost), bool)
                if stage["nurture"] >= 0:
                    back = (rng.random(len(lost)) < n.rates[stage["nurture"]]["p"]) & (nurtured[lost] < 5)
                nurtured[lost[back]] += 1
                at[lost[~back]] = stage["loses_to"]
            if stage["passes_to"] < 0:
                customers.append(who)
    live = np.concatenate(customers)
    return [(a, b) for a, b in counts], fit[live], clean[live]


def near(share: float, of: int, stated: float) -> bool:
    return abs(share - stated) <= FAR_OFF * np.sqrt(stated * (1.0 - stated) / of)


@pytest.mark.slow
@pytest.mark.parametrize("jumps", [False, True], ids=["in a line", "with jumps"])
@pytest.mark.parametrize("fit_correlation", [0.0, 0.3, 0.6, 0.95])
def test_lives_drawn_one_by_one_show_the_stated_rates(
    fit_correlation: float, jumps: bool, tmp_path: Path
) -> None:
    """Thresholds over the wrong crowd. Would notice 0.5 points at the first stages, 1.5 at the last."""
    numbers = load(written(tmp_path, company(fit_correlation, jumps))).model().numbers
    rng = np.random.default_rng(7)
    counts, fit, clean = first_visits(numbers, rng)
    for stage, (passed, decided) in zip(numbers.stages, counts, strict=True):
        assert decided > 5_000
        assert near(passed / decided, decided, stage["stated"]), (stage["stated"], passed / decided, decided)
    motion = numbers.motions[0]
    reached = numbers.rates[motion["reached"]]
    hit = passes(reached, fit[clean], rng)
    assert near(hit.mean(), clean.sum(), 0.65)
    hit = passes(reached, fit[~clean], rng, motion["unclean"])
    assert near(hit.mean(), (~clean).sum(), 0.30)

    # The first renewal: whole cycles between go-live and ten months after signing.
    starts = [stats.lognorm(*lognormal(5.0, 60.0)), stats.lognorm(*lognormal(20.0, 90.0))]
    days = sum(start.rvs(len(fit), random_state=rng) for start in starts)
    cycles = np.maximum(np.floor((10 * MONTH - days) / (3 * MONTH)), 0).astype(int)
    hits = np.zeros(len(fit))
    for k in range(cycles.max()):
        one = np.where(clean, passes(reached, fit, rng), passes(reached, fit, rng, motion["unclean"]))
        hits += one & (k < cycles)
    share = np.where(cycles > 0, hits / np.maximum(cycles, 1), clean)
    p = numbers.rates[motion["renewal"]]["p"]
    odds = p / (1.0 - p) * np.exp(motion["lift"] * share)
    assert (odds / (1.0 + odds)).mean() == pytest.approx(0.70, abs=0.004)


def lognormal(low: float, high: float) -> tuple[float, float, float]:
    """scipy's shape, location and scale of a range."""
    return float(np.log(high / low) / (2.0 * stats.norm.ppf(0.95))), 0.0, float(np.sqrt(low * high))


@pytest.mark.parametrize("fit_correlation", [0.0, 0.5, 0.95])
@pytest.mark.parametrize("rate", [1e-6, 0.01, 0.5, 0.99, 1.0 - 1e-6])
def test_a_threshold_gives_back_its_rate(rate: float, fit_correlation: float) -> None:
    """A solver that stops early, in the middle or far out."""
    crowd = np.exp(-0.5 * (FITS - 1.5) ** 2) * (1.0 + FITS**2)
    threshold = threshold_for(rate, crowd, fit_correlation, 0.0)
    assert share_above(crowd, threshold, fit_correlation) == pytest.approx(rate, rel=1e-9)


def test_nobody_and_everybody_have_thresholds_that_can_be_added_to() -> None:
    crowd = np.exp(-0.5 * FITS**2)
    for rate in (0.0, 1.0):
        threshold = threshold_for(rate, crowd, 0.5, 0.0)
        assert np.isfinite(threshold)
        assert share_above(crowd, threshold, 0.5) == rate


@pytest.mark.slow
def test_a_rate_that_differs_between_accounts_moves_as_stated_without_book_coverage(tmp_path: Path) -> None:
    """`unattended` beside a rate that varies: its probit is moved until the mean is as stated."""
    text = edited(
        ('"75% to 85%"\n', '{ low = "60%", best = "80%", high = "95%", varies = "between accounts" }\n'),
        ("reached       =", "reached ="),
        ("fit_correlation      = 0.5\n", ""),
    )
    n = load(written(tmp_path, text)).model().numbers
    motion = n.motions[0]
    rate = n.rates[motion["reached"]]
    assert rate["kind"] == m.VARIES
    law = stats.beta(1 + 4 * 20 / 35, 1 + 4 * 15 / 35, 0.6, 0.35)
    u = (np.arange(100_000) + 0.5) / 100_000
    moved = stats.norm.cdf(stats.norm.ppf(law.ppf(u)) - motion["unattended"])
    assert moved.mean() == pytest.approx(0.65, abs=2e-4)


@pytest.mark.parametrize("varies", ["between accounts", "with fit"])
def test_never_and_always_stay_what_they_are_without_book_coverage_as_in_the_rules(
    varies: str, tmp_path: Path
) -> None:
    """Of five kinds of accounts one never and one always has impact, attended or not."""
    values = f'{{ values = ["0%", "70%", "80%", "90%", "100%"], varies = "{varies}" }}'
    text = edited(
        ('"75% to 85%"', values),
        ("fit_correlation      = 0.5\n", ""),
        ('unattended    = "65%"', 'unattended = "45%"'),
    ).replace("fit_correlation", "# fit correlation")
    n = load(written(tmp_path, text)).model().numbers
    motion = n.motions[0]
    world = World(n, 0, 0, 10_000, 1)
    rng = np.random.default_rng(5)
    world.accounts["address"] = rng.integers(0, 2**60, 10_000)
    world.accounts["fit"] = stats.norm.ppf((np.arange(10_000) + 0.5) / 10_000)
    moved = [
        chance(world.record, account, motion["reached"], motion["unattended"]) for account in world.accounts
    ]
    assert min(moved) == 0.0
    assert max(moved) == 1.0
    assert np.mean(moved) == pytest.approx(0.45, abs=0.02 if varies == "between accounts" else 2e-3)


def test_a_list_of_chances_moved_by_a_setback_is_what_renewal_sees(tmp_path: Path) -> None:
    """The reference with an overall rate of renewal, where impact is never or always reached."""
    values = '{ values = ["0%", "100%"], varies = "between accounts" }'
    text = edited(
        ('"75% to 85%"', values), ("fit_correlation      = 0.5\n", ""), ('unattended    = "65%"\n', ""),
        ('after_setback = "60%"', 'after_setback = "10%"'),
        ('{ low = "82%", best = "88%", high = "93%" }', '"88%"'),
        ("lift    = 1.5", "lift = 20"),
    ).replace("fit_correlation", "# fit correlation")  # fmt: skip
    n = load(written(tmp_path, text)).model().numbers
    p = n.rates[n.motions["renewal"][0]]["p"]
    odds = p / (1.0 - p)
    half = 0.5 * (p + 20.0 * odds / (1.0 + 20.0 * odds))
    assert half == pytest.approx(0.88, abs=5e-3)
