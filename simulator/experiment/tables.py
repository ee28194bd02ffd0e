"""Turn outcomes into tidy tables, with units in a column or in the columns' names."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.comparison import Comparison
from simulator.experiment.errors import OptionError
from simulator.experiment.outcomes import Outcomes, changed, some_of
from simulator.metrics import CYCLE_DAYS, VOLUMES, not_kept
from simulator.metrics.asked import PARTS
from simulator.metrics.cohorts import QUARTER
from simulator.metrics.exposures import BUYER, SELLER
from simulator.metrics.targets import reaches
from simulator.numerics.calendar import date_of
from simulator.numerics.months import MONTH

if TYPE_CHECKING:
    import polars as pl

DIFFERENCES = "differences"  # the table that only a comparison has
ROWS = 200_000  # of a piece of a table, or those of one replication where they are more

# What a column is called: as it is (counts, shares, days), with its unit behind it, or SPELT out. Else cents.
PLAIN = {
    *("customers", "signed_not_live", "leads", "won", "won_back", "left"),  # accounts
    *("left_cancelled", "left_unpaid", "left_never_started", "left_shrunk_to_nothing"),
    *("signed", "decided", "passed", "unworked", "share", "stated", "days"),
    *("cycles", "reached", "first_cycles", "first_reached", "stated_reached"),
    *("decisions", "renewal", "stated_renewal"),
    *("people", "asked", "accounts", "room", "attended", "payback_months"),
    *("under_way", "open", "customers_before"),
}
A_YEAR = {
    *("opening", "new", "expansion", "reactivation", "contraction", "churn", "moved_in", "moved_out"),
    *("closing", "committed", "live_arr"),
    *("churn_cancelled", "churn_unpaid", "churn_never_started", "churn_shrunk_to_nothing"),
    *("first", "kept", "grown", "signed_arr", "arr", "arr_before"),
}
SPELT = {"wait": "wait_days", "waited": "waited_days", "seats": "seat_days", "used": "used_seat_days"}


def frame(outcomes: Outcomes, of: str) -> "pl.DataFrame":
    """One scenario as a table. Null where a value is undefined; replications count from 0, months from 1.

    `of` says which: "metrics" (a row a metric, over replications), "values" (each metric by replication),
    "monthly" (of each motion), "company" (months of all motions), "teams" (by month), "cohorts", "stages",
    "rates", "bowtie", "wings" (of each motion, and of all), "cycles" (deals by days), "motions" (what
    customers of each cost and are worth), "worth" and "exposure" (by months of age), "targets" (by month).
    Raises OptionError for another one, and for what was not asked for.
    """
    import polars as pl

    if of in PARTS and of not in outcomes.parts:
        raise OptionError(f"of = {of!r}: {not_kept(of)}")
    if of not in TABLES:
        raise OptionError(f"of = {of!r}: it is one of {', '.join(TABLES)}")
    columns = TABLES[of](outcomes)
    many = max(len(values) for values in columns.values() if not isinstance(values, str))
    # One word for all rows, row by row: beside columns of no rows it would take their types from them.
    table = pl.DataFrame({n: np.full(many, v) if isinstance(v, str) else v for n, v in columns.items()})
    named = table.select(pl.lit(outcomes.name).alias("scenario"), pl.all())
    return named.with_columns(pl.selectors.float().fill_nan(None))


def pieces(outcomes: Outcomes, of: str) -> "Iterator[pl.DataFrame]":
    """The same table in pieces of about ROWS rows, one under the other.

    Raises OptionError, as soon as it is called.
    """
    import polars as pl

    count = outcomes.replications
    if of == "values":  # the rows of a metric stand together
        names, some = list(outcomes.values), max(1, ROWS // count)
        groups = (names[n : n + some] for n in range(0, len(names), some))
        parts = [changed(outcomes, values={n: outcomes.values[n] for n in group}) for group in groups]
        return (frame(part, of) for part in parts or [outcomes])
    if of not in outcomes.parts:
        return iter([frame(outcomes, of)])
    some = max(1, ROWS // max(1, len(frame(some_of(outcomes, 0, 1), of))))
    counted = pl.col("replication")
    return (
        frame(some_of(outcomes, first, first + some), of).with_columns(counted + first)
        for first in range(0, count, some)
    )


def pieces_of_all(comparison: Comparison, of: str) -> "Iterator[pl.DataFrame]":
    """The same of all scenarios, one under the other."""
    if of == DIFFERENCES:
        return iter([_differences(comparison)])
    return chain.from_iterable([pieces(outcomes, of) for outcomes in comparison.outcomes])


def frames(comparison: Comparison, of: str) -> "pl.DataFrame":
    """A table of all scenarios, one under the other; or of the "differences" from one of them."""
    import polars as pl

    if of == DIFFERENCES:
        return _differences(comparison)
    if of not in TABLES:
        raise OptionError(f"of = {of!r}: it is one of {', '.join((*TABLES, DIFFERENCES))}")
    return pl.concat([frame(outcomes, of) for outcomes in comparison.outcomes])


def _metrics(outcomes: Outcomes) -> Mapping[str, Any]:
    found = {name: outcomes.summary(name) for name in outcomes.values}
    fields = ("mean", "low", "high", "p10", "p50", "p90")
    return {
        "metric": list(found),
        "label": [outcomes.defined_as(name).label for name in found],
        "unit": [summary.unit for summary in found.values()],
        **{field: np.array([getattr(s, field) for s in found.values()], float) for field in fields},
        "defined": [summary.defined for summary in found.values()],
        "replications": np.full(len(found), outcomes.replications),
        "definition": [summary.definition for summary in found.values()],
    }


def _values(outcomes: Outcomes) -> Mapping[str, Any]:
    names = list(outcomes.values)
    columns = _grid({"metric": names, "replication": range(outcomes.replications)})
    units = [outcomes.unit(name) for name in names for _ in range(outcomes.replications)]
    return {**columns, "unit": units, "value": np.concatenate(list(outcomes.values.values()))}


def _monthly(outcomes: Outcomes) -> Mapping[str, Any]:
    of, motions = outcomes.monthly, outcomes.header.motions
    return {
        **_by_month(outcomes, {"motion": motions}),
        **{_with_unit(name): values.swapaxes(1, 2).ravel() for name, values in of.items()},
    }


def _company(outcomes: Outcomes) -> Mapping[str, Any]:
    of = outcomes.company
    return _by_month(outcomes, {}) | {_with_unit(name): values.ravel() for name, values in of.items()}


def _by_month(outcomes: Outcomes, more: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The first columns of a table by month; a level or a balance is that of the month's end."""
    months = range(1, outcomes.header.months + 1)
    columns = _grid({"replication": range(outcomes.replications), **more, "month": months})
    start = outcomes.header.start
    first_days = np.array([date_of(start, (m - 1) * MONTH) for m in months], "datetime64[D]")
    first_day = first_days[columns["month"] - 1]
    return {**columns, "first_day": first_day, "currency": outcomes.header.currency}


