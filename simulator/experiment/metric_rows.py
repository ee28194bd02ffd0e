"""Metrics under headings, as rows of tables, which a printed page and a notebook show alike."""

import re
from collections.abc import Callable, Iterable, Sequence

from simulator.experiment.comparison import Comparison, Difference
from simulator.experiment.intervals import CONFIDENCE
from simulator.experiment.outcomes import Outcomes
from simulator.format import NONE, Scale, scale_of
from simulator.layout.html import html
from simulator.layout.page import Paragraph
from simulator.layout.table import Column, Estimate, Gap, Kind, Odds, Row, Spread, Table
from simulator.metrics import METRICS, VARIANTS, definition, metric_of

LONGEST = 28  # columns of a scenario's name above its numbers


def conditions(outcomes: Outcomes) -> str:
    """How it was run: what every number under it depends on."""
    return f"{outcomes.how}, in {outcomes.header.currency}; ± is the {CONFIDENCE} interval of the mean"


def metric_table(outcomes: Outcomes) -> Table:
    """All metrics of one scenario that are defined: mean with its interval, P10, P50, P90, unit.

    Under a metric that is defined in several ways stand the others, and what is true of the cohort,
    which only a simulator knows: so the bias of a formula shows.
    """

    def row(name: str) -> Row:
        return _words(label(outcomes, name)), spread(outcomes, name)

    columns = (Column(), Column(kind=Kind.SPREAD))
    return Table(columns, _under_headings(own(outcomes), row), title="", broad=True)


def _under_headings(names: Sequence[str], row: Callable[[str], Row]) -> tuple[Row, ...]:
    """A row for each metric, the small headings among them."""
    return tuple(r for heading, some in grouped(names).items() for r in (heading, *map(row, some)))


def _words(label: str) -> str:
    """The words for a metric within a table: the renderer sets rows in."""
    return label.removeprefix("  ")


def spread(outcomes: Outcomes, name: str) -> Spread:
    """A metric over the runs in which it is known: mean, interval and quantiles."""
    summary = outcomes.summary(name)
    shown = (summary.mean, summary.p10, summary.p50, summary.p90)
    scale = scale_of(summary.unit, shown)
    quantiles = () if metric_of(name).yes_or_no else shown[1:]  # of yes and no there are odds alone
    known = "" if summary.defined == outcomes.replications else f", known in {summary.defined}"
    return Spread(*summary.interval, quantiles, scale, known)


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
    return [
        name for name in measured if true(name) and not metric_of(name).beside and _defined(comparison, name)
    ]


def to_show() -> list[str]:
    """The names by which a run is asked for all that `shown` may find, those of teams without the team."""
    ways = [f"{name}:{variant}" for name, some in VARIANTS.items() for variant in some]
    return [name for name in (*METRICS, *ways) if true(name) and not METRICS[name.partition(":")[0]].beside]


def _defined(comparison: Comparison, name: str) -> bool:
    return any(o.summary(name).defined for o in known_by(comparison, name))


def value_table(comparison: Comparison) -> Table:
    """Means with their intervals, a column a scenario, each row in a scale that suits all of them."""

    def row(name: str) -> Row:
        known = known_by(comparison, name)
        scale = scale_of(known[0].unit(name), [o.summary(name).mean for o in known])
        intervals = [o.summary(name).interval if o in known else None for o in comparison.outcomes]
        cells = [NONE if i is None else Estimate(*i, scale) for i in intervals]
        return (_words(label_in(comparison, name)), *cells, scale.unit.removesuffix(" a year"))

    columns = _side_by_side(comparison.outcomes, Kind.ESTIMATE, "")
    return Table(columns, _under_headings(shown(comparison), row), title="", broad=True, splits=True)


def _side_by_side(some: Sequence[Outcomes], kind: Kind, end: str) -> tuple[Column, ...]:
    """Scenarios between the words for a metric and its unit."""
    return (Column(), *(Column(_heading(o), kind) for o in some), Column(end))


