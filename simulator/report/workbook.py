"""An answer's tables as a workbook: numbers as numbers, units in the heads of columns, sources."""

import datetime as dt
import io
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.experiment import Comparison, OptionError, Outcomes
from simulator.experiment.metric_rows import conditions
from simulator.experiment.showing import tables
from simulator.experiment.tables import DIFFERENCES
from simulator.quantity.stated import stated
from simulator.scenario import Scenario
from simulator.scenario.sources import origins
from simulator.version import __version__
from simulator.visible import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Cell = str | float | dt.date | None
LONGEST = 32_767  # letters of a cell
MOST = 1_048_575  # rows of a sheet, below the heads of its columns
ORDERS = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that is taken for a formula where it is edited

# Means over runs, by the name of the table: its sheet, and what stands in it.
MEANS = {
    "company": ("Company by month", "money of the whole company, month by month: means over runs"),
    "targets": (
        "Targets by month",
        "the metric of each target, in its unit, and in which share of runs it is reached",
    ),
    "motions": ("Money by motion", "what each motion won, spent and brings: means over runs"),
    "monthly": ("Motions by month", "each motion, month by month: means over runs"),
    "teams": ("Teams by month", "people, seats and books of each team, month by month: means over runs"),
    "wings": ("Steps", "how far accounts come, and what recurs of those who sign: means over runs"),
    "bowtie": ("Bowtie", "volumes VM1 to VM8 of each motion, and what goes on to the next: means over runs"),
    "stages": ("Stages", "what is decided in each stage, observed beside stated: means over runs"),
    "rates": ("Impact and renewal", "observed beside stated: means over runs"),
    "cohorts": ("Cohorts", "who signed in a quarter, and what is left of them by age: means over runs"),
}
SHARES = {"reached", "share", "stated", "first_reached", "stated_reached"} | {
    *("renewal", "stated_renewal", "share_into_next")
}
FORMATS = {"share": "0.0%", "money": "#,##0", "count": "#,##0.0", "date": "yyyy-mm-dd", "plain": "0"}


class Sheet(NamedTuple):
    """A sheet: of each column its head and the format of its numbers; of each row its cells."""

    name: str
    about: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[tuple[Cell, ...]]
    own: int = 1  # columns that stay in sight, as the heads do


def workbook(answer: Outcomes | Comparison, scenarios: Scenario | Sequence[Scenario]) -> bytes:
    """The tables of an answer as an Excel workbook, to be written to a file.

    Text of a file stays text, however it begins. `scenarios` are those of the answer. Raises OptionError for
    a run that kept but some metrics.
    """
    from xlsxwriter.workbook import Workbook

    given = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    sheets = [*_of_answer(answer), _numbers(given), _sources(given)]
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, options) as book:
        looks = _Looks(book)
        _write(book, _about(answer, sheets), looks)
        for sheet in sheets:
            _write(book, sheet, looks)
    return written.getvalue()


class _Looks:
    """Formats of cells, made once."""

    def __init__(self, book: "Workbook") -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"valign": "top"})
        self.quoted: Format = book.add_format({"valign": "top", "quote_prefix": True})
        self.numbers: dict[str, Format] = {
            name: book.add_format({"num_format": shown, "valign": "top"}) for name, shown in FORMATS.items()
        }


def _write(book: "Workbook", sheet: Sheet, looks: _Looks) -> None:
    """Heads that stay in sight, then rows; a number that is not known is an empty cell."""
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, sheet.own)
    for column, (head, _) in enumerate(sheet.columns):
        page.write_string(0, column, _text(head), looks.head)
        longest = max((len(str(row[column])) for row in sheet.rows), default=0)
        page.set_column(column, column, min(max(longest, 11) + 1, 60))
    for place, row in enumerate(sheet.rows, start=1):
        for column, (cell, (_, kind)) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(cell, str):
                text = _text(cell)
                page.write_string(
                    place, column, text, looks.quoted if text.startswith(ORDERS) else looks.text
                )
            elif isinstance(cell, dt.date):
                page.write_datetime(place, column, cell, looks.numbers["date"])
            elif cell is not None and math.isfinite(cell):
                page.write_number(place, column, cell, looks.numbers[_kind(kind, row)])
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)