def _cohorts(outcomes: Outcomes) -> Mapping[str, Any]:
    """Of each quarter of signature, at each age: who is still there, and what is paid a year."""
    quarters, ages = outcomes.cohorts.shape[1:]
    start = outcomes.header.start
    signed_from = [date_of(start, quarter * QUARTER) for quarter in range(quarters)]
    axes = {
        "replication": range(outcomes.replications),
        "signed_from": np.array(signed_from, "datetime64[D]"),
        "age_months": [3 * age for age in range(ages)],
    }
    return {**_grid(axes), **_fields(outcomes.cohorts), "currency": outcomes.header.currency}


def _stages(outcomes: Outcomes) -> Mapping[str, Any]:
    header = outcomes.header
    where = _grid({"replication": range(outcomes.replications), "stage": range(len(header.stages))})
    motions = np.array(header.motions)[header.stage["motion"]]
    stage = where.pop("stage")
    names = {"motion": motions[stage], "stage": np.array(header.stages)[stage]}
    return where | names | _fields(outcomes.stages)


def _rates(outcomes: Outcomes) -> Mapping[str, Any]:
    """Impact and renewal, observed and stated."""
    axes = {"replication": range(outcomes.replications), "motion": outcomes.header.motions}
    return _grid(axes) | _fields(outcomes.rates)


def _bowtie(outcomes: Outcomes) -> Mapping[str, Any]:
    places = range(len(VOLUMES))
    axes = {"replication": range(outcomes.replications), "motion": outcomes.header.motions, "place": places}
    columns = _grid(axes)
    place = columns.pop("place")
    named = {"place": np.array([f"VM{p + 1}" for p in places])[place], "step": np.array(VOLUMES)[place]}
    counted = ("volume", "share_into_next", "days_to_next")
    return columns | named | dict(zip(counted, outcomes.bowtie.reshape(-1, 3).T, strict=True))


def _wings(outcomes: Outcomes) -> Mapping[str, Any]:
    """How far accounts came, and what recurs of those who signed, by step: of each motion, then of all."""
    motions = [*outcomes.header.motions, "all motions"]
    axes = {"replication": range(outcomes.replications), "motion": motions, "step": VOLUMES}
    return _grid(axes) | _fields(outcomes.wings) | {"currency": outcomes.header.currency}


