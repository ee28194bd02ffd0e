"""Draw means as dots, one under the other, with confidence intervals as whiskers."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.axes import Axes

from simulator.experiment import Interval
from simulator.figures.parts.layout import FAINT, INK, entitle, note
from simulator.format import Scale


class Dot(NamedTuple):
    """A row: its name, what is known, and how it is marked."""

    name: str
    interval: Interval
    ink: str
    mark: str


def draw_dots(axes: Axes, dots: Sequence[Dot], scale: Scale, title: str, pad: float | None = None) -> None:
    """From the top; what is not known is a dash. The reach of the axis is left to the caller."""
    for place, dot in enumerate(dots):
        axes.axhline(place, color=FAINT, lw=0.8, zorder=0)
        mean, low, high = (value * scale.factor for value in dot.interval)
        if not math.isnan(mean):
            axes.errorbar(
                mean,
                place,
                xerr=[[mean - low], [high - mean]],
                fmt=dot.mark,
                ms=6,
                mfc=dot.ink,
                mec=INK,
                ecolor=INK,
                elinewidth=1.4,
                capsize=4,
            )
        said = scale.sure(dot.interval.mean, dot.interval.half)
        note(axes, 1.04, place, said, transform=axes.get_yaxis_transform())
    axes.set_yticks(range(len(dots)), [dot.name for dot in dots])
    axes.set_ylim(len(dots) - 0.4, -0.6)
    note(axes, 1.04, 1.0, "mean ±", va="bottom", transform=axes.transAxes)
    entitle(axes, title, pad)
