"""Figure: the numbers that are not known and move an outcome, the farthest first."""

import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from simulator.experiment import CONFIDENCE, Interval, Outcomes, Swing
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, SMALL, TEXT
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import capital
from simulator.format import Scale, scale_of

WIDTH, LEFT, RIGHT = 13.0, 2.9, 4.0  # inches
ROW, LONG, TITLE, AXIS = 0.42, 0.52, 0.6, 0.6  # inches: a row, one of a long name, and around them
LINE = 34  # characters of a number's name on a line
BAR = 0.56  # of a row
MOST = 15  # rows
BESIDE = (1.03, 1.22, 1.42)  # of the panel's width: P10, P90, effect
HEADS = ("its P10", "its P90", "moves it by ±")


@takes(Outcomes)
def tornado(outcomes: Outcomes, metric: str | None = None) -> Figure:
    """What an outcome is where a number that is not known is at its P10 and at its P90, the others as drawn.

    Of a metric; if none is named of the odds of the first target, else of recurring revenue at the end, else
    of customers won. Only numbers that surely move it; whiskers and ± are 90 % intervals of the effect.
    Raises KeyError for a metric that is not measured, OptionError for outcomes that are part of a run.
    """
    metric = _chosen(outcomes) if metric is None else metric
    found = outcomes.tornado(metric)
    said = f"{outcomes.title}: {outcomes.how}."
    if not found:
        return page(WIDTH, 0.1, _nothing(outcomes, metric), said)
    rows = found[:MOST]
    names = ["\n".join(textwrap.wrap(swing.label, LINE)) for swing in rows]
    tall = (LONG if any(name.count("\n") > 1 for name in names) else ROW) * len(rows)
    picture = page(WIDTH, AXIS + tall + TITLE, _finding(outcomes, metric, found), said + _how_to_read(found))
    ends = [end.mean for swing in rows for end in (swing.at_low, swing.at_high)]
    scale = scale_of(outcomes.unit(metric), ends)
    axes = panel(picture, LEFT, AXIS, WIDTH - LEFT - RIGHT, tall)
    _draw(axes, outcomes, metric, rows, scale)
    axes.set_yticks(range(len(rows)), names, size=TEXT if tall == ROW * len(rows) else SMALL)
    return picture


def _chosen(outcomes: Outcomes) -> str:
    if outcomes.header.targets:
        return f"target.{outcomes.header.targets[0].name}"
    return "arr_end" if outcomes.values["arr_end"].any() else "won"


def _label(outcomes: Outcomes, metric: str) -> str:
    name = metric.removeprefix("target.")
    return f"odds of {name}" if name != metric else outcomes.defined_as(metric).label


def _nothing(outcomes: Outcomes, metric: str) -> str:
    label = _label(outcomes, metric)
    known = 0 if outcomes.unknowns is None else len(outcomes.unknowns.numbers)
    if not known:
        return f"Every number is stated as known: nothing but luck moves {label}"
    which = "The one number" if known == 1 else f"None of {known} numbers"
    what = "does not surely move" if known == 1 else "surely moves"
    return f"{which} that {'is' if known == 1 else 'are'} not known {what} {label} in so many runs"


def _finding(outcomes: Outcomes, metric: str, found: Sequence[Swing]) -> str:
    """The title: which number moves it most, or which two, where that is too close to call."""
    first, label = found[0], capital(_label(outcomes, metric))
    scale = scale_of(outcomes.unit(metric), [first.effect.mean])
    by = f"{scale.sure(first.effect.mean, first.effect.half, sign=True)} {scale.of_gaps}".rstrip()
    from_to = f"from {first.low_said} to {first.high_said}"
    if len(found) == 1:
        return f"{label}: of what is not known “{first.label}” alone surely moves it, by {by} {from_to}"
    least = abs(first.effect.mean) - first.effect.half
    near = [other.label for other in found[1:] if abs(other.effect.mean) + other.effect.half >= least]
    if near:
        return f"{label}: which of “{first.label}” and {_few(near)} moves it most is too close to call"
    return f"{label}: of what is not known “{first.label}” moves it most, by {by} {from_to}"


def _few(names: Sequence[str]) -> str:
    return f"“{names[0]}”" if len(names) == 1 else f"{len(names)} others"


def _how_to_read(found: Sequence[Swing]) -> str:
    more = f" {len(found) - MOST} more move it less." if len(found) > MOST else ""
    return (
        " Bars: the mean where a number is at its P10 (hatched) and at its P90 (filled), the others as they "
        f"were drawn, from the same runs by regression. Whiskers and ±: {CONFIDENCE} intervals. Only "
        f"numbers that surely move it.{more}"
    )


def _draw(axes: Axes, outcomes: Outcomes, metric: str, rows: Sequence[Swing], scale: Scale) -> None:
    """A row a number, from the top: two bars from the mean, and in numbers what they are."""
    middle = outcomes.summary(metric).mean * scale.factor
    beside, ends = axes.get_yaxis_transform(), [middle]
    for place, swing in enumerate(rows):
        axes.axhline(place, color=FAINT, lw=0.8, zorder=0)
        for end, ink, hatch, label in (
            (swing.at_low, ORANGE, "////", "at its P10"),
            (swing.at_high, BLUE, "", "at its P90"),
        ):
            ends += _bar(axes, place, middle, end, scale.factor, ink, hatch, "" if place else label)
        effect = scale.sure(swing.effect.mean, swing.effect.half, sign=True)
        for x, text in zip(BESIDE, (swing.low_said, swing.high_said, effect), strict=True):
            note(axes, x, place, text, transform=beside)
    for x, head in zip(BESIDE, HEADS, strict=True):
        note(axes, x, 1.0, head, va="bottom", transform=axes.transAxes)
    axes.axvline(middle, color=INK, lw=1.2, zorder=3)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = (high - low) * 0.06 or 1.0
    axes.set_xlim(low - room, high + room)
    axes.xaxis.set_major_formatter(thousands)
    entitle(axes, "Mean where a number is", keys=2)
    label_axes(axes, x=f"{_label(outcomes, metric)}, {scale.unit}".rstrip(", "))


def _bar(
    axes: Axes, place: int, middle: float, end: Interval, factor: float, ink: str, hatch: str, label: str
) -> list[float]:
    """From the mean to an end, with its whiskers; what it reaches."""
    mean, low, high = (value * factor for value in end)
    axes.barh(place, mean - middle, BAR, left=middle, color=ink, ec=INK, lw=0.8, hatch=hatch, label=label)
    if not math.isnan(low):
        drawn = draw_mean(axes, mean, place, "none", across=(low, high), line=1.3, cap=4)
        for line in drawn.get_children():  # to be seen on a dark bar too
            line.set_path_effects([withStroke(linewidth=3.0, foreground="white")])
    return [mean, low, high]
