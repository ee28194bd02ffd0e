"""Money by motion: what winning a customer costs in each, what it is worth, and when it is paid back."""

import math
from typing import NamedTuple

import numpy as np

from simulator.experiment import Interval, Outcomes, t_interval
from simulator.format import NONE, Scale, many
from simulator.layout.page import Section
from simulator.layout.table import Column, Kind, Table
from simulator.metrics.ratio import ratios
from simulator.report.screen.words import amount, short

MOST = 5  # lines of motions; beyond, the others are added up
MONEY = "EUR"  # any currency: the page says which
FLAG = "!"  # it does not pay: told in words further down
_COLUMNS = (
    Column("won", Kind.NUMBER),
    Column("CAC", Kind.NUMBER),
    Column("cost of 1", Kind.NUMBER, "of new ARR"),
    Column("payback,", Kind.NUMBER, "months"),
    Column("LTV", Kind.NUMBER),
    Column("share of", Kind.NUMBER, "new ARR"),
)


class Money(NamedTuple):
    """Of a motion, or of all: means over runs, nan where not known. Money in units of the currency."""

    name: str
    won: Interval
    cac: Interval
    per_arr: Interval  # spent for 1 of new recurring revenue
    payback: Interval
    ltv: Interval
    share: Interval  # of new recurring revenue

    @property
    def loses(self) -> bool:
        """Whether a customer costs more than it is worth, or more than it ever pays back."""
        return self.ltv.mean < self.cac.mean


def money(outcomes: Outcomes) -> Section:
    """The motions, those that bring most first, and all of them together."""
    found = by_motion(outcomes)
    if not any(one.won.mean for one in found):
        return []
    shown = found if len(found) <= MOST + 1 else [*found[:MOST], _others(outcomes, found[MOST:])]
    rows = [_row(one) for one in shown]
    if len(found) > 1:
        rows.append(_row(company(outcomes)))
    table = Table((Column(), *_COLUMNS, Column()), tuple(rows), title="MOTION", units=True)
    kept = [n for n, column in enumerate(table.columns) if any(row[n] not in ("", NONE) for row in rows)]
    if len(found) == 1:
        kept.remove(len(_COLUMNS))  # the whole
    return [table.changed(tuple(table.columns[n] for n in kept), lambda row: tuple(row[n] for n in kept))]


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


def company(outcomes: Outcomes) -> Money:
    """The metrics of the company, as they are defined here."""
    names = ("won", "cac", "cac_ratio", "payback_months", "ltv")
    won, cac, per_arr, payback, ltv = (outcomes.summary(name).interval for name in names)
    if outcomes.header.offer["owned"].any():  # it is paid back by what is paid once, which plays no part here
        per_arr = payback = UNKNOWN
    return Money("all", won, cac, per_arr, payback, ltv, Interval(1.0, 1.0, 1.0))


UNKNOWN = Interval(math.nan, math.nan, math.nan)


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
        UNKNOWN if owned or len(places) > 1 else t_interval(some["payback_months"][:, 0]),
        UNKNOWN if len(places) > 1 else t_interval(some["ltv"][:, 0] / 100),
        t_interval(ratios(arr, every)),
    )


def _others(outcomes: Outcomes, rest: list[Money]) -> Money:
    """Motions for which there is no line, added up."""
    names = {one.name for one in rest}
    places = [place for place, name in enumerate(outcomes.header.motions) if name in names]
    return _of(outcomes, places, f"{many(len(rest), 'other')}")


def _row(of: Money) -> tuple[str, ...]:
    return (
        of.name,
        _cell(Scale(1.0, ""), of.won),
        _cell(short(MONEY, [of.cac.mean]), of.cac),
        _cell(Scale(1.0, ""), of.per_arr),
        _cell(Scale(1.0, ""), of.payback),
        _cell(short(MONEY, [of.ltv.mean]), of.ltv),
        _cell(Scale(100.0, " %"), of.share),
        FLAG if of.loses else "",
    )


def _cell(scale: Scale, found: Interval) -> str:
    return amount(scale, found.mean, found.half)
