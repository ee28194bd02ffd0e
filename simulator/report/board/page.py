"""An answer as one HTML page for a board: the first screen first, then what it rests on, and an appendix."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.experiment import Comparison, OptionError, Outcomes
from simulator.experiment.blank import blank
from simulator.experiment.metric_rows import conditions
from simulator.format import many
from simulator.layout.document import document
from simulator.layout.page import Heading, Page, Paragraph, Picture, Section
from simulator.layout.table import Column, Kind, Row, Table
from simulator.metrics import VOLUMES
from simulator.metrics.asked import PARTS
from simulator.metrics.metric import Group
from simulator.report import run
from simulator.report.board.appendix import AFTER_IDEAS, appendix
from simulator.report.board.pictures import drawn, pictures_of_money, pictures_of_people
from simulator.report.board.shown import Shown
from simulator.report.first_screen import first_screen
from simulator.report.ranking import metric_of_ranking, ranking
from simulator.report.screen.words import LIKELY
from simulator.report.sources import counted_by_origin
from simulator.scenario import Scenario

# Figures of each part, of one company; several stand beside each other in tables, as figures take their time.
PICTURES = {"At a glance": ("odds",), "The bowtie": ("bowtie",), "Money": ("bridge",), "Risk": ("risk",)}


def board(
    answer: Outcomes | Comparison,
    scenarios: Scenario | Sequence[Scenario],
    *,
    by: str | None = None,
    command: str = "",
) -> bytes:
    """An answer as a page of HTML that needs nothing else: to be written to a file, mailed, printed.

    `scenarios` are those of the answer, in order. `by`: the metric by which they are ranked, where there are
    several; without it the one that `compare` takes. `command`: what made it, for the page to say.
    Raises OptionError where the scenarios are not those of the answer, or the run kept but some metrics.

    >>> company = simulator.load("scenarios/enterprise.toml")
    >>> page = simulator.board(simulator.run(company, replications=2), company)
    >>> page[:15]
    b'<!doctype html>'
    """
    shown = _shown(answer, [scenarios] if isinstance(scenarios, Scenario) else list(scenarios))
    return document(shown.title, _page(shown, by, command), drawn(answer, named=shown.several)).encode()


def _shown(answer: Outcomes | Comparison, scenarios: Sequence[Scenario]) -> Shown:
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
    return Shown(answer, outcomes, tuple(scenarios))


def _page(shown: Shown, by: str | None, command: str) -> Page:
    """Two pages of paper, or three of several companies; all that is longer stands in the appendix."""
    return [
        [Paragraph(conditions(shown.outcomes[0])), Paragraph(LIKELY)],
        *_at_a_glance(shown),
        *_compared(shown, by),
        [Heading("The bowtie"), *(_volumes(shown) if shown.several else []), *_pictures(shown, "The bowtie")],
        [Heading("Money"), *pictures_of_money(shown.companies), *_pictures(shown, "Money")],
        [
            Heading("People"),
            *([_group(shown, Group.CAPACITY)] if shown.several else pictures_of_people(shown.companies[0])),
        ],
        [
            Heading("Risk"),
            *([_group(shown, Group.RISK)] if shown.several else _pictures(shown, "Risk")),
        ],
        [Heading("Assumptions"), *(_assumptions(scenario, shown) for scenario in shown.files)],
        *appendix(shown, command),
    ]


def _at_a_glance(shown: Shown) -> list[Section]:
    """What `run` prints of each company, without the line of commands at its end."""
    sections: list[Section] = [[Heading("At a glance")]]
    for one, scenario in zip(shown.companies, shown.files, strict=True):
        head, *parts, _ = first_screen(one, scenario)
        names = [Heading(one.name, 2), *head] if shown.several else []  # its title is that of a page of one
        sections.append([*names, *(block for section in parts for block in section)])
    return [*sections, _pictures(shown, "At a glance")]


def _compared(shown: Shown, by: str | None) -> list[Section]:
    """The page that `compare` prints, without its line of commands."""
    if not isinstance(shown.answer, Comparison):
        return []
    *ranked, _ = ranking(shown.answer, shown.scenarios, by or metric_of_ranking(shown.answer))
    if shown.ideas:
        return [[Heading("What-ifs")], *ranked]  # its picture stands before what each of them changes
    return [[Heading("Side by side")], *ranked, [Picture("side_by_side")]]


def _pictures(shown: Shown, title: str) -> Section:
    """Figures of a part, of one company; where what-ifs take the place of one it stands in the appendix."""
    if shown.several:
        return []
    (company,) = shown.companies
    left_out = blank(company) | (set(AFTER_IDEAS) if shown.ideas else set())
    return [Picture(name, company.name) for name in PICTURES[title] if name not in left_out]


def _volumes(shown: Shown) -> Section:
    """VM1 to VM8 of companies beside each other: volumes, and what goes on to the next."""
    names = [f"VM{n} {words}" for n, words in enumerate(VOLUMES, start=1)]
    columns: list[Column] = [Column()]
    cells: list[dict[str, Row]] = []
    for one in shown.companies:
        for motion, name in enumerate(one.header.motions):
            words = f"{one.name}, {name}" if len(one.header.motions) > 1 else one.name
            columns += [Column(words, Kind.NUMBER), Column("into the next", Kind.SHARE)]
            cells.append({str(row[0]): row for row in run.bowtie(one, motion, name).rows})
    rows = [
        (name, *(cell for of in cells for cell in (of[name][1:3] if name in of else (None, None))))
        for name in names
    ]
    return [Table(tuple(columns), tuple(rows)), Paragraph(run.FOLLOWED)]


def _group(shown: Shown, group: Group) -> Table:
    """The metrics under one heading, of several companies beside each other."""
    rows, inside = [], False
    for row in shown.beside.rows:
        if isinstance(row, str):
            inside = row == group.heading
        elif inside:
            rows.append(row)
    return replace(shown.beside, title=group.title, rows=tuple(rows))


def _assumptions(scenario: Scenario, shown: Shown) -> Paragraph:
    """How many numbers are known from where."""
    name = f"{scenario.path.name}: " if shown.several else ""
    return Paragraph(name + counted_by_origin(scenario))
