"""Both engines write the same ledger of every company that we ship."""

from __future__ import annotations

import pytest

import simulator
from simulator.scenario_library import scenarios
from tests.lives import scenario


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in scenarios() if "/" not in name])
def test_engines_agree_on_shipped_files(name: str) -> None:
    model = scenario(name).draw(seed=0, replication=3)
    fast = simulator.simulate(model, seed=0, replication=3)
    slow = simulator.simulate(model, seed=0, replication=3, engine="simpy")
    assert fast.rows.tobytes() == slow.rows.tobytes()
    assert len(fast.rows) > 10_000
