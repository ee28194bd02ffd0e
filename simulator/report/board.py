"""An answer as one HTML page for a board: the first screen first, then all that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from simulator.experiment import Comparison, OptionError, Outcomes
from simulator.experiment.metric_rows import conditions, metric_table, own
from simulator.format import listed, many
from simulator.layout.document import document
from simulator.layout.page import Block, Fold, Heading, Page, Paragraph, Picture, Section, Verbatim
from simulator.layout.table import Column, Table
from simulator.metrics import Definition
from simulator.metrics.asked import PARTS
from simulator.metrics.metric import Group
from simulator.provenance import installed
from simulator.report import compare, run, what_ifs
from simulator.report.board_pictures import drawn, monthly_table, pictures_by_month
from simulator.report.definitions import counted
from simulator.report.first_screen import first_screen
from simulator.report.ranking import metric_of_ranking, ranking
from simulator.report.sources import sources_of
from simulator.saved_runs import taken
from simulator.scenario import Scenario
from simulator.version import __version__


def board(
    answer: Outcomes | Comparison,
    scenarios: Scenario | Sequence[Scenario],
    *,
    by: str | None = None,
    command: str = "",
) -> bytes:
    """An answer as a page of HTML that needs nothing else: to be written to a file, mailed, printed.

    `scenarios` are those of the answer, in order. `by`: the metric by which the what-ifs of one company are
    ranked; without it they stand side by side. `command`: what made it, for the page to say.
    Raises OptionError where the scenarios are not those of the answer, or the run kept but some metrics.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> page = simulator.board(simulator.run(company, replications=2), company)
    >>> page[:15]
    b'<!doctype html>'
    """
    shown = _shown(answer, [scenarios] if isinstance(scenarios, Scenario) else list(scenarios))
    return document(shown.title, _page(shown, by, command), drawn(answer)).encode()


# Figures of a company below each part, where the page is of one: of several they would take their time.
PICTURES = {
    "At a glance": ("odds",),
    "The bowtie": ("stated",),
    "Money": ("bridge", "motions", "lifetime"),
    "Risk": ("risk",),
}


class _Shown(NamedTuple):
    """What there is to show: `companies` are those that are no what-if, or all where there is none."""

    answer: Outcomes | Comparison
    outcomes: tuple[Outcomes, ...]
    scenarios: tuple[Scenario, ...]
    companies: tuple[Outcomes, ...]
    metrics: dict[str, Table]  # of each company: all of them, under headings

    @property
    def title(self) -> str:
        if len(self.companies) == 1:
            return self.companies[0].title
        return listed([o.name for o in self.companies])


def _shown(answer: Outcomes | Comparison, scenarios: Sequence[Scenario]) -> _Shown:
    outcomes = answer.outcomes if isinstance(answer, Comparison) else (answer,)
    if len(outcomes) != len(scenarios):
        there = many(len(outcomes), "scenario")
        raise OptionError(
            f"the answer is of {there}, and {len(scenarios)} are given: give those it was run of"
        )
    for one in outcomes:
        lacking = [part for part in PARTS if part not in one.parts]
        if lacking:
            raise OptionError(f"{one.name}: run for some metrics only; run it again without `metrics`")
    companies = [o for o, s in zip(outcomes, scenarios, strict=True) if not s.what_if and not s.changes]
    companies = companies or list(outcomes)
    metrics = {one.name: metric_table(one) for one in companies}
    return _Shown(answer, outcomes, tuple(scenarios), tuple(companies), metrics)


def _page(shown: _Shown, by: str | None, command: str) -> Page:
    """The first screen of each company, then part by part."""
    parts: dict[str, Callable[[_Shown, Outcomes], Section]] = {
        "The bowtie": _bowtie,
        "Money": _money,
        "People": _people,
        "Risk": _risk,
    }
    sections: list[Section] = [[Paragraph(conditions(shown.outcomes[0]))]]
    sections += _of_each(shown, "At a glance", _first_screen)
    sections += _compared(shown, by)
    for title, blocks in parts.items():
        sections += _of_each(shown, title, blocks)
    return [
        *sections,
        [Heading("Assumptions and their sources")],
        *(section for scenario in _files(shown) for section in _assumptions(scenario)),
        [Heading("Definitions"), _definitions(shown)],
        [Heading("How this page was made"), *_made(shown, command)],
    ]


def _of_each(shown: _Shown, title: str, blocks: Callable[[_Shown, Outcomes], Section]) -> list[Section]:
    """A part with a section for each company, under its name where there are several."""
    sections: list[Section] = [[Heading(title)]]
    for one in shown.companies:
        names = [Heading(one.name, 2)] if len(shown.companies) > 1 else []
        sections.append([*names, *blocks(shown, one)])
        if not names:
            aims = bool(one.header.targets)
            sections.append([Picture(n, one.name) for n in PICTURES.get(title, ()) if aims or n != "odds"])
    return sections


def _first_screen(shown: _Shown, outcomes: Outcomes) -> Section:
    """What `run` prints, without the line of commands at its end; its title is that of a page of one."""
    of = {one.name: scenario for one, scenario in zip(shown.outcomes, shown.scenarios, strict=True)}
    *sections, _ = first_screen(outcomes, of[outcomes.name])
    sections = sections[1:] if len(shown.companies) == 1 else sections
    return [block for section in sections for block in section]


def _compared(shown: _Shown, by: str | None) -> list[Section]:
    """The page that `compare` prints, without what this page says elsewhere."""
    if not isinstance(shown.answer, Comparison):
        return []
    ranks = by or metric_of_ranking(shown.answer)
    *ranked, _ = ranking(shown.answer, shown.scenarios, ranks)
    ideas = len(_files(shown)) == 1 and len(shown.scenarios) > 1
    if not ideas:
        title, page, picture = "Side by side", compare.report(shown.answer), "side_by_side"
    else:
        title, picture = "What-ifs", "what_ifs"
        page = what_ifs.report(shown.answer, shown.scenarios, ranks)
    return [[Heading(title)], *ranked, [Picture(picture)], *map(_lower, _without_pictures(page))]


def _without_pictures(page: Page) -> Page:
    """A page without its pictures, which have places of their own."""
    kept = ([block for block in section if not isinstance(block, Picture)] for section in page)
    return [section for section in kept if section]


def _lower(section: Section) -> Section:
    """Headings that stand within a part."""
    return [replace(b, level=b.level + 1) if isinstance(b, Heading) else b for b in section]


def _bowtie(shown: _Shown, outcomes: Outcomes) -> Section:
    numbers = [
        table
        for motion, name in enumerate(outcomes.header.motions)
        for table in (run.bowtie(outcomes, motion, name), run.stages(outcomes, motion, name))
    ]
    return [
        Picture("bowtie", outcomes.name),
        Fold("Numbers of the bowtie, and stages: observed beside stated", tuple(numbers)),
        _every(shown, outcomes, Group.ACQUIRE, *([Group.CHANNELS] if outcomes.header.channels else [])),
    ]


def _money(shown: _Shown, outcomes: Outcomes) -> Section:
    by_year = [block for section in run.money_by_year(outcomes) for block in section]
    return [
        *pictures_by_month(outcomes, people=False),
        Fold("Numbers of these pictures", (monthly_table(outcomes),)),
        run.movements(outcomes),
        *run.why_churned(outcomes),
        *by_year,
        run.cohorts(outcomes),
        _every(shown, outcomes, Group.REVENUE, Group.CUSTOMERS, Group.MONEY),
    ]


def _people(shown: _Shown, outcomes: Outcomes) -> Section:
    return [*pictures_by_month(outcomes, people=True), _metrics(shown, outcomes, Group.CAPACITY)]


def _risk(shown: _Shown, outcomes: Outcomes) -> Section:
    return [_metrics(shown, outcomes, Group.RISK)]


def _metrics(shown: _Shown, outcomes: Outcomes, group: Group) -> Table:
    """The metrics under one heading of the table of all."""
    whole, rows, inside = shown.metrics[outcomes.name], [], False
    for row in whole.rows:
        if isinstance(row, str):
            inside = row == group.heading
        elif inside:
            rows.append(row)
    return replace(whole, title=group.title, rows=tuple(rows))


def _every(shown: _Shown, outcomes: Outcomes, *groups: Group) -> Fold:
    """All metrics of some headings, on demand."""
    return Fold("Every metric of this part", tuple(_metrics(shown, outcomes, group) for group in groups))


def _files(shown: _Shown) -> list[Scenario]:
    """The scenarios as their files say them: of a what-if the changes are told where it is compared."""
    names = {o.name for o in shown.companies}
    return [s for o, s in zip(shown.outcomes, shown.scenarios, strict=True) if o.name in names]


def _assumptions(scenario: Scenario) -> list[Section]:
    """How many numbers are known from where, all of them on demand, and the sources that are named."""
    name, numbers, count, *more = sources_of(scenario)
    return [name, count, [Fold("Every number, with where it comes from", tuple(numbers))], *map(_lower, more)]


def _definitions(shown: _Shown) -> Fold:
    found: dict[str, Definition] = {}
    for one in shown.outcomes:
        found |= {name: one.defined_as(name) for name in own(one) if name not in found}
    return Fold(f"How each of {many(len(found), 'metric')} is counted", tuple(counted(found)[1:]))


def _made(shown: _Shown, command: str) -> list[Block]:
    """What it takes to make the page again: the program, the seed, the inputs by their hashes."""
    first, found = shown.outcomes[0], installed()
    rows = [
        ("made on", datetime.now(UTC).date().isoformat()),
        ("program", f"bowtie-simulator {__version__}"),
        ("on", ", ".join(f"{name} {version}" for name, version in found.items())),
        ("simulated runs", f"{first.replications} of {first.asked}" if first.partial else f"{first.asked}"),
        ("seed", f"{first.seed}"),
        ("what is not known", "drawn independently in each run" if first.independent else "drawn evenly"),
    ]
    inputs = taken(shown.scenarios)
    hashes = tuple((name, sha256(content).hexdigest()) for name, content in inputs.contents.items())
    return [
        Table((Column(), Column()), tuple(rows)),
        *([Verbatim(command)] if command else []),
        Table((Column("input"), Column("sha256")), hashes),
    ]
