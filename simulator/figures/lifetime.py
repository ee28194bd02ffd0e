"""Figure: lifetime value by age, beside acquisition cost and textbook formulas."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Comparison, Interval, Outcomes, Summary, t_interval
from simulator.experiment.money_by_motion import payback
from simulator.figures.parts.bands import along, draw_band
from simulator.figures.parts.ink import BLUE, FAINT, GREEN, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, note, page, panel, takes, thousands
from simulator.figures.parts.marks import Dot, draw_dots, draw_mean
from simulator.figures.parts.scenarios import (
    Shown,
    are_alike,
    at_the_end,
    capital,
    in_title,
    rows_of,
    shown_in,
)
from simulator.format import Scale, plain, scale_of

WIDTH, LEFT, CURVE, BESIDE, DOTS = 13.0, 0.95, 6.2, 1.9, 2.35  # inches; the rest is for numbers
ONE, SEVERAL, ABOVE, BELOW = 3.3, 2.0, 0.65, 0.6  # inches: the height of a row, and what goes with it
YEAR = 12
APART = 12  # months: of two horizons that are closer one is marked
COST, RATIO = "cac:cohort", "ltv_to_cac:cohort"
FORMULAS = {"ltv:simple": "simple formula", "ltv:expansion": "linear expansion"}


class Covered(NamedTuple):
    """From when on what a customer paid is worth more than winning it cost, over the runs in which it is.

    That is no payback: worth counts payments when they come, a year ahead, say, and discounts them.
    """

    month: Interval
    times: int  # runs in which it is
    of: int  # runs in which the cost is known


@takes(Outcomes, Comparison)
def lifetime(shown: Shown) -> Figure:
    """Present value of a customer by month of age, the cost to win one, and the textbook formulas.

    A row a scenario. The curve is payments less cost to deliver, discounted to the signature. The payback
    that is marked is the one of the tables.
    Bands, whiskers and ± are 90 % intervals over replications.
    """
    rows = rows_of(shown)
    if all(math.isnan(o.summary("ltv").mean) for o in rows):
        return page(WIDTH, BELOW, _finding(shown), _how_to_read(rows[0]))  # and no empty frame
    tall = ONE if len(rows) == 1 else SEVERAL
    each = ABOVE + tall + BELOW
    picture = page(WIDTH, each * len(rows), _finding(shown), _how_to_read(rows[0]))
    for place, outcomes in enumerate(reversed(rows)):
        scale = scale_of(outcomes.unit("ltv"), [float(v) for v in outcomes.worth.mean(axis=0)])
        base = BELOW + each * place
        draw_worth(panel(picture, LEFT, base, CURVE, tall), outcomes, scale, len(rows) > 1)
        draw_formulas(panel(picture, LEFT + CURVE + BESIDE, base, DOTS, tall), outcomes, scale)
    return picture


def _lifetime_of(outcomes: Outcomes) -> int:
    """Months of a customer's life that the scenario values."""
    return int(outcomes.header.money["lifetime"][0])


def horizons(outcomes: Outcomes) -> list[int]:
    """The months to mark: 36, 84 and what counts as a lifetime here, unless they come too close."""
    life = _lifetime_of(outcomes)
    return sorted([life, *(m for m in (36, 84) if abs(m - life) >= APART)])


def covered(outcomes: Outcomes) -> Covered:
    """The first month after which the mean customer never again has paid less than winning one cost."""
    cost = outcomes.values[COST]
    short = outcomes.worth < cost[:, None]
    ages = outcomes.worth.shape[1]
    first = ages - np.argmax(short[:, ::-1], axis=1)  # the month after the last in which it is short
    first[~short.any(axis=1)] = 0
    known = ~np.isnan(cost + outcomes.worth[:, -1])
    does = known & (first < ages)
    return Covered(t_interval(np.where(does, first, np.nan)), int(does.sum()), int(known.sum()))


def _finding(shown: Shown) -> str:
    return _of_many(shown) if isinstance(shown, Comparison) else _of_one(shown)


