"""Figure: recurring revenue through time, with its movements."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.figures.parts.bands import FAN, along, draw_fan, interval_of, is_significantly_more, spread_of
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, lines_across, note, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import in_title
from simulator.figures.parts.timeline import set_months
from simulator.format import Scale, many, scale_of

WIDTH, LEFT, RIGHT = 13.0, 1.3, 0.5  # inches
FAN_TALL, BALL, TABLE, AXIS, TITLE = 3.2, 2.6, 0.5, 0.55, 0.6  # inches
ADDED = {"new": "new customers", "expansion": "expansion", "reactivation": "customers who come back"}
PERIODS = {3: "quarter", 12: "year", 24: "two years", 60: "five years", 120: "ten years"}  # months
MOST = 12  # bars: more would leave no room for numbers under them
BAR, BEFORE, BESIDE = 0.5, 0.1, 0.29  # of a period: width of a bar, its shift, that of the net
ROOM = 1.05  # beyond the tallest
LINES = (-0.2, -0.3)  # of the panel's height: numbers under the bars
UP = {"new": (BLUE, ""), "expansion": (ORANGE, "///"), "reactivation": ("white", "...")}
DOWN = {"contraction": (FAINT, "\\\\\\"), "churn": (VERMILION, "xxx")}


@takes(Outcomes)
def recurring(outcomes: Outcomes) -> Figure:
    """ARR of the whole company at month ends as a fan, and under it the movements that made it.

    Bars are means over replications and close: opening + up - down = closing. Whiskers and ± are
    90 % intervals of means.
    """
    across = WIDTH - LEFT - RIGHT
    low = AXIS + TABLE + BALL + TITLE + AXIS
    picture = page(WIDTH, low + FAN_TALL + TITLE, _finding(outcomes), _how_to_read(outcomes))
    _draw_arr(panel(picture, LEFT, low, across, FAN_TALL), outcomes)
    draw_snowball(panel(picture, LEFT, AXIS + TABLE, across, BALL), outcomes)
    return picture


def _draw_arr(axes: Axes, outcomes: Outcomes) -> None:
    arr = standing(outcomes)
    scale = scale_of(outcomes.unit("cash_end"), [float(arr.max())])
    top = draw_fan(axes, range(arr.shape[1]), arr * scale.factor)
    said = f"mean (closing, below) with its {CONFIDENCE} interval"
    axes.plot(range(arr.shape[1]), arr.mean(axis=0) * scale.factor, "--", color=INK, lw=0.9, zorder=3)
    ends = range(0, arr.shape[1], period_of(outcomes))
    mean, least, most = along(arr[:, ends] * scale.factor)
    draw_mean(axes, ends, mean, "D", "white", up=(least, most), size=5.5, label=said, clip_on=False)
    lowest = min(0.0, float(np.nanmin([0.0, *least])))  # an interval of few values may reach below
    axes.set_ylim(lowest * ROOM, float(np.nanmax([top, *mean, *most])) * ROOM or 1.0)
    lines_across(axes)
    entitle(axes, "Recurring revenue at month ends", keys=4)
    label_axes(axes, y=f"ARR, {scale.unit} a year")
    set_months(axes, outcomes)


def _finding(outcomes: Outcomes) -> str:
    """The title: from where ARR goes where, what brings it, and what of it is lost again."""
    arr = standing(outcomes)
    years = many(outcomes.header.months // 12, "year")
    if not arr.any():
        return f"No recurring revenue in {years}"
    scale = scale_of(outcomes.unit("cash_end"), [float(arr[:, -1].mean()), float(arr[:, 0].mean())])
    first = in_title(scale, interval_of(arr[:, 0])) if arr[:, 0].any() else "nothing"
    last = in_title(scale, interval_of(arr[:, -1]))
    gap = interval_of(arr[:, -1] - arr[:, 0])
    if math.isnan(gap.low):
        said = f"ARR goes from {first} to {last} in {years}, in one run"
    elif gap.low <= 0.0 <= gap.high and gap.low < gap.high:
        said = f"Whether ARR grows in {years} is too close to call: {first} then, {last} at the end"
    elif gap.mean == 0.0:
        said = f"ARR stands at {first} for {years}"
    else:
        said = f"ARR {'grows' if gap.mean > 0 else 'shrinks'} from {first} to {last} in {years}"
    if len(arr) > 1:
        said += f" (eight of ten runs: {spread_of(arr[:, -1], scale)})"
    return said + _of_movements(outcomes)


def _of_movements(outcomes: Outcomes) -> str:
    sums = {name: moved(outcomes, name, outcomes.header.months)[:, 0] for name in (*UP, *DOWN)}
    added = together(sums, UP)
    if not added.sum():
        return ""
    ranked = sorted(UP, key=lambda name: -float(sums[name].mean()))
    one, other = ranked[:2]
    share = f"{100 * sums[one].sum() / added.sum():.0f} %"
    if sums[other].sum() == 0.0:
        said = f"; all that is added is from {ADDED[one]}"
    elif added.size == 1 or is_significantly_more(sums[one], sums[other]):
        said = f"; {share} of what is added is from {ADDED[one]}"
    else:
        said = f"; whether {ADDED[one]} or {ADDED[other]} add more is too close to call"
    lost = together(sums, DOWN).sum() / added.sum()
    return f"{said}, and what is lost is {100 * lost:.0f} % of it" if lost else f"{said}, and nothing is lost"


def _how_to_read(outcomes: Outcomes) -> str:
    return (
        f"{outcomes.title}: {outcomes.how}. {FAN} "
        f"Whiskers and ± are {CONFIDENCE} intervals of the mean. "
        "Bars are means: opening and what is above zero, less what is below it, is closing."
    )


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
    draw_mean(
        axes,
        middles + widths * BESIDE,
        mean,
        "D",
        "white",
        up=(low, high),
        size=5.5,
        line=1.6,
        cap=6,
        label="net",
    )
    axes.axhline(0.0, color=INK, lw=0.8)
    ends = np.array([tops[0], -tops[1]]) * scale.factor
    above, below = float(np.nanmax([*ends, *high])), float(np.nanmin([*ends, *low]))
    axes.set_ylim(below * ROOM, above * ROOM if above > below else 1.0)
    lines_across(axes)
    axes.set_axisbelow(True)
    title = f"Movements in each {PERIODS[period]}, means over runs"
    entitle(axes, title, keys=6)
    label_axes(axes, y=f"ARR, {scale.unit} a year")
    set_months(axes, outcomes)
    axes.set_xlabel("")
    _write(axes, middles, {"net": of_net, "closing": [interval_of(c) for c in closing.T]}, scale)


def _write(axes: Axes, middles: NDArray[np.float64], rows: dict[str, list[Interval]], scale: Scale) -> None:
    """Numbers under the bars, in the unit of the axis."""
    for y, (label, intervals) in zip(LINES, rows.items(), strict=True):
        note(axes, -0.012, y, f"{label} ±", ha="right", transform=axes.transAxes)
        for x, of in zip(middles, intervals, strict=True):
            text = scale.sure(of.mean, of.half, sign=label == "net")
            note(axes, float(x), y, text, ha="center", transform=axes.get_xaxis_transform())
