"""Figure: cash at month ends, its spread and its low."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Outcomes, defined, proportion_interval
from simulator.figures.parts.bands import FAN, draw_band, draw_fan, interval_of, quantiles, spread_of
from simulator.figures.parts.ink import BLUE, FAINT, GREEN, INK, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, lines_across, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import in_title
from simulator.figures.parts.timeline import month_in_words, set_months
from simulator.format import Scale, many, scale_of
from simulator.metrics.cash import break_even

WIDTH, LEFT, WIDE, GAP, TROUGHS = 13.0, 1.0, 7.4, 1.1, 3.1  # inches
FAN_TALL, SHARE_TALL, AXIS, TITLE = 3.8, 1.3, 0.55, 0.6  # inches
PERCENT = scale_of("share", ())


class CashPath(NamedTuple):
    """Of each replication, in units of the currency and months from 1; nan where it never happens."""

    cash: NDArray[np.float64]  # (R, months + 1), the first day before the month ends
    low: NDArray[np.float64]  # the least of it
    low_month: NDArray[np.float64]  # and when: 0 on the first day
    even: NDArray[np.float64]  # from this month on three months' receipts always cover what is paid, if any
    below: NDArray[np.float64]  # the first month with cash below zero at its end


def cash_path(outcomes: Outcomes) -> CashPath:
    """Cash and its turning points."""
    closing, flows = outcomes.company["cash"], [outcomes.company[name] for name in ("cash_in", "cash_out")]
    opening = closing[:, :1] - flows[0][:, :1] + flows[1][:, :1]
    cents = np.append(opening, closing, axis=1)
    negative = closing < 0
    return CashPath(
        cash=cents / 100,
        low=cents.min(axis=1) / 100,
        low_month=cents.argmin(axis=1).astype(np.float64),
        even=np.array(
            [break_even(got, paid) if paid.any() else math.nan for got, paid in zip(*flows, strict=True)]
        ),
        below=np.where(negative.any(axis=1), negative.argmax(axis=1) + 1.0, math.nan),
    )


@takes(Outcomes)
def cash(outcomes: Outcomes) -> Figure:
    """Cash at month ends as a fan with its trough, and by when it ran out or its flow broke even.

    Operating cash breaks even in the first month from which on what customers pay in three months always
    covers all that is paid in them.
    """
    of = cash_path(outcomes)
    low = AXIS + SHARE_TALL + TITLE + AXIS
    picture = page(WIDTH, low + FAN_TALL + TITLE, _finding(outcomes, of), _how_to_read(outcomes))
    _draw_cash(panel(picture, LEFT, low, WIDE, FAN_TALL), outcomes, of)
    _draw_troughs(panel(picture, LEFT + WIDE + GAP, low, TROUGHS, FAN_TALL), outcomes, of)
    _draw_shares(panel(picture, LEFT, AXIS, WIDE, SHARE_TALL), outcomes, of)
    return picture


def _draw_cash(axes: Axes, outcomes: Outcomes, of: CashPath) -> None:
    scale = _scale(outcomes, of)
    draw_fan(axes, range(of.cash.shape[1]), of.cash * scale.factor)
    axes.axhline(0.0, color=INK, lw=1.4, zorder=2)
    _mark(axes, of, scale, "lowest, median and P10 to P90")
    axes.margins(y=0.06)
    lines_across(axes)
    entitle(axes, "Cash at month ends", keys=4)
    label_axes(axes, y=scale.unit)
    set_months(axes, outcomes, 7)


def _draw_troughs(axes: Axes, outcomes: Outcomes, of: CashPath) -> None:
    """The lowest point of each replication, on its own scale: beside what comes later it may be small."""
    scale = scale_of(outcomes.unit("cash_end"), [float(v) for v in of.low])
    axes.plot(of.low_month, of.low * scale.factor, "o", ms=4, mfc="none", mec=BLUE, label="one run", zorder=2)
    _mark(axes, of, scale)
    axes.margins(x=0.08, y=0.08)
    axes.axhline(0.0, color=INK, lw=1.4, zorder=1)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    lines_across(axes)
    entitle(axes, "Where it is lowest in each run", keys=4)
    label_axes(axes, "month in which it is (0: the first day)", scale.unit)


def _mark(axes: Axes, of: CashPath, scale: Scale, label: str = "") -> None:
    """The median trough, and from P10 to P90 of its month and of its depth."""
    early, _, month, _, late = quantiles(of.low_month[:, np.newaxis])[:, 0]
    deep, _, low, _, shallow = quantiles(of.low[:, np.newaxis])[:, 0] * scale.factor
    wide, tall = (early, late), (deep, shallow)
    draw_mean(
        axes, month, low, "o", VERMILION, across=wide, up=tall, size=8, line=1.6, label=label, clip_on=False
    )


def _draw_shares(axes: Axes, outcomes: Outcomes, of: CashPath) -> None:
    """Shares of the replications in which something has happened by a month end."""
    at = np.arange(of.cash.shape[1])
    for months, ink, dashes, name in (
        (of.even, GREEN, "-", "operating cash has broken even for good"),
        (of.below, VERMILION, "--", "cash has been below zero"),
    ):
        draw_band(axes, at, months[:, np.newaxis] <= at, ink, dashes, name, factor=100.0)
    axes.set_ylim(-4, 104)
    axes.set_yticks((0, 50, 100))
    axes.grid(axis="y", color=FAINT, lw=0.6)
    entitle(axes, "Runs in which it has happened by then", keys=4)
    label_axes(axes, y="% of runs")
    set_months(axes, outcomes, 7)


def _scale(outcomes: Outcomes, of: CashPath) -> Scale:
    return scale_of(outcomes.unit("cash_end"), [float(v) for v in quantiles(of.cash)[[0, -1]].ravel()])


def _finding(outcomes: Outcomes, of: CashPath) -> str:
    """The title: the trough, whether the money lasts, and when receipts cover payments."""
    years = many(outcomes.header.months // 12, "year")
    if not (outcomes.company["cash_in"].any() or outcomes.company["cash_out"].any()):
        return f"No money moves in {years}"
    if outcomes.summary("cash_low").defined == 0:
        scale = _scale(outcomes, of)
        grown = in_title(scale, interval_of(of.cash[:, -1] - of.cash[:, 0]))
        return f"The file states no costs: {grown} come in within {years}"
    return f"{_trough(outcomes, of)}; {_runs_out(outcomes, of)}; {_evens(outcomes, of)}"


def _trough(outcomes: Outcomes, of: CashPath) -> str:
    scale = _scale(outcomes, of)
    month = float(np.median(of.low_month))
    depth = scale.show(float(np.median(of.low)), float(np.ptp(of.low)) / 8 or math.nan)
    apart = f" (median, eight of ten runs {spread_of(of.low, scale)})" if np.ptp(of.low) else ""
    when = f"in {month_in_words(outcomes, month)}"
    if month < 1.0:
        when = "on the first day"
    elif month >= outcomes.header.months:
        when = "at the very end"
    return f"Cash is lowest {when}, at {depth} {scale.unit}{apart}"


def _runs_out(outcomes: Outcomes, of: CashPath) -> str:
    if outcomes.summary("runout_probability").defined == 0:
        words = "it goes below zero, and none is stated to begin with,"
    else:
        words = "it runs out"
    return f"{words} in {_so_many(~np.isnan(of.below))}"


def _evens(outcomes: Outcomes, of: CashPath) -> str:
    known = defined(of.even)
    if known.size == 0:
        return "receipts never cover payments for good"
    often = _so_many(~np.isnan(of.even))
    if 2 * known.size < of.even.size:
        return f"receipts come to cover payments for good in {often} only"
    month = month_in_words(outcomes, float(np.median(known)))
    return f"receipts cover payments from {month} on{'' if known.size == of.even.size else f' (in {often})'}"


def _so_many(does: NDArray[np.bool_]) -> str:
    """Replications in which it is so, out of all: with few of them a percentage would say too much."""
    count, of = int(does.sum()), does.size
    if count in (0, of):
        return "no run" if count == 0 else "every run" if of > 1 else "the one run"
    if of < 100:
        return f"{count} of {of} runs"
    share = proportion_interval(does)
    return f"{in_title(PERCENT, share)} of runs"


def _how_to_read(outcomes: Outcomes) -> str:
    return (
        f"{outcomes.title}: {outcomes.how}. {FAN} "
        "Operating cash breaks even in the first month from which on what customers pay in three months "
        "always covers what is paid in them. "
        f"Bands under it: {CONFIDENCE} intervals of the share."
    )
