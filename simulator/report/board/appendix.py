"""The appendix of a board page: pictures and tables one by one, sources, definitions, how it was made."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from simulator.experiment import Comparison, Outcomes
from simulator.experiment.blank import blank
from simulator.experiment.metric_rows import metric_table, own
from simulator.format import many
from simulator.layout.page import Block, Fold, Heading, Page, Paragraph, Picture, Section, Verbatim
from simulator.layout.table import Column, Table
from simulator.metrics import Definition
from simulator.provenance import installed
from simulator.report import run, what_ifs
from simulator.report.board.pictures import monthly_table, pictures_of_people
from simulator.report.board.shown import Shown
from simulator.report.definitions import counted
from simulator.report.sources import sources_of
from simulator.saved_runs import taken
from simulator.scenario import Scenario
from simulator.version import __version__

# Figures of one company that stand here; of several they would take their time.
PICTURES = ("tornado", "motions", "channels", "lifetime", "stated")
AFTER_IDEAS = ("bridge",)  # of a company with its what-ifs, which have the place before
ON_PAPER = "Definitions are left out on paper: unfold them in the file, or ask bowtie explain METRIC."


def appendix(shown: Shown, command: str) -> Page:
    """All that the pages before it leave out; it begins on a page of its own."""
    return [
        [Heading("Appendix", breaks=True)],
        *(section for one in shown.companies for section in _in_numbers(shown, one)),
        *_changes(shown),
        [Heading("Every metric", 2), *_metrics(shown)],
        [Heading("Every number and its source", 2)],
        *(_sources(scenario) for scenario in shown.files),
        [Heading("Definitions", 2), _definitions(shown), Paragraph(ON_PAPER)],
        [Heading("How this page was made", 2), *_made(shown, command)],
    ]


def _in_numbers(shown: Shown, one: Outcomes) -> list[Section]:
    """The pictures of a company for which there is no room before, and its tables."""
    if shown.several:
        pictures = [Picture("bowtie", one.name), *pictures_of_people(one)]
    else:
        names = (*AFTER_IDEAS, *PICTURES) if shown.ideas else PICTURES
        pictures = [Picture(name, one.name) for name in names if name not in blank(one)]
    title = f"{one.name} in pictures and numbers" if shown.several else "In pictures and numbers"
    bowties = [
        table
        for motion, name in enumerate(one.header.motions)
        for table in (run.bowtie(one, motion, name), run.stages(one, motion, name), *run.why_lost(one, name))
    ]
    by_year = [block for section in run.money_by_year(one) for block in section]
    money: list[Block] = [run.movements(one), *run.why_churned(one), *by_year, run.cohorts(one)]
    return [
        [Heading(title, 2), *pictures],
        [
            Fold("The bowtie, and stages: observed beside stated", tuple(bowties)),
            Fold("Quarter by quarter: P10, P50 and P90", (monthly_table(one),)),
            Fold("Money by year and by cohort", tuple(money)),
        ],
    ]


def _changes(shown: Shown) -> list[Section]:
    """What each what-if changes, and the rates that it moves."""
    if not (shown.ideas and isinstance(shown.answer, Comparison)):
        return []
    found = [block for section in what_ifs.changes(shown.answer, shown.scenarios) for block in section]
    inner = tuple(_within(block, 3) for block in found)
    return [[Heading("What each what-if changes", 2), Picture("what_ifs"), *inner]]


def _metrics(shown: Shown) -> Section:
    """Of one company with its spread, of several beside each other."""
    if not shown.several:
        return [Fold("Mean and spread of each", (metric_table(shown.companies[0]),))]
    return [Fold("Means, with their intervals", (shown.beside,))]


def _within(block: Block, level: int = 0) -> Block:
    """A heading that stands within one of level 2."""
    return replace(block, level=level or block.level + 2) if isinstance(block, Heading) else block


def _sources(scenario: Scenario) -> Section:
    """All numbers of a file on demand, and the sources that are named."""
    (name,), numbers, _, *more = sources_of(scenario)
    inner = [name, *numbers, *(_within(block) for section in more for block in section)]
    return [Fold(f"{scenario.path.name}: each number with where it comes from", tuple(inner))]


def _definitions(shown: Shown) -> Fold:
    found: dict[str, Definition] = {}
    for one in shown.outcomes:
        found |= {name: one.defined_as(name) for name in own(one) if name not in found}
    line = f"How each of {many(len(found), 'metric')} is counted"
    return Fold(line, tuple(counted(found)[1:]), printed=False)


def _made(shown: Shown, command: str) -> list[Block]:
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
