"""Figure: recurring revenue through time."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Outcomes
from simulator.figures.parts.bands import FAN, along, draw_fan, interval_of, spread_of
from simulator.figures.parts.ink import INK
from simulator.figures.parts.layout import entitle, label_axes, lines_across, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.movements import period_of, standing
from simulator.figures.parts.scenarios import in_title
from simulator.figures.parts.timeline import set_months
from simulator.format import many, scale_of

WIDTH, LEFT, RIGHT = 13.0, 1.3, 0.5  # inches
TALL, AXIS, TITLE = 3.6, 0.55, 0.6  # inches
ROOM = 1.05  # beyond the tallest


@takes(Outcomes)
def recurring(outcomes: Outcomes) -> Figure:
    """ARR of the whole company at month ends as a fan, with its mean; what moves it is `bridge`.

    Whiskers are 90 % intervals of means.
    """
    if not standing(outcomes).any():
        return page(WIDTH, AXIS, _finding(outcomes), f"{outcomes.title}: {outcomes.how}.")
    picture = page(WIDTH, AXIS + TALL + TITLE, _finding(outcomes), _how_to_read(outcomes))
    _draw_arr(panel(picture, LEFT, AXIS, WIDTH - LEFT - RIGHT, TALL), outcomes)
    return picture


def _draw_arr(axes: Axes, outcomes: Outcomes) -> None:
    arr = standing(outcomes)
    scale = scale_of(outcomes.unit("cash_end"), [float(arr.max())])
    top = draw_fan(axes, range(arr.shape[1]), arr * scale.factor)
    said = f"mean with its {CONFIDENCE} interval"
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
    """The title: from where ARR goes where."""
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
    return said


def _how_to_read(outcomes: Outcomes) -> str:
    return f"{outcomes.title}: {outcomes.how}. {FAN} Whiskers are {CONFIDENCE} intervals of the mean."
