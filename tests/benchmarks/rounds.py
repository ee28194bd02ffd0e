"""Time several things side by side: in rounds, each in another order, so that noise befalls all alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

Times: TypeAlias = dict[str, list[float]]  # seconds of each round


def alternating(
    what: Mapping[str, Callable[[int], object]],
    rounds: int,
    *,
    few: Mapping[str, int] | None = None,
    clock: Callable[[], float] = time.process_time,
) -> Times:
    """Seconds that each takes, round by round; those in `few` take part in so many rounds only.

    Called with the number of the round, which is the replication or the seed of all. CPU seconds of this
    process unless another clock is given.
    """
    found: Times = {name: [] for name in what}
    names = list(what)
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            if turn >= (few or {}).get(name, rounds):
                continue
            gc.collect()
            start = clock()
            what[name](turn)
            found[name].append(clock() - start)
    return found


def ratios(one: list[float], other: list[float]) -> list[float]:
    """One over the other, in the rounds in which both took part."""
    return [a / b for a, b in zip(one, other, strict=False)]


def number(value: float) -> str:
    """Three digits, as a reader wants them."""
    if not np.isfinite(value):
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values: list[float]) -> str:
    """The median, and the quartiles."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    return number(middle) if len(values) == 1 else f"{number(middle)} ({number(low)} to {number(high)})"
