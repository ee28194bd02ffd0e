"""Bring what-ifs to the size at which all of them come to the same in one metric, such as the cash spent."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from simulator.experiment.comparison import Difference
from simulator.experiment.effects import changes_of, effect_of
from simulator.experiment.errors import OptionError
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.replications import run
from simulator.experiment.search import FARTHEST, Effect, Search, UndefinedError
from simulator.experiment.workers import Progress
from simulator.quantity.kind import Kind
from simulator.quantity.parse import read_number
from simulator.quantity.units import PLAIN
from simulator.scenario import Scenario

_TIMES = Kind(PLAIN, high=float(FARTHEST), says="one of its numbers can go no farther")
_DIGITS = 6  # of a change, to which a number is set


@dataclass(frozen=True)
class Sized:
    """A what-if at the size at which it comes to as much as the first of them.

    `factor`: of all the numbers that it changes, from what the company has; 1 as the file states them, 0 the
    company as it is, nan where it does not come to as much at any size tried, up to 64 times, or as far as a
    number of it can go. A headcount goes in whole people, so it may only come near: `value` beside `goal`.
    """

    what_if: str
    metric: str
    factor: float
    goal: float  # mean of the metric with the first what-if, as the file states it
    value: float  # with this one at its size; nan where there is none
    unit: str
    farthest: float  # the largest factor that was tried
    nearest: float  # the value there
    held: tuple[str, ...]  # paths that it changes and that have no size, such as the team of a stage
    limit: str  # why none farther was tried; empty where there was no need
    scenario: Scenario | None = field(repr=False, compare=False)  # the company with it at that size

    @property
    def found(self) -> bool:
        """Whether there is a size at which it comes to as much."""
        return self.scenario is not None


@dataclass(frozen=True)
class _Whole(Effect):
    """All that a what-if changes, moved together: its number is how many times."""

    parts: tuple[Effect, ...] = ()

    def without(self) -> Scenario:
        """The company as it is."""
        return self.company

    @property
    def bound(self) -> float:
        """As far as each of its numbers can go."""
        return min((super().bound, *((part.bound - part.own) / part.step for part in self.parts)))

    def at(self, value: float) -> Scenario:
        """The company with so many times of each change. Raises ScenarioError."""
        changes = dict(self.changes)
        if value != self.assumed:
            for part in self.parts:
                changes[part.path] = part.raw(_rounded(part, part.own + value * part.step))
        return self.company.vary(changes, self.name)


def _rounded(part: Effect, value: float) -> float:
    if part.number.kind.whole:
        return part.rounded(value)
    return round(value, _DIGITS - math.ceil(math.log10(abs(part.step))))


def at_equal(
    scenario: Scenario,
    what_ifs: Sequence[str],
    metric: str = "cash_spent",
    *,
    replications: int = 128,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    engine: str = "compiled",
    independent: bool = False,
    progress: Progress | None = None,
) -> tuple[Sized, ...]:
    """Find for each what-if the size at which it comes to as much of `metric` as the first one of them.

    The first stays as the file states it. Of each other all numbers are moved together, from what the company
    has, by one factor: 1.5 is half as much again of every change. Tried are 1, 2, 4, ... 64 times, until the
    mean of the metric is passed, and between the last two it is sought to a fiftieth. All have the same
    random numbers. Raises OptionError for fewer than two what-ifs, one that there is not, and a metric that
    is not known.

    >>> company = simulator.load("scenarios/subscription.toml")
    >>> names = ["twice the leads", "orchestrate, not onboard"]
    >>> [one.found for one in simulator.at_equal(company, names, "cash_spent", replications=2)]
    [True, False]
    """
    names = tuple(dict.fromkeys(what_ifs))
    if len(names) < 2:
        raise OptionError("at_equal: name two what-ifs or more, the first of which stays as it is")
    asked: dict[str, Any] = {"replications": replications, "seed": seed, "workers": workers}
    asked |= {"executor": executor, "engine": engine, "independent": independent, "progress": progress}
    asked["metrics"] = [metric]

    def lived(varied: Scenario) -> Outcomes:
        outcomes = run(varied, **asked)
        if outcomes.partial:
            raise KeyboardInterrupt
        return outcomes

    effects = [_whole(scenario, name) for name in names]
    first = effects[0].at(1.0)
    reached = lived(first)
    goal = _mean(reached, metric)
    if math.isnan(goal):
        raise OptionError(f"at_equal: {metric} is undefined with {names[0]!r}, to which others are brought")
    base = _mean(lived(scenario), metric)
    unit = reached.unit(metric)
    found = [Sized(names[0], metric, 1.0, goal, goal, unit, 1.0, goal, (), "", first)]
    for effect in effects[1:]:
        search = _search(effect, goal, base, lambda varied: _mean(lived(varied), metric))
        found.append(_sized(search, metric, goal, unit))
    return tuple(found)


def _whole(company: Scenario, what_if: str) -> _Whole:
    """A what-if with all of its numbers that can be moved."""
    changes, parts = changes_of(company, what_if), []
    for path in changes:
        try:
            parts.append(effect_of(company, what_if, path))
        except OptionError:
            continue  # a name, or as the company has it: it has no size
    return _Whole(company, what_if, "", read_number(_TIMES, 1.0), 0.0, changes, parts=tuple(parts))


def _search(effect: _Whole, goal: float, base: float, mean: Callable[[Scenario], float]) -> Search:
    """Of the factor at which the mean comes to the goal; `base` is that of the company as it is."""

    def gap(value: float) -> Difference:
        known = int(not math.isnan(value))
        return Difference(value - goal, math.nan, math.nan, None, None, known, known, "")

    search = Search(effect, -1.0 if base > goal else 1.0, lambda varied: gap(mean(varied)), goal=True)
    search.tried[0.0] = gap(base)
    return search


def _sized(search: Search, metric: str, goal: float, unit: str) -> Sized:
    """What came of the search."""
    effect = search.effect
    assert isinstance(effect, _Whole)
    held = tuple(path for path in effect.changes if path not in {part.path for part in effect.parts})
    if not effect.parts:
        value = search.at(1.0).mean + goal
        limit = "it changes no number, so it has one size"
        return Sized(effect.name, metric, math.nan, goal, math.nan, unit, 1.0, value, held, limit, None)
    try:
        factor = search.first(search.gain, effect.fine)
        if not math.isnan(factor):
            search.at(effect.rounded(factor))
    except UndefinedError as error:
        factor, search.limit = math.nan, str(error)
    tried = {v: d.mean + goal for v, d in search.tried.items() if d.pairs}
    last = max(tried, default=0.0)
    farthest = last, tried.get(last, math.nan)
    if math.isnan(factor):
        none = math.nan
        return Sized(effect.name, metric, none, goal, none, unit, *farthest, held, search.limit, None)
    best = min(tried, key=lambda value: (abs(tried[value] - goal), value))  # whole people may leap over it
    found = effect.company if best == 0.0 else effect.at(best)
    return Sized(
        effect.name,
        metric,
        _in_whole_people(effect, best),
        goal,
        tried[best],
        unit,
        *farthest,
        held,
        "",
        found,
    )


def _in_whole_people(effect: _Whole, factor: float) -> float:
    """The factor to which one comes that changes nothing but a headcount, and may only do so by one."""
    if len(effect.parts) > 1 or not effect.parts[0].number.kind.whole:
        return factor
    (part,) = effect.parts
    return (_rounded(part, part.own + factor * part.step) - part.own) / part.step


def _mean(outcomes: Outcomes, metric: str) -> float:
    return outcomes.summary(metric).mean
