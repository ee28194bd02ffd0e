"""Outcomes of one scenario: its metrics, replication by replication."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from simulator import metrics
from simulator.errors import nearest
from simulator.experiment.errors import OptionError
from simulator.experiment.intervals import Interval, defined, intervals_of
from simulator.experiment.precision import Reached
from simulator.experiment.shares import Shares, shares_of
from simulator.experiment.showing import html, table, to_pandas, to_parquet
from simulator.experiment.tornado import Swing, swings
from simulator.format import many
from simulator.ledger import Header
from simulator.metrics import Definition, not_kept
from simulator.metrics.asked import PARTS, Parts, names_of
from simulator.scenario.unknowns import Unknowns

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Summary:
    """One metric over the replications in which it is defined.

    `mean` with its 90 % interval tells how sure the mean is (of what is so or is not, how sure the odds are);
    P10, P50 and P90 tell how far outcomes lie apart: one in ten ends below P10.
    """

    mean: float
    low: float
    high: float
    p10: float
    p50: float
    p90: float
    unit: str
    definition: str
    defined: int  # replications; where a metric is undefined (nothing to divide by) it is left out

    @property
    def interval(self) -> Interval:
        """The mean and its interval."""
        return Interval(self.mean, self.low, self.high)


@dataclass(frozen=True, eq=False, repr=False)
class Outcomes(Parts):
    """What came of one scenario, replication by replication: R of them were done.

    Money in `values`, `worth` and `exposure` is in units of the currency, in `monthly` and `company` in
    integer cents; shares are from 0 to 1. `Measures` says what each array holds: here it is stacked.

    Attributes:
        name, title, seed: of the scenario, and of the run.
        replications: R, those that were done.
        asked: replications asked for; more than R where Ctrl-C ended the run.
        independent: whether each drew what is not known by itself, not spread evenly over eight of them.
        unknowns: the numbers that are not known, with what each replication drew for them.
        second_lives: metrics of the second lives of the first S replications: the same company, other luck.
        precision: whether the mean is as sure as it was asked to be; None where no precision was asked for.
        parts: names of what there is of the arrays: of a run for some `metrics` those that it named.
        header: of the first replication: names of motions, stages and teams, start, horizon.

    >>> outcomes = simulator.run(simulator.load("scenarios/enterprise.toml"), replications=2)
    >>> outcomes.values["won"].shape, outcomes.partial
    ((2,), False)
    """

    name: str
    title: str
    seed: int
    replications: int  # done
    asked: int  # replications asked for
    header: Header  # of the first replication: names of motions, stages and teams, start, horizon
    values: dict[str, NDArray[np.float64]]  # each (R,); nan where undefined
    monthly: dict[str, NDArray[Any]]  # each (R, months, motions)
    company: dict[str, NDArray[Any]]  # each (R, months): money of the whole company, and its cash
    cohorts: NDArray[Any]  # (R, quarters of signature, quarters of age), dtype metrics.cohorts.COHORT
    bowtie: NDArray[np.float64]  # (R, motions, 8, 3): volume, conversion into the next, days to it
    stages: NDArray[Any]  # (R, stages): passed, stated, days of each, as metrics.measure gives them
    rates: NDArray[Any]  # (R, motions): impact and renewal, observed and stated
    worth: NDArray[np.float64]  # (R, months of age + 1): mean present value of a customer so far
    exposure: NDArray[np.float64]  # (R, months since the first contact, 2): at stake of buyer and of seller
    teams: NDArray[Any]  # (R, months, teams), dtype metrics.teams.TEAMS
    cycles: NDArray[Any]  # (R, motions), dtype metrics.cycle_times.CYCLES
    motions: NDArray[Any]  # (R, motions), dtype metrics.motions.MOTIONS
    targets: NDArray[np.float64]  # (R, months, targets): the metric of each, at each month's end
    wings: NDArray[Any]  # (R, motions + 1, 8), dtype metrics.wings.WINGS; the last of all motions
    independent: bool = False  # whether each replication drew what is not known by itself, not in blocks
    unknowns: Unknowns | None = None  # the numbers that are not known, which say what each replication drew
    second_lives: dict[str, NDArray[np.float64]] = field(default_factory=dict)  # each (S,), S <= R
    precision: Reached | None = None  # where it was asked for

    def __repr__(self) -> str:
        done = f"{self.replications} of {self.asked}" if self.partial else f"{self.replications}"
        return f"Outcomes({self.name!r}, {done} runs, seed {self.seed}, {len(self.values)} metrics)"

    def _repr_html_(self) -> str:
        """How Jupyter shows it: every metric with its interval."""
        return html(self)

    def to_polars(self, of: str = "metrics") -> "pl.DataFrame":
        """A tidy table, a row a metric; or `of` "values" (by replication), "monthly", "company", "teams",
        "cohorts", "stages", "rates", "bowtie", "wings", "cycles", "motions", "worth", "exposure", "targets"
        (all by replication, too). OptionError for another one."""
        return table(self, of)

    def to_parquet(self, file: str | Path, of: str = "values") -> None:
        """Write one of the tables of `to_polars` to a Parquet file, some replications at a time: more of them
        than would fit into memory as a table. Raises OptionError, OSError."""
        to_parquet(self, file, of)

    def to_pandas(self, of: str = "metrics") -> "pd.DataFrame":
        """As `to_polars`, for pandas. Raises ImportError where that is not installed."""
        return to_pandas(self.to_polars(of))

    @property
    def partial(self) -> bool:
        """Whether the run was ended before all replications were done."""
        return self.replications < self.asked

    @property
    def years(self) -> str:
        """The time with leads, after which flows are no longer counted."""
        return f"{many(self.header.months // 12, 'year')} from {self.header.start:%Y-%m}"

    @property
    def how(self) -> str:
        """How many replications, which seed and which years: what every number depends on."""
        done = many(self.replications, "simulated run")
        if self.partial:
            done = f"PARTIAL: {self.replications} of {many(self.asked, 'run')}"
        drawn = ", drawn independently" if self.independent else ""
        return f"{done}{drawn}, seed {self.seed}, {self.years}"

    def unit(self, name: str) -> str:
        """The unit of a metric's values; money is in the scenario's currency."""
        return self.defined_as(name).unit.replace("money", self.header.currency)

    def defined_as(self, name: str) -> Definition:
        """What a metric means here: the scenario may define it in another way than usual."""
        plain, _, variant = name.partition(":")
        return metrics.definition(plain, variant or dict(self.header.measures).get(plain))

    def summary(self, name: str, *, definition: str | None = None) -> Summary:
        """One metric over the replications, or a variant of it: `summary("cac", definition="lagged")`.

        Raises KeyError for a name that is not measured.
        """
        name = name if definition is None else f"{name}:{definition}"
        found = _SUMMARIES.setdefault(self, {})
        if name not in found:
            found[name] = self._summed_up(name)
        return found[name]

    def _summed_up(self, name: str) -> Summary:
        values = self._measured(name)
        known = defined(values)
        mean, low, high = intervals_of(name).of_values(values)
        p10, p50, p90 = np.quantile(known, (0.1, 0.5, 0.9)) if known.size else (math.nan,) * 3
        text = self.defined_as(name).text
        quantiles = (float(p10), float(p50), float(p90))
        return Summary(mean, low, high, *quantiles, self.unit(name), text, known.size)

    def tornado(self, metric: str) -> tuple[Swing, ...]:
        """The numbers that are not known and surely move a metric, the farthest first: its mean where each is
        at its P10 and at its P90, the others as drawn. From the same run, by a regression; none where nothing
        moves it surely, or replications are too few (`experiment.tornado`).

        Raises KeyError for a name that is not measured, OptionError for outcomes that are part of a run.
        """
        values = self._measured(metric)
        if self.unknowns is None:
            raise OptionError("what each replication drew is known of a whole run only, from the first on")
        drawn = self.unknowns.drawn(self.seed, self.replications, independent=self.independent)
        return swings(self.unknowns, drawn, values, metrics.metric_of(metric).yes_or_no)

    def shares(self, metric: str) -> Shares:
        """How much of a metric's variance comes of luck, and how much of what is not known.

        It takes a run in which some replications were lived twice: `run(company, second_lives=64)`. Raises
        OptionError for another one, KeyError for a name that is not measured.
        """
        values = self._measured(metric)
        if not self.second_lives:
            raise OptionError("no replication was lived twice: run it with second_lives=64, or so")
        return shares_of(values, self.second_lives[metric])

    def _measured(self, name: str) -> NDArray[np.float64]:
        if name not in self.values:
            if name in names_of(self.header):
                raise KeyError(not_kept(name))
            near = nearest(name, self.values)
            asked = f"did you mean {near}? " if near else ""
            raise KeyError(f"no metric {name!r} here: {asked}there are {', '.join(self.values)}")
        return self.values[name]


def some_of(outcomes: Outcomes, first: int, end: int) -> Outcomes:
    """The replications from `first` on, before `end`, as outcomes of their own."""
    parts = {
        part: of_each(getattr(outcomes, part), lambda array: array[first:end])
        for part in ("values", *outcomes.parts)
    }
    done = min(end, outcomes.replications) - first
    return changed(outcomes, replications=done, unknowns=None, second_lives={}, **parts)


def changed(outcomes: Outcomes, **changes: Any) -> Outcomes:
    """As `dataclasses.replace`, which reads every part, those that were not asked for too."""
    fields: dict[str, Any] = dict.fromkeys(PARTS) | vars(outcomes) | changes
    return Outcomes(**fields)


def of_each(part: Any, do: Callable[[Any], NDArray[Any]]) -> Any:
    """What a function makes of a part: of a dictionary what it makes of each of its arrays."""
    if isinstance(part, dict):
        return {name: do(values) for name, values in part.items()}
    return do(part)


# Of each outcomes the summaries that were asked for: pages ask for the same ones many times.
_SUMMARIES: WeakKeyDictionary[Outcomes, dict[str, Summary]] = WeakKeyDictionary()
