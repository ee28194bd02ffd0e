"""Figure: money by channel: what each brings, what its leads and customers cost, and what they are worth."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from matplotlib.figure import Figure

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.experiment.money_by_motion import by_channel, by_motion
from simulator.figures.parts.bands import is_significantly_more, ratio_of_means
from simulator.figures.parts.ink import BLUE, GREEN, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import page, takes
from simulator.figures.parts.rows import RIGHT, WIDTH, Column, panels
from simulator.figures.parts.scenarios import capital, in_title, named
from simulator.format import Scale, many, scale_of

SHARE, COUNT = scale_of("share", ()), Scale(1.0, "customers")


class Way(NamedTuple):
    """A panel: the metric of each channel that it tells of, and how."""

    title: str
    metric: str
    ink: str
    mark: str
    beside: tuple[str, ...] = ()  # metrics that it is held against: one scale for all


LEADS, CUSTOMERS = ("lead_cost", "marginal_lead_cost"), ("cac", "ltv")
WAYS = (
    Way("Customers won", "won", BLUE, "s"),
    Way("A lead costs", "lead_cost", ORANGE, "v", LEADS),
    Way("One more costs", "marginal_lead_cost", ORANGE, "D", LEADS),
    Way("CAC", "cac", VERMILION, "v", CUSTOMERS),
    Way("LTV", "ltv", GREEN, "^", CUSTOMERS),
    Way("Contribution", "contribution", INK, "P", ("contribution",)),
)


@takes(Outcomes)
def channels(outcomes: Outcomes) -> Figure:
    """What each channel brings and costs, a panel each: customers, what a lead costs on average and what one
    more would, acquisition cost, what a customer is worth, and contribution; of each motion that has channels
    those first that bring most.

    Marks are means, whiskers and ± their 90 % intervals. What is known of no channel is left out.
    """
    rows = _rows(outcomes)
    said = f"{outcomes.title}: {outcomes.how}."
    if not rows:
        return page(WIDTH, RIGHT, "No motion has channels", said)
    if not any(outcomes.summary(f"channel_won.{name}").mean for name in rows):
        years = many(outcomes.header.months // 12, "year")
        return page(WIDTH, RIGHT, f"Nobody signs in {years}", said)
    known = [_column(outcomes, rows, way) for way in WAYS]
    known = [column for column in known if any(not math.isnan(of.mean) for of in column.of)]
    return panels(known, list(rows.values()), _finding(outcomes, rows), _how_to_read(said), whole=False)


def _rows(outcomes: Outcomes) -> dict[str, str]:
    """The channels as metrics name them, and as the picture does: the motion only where there are several."""
    header = outcomes.header
    mine = {
        f"{motion.name}.{one.name}": (motion.name, one.name)
        for motion in by_motion(outcomes)
        for one in by_channel(outcomes, header.motions.index(motion.name))
    }
    several = len({motion for motion, _ in mine.values()}) > 1
    return {name: f"{motion}, {way}" if several else way for name, (motion, way) in mine.items()}


def _column(outcomes: Outcomes, rows: Mapping[str, str], way: Way) -> Column:
    def of(metric: str) -> list[Interval]:
        return [outcomes.summary(f"channel_{metric}.{name}").interval for name in rows]

    found = of(way.metric)
    if not way.beside:
        return Column(way.title, found, COUNT, way.ink, way.mark)
    scale = scale_of(outcomes.header.currency, [one.mean for metric in way.beside for one in of(metric)])
    return Column(way.title, found, scale, way.ink, way.mark)


def _finding(outcomes: Outcomes, rows: Mapping[str, str]) -> str:
    """The title: which channel brings most customers, if any surely does, and where one costs more than it
    is worth."""
    won = {name: outcomes.values[f"channel_won.{name}"] for name in rows}
    first, *others = sorted(won, key=lambda name: -won[name].mean())
    if others and not is_significantly_more(won[first], won[others[0]]):
        both = f"{named(rows[first])} or {named(rows[others[0]])}"
        said = f"whether {both} brings more customers is too close to call"
    else:
        share = ratio_of_means(won[first], outcomes.values["won"])
        said = f"{in_title(SHARE, share)} of customers won come by {named(rows[first])}"
    cac, ltv = (
        {name: outcomes.summary(f"channel_{what}.{name}").interval for name in rows} for what in CUSTOMERS
    )
    dear = [named(rows[name]) for name in rows if cac[name].low > ltv[name].high]
    if dear:
        said += f"; a customer of {' and of '.join(dear)} costs more to win than it is worth"
    return capital(said)


def _how_to_read(said: str) -> str:
    return (
        f"{said} Means; whiskers and ± are their {CONFIDENCE} intervals. A lead costs: on average; one more "
        "costs more than that where leads are dearer the more are bought. CAC: what is spent to win a "
        "customer of the channel; idle months of sellers are of none. LTV: what a customer's payments less "
        "its costs are worth on the day it signs. Contribution: revenue of these years less all that was "
        "spent on the channel's accounts."
    )
