"""Figure: the bowtie: accounts up to the signature, revenue after it."""

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.figures.parts.arguments import takes
from simulator.figures.parts.funnel import KNOT, draw_accounts, heights
from simulator.figures.parts.known import interval_of
from simulator.figures.parts.layout import in_title, page, panel, verbatim
from simulator.figures.parts.stated import draw_stated, pairs
from simulator.figures.parts.steps import write_steps
from simulator.figures.parts.wing import draw_revenue
from simulator.format import many, plain, scale_of
from simulator.metrics import VOLUMES

WIDTH, LEFT, RIGHT = 13.0, 1.65, 1.15  # inches
TIE, STEPS, ROW = 3.5, 1.55, 0.28  # inches: the bowtie, the numbers under it, a rate of the lowest panel
AXIS, TITLE = 0.65, 0.75  # inches under and above the lowest panel


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
    return verbatim(picture)


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
