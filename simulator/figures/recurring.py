"""Figure: recurring revenue through time, with its movements."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Outcomes
from simulator.figures.parts.arguments import takes
from simulator.figures.parts.bands import along
from simulator.figures.parts.fan import FAN, draw_fan, spread_of
from simulator.figures.parts.known import interval_of, is_significantly_more
from simulator.figures.parts.layout import (
    FAINT,
    INK,
    LEGEND,
    SMALL,
    entitle,
    in_title,
    keys_above,
    page,
    panel,
    thousands,
    verbatim,
)
from simulator.figures.parts.snowball import (
    DOWN,
    ROOM,
    UP,
    draw_snowball,
    moved,
    period_of,
    standing,
    together,
)
from simulator.figures.parts.timeline import set_months
from simulator.format import many, scale_of

WIDTH, LEFT, RIGHT = 13.0, 1.3, 0.5  # inches
FAN_TALL, BALL, TABLE, AXIS, TITLE = 3.2, 2.6, 0.5, 0.55, 0.6  # inches
ADDED = {"new": "new customers", "expansion": "expansion", "reactivation": "customers who come back"}


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
    return verbatim(picture)


def _draw_arr(axes: Axes, outcomes: Outcomes) -> None:
    arr = standing(outcomes)
    scale = scale_of(outcomes.unit("cash_end"), [float(arr.max())])
    top = draw_fan(axes, range(arr.shape[1]), arr * scale.factor)
    said = f"mean (closing, below) with its {CONFIDENCE} interval"
    axes.plot(range(arr.shape[1]), arr.mean(axis=0) * scale.factor, "--", color=INK, lw=0.9, zorder=3)
    ends = range(0, arr.shape[1], period_of(outcomes))
    mean, least, most = along(arr[:, ends] * scale.factor)
    axes.errorbar(
        ends,
        mean,
        yerr=(mean - least, most - mean),
        fmt="D",
        ms=5.5,
        mfc="white",
        mec=INK,
        ecolor=INK,
        elinewidth=1.4,
        capsize=5,
        label=said,
        zorder=4,
        clip_on=False,
    )
    lowest = min(0.0, float(np.nanmin([0.0, *least])))  # an interval of few values may reach below
    axes.set_ylim(lowest * ROOM, float(np.nanmax([top, *mean, *most])) * ROOM or 1.0)
    axes.yaxis.set_major_formatter(thousands)
    axes.grid(axis="y", color=FAINT, lw=0.6)
    entitle(axes, "Recurring revenue at month ends", LEGEND)
    axes.set_ylabel(f"ARR, {scale.unit} a year", size=SMALL, color=INK)
    set_months(axes, outcomes)
    keys_above(axes)


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
