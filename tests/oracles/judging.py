"""When does a simulation contradict a theory? Every statistical check of the oracles is made here.

A check raises a false alarm with probability ALARM; two hundred of them stay far below the suite's
budget of 1e-3. Each states the smallest error that it would notice more often than not, and
fails if it is too coarse for that.

A check that says what it is `of` is kept in FOUND, for docs/validation.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.stats

ALARM = 1e-6


class Finding(NamedTuple):
    """What a check found: a theory's figure beside the simulation's."""

    of: str
    theory: float
    found: float
    error: float | None  # a standard error; None where nothing is left to chance
    base: str  # from how many of what


FOUND: list[Finding] = []


def agrees(
    samples: Iterable[float], expected: float, *, notices: float, rounding: float = 0.0, of: str = ""
) -> None:
    """Independent replications have this mean, by Student's t.

    `notices`: smallest relative error. `rounding`: half a unit of the last published digit.
    """
    values = np.array(list(samples))
    error = values.std(ddof=1) / math.sqrt(len(values))
    if of:
        FOUND.append(Finding(of, expected, float(values.mean()), float(error), f"{len(values)} replications"))
    width = float(scipy.stats.t.isf(ALARM / 2, len(values) - 1)) * error + rounding
    miss = abs(float(values.mean()) - expected)
    assert miss <= width, f"mean {values.mean():.6g}, expected {expected} +- {width:.2g}"
    assert width <= notices * abs(expected), f"notices only {width / expected:.2%}"


def share_is(
    hits: Any, trials: Any, p: float, *, notices: float, rounding: float = 0.0, of: str = ""
) -> None:
    """So many of independent trials succeed with probability p. `notices`: smallest absolute error."""
    hits, trials, p = int(hits), int(trials), min(p, 1.0)  # a sum of shares may end a hair above one
    error = math.sqrt(p * (1.0 - p) / trials)
    if of:
        FOUND.append(Finding(of, p, hits / trials, error, f"{trials:,} cases"))
    width = float(scipy.stats.norm.isf(ALARM / 2)) * error + rounding
    width += 1.0 / trials  # the normal curve stands for the binomial
    assert abs(hits / trials - p) <= width, f"{hits} of {trials}, expected {p} +- {width:.2g}"
    assert width <= notices, f"notices only {width:.2g}"


def same(found: Sequence[float], published: Sequence[float], *, digits: int | None = None, of: str) -> None:
    """Figures without chance are those that were published: all of their digits, or so many decimals."""
    base = "no chance" if digits is None else f"no chance, to {10.0**-digits:g}"
    FOUND.extend(Finding(of, p, f, None, base) for f, p in zip(found, published, strict=True))
    width = 0.0 if digits is None else 0.5 * 10.0**-digits + 1e-12
    for f, p in zip(found, published, strict=True):
        assert abs(f - p) <= width, f"{f:.6g}, expected {p} +- {width:.2g}"