def _of_one(outcomes: Outcomes) -> str:
    """The title: what a customer is worth, whether it pays for its winning, what the formula says."""
    worth = outcomes.summary("ltv")
    if math.isnan(worth.mean):
        return "Nobody signs, so nothing is known of what a customer is worth"
    if worth.mean < 0.0:
        return _of_a_loss(outcomes, worth)
    said = f"A customer is worth {shown_in(outcomes, 'ltv')} over {_lifetime_of(outcomes)} months"
    times = outcomes.summary(RATIO)
    if math.isnan(times.mean):
        return said
    said += f", {shown_in(outcomes, RATIO)} what winning it costs"
    if times.low <= 1.0 <= times.high:
        said += " (too close to call whether it pays)"
    return f"{said}; {_paid_in_words(outcomes)}{_formula(outcomes)}"


def _of_a_loss(outcomes: Outcomes, worth: Summary) -> str:
    """The title where a customer costs more to serve than it pays: no multiple of a cost says that."""
    loss = Interval(-worth.mean, -worth.high, -worth.low)
    lost = in_title(scale_of(worth.unit, [loss.mean]), loss)
    said = f"A customer brings a loss of {lost} over {_lifetime_of(outcomes)} months"
    if worth.high >= 0.0:
        said += " (too close to call whether it is one)"
    if not math.isnan(outcomes.summary(COST).mean):
        said += f", beside the {shown_in(outcomes, COST)} that winning it costs"
    paid = bool(covered(outcomes).times) or not math.isnan(payback(outcomes).mean)
    return said + (f"; {_paid_in_words(outcomes)}" if paid else "") + _formula(outcomes)


def _paid_in_words(outcomes: Outcomes) -> str:
    """The payback of the tables; where there is none, when payments cover the cost."""
    months, when = payback(outcomes), covered(outcomes)
    if not math.isnan(months.mean):
        known = f"payback {_months(months)}"
        return known if when.times else f"{known}, but payments, discounted, never cover that"
    if when.times == 0:
        return "payments never cover that"
    seldom = f" in {when.times} of {when.of} runs" if when.times < when.of else ""
    since = f"from month {max(1, round(when.month.mean))} on" if when.month.mean > 0 else "at once"
    return f"payments cover that {since}{seldom}"


def _months(found: Interval) -> str:
    """As the tables say it."""
    return f"{scale_of('months', ()).sure(found.mean, found.half)} months"


def _formula(outcomes: Outcomes) -> str:
    """How the simple formula compares, in replications in which both are known."""
    formula, true = outcomes.values["ltv:simple"], outcomes.values["ltv"]
    known = np.isfinite(formula / true)
    signs = np.sign([formula[known], true[known]])
    if known.any() and (signs != signs[0, 0]).any():  # a quotient of a gain and a loss tells nothing
        return f"; the simple formula says {shown_in(outcomes, 'ltv:simple')}"
    times = t_interval(np.where(known, formula / true, np.nan))
    if math.isnan(times.low):
        return ""
    if times.low <= 1.0 <= times.high:
        return "; the simple formula says about the same"
    what = "times that loss" if signs[0, 0] < 0.0 else "times as much"
    return f"; the simple formula says {plain(times.mean, 1)} {what}"


def _of_many(comparison: Comparison) -> str:
    """The title: whose customers are worth most, and most against what they cost."""
    means = [o.summary("ltv").mean for o in comparison.outcomes]
    if all(mean < 0.0 or math.isnan(mean) for mean in means):
        who = at_the_end(comparison, "ltv", max)
        everywhere = "A customer brings a loss everywhere"
        if are_alike(comparison, "ltv"):
            return f"{everywhere}, and about the same"
        return f"{everywhere}, the smallest with {who}" if who else "Nothing to compare"
    said = []
    for metric, words in (("ltv", "a customer is worth most"), (RATIO, "most against its cost to win")):
        who = at_the_end(comparison, metric, max)
        if who:
            said.append(f"{words} with {who}")
        elif are_alike(comparison, metric):
            said.append(f"{words} with none surely")
    return capital(", and ".join(said)) if said else "Nothing to compare"


def _how_to_read(outcomes: Outcomes) -> str:
    discount = float(outcomes.header.money["discount"][0])
    return (
        f"{outcomes.how}. Worth: payments of an average customer less the cost to deliver, discounted to its "
        f"signature at {plain(discount * 100)} % a year. Cost to win: all that was ever spent to win the "
        "prospects of these years, per customer that came of them. Payback is that of the tables: months "
        "until gross profit, not discounted, has earned acquisition cost. Covered: the month from which "
        "worth stays above the cost. The formulas do not discount, and know no end. "
        f"Bands, whiskers and ± are {CONFIDENCE} intervals of the mean."
    )


