"""Figures as SVG within a page of HTML: the page says what the heading says, and numbers show on hover."""

import io
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulator.figures.parts.layout import Picture, thousands
from simulator.visible import visible

POINTS = 72  # an inch
ROOM = 5.0  # points around a mark that show its number
MOST = 400  # marks of a line with a number each: beyond, they lie upon each other
_NAMED = re.compile(r' id="([^"]+)"')
_USED = re.compile(r"""(?:url\(#|href="#)([^")]+)""")
_LONG = re.compile(r"(\d\.\d\d)\d+")
_FONT = re.compile(r"(font: [^;\"']*?[\d.]+px) [^;\"]*")


class Inline(NamedTuple):
    """A picture for a page: its SVG, and what it says in words."""

    svg: str
    finding: str
    read: str


def inline(picture: Figure, name: str) -> Inline:
    """A figure without its heading. `name`: told apart by it, no two of a page have a part in common."""
    finding, read, heading = "", "", 0.0
    if isinstance(picture, Picture):
        finding, read, heading = picture.finding, picture.read, picture.heading
        for text in picture.texts[:2]:  # which the page says
            text.set_visible(False)
    page = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": name}):
        picture.savefig(page, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    wide, tall = picture.get_size_inches() * POINTS
    body = page.getvalue().partition("<defs>")[2].rpartition("</svg>")[0].partition("</defs>")[2]
    hovers = "".join(_hovers(picture, float(tall)))
    view = f"0 {heading * POINTS:.1f} {wide:.1f} {tall - heading * POINTS:.1f}"
    return Inline(framed(view, visible(finding), _slim(body, name) + hovers), finding, read)


def framed(view: str, label: str, body: str) -> str:
    """An SVG of these bounds that says to who does not see it what it shows."""
    return f'<svg viewBox="{view}" role="img" aria-label="{escape(label)}">{body}</svg>'


def _slim(body: str, name: str) -> str:
    """Names only where they are used, and those of this picture alone; no digits that nobody sees."""
    used = set(_USED.findall(body))
    body = _NAMED.sub(lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", body)
    body = _USED.sub(lambda m: m[0].replace(f"#{m[1]}", f"#{name}-{m[1]}"), body)
    body = _FONT.sub(r"\1 Helvetica, Arial, sans-serif", body).replace("xlink:href", "href")
    return re.sub(r"\n\s*", "\n", _LONG.sub(r"\1", body))


def _hovers(picture: Figure, tall: float) -> Iterator[str]:
    """Of each mark and each corner of a line that has a name, a place that shows its number."""
    per_dot = POINTS / picture.dpi
    for axes in picture.axes:
        lines = [line for line in axes.lines if _has_numbers(axes, line)]
        if not lines:
            continue
        box = axes.bbox.padded(ROOM)
        across, up = _scale_in_words(axes, "x"), _scale_in_words(axes, "y")
        for line in lines:
            label = str(line.get_label())
            said = "" if label.startswith("_") else f"{label}: "
            at = np.column_stack([np.asarray(line.get_xdata(), float), np.asarray(line.get_ydata(), float)])
            dots = line.get_transform().transform(at)
            seen = np.isfinite(at).all(axis=1) & ((dots >= box.min) & (dots <= box.max)).all(axis=1)
            places = dots * per_dot
            for (x, y), (left, above), shown in zip(at.tolist(), places.tolist(), seen, strict=True):
                if shown:
                    title = escape(visible(f"{said}{across(x)}, {up(y)}"))
                    yield (
                        f'<circle class="hover" cx="{left:.1f}" cy="{tall - above:.1f}" r="{ROOM:g}">'
                        f"<title>{title}</title></circle>"
                    )


def _has_numbers(axes: Axes, line: Line2D) -> bool:
    """Whether a line is data, not a rule across the panel, and its points are not too many to be told."""
    count = np.size(line.get_xdata())
    marked = str(line.get_marker()) not in ("None", "", " ")
    return line.get_transform() == axes.transData and 0 < count <= MOST and (marked or count > 2)


def _scale_in_words(axes: Axes, which: str) -> Callable[[float], str]:
    """What a place along an axis is called: a month, a name that stands there, or a number with its unit.

    Of a picture that has been drawn: its ticks have their words.
    """
    told = getattr(axes, f"fmt_{which}data")
    if told is not None:
        return lambda value: str(told(value))
    axis = axes.xaxis if which == "x" else axes.yaxis
    names = {round(float(tick.get_loc()), 6): tick.label1.get_text() for tick in axis.majorTicks}
    unit = " ".join(axis.get_label_text().split())

    def words(value: float) -> str:
        name = names.get(round(value, 6), "")
        if any(letter.isalpha() for letter in name):
            return name
        return f"{thousands(float(f'{value:.4g}'))} {unit}".rstrip()

    return words
