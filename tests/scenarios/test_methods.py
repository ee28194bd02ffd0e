"""What the files of scenarios/methods claim: which method sells best turns with how far buyers are."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest

import simulator
from simulator import ledger as led
from simulator.model import NO_NEED, PROBLEM, SOLUTION
from tests.lives import scenario

METHODS = ("solution", "consultative", "provocative", "saas")
MARKETS = {  # by what-if: methods by value at the end, best first
    "": ("saas", "consultative", "solution", "provocative"),
    "a market that sleeps": ("saas", "provocative", "consultative", "solution"),
    "a market that has the pain": ("saas", "consultative", "provocative", "solution"),
    "a market that knows": ("solution", "saas", "consultative", "provocative"),
}
LIVES = 32


@functools.cache
def company(method: str, market: str) -> simulator.Scenario:
    one = scenario(f"methods/{method}")
    return one.with_what_if(market) if market else one


@functools.cache
def values(method: str, market: str, metric: str) -> np.ndarray:
    return np.array(
        simulator.run(company(method, market), replications=LIVES, metrics=[metric]).values[metric]
    )


@pytest.mark.slow
@pytest.mark.parametrize("market", MARKETS, ids=lambda market: market or "as shipped")
def test_the_ranking_turns_with_the_market(market: str) -> None:
    """Each above the next by four standard errors of the paired difference: a false alarm below 1e-3. Catches
    need that has no part in who signs: then one method would be the best of all markets."""
    for better, worse in itertools.pairwise(MARKETS[market]):
        gaps = values(better, market, "value_end") - values(worse, market, "value_end")
        assert gaps.mean() > 4.0 * gaps.std(ddof=1) / np.sqrt(LIVES), (better, worse, gaps.mean())


@pytest.mark.slow
def test_the_solution_method_overtakes_where_about_a_third_knows_the_solution() -> None:
    """By won: behind the consultative one with 27 %, ahead with 45 %. Catches a description that is out of
    date."""
    gaps = {}
    for share in ("27%", "45%"):
        changes = {"motion.sale.need.at_birth.solution": share}
        won = [
            np.array(
                simulator.run(company(method, "").vary(changes), replications=LIVES, metrics=["won"]).values[
                    "won"
                ]
            )
            for method in ("solution", "consultative")
        ]
        gaps[share] = won[0] - won[1]
    assert gaps["27%"].mean() < -4.0 * gaps["27%"].std(ddof=1) / np.sqrt(LIVES)
    assert gaps["45%"].mean() > 4.0 * gaps["45%"].std(ddof=1) / np.sqrt(LIVES)


def test_who_signs_is_as_far_as_the_method_needs() -> None:
    """Read from rows: a solution sale signs only who knows the solution, the others whoever has a problem; of
    who signs in a provocative sale many had none when they came. Catches a buyer who signs without need, and
    a workshop that teaches nobody."""
    for method in METHODS:
        model = company(method, "").model()
        ledger = simulator.simulate(model, seed=1)
        rows = ledger.rows
        signed = rows[(rows["event"] == led.PASSED) & (rows["stage"] == model.stages.index("decide"))]
        needed = SOLUTION if method == "solution" else PROBLEM
        assert signed["state"].min() == needed, method
        came = rows[rows["event"] == led.LEAD]
        first = dict(zip(came["account"].tolist(), came["state"].tolist(), strict=True))
        woken = sum(first[who] == NO_NEED for who in signed["account"].tolist())
        assert (woken > 0.3 * len(signed)) == (method == "provocative"), (method, woken, len(signed))
