"""Rows of marks: what is told of each of several things, a panel for each number."""

import math
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from simulator.experiment import Interval
from simulator.figures.parts.ink import FAINT, INK, TEXT
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.format import Scale

WIDTH, LEFT, NUMBERS, RIGHT = 13.0, 2.1, 1.02, 0.3  # inches; NUMBERS: beside each panel
ROW, TITLE, AXIS = 0.42, 0.4, 0.6  # inches
LINE = 24  # characters of a name on a line


class Column(NamedTuple):
    """A panel: what is told of each row."""

    title: str
    of: list[Interval]
    scale: Scale
    ink: str
    mark: str


def panels(
    columns: Sequence[Column], names: Sequence[str], finding: str, read: str, *, whole: bool
) -> Figure:
    """A page with the panels beside each other, the names before the first; `whole`: the last row is the sum
    of the others."""
    tall = ROW * len(names)
    picture = page(WIDTH, AXIS + tall + TITLE, finding, read)
    each = (WIDTH - LEFT - RIGHT) / len(columns)
    folded = ["\n".join(textwrap.wrap(name, LINE)) for name in names]
    for place, column in enumerate(columns):
        axes = panel(picture, LEFT + place * each, AXIS, each - NUMBERS, tall)
        _draw(axes, column, folded if place == 0 else None, whole=whole)
    return picture


def _draw(axes: Axes, column: Column, names: Sequence[str] | None, *, whole: bool) -> None:
    """Row by row from the top: mark, whiskers, and the number beside it."""
    for place, of in enumerate(column.of):
        axes.axhline(place, color=FAINT, lw=0.8, zorder=0)
        mean, low, high = (value * column.scale.factor for value in of)
        if not math.isnan(mean):
            draw_mean(axes, mean, place, column.mark, column.ink, across=(low, high), cap=4, zorder=3)
        half = of.half or math.nan
        note(axes, 1.05, place, column.scale.sure(of.mean, half), transform=axes.get_yaxis_transform())
    if whole:
        axes.axhline(len(column.of) - 1.5, color=INK, lw=0.8, zorder=1)
    ends = [0.0, *(v * column.scale.factor for of in column.of for v in of)]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = 0.08 * (high - low) or 1.0
    axes.set_xlim(low - room * (low < 0.0), high + room)
    axes.axvline(0.0, color=INK, lw=0.8)
    axes.set_ylim(len(column.of) - 0.5, -0.5)
    axes.set_yticks(range(len(column.of)), names or [], size=TEXT) if names else axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(2))
    axes.xaxis.set_major_formatter(thousands)
    entitle(axes, column.title)
    label_axes(axes, x=column.scale.unit)
