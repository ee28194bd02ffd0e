"""Whether the money lasts: cash at month ends, its low, and when revenue covers costs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

QUARTER = 3  # months over which revenue is held against costs


def cash(opening: int, closing: NDArray[np.int64]) -> dict[str, float]:
    """Metrics of the cash at month ends, money in units of the currency, months counted from 1.

    Running out means nothing where no cash is stated to begin with.
    """
    balance = np.append(opening, closing)
    out = np.flatnonzero(closing < 0)
    low = int(np.argmin(balance))
    return {
        "cash_end": int(balance[-1]) / 100,
        "cash_low": int(balance[low]) / 100,
        "cash_low_month": float(low),
        "runout_probability": float(out.size > 0) if opening > 0 else math.nan,
        "runout_month": float(out[0] + 1) if opening > 0 and out.size else math.nan,
    }


def break_even(revenue: NDArray[np.int64], costs: NDArray[np.int64]) -> float:
    """The first month, from 1, from which on three months' revenue always covers their costs; nan: none."""
    left = np.cumsum(np.append(np.zeros(QUARTER, np.int64), revenue - costs))
    short = np.flatnonzero(left[QUARTER:] - left[:-QUARTER] < 0)
    first = short[-1] + 1 if short.size else 0
    return float(first + 1) if first < len(revenue) else math.nan
