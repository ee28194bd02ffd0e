"""Accounts a second, beside peers who live through the same company in the same rounds."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import stats

import simulator
from tests.benchmarks import companies
from tests.benchmarks.company import Counts, company_of, counts_of
from tests.benchmarks.page import Section, Table
from tests.benchmarks.peers import MISSING, PEERS, SLOW
from tests.benchmarks.peers.by_numpy import draw
from tests.benchmarks.rounds import Times, alternating, number, ratios, spread

OURS = "bowtie-simulator"
MEASURED = "the same, all metrics measured"
DRAWN = "NumPy, numbers drawn only"
CHANCE = 1e-4  # two counts differ where chance would make them differ so less often than this


def agreement(folder: Path, *, lives: int) -> tuple[Table, list[str]]:
    """Counts of a company in which people are short, of all; and where a peer's differ from ours."""
    model = companies.model_of(companies.tight(), folder)
    company = company_of(model)
    found = {OURS: [counts_of(simulator.simulate(model, seed=1, replication=n)) for n in range(lives)]}
    found |= {name: [live(company, n) for n in range(lives)] for name, live in PEERS.items()}
    rows = [
        [name, *(number(float(np.mean([getattr(one, what) for one in counts]))) for what in SHOWN)]
        for name, counts in found.items()
    ]
    apart = [
        f"{name}: {what}"
        for name, counts in found.items()
        for what in Counts._fields
        if differ([getattr(one, what) for one in counts], [getattr(one, what) for one in found[OURS]])
    ]
    return Table(["mean of a life", *SHOWN.values()], rows), apart


SHOWN = {
    "worked": "worked",
    "waited": "days waited",
    "unworked": "gave up",
    "won": "won",
    "setbacks": "setbacks",
    "renewed": "renewed",
    "churned": "left",
    "reached": "impact",
}


def differ(one: list[float], other: list[float]) -> bool:
    """Whether two means differ by more than chance, by Welch's test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of counts that never vary
        p = float(stats.ttest_ind(one, other, equal_var=False).pvalue)
    return float(np.mean(one)) != float(np.mean(other)) and not p >= CHANCE


def contestants(folder: Path, *, years: int) -> tuple[dict[str, Callable[[int], object]], Counts]:
    """What takes part in a round, all compiled; and what happens in a life."""
    model = companies.model_of(companies.ten_stages(years=years), folder)
    company = company_of(model)
    counts = counts_of(simulator.simulate(model, seed=0, replication=0))

    def both(turn: int) -> None:
        simulator.measure(simulator.simulate(model, seed=0, replication=turn))

    part: dict[str, Callable[[int], object]] = {
        OURS: lambda turn: simulator.simulate(model, seed=0, replication=turn),
        MEASURED: both,
    }
    for name, live in PEERS.items():
        part[name] = lambda turn, live=live: live(company, turn)
        live(company._replace(horizon=30.0), 0)
    part[DRAWN] = lambda turn: draw(counts, turn)
    both(0)
    return part, counts


class Beside(NamedTuple):
    """What was found, and how many accounts one life has."""

    times: Times
    accounts: float

    def ratio(self, name: str) -> float:
        """How many times as long as ours it takes; nan where it did not take part."""
        if name not in self.times:
            return float("nan")
        return float(np.median(ratios(self.times[name], self.times[OURS])))


def beside(folder: Path, *, rounds: int, years: int) -> Beside:
    """Rounds of all."""
    part, counts = contestants(folder, years=years)
    few = dict.fromkeys(SLOW, max(2, rounds // 2))
    return Beside(alternating(part, rounds, few=few), counts.leads)


def section(found: Beside, agreed: Table, apart: list[str], *, rounds: int, lives: int) -> Section:
    """Both tables, and how to read them."""
    times, accounts = found
    rows = [
        [
            name,
            f"{accounts / float(np.median(seconds)):,.0f}",
            spread(seconds),
            spread(ratios(seconds, times[OURS])),
        ]
        for name, seconds in times.items()
    ]
    missing = f"Not installed, and left out: {', '.join(MISSING)}. " if MISSING else ""
    verdict = (
        f"No count of a peer differs from ours by more than chance (Welch's test, 1 in {1 / CHANCE:,.0f})."
        if not apart
        else f"THESE DIFFER FROM OURS: {'; '.join(apart)}."
    )
    return Section(
        "Beside peers, one core",
        [
            f"""The company of `tests/benchmarks/ten-stages.toml`, {accounts:,.0f} accounts a life, in
            {rounds} alternating rounds (of the slowest fewer): medians of CPU seconds, quartiles in brackets,
            and how many times ours a peer takes, paired by round. All are compiled before. {missing}Ours
            writes each event into a ledger and knows which person works; a peer only counts, and has seats.
            Each is written as runs fastest in it: see `tests/benchmarks/peers/`. cimba stands here twice:
            with a process an account, as its pages teach and as the models in SimPy and salabim are written,
            and with bare events and lines kept by hand.""",
            Table(["one life", "accounts a second", "CPU seconds", "times ours"], rows),
            f"""The same work? A company of two years in which people are short, {lives} lives each.
            {verdict}""",
            agreed,
        ],
    )
