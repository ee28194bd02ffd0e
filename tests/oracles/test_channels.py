"""Channels by theory: stated rates hold for the mix of all channels, and each differs as its fit says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.stats

from simulator import ledger as e
from simulator.closed_form import walk, wins
from simulator.engines import simulate
from simulator.ledger import Ledger
from simulator.model import Model
from tests.channelled import channelled
from tests.oracles.judging import agrees, share_is

pytestmark = pytest.mark.slow


def first_decisions(ledger: Ledger, stage: int) -> tuple[int, int]:
    """Accounts that passed a stage at their first visit, and those that it decided on."""
    rows = ledger.rows[ledger.rows["stage"] == stage]
    rows = rows[np.isin(rows["event"], (e.PASSED, e.LOST))]
    return int((rows["event"] == e.PASSED).sum()), len(rows)


@pytest.mark.parametrize("follows", [0.0, 0.2, 0.5, 0.8, 0.95])
def test_stated_is_observed_of_the_mix(follows: float, tmp_path: Path) -> None:
    """Catches thresholds that are settled over the motion's own leads, or without those who come in later."""
    stated = (("40", 0.4), ("60", 0.5), ("25", 0.6))
    key = 'passes          = "{}%"\nfit_correlation = {}'
    edits = [(key.format(passes, old), key.format(passes, follows)) for passes, old in stated]
    ledger = simulate(_large(tmp_path, *edits), seed=4)
    for stage, stated in enumerate((0.4, 0.6, 0.25)):
        share_is(*first_decisions(ledger, stage), stated, notices=0.02)


def _large(folder: Path, *edits: tuple[str, str]) -> Model:
    """A hundred times as many leads of each kind."""
    more = [
        ('leads     = "100 a month"\nlead_cost = "20"', 'leads     = "5000 a month"\nlead_cost = "20"'),
        ('leads     = "100 a month"\nlead_cost = "60"', 'leads     = "5000 a month"\nlead_cost = "60"'),
        ('leads  = "40 a month"', 'leads  = "2000 a month"'),
        ("people   = 3", "people   = 150"),
        ("years    = 2", "years    = 1"),
    ]
    return channelled(folder, *more, *edits).model()


def _both_pass(model: Model, fit: float, first: int) -> float:
    """The share of a channel with this mean fit that passes all stages from the first of them on: scores are
    normal, and go together as far as both follow fit (Genz 1992)."""
    rates = model.numbers.rates[model.numbers.stages["passes"][first:3]]
    follows = rates["fit_correlation"]
    cov = np.outer(follows, follows)
    np.fill_diagonal(cov, 1.0)
    below = follows * fit - rates["threshold"]
    return float(scipy.stats.multivariate_normal(np.zeros(len(follows)), cov, seed=1).cdf(below))


def test_won_of_each_channel_is_a_normal_orthant(tmp_path: Path) -> None:
    """Under common thresholds each channel wins as its fit and its entry say: inbound and outbound differ.
    Catches a fit that is that of the motion, and an entry that changes who is judged how."""
    model = _large(tmp_path)
    ledger = simulate(model, seed=6)
    won = np.zeros(len(ledger.motion), bool)
    won[ledger.rows["account"][ledger.rows["event"] == e.WON]] = True
    leads = ledger.rows[ledger.rows["event"] == e.LEAD]
    shares = {}
    for name, fit, first in (("own", 0.0, 0), ("web", 0.2, 0), ("outbound", -0.5, 1), ("partner", 0.6, 0)):
        mine = leads[leads["person"] == model.channels.index(f"sale.{name}")]["account"]
        shares[name] = _both_pass(model, fit, first)
        share_is(won[mine].sum(), len(mine), shares[name], notices=0.02)
    qualified = {
        name: shares[name] / _qualified(model, fit) for name, fit in (("own", 0.0), ("partner", 0.6))
    }
    assert shares["outbound"] < qualified["own"] < qualified["partner"]  # each of those who come to accept


def _qualified(model: Model, fit: float) -> float:
    rate = model.numbers.rates[model.numbers.stages["passes"][0]]
    return float(scipy.stats.norm.cdf(rate["fit_correlation"] * fit - rate["threshold"]))


def test_the_closed_form_knows_channels(tmp_path: Path) -> None:
    """The mean path, worked out apart, has the stated rates, and its wins are those that are lived. Catches a
    mixture or an entry that the one has and the other has not."""
    model = channelled(tmp_path).model()
    path = walk(model)
    assert path.passed / path.reached == pytest.approx([0.4, 0.6, 0.25], abs=1e-9)
    lived = [(simulate(model, seed=8, replication=r).rows["event"] == e.WON).sum() for r in range(200)]
    agrees(lived, wins(model), notices=0.04)


def test_more_of_a_channel_fit_less(tmp_path: Path) -> None:
    """Twice the web's leads win a smaller share of them, by the fall of fit alone; so each of its customers
    costs more than 30 % more. Catches a fall of fit that reaches the cost and not the lead."""
    company = channelled(
        tmp_path,
        ('leads     = "100 a month"\nlead_cost = "60"', 'leads     = "5000 a month"\nlead_cost = "60"'),
    )
    twice = company.vary({"motion.sale.channel.web.leads": "+100%"}).model()
    ledger = simulate(twice, seed=2)
    leads = ledger.rows[ledger.rows["event"] == e.LEAD]
    mine = leads[leads["person"] == twice.channels.index("sale.web")]
    won = np.isin(mine["account"], ledger.rows["account"][ledger.rows["event"] == e.WON])
    share_is(won.sum(), len(won), _both_pass(twice, 0.0, 0), notices=0.01)
    assert mine["amount"].mean() / won.mean() > 1.3 * 6_000 / _both_pass(twice, 0.2, 0)
