"""Find how large an assumed effect must be for a what-if to pay."""

import math
import warnings
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.experiment.comparison import Difference, check_direction, lower_is_better, paired
from simulator.experiment.effects import effect_of
from simulator.experiment.errors import WorkersError, WorkersWarning
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.replications import compare, run
from simulator.experiment.search import Curve, Search, UndefinedError, unit_of
from simulator.experiment.workers import Progress
from simulator.metrics.asked import meant
from simulator.quantity.number import Number
from simulator.quantity.relative import Change
from simulator.scenario import Scenario

Verdict = Literal["found", "anyway", "never", "undefined", "stopped"]
COARSE = 5  # the ends of the interval are sought so much less finely than the value itself


@dataclass(frozen=True)
class BreakEven:
    """The value of a number at which a what-if neither gains nor loses.

    `value` lies between two values tried, one on either side; a whole number is the first that pays.
    `low` to `high`: there the 90 % interval of the difference contains 0. Both ends are sought in the
    same way as the value: the ends of the interval at the values tried, straight lines between them.
    All three are in `unit`, nan where there is none: see `verdict` and `limit`.
    """

    scenario: str
    what_if: str
    metric: str
    number: str  # its path
    unit: str
    own: float  # of the number, in the company as it is
    assumed: float  # by the what-if
    fine: float  # so finely it was sought: a fiftieth of the assumed change, or one
    held: Mapping[str, Any]  # the other changes of the what-if, by path: its cost
    verdict: Verdict  # "anyway": all that was tried pays; "stopped": by Ctrl-C, or workers lost
    value: float
    low: float
    high: float
    tried: tuple[tuple[float, Difference], ...]  # the what-if minus the company, from `own` on outwards
    limit: str  # why no more was tried, or an end of the interval not found; empty where there was no need
    base: Outcomes = field(repr=False, compare=False)  # of the company as it is
    like: Number = field(repr=False, compare=False)  # the number as the what-if states it
    change: Change | None = None  # of a plan: it is by how many people more that is sought, from when on

    @property
    def partial(self) -> bool:
        """Whether the search was ended early."""
        return self.verdict == "stopped"

    @property
    def pays_as_assumed(self) -> float:
        """The mean gain with the assumed effect: above 0 where it pays; nan where that was not tried."""
        sign = -1.0 if lower_is_better(self.metric) else 1.0
        return next((sign * gap.mean for value, gap in self.tried if value == self.assumed), math.nan)


def breakeven(
    scenario: Scenario,
    what_if: str,
    *,
    on: str,
    number: str | None = None,
    replications: int = 64,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    independent: bool = False,
    progress: Progress | None = None,
) -> BreakEven:
    """Find how large the effect of a what-if must be to pay in the metric `on`.

    The effect is the number at the path `number`; else the only one of the what-if whose note begins
    with "assumption", else the only one that it changes; of a plan, "+2 from 2027-04", it is how many people
    more. The others are held: they are the cost. `what_if` "A + B" is both together. Sought
    is the first value, from the company's own in the direction of the what-if, at which the mean
    difference from the company is 0, to a fiftieth of the assumed change; where nothing is held, or what
    is costs nothing, the first that gains. Where the assumed effect does not pay, eighths of it are tried,
    then 2, 4, ... 64 times as much. Common random numbers; the company is run once. `independent` is as for
    `run`. Ctrl-C returns what was tried so far, and so do workers of an executor that are lost. Raises
    OptionError for an option out of range, a what-if or number that there is not, or a metric of which
    neither more nor less is better.

    >>> company = simulator.load("scenarios/subscription.toml")
    >>> needed = simulator.breakeven(company, "orchestrate, not onboard", on="cash_end", replications=4)
    >>> needed.verdict, needed.number, round(needed.assumed, 2), needed.limit
    ('found', 'motion.sale.impact.reached', 0.88, 'a share lies between 0 % and 100 %')
    """
    effect = effect_of(scenario, what_if, number)
    on_what: dict[str, Any] = {"seed": seed, "workers": workers, "executor": executor}
    probe = compare([scenario, effect.at(effect.assumed)], replications=1, **on_what)
    on = meant(on, probe.outcomes[0].values)
    check_direction(on, probe.outcomes)  # before all replications are run
    asked: dict[str, Any] = {**on_what, "replications": replications, "metrics": [on], "progress": progress}
    asked["independent"] = independent
    base = run(scenario, **asked)
    if base.partial:
        raise KeyboardInterrupt

    def difference(varied: Scenario) -> Difference:
        outcomes = run(varied, **asked)
        if outcomes.partial:
            raise KeyboardInterrupt
        return paired(outcomes, base, on)

    search = Search(effect, -1.0 if lower_is_better(on) else 1.0, difference)
    return _answer(search, on, base)


def _sought(search: Search, replications: int) -> tuple[Verdict, float, float, float]:
    """The verdict, the value and its interval; nan where there is none."""
    effect, none = search.effect, (math.nan, math.nan, math.nan)
    coarse = 1.0 if effect.number.kind.whole else COARSE * effect.fine
    try:
        for each in (search.start, effect.assumed):  # whatever comes of it, these two are asked for
            search.at(each)
        if search.free and all(search.at(each).is_nothing for each in (search.start, effect.assumed)):
            return "never", *none  # it moves nothing
        value = search.first(search.gain, effect.fine)
        if value == search.start:
            return "anyway", *none
        if math.isnan(value):
            return "never", *none
        if replications == 1:
            return "found", value, math.nan, math.nan
        return "found", value, _end(search, search.at_best, coarse), _end(search, search.at_worst, coarse)
    except UndefinedError:
        return "undefined", *none
    except (KeyboardInterrupt, WorkersError) as error:
        if not search.tried:
            raise
        if isinstance(error, WorkersError):
            warnings.warn(str(error), WorkersWarning, stacklevel=4)
        return "stopped", *none


def _end(search: Search, curve: Curve, fine: float) -> float:
    """An end of the interval; nan where the metric is undefined on the way: the value itself stays."""
    try:
        return search.first(curve, fine)
    except UndefinedError as error:
        search.limit = str(error)
        return math.nan


def _answer(search: Search, metric: str, base: Outcomes) -> BreakEven:
    effect = search.effect
    verdict, value, low, high = _sought(search, base.replications)
    outwards = sorted(search.tried.items(), reverse=effect.step < 0)
    return BreakEven(
        scenario=base.name,
        what_if=effect.name,
        metric=metric,
        number=effect.path,
        unit=unit_of(effect),
        own=effect.own,
        assumed=effect.assumed,
        fine=effect.fine,
        held=effect.held,
        verdict=verdict,
        value=value,
        low=low,
        high=high,
        tried=tuple(outwards),
        limit=search.limit,
        base=base,
        like=effect.number,
        change=effect.change,
    )
