"""Draw stated rates beside observed ones."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from simulator.experiment import Interval, Outcomes, t_interval
from simulator.experiment.rates_observed import Rate, rates_of
from simulator.figures.parts.layout import BLUE, FAINT, INK, LEGEND, SMALL, entitle, keys_above, note, short
from simulator.format import scale_of
from simulator.model import PROSPECT

POINTS = scale_of("share", ())
LONGEST = 20  # characters of a stage's name


class Pair(NamedTuple):
    """A rate: means over the replications, and the mean gap with its interval, pair by pair."""

    label: str
    observed: Interval
    stated: Interval
    gap: Interval


def pairs(outcomes: Outcomes, motion: int) -> list[Pair]:
    """Stages of a motion in order, then impact and renewal; only rates that were stated and observed."""
    found = []
    for rate in rates_of(outcomes, motion):
        gap = rate.observed - rate.stated
        known = ~np.isnan(gap)
        if known.any():
            means = (t_interval(values[known]) for values in (rate.observed, rate.stated, gap))
            found.append(Pair(_label(outcomes, rate), *means))
    return found


def _label(outcomes: Outcomes, rate: Rate) -> str:
    """Its name; of a stage that leads to a volume metric, to which."""
    if rate.stage is None:
        return rate.name
    mark, name = outcomes.header.stage["marks"][rate.stage], short(rate.name, LONGEST)
    return f"{name} → VM{mark}" if mark > PROSPECT else name


def furthest(rates: list[Pair]) -> str:
    """The rate that is surely observed apart from what is stated, and furthest, in words."""
    if all(math.isnan(rate.gap.low) for rate in rates):
        return "Rates observed beside those stated: too few runs to tell them apart"
    apart = [rate for rate in rates if rate.gap.low > 0 or rate.gap.high < 0]
    if not apart:
        return "Every rate is observed as it is stated, within its interval"
    worst = max(apart, key=lambda rate: abs(rate.gap.mean))
    gap = POINTS.sure(worst.gap.mean, worst.gap.half, sign=True)
    return f"Observed furthest from what is stated: {worst.label}, {gap} points"


def draw_stated(axes: Axes, rates: list[Pair]) -> None:
    """A row per rate from the top: stated as an open diamond, observed as a dot with its interval."""
    places = np.arange(len(rates))
    stated = [rate.stated.mean * 100 for rate in rates]
    observed = np.array([rate.observed for rate in rates]).reshape(-1, 3) * 100
    mean, low, high = observed.T
    axes.hlines(places, 0, 100, color=FAINT, lw=0.8, zorder=0)
    axes.plot(stated, places, "D", ms=11, mfc="none", mec=INK, mew=1.2, label="stated (mean of the draws)")
    axes.errorbar(
        mean,
        places,
        xerr=(mean - low, high - mean),
        fmt="o",
        ms=4,
        color=BLUE,
        ecolor=BLUE,
        elinewidth=2,
        capsize=4,
        label="observed, with the 90 % interval of the mean",
    )
    entitle(axes, furthest(rates), LEGEND)
    note(axes, 1.02, 1.0, "observed − stated,\npoints", va="bottom", transform=axes.transAxes)
    for place, rate in enumerate(rates):
        gap = POINTS.sure(rate.gap.mean, rate.gap.half, sign=True)
        note(axes, 1.02, place, gap, transform=axes.get_yaxis_transform())
    axes.set_yticks(places, [rate.label for rate in rates])
    axes.set_ylim(len(rates) - 0.4, -0.6)
    axes.set_xlim(0, 102)
    axes.set_xlabel(
        "passed, of those decided on their first visit, % (some who fail come back, or go on all the same)",
        size=SMALL,
        color=INK,
    )
    keys_above(axes)
