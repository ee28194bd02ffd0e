"""First answer and warm answer of the command line."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.page import Section, Table
from tests.benchmarks.processes import Cost, started
from tests.benchmarks.rounds import number, spread

FOUR = [f"scenarios/{name}.toml" for name in ("perpetual", "subscription", "consumption", "freemium")]
FIRST = ["run", "scenarios/subscription.toml", "--replications", "1"]


def _bowtie(words: Sequence[str], cache: Path | None = None) -> Cost:
    return started(["-m", "simulator", *words], cache=cache)[0]


def _row(name: str, costs: Sequence[Cost]) -> list[str]:
    return [
        name,
        spread([cost.wall for cost in costs]),
        spread([cost.cpu for cost in costs]),
        number(max(cost.megabytes for cost in costs)),
    ]


def section(*, quick: bool) -> Section:
    """The first answer with an empty cache, then warm ones in alternation."""
    few = ["--replications", "5"] if quick else []
    short = {
        "`--help`": ["--help"],
        "`check` subscription": ["check", "scenarios/subscription.toml"],
        "`run` subscription, one run": FIRST,
    }
    long = {
        "`run` subscription": ["run", "scenarios/subscription.toml", *few],
    }
    if not quick:
        long["`compare` four models"] = ["compare", *FOUR]
    _bowtie(FIRST)  # compiled from here on
    costs: dict[str, list[Cost]] = {"Python alone": [], **{name: [] for name in (*short, *long)}}
    for _ in range(1 if quick else 5):
        costs["Python alone"].append(started(["-c", "pass"])[0])
        for name, words in short.items():
            costs[name].append(_bowtie(words))
    for name, words in long.items():
        costs[name].append(_bowtie(words))
    rows = [_row(name, found) for name, found in costs.items()]
    if not quick:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as empty:
            rows.append(_row("first answer ever: `run` subscription, one run", [_bowtie(FIRST, Path(empty))]))
    first = "The first answer is left out by `--quick`. " if quick else ""
    many = "five runs" if quick else "the default number of runs"
    return Section(
        "The command line",
        [
            f"""Wall and CPU seconds of a whole process, medians with quartiles where there are several, and
            the memory that it needs at most. `run` and `compare` without a number make {many}, on all
            processors. {first}The first answer is one with an empty cache: it compiles all that it needs.""",
            Table(["bowtie ...", "wall seconds", "CPU seconds", "MB"], rows),
        ],
    )