def _kind(kind: str, row: tuple[Cell, ...]) -> str:
    """The format of a cell; of a table with a row a metric it follows the unit, the fourth of its cells."""
    if kind != "unit":
        return kind
    unit = str(row[3])
    return "share" if unit == "share" else "money" if unit[:3].isupper() else "count"


def _text(words: str) -> str:
    """As it may stand in a cell."""
    seen = visible(words, "\t\n")
    return seen if len(seen) <= LONGEST else f"{seen[: LONGEST - 1]}…"


def _about(answer: Outcomes | Comparison, sheets: Sequence[Sheet]) -> Sheet:
    """What it is, how it was run, and what is on each sheet."""
    outcomes = _all(answer)
    rows: list[tuple[Cell, ...]] = [(one.name, one.title) for one in outcomes]
    rows += [("how", conditions(outcomes[0])), ("program", f"bowtie-simulator {__version__}")]
    rows += [(sheet.name, sheet.about) for sheet in sheets]
    return Sheet("About", "", (("what", "plain"), ("about it", "plain")), rows)


def _all(answer: Outcomes | Comparison) -> tuple[Outcomes, ...]:
    return answer.outcomes if isinstance(answer, Comparison) else (answer,)


def _of_answer(answer: Outcomes | Comparison) -> Iterator[Sheet]:
    """Metrics, differences, what is told by month or stage, and each metric by run."""
    outcomes = _all(answer)
    for one in outcomes:
        if lacking := [of for of in MEANS if of not in one.parts]:
            words = f"{one.name}: its {lacking[0]} was not asked for; run it again without `metrics`"
            raise OptionError(words)
    yield _metrics(answer)
    if isinstance(answer, Comparison):
        yield _differences(answer)
    for of, (name, about) in MEANS.items():
        if of != "targets" or any(one.header.targets for one in outcomes):
            yield _means(answer, of, name, about)
    if sum(one.replications for one in outcomes) <= MOST:
        yield _runs(outcomes)


_WORDS = (("scenario", "plain"), ("metric", "plain"), ("label", "plain"), ("unit", "plain"))


def _metrics(answer: Outcomes | Comparison) -> Sheet:
    """A row a metric."""
    numbers = ("mean", "low", "high", "p10", "p50", "p90")
    heads = ("mean", "mean: 90 % interval from", "to", "P10 of outcomes", "P50", "P90")
    names = ("scenario", "metric", "label", "unit", *numbers, "defined", "replications", "definition")
    columns = (
        *_WORDS,
        *((head, "unit") for head in heads),
        *(("runs in which it is known", "plain"), ("of runs", "plain"), ("definition", "plain")),
    )
    rows = [row for piece in tables(answer, "metrics") for row in piece.select(names).rows()]
    return Sheet(
        "Metrics", "each metric: its mean, how sure that is, how far outcomes lie apart", columns, rows, 3
    )


def _differences(comparison: Comparison) -> Sheet:
    """A row a metric and a scenario."""
    names = ("scenario", "metric", "label", "unit", "against", "mean", "low", "high", "better_in", "pairs")
    columns = (
        *_WORDS,
        ("minus", "plain"),
        *(("difference", "unit"), ("its 90 % interval from", "unit"), ("to", "unit")),
        *(("better in", "plain"), ("of pairs of runs", "plain")),
    )
    rows = [row for piece in tables(comparison, DIFFERENCES) for row in piece.select(names).rows()]
    return Sheet("Differences", f"each scenario minus {comparison.against}, run by run", columns, rows, 3)


