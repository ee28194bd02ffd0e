"""A what-if whose gain is a curve that we know, whatever comes of running it: only the company is run."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

import simulator
from simulator.company.schema import numbers_of
from simulator.experiment import Difference, break_even
from simulator.scenario import Scenario


def gaining(
    patch: pytest.MonkeyPatch, path: str, curve: Callable[[float], float], half: float = 0.3, losing: int = 0
) -> None:
    """Every difference is the curve of the number at a path, plus and minus `half`; undefined where nan.

    `losing`: so many replications lose even where the mean is a gain.
    """
    runs = break_even.run
    last: list[Scenario] = []
    company: list[simulator.Outcomes] = []

    def run(scenario: Scenario, **options: object) -> simulator.Outcomes:
        last[:] = [scenario]
        if not company:
            company.append(runs(scenario, **options))  # type: ignore[arg-type]
        return company[0]

    def paired(one: simulator.Outcomes, *_: object) -> Difference:
        numbers = {at.removesuffix(".count"): number for at, number in numbers_of(last[0].company)}
        mean, pairs = curve(numbers[path].mean), one.replications
        better = pairs - losing if mean > 0 else 0
        if math.isnan(mean):
            pairs = better = 0
        differ = 0 if mean == half == 0.0 else pairs
        return Difference(mean, mean - half, mean + half, better, pairs - better, pairs, differ, "EUR")

    patch.setattr(break_even, "run", run)
    patch.setattr(break_even, "paired", paired)
