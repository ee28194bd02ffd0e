"""Compare scenarios under common random numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.errors import did_you_mean
from simulator.experiment.errors import OptionError
from simulator.experiment.intervals import Interval, intervals_of
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.showing import html, table, to_pandas, to_parquet
from simulator.ledger import Header
from simulator.metrics import metric_of
from simulator.metrics.metric import LESS, WANTED
from simulator.metrics.targets import why_unranked as why_target_unranked

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Ranked = Sequence[tuple[Outcomes, "Difference"]]  # best first

ROUNDING = 1e-12  # relative, and of less than 1 absolute: nothing differs by a rounding


@dataclass(frozen=True)
class Difference:
    """A scenario minus the one it is held against, over pairs of replications.

    A pair shares its random numbers. `better_in` counts pairs in which the scenario is strictly
    better (see `lower_is_better`); None where neither direction is better by itself.
    """

    mean: float
    low: float
    high: float
    better_in: int | None
    worse_in: int | None
    pairs: int  # replications in which the metric is defined in both
    differ_in: int  # pairs in which it is more or less by more than a rounding
    unit: str

    @property
    def is_nothing(self) -> bool:
        """Whether there are pairs, and all of them are the same."""
        return self.pairs > 0 and self.differ_in == 0

    @property
    def interval(self) -> Interval:
        """The mean difference and its interval."""
        return Interval(self.mean, self.low, self.high)


def lower_is_better(name: str) -> bool:
    """Waiting, cycles, churn, cost and risk: the less the better."""
    return metric_of(name).better is LESS


def has_direction(name: str, one: Header, other: Header) -> bool:
    """Whether more or less of a metric is better by itself, between two companies."""
    return not _why_unranked(name, one, other)


def _why_unranked(name: str, one: Header, other: Header) -> str:
    found = metric_of(name)
    if found.each is WANTED:
        return why_target_unranked(name, one, other)
    return found.why_unranked(one, other, name.partition(":")[2])


def _why_turned(name: str, *some: Outcomes) -> str:
    """Why these values of a metric that has a direction rank nothing; empty where they do."""
    why = metric_of(name).unranked_from_0
    return why if why and any(bool((of.values[name] <= 0.0).any()) for of in some) else ""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Scenarios run under common random numbers, with differences against one of them."""

    outcomes: tuple[Outcomes, ...]
    against: str  # the name of the scenario that the others are held against

    def __repr__(self) -> str:
        return f"Comparison({', '.join(self.names)}; against {self.against})"

    def __getitem__(self, name: str) -> Outcomes:
        """The outcomes of a scenario by its name."""
        for outcomes in self.outcomes:
            if outcomes.name == name:
                return outcomes
        raise KeyError(f"no scenario {name!r}: there are {', '.join(self.names)}")

    def _repr_html_(self) -> str:
        """How Jupyter shows it: scenarios side by side, and what differs."""
        return html(self)

    def to_polars(self, of: str = "metrics") -> "pl.DataFrame":
        """A tidy table of all scenarios, as of `Outcomes.to_polars`; or `of` "differences", a row for each
        scenario and metric. OptionError for another one."""
        return table(self, of)

    def to_parquet(self, file: str | Path, of: str = "values") -> None:
        """As `Outcomes.to_parquet`, for the tables of all scenarios."""
        to_parquet(self, file, of)

    def to_pandas(self, of: str = "metrics") -> "pd.DataFrame":
        """As `to_polars`, for pandas. Raises ImportError where that is not installed."""
        return to_pandas(self.to_polars(of))

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios, in order."""
        return tuple(o.name for o in self.outcomes)

    @property
    def others(self) -> tuple[Outcomes, ...]:
        """All but the one that they are held against."""
        return tuple(o for o in self.outcomes if o.name != self.against)

    @property
    def partial(self) -> bool:
        """Whether the run was ended before all replications were done."""
        return any(o.partial for o in self.outcomes)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Metrics that every scenario has, in order (a team may be in one of them only)."""
        return tuple(name for name in self.outcomes[0].values if all(name in o.values for o in self.outcomes))

    def difference(self, scenario: str, metric: str) -> Difference:
        """`scenario` minus `against`, replication by replication."""
        return paired(self[scenario], self[self.against], metric)

    def ranked(self, metric: str = "cash_end") -> tuple[tuple[Outcomes, Difference], ...]:
        """The other scenarios with their differences, best first; last those in which it is undefined.

        Raises OptionError for a metric that is not known of all, or that has no direction.
        """
        check_direction(metric, self.outcomes)
        found = [(other, self.difference(other.name, metric)) for other in self.others]
        sign = 1.0 if lower_is_better(metric) else -1.0
        known = [pair for pair in found if pair[1].pairs]
        unknown = [pair for pair in found if not pair[1].pairs]
        return (*sorted(known, key=lambda pair: sign * pair[1].mean), *unknown)


def paired(one: Outcomes, other: Outcomes, metric: str) -> Difference:
    """One scenario minus another, of the same seed, replication by replication."""
    apart = one.values[metric] - other.values[metric]
    mean, low, high = intervals_of(metric).of_gaps(apart)
    known = ~np.isnan(apart)
    mine, theirs, gaps = one.values[metric][known], other.values[metric][known], apart[known]
    gains = np.where(np.isclose(mine, theirs, rtol=ROUNDING, atol=ROUNDING), 0.0, gaps)
    above, below = int((gains > 0).sum()), int((gains < 0).sum())
    better, worse = None, None
    if has_direction(metric, one.header, other.header) and not _why_turned(metric, one, other):
        better, worse = (below, above) if lower_is_better(metric) else (above, below)
    return Difference(
        mean=mean,
        low=low,
        high=high,
        better_in=better,
        worse_in=worse,
        pairs=gaps.size,
        differ_in=above + below,
        unit=one.unit(metric),
    )


def significance(difference: Difference, metric: str) -> int:
    """1: surely better, -1: surely worse, 0: too close to call, as the interval of the mean has it."""
    better = -1 if lower_is_better(metric) else 1
    if difference.low > 0.0:
        return better
    return -better if difference.high < 0.0 else 0


def check_direction(metric: str, outcomes: Sequence[Outcomes]) -> None:
    """Raise OptionError for a metric that is not known of all scenarios, or that ranks none of them."""
    known = [name for name in outcomes[0].values if all(name in o.values for o in outcomes)]
    if metric not in known:
        raise OptionError(f"{metric!r} is not a metric here; {did_you_mean(metric, known)}")
    for one in outcomes:
        why = _why_unranked(metric, one.header, outcomes[0].header) or _why_turned(metric, one)
        if why:
            raise OptionError(f"{metric} ranks nothing: {why}")
