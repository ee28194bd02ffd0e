"""One scenario's outcomes as a page to read."""

import math
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment import Outcomes
from simulator.experiment.blank import blank
from simulator.experiment.metric_rows import brief, conditions, label, metric_table
from simulator.format import listed, scale_of
from simulator.layout.page import Page, Paragraph, Picture, Section
from simulator.layout.table import Column, Estimate, Kind, Row, Table, money
from simulator.layout.text import WIDTH, width_of
from simulator.ledger import ENDS, REASONS
from simulator.metrics import RENEWAL, VOLUMES
from simulator.metrics.cohorts import QUARTER
from simulator.numerics.calendar import date_of
from simulator.report.run_summary import meaning
from simulator.report.screen.bottlenecks import bottlenecks
from simulator.report.screen.look_out import look_out
from simulator.report.screen.words import labelled
from simulator.scenario import Scenario

# Under the bowtie, where a reader would multiply.
FOLLOWED = "Volumes stop at the horizon, conversions are followed beyond it: volume x share is not the next."
LEVELS = (
    "Of it live: of customers in use. Committed: with what is signed and not in force yet, without what has "
    "given notice."
)

PICTURES = (
    *("odds", "tornado", "bowtie", "recurring", "bridge", "motions", "channels", "cash", "cycles"),
    *("capacity", "cohorts", "lifetime", "risk", "stated"),
)
_MOVES = ("new", "expansion", "reactivation", "contraction", "churn")
_OF_A_STAGE = ("decided", "unworked", "share", "stated", "days", "wait")
_STAGE_COLUMNS = (
    Column(),
    Column("decided", Kind.NUMBER),
    Column("unworked", Kind.NUMBER),
    Column("passed", Kind.SHARE),
    Column("stated", Kind.SHARE),
    Column("days", Kind.NUMBER, "days", 1),
    Column("of these waiting", Kind.NUMBER, "days", 1),
)
_BOWTIE_COLUMNS = (
    Column(),
    Column("volume", Kind.NUMBER),
    Column("into the next", Kind.SHARE),
    Column("days to it", Kind.NUMBER, "days", 1),
)

_WHY_LOST = {
    "not_ready": "the buyer declined, and was not ready",
    "ready": "the buyer declined, though ready",
    "turned_down": "we turned it down",
    "unworked": "nobody was free in time",
}

_COSTS = ("acquisition", "onboarding", "service", "expansion", "winback", "unallocated")
UNALLOCATED = (
    "Unallocated: costs of no account (idle months, launches, fixed costs); CAC counts idle months of teams "
    "that sell all the same. Result: revenue less all costs."
)
_AGES = (4, 8, 12)  # quarters
MOST_QUARTERS = 20  # lines of cohorts: beyond, one for each year


def report(outcomes: Outcomes, scenario: Scenario | None = None) -> Page:
    """All that is known: the bowtie, the stages, how revenue moved, the metrics, what they mean, and all that
    the first screen warns of."""
    sections: list[Section] = [[Paragraph(outcomes.title), Paragraph(conditions(outcomes))]]
    for motion, name in enumerate(outcomes.header.motions):
        followed = [] if motion else [Paragraph(FOLLOWED, 2)]  # once is enough
        sections += [[bowtie(outcomes, motion, name), *followed], [stages(outcomes, motion, name)]]
        sections += [[one] for one in why_lost(outcomes, name)]
    return [
        *sections,
        [movements(outcomes), Paragraph(LEVELS, 2), *why_churned(outcomes)],
        *money_by_year(outcomes),
        [cohorts(outcomes)],
        metrics(outcomes),
        [Paragraph(meaning(outcomes))],
        labelled("BOTTLENECKS", bottlenecks(outcomes)),
        labelled("LOOK OUT", look_out(outcomes, scenario)),
        [Picture(name) for name in PICTURES if name not in blank(outcomes)],
    ]