def draw_worth(axes: Axes, outcomes: Outcomes, scale: Scale, several: bool) -> None:
    """The curve with its horizons, the line that it has to cross, where it does, and the payback."""
    worth = outcomes.worth * scale.factor
    months = np.arange(worth.shape[1])
    mean, low, high = draw_band(axes, months, worth, BLUE, "-", "worth so far")
    marks = horizons(outcomes)
    _mark_horizons(axes, worth, marks)
    ends = [0.0, *mean, *low, *high]
    cost = outcomes.summary(COST).interval
    if not math.isnan(cost.mean):
        _draw_cost(axes, outcomes, scale, cost)
        ends += [value * scale.factor for value in cost]
    most, least = float(np.nanmax(ends)), float(np.nanmin(ends))
    tall = most - least or 1.0
    axes.set_ylim(least * 1.1, most + 0.28 * tall)
    for month in marks:
        of = along(worth[:, [month]])[:, 0]
        text = f"{month} months\n{Scale(1.0, '').sure(float(of[0]), float(of[2] - of[1]) / 2)}"
        note(axes, month, 0.99, text, ha="center", va="top", transform=axes.get_xaxis_transform())
    axes.set_xlim(0, months[-1] + 5)
    axes.set_xticks(range(0, len(months), YEAR))
    axes.axhline(0, color=INK, lw=0.8)
    title = f"{outcomes.name}: worth of a customer" if several else "Worth of a customer"
    entitle(axes, title, keys=4)
    axes.yaxis.set_major_formatter(thousands)
    label_axes(axes, "age, months since the signature", f"{scale.unit} a customer")


def _mark_horizons(axes: Axes, worth: NDArray[np.float64], marks: list[int]) -> None:
    mean, low, high = along(worth[:, marks])
    draw_mean(axes, marks, mean, "o", up=(low, high), size=4.5, line=1.2)
    for month in marks:
        axes.axvline(month, color=FAINT, lw=0.8, ymax=0.84, zorder=0)


def _draw_cost(axes: Axes, outcomes: Outcomes, scale: Scale, cost: Interval) -> None:
    mean, low, high = (value * scale.factor for value in cost)
    label = f"cost to win one, {scale.sure(cost.mean, cost.half)}"
    axes.axhline(mean, color=VERMILION, ls="--", lw=1.6, label=label, zorder=2)
    axes.axhspan(low, high, color=VERMILION, alpha=0.15, lw=0, zorder=1)
    when, months = covered(outcomes), payback(outcomes)
    if when.times:
        seldom = f" (in {when.times} of {when.of})" if when.times < when.of else ""
        said = f"covered, month {Scale(1.0, '').sure(when.month.mean, when.month.half)}{seldom}"
        draw_mean(axes, when.month.mean, mean, "o", "white", across=when.month[1:], label=said)
    if not math.isnan(months.mean):
        said = f"payback, {_months(months)}"
        draw_mean(axes, months.mean, mean, "D", ORANGE, across=months[1:], size=7, label=said)


def draw_formulas(axes: Axes, outcomes: Outcomes, scale: Scale) -> None:
    """Worth at the horizons beside what formulas say, from the top, from zero."""
    true = {_worth_by(outcomes, m): f"true, {m} months" for m in horizons(outcomes)}
    dots = [Dot(label, outcomes.summary(name).interval, BLUE, "o") for name, label in true.items()]
    dots += [Dot(label, outcomes.summary(name).interval, GREEN, "s") for name, label in FORMULAS.items()]
    axes.axvline(0, color=INK, lw=0.8)
    draw_dots(axes, dots, scale, "What formulas make of it")
    ends = [0.0, *(value * scale.factor for dot in dots for value in dot.interval)]
    least, most = float(np.nanmin(ends)), float(np.nanmax(ends))
    axes.set_xlim(least * 1.08, most * 1.08 if most > least else 1.0)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(thousands)
    label_axes(axes, x=f"{scale.unit} a customer")


def _worth_by(outcomes: Outcomes, months: int) -> str:
    return "ltv:discounted" if months == _lifetime_of(outcomes) else f"ltv_{months}"
