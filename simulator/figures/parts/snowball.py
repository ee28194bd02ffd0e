"""Draw movements of recurring revenue by period as stacked bars."""

from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulator.experiment import Interval, Outcomes
from simulator.figures.parts.known import interval_of
from simulator.figures.parts.layout import (
    BLUE,
    FAINT,
    INK,
    LEGEND,
    ORANGE,
    SMALL,
    VERMILION,
    entitle,
    keys_above,
    note,
    thousands,
)
from simulator.figures.parts.timeline import set_months
from simulator.format import Scale, scale_of

PERIODS = {3: "quarter", 12: "year", 24: "two years", 60: "five years", 120: "ten years"}  # months
MOST = 12  # bars: more would leave no room for numbers under them
BAR, BEFORE, BESIDE = 0.5, 0.1, 0.29  # of a period: width of a bar, its shift, that of the net
ROOM = 1.05  # beyond the tallest
LINES = (-0.2, -0.3)  # of the panel's height: numbers under the bars
UP = {"new": (BLUE, ""), "expansion": (ORANGE, "///"), "reactivation": ("white", "...")}
DOWN = {"contraction": (FAINT, "\\\\\\"), "churn": (VERMILION, "xxx")}


def period_of(outcomes: Outcomes) -> int:
    """Months of a bar: a quarter, or longer where that would make too many."""
    months = outcomes.header.months
    return next((p for p in PERIODS if months <= p * MOST), max(PERIODS))


def standing(outcomes: Outcomes) -> NDArray[np.float64]:
    """ARR of the whole company in units of the currency: (R, months + 1), the first day before the months."""
    monthly = outcomes.monthly
    opening = monthly["opening"][:, :1].sum(axis=2)
    return np.asarray(np.append(opening, monthly["closing"].sum(axis=2), axis=1) / 100)


def moved(outcomes: Outcomes, name: str, period: int) -> NDArray[np.float64]:
    """One movement of the whole company by period, in units of the currency: (R, periods)."""
    cents = outcomes.monthly[name].sum(axis=2)
    return np.asarray(np.add.reduceat(cents, range(0, cents.shape[1], period), axis=1) / 100)


def together(parts: Mapping[str, NDArray[np.float64]], names: Iterable[str]) -> NDArray[np.float64]:
    """Some movements added up."""
    return np.asarray(np.sum([parts[name] for name in names], axis=0), np.float64)


def draw_snowball(axes: Axes, outcomes: Outcomes) -> None:
    """A stack of means a period, the net movement with its interval, and in words what it leads to."""
    period, months = period_of(outcomes), outcomes.header.months
    parts = {name: moved(outcomes, name, period) for name in (*UP, *DOWN)}
    net = together(parts, UP) - together(parts, DOWN)
    edges = np.append(np.arange(0, months, period), months)
    closing = standing(outcomes)[:, edges[1:]]
    tops = [float(together(parts, way).mean(axis=0).max()) for way in (UP, DOWN)]
    scale = scale_of(outcomes.unit("cash_end"), [*tops, float(closing.max())])
    middles, widths = (edges[:-1] + edges[1:]) / 2, np.diff(edges)
    at = middles - widths * BEFORE
    for way, inks in ((1.0, UP), (-1.0, DOWN)):
        base = np.zeros(len(middles))
        for name, (ink, hatch) in inks.items():
            tall = way * parts[name].mean(axis=0) * scale.factor
            axes.bar(at, tall, widths * BAR, bottom=base, color=ink, ec=INK, lw=0.6, hatch=hatch, label=name)
            base += tall
    of_net = [interval_of(column) for column in net.T]
    mean, low, high = np.array(of_net).T * scale.factor
    axes.errorbar(
        middles + widths * BESIDE,
        mean,
        yerr=(mean - low, high - mean),
        fmt="D",
        ms=5.5,
        mfc="white",
        mec=INK,
        ecolor=INK,
        elinewidth=1.6,
        capsize=6,
        label="net",
        zorder=4,
    )
    axes.axhline(0.0, color=INK, lw=0.8)
    ends = np.array([tops[0], -tops[1]]) * scale.factor
    above, below = float(np.nanmax([*ends, *high])), float(np.nanmin([*ends, *low]))
    axes.set_ylim(below * ROOM, above * ROOM if above > below else 1.0)
    axes.yaxis.set_major_formatter(thousands)
    axes.grid(axis="y", color=FAINT, lw=0.6)
    axes.set_axisbelow(True)
    title = f"Movements in each {PERIODS[period]}, means over runs"
    entitle(axes, title, LEGEND)
    axes.set_ylabel(f"ARR, {scale.unit} a year", size=SMALL, color=INK)
    set_months(axes, outcomes)
    axes.set_xlabel("")
    _write(axes, middles, {"net": of_net, "closing": [interval_of(c) for c in closing.T]}, scale)
    keys_above(axes, 6)


def _write(axes: Axes, middles: NDArray[np.float64], rows: dict[str, list[Interval]], scale: Scale) -> None:
    """Numbers under the bars, in the unit of the axis."""
    for y, (label, intervals) in zip(LINES, rows.items(), strict=True):
        note(axes, -0.012, y, f"{label} ±", ha="right", transform=axes.transAxes)
        for x, of in zip(middles, intervals, strict=True):
            text = scale.sure(of.mean, of.half, sign=label == "net")
            note(axes, float(x), y, text, ha="center", transform=axes.get_xaxis_transform())
