"""What winning customers costs in each motion of a scenario, and by each of its channels, what they are
worth, and what it pays back."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.intervals import Interval, t_interval
from simulator.experiment.outcomes import Outcomes
from simulator.format import many
from simulator.metrics.ratio import ratios

UNKNOWN = Interval(math.nan, math.nan, math.nan)
_BY_CHANNEL = ("leads", "cycle_days", "contribution", "lead_cost", "marginal_lead_cost")


class Money(NamedTuple):
    """Of a motion, or of all: means over runs, nan where not known. Money in units of the currency."""

    name: str
    won: Interval
    cac: Interval
    per_arr: Interval  # spent for 1 of new recurring revenue
    payback: Interval
    ltv: Interval
    share: Interval  # of new recurring revenue
    leads: Interval = UNKNOWN  # by a channel
    cycle: Interval = UNKNOWN  # ... median days
    contribution: Interval = UNKNOWN
    lead: Interval = UNKNOWN  # cost of one on average ...
    one_more: Interval = UNKNOWN  # ... and of the next

    @property
    def loses(self) -> bool:
        """Whether a customer costs more than it is worth, or more than it ever pays back."""
        return self.ltv.mean < self.cac.mean


def by_motion(outcomes: Outcomes) -> list[Money]:
    """Of each motion, those first that bring most new recurring revenue; most customers where none recurs."""
    order = outcomes.motions["signed_arr"].sum(axis=0)
    if not order.any():
        order = outcomes.motions["won"].sum(axis=0)
    if len(order) == 1:
        return [company(outcomes)._replace(name=outcomes.header.motions[0])]
    return [
        _of(outcomes, [place], outcomes.header.motions[place]) for place in np.argsort(-order, kind="stable")
    ]


def by_channel(outcomes: Outcomes, motion: int) -> list[Money]:
    """Of each channel of a motion, those first that bring most customers."""
    names = np.asarray(outcomes.header.channels)[outcomes.header.channel["motion"] == motion].tolist()
    found = []
    for name in names:
        won, cac, ltv, *more = (
            outcomes.summary(f"channel_{what}.{name}").interval
            for what in ("won", "cac", "ltv", *_BY_CHANNEL)
        )
        channel = name.partition(".")[2]
        found.append(Money(channel, won, cac, UNKNOWN, UNKNOWN, ltv, UNKNOWN, *more))
    return sorted(found, key=lambda one: -one.won.mean)


def company(outcomes: Outcomes) -> Money:
    """The metrics of the company, as they are defined here."""
    won, cac, per_arr, ltv = (outcomes.summary(name).interval for name in ("won", "cac", "cac_ratio", "ltv"))
    if outcomes.header.offer["owned"].any():
        per_arr = UNKNOWN
    return Money("all", won, cac, per_arr, payback(outcomes), ltv, Interval(1.0, 1.0, 1.0))


def payback(outcomes: Outcomes) -> Interval:
    """That of the company in months, the same in tables, sentences and pictures.

    Not known where a product is owned: what is paid once pays back, and plays no part in it. Nor where fewer
    than half of the runs know it: a mean over them would be that of the lucky ones.
    """
    owned = bool(outcomes.header.offer["owned"].any())
    return UNKNOWN if owned else _mostly_known(outcomes.values["payback_months"])


def _mostly_known(values: NDArray[np.float64]) -> Interval:
    known = int((~np.isnan(values)).sum())
    return t_interval(values) if 2 * known >= len(values) else UNKNOWN


def _of(outcomes: Outcomes, places: list[int], name: str) -> Money:
    """Of one motion, or of several together: then nothing is told of which there is no sum."""
    some = outcomes.motions[:, places]
    won, arr, spent = (some[column].sum(axis=1) for column in ("won", "signed_arr", "spent"))
    every = outcomes.motions["signed_arr"].sum(axis=1)
    spends = np.where(spent > 0, spent, np.nan)
    owned = bool(outcomes.header.offer["owned"][places].any())
    return Money(
        name,
        t_interval(won),
        t_interval(ratios(spends, won) / 100),
        UNKNOWN if owned else t_interval(ratios(spends, arr)),
        UNKNOWN if owned or len(places) > 1 else _mostly_known(some["payback_months"][:, 0]),
        UNKNOWN if len(places) > 1 else t_interval(some["ltv"][:, 0] / 100),
        t_interval(ratios(arr, every)),
    )


def others(outcomes: Outcomes, rest: list[Money]) -> Money:
    """Motions for which there is no line, added up."""
    names = {one.name for one in rest}
    places = [place for place, name in enumerate(outcomes.header.motions) if name in names]
    return _of(outcomes, places, f"{many(len(rest), 'other')}")
