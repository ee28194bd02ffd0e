"""The what-ifs of one company as a page to read: which of them pays most, and how surely."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.digits import NONE, many, scale_of
from simulator.experiment.comparison import lower_is_better, paired, surely
from simulator.experiment.groups import label
from simulator.pages.counted import counted
from simulator.pages.odds import ENOUGH
from simulator.pages.outcomes import heading
from simulator.pages.paper import BROAD, lines_of, listed, paragraph, width_of
from simulator.pages.restated import changed, moved

if TYPE_CHECKING:
    from simulator.experiment import Comparison, Difference, Outcomes
    from simulator.experiment.comparison import Ranked
    from simulator.experiment.rows import Rows
    from simulator.scenario import Scenario

# What a chief revenue officer asks for next, as far as it fits on the page.
BESIDE = ("cash_end", "arr_end", "win_rate", "cac", "ltv", "nrr", "cash_low", "cycle_days_median")
_HEAD = 12  # columns of the words above a number
_MOST = 100_000  # replications: beyond, no number that one would wait for


def report(comparison: Comparison, scenarios: Sequence[Scenario], metric: str) -> list[str]:
    """How it was run, the ranking, what each what-if changes, and what it means.

    `scenarios` are those of the comparison in the same order, the company as it is first. Raises
    OptionError for a metric that ranks nothing.
    """
    ranked = comparison.ranked(metric)
    company, against = comparison.outcomes[0], comparison[comparison.against]
    summary = against.summary(metric)
    scale = scale_of(summary.unit, [summary.mean])
    value = f"{scale.sure(summary.mean, summary.interval.half)} {scale.unit}"
    words = against.defined_as(metric).label
    lines = [
        f"{many(len(scenarios) - 1, 'what-if')} of {company.name} under the same chances, each with",
        *heading(company),
        *paragraph(f"{company.name}: {company.title}", "  ", "    "),
        "",
        *paragraph(f"Of {against.name}{' as it is' if against is company else ''}, {words}: {value}."),
        "",
    ]
    beside = _beside(comparison, ranked, metric)
    lines += lines_of(_table(comparison, ranked, [metric, *beside]), width=BROAD)
    lines += paragraph(_under(comparison, metric), "  ")
    lines += _changes(comparison, scenarios, ranked)
    lines += [line for sentence in _finding(comparison, ranked, metric) for line in paragraph(sentence)]
    return [*lines, "", *counted({name: against.defined_as(name) for name in (metric, *beside)})]


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


def _table(comparison: Comparison, ranked: Ranked, metrics: Sequence[str]) -> Rows:
    """A row for each what-if, best first: its differences, and in how many pairs the first is better.

    Above them as many lines of words as the longest head takes, and the units.
    """
    columns = [_column(comparison, ranked, name) for name in metrics]
    columns.insert(1, ["better in", "", *(_better(gap) for _, gap in ranked)])
    names = [f"{n:>2}  {outcomes.name}" for n, (outcomes, _) in enumerate(ranked, start=1)]
    columns.insert(0, [f"minus {comparison.against}", "", *names])
    tallest = max(len(column) for column in columns)
    return [list(row) for row in zip(*([""] * (tallest - len(c)) + c for c in columns), strict=True)]


def _column(comparison: Comparison, ranked: Ranked, name: str) -> list[str]:
    gaps = [comparison.difference(outcomes.name, name) for outcomes, _ in ranked]
    scale = scale_of(gaps[0].unit, [gap.mean for gap in gaps])
    words = textwrap.wrap(label(comparison.outcomes[0], name).strip(), _HEAD)
    cells = [scale.sure(gap.mean, gap.interval.half, sign=True) for gap in gaps]
    return [*words, scale.of_gaps.removesuffix(" a year"), *cells]


def _better(gap: Difference) -> str:
    return f"{gap.better_in} of {gap.pairs}" if gap.pairs else NONE


def _under(comparison: Comparison, metric: str) -> str:
    """How a row is read."""
    words = comparison.outcomes[0].defined_as(metric).label
    which = "less" if lower_is_better(metric) else "more"
    return (
        f"Each row: the what-if minus {comparison.against}, replication by replication. Better: {which} "
        f"{words}."
    )


def _changes(comparison: Comparison, scenarios: Sequence[Scenario], ranked: Ranked) -> list[str]:
    """What each what-if changes, best first, and the rates that it moves."""
    by_name = dict(zip(comparison.names, scenarios, strict=True))
    lines: list[str] = []
    for outcomes in [o for o, _ in ranked] + [comparison[comparison.against]]:
        scenario = by_name[outcomes.name]
        if scenario.changes:
            lines += ["", f"{outcomes.name} changes", *changed(scenario)]
            lines += moved(scenario, outcomes, comparison.outcomes[0])
    return [*lines, ""]


def _finding(comparison: Comparison, ranked: Ranked, metric: str) -> list[str]:
    """What is better, what is worse, and what cannot be told from so few replications."""
    pairs = comparison.outcomes[0].replications
    words = comparison.outcomes[0].defined_as(metric).label
    if pairs < ENOUGH:
        return [f"{many(pairs, 'replication')}: too few to tell odds from."]
    better, worse, open_, same, unknown = _sorted(ranked, metric)
    said = []
    for which, some in (("Better", better), ("Worse", worse)):
        if some:
            often = [f"{o.name} in {_often(d, better=some is better)}" for o, d in some]
            said.append(f"{which} in {words} than {comparison.against}: {'; '.join(often)} replications.")
    if len(better) > 1:
        said.append(_first(comparison, better, metric))
    if open_:
        enough = [f"{o.name} ({_would_do(d)})" for o, d in open_]
        said.append(
            f"Too close to call with {many(pairs, 'replication')}: {'; '.join(enough)}. The interval of the "
            "difference contains 0."
        )
    if same:
        said.append(f"No difference in any replication: {listed([o.name for o, _ in same])}.")
    if unknown:
        said.append(f"Undefined in all of them: {words} of {listed([o.name for o, _ in unknown])}.")
    return said


def _often(gap: Difference, *, better: bool) -> str:
    """In how many pairs it is so; where that is not most, because there is no difference, in how many."""
    often = (gap.better_in if better else gap.worse_in) or 0
    same = gap.pairs - (gap.better_in or 0) - (gap.worse_in or 0)
    return f"{often} of {gap.pairs}" + (f" (the same in {same})" if same else "")


def _sorted(ranked: Ranked, metric: str) -> tuple[list[tuple[Outcomes, Difference]], ...]:
    """Those that are surely better, surely worse, open, equal, and undefined."""
    found: tuple[list[tuple[Outcomes, Difference]], ...] = ([], [], [], [], [])
    for outcomes, gap in ranked:
        if not gap.pairs:
            place = 4
        elif gap.better_in == gap.worse_in == 0:
            place = 3
        else:
            place = {1: 0, -1: 1, 0: 2}[surely(gap, metric)]
        found[place].append((outcomes, gap))
    return found


def _first(comparison: Comparison, better: Ranked, metric: str) -> str:
    """Whether the first can be told from the second."""
    first, second = better[0][0].name, better[1][0].name
    gap = paired(comparison[first], comparison[second], metric)
    if surely(gap, metric) > 0:
        return f"{first} is ahead of {second} in {gap.better_in} of {gap.pairs}."
    return f"Which of {first} and {second} is better is too close to call ({_would_do(gap)})."


def _would_do(gap: Difference) -> str:
    """With how many replications the interval would no longer contain 0, if the difference stayed as it is.

    The half-width of an interval shrinks with the root of their number.
    """
    if not gap.mean or math.isnan(gap.interval.half):
        return "more might do"
    needed = gap.pairs * (gap.interval.half / abs(gap.mean)) ** 2
    if needed > _MOST:
        return f"more than {_MOST:,} would be needed"
    digit = 10 ** max(math.floor(math.log10(needed)) - 1, 0)
    return f"about {math.ceil(needed / digit) * digit:,} would do"
