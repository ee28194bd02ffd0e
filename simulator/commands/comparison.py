"""Scenarios side by side as a page to read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.commands.outcomes import counted, heading
from simulator.commands.paper import WIDTH, lines_of, listed, paragraph, width_of
from simulator.digits import NONE, many, percent, plain, scale_of
from simulator.experiment.comparison import Difference
from simulator.metrics import definition

if TYPE_CHECKING:
    from simulator.experiment import Comparison, Outcomes

Rows = list[list[str]]
LONGEST = 28  # columns of a scenario's name above its numbers
ENOUGH = 20  # replications: fewer tell no odds
SURE, LIKELY = 0.95, 2 / 3  # of the replications that a scenario has to win for these words


def report(comparison: Comparison) -> list[str]:
    """The scenarios, the differences, what it means, and what the names mean."""
    first = comparison.outcomes[0]
    lines = [
        f"{many(len(comparison.outcomes), 'scenario')} under the same chances, each with",
        *heading(first),
    ]
    same = len({o.years for o in comparison.outcomes}) == 1
    for o in comparison.outcomes:
        lines += paragraph(f"{o.name}: {o.title}" + ("" if same else f", {o.years}"), "  ", "    ")
    lines += _in_pages(comparison.outcomes, lambda some: _values(comparison, some))
    lines += _known_in_part(comparison)
    lines += _in_pages(comparison.others, lambda some: _differences(comparison, some))
    lines += ["", *(line for sentence in meaning(comparison) for line in paragraph(sentence)), ""]
    return lines + counted(_measured(comparison))


def _in_pages(outcomes: Sequence[Outcomes], rows: Callable[[Sequence[Outcomes]], Rows]) -> list[str]:
    """As many scenarios side by side as fit on the page, the others under them."""
    lines: list[str] = []
    while outcomes:
        fitting = (n for n in range(len(outcomes), 1, -1) if width_of(rows(outcomes[:n])) <= WIDTH)
        broad = next(fitting, 1)
        lines += ["", *lines_of(rows(outcomes[:broad]), left=(0, broad + 1))]
        outcomes = outcomes[broad:]
    return lines


def _label(name: str) -> str:
    return definition(name).label.replace(" months", " mo.")


def _heading(outcomes: Outcomes) -> str:
    return outcomes.name if len(outcomes.name) <= LONGEST else outcomes.name[: LONGEST - 1] + "…"


def _values(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    rows = [["", *(_heading(o) for o in some), ""]]
    for name in _measured(comparison):
        known = [o for o in comparison.outcomes if name in o.values]
        scale = scale_of(known[0].unit(name), [o.summary(name).mean for o in known])
        intervals = [o.summary(name).interval if name in o.values else None for o in some]
        cells = [NONE if i is None else scale.sure(i.mean, i.half) for i in intervals]
        rows.append([_label(name), *cells, scale.unit.removesuffix(" a year")])
    return rows


def _known_in_part(comparison: Comparison) -> list[str]:
    """Means above that are of fewer replications, as the metric is undefined in the others."""
    parts = []
    for name in _measured(comparison):
        defined = [(o, o.summary(name).defined) for o in comparison.outcomes if name in o.values]
        some = [f"{o.name} in {count}" for o, count in defined if 0 < count < o.replications]
        if some:
            parts.append(f"{_label(name)} ({', '.join(some)})")
    return ["", *paragraph(f"Known in some replications only: {'; '.join(parts)}.")] if parts else []


def _measured(comparison: Comparison) -> list[str]:
    """Metrics of any scenario: a team may work in one of them only."""
    return list(dict.fromkeys(name for o in comparison.outcomes for name in o.values))


def _differences(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    """A cell holds the difference, and in how many pairs of replications it is one for the better."""
    pairs = comparison.outcomes[0].replications
    widest = len(f"{pairs}")
    rows = [[f"minus {comparison.against}, better in", *(_heading(o) for o in some), f"of {pairs}"]]
    for name in comparison.metrics:
        found = [comparison.difference(o.name, name) for o in comparison.others]
        scale = scale_of(found[0].unit, [d.mean for d in found])
        shown = [comparison.difference(o.name, name) for o in some]
        cells = [
            f"{scale.sure(d.mean, d.interval.half, sign=True)} {_better(d, pairs):>{widest}}" for d in shown
        ]
        unit = "points" if scale.unit == "%" else scale.unit.removesuffix(" a year")
        rows.append([_label(name), *cells, unit])
    return rows


def _better(difference: Difference, pairs: int) -> str:
    """In how many pairs it is better; of how many, where not all pairs count."""
    if difference.better_in is None:
        return ""
    return (
        f"{difference.better_in}"
        if difference.pairs == pairs
        else f"{difference.better_in}/{difference.pairs}"
    )


def meaning(comparison: Comparison) -> list[str]:
    """What the numbers say. Never ranks by ARR: an owned licence has little of it and earns all the same."""
    said = [
        _order(comparison, "win_rate", "Win rate of qualified leads", percent),
        _order(comparison, "cycle_days_median", "Sales cycle", _days),
        _order(comparison, "after_close_share", "Share of revenue that comes after the close", percent),
        _per_prospect(comparison),
    ]
    return [sentence for sentence in said if sentence]


def _days(value: float) -> str:
    return f"{plain(value, 0 if value >= 10 else 1)} days"


def _order(comparison: Comparison, name: str, subject: str, show: Callable[[float], str]) -> str:
    """All scenarios by a metric's mean, and which neighbours are too close to call."""
    means = {o.name: o.summary(name).mean for o in comparison.outcomes if name in comparison.metrics}
    ranked = sorted((n for n in means if not math.isnan(means[n])), key=means.__getitem__, reverse=True)
    if len(ranked) < 2:
        return ""
    close = []
    for one, next_one in pairwise(ranked):
        gap = replace(comparison, against=next_one).difference(one, name)
        if not gap.low > 0:  # of a single replication nothing is known
            close.append(f"{one} and {next_one}")
    sentence = f"{subject}, from the top: {', '.join(f'{n} {show(means[n])}' for n in ranked)}"
    if close:
        sentence += f" ({listed(close)} too close to call)"
    return sentence + "."