def _heading(outcomes: Outcomes) -> str:
    return outcomes.name if len(outcomes.name) <= LONGEST else outcomes.name[: LONGEST - 1] + "…"


def differing(comparison: Comparison) -> tuple[list[str], list[str]]:
    """Metrics that differ between scenarios, and those that are the same in all, pair by pair."""
    known = [name for name in shown(comparison) if name in comparison.metrics]
    found = {name: [comparison.difference(o.name, name) for o in comparison.others] for name in known}
    some = [name for name, gaps in found.items() if any(gap.pairs for gap in gaps)]
    same = [name for name in some if all(gap.is_nothing for gap in found[name])]
    return [name for name in some if name not in same], same


def difference_table(comparison: Comparison) -> Table:
    """A cell holds the difference, and in how many pairs of replications it is one for the better."""
    pairs = comparison.outcomes[0].replications

    def row(name: str) -> Row:
        found = [comparison.difference(o.name, name) for o in comparison.others]
        scale = scale_of(found[0].unit, [d.mean for d in found])
        gaps = (Gap(difference_in(scale, d), odds(d), pairs) for d in found)
        return (_words(label_in(comparison, name)), *gaps, scale.of_gaps.removesuffix(" a year"))

    columns = _side_by_side(comparison.others, Kind.GAP, f"of {pairs}")
    title = f"minus {comparison.against}, better in"
    rows = _under_headings(differing(comparison)[0], row)
    return Table(columns, rows, title, broad=True, splits=True)


def difference_in(scale: Scale, difference: Difference) -> Estimate:
    """A difference with its interval."""
    return Estimate(*difference.interval, scale, signed=True)


def odds(difference: Difference) -> Odds | None:
    """In how many pairs it is for the better; None where there are no pairs, or neither is better."""
    if difference.better_in is None or not difference.pairs:
        return None
    return Odds(difference.better_in, difference.pairs)


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Names of metrics under their headings, each with its variants behind it; no heading over nothing."""
    places = {metric: place for place, metric in enumerate(METRICS.values())}
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: places[metric_of(name)]):
        found.setdefault(metric_of(name).group.heading, []).append(name)
    return found


def label(outcomes: Outcomes, name: str) -> str:
    """The words for a metric, or for a variant of the one above it, under a heading."""
    plain, _, variant = name.partition(":")
    if not variant:
        return f"  {outcomes.defined_as(name).label}"
    words = definition(name).label.removeprefix(definition(plain).label).lstrip(", ")
    return f"    {metric_of(name).variants[variant].true or words or variant.replace('_', ' ')}"


def own(outcomes: Outcomes) -> list[str]:
    """All metrics but variants that stand under the plain name, and what is undefined throughout."""
    return [
        name
        for name in outcomes.values
        if outcomes.summary(name).defined
        and (":" not in name or outcomes.defined_as(name) != outcomes.defined_as(name.partition(":")[0]))
    ]


def true(name: str) -> bool:
    """Whether a metric is no variant, or the one that is true."""
    _, _, variant = name.partition(":")
    return not variant or bool(metric_of(name).variants[variant].true)


def page_of_outcomes(outcomes: Outcomes) -> str:
    """A scenario's metrics: mean and its interval, from P10 to P90 of outcomes."""
    return html([[Paragraph(f"{outcomes.title}: {conditions(outcomes)}"), metric_table(outcomes)]])


def page_of_comparison(comparison: Comparison) -> str:
    """Scenarios as columns, and under them what differs from one of them."""
    titles = "; ".join(f"{o.name}: {o.title}" for o in comparison.outcomes)
    tables = [value_table(comparison)]
    if differing(comparison)[0]:
        tables.append(difference_table(comparison))
    return html([[Paragraph(f"{titles}; {conditions(comparison.outcomes[0])}"), *tables]])
