"""Replications: their mean with its interval, in numbers and along an axis as a band; or all as a fan."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from simulator.experiment import Interval, defined, proportion_interval, t_interval
from simulator.figures.parts.ink import BLUE, INK
from simulator.format import Scale

SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
FAN = "Fan: median of the runs, the middle half of them (dark), eight of ten (P10 to P90, light)."
SHADE = 0.22  # of a band: it darkens where two lie over each other


def interval_of(values: NDArray[np.float64]) -> Interval:
    """Mean and interval over the replications in which the cell is defined."""
    return t_interval(values)


def ratio_of_means(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Interval:
    """A mean over another, both (R,), so that the product with the other is the one; nan of nothing.

    Its interval is that of a ratio of sums (Cochran 1977, Sampling Techniques, 2.11).
    """
    of = float(np.mean(whole))
    if not of > 0.0:
        return Interval(np.nan, np.nan, np.nan)
    share = float(np.mean(part)) / of
    half = interval_of(part - share * whole).half / of
    return Interval(share, share - half, share + half)


def is_significantly_more(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether the first is more, pair by pair of replications: its whole interval is above nothing."""
    return interval_of(one - other).low > 0.0


def leading(values: Mapping[str, NDArray[np.float64]], end: Callable[..., float]) -> tuple[str, str, bool]:
    """Who has the mean at the end (`max` or `min`), who comes next, and whether the first surely leads.

    At least two, each (R,), compared pair by pair of replications.
    """
    ranked = sorted(values, key=lambda name: interval_of(values[name]).mean, reverse=end is max)
    first, second = ranked[:2]
    more, less = (first, second) if end is max else (second, first)
    return first, second, is_significantly_more(values[more], values[less])


def along(values: NDArray[Any]) -> NDArray[np.float64]:
    """Mean, low and high end at each place: (R, places) to (3, places), nan where nothing is known.

    Of yes and no it is how often, and how sure that is.
    """
    interval = proportion_interval if values.dtype == np.bool_ else interval_of
    return np.array([interval(column) for column in values.T]).reshape(-1, 3).T


def draw_band(
    axes: Axes,
    x: ArrayLike,
    values: NDArray[Any],
    ink: str,
    dashes: str = "-",
    label: str = "",
    factor: float = 1.0,
) -> NDArray[np.float64]:
    """Draw `values` (R, places) times `factor` and return what `along` says of them. An unsure mean is a line
    alone."""
    mean, low, high = points = along(values) * factor
    places = np.asarray(x, dtype=np.float64)
    axes.plot(places, mean, dashes, color=ink, lw=1.8, label=label, zorder=3)
    axes.fill_between(places, low, high, color=ink, alpha=SHADE, lw=0, zorder=2)
    return points


def quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """P10, P25, P50, P75 and P90 over the replications in which each is known: (R, places) to (5, places)."""
    found = np.full((len(SHARES), values.shape[1]), np.nan)
    for place, column in enumerate(values.T):
        known = defined(column)
        if known.size:
            found[:, place] = np.quantile(known, SHARES)
    return found


def spread_of(values: NDArray[np.float64], scale: Scale) -> str:
    """`4.2 to 6.1`: P10 and P90 of what is known, with digits enough to tell them apart."""
    p10, _, _, _, p90 = (float(q) for q in quantiles(values[:, np.newaxis])[:, 0])
    return f"{scale.show(p10, (p90 - p10) / 8)} to {scale.show(p90, (p90 - p10) / 8)}"


def draw_fan(axes: Axes, x: ArrayLike, values: NDArray[np.float64]) -> float:
    """Draw `values` (R, places) and return the highest place of it; what is not known leaves a gap.

    One replication is a line alone. 0 where nothing is known.
    """
    at = np.asarray(x, dtype=np.float64)
    p10, p25, p50, p75, p90 = quantiles(values)
    if len(values) > 1:
        axes.fill_between(at, p10, p90, color=BLUE, alpha=0.2, lw=0, label="P10 to P90", zorder=1)
        axes.fill_between(at, p25, p75, color=BLUE, alpha=0.4, lw=0, label="P25 to P75", zorder=1.1)
        for edge in (p10, p90):  # a light tint is lost on a poor print
            axes.plot(at, edge, ":", color=INK, lw=0.7, zorder=1.2)
    said = "median" if len(values) > 1 else "the one run"
    axes.plot(at, p50, "-", color=INK, lw=1.8, label=said, zorder=3)
    return float(np.nanmax(p90)) if not np.isnan(p90).all() else 0.0
