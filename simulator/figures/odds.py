"""Figure: the odds of each target through time, and its metric beside what is wanted."""

import math
import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Comparison, Interval, Outcomes
from simulator.experiment.comparison import paired, significance
from simulator.figures.parts.chances import (
    MOST,
    at_due,
    columns_of,
    draw_metric,
    draw_months,
    draw_runs,
    draw_values,
    place_of,
)
from simulator.figures.parts.ink import FAINT, INK, TEXT
from simulator.figures.parts.layout import (
    label_axes,
    note,
    page,
    panel,
    takes,
)
from simulator.figures.parts.marks import draw_mean
from simulator.figures.parts.scenarios import Shown, named
from simulator.format import Scale, listed, scale_of
from simulator.metrics.targets import why_unranked
from simulator.model import Target
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH

WIDTH, LEFT = 13.0, 0.85  # inches
ONE, SEVERAL = (5.4, 0.95, 5.4), (4.5, 2.35, 2.6)  # inches: the curves, what is between, what is beside them
TALL, HEAD, KEY, AXIS, LOW = 2.2, 0.3, 0.19, 0.6, 0.1  # inches; KEY: a line of keys
ROW, LINE = 0.42, 30  # inches of a scenario; characters of its name on a line
SAID = 3  # scenarios in a title
PERCENT = scale_of("share", ())


@takes(Outcomes, Comparison)
def odds(shown: Shown) -> Figure:
    """Each target's odds by month with their band, and its metric beside what is wanted: a row a target.

    Of a comparison the odds by the date of each scenario, and curves of those that surely differ from the one
    they are held against. Bands and whiskers are 90 % intervals of a share (Wilson). What is known at the
    end of the years only is drawn over the values that could have been wanted.
    """
    base = shown[shown.against] if isinstance(shown, Comparison) else shown
    targets = base.header.targets
    if not targets:
        return page(WIDTH, LOW, "No target is stated", f"{base.title}: a file states one as [target.NAME].")
    rows = [_alike(shown, base, target) for target in targets]
    heads = [_heading(row, target) for row, target in zip(rows, targets, strict=True)]
    tall = [max(TALL, ROW * len(row)) for row in rows]
    top = LOW + sum(tall) + sum(heads) + len(rows) * AXIS
    picture = page(WIDTH, top, _finding(shown, base), _how_to_read(base))
    for place, (row, high) in enumerate(zip(rows, tall, strict=True)):
        top -= heads[place] + high
        _draw_target(picture, base, place, row, (top, high, heads[place]))
        top -= AXIS
    return picture


def _alike(shown: Shown, base: Outcomes, target: Target) -> list[Outcomes]:
    """The scenarios that want to reach the same, the one they are held against first."""
    name = f"target.{target.name}"
    others = shown.others if isinstance(shown, Comparison) else ()
    return [base, *(o for o in others if name in o.values and not why_unranked(name, base.header, o.header))]


