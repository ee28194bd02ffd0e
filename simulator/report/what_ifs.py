"""The what-ifs of one company as a page to read: which of them pays most, and how surely."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Comparison, Difference, Outcomes, defined, t_interval
from simulator.experiment.comparison import Ranked, lower_is_better, paired
from simulator.experiment.metric_rows import conditions, difference_in, label, odds
from simulator.experiment.rates_observed import Rate, rates_of
from simulator.format import NONE, listed, many, scale_of
from simulator.layout.page import Heading, Page, Paragraph, Picture, Section
from simulator.layout.table import Column, Estimate, Kind, Row, Table
from simulator.layout.text import BROAD, width_of
from simulator.report.judged import ENOUGH, judged, too_close, would_do
from simulator.scenario import Scenario

# What a chief revenue officer asks for next, as far as it fits on the page.
BESIDE = ("cash_end", "arr_end", "win_rate", "cac", "ltv", "nrr", "cash_low", "cycle_days_median")
NEEDS = (*BESIDE, "stages", "rates")  # beside the metric that ranks: names by which a run is asked for them

ROOM = 40  # columns of a number in words
LEAST = 0.005  # a rate that moves by less than half a point is not spoken of
THRESHOLDS = (
    "Restates a rate: its threshold alone is solved anew; all other thresholds are those of the "
    "company{later}: stated beside observed. "
)


def report(comparison: Comparison, scenarios: Sequence[Scenario], metric: str) -> Page:
    """How it was run, the ranking, what each what-if changes, and what it means.

    `scenarios` are those of the comparison in the same order, the company as it is first. Raises
    OptionError for a metric that ranks nothing.
    """
    ranked = comparison.ranked(metric)
    company, against = comparison.outcomes[0], comparison[comparison.against]
    summary = against.summary(metric)
    scale = scale_of(summary.unit, [summary.mean])
    value = f"{scale.within(*summary.interval)} {scale.unit}"
    words = against.defined_as(metric).label
    beside = _beside(comparison, ranked, metric)
    return [
        [
            Heading(
                f"{many(len(scenarios) - 1, 'what-if')} of {company.name} under the same chances, each with"
            ),
            Paragraph(conditions(company)),
            Paragraph(f"{company.name}: {company.title}", 2, 4),
        ],
        [Paragraph(f"Of {against.name}{' as it is' if against is company else ''}, {words}: {value}.")],
        [_table(comparison, ranked, [metric, *beside]), Paragraph(_under(comparison, metric), 2)],
        *changes(comparison, scenarios, [*(one for one, _ in ranked), against]),
        [Paragraph(sentence) for sentence in _finding(comparison, ranked, metric)],
        [Picture("what_ifs")],
    ]


def _beside(comparison: Comparison, ranked: Ranked, metric: str) -> list[str]:
    """The other metrics of the table: those that differ anywhere, as many as fit."""
    known = [
        name
        for name in BESIDE
        if name != metric
        and name in comparison.metrics
        and any(comparison.difference(o.name, name).mean for o, _ in ranked)
    ]
    while known and width_of(_table(comparison, ranked, [metric, *known])) > BROAD:
        known.pop()
    return known


def _table(comparison: Comparison, ranked: Ranked, metrics: Sequence[str]) -> Table:
    """A row for each what-if, best first: its differences, and in how many pairs the first is better."""
    columns, cells = zip(*(_column(comparison, ranked, name) for name in metrics), strict=True)
    rows: list[Row] = []
    for n, ((outcomes, gap), first, *others) in enumerate(zip(ranked, *cells, strict=True), start=1):
        rows.append((f"{n:>2}  {outcomes.name}", first, odds(gap) or NONE, *others))
    minus, better = Column(f"minus {comparison.against}"), Column("better in", Kind.ODDS)
    columns = (minus, columns[0], better, *columns[1:])
    return Table(columns, tuple(rows), units=True, broad=True)


def _column(comparison: Comparison, ranked: Ranked, name: str) -> tuple[Column, list[Estimate]]:
    gaps = [comparison.difference(outcomes.name, name) for outcomes, _ in ranked]
    scale = scale_of(gaps[0].unit, [gap.mean for gap in gaps])
    unit = scale.of_gaps.removesuffix(" a year")
    column = Column(label(comparison.outcomes[0], name).strip(), Kind.ESTIMATE, unit)
    return column, [difference_in(scale, gap) for gap in gaps]


def _under(comparison: Comparison, metric: str) -> str:
    """How a row is read."""
    words = comparison.outcomes[0].defined_as(metric).label
    which = "less" if lower_is_better(metric) else "more"
    return f"Each row: the what-if minus {comparison.against}, run by run. Better: {which} {words}."


def changes(
    comparison: Comparison, scenarios: Sequence[Scenario], order: Sequence[Outcomes] | None = None
) -> list[Section]:
    """What each what-if changes, and the rates that it moves; in this order, or in that of the comparison."""
    by_name = dict(zip(comparison.names, scenarios, strict=True))
    told = [(one, by_name[one.name]) for one in order or comparison.outcomes]
    return [
        [Heading(f"{one.name} changes"), changed(scenario), *moved(scenario, one, comparison.outcomes[0])]
        for one, scenario in told
        if scenario.changes
    ]


def _finding(comparison: Comparison, ranked: Ranked, metric: str) -> list[str]:
    """What is better, what is worse, and what cannot be told from so few replications."""
    pairs = comparison.outcomes[0].replications
    words = comparison.outcomes[0].defined_as(metric).label
    if pairs < ENOUGH:
        return [f"{many(pairs, 'run')}: too few to tell odds from."]
    better, worse, open_, same, unknown = judged(ranked, metric)
    said = []
    for which, some in (("Better", better), ("Worse", worse)):
        if some:
            often = [f"{o.name} in {_often(d, better=some is better)}" for o, d in some]
            said.append(f"{which} in {words} than {comparison.against}: {'; '.join(often)} runs.")
    if len(better) > 1:
        said.append(_ahead(better, metric))
    if open_:
        enough = [f"{o.name} ({would_do(d)})" for o, d in open_]
        said.append(
            f"Too close to call with {many(pairs, 'run')}: {'; '.join(enough)}. The interval of the "
            "difference contains 0."
        )
    if same:
        said.append(f"No difference in any run: {listed([o.name for o, _ in same])}.")
    if unknown:
        said.append(f"Undefined in all of them: {words} of {listed([o.name for o, _ in unknown])}.")
    return said


def _often(gap: Difference, *, better: bool) -> str:
    """In how many pairs it is so; where that is not most, because there is no difference, in how many."""
    often = (gap.better_in if better else gap.worse_in) or 0
    same = gap.pairs - gap.differ_in
    return f"{often} of {gap.pairs}" + (f" (the same in {same})" if same else "")


def _ahead(better: Ranked, metric: str) -> str:
    """Whether the first can be told from the second."""
    first, second = (outcomes for outcomes, _ in better[:2])
    if close := too_close(better, metric):
        return f"Which of {first.name} and {second.name} is better is {close}."
    gap = paired(first, second, metric)
    return f"{first.name} is ahead of {second.name} in {gap.better_in} of {gap.pairs}."


def changed(scenario: Scenario) -> Table:
    """Each path with what the company says there and what the what-if does."""
    columns = (Column(), Column("as it is", room=ROOM, hanging=2), Column("with it", room=ROOM, hanging=2))
    return Table(columns, tuple(scenario.differs_in), title="", broad=True)


def moved(scenario: Scenario, varied: Outcomes, base: Outcomes) -> Section:
    """Stated beside observed, of the rates that clearly are others than in the company as it is."""
    rows: list[Row] = []
    rates, before = _rates(varied), _rates(base)
    for name, rate in rates.items():
        if name not in before:  # where a term begins or ends, another decision is counted
            continue
        gap = t_interval(rate.observed - before[name].observed)
        if abs(gap.mean) >= LEAST and (gap.low > 0.0 or gap.high < 0.0):
            found = (before[name].stated, before[name].observed, rate.stated, rate.observed)
            rows.append((name, *map(_mean, found)))
    none = "" if rows else "Here no observed rate moves clearly."
    later = ", so later rates move" if any(_later(scenario, path) for path in scenario.restated) else ""
    told = [Paragraph(THRESHOLDS.format(later=later) + none, 2)] if scenario.restated else []
    names = ("stated", "observed", "stated with it", "observed with it")
    columns = (Column(), *(Column(name, Kind.SHARE) for name in names))
    return [*told, Table(columns, tuple(rows), title="")]


def _later(scenario: Scenario, path: str) -> bool:
    """Whether customers meet another rate of the motion after this one: a stage, impact, or whether to
    stay."""
    _, motion, kind, *_ = path.split(".")
    of_motion = scenario.company.motion[motion]
    if kind == "stage":
        last = path == f"motion.{motion}.stage.{of_motion.stage[-1].name}.passes"
        return not last or of_motion.impact is not None or of_motion.renewal is not None
    return kind == "impact" and of_motion.renewal is not None


def _rates(outcomes: Outcomes) -> dict[str, Rate]:
    """All rates that a scenario may state, by the words for them."""
    motions = outcomes.header.motions
    found = [(name, rate) for motion, name in enumerate(motions) for rate in rates_of(outcomes, motion)]
    return {f"{name}: {rate.name}" if len(motions) > 1 else rate.name: rate for name, rate in found}


def _mean(values: NDArray[np.float64]) -> float:
    known = defined(values)
    return float(known.mean()) if known.size else float("nan")
