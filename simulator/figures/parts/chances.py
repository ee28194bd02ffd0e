"""Draw the odds of a target: by month or over values; and the metric that it is of."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulator.experiment import Interval, Outcomes, proportion_interval
from simulator.figures.parts.bands import SHADE, draw_fan, quantiles
from simulator.figures.parts.ink import BLUE, GREEN, INK, MARKERS, ORANGE, PURPLE, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, lines_across, note, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.timeline import set_months
from simulator.format import Scale
from simulator.metrics.targets import reaches
from simulator.model import Target

INKS, DASHES = (INK, BLUE, VERMILION, GREEN, ORANGE, PURPLE), ("-", "--", "-.", ":", (0, (6, 1)), (0, (1, 1)))
MOST = len(INKS)  # curves of a panel
BROAD = 25  # characters of a name of which two stand beside each other
POINTS = 60  # of a curve over values


def place_of(outcomes: Outcomes, target: Target) -> int:
    """The place of a target among those of a scenario."""
    return [one.name for one in outcomes.header.targets].index(target.name)


def at_due(outcomes: Outcomes, target: Target) -> Interval:
    """The odds of a target at the end of the month by which it is due."""
    return outcomes.summary(f"target.{target.name}").interval


def columns_of(curves: Sequence[Outcomes]) -> int:
    """How many names stand beside each other over the curves."""
    return 1 if any(len(o.name) > BROAD for o in curves) else 2


def draw_months(axes: Axes, curves: Sequence[Outcomes], target: Target) -> None:
    """Runs in which the metric is as wanted at each month's end."""
    for n, outcomes in enumerate(curves):
        reached = reaches(target, outcomes.targets[:, :, place_of(outcomes, target)])
        points = np.array([proportion_interval(column) for column in reached.T]).T * 100
        _curve(axes, np.arange(1, reached.shape[1] + 1), points, n, len(curves), outcomes.name)
        sure = at_due(outcomes, target)
        _mark(axes, float(target.month), sure, n)
    axes.axvline(target.month, color=INK, lw=0.8, ls=":", zorder=1)
    _percent(axes, curves)
    set_months(axes, curves[0], 6)


def draw_values(axes: Axes, curves: Sequence[Outcomes], target: Target, scale: Scale) -> None:
    """Runs in which the metric is as good as each value, at the end."""
    ends = [o.targets[:, target.month - 1, place_of(o, target)] for o in curves]
    known = np.concatenate([[target.value], *(values[np.isfinite(values)] for values in ends)])
    grid = np.linspace(known.min(), known.max(), POINTS) if known.min() < known.max() else known[:1]
    for n, (outcomes, values) in enumerate(zip(curves, ends, strict=True)):
        shares = [proportion_interval(reaches(target._replace(value=float(v)), values)) for v in grid]
        _curve(axes, grid * scale.factor, np.array(shares).T * 100, n, len(curves), outcomes.name)
        _mark(axes, target.value * scale.factor, at_due(outcomes, target), n)
    axes.axvline(target.value * scale.factor, color=INK, lw=0.8, ls=":", zorder=1)
    _percent(axes, curves)
    axes.xaxis.set_major_formatter(thousands)
    bound = "at least" if target.at_least else "at most"
    label_axes(axes, x=f"{bound} so many, {scale.unit}")


def _curve(
    axes: Axes, at: NDArray[np.float64], points: NDArray[np.float64], n: int, of: int, name: str
) -> None:
    mean, low, high = points
    ink = INKS[n] if of > 1 else BLUE
    axes.plot(at, mean, ls=DASHES[n], color=INKS[n], lw=1.8, label=name, zorder=3)
    axes.fill_between(at, low, high, color=ink, alpha=SHADE / (1 + (of > 2)), lw=0, zorder=2)


def _mark(axes: Axes, at: float, odds_then: Interval, n: int) -> None:
    mean, low, high = (100 * value for value in odds_then)
    if not math.isnan(mean):
        draw_mean(axes, at, mean, MARKERS[n], "white", ink=INKS[n], up=(low, high), size=6, clip_on=False)


def _percent(axes: Axes, curves: Sequence[Outcomes]) -> None:
    axes.set_ylim(-3, 103)
    axes.set_yticks((0, 25, 50, 75, 100))
    lines_across(axes)
    entitle(axes, "", keys=columns_of(curves) if len(curves) > 1 else 0)
    label_axes(axes, y="odds, % of runs")


def draw_metric(axes: Axes, outcomes: Outcomes, target: Target, scale: Scale) -> None:
    """The metric at each month's end as a fan, with the line to be reached."""
    values = outcomes.targets[:, :, place_of(outcomes, target)] * scale.factor
    draw_fan(axes, range(1, values.shape[1] + 1), values)
    wanted = target.value * scale.factor
    axes.axhline(wanted, color=VERMILION, ls="--", lw=1.6, label="wanted", zorder=3.5)
    axes.axvline(target.month, color=INK, lw=0.8, ls=":", zorder=1)
    p10, *_, p90 = quantiles(values)
    low, high = float(np.nanmin([wanted, *p10])), float(np.nanmax([wanted, *p90]))
    room = (high - low) * 0.06 or 1.0
    axes.set_ylim(low - room, high + room)
    lines_across(axes)
    entitle(axes, "", keys=4)
    label_axes(axes, y=scale.unit)
    set_months(axes, outcomes, 6)


def draw_runs(axes: Axes, outcomes: Outcomes, target: Target, scale: Scale) -> None:
    """How many runs end where, beside the line to be reached."""
    values = outcomes.targets[:, target.month - 1, place_of(outcomes, target)]
    known = values[np.isfinite(values)] * scale.factor
    if not known.size:
        note(axes, 0.5, 0.5, "known in no run", ha="center", transform=axes.transAxes)
        axes.set_axis_off()
        return
    axes.hist(
        known, bins=min(20, max(5, known.size // 4)), color=BLUE, alpha=0.6, ec=INK, lw=0.6, label="runs"
    )
    axes.axvline(target.value * scale.factor, color=VERMILION, ls="--", lw=1.6, label="wanted")
    median = float(np.median(known))
    axes.axvline(median, color=INK, lw=1.8, label="median")
    entitle(axes, "", keys=4)
    axes.xaxis.set_major_formatter(thousands)
    label_axes(axes, scale.unit, "runs")
