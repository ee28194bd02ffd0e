"""Scenarios side by side as a page to read."""

from simulator.experiment import Comparison, metric_rows
from simulator.experiment.blank import blank
from simulator.format import many
from simulator.layout.page import Heading, Page, Paragraph, Picture, Section
from simulator.metrics import VARIANTS
from simulator.report.compare_summary import meaning

PICTURES = ("odds", "side_by_side", "cycles", "lifetime", "risk")


def report(comparison: Comparison) -> Page:
    """The scenarios, the differences, what it means, and what the names mean."""
    return [
        _heading(comparison),
        [metric_rows.value_table(comparison)],
        _under_the_values(comparison),
        [metric_rows.difference_table(comparison)],
        _the_same(comparison),
        [Paragraph(sentence) for sentence in meaning(comparison)],
        [Picture(name) for name in PICTURES if name not in blank(comparison)],
    ]


def _heading(comparison: Comparison) -> Section:
    same = len({o.years for o in comparison.outcomes}) == 1
    titles = (f"{o.name}: {o.title}" + ("" if same else f", {o.years}") for o in comparison.outcomes)
    return [
        Heading(f"{many(len(comparison.outcomes), 'scenario')} under the same chances, each with"),
        Paragraph(metric_rows.conditions(comparison.outcomes[0])),
        *(Paragraph(title, 2, 4) for title in titles),
    ]


def _under_the_values(comparison: Comparison) -> Section:
    """Means that are of fewer replications, as the metric is undefined in the others; names that mean
    one thing here and another there; names of which nothing is known."""
    parts, apart = [], []
    for name in metric_rows.shown(comparison):
        words = metric_rows.label_in(comparison, name).strip()
        defined = [(o, o.summary(name).defined) for o in metric_rows.known_by(comparison, name)]
        some = [f"{o.name} in {count}" for o, count in defined if 0 < count < o.replications]
        if some and ":" not in name:
            parts.append(f"{words} ({', '.join(some)})")
        if len({o.defined_as(name).text for o in metric_rows.known_by(comparison, name)}) > 1:
            ways = {o.name: dict(o.header.measures).get(name, VARIANTS[name][0]) for o in comparison.outcomes}
            chosen = [f"{scenario} {way}" for scenario, way in ways.items()]
            apart.append(f"{words} ({', '.join(chosen)})")
    known = [f"Known in some runs only: {'; '.join(parts)}."] if parts else []
    known += [f"NOT DEFINED ALIKE: {'; '.join(apart)}; --definition makes it so."] if apart else []
    return [Paragraph(sentence) for sentence in known]


def _the_same(comparison: Comparison) -> Section:
    same = [
        metric_rows.label_in(comparison, name).strip()
        for name in metric_rows.differing(comparison)[1]
        if ":" not in name
    ]
    return [Paragraph(f"The same in every pair: {', '.join(same)}.")] if same else []
