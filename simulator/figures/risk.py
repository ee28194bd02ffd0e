"""Figure: risk of buyer and seller through the life of an account."""

import math
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Comparison, Outcomes, paired
from simulator.figures.parts.bands import along, draw_band, interval_of
from simulator.figures.parts.ink import BLUE, FAINT, LEGEND, VERMILION
from simulator.figures.parts.layout import entitle, label_axes, lines_across, page, panel, takes
from simulator.figures.parts.marks import Dot, draw_dots
from simulator.figures.parts.scenarios import (
    LONGEST,
    Shown,
    are_alike,
    at_the_end,
    named,
    rows_of,
    short,
    shown_in,
)
from simulator.format import many, scale_of
from simulator.metrics.exposures import BUYER, SELLER

WIDTH, LEFT, CURVES, DOTS, WORDS = 13.0, 1.0, 5.6, 1.75, 0.95  # inches
ONE, SEVERAL, ABOVE, BELOW = 2.6, 1.5, 0.6, 0.6  # inches: the height of a row, and what goes with it
SHARE, LOSSES = "seller_share_of_risk", ("buyer_loss_share", "seller_loss_share")
SIDES = (("buyer's", BLUE, "-", "o"), ("seller's", VERMILION, "--", "s"))
PERCENT = scale_of("share", ())
HALF = 0.5
NEARLY_ALL = 0.99  # of the exposure: what comes later is not drawn
YEAR = 12
CHAIN = 5  # scenarios of which the title tells each step


@takes(Outcomes, Comparison)
def risk(shown: Shown) -> Figure:
    """What buyer and seller have at stake by month, the seller's share of it, and who ends in a loss.

    A row a scenario. Exposures are of all accounts since the first contact, lost prospects among them,
    per customer won; their areas are the risks. Bands, whiskers and ± are 90 % intervals.
    """
    rows = rows_of(shown)
    if not any(o.values["won"].any() for o in rows):
        return page(WIDTH, BELOW, _finding(shown), _how_to_read(rows[0]))  # and no empty frame
    tall = ONE if len(rows) == 1 else SEVERAL
    each = ABOVE + tall + BELOW
    picture = page(WIDTH, each * len(rows), _finding(shown), _how_to_read(rows[0]))
    months = max(until(o) for o in rows)
    most = max((_ends(o) for o in rows), default=0.0)
    for place, outcomes in enumerate(reversed(rows)):
        base, left = BELOW + each * place, LEFT + CURVES + WORDS
        draw_exposures(panel(picture, LEFT, base, CURVES, tall), outcomes, months, len(rows) > 1)
        draw_share(panel(picture, left, base, DOTS, tall), outcomes)
        draw_losses(panel(picture, left + DOTS + WORDS, base, DOTS, tall), outcomes, most)
    return picture


