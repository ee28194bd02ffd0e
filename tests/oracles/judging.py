"""When does a simulation contradict a theory? Every statistical check of the oracles is made here.

A check raises a false alarm with probability ALARM; two hundred of them stay far below the suite's
budget of 1e-3. Each states the smallest error that it would notice more often than not, and
fails if it is too coarse for that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import scipy.stats

ALARM = 1e-6


def agrees(samples: Iterable[float], expected: float, *, notices: float, rounding: float = 0.0) -> None:
    """Independent replications have this mean, by Student's t.

    `notices`: smallest relative error. `rounding`: half a unit of the last published digit.
    """
    values = np.array(list(samples))
    error = values.std(ddof=1) / math.sqrt(len(values))
    width = float(scipy.stats.t.isf(ALARM / 2, len(values) - 1)) * error + rounding
    miss = abs(float(values.mean()) - expected)
    assert miss <= width, f"mean {values.mean():.6g}, expected {expected} +- {width:.2g}"
    assert width <= notices * abs(expected), f"notices only {width / expected:.2%}"


def share_is(hits: Any, trials: Any, p: float, *, notices: float, rounding: float = 0.0) -> None:
    """So many of independent trials succeed with probability p. `notices`: smallest absolute error."""
    hits, trials, p = int(hits), int(trials), min(p, 1.0)  # a sum of shares may end a hair above one
    width = float(scipy.stats.norm.isf(ALARM / 2)) * math.sqrt(p * (1.0 - p) / trials) + rounding
    width += 1.0 / trials  # the normal curve stands for the binomial
    assert abs(hits / trials - p) <= width, f"{hits} of {trials}, expected {p} +- {width:.2g}"
    assert width <= notices, f"notices only {width:.2g}"
