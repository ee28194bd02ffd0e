"""Figure: scenarios side by side, one panel per metric."""

import math
import textwrap
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from simulator.experiment import CONFIDENCE, Comparison, Outcomes, Summary
from simulator.experiment.money_by_motion import payback
from simulator.figures.parts import ink
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import are_alike, at_the_end, capital
from simulator.format import NONE, Scale, listed, scale_of
from simulator.metrics import definition

PAYBACK = "payback_months"
METRICS = (  # of two columns; what no scenario knows is left out
    *("win_rate", "cycle_days_median"),
    *("after_close_share", "lifetime_revenue"),
    *("ltv", PAYBACK),
    *("contribution_per_prospect", "seller_share_of_risk"),
)
WORDS = {  # metric: what the title says of it, at which end, and how that end is called
    "win_rate": ("win rate is highest", max),
    "cycle_days_median": ("sales cycle shortest", min),
    "contribution_per_prospect": ("contribution per prospect largest", max),
    "seller_share_of_risk": ("seller's share of the risk largest", max),
    "after_close_share": ("share of revenue after the first twelve months largest", max),
}
SAID = 4  # at most, in a title
LINE = 21  # characters of a name on a line beside a panel
BROAD = 13  # characters of a number beside it
SIZES = (ink.TEXT, ink.SMALL, 7.0)  # points, of so many lines in a row
LOGARITHMIC = {"cycle_days_median"}
INKS = (ink.BLUE, ink.ORANGE, ink.GREEN, ink.VERMILION, ink.PURPLE)
WIDTH, LEFT, PANEL, GAP = 13.0, 1.75, 3.7, 2.75  # inches
ROW, BETWEEN, LOW, TITLE = 0.36, 0.95, 0.6, 0.45  # inches


@takes(Comparison)
def side_by_side(comparison: Comparison) -> Figure:
    """How each scenario sells, what a customer brings and leaves, and who carries the risk: a panel a metric.

    Marker and thick ends are the mean and its 90 % interval, the thin line runs from P10 to P90 of outcomes.
    """
    known = [n for n in METRICS if any(o.summary(n).defined for o in comparison.outcomes)] or METRICS[:2]
    tall = ROW * (len(comparison.outcomes) + 0.2)
    rows = -(-len(known) // 2)
    high = LOW + rows * (tall + BETWEEN) - BETWEEN + TITLE
    picture = page(WIDTH, high, _finding(comparison), _how_to_read(comparison))
    for place, name in enumerate(known):
        row, column = divmod(place, 2)
        left, base = LEFT + column * (PANEL + GAP), LOW + (rows - 1 - row) * (tall + BETWEEN)
        _draw(panel(picture, left, base, PANEL, tall), comparison, name)
    return picture


def _how_to_read(comparison: Comparison) -> str:
    first = comparison.outcomes[0]
    return (
        f"{first.how}, under the same chances. "
        f"Marker, thick ends and ±: the mean and its {CONFIDENCE} interval. "
        "Thin line: P10 to P90, so eight of ten runs end within it. Revenue is before any cost, "
        "contribution and lifetime value after it. Where a number is known in some runs only, it "
        "says in how many."
    )


def _finding(comparison: Comparison) -> str:
    """The title: who is at the end of each metric, or which two, where that is too close to call."""
    ends = {words: at_the_end(comparison, name, end) for name, (words, end) in WORDS.items()}
    said = [f"{words} with {who}" for words, who in ends.items() if who][:SAID]
    alike = [definition(name).label for name in WORDS if are_alike(comparison, name)]
    said += [f"no sure difference in {listed(alike)}"] if alike else []
    return capital("; ".join(said)) if said else "Nothing to compare"


def _draw(axes: Axes, comparison: Comparison, name: str) -> None:
    """One metric: a row a scenario, from the top, its numbers in words at the right."""
    summaries = [_summary(o, name) for o in comparison.outcomes]
    scale = scale_of(comparison.outcomes[0].unit(name), [s.mean for s in summaries])
    known = [s for s in summaries if s.defined]
    log = name in LOGARITHMIC and bool(known) and all(s.p10 > 0 for s in known)
    if log:
        axes.set_xscale("log", nonpositive="clip")
    for place, (o, summary) in enumerate(zip(comparison.outcomes, summaries, strict=True)):
        axes.axhline(place, color=ink.FAINT, lw=0.8, zorder=0)
        if summary.defined:
            _mark(axes, place, summary, scale)
        beside = axes.get_yaxis_transform()
        seldom = 0 < summary.defined < o.replications
        often = [f"in {summary.defined} of {o.replications}"] if seldom else []
        lines = [*_sure(summary, scale), *often]
        size = SIZES[len(lines) - 1]
        note(axes, 1.04, place, "\n".join(lines), size=size, transform=beside)
    note(axes, 1.04, 1.0, "mean ±", va="bottom", transform=axes.transAxes)
    names = ["\n".join(textwrap.wrap(o.name, LINE)) for o in comparison.outcomes]
    axes.set_yticks(
        range(len(summaries)), names, size=ink.SMALL if any("\n" in n for n in names) else ink.TEXT
    )
    axes.set_ylim(len(summaries) - 0.4, -0.6)
    if known:
        _set_reach(axes, known, scale, log)
    entitle(axes, definition(name).label)
    label_axes(axes, x=scale.unit + (" (logarithmic scale)" if log else ""))


def _summary(outcomes: Outcomes, name: str) -> Summary:
    """A metric's; of payback none where the first screen has none, as a product is owned, say."""
    found = outcomes.summary(name)
    if name != PAYBACK or not math.isnan(payback(outcomes).mean):
        return found
    nan = math.nan
    return replace(found, mean=nan, low=nan, high=nan, p10=nan, p50=nan, p90=nan, defined=0)


def _mark(axes: Axes, place: int, summary: Summary, scale: Scale) -> None:
    """Outcomes as a thin line, the mean as a marker with its interval as a thick one."""
    values = (summary.low, summary.p10, summary.mean, summary.p90, summary.high)
    low, p10, mean, p90, high = (value * scale.factor for value in values)
    fill = INKS[place % len(INKS)]
    axes.plot([p10, p90], [place, place], color=ink.INK, lw=1.0, marker="|", ms=6, zorder=1, label="outcomes")
    mark = ink.MARKERS[place % len(ink.MARKERS)]
    draw_mean(axes, mean, place, mark, fill, across=(low, high), line=3, cap=7, capthick=2)


def _set_reach(axes: Axes, summaries: list[Summary], scale: Scale, log: bool) -> None:
    """From zero, or from the power of ten below, so that lengths may be compared."""
    ends = np.array([(s.p10, s.low, s.p90, s.high) for s in summaries]) * scale.factor
    least, high = min(0.0, float(np.nanmin(ends))), max(0.0, float(np.nanmax(ends)))
    if log:
        low = 10.0 ** math.floor(math.log10(float(np.nanmin(ends[ends > 0]))))
        axes.set_xlim(low, high * 1.3)
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0,) if high > 100 * low else (1.0, 2.0, 5.0)))
        axes.xaxis.set_minor_formatter(NullFormatter())
    else:
        axes.set_xlim(least if high else least * 1.06, high * 1.06 if high > least else 1.0)
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))  # more would not fit
    axes.xaxis.set_major_formatter(thousands)


def _sure(summary: Summary, scale: Scale) -> list[str]:
    """A mean and half its interval, on two lines where one would reach the next panel."""
    if not summary.defined:
        return [NONE]
    sure = scale.within(*summary.interval)
    return [sure] if len(sure) <= BROAD else sure.split(" ", 1)
