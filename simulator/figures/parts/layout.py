"""Lay out a figure: what it may be of, heading, panels with their titles and axes, notes."""

import io
import textwrap
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Literal, ParamSpec

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Transform

from simulator.experiment import Comparison, Outcomes
from simulator.figures.parts.ink import FAINT, FINDING, INK, LEGEND, SMALL, TEXT

MARGIN = 0.2  # inches
_BOLD, _NORMAL = 0.62, 0.55  # width of a character on average, as a part of its size
_LINE = 1.35  # height of a line, as a part of its size
AS_WRITTEN: Any = {"text.parse_math": False}  # what matplotlib makes of a text

P = ParamSpec("P")

WORDS = {
    Outcomes: "outcomes: simulator.run(scenario)",
    Comparison: "a comparison: simulator.compare(scenarios)",
}


class Picture(Figure):
    """A figure that shows itself in Jupyter, with no backend chosen and no state of pyplot's.

    `finding` and `read`: what its heading says; `heading`: how many inches that takes at its top.
    """

    finding = ""
    read = ""
    heading = 0.0

    def draw(self, renderer: RendererBase) -> None:
        """Every text as written: a name with dollar signs is no formula."""
        with rc_context(AS_WRITTEN):  # ticks come to be when they are drawn
            super().draw(renderer)

    def _repr_png_(self) -> bytes:
        return png(self, 90)


def png(picture: Figure, dots: int) -> bytes:
    """A picture as a PNG file, with so many dots an inch."""
    page = io.BytesIO()
    picture.savefig(page, format="png", dpi=dots)
    return page.getvalue()


def page(width: float, height: float, finding: str, read: str) -> Picture:
    """A page, in inches, headed by what was found and how to read it; the heading adds to the height."""
    parts = []
    for text, size, weight, part in ((finding, FINDING, "bold", _BOLD), (read, SMALL, "normal", _NORMAL)):
        lines = textwrap.wrap(text, int((width - 2 * MARGIN) * 72 / (size * part)))
        parts.append((lines, size, weight, len(lines) * size * _LINE / 72))
    tall = height + MARGIN + sum(part[-1] for part in parts)
    picture = Picture(figsize=(width, tall), dpi=100, facecolor="white")
    FigureCanvasAgg(picture)
    top = tall - MARGIN
    for lines, size, weight, used in parts:
        where = (MARGIN / width, top / tall)
        picture.text(*where, "\n".join(lines), size=size, weight=weight, color=INK, va="top", linespacing=1.2)
        top -= used
    picture.finding, picture.read, picture.heading = finding, read, tall - height
    return picture


def panel(picture: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes at a place of the page, in inches."""
    across, up = picture.get_size_inches()
    axes = picture.add_axes((left / across, bottom / up, width / across, height / up))
    axes.tick_params(labelsize=SMALL, colors=INK, length=3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return axes


def note(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["center", "bottom", "top"] = "center",
    size: float = SMALL,
    weight: str = "normal",
    transform: Transform | None = None,
) -> None:
    """A word in the picture; `x` and `y` are in the data unless `transform` says otherwise."""
    where = axes.transData if transform is None else transform
    axes.text(x, y, text, ha=ha, va=va, size=size, weight=weight, color=INK, transform=where)


def entitle(axes: Axes, text: str, pad: float | None = None, *, keys: int = 0) -> None:
    """The title of a panel; under it, in so many columns, what each line and mark means."""
    axes.set_title(text, loc="left", size=TEXT, weight="bold", color=INK, pad=LEGEND if keys else pad)
    if keys and axes.get_legend_handles_labels()[0]:
        look: dict[str, Any] = {"fontsize": SMALL, "frameon": False, "borderaxespad": 0, "handletextpad": 0.4}
        axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 0.985), ncols=keys, **look)


def label_axes(axes: Axes, x: str = "", y: str = "") -> None:
    """What is along an axis, with its unit; an axis of which nothing is said stays as it is."""
    if x:
        axes.set_xlabel(x, size=SMALL, color=INK)
    if y:
        axes.set_ylabel(y, size=SMALL, color=INK)


def lines_across(axes: Axes) -> None:
    """Faint lines at the ticks of the upright axis, with readable numbers."""
    axes.yaxis.set_major_formatter(thousands)
    axes.grid(axis="y", color=FAINT, lw=0.6)


def thousands(value: float, _: float = 0.0) -> str:
    """A tick of an axis, as matplotlib asks for it: with its place."""
    return f"{value:,.10g}".replace("-", "−")


def takes(*kinds: type) -> Callable[[Callable[P, Figure]], Callable[P, Figure]]:
    """A figure whose first argument is of these kinds. It raises TypeError that says how to come by them."""

    def checked(draw: Callable[P, Figure]) -> Callable[P, Figure]:
        @wraps(draw)
        def drawn(*args: P.args, **named: P.kwargs) -> Figure:
            shown = next(iter(signature(draw).bind(*args, **named).arguments.values()))
            if not isinstance(shown, kinds):
                said = ", or ".join(WORDS[kind] for kind in kinds)
                raise TypeError(f"figures.{draw.__name__} takes {said}; not {type(shown).__name__}")
            with rc_context(AS_WRITTEN):
                return draw(*args, **named)

        return drawn

    return checked
