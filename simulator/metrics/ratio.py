"""Ratios, nan where the whole is 0."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def ratio(part: float, whole: float) -> float:
    """part / whole; nan where the whole is 0."""
    return float(part) / float(whole) if whole else float("nan")


def ratios(part: ArrayLike, whole: ArrayLike) -> NDArray[np.float64]:
    """part / whole by element, nan where the whole is 0."""
    above: NDArray[Any] = np.asarray(part, dtype=np.float64)
    below: NDArray[Any] = np.asarray(whole, dtype=np.float64)
    shares = np.full(below.shape, np.nan)
    np.divide(above, below, out=shares, where=below != 0)
    return shares


def mean(values: NDArray[np.float64]) -> float:
    """The mean; nan where there is nothing."""
    return float(values.mean()) if values.size else float("nan")


def median(values: NDArray[np.float64]) -> float:
    """The median; nan where there is nothing."""
    return float(np.median(values)) if values.size else float("nan")
