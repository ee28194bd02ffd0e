"""Figure: what a file states of each rate, beside what was observed of it."""

import math
import textwrap
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Interval, Outcomes, t_interval
from simulator.experiment.rates_observed import Rate, rates_of
from simulator.figures.parts.ink import BLUE, FAINT, INK
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import motion_of
from simulator.format import scale_of
from simulator.model import PROSPECT

WIDTH, LEFT, RIGHT, AXIS, TITLE = 13.0, 3.6, 1.5, 0.65, 0.55  # inches
ROW, TWO = 0.32, 0.42  # inches: a row whose name takes one line, and one whose name takes more
LINE = 50  # characters of a row's name on a line
POINTS = scale_of("share", ())


class Pair(NamedTuple):
    """A rate: means over the replications, and the mean gap with its interval, pair by pair."""

    label: str
    observed: Interval
    stated: Interval
    gap: Interval


@takes(Outcomes)
def stated(outcomes: Outcomes, motion: str | None = None) -> Figure:
    """Each rate that a file states, of all motions or of one, beside the rate that was observed.

    Whiskers and ± are 90 % intervals of means. Raises KeyError for a motion that there is not.
    """
    motions = range(len(outcomes.header.motions)) if motion is None else [motion_of(outcomes, motion)]
    rates = [rate for place in motions for rate in pairs(outcomes, place, named=len(motions) > 1)]
    names = ["\n".join(textwrap.wrap(rate.label, LINE)) for rate in rates]
    tall = (TWO if any("\n" in name for name in names) else ROW) * max(len(rates), 1)
    picture = page(WIDTH, AXIS + tall + TITLE, furthest(rates), _how_to_read(outcomes, motion))
    if rates:
        draw_stated(panel(picture, LEFT, AXIS, WIDTH - LEFT - RIGHT, tall), rates, names)
    return picture


def _how_to_read(outcomes: Outcomes, motion: str | None) -> str:
    which = f", motion {motion}" if motion is not None else ""
    return (
        f"{outcomes.title}{which}: {outcomes.how}. Whiskers and ± are {CONFIDENCE} intervals of the mean. "
        "Of those decided on their first visit to a stage; some who fail come back, or go on all the same. "
        "Of ten such intervals one misses what is so. The picture tests the run against its file: it says "
        "nothing of how well the company does."
    )


def pairs(outcomes: Outcomes, motion: int, *, named: bool = False) -> list[Pair]:
    """Stages of a motion in order, then impact and renewal; only rates that were stated and observed.

    `named`: by the motion's name, too.
    """
    found = []
    for rate in rates_of(outcomes, motion):
        gap = rate.observed - rate.stated
        known = ~np.isnan(gap)
        if known.any():
            means = (
                t_interval(np.where(known, values, np.nan)) for values in (rate.observed, rate.stated, gap)
            )
            label = _label(outcomes, rate)
            found.append(Pair(f"{outcomes.header.motions[motion]}: {label}" if named else label, *means))
    return found


def _label(outcomes: Outcomes, rate: Rate) -> str:
    """Its name; of a stage that leads to a volume metric, to which."""
    if rate.stage is None:
        return rate.name
    mark = outcomes.header.stage["marks"][rate.stage]
    return f"{rate.name} → VM{mark}" if mark > PROSPECT else rate.name


def furthest(rates: list[Pair]) -> str:
    """The title: the rate that is surely observed apart from what is stated, and furthest."""
    if not rates:
        return "No rate was observed that could be held against what is stated"
    if all(math.isnan(rate.gap.low) for rate in rates):
        return "Rates observed beside those stated: too few runs to tell them apart"
    apart = [rate for rate in rates if rate.gap.low > 0 or rate.gap.high < 0]
    if not apart:
        return "Every rate is observed as it is stated, within its interval"
    worst = max(apart, key=lambda rate: abs(rate.gap.mean))
    gap = POINTS.sure(worst.gap.mean, worst.gap.half, sign=True)
    return f"Observed furthest from what is stated: {worst.label}, {gap} points"


def draw_stated(axes: Axes, rates: list[Pair], names: list[str]) -> None:
    """A row per rate from the top: stated as an open diamond, observed as a dot with its interval."""
    places = np.arange(len(rates))
    stated = [rate.stated.mean * 100 for rate in rates]
    observed = np.array([rate.observed for rate in rates]).reshape(-1, 3) * 100
    mean, low, high = observed.T
    axes.hlines(places, 0, 100, color=FAINT, lw=0.8, zorder=0)
    axes.plot(stated, places, "D", ms=11, mfc="none", mec=INK, mew=1.2, label="stated (mean of the draws)")
    said = f"observed, with the {CONFIDENCE} interval of the mean"
    draw_mean(axes, mean, places, "o", BLUE, ink=BLUE, across=(low, high), size=4, line=2, cap=4, label=said)
    entitle(axes, "Stated and observed", keys=4)
    note(axes, 1.02, 1.0, "observed − stated,\npoints", va="bottom", transform=axes.transAxes)
    for place, rate in enumerate(rates):
        gap = POINTS.sure(rate.gap.mean, rate.gap.half, sign=True)
        note(axes, 1.02, place, gap, transform=axes.get_yaxis_transform())
    axes.set_yticks(places, names)
    axes.set_ylim(len(rates) - 0.4, -0.6)
    axes.set_xlim(0, 102)
    label_axes(axes, "passed, of those decided, %")
