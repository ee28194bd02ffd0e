"""Outcomes of one scenario: its metrics, replication by replication."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator import metrics
from simulator.errors import nearest
from simulator.experiment.intervals import Interval, defined, t_interval
from simulator.experiment.showing import html, table, to_pandas
from simulator.format import many
from simulator.ledger import Header
from simulator.metrics import Definition, Measures

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Summary:
    """One metric over the replications in which it is defined.

    `mean` with its 90 % interval tells how sure the mean is; P10, P50 and P90 tell how far
    outcomes lie apart: one in ten ends below P10.
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
class Outcomes:
    """What came of one scenario, replication by replication: R of them were done.

    Money in `values`, `worth` and `exposure` is in units of the currency, in `monthly` and `company` in
    integer cents; shares are from 0 to 1. `Measures` says what each array holds: here it is stacked.

    Attributes:
        name, title, seed: of the scenario, and of the run.
        asked: replications asked for; more than R where Ctrl-C ended the run.
        header: of the first replication: names of motions, stages and teams, start, horizon.

    >>> outcomes = simulator.run(simulator.load("scenarios/enterprise.toml"), replications=2)
    >>> outcomes.values["won"].shape, outcomes.partial
    ((2,), False)
    """

    name: str
    title: str
    seed: int
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
    cycles: NDArray[Any]  # (R, motions), dtype metrics.deals.CYCLES

    def __repr__(self) -> str:
        done = f"{self.replications} of {self.asked}" if self.partial else f"{self.replications}"
        return f"Outcomes({self.name!r}, {done} runs, seed {self.seed}, {len(self.values)} metrics)"

    def _repr_html_(self) -> str:
        """How Jupyter shows it: every metric with its interval."""
        return html(self)

    def to_polars(self, of: str = "metrics") -> "pl.DataFrame":
        """A tidy table, a row a metric; or `of` "values" (by replication), "monthly", "company", "teams",
        "cohorts", "stages", "rates", "bowtie", "cycles", "worth", "exposure" (all by replication, too).
        OptionError for another one."""
        return table(self, of)

    def to_pandas(self, of: str = "metrics") -> "pd.DataFrame":
        """As `to_polars`, for pandas. Raises ImportError where that is not installed."""
        return to_pandas(self.to_polars(of))

    @property
    def replications(self) -> int:
        """Replications done."""
        return len(self.bowtie)

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
        return f"{done}, seed {self.seed}, {self.years}"

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
        if name not in self.values:
            near = nearest(name, self.values)
            asked = f"did you mean {near}? " if near else ""
            raise KeyError(f"no metric {name!r} here: {asked}there are {', '.join(self.values)}")
        values = self.values[name]
        known = defined(values)
        mean, low, high = t_interval(known)
        p10, p50, p90 = np.quantile(known, (0.1, 0.5, 0.9)) if known.size else (math.nan,) * 3
        text = self.defined_as(name).text
        quantiles = (float(p10), float(p50), float(p90))
        return Summary(mean, low, high, *quantiles, self.unit(name), text, known.size)


def outcomes_of(
    lives: Sequence[tuple[Header, Measures]], *, name: str, title: str, seed: int, asked: int
) -> Outcomes:
    """Stack what was measured, in the order of replications; at least one."""
    stacked = {
        f.name: _stacked([getattr(measured, f.name) for _, measured in lives]) for f in fields(Measures)
    }
    return Outcomes(name=name, title=title, seed=seed, asked=asked, header=lives[0][0], **stacked)


def _stacked(parts: Sequence[Any]) -> Any:
    """Arrays of all replications as one; of dictionaries each of their arrays."""
    if isinstance(parts[0], dict):
        return {name: np.stack([part[name] for part in parts]) for name in parts[0]}
    return np.stack(parts)
