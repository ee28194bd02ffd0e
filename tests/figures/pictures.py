"""What a picture shows: its words with their places, bars and whiskers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations
from typing import TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from simulator.experiment import Comparison, Outcomes

Shown = TypeVar("Shown", Outcomes, Comparison)
TOUCHING = 1.0  # pixels that two words may share: a box is a little larger than what is in it


@cache
def drawn(draw: Callable[[Shown], Figure], of: Shown) -> Figure:
    """A picture of what several tests look at, drawn once."""
    return draw(of)


def _labels(axis: Axis) -> list[Text]:
    low, high = sorted(axis.get_view_interval())
    both = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
    return [
        label
        for tick in both
        if low <= tick.get_loc() <= high
        for label in (tick.label1, tick.label2)
        if label.get_visible()
    ]


def _of(axes: Axes) -> list[Text]:
    texts = [t for t in axes.texts if isinstance(t, Text)]
    if axes.axison:
        titles = [axes.title, axes._left_title, axes._right_title]  # type: ignore[attr-defined]
        texts += [*titles, axes.xaxis.label, axes.yaxis.label, *_labels(axes.xaxis), *_labels(axes.yaxis)]
    legend = axes.get_legend()
    return texts + (list(legend.get_texts()) if legend else [])


def words(picture: Figure) -> dict[str, list[Bbox]]:
    """Every visible text with its boxes, in pixels; a heading's lines are one text."""
    canvas = picture.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    picture.draw_without_rendering()  # all is put in its place, in a fifth of the time of a drawing
    renderer = canvas.get_renderer()
    found: dict[str, list[Bbox]] = {}
    for text in [*picture.texts, *(text for axes in picture.axes for text in _of(axes))]:
        if text.get_visible() and text.get_text().strip():
            # Of an annotation the words only, not the arrow.
            found.setdefault(text.get_text(), []).append(Text.get_window_extent(text, renderer))
    return found


def crossing(boxes: list[tuple[str, Bbox]]) -> list[tuple[str, str]]:
    """Pairs of which one is drawn over the other."""
    pairs = []
    for (one, a), (other, b) in combinations(boxes, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        up = min(a.y1, b.y1) - max(a.y0, b.y0)
        if min(across, up) > TOUCHING:
            pairs.append((one, other))
    return pairs


def spoilt(picture: Figure) -> list[object]:
    """Words over other words or over bars, and words that leave the page."""
    boxes = [(text, box) for text, many in words(picture).items() for box in many]
    bars = [("a bar", patch.get_window_extent()) for axes in picture.axes for patch in axes.patches]
    page = picture.bbox
    cut = [
        text
        for text, box in boxes
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
    ]
    over = [pair for pair in crossing(boxes + bars) if pair != ("a bar", "a bar")]
    return [*crossing(boxes), *over, *cut]


def whiskers(axes: Axes) -> NDArray[np.float64]:
    """Low and high end of each whisker that there is, in the order of what they stand at: (n, 2)."""
    ends = []
    for container in axes.containers:
        if isinstance(container, ErrorbarContainer):
            upright = container.has_yerr
            for lines in container.lines[2]:
                both = [segment for segment in lines.get_segments() if len(segment) == 2]
                ends += [[point[1 if upright else 0] for point in segment] for segment in both]
    return np.array(ends, dtype=np.float64).reshape(-1, 2)
