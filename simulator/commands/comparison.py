"""Scenarios side by side as a page to read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulator.commands.counted import counted
from simulator.commands.groups import beside, grouped, label, true
from simulator.commands.odds import meaning
from simulator.commands.outcomes import heading
from simulator.commands.paper import BROAD, lines_of, paragraph, width_of
from simulator.digits import NONE, ROUNDING, many, scale_of
from simulator.experiment.comparison import Difference
from simulator.metrics.definitions import VARIANTS

if TYPE_CHECKING:
    from simulator.experiment import Comparison, Outcomes

Rows = list[list[str]]
LONGEST = 28  # columns of a scenario's name above its numbers


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
    lines += _under_the_values(comparison)
    if _differing(comparison)[0]:
        lines += _in_pages(comparison.others, lambda some: _differences(comparison, some))
    lines += _the_same(comparison)
    lines += ["", *(line for sentence in meaning(comparison) for line in paragraph(sentence)), ""]
    names = [name for group in grouped(_shown(comparison)).values() for name in group]
    return lines + counted({name: _known_by(comparison, name)[0].defined_as(name) for name in names})


def _in_pages(outcomes: Sequence[Outcomes], rows: Callable[[Sequence[Outcomes]], Rows]) -> list[str]:
    """As many scenarios side by side as fit on the page, the others under them."""
    lines: list[str] = []
    while outcomes:
        fitting = (n for n in range(len(outcomes), 1, -1) if width_of(rows(outcomes[:n])) <= BROAD)
        broad = next(fitting, 1)
        lines += ["", *lines_of(rows(outcomes[:broad]), left=(0, broad + 1), width=BROAD)]
        outcomes = outcomes[broad:]
    return lines


def _heading(outcomes: Outcomes) -> str:
    return outcomes.name if len(outcomes.name) <= LONGEST else outcomes.name[: LONGEST - 1] + "…"


def _known_by(comparison: Comparison, name: str) -> list[Outcomes]:
    """Scenarios that have a metric: a team may work in one of them only."""
    return [o for o in comparison.outcomes if name in o.values]


def _label(comparison: Comparison, name: str) -> str:
    return re.sub(r"(\d) months", r"\1 mo.", label(_known_by(comparison, name)[0], name))


def _defined(comparison: Comparison, name: str) -> bool:
    return any(o.summary(name).defined for o in _known_by(comparison, name))


def _shown(comparison: Comparison) -> list[str]:
    """Metrics of the tables: of any scenario, defined somewhere; other lengths of life stay in JSON."""
    measured = dict.fromkeys(name for o in comparison.outcomes for name in o.values)
    return [name for name in measured if true(name) and not beside(name) and _defined(comparison, name)]


def _values(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    rows = [["", *(_heading(o) for o in some), ""]]
    for group, names in grouped(_shown(comparison)).items():
        rows.append([group])
        rows += [_row(comparison, some, name) for name in names]
    return rows


def _row(comparison: Comparison, some: Sequence[Outcomes], name: str) -> list[str]:
    known = _known_by(comparison, name)
    scale = scale_of(known[0].unit(name), [o.summary(name).mean for o in known])
    intervals = [o.summary(name).interval if name in o.values else None for o in some]
    cells = [NONE if i is None else scale.sure(i.mean, i.half) for i in intervals]
    return [_label(comparison, name), *cells, scale.unit.removesuffix(" a year")]


def _under_the_values(comparison: Comparison) -> list[str]:
    """Means that are of fewer replications, as the metric is undefined in the others; names that mean
    one thing here and another there; names of which nothing is known."""
    parts, apart = [], []
    for name in _shown(comparison):
        words = _label(comparison, name).strip()
        defined = [(o, o.summary(name).defined) for o in _known_by(comparison, name)]
        some = [f"{o.name} in {count}" for o, count in defined if 0 < count < o.replications]
        if some and ":" not in name:
            parts.append(f"{words} ({', '.join(some)})")
        if len({o.defined_as(name).text for o in _known_by(comparison, name)}) > 1:
            ways = {o.name: dict(o.header.measures).get(name, VARIANTS[name][0]) for o in comparison.outcomes}
            chosen = [f"{scenario} {way}" for scenario, way in ways.items()]
            apart.append(f"{words} ({', '.join(chosen)})")
    lines = paragraph(f"Known in some replications only: {'; '.join(parts)}.") if parts else []
    lines += paragraph(f"NOT DEFINED ALIKE: {'; '.join(apart)}; --definition makes it so.") if apart else []
    return ["", *lines] if lines else []


def _differing(comparison: Comparison) -> tuple[list[str], list[str]]:
    """Metrics that differ between scenarios, and those that are the same in all, pair by pair."""
    known = [name for name in _shown(comparison) if name in comparison.metrics]
    found = {name: [comparison.difference(o.name, name) for o in comparison.others] for name in known}
    some = [name for name, gaps in found.items() if any(gap.pairs for gap in gaps)]
    same = [name for name in some if all(_nothing(gap, comparison, name) for gap in found[name])]
    return [name for name in some if name not in same], same


def _nothing(gap: Difference, comparison: Comparison, name: str) -> bool:
    size = abs(comparison[comparison.against].summary(name).mean)
    half = 0.0 if math.isnan(gap.interval.half) else gap.interval.half
    return gap.pairs > 0 and abs(gap.mean) + half <= ROUNDING * max(1.0, size)


def _differences(comparison: Comparison, some: Sequence[Outcomes]) -> Rows:
    """A cell holds the difference, and in how many pairs of replications it is one for the better."""
    pairs = comparison.outcomes[0].replications
    widest = len(f"{pairs}")
    rows = [[f"minus {comparison.against}, better in", *(_heading(o) for o in some), f"of {pairs}"]]
    for group, names in grouped(_differing(comparison)[0]).items():
        rows.append([group])
        for name in names:
            found = [comparison.difference(o.name, name) for o in comparison.others]
            scale = scale_of(found[0].unit, [d.mean for d in found])
            shown = [comparison.difference(o.name, name) for o in some]
            cells = [
                f"{scale.sure(d.mean, d.interval.half, sign=True)} {_better(d, pairs):>{widest}}"
                for d in shown
            ]
            unit = "points" if scale.unit == "%" else scale.unit.removesuffix(" a year")
            rows.append([_label(comparison, name), *cells, unit])
    return rows


def _the_same(comparison: Comparison) -> list[str]:
    same = [_label(comparison, name).strip() for name in _differing(comparison)[1] if ":" not in name]
    return ["", *paragraph(f"The same in every pair: {', '.join(same)}.")] if same else []


def _better(difference: Difference, pairs: int) -> str:
    """In how many pairs it is better; of how many, where not all pairs count."""
    if difference.better_in is None or not difference.pairs:
        return ""
    return (
        f"{difference.better_in}"
        if difference.pairs == pairs
        else f"{difference.better_in}/{difference.pairs}"
    )
