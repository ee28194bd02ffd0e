"""Without a term the stated renewal rate is that of all decisions in an account's first year.

The exact sum is held against customers followed month by month in numpy.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from simulator import model as m
from simulator.numerics.months import MONTH
from simulator.scenario import load
from tests.scenario.small import written

Floats = NDArray[np.float64]
LEADS = 600_000
STARTS = {"first": (5.0, 90.0), "second": (20.0, 150.0)}  # days, 90 % of accounts


def company(every: int, stages: int, offer: str, overall: float = 0.9, lift: float = 12.0) -> str:
    """Rates that follow fit everywhere, and `stages` after the close, the second often failed."""
    after = "".join(
        f'[[motion.one.stage]]\nname = "{name}"\ntakes = "{low} to {high} days"\n'
        'passes = "60%"\nfit_correlation = 0.5\n'
        for name, (low, high) in list(STARTS.items())[:stages]
    )
    impact = f"""
[motion.one.impact]
every = "{every} months"
reached = "60%"
fit_correlation = 0.6
{'after_setback = "20%"' if stages else ""}
"""
    return f"""
title = "Monthly"
start = 2027-01-01
years = 1
[motion.one]
leads = "10 a month"
[[motion.one.stage]]
name = "show"
marks = "sal"
takes = "1 day"
passes = "70%"
fit_correlation = 0.5
[[motion.one.stage]]
name = "sign"
marks = "won"
takes = "1 day"
passes = "60%"
fit_correlation = 0.5
{after}
[motion.one.offer]
price = "10 per unit a month"
{offer}
{impact if every else ""}
[motion.one.renewal]
overall = {overall}
{f"lift = {lift}" if every or stages else ""}
"""


def holds(rate: Any, fit: Floats, rng: np.random.Generator, shift: Any = 0.0) -> Any:
    """Fit plus noise against the threshold."""
    if rate["kind"] == m.FLAT:
        return rng.random(len(fit)) < rate["p"]
    a = rate["fit_correlation"]
    return a * fit + np.sqrt(1.0 - a * a) * rng.standard_normal(len(fit)) >= rate["threshold"] + shift


@cache
def started(rates: bytes) -> tuple[np.random.Generator, Floats, Floats, Floats]:
    """Fit, day of the last stage and of the first that failed, of all who signed, by the rates of the stages:
    the same for companies that differ in what comes later. With the dice as they are after it."""
    rng = np.random.default_rng(3)
    fit = rng.standard_normal(LEADS)
    passes = np.frombuffer(rates, m.RATE)
    for rate in passes[:2]:
        fit = fit[holds(rate, fit, rng)]
    day, stumble = np.zeros(len(fit)), np.full(len(fit), np.inf)
    for rate, (low, high) in zip(passes[2:], STARTS.values(), strict=False):
        sigma = np.log(high / low) / (2.0 * stats.norm.ppf(0.95))
        day += np.sqrt(low * high) * np.exp(sigma * rng.standard_normal(len(fit)))
        failed = ~holds(rate, fit, rng)
        stumble = np.where(failed & np.isinf(stumble), day, stumble)
    return rng, fit, day, stumble


def followed(n: m.Numbers, from_live: bool) -> tuple[int, int]:
    """(stays, decisions) of the first twelve months after the anchor, account by account."""
    dice, fit, day, stumble = started(n.rates[n.stages["passes"]].tobytes())
    rng = deepcopy(dice)
    anchor = day if from_live else np.zeros(len(fit))
    motion = n.motions[0]
    odds = n.rates[motion["renewal"]]["p"] / (1.0 - n.rates[motion["renewal"]]["p"])
    share, ended = np.ones(len(fit)), np.zeros(len(fit), int)
    there = np.ones(len(fit), bool)
    stays = decisions = 0
    for month in range(1, 13):
        today = anchor + month * MONTH
        if motion["every"] > 0:
            due = (today - day) >= (ended + 1) * motion["every"] * MONTH - 1e-9
            unclean = np.isfinite(stumble) * motion["unclean"]
            hit = holds(n.rates[motion["reached"]], fit, rng, unclean)
            share = np.where(due, hit, share)
            ended += due
        share = np.where(ended == 0, stumble > today, share)
        chance = odds * np.exp(motion["lift"] * share)
        chance /= 1.0 + chance
        decisions += int(there.sum())
        there &= rng.random(len(fit)) < chance
        stays += int(there.sum())
    return stays, decisions


@pytest.mark.slow
@pytest.mark.parametrize("offer", ["", 'recurring_from = "live"', "metered = { swing = 0.1 }"])
@pytest.mark.parametrize("every", [0, 1, 3, 5, 12, 20])
@pytest.mark.parametrize("stages", [0, 1, 2])
def test_accounts_followed_month_by_month_show_the_stated_rate(
    every: int, stages: int, offer: str, tmp_path: Path
) -> None:
    """Cycles counted a month off, a start that is clean too long, leavers who decide again.

    Some 2 million decisions: would notice 0.2 points.
    """
    n = load(written(tmp_path, company(every, stages, offer))).model().numbers
    stays, decisions = followed(n, bool(offer))
    assert decisions > 500_000
    assert stays / decisions == pytest.approx(0.9, abs=0.002)


OVERALL, LIFT = (0.05, 0.5, 0.999), (0.01, 0.7, 300.0)
FAR_OUT = [  # in the fast tier each rate and each lift once
    pytest.param(overall, lift, marks=[pytest.mark.slow] * (n != k))
    for n, overall in enumerate(OVERALL)
    for k, lift in enumerate(LIFT)
]


@pytest.mark.parametrize(("overall", "lift"), FAR_OUT)
def test_a_rate_far_out_is_solved_as_well(overall: float, lift: float, tmp_path: Path) -> None:
    n = load(written(tmp_path, company(2, 1, "", overall, lift))).model().numbers
    stays, decisions = followed(n, False)
    error = np.sqrt(overall * (1.0 - overall) / decisions)
    assert abs(stays / decisions - overall) < 8.0 * error + 1e-4


@pytest.mark.parametrize("overall", [0.0, 1.0])
def test_nobody_and_everybody_stay(overall: float, tmp_path: Path) -> None:
    n = load(written(tmp_path, company(3, 1, "", overall))).model().numbers
    assert n.rates["p"][n.motions["renewal"][0]] == overall
