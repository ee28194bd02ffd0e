"""A value month by month as a small SVG: the fan of its runs, and the numbers of each month on hover.

Written by hand: it takes a hundredth of the time of a figure, and a page has many.
"""

import math
from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from simulator.figures.inline import Inline, framed
from simulator.figures.parts.bands import FAN, quantiles
from simulator.figures.parts.ink import BLUE, FAINT, INK
from simulator.figures.parts.layout import thousands
from simulator.figures.parts.timeline import STEPS
from simulator.format import Scale
from simulator.visible import visible

WIDE, TALL = 460.0, 210.0  # of the whole, in pixels where nothing is scaled
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 20.0, 24.0
TEXT = 12.0  # pixels
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)  # steps between ticks, times a power of ten
LINES = 4  # at most so many steps up
DATES = 6  # at most so many along


def through_time(
    values: NDArray[np.float64], dates: Sequence[str], scale: Scale, name: str, whole: bool = False
) -> Inline:
    """`values` (runs, months) at the end of each month, whose names are `dates`. `whole`: the axis begins at
    zero and reaches 100 % at least, where it is a share."""
    found = quantiles(values) * scale.factor
    known = found[:, np.isfinite(found[2])]
    if not known.size:
        return Inline("", f"{name}: nothing to tell", "")
    low, high = min(0.0, float(known.min())), max(0.0, float(known.max()))
    if whole and scale.unit == "%":
        high = max(high, 100.0)
    step = _step(high - low)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step or step
    body = "".join((*_frame(low, high, step, scale.unit, dates), *_fan(found, low, high, scale, dates)))
    last = np.flatnonzero(np.isfinite(found[2]))[-1]
    ends = _words(found[:, last], scale)
    finding = f"{name} in {dates[last]}: {ends}"
    return Inline(framed(f"0 0 {WIDE:g} {TALL:g}", visible(finding), body), finding, FAN)


def _words(at: NDArray[np.float64], scale: Scale) -> str:
    """A median, and from P10 to P90 where runs lie apart, with digits that tell them apart."""
    p10, _, median, _, p90 = (float(value) / scale.factor for value in at)
    half = (p90 - p10) / 8 or math.nan
    apart = f", eight of ten {scale.show(p10, half)} to {scale.show(p90, half)}" if p90 > p10 else ""
    return f"{scale.show(median, half)} {scale.unit}{apart}"


def _step(reach: float) -> float:
    """Between two lines: a round number, so that there are few."""
    if reach <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(reach / LINES))
    return next(nice * power for nice in NICE if nice * power * LINES >= reach * (1 - 1e-9))


def _x(month: float, months: int) -> float:
    """At the end of a month, counted from 0."""
    return LEFT + (WIDE - LEFT - RIGHT) * (month + 1) / months


def _y(value: float, low: float, high: float) -> float:
    return TOP + (TALL - TOP - BOTTOM) * (high - value) / (high - low)


def _frame(low: float, high: float, step: float, unit: str, dates: Sequence[str]) -> Iterator[str]:
    """Lines across with their numbers, the unit above them, dates along."""
    look = f'font-size="{TEXT:g}" fill="{INK}" font-family="Helvetica, Arial, sans-serif"'
    yield f'<g {look}><text x="2" y="11">{escape(unit)}</text>'
    for n in range(round((high - low) / step) + 1):
        value = low + n * step
        y, ink = _y(value, low, high), INK if abs(value) < step / 2 else FAINT
        yield f'<path d="M{LEFT:g} {y:.1f}H{WIDE - RIGHT:g}" stroke="{ink}" stroke-width=".8"/>'
        number = thousands(float(f"{value:.6g}"))
        yield f'<text x="{LEFT - 5:g}" y="{y + 4:.1f}" text-anchor="end">{number}</text>'
    every = next(s for s in STEPS if len(dates) <= s * DATES or s == STEPS[-1])
    for month in range(0, len(dates), every):
        x = _x(month - 1, len(dates))
        yield f'<path d="M{x:.1f} {TALL - BOTTOM:g}v4" stroke="{INK}" stroke-width=".8"/>'
        yield f'<text x="{x:.1f}" y="{TALL - 6:g}" text-anchor="middle">{dates[month]}</text>'
    yield "</g>"


def _fan(
    found: NDArray[np.float64], low: float, high: float, scale: Scale, dates: Sequence[str]
) -> Iterator[str]:
    """Areas, the median, and a strip for each month that tells its numbers."""
    months = found.shape[1]
    known = [m for m in range(months) if math.isfinite(found[2, m])]

    def line(which: int, months_: Sequence[int]) -> str:
        return " ".join(f"{_x(m, months):.1f},{_y(float(found[which, m]), low, high):.1f}" for m in months_)

    for one, other, shade in ((0, 4, 0.22), (1, 3, 0.35)):
        corners = f"{line(one, known)} {line(other, known[::-1])}"
        yield f'<polygon points="{corners}" fill="{BLUE}" fill-opacity="{shade}"/>'
    yield f'<polyline points="{line(2, known)}" fill="none" stroke="{INK}" stroke-width="1.8"/>'
    wide, tall = (WIDE - LEFT - RIGHT) / months, TALL - TOP - BOTTOM
    for m in known:
        left = _x(m, months) - wide
        title = escape(f"{dates[m]}: {_words(found[:, m], scale)}")
        yield (
            f'<rect class="hover" x="{left:.1f}" y="{TOP:g}" width="{wide:.1f}" height="{tall:g}">'
            f"<title>{title}</title></rect>"
        )
