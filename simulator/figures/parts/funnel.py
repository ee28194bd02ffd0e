"""Draw the accounts of the bowtie: one bar per volume metric."""

import math
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulator.experiment import Interval
from simulator.figures.parts.layout import BLUE, FAINT, INK, ORANGE, SMALL
from simulator.format import plain

KNOT = 5  # VM5, won
COLUMNS = (0.5, 9.0)  # of all eight volume metrics, with some room at either side
ABOVE, BELOW = 1.3, 1.06  # the edges of the picture, as parts of the way to its widest place
BAR = 0.44  # of a column


def draw_accounts(axes: Axes, volumes: Sequence[Interval]) -> None:
    """A bar per volume metric that the motion has, its upper edge at the accounts, mirrored below."""
    marked = [step for step, v in enumerate(volumes, 1) if not math.isnan(v.mean)]
    mean, low, high = np.array([volumes[step - 1] for step in marked]).T
    axes.set_yscale("function", functions=(_signed_root, _signed_square))
    inks = [ORANGE if step == KNOT else BLUE for step in marked]
    axes.bar(marked, 2 * mean, BAR, bottom=-mean, color=inks, edgecolor=INK, lw=0.8, zorder=3)
    upto = marked.index(KNOT) + 1
    axes.fill_between(marked[:upto], mean[:upto], -mean[:upto], color=FAINT, lw=0, alpha=0.7, zorder=1)
    ends = (mean - low, high - mean)
    axes.errorbar(marked, mean, yerr=ends, fmt="none", ecolor=INK, elinewidth=1.2, capsize=5, zorder=4)
    most = _most(volumes)
    axes.set_ylim(-most * BELOW**2, most * ABOVE**2)
    ticks = _round_numbers(most)
    ticks = [*(-t for t in ticks), 0.0, *ticks]
    axes.set_yticks(ticks, [plain(abs(t)) for t in ticks])
    axes.set_ylabel("accounts, each way from the middle\n(square-root scale)", size=SMALL, color=INK)
    axes.set_xlim(*COLUMNS)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.annotate(
        "the knot:\nsigned",
        (KNOT, -mean[upto - 1]),
        (KNOT, -most * max(0.5, heights(volumes)[KNOT - 1] + 0.05) ** 2),
        size=SMALL,
        ha="center",
        va="top",
        color=INK,
        arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.8},
    )


def _most(volumes: Sequence[Interval]) -> float:
    """Accounts at the widest place, whiskers included."""
    return max(1.0, float(np.nanmax([volumes, np.zeros((len(volumes), 3))])))


def heights(volumes: Sequence[Interval]) -> list[float]:
    """How far each bar and its whisker reach from the middle, as a part of the widest place."""
    return [math.sqrt(max(0.0, *np.nan_to_num(v)) / _most(volumes)) for v in volumes]


def _signed_root(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sign(values) * np.sqrt(np.abs(values)))


def _signed_square(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sign(values) * np.square(values))


def _round_numbers(most: float) -> list[float]:
    """Up to three of 1, 2, 5, 10, ... up to `most`, far enough apart on a square-root scale."""
    series = [digit * 10.0**power for power in range(13) for digit in (1, 2, 5)]
    top = bisect_right(series, most) - 1
    return [series[k] for k in (top - 4, top - 2, top) if k >= 0]
