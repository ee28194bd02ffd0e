"""Figure: what-ifs ranked by their effect on a metric."""

import math
import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from simulator.experiment import CONFIDENCE, Comparison, Difference
from simulator.experiment.comparison import Ranked, lower_is_better, paired, significance
from simulator.figures.parts.ink import BLUE, FAINT, INK, ORANGE, TEXT
from simulator.figures.parts.layout import label_axes, note, page, panel, takes, thousands
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import capital, named
from simulator.format import NONE, Scale, scale_of

WIDTH, LEFT, RIGHT = 13.0, 3.2, 3.1  # inches
ROW, TITLE, AXIS = 0.46, 0.35, 0.65  # inches
LINE, LINES = 34, 2  # of a name
CLOSE = "too close to call"


@takes(Comparison)
def what_ifs(comparison: Comparison, metric: str = "cash_end") -> Figure:
    """Each scenario's paired difference in a metric from the one they are held against, best first.

    Whiskers are 90 % intervals of the mean difference; a bar is hollow where that holds zero.
    Raises OptionError for a metric that is not known of all, or of which neither direction is better.
    """
    rows = comparison.ranked(metric)
    tall = ROW * max(len(rows), 1)
    said = _finding(comparison, metric, rows)
    picture = page(WIDTH, AXIS + tall + TITLE, said, _how_to_read(comparison))
    _draw(panel(picture, LEFT, AXIS, WIDTH - LEFT - RIGHT, tall), comparison, metric, rows)
    return picture


def _finding(comparison: Comparison, metric: str, rows: Ranked) -> str:
    """The title: what helps most, whether that is sure, and how many help or hurt."""
    known = [(other, gap) for other, gap in rows if gap.pairs]
    label = comparison[comparison.against].defined_as(metric).label
    base = named(comparison.against)
    if not known:
        return "Nothing to compare" if not rows else f"Nothing is known here of {label}"
    best, gap = known[0]
    name = named(best.name)
    scale = scale_of(gap.unit, [gap.mean])
    value = f"{scale.within(*gap.interval, sign=True)} {scale.unit}"
    signs = [significance(gap, metric) for _, gap in known]
    better, worse = (f"{signs.count(sign)} of {len(known)}" for sign in (1, -1))
    start = capital(label)
    if len(known) == 1 and signs[0] == 0:
        return f"{start}: whether {name} is better than {base} is {CLOSE} ({value})"
    if len(known) == 1:
        how, often = ("better", gap.better_in) if signs[0] > 0 else ("worse", gap.worse_in)
        return f"{start}: {name} is clearly {how} than {base} ({value}, {how} in {often} of {gap.pairs})"
    if signs[0] < 1:
        first = f"; {name} comes first ({value}, {CLOSE})" if signs[0] == 0 else ""
        return f"{start}: nothing is clearly better than {base}{first}; {worse} are clearly worse"
    if significance(paired(best, known[1][0], metric), metric) < 1:
        other = named(known[1][0].name)
        does = f"{name} and {other} do best ({value}, {CLOSE} between them)"
    else:
        does = f"{name} does best ({value} against {base}, better in {gap.better_in} of {gap.pairs})"
    return f"{start}: {does}; {better} are clearly better, {worse} clearly worse"


def _how_to_read(comparison: Comparison) -> str:
    base = comparison[comparison.against]
    return (
        f"{base.how}, under the same chances. Bars: the mean difference from {named(comparison.against)}, "
        f"pair by pair of runs; whiskers and ± its {CONFIDENCE} interval. "
        f"Hollow: {CLOSE}, the interval holds zero. Better in: runs."
    )


def _draw(axes: Axes, comparison: Comparison, metric: str, rows: Ranked) -> None:
    """A row a scenario, from the top: its bar, the difference in words, and how often it is better."""
    base = comparison[comparison.against]
    known = np.array([gap.interval for _, gap in rows]).reshape(-1, 3)
    scale = scale_of(base.unit(metric), [float(value) for value in known.ravel()])
    beside = axes.get_yaxis_transform()
    axes.axvline(0, color=INK, lw=1.0, zorder=3)
    for place, (_, gap) in enumerate(rows):
        axes.axhline(place, color=FAINT, lw=0.8, zorder=0)
        if gap.pairs:
            _bar(axes, place, gap, significance(gap, metric), scale)
        text = scale.within(*gap.interval, sign=True)
        often = f"{gap.better_in} of {gap.pairs}" if gap.pairs else NONE
        note(axes, 1.02, place, text, size=TEXT, transform=beside)
        note(axes, 1.26, place, often, size=TEXT, transform=beside)
    note(axes, 1.02, 1.0, "mean ±", va="bottom", transform=axes.transAxes)
    note(axes, 1.26, 1.0, "better in", va="bottom", transform=axes.transAxes)
    names = ["\n".join(textwrap.wrap(o.name, LINE, max_lines=LINES, placeholder=" …")) for o, _ in rows]
    axes.set_yticks(range(len(rows)), names, size=TEXT)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ends = [0.0, *(known.ravel() * scale.factor)]
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    room = (high - low) * 0.05 or 1.0
    axes.set_xlim(low - room, high + room)
    axes.xaxis.set_major_formatter(thousands)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    label = base.defined_as(metric).label
    way = "less" if lower_is_better(metric) else "more"
    from_which = f"difference from {named(comparison.against)}"
    label_axes(axes, f"{label}, {from_which}, {scale.unit} ({way} is better)")


def _bar(axes: Axes, place: int, gap: Difference, sign: int, scale: Scale) -> None:
    """Better is filled, worse is hatched, too close to call is hollow."""
    fill = {1: BLUE, 0: "white", -1: ORANGE}[sign]
    mean, low, high = (value * scale.factor for value in gap.interval)
    axes.barh(
        place, mean, 0.56, color=fill, edgecolor=INK, lw=0.9, hatch="////" if sign < 0 else None, zorder=2
    )
    if not math.isnan(low):
        drawn = draw_mean(axes, mean, place, "none", across=(low, high), line=1.3)
        for line in drawn.get_children():  # to be seen on a dark bar too
            line.set_path_effects([withStroke(linewidth=3.2, foreground="white")])
