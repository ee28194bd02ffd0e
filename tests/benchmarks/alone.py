"""What is measured in a process of its own, for its memory: python -m tests.benchmarks.alone WHAT FILE ..."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import simulator
from tests.benchmarks.companies import model_of, ten_stages
from tests.benchmarks.rounds import alternating


def life(file: str, rounds: str) -> dict[str, object]:
    """CPU seconds of simulating and measuring a file, and how much there is of it."""
    with tempfile.TemporaryDirectory() as folder:
        small = model_of(ten_stages(leads=100, years=1), Path(folder))
    simulator.measure(simulator.simulate(small))  # compiled
    model = simulator.load(file).model()
    ledger = simulator.simulate(model)
    found = {"accounts": len(ledger.motion), "rows": len(ledger.rows)}
    del ledger
    kept: list[simulator.Ledger] = []

    def simulate(turn: int) -> None:
        kept[:] = []
        kept.append(simulator.simulate(model, replication=turn))

    times = alternating({"simulate": simulate}, int(rounds))
    times |= alternating({"measure": lambda _: simulator.measure(kept[0])}, int(rounds))
    return {**found, **times}


def many(file: str, replications: str) -> dict[str, object]:
    """Outcomes of so many replications."""
    outcomes = simulator.run(simulator.load(file), replications=int(replications), workers=1)
    return {"metrics": len(outcomes.values)}


if __name__ == "__main__":
    print(json.dumps({"life": life, "many": many}[sys.argv[1]](*sys.argv[2:])))
