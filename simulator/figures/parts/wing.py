"""Draw the right side of the bowtie: what a customer has paid since signing."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from simulator.experiment import Outcomes
from simulator.figures.parts.funnel import ABOVE, BELOW, KNOT
from simulator.figures.parts.known import interval_of
from simulator.figures.parts.layout import INK, ORANGE, SMALL, note
from simulator.format import scale_of

MONTHS = (12, 36, 60, 84)  # since signing
MONTH = 3.5 / 84  # columns right of the knot
SHARES = scale_of("share", ())


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
    ends = (mean - low, high - mean)
    axes.errorbar(at[1:], mean, yerr=ends, fmt="o", ms=3.5, color=INK, elinewidth=1.2, capsize=5)
    for x, point, months in zip(at[1:], points, MONTHS, strict=True):
        tip = float(np.nanmax(point)) * scale.factor
        clear = max(tip / top, *bars[math.floor(x) - 1 : math.floor(x) + 1])
        axes.annotate(
            f"by month {months}\n{scale.sure(point.mean, point.half)}",
            (x, tip),
            (x, (clear + 0.04) * top),
            size=SMALL,
            ha="center",
            va="bottom",
            color=INK,
            arrowprops={"arrowstyle": "-", "color": INK, "lw": 0.6, "shrinkA": 0, "shrinkB": 0},
        )
    axes.set_ylim(-top * BELOW, top * ABOVE)
    ticks = [t for t in MaxNLocator(3).tick_values(0, top) if 0 < t <= top]
    ticks = [*(-t for t in ticks), 0.0, *ticks]
    axes.set_yticks(ticks, [f"{abs(t):,g}" for t in ticks])
    axes.tick_params(labelsize=SMALL, colors=INK, length=3)
    together = " (all motions)" if len(outcomes.header.motions) > 1 else ""
    axes.set_ylabel(
        f"revenue of a customer since signing{together},\n{scale.unit}, each way from the middle",
        size=SMALL,
        color=INK,
    )
    share = outcomes.summary("after_close_share").interval
    text = (
        f"{SHARES.sure(share.mean, share.half)} % of 60 months' revenue\ncomes after the first 12 (hatched)"
    )
    below = min(max(0.36, max(bars[KNOT + 1 :]) + 0.11), 0.96)
    note(axes, KNOT + MONTH * 58, -top * below, text, ha="center")
