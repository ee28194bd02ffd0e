"""Ideas, or companies, on one screen: which is ahead, how surely, why, and what that rests on."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.experiment import Comparison, Difference, OptionError, Outcomes, defined
from simulator.experiment.comparison import check_direction, lower_is_better
from simulator.format import NONE, Scale, many
from simulator.layout.page import Page, Paragraph, Section, Verbatim
from simulator.layout.table import Column, Kind, Row, Table
from simulator.layout.text import WIDTH, text
from simulator.model import Target
from simulator.report.screen.bottlenecks import NOTHING, full_at_times, full_months, used
from simulator.report.screen.decision import decision
from simulator.report.screen.reasons import WHY, reasons
from simulator.report.screen.targets import in_words
from simulator.report.screen.words import amount, coarse, labelled, month, short
from simulator.scenario import Scenario

LINES = 40
MORE = "more: --all (every metric) · --by METRIC · bowtie explain value_end"
MOST = 8  # ideas that are told of
RANKS = ("value_end", "cash_end", "arr_end", "customers_end")  # the first of them that ranks, without targets
BESIDE = ("arr_end", "cash_end")  # shown beside what ranks
NEEDS = ("target", *RANKS, *(name for name, _ in WHY), "teams", "targets", "won")  # what a run is asked for


def metric_of_ranking(comparison: Comparison) -> str:
    """The odds of the first target, where these companies can be ranked by them; else the value at the end
    with the customers left, or what else is known. Raises OptionError where nothing ranks them."""
    targets = [f"target.{target.name}" for target in comparison.outcomes[0].header.targets]
    why = ""
    for name in (*targets[:1], *RANKS):
        try:
            check_direction(name, comparison.outcomes)
        except OptionError as error:
            why = str(error)
        else:
            if all(o.summary(name).defined for o in comparison.outcomes):
                return name
    raise OptionError(f"nothing ranks these: {why}")


class Idea(NamedTuple):
    """A scenario beside the one that it is held against."""

    outcomes: Outcomes
    scenario: Scenario | None  # what it changes stands there
    gap: Difference  # of what ranks


def ranking(comparison: Comparison, scenarios: Sequence[Scenario] | None, metric: str) -> Page:
    """At most 40 lines of 100 columns: the question, the ranking, why, what it rests on, and what follows.

    `scenarios` are those of the comparison, in the same order; without them nothing is said of what changes.
    Raises OptionError for a metric that ranks nothing.
    """
    by_name = dict(zip(comparison.names, scenarios or (), strict=scenarios is not None))
    found = [Idea(one, by_name.get(one.name), gap) for one, gap in comparison.ranked(metric)]
    ideas = _by_value(comparison, metric, found)
    count = len(ideas)
    while True:
        page = _page(comparison, by_name, metric, ideas, min(count, MOST))
        if len(text(page).splitlines()) <= LINES or count <= 1:
            return page
        count -= 1


def _by_value(comparison: Comparison, metric: str, ideas: list[Idea]) -> list[Idea]:
    """Those that are equal in what ranks in order of the value at the end."""
    if "value_end" not in comparison.metrics:
        return ideas
    sign = 1.0 if lower_is_better(metric) else -1.0

    def key(idea: Idea) -> tuple[bool, float, float]:
        value = comparison.difference(idea.outcomes.name, "value_end").mean
        mean = idea.gap.mean if idea.gap.pairs else 0.0
        return not idea.gap.pairs, sign * mean, -value if not math.isnan(value) else 0.0

    return sorted(ideas, key=key)


def _page(
    comparison: Comparison, by_name: dict[str, Scenario], metric: str, ideas: Sequence[Idea], count: int
) -> list[Section]:
    shown = ideas[:count]
    left = len(ideas) - count
    why = [f"{n}  {_why(comparison, one)}" for n, one in enumerate(shown, 1)]
    rests = [f"{n}  {_rests(one)}" for n, one in enumerate(shown, 1)]
    if not any(one.scenario and one.scenario.changes for one in shown):
        rests = _titles(comparison)[: MOST + 1]
    folded = [Paragraph(f"and {left} more: --all", 2)] if left else []
    return [
        [Paragraph(_question(comparison, by_name, metric))],
        [_table(comparison, metric, shown), *folded],
        labelled("WHY", why),
        labelled("RESTS ON", [_short(line, 2 * _ROOM) for line in rests]),
        labelled("SO", decision(comparison, metric, [(one.outcomes, one.gap) for one in ideas])),
        [Verbatim(MORE)],
    ]


_ROOM = WIDTH - 13  # behind a label


def _question(comparison: Comparison, by_name: dict[str, Scenario], metric: str) -> str:
    """What is compared, with how many runs, and what ranks."""
    first = comparison[comparison.against]
    ideas = bool(by_name and comparison.others) and all(
        by_name[one.name].changes for one in comparison.others
    )
    what = many(len(comparison.others), "idea") if ideas else many(len(comparison.outcomes), "scenario")
    beside = f" beside {first.name}" if ideas else ""
    runs = many(first.replications, "run")
    runs = f"STOPPED after {runs}" if comparison.partial else runs
    head = f"{what}{beside}, same luck · {runs}, seed {first.seed} · {first.header.currency} · {first.years}"
    head += " · means"
    now = f" (now {_odds(first, metric)} %)" if _is_target(metric) else ""
    return f"{head} · ranked by {_words(first, metric)}{now}"


def _is_target(metric: str) -> bool:
    return metric.startswith("target.")


def _words(outcomes: Outcomes, metric: str) -> str:
    if _is_target(metric):
        return f"the odds of {in_words(outcomes, _target(outcomes, metric))}"
    words = outcomes.defined_as(metric).label
    return f"{words} with the customers left" if metric == "value_end" else words


def _target(outcomes: Outcomes, metric: str) -> Target:
    name = metric.removeprefix("target.")
    return next(target for target in outcomes.header.targets if target.name == name)


def _odds(outcomes: Outcomes, metric: str) -> str:
    return f"{100 * outcomes.summary(metric).mean:.0f}"


def _table(comparison: Comparison, metric: str, ideas: Sequence[Idea]) -> Table:
    """The one that others are held against as it is, then the others: what they add to it, best first."""
    base = comparison[comparison.against]
    names = [metric, *(name for name in BESIDE if name != metric and _known(comparison, name))]
    heads = ["odds" if _is_target(name) else _head(base, name) for name in names]
    columns = [Column(head, Kind.NUMBER) for head in heads]
    cells = [_column(comparison, ideas, name) for name in names]
    rows: list[Row] = [(f"   {base.name}", *(_value(base, name) for name in names), "")]
    for n, (one, *gaps) in enumerate(zip(ideas, *cells, strict=True), 1):
        rows.append((f"{n:>2} {one.outcomes.name}", *gaps, _sure(comparison, metric, one)))
    sure = Column(f"{_sure_of(base, metric)} better in".strip(), Kind.NUMBER)
    return Table((Column(), *columns, sure), tuple(rows), title="")


def _known(comparison: Comparison, name: str) -> bool:
    return all(one.summary(name).defined and one.values[name].any() for one in comparison.outcomes)


def _head(base: Outcomes, name: str) -> str:
    end = month(base.header, base.header.months)
    return {"arr_end": f"ARR {end}", "cash_end": f"cash {end}", "value_end": f"value {end}"}.get(
        name, base.defined_as(name).label
    )


def _value(base: Outcomes, name: str) -> str:
    """As it is: the mean."""
    found = base.summary(name)
    return amount(short(found.unit, [found.mean]), found.mean, found.interval.half)


def _column(comparison: Comparison, ideas: Sequence[Idea], name: str) -> list[str]:
    """What each adds, with half its interval, all in one scale; of odds the odds before and after."""
    base = comparison[comparison.against]
    gaps = [comparison.difference(one.outcomes.name, name) for one in ideas]
    if _is_target(name):
        return [
            f"{_odds(base, name)} → {_odds(one.outcomes, name)} %" if gap.better_in or gap.worse_in else "="
            for one, gap in zip(ideas, gaps, strict=True)
        ]
    unit = base.unit(name)
    scale = Scale(100.0, " points") if unit == "share" else short(unit, [gap.mean for gap in gaps])
    return [_gap(gap, scale) for gap in gaps]


def _gap(gap: Difference, scale: Scale) -> str:
    if not gap.pairs:
        return "not known"
    half = gap.interval.half
    if gap.mean == 0.0 and not half > 0.0:
        return "="
    shown = scale.show(gap.mean, coarse(gap.mean, half), sign=True)
    sure = NONE if math.isnan(half) else scale.show(half, coarse(half, half))  # of one run nothing is sure
    return shown + (f" ±{sure}" if sure not in (NONE, "0") else "") + scale.unit


def _sure_of(base: Outcomes, metric: str) -> str:
    """Of what it is said in how many runs it is better: of a target its own metric when it is due."""
    if not _is_target(metric):
        return ""
    of = _target(base, metric).metric
    return {"arr_end": "ARR", "cash_end": "cash", "cash_low": "cash"}.get(of, base.defined_as(of).label)


def _sure(comparison: Comparison, metric: str, one: Idea) -> str:
    if not _is_target(metric):
        return f"{one.gap.better_in} of {one.gap.pairs}" if one.gap.pairs else ""
    base = comparison[comparison.against]
    target = _target(base, metric)
    mine, theirs = (
        of.targets[:, target.month - 1, of.header.targets.index(_target(of, metric))]
        for of in (one.outcomes, base)
    )
    gaps = defined(mine - theirs)
    better = (gaps > 0) if target.at_least else (gaps < 0)
    return f"{int(better.sum())} of {gaps.size}"


def _why(comparison: Comparison, one: Idea) -> str:
    """Which metrics moved, and of a team that is changed whether anybody waits for it."""
    told = [*reasons(comparison, one.outcomes), *_changed_teams(comparison[comparison.against], one)]
    return ", ".join(told) or "nothing moves surely"


def _changed_teams(base: Outcomes, one: Idea) -> Iterator[str]:
    """Teams with more people, or fewer, that are never full: so many are no limit."""
    for path in one.scenario.changes if one.scenario is not None else ():
        head, _, rest = path.partition(".")
        team = rest.partition(".")[0]
        if head != "team" or team not in base.header.teams:
            continue
        place = base.header.teams.index(team)
        share = used(base, place)
        if math.isnan(share):
            continue  # it has no seats: all of its time makes leads
        if share < NOTHING:
            yield f"{team} is hardly asked for ({100 * share:.0f} % used): this file cannot tell what it does"
        elif not (full_months(base, place).any() or full_at_times(base, place).any()):
            yield f"{team} is full in no month ({100 * share:.0f} % used)"


def _rests(one: Idea) -> str:
    """What it assumes: each path with what stands there and what it changes to."""
    differs = one.scenario.differs_in if one.scenario is not None else []
    told = [f"{path} {before or 'none'} → {after or 'none'}" for path, before, after in differs]
    return "assumes " + "; ".join(told) if told else one.outcomes.title


def _titles(comparison: Comparison) -> list[str]:
    """What each file is about; its years where they are not the same in all."""
    several = len({one.years for one in comparison.outcomes}) > 1
    return [f"{one.name}: {one.title}{f', {one.years}' if several else ''}" for one in comparison.outcomes]


def _short(line: str, room: int) -> str:
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"
