"""Figure: the bowtie: accounts up to the signature, revenue after it."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes, t_interval
from simulator.experiment.rates_observed import Rate, rates_of
from simulator.figures.parts.bands import interval_of
from simulator.figures.parts.funnel import COLUMNS, KNOT, draw_accounts, draw_revenue, heights
from simulator.figures.parts.ink import BLUE, FAINT, INK, TEXT
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import in_title, short
from simulator.format import NONE, many, plain, scale_of
from simulator.metrics import VOLUMES
from simulator.model import PROSPECT

WIDTH, LEFT, RIGHT = 13.0, 1.65, 1.15  # inches
TIE, STEPS, ROW = 3.5, 1.55, 0.28  # inches: the bowtie, the numbers under it, a rate of the lowest panel
AXIS, TITLE = 0.65, 0.75  # inches under and above the lowest panel
CODE, NAME, ACCOUNTS, ARROW, SHARE, DAYS = 0.92, 0.76, 0.58, 0.43, 0.28, 0.1  # height of each line
LABELS = {ACCOUNTS: "accounts", SHARE: "go on to the next, %", DAYS: "days until then"}
POINTS = scale_of("share", ())
LONGEST = 20  # characters of a stage's name


class Pair(NamedTuple):
    """A rate: means over the replications, and the mean gap with its interval, pair by pair."""

    label: str
    observed: Interval
    stated: Interval
    gap: Interval


@takes(Outcomes)
def bowtie(outcomes: Outcomes, motion: str | None = None) -> Figure:
    """The bowtie of one motion (the first, if none is named): VM1 to VM8, and stated beside observed rates.

    Left of the knot the edge is accounts; right of it the wing is the revenue of a customer since signing.
    Whiskers and ± are 90 % intervals of means. Raises KeyError for a motion that there is not.
    """
    motions = outcomes.header.motions
    if motion is not None and motion not in motions:
        raise KeyError(f"no motion {motion!r}: there are {', '.join(motions)}")
    place = motions.index(motion) if motion is not None else 0
    table, rates = outcomes.bowtie[:, place], pairs(outcomes, place)
    volumes = [interval_of(table[:, step, 0]) for step in range(len(VOLUMES))]
    across, rows = WIDTH - LEFT - RIGHT, ROW * max(len(rates), 1)
    low = AXIS + rows + TITLE
    read = _how_to_read(outcomes, motions[place])
    picture = page(WIDTH, low + STEPS + TIE, _finding(outcomes, volumes), read)

    tie = panel(picture, LEFT, low + STEPS, across, TIE)
    wing = tie.twinx()
    draw_accounts(tie, volumes)
    draw_revenue(wing, outcomes, heights(volumes))
    tie.set_zorder(wing.get_zorder() + 1)  # the wing lies behind the bars
    tie.patch.set_visible(False)
    write_steps(panel(picture, LEFT, low, across, STEPS), table, volumes)
    draw_stated(panel(picture, LEFT + 0.3, AXIS, across - 0.9, rows), rates)
    return picture


def _finding(outcomes: Outcomes, volumes: Sequence[Interval]) -> str:
    """The title: what comes in, who signs, and what comes after."""
    leads, won = volumes[0].mean, volumes[KNOT - 1].mean
    signing = plain(won, 0 if won >= 10 or won == 0 else 1)
    said = f"Of {plain(leads)} prospects {signing} sign in {many(outcomes.header.months // 12, 'year')}"
    share = outcomes.summary("after_close_share")
    if math.isnan(share.mean):
        return said
    after = in_title(scale_of("share", ()), share.interval)
    who = "customers of all motions" if len(outcomes.header.motions) > 1 else "they"
    return f"{said}; {after} of what {who} pay in 60 months comes after the first 12"


def _how_to_read(outcomes: Outcomes, motion: str) -> str:
    return (
        f"{outcomes.title}, motion {motion}: {outcomes.how}. "
        f"Whiskers and ± are {CONFIDENCE} intervals of the mean. "
        "Bars: accounts that got there within these years. Wing: what a customer has paid by so many "
        "months after signing, on its own scales. Going on: of those decided, second tries included, "
        "followed beyond these years."
    )


def write_steps(axes: Axes, table: NDArray[np.float64], volumes: Sequence[Interval]) -> None:
    """`table` (replications, 8, 3) of one motion. What a motion does not mark is passed over."""
    axes.set_xlim(*COLUMNS)
    axes.set_ylim(0, 1)
    axes.set_axis_off()
    for y, label in LABELS.items():
        note(axes, -0.012, y, label, ha="right", transform=axes.transAxes)
    marked = [step for step, v in enumerate(volumes) if not math.isnan(v.mean)]
    for step, name in enumerate(VOLUMES):
        accounts = _sure("accounts", volumes[step]) if step in marked else "no such step"
        note(axes, step + 1, CODE, f"VM{step + 1}", ha="center", size=TEXT, weight="bold")
        knot = "bold" if step + 1 == KNOT else "normal"
        note(axes, step + 1, NAME, name, ha="center", size=TEXT, weight=knot)
        note(axes, step + 1, ACCOUNTS, accounts, ha="center", size=TEXT)
    for one, following in pairwise(marked):
        arrow = {"arrowstyle": "-|>", "color": INK, "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (following + 0.92, ARROW), (one + 1.08, ARROW), arrowprops=arrow)
        middle = (one + following) / 2 + 1
        note(axes, middle, SHARE, _sure("share", interval_of(table[:, one, 1])), ha="center", size=TEXT)
        note(axes, middle, DAYS, _sure("days", interval_of(table[:, one, 2])), ha="center", size=TEXT)


def _sure(unit: str, interval: Interval) -> str:
    return NONE if math.isnan(interval.mean) else scale_of(unit, ()).sure(interval.mean, interval.half)


def pairs(outcomes: Outcomes, motion: int) -> list[Pair]:
    """Stages of a motion in order, then impact and renewal; only rates that were stated and observed."""
    found = []
    for rate in rates_of(outcomes, motion):
        gap = rate.observed - rate.stated
        known = ~np.isnan(gap)
        if known.any():
            means = (
                t_interval(np.where(known, values, np.nan)) for values in (rate.observed, rate.stated, gap)
            )
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
    said = "observed, with the 90 % interval of the mean"
    draw_mean(axes, mean, places, "o", BLUE, ink=BLUE, across=(low, high), size=4, line=2, cap=4, label=said)
    entitle(axes, furthest(rates), keys=4)
    note(axes, 1.02, 1.0, "observed − stated,\npoints", va="bottom", transform=axes.transAxes)
    for place, rate in enumerate(rates):
        gap = POINTS.sure(rate.gap.mean, rate.gap.half, sign=True)
        note(axes, 1.02, place, gap, transform=axes.get_yaxis_transform())
    axes.set_yticks(places, [rate.label for rate in rates])
    axes.set_ylim(len(rates) - 0.4, -0.6)
    axes.set_xlim(0, 102)
    what = "passed, of those decided on their first visit, % (some who fail come back, or go on all the same)"
    label_axes(axes, what)