def _mean(values: NDArray[Any]) -> NDArray[np.float64]:
    """Over replications, leaving out where there is nothing to tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a mean of nothing is nan, as we want it
        return np.asarray(np.nanmean(values, axis=0), dtype=np.float64)


def bowtie(outcomes: Outcomes, motion: int, name: str) -> Table:
    """VM1 to VM8 of a motion: volumes, what goes on to the next, and how long that takes."""
    volumes = zip(VOLUMES, _mean(outcomes.bowtie[:, motion]).tolist(), strict=True)
    rows = [(f"VM{n} {words}", *values) for n, (words, values) in enumerate(volumes, start=1)]
    known = tuple(row for row in rows if not math.isnan(row[1]))
    return Table(_BOWTIE_COLUMNS, known, title=f"The bowtie, motion {name}")


def stages(outcomes: Outcomes, motion: int, name: str) -> Table:
    """What is decided in each stage of a motion, at impact and at renewal: observed beside stated."""
    rows: list[Row] = []
    for stage, of in enumerate(outcomes.header.stage["motion"]):
        if of == motion:
            means = (float(_mean(outcomes.stages[field][:, stage])) for field in _OF_A_STAGE)
            rows.append((outcomes.header.stages[stage], *means))
    rates = outcomes.rates[:, motion]
    for words, count, seen, stated in (
        ("impact, first cycle", "first_cycles", "first_reached", "stated_reached"),
        (RENEWAL[outcomes.header.offer["fixed"][motion]], "decisions", "renewal", "stated_renewal"),
    ):
        if not np.all(np.isnan(rates[stated])):
            decided, *shares = (float(_mean(rates[field])) for field in (count, seen, stated))
            rows.append((words, decided, None, *shares, None, None))
    return Table(_STAGE_COLUMNS, tuple(rows), title=f"Stages, motion {name}")


def why_lost(outcomes: Outcomes, motion: str) -> list[Table]:
    """Why those left who did not sign, of a motion that follows need; nothing of another."""
    names = {why: f"lost_for.{motion}.{why}" for why in _WHY_LOST}
    if not set(names.values()) <= outcomes.values.keys():
        return []
    scale = scale_of("share", ())
    shares = ((words, outcomes.summary(names[why])) for why, words in _WHY_LOST.items())
    rows = tuple((words, Estimate(*share.interval, scale)) for words, share in shares)
    columns = (Column(), Column("% of the lost", Kind.ESTIMATE))
    return [Table(columns, rows, title=f"Why the others left, motion {motion}")]


def movements(outcomes: Outcomes) -> Table:
    """How recurring revenue moved, year by year: means over replications, all motions together."""
    monthly = {name: values.mean(axis=0).sum(axis=1) / 100 for name, values in outcomes.monthly.items()}
    scale = scale_of(outcomes.header.currency, monthly["closing"].tolist())
    moves = [name for name in _MOVES if monthly[name].any()]
    rows: list[Row] = []
    for first in range(0, outcomes.header.months, 12):
        year = slice(first, first + 12)
        cells = [monthly["opening"][year][0], *(monthly[name][year].sum() for name in moves)]
        cells += [monthly[name][year][-1] for name in ("closing", "live_arr", "committed")]
        rows.append((f"year {first // 12 + 1}", *map(float, cells)))
    names = ("opening", *moves, "closing", "of it live", "committed")
    columns = (Column(), *(money(name, scale) for name in names))
    return Table(columns, tuple(rows), title=f"ARR in {scale.unit}", broad=True)  # with all movements, uncut


def why_churned(outcomes: Outcomes) -> list[Paragraph]:
    """Why recurring revenue churned, where it did so for more than one reason."""
    words = [REASONS[why] for why in ENDS]
    cents = [float(outcomes.monthly[f"churn_{one.replace(' ', '_')}"].sum()) for one in words]
    told = [
        f"{100 * part / sum(cents):.0f} % {one}" for one, part in zip(words, cents, strict=True) if part > 0.0
    ]
    return [Paragraph(f"Of the ARR that churned: {listed(told)}.", 2)] if len(told) > 1 else []


def metrics(outcomes: Outcomes) -> Section:
    """All metrics but those that are undefined in every replication, which are named under them."""
    table = metric_table(outcomes)
    if table.rows:  # the first heading stands beside the names of the columns
        table = replace(table, title=str(table.rows[0]), rows=table.rows[1:])
    if width_of(table) > WIDTH:
        table = table.changed(table.columns, lambda row: (brief(str(row[0])), *row[1:]))
    unknown = [name for name in outcomes.values if ":" not in name and not outcomes.summary(name).defined]
    names = listed([label(outcomes, name).strip() for name in unknown])
    return [table, *([Paragraph(f"Undefined here: {names}.")] if unknown else [])]


def money_by_year(outcomes: Outcomes) -> list[Section]:
    """What is billed, earned and spent by place on the bowtie, and where cash comes from and goes."""
    company = {name: cents.mean(axis=0) / 100 for name, cents in outcomes.company.items()}
    years = range(0, outcomes.header.months, 12)
    by_year = {name: [float(v[y : y + 12].sum()) for y in years] for name, v in company.items()}
    ends = {name: [float(company[name][y : y + 12][-1]) for y in years] for name in ("cash", "deferred")}
    cash = company["cash"] - company["cash_in"] + company["cash_out"]  # on the first day of each month
    opening = [float(cash[y]) for y in years]
    costs = [name for name in _COSTS if any(by_year[f"{name}_cost"])]
    unpaid = {"written off": by_year["written_off"]} if any(by_year["written_off"]) else {}
    moved = zip(by_year["revenue"], by_year["cash_out"], by_year["written_off"], strict=True)
    earned = {
        "billed": by_year["billed"],
        "revenue": by_year["revenue"],
        **{name: by_year[f"{name}_cost"] for name in costs},
        **unpaid,
        "result": [revenue - spent - lost for revenue, spent, lost in moved],
    }
    held = {
        "opening": opening,
        "received": by_year["cash_in"],
        "spent": by_year["cash_out"],
        "closing": ends["cash"],
        "billed ahead": ends["deferred"],
    }
    currency = outcomes.header.currency
    told = [Paragraph(UNALLOCATED, 2)] if "unallocated" in costs else []
    return [[_years("Money", currency, earned), *told], [_years("Cash", currency, held)]]


def _years(title: str, currency: str, columns: dict[str, list[float]]) -> Table:
    """A line a year, in one scale."""
    scale = scale_of(currency, [abs(value) for values in columns.values() for value in values])
    years = enumerate(zip(*columns.values(), strict=True), start=1)
    rows = tuple((f"year {year}", *values) for year, values in years)
    return Table((Column(), *(money(name, scale) for name in columns)), rows, title=f"{title}, {scale.unit}")


def cohorts(outcomes: Outcomes) -> Table:
    """Who signed in a quarter; what of them was left after 12, 24 and 36 months: customers, their first
    ARR (renewal), and it with what they added (expansion)."""
    mean = {name: outcomes.cohorts[name].mean(axis=0) for name in outcomes.cohorts.dtype.names or ()}
    quarters, ages = mean["signed"].shape
    step = 1 if quarters <= MOST_QUARTERS else 4
    after = [age for age in _AGES if age < ages]
    rows: list[Row] = []
    for first in range(0, quarters, step):
        some = {name: values[first : first + step].sum(axis=0) for name, values in mean.items()}
        if not some["signed"][0]:
            continue
        parts = (
            (some["customers"], some["signed"]),
            (some["kept"], some["first"]),
            (some["kept"] + some["grown"], some["first"]),
        )
        shares = (tuple(_share(part[age], whole[age]) for age in after) for part, whole in parts)
        date = date_of(outcomes.header.start, first * QUARTER)
        rows.append((f"{date:%Y-%m}", float(some["signed"][0]), *shares))
    kept = (
        Column(name, Kind.NUMBER, "%", 0, 100.0) for name in ("customers kept", "ARR kept", "with growth")
    )
    months = " / ".join(f"{3 * age}" for age in after)
    columns = (Column(), Column("signed", Kind.NUMBER, decimals=1), *kept)
    return Table(columns, tuple(rows), title=f"Signed in; after {months} mo., %")


def _share(part: np.float64, whole: np.float64) -> float:
    return float(part / whole) if whole else math.nan
