"""Figure: the bridge of recurring revenue: by quarter from opening over what moves it to closing."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.figures.parts.bands import interval_of, is_significantly_more
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, lines_across, note, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.movements import DOWN, PERIODS, UP, moved, period_of, standing, together
from simulator.format import Scale, many, scale_of
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH

WIDTH, LEFT, RIGHT = 13.0, 1.2, 0.2  # inches
TALL, TITLE, LINE, HEAD, LOW = 3.2, 0.6, 0.23, 0.3, 0.15  # inches
ADDED = {"new": "new customers", "expansion": "expansion", "reactivation": "customers who come back"}
LOOK = {
    "new": (BLUE, ""),
    "expansion": (ORANGE, "///"),
    "reactivation": ("white", "..."),
    "contraction": (FAINT, "\\\\\\"),
    "churn": (VERMILION, "xxx"),
}
SIGNS = {"new": "+", "expansion": "+", "reactivation": "+", "contraction": "−", "churn": "−"}
BAR, APART = 0.36, 0.19  # of a period: the width of a bar, and how far its middle is from that of the period
FLAT = 0.6  # of the highest level: where none is lower the axis does not begin at zero
ROOM = 0.06  # above and below, of the height


@takes(Outcomes)
def bridge(outcomes: Outcomes) -> Figure:
    """Opening + new + expansion + reactivation - contraction - churn = closing, of the whole company.

    By quarter, or by year where there are too many, and over all. Means, which add up; whiskers and ± are
    90 % intervals. What does not move anything is left out.
    """
    period = period_of(outcomes)
    parts = {name: values for name in (*UP, *DOWN) if (values := moved(outcomes, name, period)).any()}
    arr = standing(outcomes)
    edges = np.append(np.arange(0, outcomes.header.months, period), outcomes.header.months)
    levels = arr[:, edges]
    scale = scale_of(outcomes.header.currency, [float(v) for v in levels.mean(axis=0)])
    any_arr, numbers = bool(parts) or bool(levels.any()), HEAD + LINE * (len(parts) + 2)
    high = LOW + (numbers + TALL + TITLE if any_arr else 0.0)
    said = _finding(outcomes, parts, scale, levels)
    picture = page(WIDTH, high, said, _how_to_read(outcomes, period if any_arr else 0))
    if not any_arr:
        return picture
    across, columns = WIDTH - LEFT - RIGHT, len(edges)  # one a period, and one over all
    above = panel(picture, LEFT, LOW + numbers, across * (columns - 1) / columns, TALL)
    draw_bridge(above, parts, levels, scale, f"Movements of ARR in each {PERIODS[period]}")
    dates = [f"{date_of(outcomes.header.start, edge * MONTH):%Y-%m}" for edge in edges[:-1]]
    _write(panel(picture, LEFT, LOW, across, numbers), parts, levels, scale, dates)
    return picture


def _finding(
    outcomes: Outcomes, parts: Mapping[str, NDArray[np.float64]], scale: Scale, levels: NDArray[np.float64]
) -> str:
    """The title: from where ARR goes where by what, and which of it adds most."""
    years = many(outcomes.header.months // 12, "year")
    if not levels.any() and not parts:
        return f"No recurring revenue in {years}"
    return f"{_sum(parts, scale, levels)} {scale.unit} of ARR in {years}{_adds_most(parts)}"


def _sum(parts: Mapping[str, NDArray[np.float64]], scale: Scale, levels: NDArray[np.float64]) -> str:
    """`3.20 + 3.60 new − 1.99 churn = 4.95`"""
    digits = _digits(scale, levels)
    first = [_plain(levels[:, 0].mean(), scale, digits)] if levels[:, 0].any() else []
    terms = [
        f"{SIGNS[name]} {_plain(v.sum(axis=1).mean(), scale, digits)} {name}" for name, v in parts.items()
    ]
    return " ".join([*first, *terms, "=", _plain(levels[:, -1].mean(), scale, digits)]).removeprefix("+ ")


def _adds_most(parts: Mapping[str, NDArray[np.float64]]) -> str:
    """What adds more than the others, or that nothing surely does; empty where one alone adds."""
    sums = {name: parts[name].sum(axis=1) for name in UP if name in parts}
    if len(sums) < 2:
        return ""
    one, other = sorted(sums, key=lambda name: -float(sums[name].mean()))[:2]
    if len(sums[one]) > 1 and not is_significantly_more(sums[one], sums[other]):
        return f"; whether {ADDED[one]} or {ADDED[other]} add more is too close to call"
    share = sums[one].sum() / together(sums, sums).sum()
    return f"; {100 * share:.0f} % of what is added is from {ADDED[one]}"


def _how_to_read(outcomes: Outcomes, period: int) -> str:
    said = f"{outcomes.title}: {outcomes.how}."
    if not period:
        return said
    return (
        f"{said} Means, of the whole company, by {PERIODS[period]}: from where the last one ends up by what "
        "is added, and down by what is lost. Under it the same in numbers, which add up but for rounding. "
        f"Whiskers, of closing, and ± are {CONFIDENCE} intervals of the mean."
    )


def _digits(scale: Scale, levels: NDArray[np.float64]) -> int:
    """Behind the point, so that numbers of one picture add up: three that count of the highest level."""
    most = float(levels.mean(axis=0).max()) * scale.factor
    return 0 if most >= 1000 or scale.factor == 1.0 else 1 if most >= 100 else 2


def _plain(value: float, scale: Scale, digits: int) -> str:
    return f"{value * scale.factor:,.{digits}f}".replace("-", "−")


def draw_bridge(
    axes: Axes,
    parts: Mapping[str, NDArray[np.float64]],
    levels: NDArray[np.float64],
    scale: Scale,
    title: str,
) -> None:
    """Of each period a bar up from its opening, and one down from there to its closing."""
    means = {name: values.mean(axis=0) * scale.factor for name, values in parts.items()}
    stand = levels.mean(axis=0) * scale.factor
    at = np.arange(levels.shape[1] - 1)
    tops = stand[:-1].copy()
    for name in means:
        if name in UP:
            _bars(axes, at - APART, means[name], tops, name)
            tops += means[name]
    bottoms = tops.copy()
    for name in means:
        if name in DOWN:
            bottoms -= means[name]
            _bars(axes, at + APART, means[name], bottoms, name)
    axes.hlines(tops, at - APART, at + APART + BAR / 2, color=INK, lw=0.8)
    axes.hlines(stand[0], -0.5, -APART, color=INK, lw=0.8)
    axes.hlines(stand[1:], at, at + 1 - APART, color=INK, lw=0.8)
    ends = [interval_of(column) for column in levels[:, 1:].T]
    mean, low, high = np.array(ends).T * scale.factor
    draw_mean(
        axes, at + 0.5, mean, "D", "white", up=(low, high), size=5.0, cap=4, label="closing", clip_on=False
    )
    least, most = float(np.nanmin([stand.min(), *low])), float(np.nanmax([tops.max(), *high]))
    bottom = 0.0 if least < FLAT * most else least
    room = (most - bottom) * ROOM or 1.0
    axes.set_ylim(bottom - room if bottom else min(0.0, least) - room * (least < 0), most + room)
    axes.set_xlim(-0.5, len(at) - 0.5)
    axes.set_xticks([])
    lines_across(axes)
    axes.set_axisbelow(True)
    entitle(axes, title, keys=6)
    label_axes(axes, y=f"ARR, {scale.unit} a year{', from above zero' if bottom else ''}")


def _bars(
    axes: Axes, at: NDArray[np.float64], tall: NDArray[np.float64], base: NDArray[np.float64], name: str
) -> None:
    ink, hatch = LOOK[name]
    axes.bar(at, tall, BAR, bottom=base, color=ink, ec=INK, lw=0.6, hatch=hatch, label=name, zorder=2)


def _write(
    axes: Axes,
    parts: Mapping[str, NDArray[np.float64]],
    levels: NDArray[np.float64],
    scale: Scale,
    dates: Sequence[str],
) -> None:
    """A column a period, under its bars, and one over all: numbers that add up, in the unit of the axis."""
    digits = _digits(scale, levels)
    rows = [("opening", np.append(levels[:, :-1], levels[:, :1], axis=1))]
    for name, values in parts.items():
        rows.append((f"{SIGNS[name]} {name}", np.append(values, values.sum(axis=1, keepdims=True), axis=1)))
    rows.append(("= closing", np.append(levels[:, 1:], levels[:, -1:], axis=1)))
    axes.set_xlim(-0.5, len(dates) + 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5 - HEAD / LINE)
    axes.set_axis_off()
    for at, date in enumerate([*dates, "in all"]):
        note(axes, at, -1.1, date, ha="center", weight="bold")
    note(axes, -0.01, -1.1, "from", ha="right", transform=axes.get_yaxis_transform())
    for place, (label, values) in enumerate(rows):
        note(axes, -0.01, place, label, ha="right", transform=axes.get_yaxis_transform())
        for at, column in enumerate(values.T):
            note(axes, at, place, _cell(interval_of(column), scale, digits), ha="center")
    axes.axhline(len(rows) - 1.5, color=INK, lw=0.8)


def _cell(of: Interval, scale: Scale, digits: int) -> str:
    half = of.half
    text = _plain(of.mean, scale, digits)
    return text if math.isnan(half) or half == 0.0 else f"{text} ±{_plain(half, scale, digits)}"
