"""The four models show the rates that their files state, while need moves and channels mix."""

from __future__ import annotations

import numpy as np
import pytest

import simulator
from simulator import ledger
from tests.lives import scenario
from tests.oracles.judging import share_is
from tests.scenario.test_stated_rates import first
from tests.scenarios.test_shipped import MODELS

LIVES = 40
DECIDED = [ledger.PASSED, ledger.LOST, ledger.NURTURED, ledger.SETBACK]
NOTICES = {  # points, by how many come so far in five years
    "attract": 0.003, "qualify": 0.008, "accept": 0.01, "decide": 0.012, "onboard": 0.011,
    "try out": 0.003, "register": 0.005, "use for real": 0.005, "activate": 0.003, "pay": 0.003,
    "set up": 0.008,
}  # fmt: skip
# Not restated, so it asks what the company asks: of a third of buyers, not a fifth, fewer start cleanly.
KEPT = ("perpetual", "onboard")


def reference(name: str) -> simulator.Model:
    """A model in which nobody waits, and whom nobody recommends: that is where its rates are stated."""
    company = scenario(name)
    teams = company.company.team.keys() & {"sdr", "ae", "onboarding"}
    free = {f"team.{team}.capacity": 10_000 for team in teams}
    return company.vary(free | {"motion.sale.referral": "none"}, "free seats").model()


def test_as_many_come_to_need_it_as_cease_to() -> None:
    """The shares at birth are those that the two mean times keep, to a point. Catches one of the four that is
    changed alone, so that an unworked market warms or cools by itself."""
    need = scenario("company").company.motion["sale"].need
    assert need is not None
    assert need.wakes is not None
    assert need.fades is not None
    up = need.fades.mean / need.wakes.mean
    kept = np.array([1.0, up, up * up]) / (1.0 + up + up * up)
    assert need.at_birth.problem.mean == pytest.approx(kept[1], abs=0.01)
    assert need.at_birth.solution.mean == pytest.approx(kept[2], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_the_rate_of_each_stage_is_the_stated_one(name: str) -> None:
    """First visits of forty lives: a false alarm in a million each. Catches a rate that is settled over
    leads of the website alone, over buyers as they come and not as they decide, and one of a child with a
    longer stage that is settled over those of its base."""
    model = reference(name)
    hits = np.zeros((len(model.stages), 2), np.int64)
    for replication in range(LIVES):
        held = simulator.simulate(model, seed=0, replication=replication)
        for stage in range(len(model.stages)):
            decided = first(held, DECIDED, stage)
            hits[stage] += (decided["event"] == ledger.PASSED).sum(), len(decided)
    for stage, stated in enumerate(model.numbers.stages["stated"].tolist()):
        passed, decided = hits[stage].tolist()
        if (name, model.stages[stage]) == KEPT:
            assert passed < stated * decided - 4.0 * np.sqrt(stated * (1.0 - stated) * decided)
        elif stated < 1.0:
            share_is(passed, decided, stated, notices=NOTICES[model.stages[stage]])
