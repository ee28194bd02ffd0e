"""Both engines write the same ledger of every company that we ship."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator

FILES = sorted(Path(__file__).parents[2].joinpath("scenarios").glob("*.toml"))


@pytest.mark.parametrize("path", [f for f in FILES if f.name != "sources.toml"], ids=lambda f: f.stem)
def test_engines_agree_on_shipped_files(path: Path) -> None:
    model = simulator.load(path).draw(seed=0, replication=3)
    fast = simulator.simulate(model, seed=0, replication=3)
    slow = simulator.simulate(model, seed=0, replication=3, engine="simpy")
    assert fast.rows.tobytes() == slow.rows.tobytes()
    assert len(fast.rows) > 10_000