def until(outcomes: Outcomes) -> int:
    """Whole years, in months, within which nearly all of the exposure lies; one at least."""
    total = np.nansum(outcomes.exposure, axis=(0, 2))
    so_far = np.cumsum(total)
    if so_far[-1] <= 0.0:
        return YEAR
    months = int(np.argmax(so_far >= NEARLY_ALL * so_far[-1])) + 1
    return -(-months // YEAR) * YEAR


def _ends(outcomes: Outcomes) -> float:
    """The highest end of a loss share."""
    return float(np.nanmax([0.0, *(v for name in LOSSES for v in outcomes.summary(name).interval)]))


def _finding(shown: Shown) -> str:
    return _of_many(shown) if isinstance(shown, Comparison) else _of_one(shown)


def _of_one(outcomes: Outcomes) -> str:
    """The title: who carries more of the risk, and who loses how often."""
    share = outcomes.summary(SHARE)
    if math.isnan(share.mean):
        return _of_one_side(outcomes)
    part = f"the seller's share is {shown_in(outcomes, SHARE)}"
    if share.high < HALF:
        said = f"The buyer carries most of the risk: {part}"
    elif share.low > HALF:
        said = f"The seller carries most of the risk: {part}"
    else:
        said = f"Who carries more of the risk is too close to call: {part}"
    buyer, seller = (outcomes.summary(name) for name in LOSSES)
    if math.isnan(buyer.mean) or math.isnan(seller.mean):
        return said
    gap = interval_of(outcomes.values[LOSSES[0]] - outcomes.values[LOSSES[1]])
    sure = not gap.low <= 0.0 <= gap.high and not math.isnan(gap.low)
    open_ = "" if sure else " (too close to call)"
    return (
        f"{said}; {shown_in(outcomes, LOSSES[0])} of customers end in a loss to the buyer, "
        f"{shown_in(outcomes, LOSSES[1])} in one to the seller{open_}"
    )


def _of_one_side(outcomes: Outcomes) -> str:
    """The title where one risk is not known, or neither is."""
    if not outcomes.values["won"].any():
        return f"Nobody signs in {many(outcomes.header.months // 12, 'year')}: nothing is known of the risk"
    unsaid = {"buyer": "what impact is worth", "seller": "what an account costs"}
    lacking = [side for side in unsaid if math.isnan(outcomes.summary(f"{side}_risk").mean)]
    why = " and ".join(unsaid[side] for side in lacking)
    known = "".join(
        f", the {side}'s is {shown_in(outcomes, f'{side}_risk')}" for side in unsaid if side not in lacking
    )
    return f"The risk of the {' and of the '.join(lacking)} is not known: the file does not say {why}{known}"


def _of_many(comparison: Comparison) -> str:
    """The title: how the seller's share goes from each scenario to the next, or who is at the ends."""
    known = [o for o in comparison.outcomes if not math.isnan(o.summary(SHARE).mean)]
    if len(known) < 2:
        return "Nothing to compare"
    if len(known) > CHAIN:
        if are_alike(comparison, SHARE):
            return f"The seller's share of the risk is about {shown_in(known[0], SHARE)}: no sure difference"
        ends = [at_the_end(comparison, SHARE, end) for end in (max, min)]
        return f"The seller's share of the risk is highest with {ends[0]}, lowest with {ends[1]}"
    said = [f"{shown_in(known[0], SHARE)} with {named(known[0].name)}"]
    for one, following in pairwise(known):
        gap = paired(following, one, SHARE)
        share, name = shown_in(following, SHARE), named(following.name)
        if gap.low > 0 or gap.high < 0:
            said.append(f"{'up' if gap.low > 0 else 'down'} to {share} with {name}")
        else:
            said.append(f"about as much ({share}, too close to call) with {name}")
    return f"The seller's share of the risk: {', '.join(said)}"


def _how_to_read(outcomes: Outcomes) -> str:
    return (
        f"{outcomes.how}. At stake of the buyer: paid or bound to pay, and own effort, less the value "
        "received. Of the seller: spent on winning, starting and serving, less what was paid. Of all "
        "accounts, lost prospects too, per customer won: the areas under the lines are the risks, the share "
        "is of their sum. "
        f"Bands, whiskers and ± are {CONFIDENCE} intervals of the mean."
    )


def draw_exposures(axes: Axes, outcomes: Outcomes, months: int, several: bool) -> None:
    """Both sides by month since the first contact: each value at the middle of its month."""
    exposure = outcomes.exposure[:, :months]
    means = np.concatenate([along(exposure[..., side])[0] for side in (BUYER, SELLER)])
    scale = scale_of(outcomes.unit("seller_risk"), means.tolist())
    at = np.arange(exposure.shape[1]) + 0.5
    for side, (name, ink, dashes, _) in enumerate(SIDES):
        if not np.isnan(exposure[..., side]).all():
            draw_band(axes, at, exposure[..., side] * scale.factor, ink, dashes, name)
    axes.set_xlim(0, months)
    axes.set_ylim(bottom=0.0)
    axes.set_xticks(range(0, months + 1, YEAR))
    lines_across(axes)
    title = f"{short(outcomes.name, LONGEST)}: at stake" if several else "At stake"
    entitle(axes, title, keys=4)
    label_axes(axes, "months since the first contact", f"{scale.unit}\na customer won")


def draw_share(axes: Axes, outcomes: Outcomes) -> None:
    """The seller's share of the sum of both risks, from none to all."""
    axes.axvline(50, color=FAINT, lw=0.8, zorder=0)
    name, ink, _, mark = SIDES[SELLER]
    dots = [Dot(name, outcomes.summary(SHARE).interval, ink, mark)]
    draw_dots(axes, dots, PERCENT, "Seller's share of the risk", LEGEND)
    axes.set_xlim(0, 100)
    axes.set_xticks((0, 25, 50, 75, 100))
    label_axes(axes, x="% of the sum of both")


def draw_losses(axes: Axes, outcomes: Outcomes, most: float) -> None:
    """Customers that end in a loss to either side; `most` is the highest share that the axis has to hold."""
    dots = [
        Dot(f"to the {name}", outcomes.summary(metric).interval, ink, mark)
        for name, metric, (_, ink, _, mark) in zip(("buyer", "seller"), LOSSES, SIDES, strict=True)
    ]
    draw_dots(axes, dots, PERCENT, "Ends in a loss", LEGEND)
    axes.set_xlim(0, most * 110 or 1.0)
    label_axes(axes, x="% of customers")
