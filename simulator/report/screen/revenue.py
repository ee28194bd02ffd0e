"""Recurring revenue through the years, and what it is made of."""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes, t_interval
from simulator.format import Scale
from simulator.layout.page import Section
from simulator.layout.table import Column, Kind, Table
from simulator.report.screen.words import coarse, labelled, month_end, short

MOST = 8  # columns of months
QUARTER, YEAR = 3, 12
LEAST = 0.0005  # half an interval of retention that is narrower shows no more digits
_LOST = ("contraction", "churn")
_MOVES = ("new", "expansion", "reactivation", *_LOST)


def revenue(outcomes: Outcomes) -> list[Section]:
    """The months, then the movements; where nothing recurs, revenue by the same months."""
    closing = outcomes.monthly["closing"].sum(axis=2) / 100  # (R, months)
    if not closing.any():
        return [[_by_months(outcomes, "REVENUE", _since(outcomes))]]
    return [[_by_months(outcomes, "ARR", closing)], labelled("BRIDGE", [_bridge(outcomes), *_kept(outcomes)])]


def ends(months: int) -> list[int]:
    """The months whose ends are shown, counted from 1: quarters, else years, else some of them."""
    step = QUARTER if months <= QUARTER * MOST else YEAR * math.ceil(months / (YEAR * MOST))
    return list(range(months, 0, -step))[::-1]


def _since(outcomes: Outcomes) -> NDArray[np.float64]:
    """Revenue since the month that is shown before."""
    total = np.cumsum(outcomes.company["revenue"] / 100, axis=1)
    shown = [0, *ends(outcomes.header.months)]
    found = np.zeros(total.shape)
    for before, end in pairwise(shown):
        found[:, end - 1] = total[:, end - 1] - (total[:, before - 1] if before else 0.0)
    return found


def _by_months(outcomes: Outcomes, name: str, values: NDArray[np.float64]) -> Table:
    """The median run, and what one in ten stays below, at the ends of quarters or years."""
    shown = ends(outcomes.header.months)
    columns = [Column(f"{month_end(outcomes.header, end):%b %y}", Kind.NUMBER) for end in shown]
    low, middle = np.quantile(values[:, [end - 1 for end in shown]], (0.1, 0.5), axis=0)
    scale = short(outcomes.header.currency, [float(middle.max())])
    half = float(np.median([t_interval(values[:, end - 1]).half for end in shown]))
    half = coarse(float(middle.max()), half)  # one for the table: numbers below each other are alike
    rows = []
    for label, some in (("likely", middle), ("one in ten below", low)):
        if outcomes.replications > 1 or label == "likely":
            rows.append((label, *(scale.show(float(value), half) for value in some)))
    unit = f"{scale.unit} {outcomes.header.currency}".strip()
    return Table((Column(), *columns), tuple(rows), title=f"{name}, {unit}")


def _bridge(outcomes: Outcomes) -> str:
    """Opening, what came and what went, and closing: means, which add up."""
    of = outcomes.monthly
    opening = float(of["opening"][:, 0].sum(axis=1).mean()) / 100
    moved = {name: float(of[name].sum(axis=(1, 2)).mean()) / 100 for name in _MOVES}
    closing = float(of["closing"][:, -1].sum(axis=1).mean()) / 100
    scale = short(outcomes.header.currency, [opening, closing, *moved.values()])
    words = _amount(scale, opening)
    for name, value in moved.items():
        if value:
            words += f" {'−' if name in _LOST else '+'} {_amount(scale, value)} {name}"
    return f"{words} = {_amount(scale, closing)}{scale.unit} ARR (means)"


def _amount(scale: Scale, value: float) -> str:
    return f"{value * scale.factor:,.{2 if scale.unit == 'M' else 0}f}"


def _kept(outcomes: Outcomes) -> list[str]:
    """Gross and net retention, and what follows; of metered use by two years' means, as a year swings."""
    metered = bool(outcomes.header.offer["metered"].any())
    net, gross = ("nrr:trailing" if metered else "nrr"), "grr"
    found = outcomes.summary(net)
    if math.isnan(found.mean):
        return []
    kept = [f"NRR {_percent(outcomes, net)}" + (" over two years, as use swings" if metered else "")]
    if not metered and outcomes.summary(gross).defined:
        kept.insert(0, f"GRR {_percent(outcomes, gross)}")
    half = 0.0 if math.isnan(found.interval.half) else found.interval.half
    if abs(found.mean - 1) <= half:
        return [f"{', '.join(kept)}: whether it grows without new customers is too close to call"]
    return [f"{', '.join(kept)}: without new customers it {'grows' if found.mean > 1 else 'shrinks'}"]


def _percent(outcomes: Outcomes, name: str) -> str:
    found = outcomes.summary(name)
    return f"{Scale(100.0, '').show(found.mean, max(found.interval.half, LEAST))} %"