def _teams(outcomes: Outcomes) -> Mapping[str, Any]:
    """Of each team, month by month: people, seats in use, waiting, books and book coverage."""
    columns = _by_month(outcomes, {"team": outcomes.header.teams})
    return columns | _fields(outcomes.teams.swapaxes(1, 2))


def _cycles(outcomes: Outcomes) -> Mapping[str, Any]:
    """Opportunities won, and lost, by so many days since they were opened."""
    every, motions = range(outcomes.replications), outcomes.header.motions
    return _grid({"replication": every, "motion": motions, "within_days": CYCLE_DAYS}) | {
        name: outcomes.cycles[name].ravel() for name in ("won", "lost")
    }


def _motions(outcomes: Outcomes) -> Mapping[str, Any]:
    """Customers won in each motion, what they cost and what they are worth."""
    axes = {"replication": range(outcomes.replications), "motion": outcomes.header.motions}
    return {**_grid(axes), "currency": outcomes.header.currency, **_fields(outcomes.motions)}


def _worth(outcomes: Outcomes) -> Mapping[str, Any]:
    """What a customer is worth over its first months, at the value of its first day."""
    axes = {"replication": range(outcomes.replications), "age_months": range(outcomes.worth.shape[1])}
    return {**_grid(axes), "currency": outcomes.header.currency, "worth": outcomes.worth.ravel()}


def _exposure(outcomes: Outcomes) -> Mapping[str, Any]:
    """What is at stake of both sides, by month since the first contact, for each customer won."""
    axes = {"replication": range(outcomes.replications), "age_months": range(outcomes.exposure.shape[1])}
    sides = {name: outcomes.exposure[:, :, s].ravel() for name, s in (("buyer", BUYER), ("seller", SELLER))}
    return {**_grid(axes), "currency": outcomes.header.currency, **sides}


def _targets(outcomes: Outcomes) -> Mapping[str, Any]:
    """The metric of each target at each month's end, in its own unit, and whether that reaches the target."""
    header = outcomes.header
    columns = _by_month(outcomes, {"target": [target.name for target in header.targets]})
    del columns["currency"]
    values = outcomes.targets.swapaxes(1, 2)
    reached = np.empty(values.shape)
    for n, target in enumerate(header.targets):
        reached[:, n] = reaches(target, values[:, n])
    return columns | {"value": values.ravel(), "reached": reached.ravel()}


TABLES: dict[str, Callable[[Outcomes], Mapping[str, Any]]] = {
    "metrics": _metrics,
    "values": _values,
    "monthly": _monthly,
    "company": _company,
    "cohorts": _cohorts,
    "stages": _stages,
    "rates": _rates,
    "bowtie": _bowtie,
    "wings": _wings,
    "teams": _teams,
    "cycles": _cycles,
    "motions": _motions,
    "worth": _worth,
    "exposure": _exposure,
    "targets": _targets,
}


def _differences(comparison: Comparison) -> "pl.DataFrame":
    """Each scenario minus the one that it is held against, metric by metric."""
    import polars as pl

    rows = []
    for other in comparison.others:
        for name in comparison.metrics:
            gap = comparison.difference(other.name, name)
            label = other.defined_as(name).label
            bounds = [None if math.isnan(x) else x for x in (gap.mean, gap.low, gap.high)]
            told = (other.name, comparison.against, name, label, gap.unit, *bounds)
            rows.append((*told, gap.better_in, gap.worse_in, gap.pairs))
    words = ("scenario", "against", "metric", "label", "unit")
    kinds = {
        **dict.fromkeys(words, pl.String),
        **dict.fromkeys(("mean", "low", "high"), pl.Float64),
        **dict.fromkeys(("better_in", "worse_in", "pairs"), pl.Int64),
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _with_unit(name: str) -> str:
    if name in PLAIN:
        return name
    return SPELT.get(name) or f"{name}_cents{'_a_year' * (name in A_YEAR)}"


def _fields(values: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """The fields of a structured array as columns, in the order of its cells."""
    return {_with_unit(name): values[name].ravel() for name in values.dtype.names or ()}


def _grid(axes: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """All combinations of labels, the last axis fastest: the columns that say which cell a row is."""
    labels_of = {n: np.asarray(labels, None if len(labels) else str) for n, labels in axes.items()}
    cells = np.indices([len(labels) for labels in labels_of.values()])
    pairs = zip(labels_of.items(), cells, strict=True)
    return {name: labels[which.ravel()] for (name, labels), which in pairs}
