"""A stated rate is the rate observed in the reference company; a change keeps the company's bars."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import simulator
from simulator.metrics import Measures, measure

# Nobody waits, so nobody goes cold: the company as its planner states it.
COMPANY = """
title = "Free capacity"
start = 2027-01-01
years = 5
currency = "EUR"

[play.sale]
leads = "4000 a month"

[[play.sale.stage]]
name = "qualify"
takes = "2 to 20 days"
passes = "40%"
accuracy = ACCURACY
loses_to = { nurture = "30%", after = "1 to 3 months" }

[[play.sale.stage]]
name = "accept"
marks = "sal"
takes = "1 to 5 days"
passes = "60%"
accuracy = ACCURACY
loses_to = { nurture = "20%", after = "1 month", to = "qualify" }

[[play.sale.stage]]
name = "agree"
marks = "won"
takes = "5 to 30 days"
passes = "25%"
accuracy = ACCURACY

[[play.sale.stage]]
name = "set up"
takes = "10 to 120 days"
passes = "85%"
accuracy = ACCURACY

[play.sale.offer]
price = "10 per unit a month"
term = "12 months"

[play.sale.impact]
every = "3 months"
reached = "80%"
after_setback = "55%"
accuracy = ACCURACY

[play.sale.renewal]
overall = "85%"
lift = 2.5
"""

# 36 comparisons here at 5 standard errors: a false alarm in 50,000 runs of this file.
LIMIT = 5.0


def _measured(text: str, folder: Path, replications: int = 2) -> list[Measures]:
    file = folder / "company.toml"
    file.write_text(text)
    model = simulator.load(file).model()
    return [measure(simulator.simulate(model, seed=11, replication=r)) for r in range(replications)]


def _deviation(passed: float, decided: float, stated: float) -> float:
    """Standard errors between an observed and a stated rate."""
    return (passed / decided - stated) / math.sqrt(stated * (1 - stated) / decided)


@pytest.mark.parametrize("accuracy", [0.0, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_a_stated_rate_is_observed_on_first_visits(accuracy: float, tmp_path: Path) -> None:
    """Notices 0.5 points on the first stage (480,000 visits), 1.5 on set up and renewal."""
    found = _measured(COMPANY.replace("ACCURACY", str(accuracy)), tmp_path)
    for stage in range(4):
        decided = sum(m.stages["decided"][stage] for m in found)
        passed = sum(m.stages["passed"][stage] for m in found)
        assert abs(_deviation(passed, decided, found[0].stages["stated"][stage])) < LIMIT
    for count, share, stated in (
        ("first_cycles", "first_reached", "stated_reached"),
        ("decisions", "renewal", "stated_renewal"),
    ):
        n = sum(m.rates[count][0] for m in found)
        hits = sum(m.rates[count][0] * m.rates[share][0] for m in found)
        assert abs(_deviation(hits, n, found[0].rates[stated][0])) < LIMIT


def _conversion(text: str, folder: Path) -> tuple[float, float]:
    """Wins, and wins of a qualified account, of two replications."""
    found = _measured(text, folder)
    won, sal = (sum(m.values[name] for m in found) for name in ("won", "sal"))
    return won, won / sal


def test_a_better_judge_wins_more_only_as_a_change(tmp_path: Path) -> None:
    """Were bars solved anew in the changed company, the judge would win nothing: the error to expose."""
    company = COMPANY.replace("ACCURACY", "0.4")
    better = '\n[change]\n"play.sale.stage.qualify.accuracy" = 0.9\n'
    won, _ = _conversion(company, tmp_path)
    won_better, _ = _conversion(company + better, tmp_path)
    own = company.replace("accuracy = 0.4", "accuracy = 0.9", 1)
    won_own, _ = _conversion(own, tmp_path)
    assert won_better > won * 1.1
    assert abs(won_own / won - 1) < 0.05


def test_twice_the_leads_of_worse_fit_convert_worse(tmp_path: Path) -> None:
    """More leads, more deals? Not twice as many, when they fit worse."""
    company = COMPANY.replace("ACCURACY", "0.5")
    more = '\n[change]\n"play.sale.leads" = "8000 a month"\n"play.sale.fit" = -0.5\n'
    won, rate = _conversion(company, tmp_path)
    won_more, rate_more = _conversion(company + more, tmp_path)
    assert rate_more < rate * 0.9
    assert won_more < 2 * won * 0.7
    same = '\n[change]\n"play.sale.leads" = "8000 a month"\n'
    won_same, rate_same = _conversion(company + same, tmp_path)
    assert rate_same == pytest.approx(rate, rel=0.02)
    assert won_same == pytest.approx(2 * won, rel=0.02)
    assert np.isfinite(rate)
