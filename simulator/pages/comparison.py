"""Scenarios side by side as a page to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from simulator.digits import many
from simulator.experiment.groups import grouped
from simulator.experiment.rows import (
    Rows,
    difference_rows,
    differing,
    known_by,
    label_in,
    shown,
    value_rows,
)
from simulator.metrics.definitions import VARIANTS
from simulator.pages.counted import counted
from simulator.pages.odds import meaning
from simulator.pages.outcomes import heading
from simulator.pages.paper import BROAD, lines_of, paragraph, width_of

if TYPE_CHECKING:
    from simulator.experiment import Comparison, Outcomes


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
    lines += _in_pages(comparison.outcomes, lambda some: value_rows(comparison, some))
    lines += _under_the_values(comparison)
    if differing(comparison)[0]:
        lines += _in_pages(comparison.others, lambda some: difference_rows(comparison, some))
    lines += _the_same(comparison)
    lines += ["", *(line for sentence in meaning(comparison) for line in paragraph(sentence)), ""]
    names = [name for group in grouped(shown(comparison)).values() for name in group]
    return lines + counted({name: known_by(comparison, name)[0].defined_as(name) for name in names})


def _in_pages(outcomes: Sequence[Outcomes], rows: Callable[[Sequence[Outcomes]], Rows]) -> list[str]:
    """As many scenarios side by side as fit on the page, the others under them."""
    lines: list[str] = []
    while outcomes:
        fitting = (n for n in range(len(outcomes), 1, -1) if width_of(rows(outcomes[:n])) <= BROAD)
        broad = next(fitting, 1)
        lines += ["", *lines_of(rows(outcomes[:broad]), left=(0, broad + 1), width=BROAD)]
        outcomes = outcomes[broad:]
    return lines


def _under_the_values(comparison: Comparison) -> list[str]:
    """Means that are of fewer replications, as the metric is undefined in the others; names that mean
    one thing here and another there; names of which nothing is known."""
    parts, apart = [], []
    for name in shown(comparison):
        words = label_in(comparison, name).strip()
        defined = [(o, o.summary(name).defined) for o in known_by(comparison, name)]
        some = [f"{o.name} in {count}" for o, count in defined if 0 < count < o.replications]
        if some and ":" not in name:
            parts.append(f"{words} ({', '.join(some)})")
        if len({o.defined_as(name).text for o in known_by(comparison, name)}) > 1:
            ways = {o.name: dict(o.header.measures).get(name, VARIANTS[name][0]) for o in comparison.outcomes}
            chosen = [f"{scenario} {way}" for scenario, way in ways.items()]
            apart.append(f"{words} ({', '.join(chosen)})")
    lines = paragraph(f"Known in some replications only: {'; '.join(parts)}.") if parts else []
    lines += paragraph(f"NOT DEFINED ALIKE: {'; '.join(apart)}; --definition makes it so.") if apart else []
    return ["", *lines] if lines else []


def _the_same(comparison: Comparison) -> list[str]:
    same = [label_in(comparison, name).strip() for name in differing(comparison)[1] if ":" not in name]
    return ["", *paragraph(f"The same in every pair: {', '.join(same)}.")] if same else []
