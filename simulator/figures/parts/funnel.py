"""Draw the bowtie: accounts as a bar per volume metric, and right of them what a customer has paid."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulator.experiment import Interval, Outcomes
from simulator.figures.parts.bands import interval_of
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, SMALL
from simulator.figures.parts.layout import label_axes, note
from simulator.figures.parts.marks import draw_mean
from simulator.format import plain, scale_of

KNOT = 5  # VM5, won
COLUMNS = (0.5, 9.0)  # of all eight volume metrics, with some room at either side
ABOVE, BELOW = 1.3, 1.06  # the edges of the picture, as parts of the way to its widest place
BAR = 0.44  # of a column
MONTHS = (12, 36, 60, 84)  # since signing
MONTH = 3.5 / 84  # columns right of the knot
SHARES = scale_of("share", ())
Place = tuple[float, float]


def draw_accounts(axes: Axes, volumes: Sequence[Interval]) -> None:
    """A bar per volume metric that the motion has, its upper edge at the accounts, mirrored below."""
    marked = [step for step, v in enumerate(volumes, 1) if not math.isnan(v.mean)]
    mean, low, high = np.array([volumes[step - 1] for step in marked]).T
    axes.set_yscale("function", functions=(_signed_root, _signed_square))
    inks = [ORANGE if step == KNOT else BLUE for step in marked]
    axes.bar(marked, 2 * mean, BAR, bottom=-mean, color=inks, edgecolor=INK, lw=0.8, zorder=3)
    upto = marked.index(KNOT) + 1
    axes.fill_between(marked[:upto], mean[:upto], -mean[:upto], color=FAINT, lw=0, alpha=0.7, zorder=1)
    draw_mean(axes, marked, mean, "none", up=(low, high), line=1.2)
    most = _most(volumes)
    axes.set_ylim(-most * BELOW**2, most * ABOVE**2)
    ticks = _round_numbers(most)
    ticks = [*(-t for t in ticks), 0.0, *ticks]
    axes.set_yticks(ticks, [plain(abs(t)) for t in ticks])
    label_axes(axes, y="accounts, each way from the middle\n(square-root scale)")
    axes.set_xlim(*COLUMNS)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    foot, below = -mean[upto - 1], -most * max(0.5, heights(volumes)[KNOT - 1] + 0.05) ** 2
    _point(axes, "the knot:\nsigned", (KNOT, foot), (KNOT, below), "top", lw=0.8)


def _point(
    axes: Axes, text: str, at: Place, word: Place, va: Literal["top", "bottom"], **line: float
) -> None:
    """A word with a thin line to what it is about."""
    arrow = {"arrowstyle": "-", "color": INK, **line}
    axes.annotate(text, at, word, size=SMALL, ha="center", va=va, color=INK, arrowprops=arrow)


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


def draw_revenue(axes: Axes, outcomes: Outcomes, bars: Sequence[float]) -> None:
    """Revenue of a customer by so many months since signing, mirrored; nothing where nobody pays.

    `bars`: how high the bars before it are, as parts of the widest place: words keep clear of them.
    """
    value = outcomes.values
    paid = (
        value["lifetime_revenue"] * (1 - value["after_close_share"]),  # of the first twelve months
        value["lifetime_revenue_36"],
        value["lifetime_revenue"],
        value["lifetime_revenue_84"],
    )
    points = [interval_of(p) for p in paid]
    axes.set_yticks([])
    for side in ("top", "bottom"):
        axes.spines[side].set_visible(False)
    most = max(p.mean for p in points)
    if math.isnan(most) or most <= 0:
        axes.spines["right"].set_visible(False)
        return
    scale = scale_of(outcomes.unit("lifetime_revenue"), [most])
    mean, low, high = np.array(points).T * scale.factor
    top = float(np.nanmax([mean, high]))
    at, edge = KNOT + MONTH * np.array((0, *MONTHS)), np.append(0.0, mean)
    axes.fill_between(at[:2], edge[:2], -edge[:2], fc="white", ec=ORANGE, hatch="////", lw=0.8)
    axes.fill_between(at[1:], edge[1:], -edge[1:], fc=ORANGE, alpha=0.3, lw=0)
    draw_mean(axes, at[1:], mean, "o", up=(low, high), size=3.5, line=1.2, zorder=2)
    for x, point, months in zip(at[1:], points, MONTHS, strict=True):
        tip = float(np.nanmax(point)) * scale.factor
        clear = max(tip / top, *bars[math.floor(x) - 1 : math.floor(x) + 1])
        said = f"by month {months}\n{scale.sure(point.mean, point.half)}"
        _point(axes, said, (x, tip), (x, (clear + 0.04) * top), "bottom", lw=0.6, shrinkA=0, shrinkB=0)
    axes.set_ylim(-top * BELOW, top * ABOVE)
    ticks = [t for t in MaxNLocator(3).tick_values(0, top) if 0 < t <= top]
    ticks = [*(-t for t in ticks), 0.0, *ticks]
    axes.set_yticks(ticks, [f"{abs(t):,g}" for t in ticks])
    axes.tick_params(labelsize=SMALL, colors=INK, length=3)
    together = " (all motions)" if len(outcomes.header.motions) > 1 else ""
    what = f"revenue of a customer since signing{together},\n{scale.unit}, each way from the middle"
    label_axes(axes, y=what)
    share = outcomes.summary("after_close_share").interval
    sure = SHARES.sure(share.mean, share.half)
    text = f"{sure} % of 60 months' revenue\ncomes after the first 12 (hatched)"
    below = min(max(0.36, max(bars[KNOT + 1 :]) + 0.11), 0.96)
    note(axes, KNOT + MONTH * 58, -top * below, text, ha="center")
