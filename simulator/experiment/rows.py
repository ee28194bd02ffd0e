"""Metrics as rows of words, which a printed page and a notebook show alike."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.digits import NONE, ROUNDING, scale_of
from simulator.experiment.groups import beside, grouped, label, own, true

if TYPE_CHECKING:
    from simulator.experiment.comparison import Comparison, Difference
    from simulator.experiment.outcomes import Outcomes

Rows = list[list[str]]  # the first names the columns; one of a single word is a heading
LONGEST = 28  # columns of a scenario's name above its numbers


def metric_rows(outcomes: Outcomes) -> Rows:
    """All metrics of one scenario that are defined: mean, half its interval, P10, P50, P90, unit.

    Under a metric that is defined in several ways stand the others, and what is true of the cohort,
    which only a simulator knows: so the bias of a formula shows.
    """
    rows = [["", "mean", "", "P10", "P50", "P90", "of outcomes"]]
    for heading, names in grouped(own(outcomes)).items():
        rows.append([heading])
        rows += [[label(outcomes, name), *_cells(outcomes, name)] for name in names]
    return rows


def _cells(outcomes: Outcomes, name: str) -> list[str]:
    summary = outcomes.summary(name)
    half = summary.interval.half
    shown = (summary.mean, summary.p10, summary.p50, summary.p90)
    scale = scale_of(summary.unit, shown)
    mean, *quantiles = (scale.show(v, half) for v in shown)
    if name == "runout_probability":  # of yes and no there are odds, and no quantiles
        quantiles = ["", "", ""]
    known = "" if summary.defined == outcomes.replications else f", known in {summary.defined}"
    return [mean, "" if math.isnan(half) else f"±{scale.show(half, half)}", *quantiles, scale.unit + known]


def known_by(comparison: Comparison, name: str) -> list[Outcomes]:
    """Scenarios that have a metric: a team may work in one of them only."""
    return [o for o in comparison.outcomes if name in o.values]


def label_in(comparison: Comparison, name: str) -> str:
    """The words for a metric where many scenarios leave little room."""
    return brief(label(known_by(comparison, name)[0], name))


def brief(words: str) -> str:
    """The words for a metric where there is little room."""
    return re.sub(r"(\d) months", r"\1 mo.", words)


def shown(comparison: Comparison) -> list[str]:
    """Metrics of the tables: of any scenario, defined somewhere; other lengths of life stay in JSON."""
    measured = dict.fromkeys(name for o in comparison.outcomes for name in o.values)
    return [name for name in measured if true(name) and not beside(name) and _defined(comparison, name)]


def _defined(comparison: Comparison, name: str) -> bool:
    return any(o.summary(name).defined for o in known_by(comparison, name))


def value_rows(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    """Means and half their intervals of some of the scenarios, in a scale that suits all of them."""
    rows = [["", *(_heading(o) for o in some), ""]]
    for group, names in grouped(shown(comparison)).items():
        rows.append([group])
        rows += [_values(comparison, some, name) for name in names]
    return rows


def _heading(outcomes: Outcomes) -> str:
    return outcomes.name if len(outcomes.name) <= LONGEST else outcomes.name[: LONGEST - 1] + "…"


def _values(comparison: Comparison, some: Sequence[Outcomes], name: str) -> list[str]:
    known = known_by(comparison, name)
    scale = scale_of(known[0].unit(name), [o.summary(name).mean for o in known])
    intervals = [o.summary(name).interval if name in o.values else None for o in some]
    cells = [NONE if i is None else scale.sure(i.mean, i.half) for i in intervals]
    return [label_in(comparison, name), *cells, scale.unit.removesuffix(" a year")]


def differing(comparison: Comparison) -> tuple[list[str], list[str]]:
    """Metrics that differ between scenarios, and those that are the same in all, pair by pair."""
    known = [name for name in shown(comparison) if name in comparison.metrics]
    found = {name: [comparison.difference(o.name, name) for o in comparison.others] for name in known}
    some = [name for name, gaps in found.items() if any(gap.pairs for gap in gaps)]
    same = [name for name in some if all(_nothing(gap, comparison, name) for gap in found[name])]
    return [name for name in some if name not in same], same


def _nothing(gap: Difference, comparison: Comparison, name: str) -> bool:
    size = abs(comparison[comparison.against].summary(name).mean)
    half = 0.0 if math.isnan(gap.interval.half) else gap.interval.half
    return gap.pairs > 0 and abs(gap.mean) + half <= ROUNDING * max(1.0, size)


def difference_rows(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    """A cell holds the difference, and in how many pairs of replications it is one for the better."""
    pairs = comparison.outcomes[0].replications
    widest = len(f"{pairs}")
    rows = [[f"minus {comparison.against}, better in", *(_heading(o) for o in some), f"of {pairs}"]]
    for group, names in grouped(differing(comparison)[0]).items():
        rows.append([group])
        for name in names:
            found = [comparison.difference(o.name, name) for o in comparison.others]
            scale = scale_of(found[0].unit, [d.mean for d in found])
            gaps = [comparison.difference(o.name, name) for o in some]
            cells = [
                f"{scale.sure(d.mean, d.interval.half, sign=True)} {_better(d, pairs):>{widest}}"
                for d in gaps
            ]
            rows.append([label_in(comparison, name), *cells, scale.of_gaps.removesuffix(" a year")])
    return rows


def _better(difference: Difference, pairs: int) -> str:
    """In how many pairs it is better; of how many, where not all pairs count."""
    if difference.better_in is None or not difference.pairs:
        return ""
    return (
        f"{difference.better_in}"
        if difference.pairs == pairs
        else f"{difference.better_in}/{difference.pairs}"
    )