def _means(answer: Outcomes | Comparison, of: str, name: str, about: str) -> Sheet:
    """Means over the runs in which a number is known; money in units of the currency."""
    import polars as pl

    parts: list[pl.DataFrame] = []
    for piece in tables(answer, of):
        table = piece.drop("replication", "currency", strict=False)
        keys = [n for n, kind in table.schema.items() if n in _COUNTED or not kind.is_numeric()]
        numbers = [n for n in table.columns if n not in keys]
        sums = [pl.col(n).cast(pl.Float64).sum() for n in numbers]
        counts = [pl.col(n).count().alias(f"{n} known") for n in numbers]
        parts.append(table.group_by(keys, maintain_order=True).agg(*sums, *counts))
    whole = pl.concat(parts).group_by(keys, maintain_order=True).sum()
    means = [(pl.col(n) / pl.col(f"{n} known") / (100 if "_cents" in n else 1)).alias(n) for n in numbers]
    currency = _all(answer)[0].header.currency
    columns = tuple((n.replace("_", " "), "plain") for n in keys) + tuple(
        _column(n, currency) for n in numbers
    )
    return Sheet(name, about, columns, whole.select(*keys, *means).rows(), len(keys))


_COUNTED = ("month", "age_months")


def _column(name: str, currency: str) -> tuple[str, str]:
    """The head of a column of means, with its unit, and the format of its numbers."""
    plain, is_money, rest = name.partition("_cents")
    words = plain.replace("_", " ")
    if is_money:
        return f"{words}, {currency}{rest.replace('_', ' ')}", "money"
    if name in SHARES:
        return f"{words}, %", "share"
    return words, "count"  # days are called so


def _runs(outcomes: Sequence[Outcomes]) -> Sheet:
    """A row a run, a column a metric: to be counted, sorted and drawn."""
    names = list(dict.fromkeys(name for one in outcomes for name in one.values))
    units = {name: one.unit(name) for one in outcomes for name in one.values}
    kinds = ["share" if u == "share" else "money" if u[:3].isupper() else "count" for u in units.values()]
    heads = [f"{name}, {'%' if units[name] == 'share' else units[name]}" for name in names]
    rows: list[tuple[Cell, ...]] = []
    for one in outcomes:
        nothing = [math.nan] * one.replications
        known = [one.values[name].tolist() if name in one.values else nothing for name in names]
        rows += [(one.name, n, *cells) for n, cells in enumerate(zip(*known, strict=True))]
    columns = (("scenario", "plain"), ("run", "plain"), *zip(heads, kinds, strict=True))
    return Sheet(
        "Runs", "each metric in each run; the same number is the same chance", tuple(columns), rows, 2
    )


def _numbers(scenarios: Sequence[Scenario]) -> Sheet:
    """Every number of the files, with where it comes from."""
    rows: list[tuple[Cell, ...]] = []
    for scenario in scenarios:
        for origin in origins(scenario.company):
            told = (origin.path, stated(origin.number), origin.source or origin.own or "not said")
            rows.append((scenario.path.name, scenario.what_if, *told, origin.where, origin.note))
    heads = ("file", "what-if", "number", "value", "origin", "where in it", "note")
    return Sheet("Assumptions", "every number of the files, and its origin", _plainly(heads), rows, 3)


def _sources(scenarios: Sequence[Scenario]) -> Sheet:
    """The sources that those numbers name."""
    rows: dict[str, tuple[Cell, ...]] = {}
    for scenario in scenarios:
        for origin in origins(scenario.company):
            if origin.source in scenario.sources:
                of = scenario.sources[origin.source]
                told = (of.author, of.title, str(of.year or ""), of.kind, of.grade, of.address)
                rows[origin.source] = (origin.source, *told)
    heads = ("source", "author", "title", "year", "kind", "grade", "address")
    about = "the sources that the numbers name"
    return Sheet("Sources", about, _plainly(heads), [rows[name] for name in sorted(rows)])


def _plainly(heads: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((head, "plain") for head in heads)
