"""A channel whose leads are further when they come: informed buyers, who come in late."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator import ledger as led
from simulator.engines import simulate
from simulator.layout.text import text as printed
from simulator.model import NONE, PROBLEM, SOLUTION
from simulator.scenario import describe, load
from tests.oracles.judging import share_is
from tests.scenario.need import INFORMED, company
from tests.scenario.small import written
from tests.scenario.test_stated_rates import first


def test_only_who_says_how_far_its_leads_are_has_shares_of_its_own(tmp_path: Path) -> None:
    """Catches shares of one channel that all have, or that a channel without any has as nought."""
    plain = INFORMED.replace("web", "fair").replace("at_birth", "# at_birth")
    text = company(0.5, INFORMED + plain).replace("5k a month", "9 a month")
    scenario = load(written(tmp_path, text))
    channels = scenario.model().numbers.channels[["knows_problem", "knows_solution"]]
    assert sorted(channels.tolist()) == [(NONE, NONE), (NONE, NONE), (0.30, 0.65)]
    told = " ".join(printed(describe(scenario)).split())
    assert "30 % of leads know their problem" in told
    assert "65 % know the solution, too; the others have no need" in told


@pytest.mark.slow
def test_informed_leads_are_as_far_as_stated_and_all_together_pass_as_stated(tmp_path: Path) -> None:
    """Of 60,000 leads that come to the second stage from outside 65 % know the solution; of those who had
    passed the first stage nobody is told otherwise. Rates are stated of both together: thresholds settled
    over leads that are all alike would miss by some points. A false alarm in a million each."""
    model = load(written(tmp_path, company(0.5, INFORMED))).model()
    ledger = simulate(model, seed=11)
    came = ledger.rows[ledger.rows["event"] == led.LEAD]
    late = came["to"] == 1
    for mine, problem, solution in ((came[late], 0.30, 0.65), (came[~late], 0.28, 0.27)):
        for level, share in ((PROBLEM, problem), (SOLUTION, solution)):
            share_is((mine["state"] == level).sum(), len(mine), share, notices=0.012)
    for stage, stated in enumerate(model.numbers.stages["stated"]):
        decided = first(ledger, [led.PASSED, led.LOST, led.NURTURED, led.SETBACK], stage)
        share_is((decided["event"] == led.PASSED).sum(), len(decided), stated, notices=0.02)


@pytest.mark.slow
def test_informed_leads_are_won_more_often_under_the_same_thresholds(tmp_path: Path) -> None:
    """The channel with the need of the others: a tenth fewer of the same accounts sign; those of the motion's
    own leads who sign are the same. Catches `at_birth` of a channel that nobody reads."""
    informed = load(written(tmp_path, company(0.5, INFORMED)))
    shares = {"problem": "28%", "solution": "27%"}
    alike = informed.vary({f"motion.one.channel.web.at_birth.{key}": share for key, share in shares.items()})
    won = []
    for scenario in (informed, alike):
        ledger = simulate(scenario.model(), seed=11)
        came = ledger.rows[ledger.rows["event"] == led.LEAD]
        signed = np.isin(came["account"], ledger.rows["account"][ledger.rows["event"] == led.WON])
        address = ledger.address[came["account"]]
        won.append([set(address[signed & (came["to"] == stage)].tolist()) for stage in (1, 0)])
    assert len(won[0][0]) > 1.1 * len(won[1][0]) > 5_000
    assert won[0][1] == won[1][1]