def _per_prospect(comparison: Comparison) -> str:
    """Revenue of sixty months by prospect of the market, against one scenario, replication by replication."""
    if not {"lifetime_revenue", "won", "leads"} <= set(comparison.metrics):
        return ""
    base = _revenue_of_a_prospect(comparison[comparison.against])
    if np.isnan(base).all():
        return ""
    currency = comparison.outcomes[0].header.currency
    mean = float(np.nanmean(base))
    said = [
        f"A prospect of {comparison.against} brings {currency} {plain(mean, 0 if mean >= 100 else 2)} of "
        "revenue in sixty months, before any cost."
    ]
    for other in comparison.others:
        gaps = _revenue_of_a_prospect(other) - base
        gaps = gaps[~np.isnan(gaps)]
        if gaps.size:
            said.append(_odds(other.name, comparison.against, gaps))
    return " ".join(said)


def _revenue_of_a_prospect(outcomes: Outcomes) -> NDArray[np.float64]:
    value = outcomes.values
    leads = np.where(value["leads"] > 0, value["leads"], np.nan)
    revenue: NDArray[np.float64] = (
        np.where(value["won"] > 0, value["lifetime_revenue"] * value["won"], 0.0) / leads
    )
    return revenue


def _odds(one: str, other: str, gaps: NDArray[np.float64]) -> str:
    """Who is ahead, how often, and what that is worth as a forecast."""
    ahead, behind, pairs = int((gaps > 0).sum()), int((gaps < 0).sum()), gaps.size
    if ahead == behind == 0:
        return f"{one} brings exactly as much as {other}."
    more, often = ("more", ahead) if ahead >= behind else ("less", behind)
    sentence = f"{one} brings {more} than {other} in {often} of {pairs} replications"
    if pairs < ENOUGH:
        return sentence + ": too few to tell odds from."
    if often == pairs:
        return sentence + "."
    words = (
        "nearly sure"
        if often >= SURE * pairs
        else "likely, not certain"
        if often >= LIKELY * pairs
        else "open"
    )
    return f"{sentence}: {words}."
