"""What a ledger, and what came of it, says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from tests.companies import SMALL, written


def test_short_words_for_long_things(tmp_path: Path) -> None:
    """Catches a notebook flooded by arrays."""
    scenario = simulator.load(written(tmp_path, SMALL))
    ledger = simulator.simulate(scenario.model(), seed=2, replication=3)
    rows = f"{len(ledger.rows):,} rows of {len(ledger.motion):,} accounts"
    assert repr(ledger) == f"Ledger('A small company', seed 2, replication 3: {rows})"
    comparison = simulator.compare([scenario, scenario], replications=2)
    assert repr(comparison) == "Comparison(small, small (2); against small)"
    assert repr(comparison.outcomes[0]).startswith("Outcomes('small', 2 runs, seed 0, ")


def test_a_wrong_name_is_answered_with_the_right_ones(tmp_path: Path) -> None:
    scenario = simulator.load(written(tmp_path, SMALL))
    outcomes = simulator.run(scenario, replications=1)
    with pytest.raises(KeyError, match=r"no metric 'win' here: did you mean win_rate\? there are leads"):
        outcomes.summary("win")
    with pytest.raises(KeyError, match=r"no metric 'utilisation\.none' here: .* utilisation\.ae"):
        outcomes.summary("utilisation.none")
    with pytest.raises(TypeError, match=r"scenario\.model\(\)"):
        simulator.simulate(scenario)  # type: ignore[arg-type]
