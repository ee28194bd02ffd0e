"""How time and memory grow with accounts, people, stages and months, and with replications."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.companies import File, crowded, kept, ten_stages
from tests.benchmarks.page import Section, Table
from tests.benchmarks.processes import ROOT, started
from tests.benchmarks.rounds import number


def _alone(*words: str) -> tuple[dict[str, Any], float]:
    cost, said = started(["-m", "tests.benchmarks.alone", *words])
    return json.loads(said), cost.megabytes


def _grown(quick: bool) -> dict[str, File]:
    if quick:
        return {
            "as it is, one year": ten_stages(years=1),
            "4 times accounts and people": ten_stages(years=1, leads=4000, more_people=4),
        }
    return {
        "as it is: 5 years, 10 stages": ten_stages(),
        "4 times accounts and people": ten_stages(leads=4000, more_people=4),
        "16 times": ten_stages(leads=16000, more_people=16),
        "1,000 seats a team: 10 people": crowded(10),
        "1,000 seats: 100 people": crowded(100),
        "1,000 seats: 1,000 people": crowded(1000),
        "20 stages": ten_stages(more_stages=10),
        "40 stages": ten_stages(more_stages=30),
        "10 years": ten_stages(years=10),
        "20 years": ten_stages(years=20),
    }


def section(folder: Path, *, quick: bool) -> Section:
    """A table of growth, and what is kept of a replication."""
    rows = []
    for name, file in _grown(quick).items():
        found, megabytes = _alone("life", str(kept(file, folder)), "1" if quick else "3")
        simulate, measure = (float(np.median(found[what])) for what in ("simulate", "measure"))
        rows.append(
            [
                name,
                f"{found['accounts']:,}",
                f"{found['rows']:,}",
                number(simulate),
                number(1e9 * simulate / found["rows"]),
                number(measure / simulate),
                number(megabytes),
            ]
        )
    subscription = str(ROOT / "scenarios" / "subscription.toml")
    few, more = (5, 15) if quick else (20, 220)
    at_most = {count: _alone("many", subscription, str(count))[1] for count in (few, more)}
    each = 1000 * (at_most[more] - at_most[few]) / (more - few)
    return Section(
        "Growth",
        [
            """One life of the ten-stage company and of larger ones, each in a process of its own: medians of
            CPU seconds, how many times that all metrics take, and the memory needed at most.""",
            Table(
                [
                    "ten stages, but",
                    "accounts",
                    "rows",
                    "simulate, s",
                    "ns a row",
                    "metrics",
                    "MB",
                ],
                rows,
            ),
            f"""`run` of the subscription company needs {number(at_most[few])} MB for {few} simulated runs and
            {number(at_most[more])} MB for {more}: {number(each)} kB more for each.""",
        ],
    )
