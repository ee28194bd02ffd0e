"""Draw a mean along an axis, with its confidence interval as a band."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from simulator.figures.parts.known import interval_of

SHADE = 0.22  # of a band: it darkens where two lie over each other


def along(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean, low and high end at each place: (R, places) to (3, places), nan where nothing is known."""
    return np.array([interval_of(column) for column in values.T]).reshape(-1, 3).T


def draw_band(
    axes: Axes, x: ArrayLike, values: NDArray[np.float64], ink: str, dashes: str = "-", label: str = ""
) -> NDArray[np.float64]:
    """Draw `values` (R, places) and return what `along` says of them. An unsure mean is a line alone."""
    mean, low, high = points = along(values)
    places = np.asarray(x, dtype=np.float64)
    axes.plot(places, mean, dashes, color=ink, lw=1.8, label=label, zorder=3)
    axes.fill_between(places, low, high, color=ink, alpha=SHADE, lw=0, zorder=2)
    return points
