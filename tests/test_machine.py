"""Catches a limit that does not follow the memory there is."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator import machine
from simulator.ledger import most_rows
from simulator.scenario.validate.volumes import most_accounts
from tests.companies import SMALL, written


@pytest.mark.parametrize("limit", ["1000000000", "max", ""])
def test_a_container_may_have_less_than_its_machine(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = machine.memory()
    (tmp_path / "memory.max").write_text(limit)
    monkeypatch.setattr(machine, "_LIMITS", (tmp_path / "memory.max", tmp_path / "not there"))
    assert machine.memory.__wrapped__() == (10**9 if limit.isdigit() else whole)


def test_limits_follow_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A company may be too large for one machine and fit into another, and says so in figures."""
    scenario = written(tmp_path, SMALL.replace("12 to 20 a month", "400k a month"))
    monkeypatch.setattr(machine, "memory", lambda: 10**9)
    assert most_rows() == 4_000_000
    few = most_accounts()
    with pytest.raises(simulator.ScenarioError) as raised:
        simulator.load(scenario)
    said = "9,600,000 leads are expected, at most 1,100,000 fit into the 1 GB of memory there are"
    assert said in " ".join(str(raised.value).split())
    monkeypatch.setattr(machine, "memory", lambda: 16 * 10**9)
    assert most_accounts() >= 15 * few
    assert simulator.load(scenario).company.motion
