"""Figure: money by motion: what each brings, what winning its customers costs, and what they are worth."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiment import CONFIDENCE, Interval, Outcomes
from simulator.experiment.money_by_motion import Money, by_motion, company
from simulator.figures.parts.bands import interval_of, is_significantly_more
from simulator.figures.parts.ink import BLUE, GREEN, INK, ORANGE, VERMILION
from simulator.figures.parts.layout import page, takes
from simulator.figures.parts.rows import RIGHT, WIDTH, Column, panels
from simulator.figures.parts.scenarios import capital, in_title, named
from simulator.format import Scale, many, scale_of
from simulator.metrics.ledger_totals import COST_PLACES

SHARE, COUNT, MONTHS = scale_of("share", ()), Scale(1.0, "customers"), Scale(1.0, "months")


@takes(Outcomes)
def motions(outcomes: Outcomes) -> Figure:
    """What each motion brings and costs, a panel each: share of new recurring revenue, customers, acquisition
    cost, what a customer is worth, payback and contribution; those first that bring most, then all together.

    Marks are means, whiskers and ± their 90 % intervals. What is known of no motion is left out.
    """
    found = by_motion(outcomes)
    if not any(one.won.mean for one in found):
        years = many(outcomes.header.months // 12, "year")
        return page(WIDTH, RIGHT, f"Nobody signs in {years}", f"{outcomes.title}: {outcomes.how}.")
    rows = [*found, *([company(outcomes)._replace(name="all motions")] if len(found) > 1 else [])]
    return panels(
        _columns(outcomes, rows), [one.name for one in rows], _finding(outcomes, found),
        _how_to_read(outcomes), whole=len(found) > 1,
    )  # fmt: skip


def _columns(outcomes: Outcomes, rows: Sequence[Money]) -> list[Column]:
    """Those of which something is known; a share only where there are several motions."""
    currency = outcomes.header.currency
    margin = _contributions(outcomes, [one.name for one in rows])
    cac, ltv = [one.cac for one in rows], [one.ltv for one in rows]
    one_scale = scale_of(currency, [of.mean for of in (*cac, *ltv)])  # they are held against each other
    columns = [
        Column("Share of new ARR", [one.share for one in rows], SHARE, BLUE, "o"),
        Column("Customers won", [one.won for one in rows], COUNT, BLUE, "s"),
        Column("CAC", cac, one_scale, VERMILION, "v"),
        Column("LTV", ltv, one_scale, GREEN, "^"),
        Column("Payback", [one.payback for one in rows], MONTHS, ORANGE, "D"),
        Column("Contribution", margin, scale_of(currency, [of.mean for of in margin]), INK, "P"),
    ]
    known = [column for column in columns if any(not math.isnan(of.mean) for of in column.of)]
    return known if len(rows) > 1 else [column for column in known if column.scale is not SHARE]


def contributions(outcomes: Outcomes) -> NDArray[np.float64]:
    """Revenue of each motion less its own costs before the horizon, in units of the currency: (R, motions).

    nan where no cost is stated. Costs of no motion, such as idle months, are in none.
    """
    monthly = outcomes.monthly
    costs = sum(monthly[f"{place}_cost"].sum(axis=1) for place in COST_PLACES)
    left = (monthly["revenue"].sum(axis=1) - costs) / 100
    return np.where(np.any(costs), left, np.nan)


def _contributions(outcomes: Outcomes, names: Sequence[str]) -> list[Interval]:
    left, places = contributions(outcomes), outcomes.header.motions
    of = [left[:, places.index(name)] if name in places else left.sum(axis=1) for name in names]
    return [interval_of(values) for values in of]


def _finding(outcomes: Outcomes, found: Sequence[Money]) -> str:
    """The title: which motion brings most, if any surely does, and where a customer costs more than it is
    worth."""
    said = _of_one(outcomes, found[0]) if len(found) == 1 else _of_many(outcomes, found)
    dear = [named(one.name) for one in found if one.cac.low > one.ltv.high]
    if dear:
        who = "a customer costs" if len(found) == 1 else f"a customer of {' and of '.join(dear)} costs"
        said += f"; {who} more to win than it is worth"
    return capital(said)


def _of_one(outcomes: Outcomes, one: Money) -> str:
    if math.isnan(one.cac.mean):
        return f"{in_title(COUNT, one.won)} sign; the file does not say what winning them costs"
    scale = scale_of(outcomes.header.currency, [one.cac.mean, one.ltv.mean])
    cost, worth = (in_title(scale, of) for of in (one.cac, one.ltv))
    said = f"a customer costs {cost} to win"
    if not math.isnan(one.ltv.mean):
        said += f" and is worth {worth}"
    if not math.isnan(one.payback.mean):
        said += f", paid back in {in_title(MONTHS, one.payback)}"
    return said


def _of_many(outcomes: Outcomes, found: Sequence[Money]) -> str:
    recurs = bool(outcomes.motions["signed_arr"].any())
    what = "new ARR" if recurs else "customers"
    values = outcomes.motions["signed_arr" if recurs else "won"].astype(np.float64)
    first, second = (values[:, outcomes.header.motions.index(one.name)] for one in found[:2])
    if not is_significantly_more(first, second):
        both = f"{named(found[0].name)} or {named(found[1].name)}"
        return f"whether {both} brings more {what} is too close to call"
    share = found[0].share if recurs else interval_of(first / values.sum(axis=1))
    return f"{in_title(SHARE, share)} of {what} comes from {named(found[0].name)}"


def _how_to_read(outcomes: Outcomes) -> str:
    return (
        f"{outcomes.title}: {outcomes.how}. Means; whiskers and ± are their {CONFIDENCE} intervals. CAC: "
        "what is spent to win a customer, idle months of sellers among it. LTV: what a customer's payments "
        "less its costs are worth on the day it signs. Contribution: revenue of these years less the "
        "motion's own costs; what is spent for no motion is in none."
    )