def _heading(row: Sequence[Outcomes], target: Target) -> float:
    """Inches over the panels of a target: what is wanted, and the keys of its curves."""
    curves = _apart(row, target)
    return HEAD + KEY * (-(-len(curves) // columns_of(curves)))


def _draw_target(
    picture: Figure,
    base: Outcomes,
    place: int,
    row: Sequence[Outcomes],
    at: tuple[float, float, float],
) -> None:
    """`at`: inches to its panels from below, their height, and what is over them."""
    (low, tall, over), (across, gap, beside) = at, SEVERAL if len(row) > 1 else ONE
    target, curves = base.header.targets[place], _apart(row, base.header.targets[place])
    left, right = (
        panel(picture, LEFT, low, across, tall),
        panel(picture, LEFT + across + gap, low, beside, tall),
    )
    head = f"{target.name}: {in_words(base, target)}"
    y = 1.0 + (over - 0.5 * HEAD) / tall
    note(left, 0.0, y, head, size=TEXT + 1, weight="bold", transform=left.transAxes)
    by_month = any(np.isfinite(o.targets[:, :-1, place_of(o, target)]).any() for o in curves)
    scale = _scale(base, target, curves)
    if by_month:
        draw_months(left, curves, target)
    else:
        draw_values(left, curves, target, scale)
    if len(row) > 1:
        _draw_scenarios(right, row, target)
    elif by_month:
        draw_metric(right, base, target, scale)
    else:
        draw_runs(right, base, target, scale)


def in_words(outcomes: Outcomes, target: Target) -> str:
    """What is wanted, and by when."""
    scale = scale_of(outcomes.unit(target.metric), [target.value])
    whose = f", {outcomes.header.motions[target.motion]}," if target.motion >= 0 else ""
    bound = "at least" if target.at_least else "at most"
    value = f"{target.value * scale.factor:,.6g}".replace("-", "−")
    what = outcomes.defined_as(target.metric).label.removesuffix(" at the end")
    month = date_of(outcomes.header.start, (target.month - 1) * MONTH)
    return f"{what}{whose} {bound} {value} {scale.unit} by the end of {month:%Y-%m}"


def _apart(row: Sequence[Outcomes], target: Target) -> list[Outcomes]:
    """The first, and of the others those whose odds surely differ from its, most apart first."""
    base, name = row[0], f"target.{target.name}"
    gaps = [(other, paired(other, base, name)) for other in row[1:]]
    sure = [(other, gap) for other, gap in gaps if significance(gap, name)]
    return [base, *(o for o, gap in sorted(sure, key=lambda pair: -abs(pair[1].mean))[: MOST - 1])]


def _draw_scenarios(axes: Axes, row: Sequence[Outcomes], target: Target) -> None:
    """A row a scenario: its odds by the date, and how they differ from the first's, or that they do not."""
    name = f"target.{target.name}"
    for place, outcomes in enumerate(row):
        axes.axhline(place, color=FAINT, lw=0.8, zorder=0)
        sure = at_due(outcomes, target)
        mean, low, high = (100 * value for value in sure)
        if not math.isnan(mean):
            draw_mean(
                axes, mean, place, "o", INK if place else "white", across=(low, high), cap=4, clip_on=False
            )
        said = f"{PERCENT.show(mean / 100, sure.half)} %"
        if place:
            said += f"; {_difference(row[0], outcomes, name)}"
        note(axes, 1.03, place, said, transform=axes.get_yaxis_transform())
    names = ["\n".join(textwrap.wrap(o.name, LINE)) for o in row]
    axes.set_yticks(range(len(row)), names)
    axes.set_ylim(len(row) - 0.5, -0.5)
    axes.set_xlim(-2, 102)
    label_axes(axes, x="odds by then, %")


def _difference(base: Outcomes, other: Outcomes, name: str) -> str:
    gap = paired(other, base, name)
    if not gap.pairs:
        return "not known"
    if (base.values[name] == other.values[name]).all():
        return "the same in each run"
    points = PERCENT.within(*gap.interval, sign=True)
    return f"{points} points" if significance(gap, name) else "no sure difference"


def _scale(base: Outcomes, target: Target, curves: Sequence[Outcomes]) -> Scale:
    values = [o.targets[:, :, place_of(o, target)] for o in curves]
    most = max((float(np.nanmax(np.abs(v))) for v in values if np.isfinite(v).any()), default=0.0)
    return scale_of(base.unit(target.metric), [target.value, most])


def _finding(shown: Shown, base: Outcomes) -> str:
    """The title: the odds of the targets; of a comparison what surely moves those of the first."""
    if isinstance(shown, Comparison) and len(shown.outcomes) > 1:
        return _of_many(shown, base)
    said = [f"{one.name} {_in_short(at_due(base, one))}" for one in base.header.targets]
    return f"Odds: {'; '.join(said)}"


def _in_short(of: Interval) -> str:
    if math.isnan(of.mean):
        return "not known"
    mean, low, high = (PERCENT.show(value, of.half) for value in of)
    return f"{mean} % ({low} to {high})"


def _of_many(comparison: Comparison, base: Outcomes) -> str:
    target = base.header.targets[0]
    name = f"target.{target.name}"
    moved: Mapping[int, list[str]] = {1: [], -1: []}
    others = _alike(comparison, base, target)[1:]
    for other in others:
        sign = significance(paired(other, base, name), name)
        if sign:
            then = at_due(other, target)
            moved[sign].append(f"{named(other.name)} ({PERCENT.show(then.mean, then.half)} %)")
    said = f"Odds of {target.name} {_in_short(at_due(base, target))} with {named(base.name)}"
    for sign, word in ((1, "better"), (-1, "worse")):
        if moved[sign]:
            few, more = moved[sign][:SAID], len(moved[sign]) - SAID
            said += f"; surely {word} with {listed([*few, f'{more} more'] if more > 0 else few)}"
    left = len(others) - len(moved[1]) - len(moved[-1])
    return f"{said}; {left} of {len(others)} do not surely change them" if left else said


def _how_to_read(base: Outcomes) -> str:
    return (
        f"{base.title}: {base.how}. Odds: the share of runs in which it is so at the end of that month; "
        f"bands and whiskers their {CONFIDENCE} interval (Wilson). Dotted: when it is due, or what is "
        "wanted. Of several scenarios only curves are drawn that surely differ from the first's."
    )
