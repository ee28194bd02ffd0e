"""What a second thread gives, simulated and measured."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import simulator
from tests.benchmarks.companies import kept, ten_stages
from tests.benchmarks.page import Section, Table
from tests.benchmarks.rounds import alternating, ratios, spread


def section(folder: Path, *, quick: bool) -> Section:
    """Wall seconds on one thread and on two, in alternation."""
    replications, rounds = (4, 2) if quick else (16, 7)
    company = simulator.load(kept(ten_stages(years=1 if quick else 5), folder))
    model = company.model()

    def simulated(threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda one: simulator.simulate(model, replication=one), range(replications)))

    def run(threads: int) -> None:
        simulator.run(company, replications=replications, workers=threads)

    run(2)
    times = alternating(
        {
            "simulated, 1": lambda _: simulated(1),
            "simulated, 2": lambda _: simulated(2),
            "run, 1": lambda _: run(1),
            "run, 2": lambda _: run(2),
        },
        rounds,
        clock=time.perf_counter,
    )
    rows = [
        [
            name,
            spread(times[f"{part}, 1"]),
            spread(times[f"{part}, 2"]),
            spread(ratios(times[f"{part}, 1"], times[f"{part}, 2"])),
        ]
        for part, name in (("simulated", "simulated"), ("run", "simulated and measured (`run`)"))
    ]
    few = "THIS MACHINE HAS ONE PROCESSOR: nothing can be gained. " if (os.cpu_count() or 1) < 2 else ""
    return Section(
        "Two threads",
        [
            f"""{few}Wall seconds of {replications} lives of the ten-stage company, medians of {rounds}
            alternating rounds with quartiles; the ratio is paired by round. 2 would be all that two threads
            can give, on a machine that does nothing else.""",
            Table(["", "one thread", "two threads", "times as fast"], rows),
        ],
    )
