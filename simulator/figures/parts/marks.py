"""Draw means as marks, with confidence intervals as whiskers: along an axis, or one under the other."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.container import ErrorbarContainer
from numpy.typing import ArrayLike, NDArray

from simulator.experiment import Interval
from simulator.figures.parts.ink import FAINT, INK
from simulator.figures.parts.layout import entitle, note
from simulator.format import Scale

Ends = tuple[ArrayLike, ArrayLike]  # low and high


def draw_mean(
    axes: Axes,
    x: ArrayLike,
    y: ArrayLike,
    mark: str,
    fill: str = INK,
    *,
    ink: str = INK,
    across: Ends | None = None,
    up: Ends | None = None,
    size: float = 6.0,
    line: float = 1.4,
    cap: float = 5.0,
    zorder: float = 4.0,
    **more: Any,
) -> ErrorbarContainer:
    """A mean, or several, as marks with their whiskers: `across` and `up` are their low and high ends."""
    look: dict[str, Any] = {
        "ms": size,
        "mfc": fill,
        "mec": ink,
        "ecolor": ink,
        "elinewidth": line,
        "capsize": cap,
        "zorder": zorder,
    }
    return axes.errorbar(x, y, _reach(y, up), _reach(x, across), mark, **look, **more)


def _reach(at: ArrayLike, ends: Ends | None) -> NDArray[np.float64] | None:
    """How far the ends are from the mean, down and up."""
    if ends is None:
        return None
    return np.array([np.subtract(at, ends[0]), np.subtract(ends[1], at)]).reshape(2, -1)


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
            draw_mean(axes, mean, place, dot.mark, dot.ink, across=(low, high), cap=4, zorder=2)
        said = scale.sure(dot.interval.mean, dot.interval.half)
        note(axes, 1.04, place, said, transform=axes.get_yaxis_transform())
    axes.set_yticks(range(len(dots)), [dot.name for dot in dots])
    axes.set_ylim(len(dots) - 0.4, -0.6)
    note(axes, 1.04, 1.0, "mean ±", va="bottom", transform=axes.transAxes)
    entitle(axes, title, pad)
