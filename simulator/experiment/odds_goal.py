"""The odds of a target that are wanted, and the search for them on one side of a number."""

import math
from collections.abc import Callable, Collection
from functools import cached_property

import numpy as np

from simulator.errors import did_you_mean
from simulator.experiment.comparison import Difference
from simulator.experiment.errors import OptionError
from simulator.experiment.intervals import Interval, defined, proportion_interval
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.search import Effect, Search
from simulator.metrics.asked import meant
from simulator.quantity.units import SHARE, QuantityError, read
from simulator.scenario import Scenario, ScenarioError

COARSE = (
    25  # times less finely than the value itself, and more so far out, the ends of its interval are sought
)
FARTHER = 4  # times as far as the value the ends of its interval are sought
FIRST = 32  # replications of a value, before it is known to be worth all of them
SURE = 0.999  # that a value is too far from what is wanted to be worth them
ENOUGH = 2.5  # replications that two values differ by, between which none is tried
RUNOUT = "runout_probability"


def odds_in(text: str) -> float:
    """Odds as they are asked for: "80%", "0.8", or "80", which can be percent only. Raises OptionError."""
    try:
        odds, _ = read(SHARE, text)
    except QuantityError as error:
        raise OptionError(f"to = {text!r}: {error}") from None
    return odds / 100.0 if odds > 1.0 and "%" not in text else odds


class Aim:
    """The odds that are wanted of a target."""

    def __init__(self, scenario: Scenario, on: str, to: float) -> None:
        if not 0.0 < to < 1.0:
            raise OptionError(f'to = {to:g}: odds between 0 and 1, such as 0.8 or "80%"')
        wanted = [f"target.{name}" for name in scenario.company.target]
        on = meant(on, [*wanted, RUNOUT])
        if on not in (*wanted, RUNOUT):
            there = did_you_mean(on, wanted) if wanted else "the file wants nothing yet: write [target.NAME]"
            raise OptionError(f"on = {on!r}: the odds of a target, target.NAME, or {RUNOUT}; {there}")
        self.on, self.to = on, to
        self.place = wanted.index(on) if on in wanted else None
        self.metrics = [on] if self.place is None else [on, "targets"]

    def gap(self, outcomes: Outcomes) -> Difference:
        """The odds less those wanted."""
        odds = outcomes.summary(self.on)
        mean, low, high = (end - self.to for end in odds.interval)
        return Difference(mean, low, high, None, None, odds.defined, odds.defined, "share")

    def odds(self, gap: Difference) -> Interval:
        """The odds themselves."""
        return Interval(*(end + self.to for end in gap.interval))

    def is_far(self, outcomes: Outcomes) -> bool:
        """Whether the odds are surely others than those wanted."""
        values = defined(outcomes.values[self.on])
        if not values.size:
            return False
        _, low, high = proportion_interval(values, SURE)
        return not low <= self.to <= high

    def are_alike(self, outcomes: Outcomes, others: Outcomes) -> bool:
        """Whether the first replications have come to the same."""
        mine, theirs = (
            (some.values[self.on][:FIRST], *([] if self.place is None else [some.targets[:FIRST]]))
            for some in (outcomes, others)
        )
        return all(
            np.array_equal(one, other, equal_nan=True) for one, other in zip(mine, theirs, strict=True)
        )

    def reach(self, outcomes: Outcomes) -> float:
        """How far the metric of the target gets: it tells the way where odds are all 0, or all 1."""
        if self.place is None:
            return 0.0
        target = outcomes.header.targets[self.place]
        mean = float(outcomes.targets[:, target.month - 1, self.place].mean())
        return mean if target.at_least else -mean


class _Goal(Search):
    """A search that gives a value all replications only where it may matter."""

    def __init__(self, effect: Effect, aim: Aim, lived: Callable[..., Outcomes], base: Outcomes) -> None:
        gap = aim.gap(base)
        sign = 1.0 if gap.mean <= 0.0 else -1.0  # the odds are to rise to the goal, or to fall to it
        super().__init__(effect, sign, self._difference, goal=True)
        self._aim, self._lived, self._all = aim, lived, base.replications
        self.tried[effect.own] = gap
        self.enough = ENOUGH / self._all
        self.short: dict[float, Outcomes] = {}  # by value: those that were given up early
        self.reached = [aim.reach(base)]
        self._value, self._last = effect.own, (base, gap)

    def at(self, value: float) -> Difference:
        """As far as it matters."""
        self._value = value
        return super().at(value)

    def _difference(self, varied: Scenario) -> Difference:
        aim, few = self._aim, self._all >= 2 * FIRST
        outcomes = self._lived(varied, FIRST if few else self._all)
        alike = few and aim.are_alike(outcomes, self._last[0])
        if few and (alike or aim.is_far(outcomes)):
            self.short[self._value] = outcomes
        elif few:
            outcomes = self._lived(varied, self._all, outcomes)
        gap = self._last[1] if alike else aim.gap(outcomes)
        self._last = outcomes, gap
        self.reached.append(aim.reach(outcomes))
        return gap

    def complete(self, value: float) -> None:
        """Give a value the rest of its replications."""
        if value in self.short:
            outcomes = self._lived(self.effect.at(value), self._all, self.short.pop(value))
            self.tried[value] = self._aim.gap(outcomes)


class Side:
    """The search on one side of the company's own value."""

    def __init__(self, effect: Effect, aim: Aim, lived: Callable[..., Outcomes], base: Outcomes) -> None:
        self.effect, self.search = effect, _Goal(effect, aim, lived, base)

    @property
    def helps(self) -> bool:
        """Whether the first step brings the odds nearer to those wanted."""
        return self.promise[0] > self.search.gain(self.effect.own)

    @cached_property
    def promise(self) -> tuple[float, float]:
        """How much the first step helps: in odds, and where they do not move in the metric itself."""
        search = self.search
        try:
            gain = search.gain(self.effect.assumed)
        except ScenarioError as error:
            search.limit = "; ".join(problem.right for problem in error.problems)
            return -math.inf, 0.0
        return gain, search.sign * (search.reached[-1] - search.reached[0])

    def found(self) -> tuple[float, float, float]:
        """The value and its interval; nan where there is none."""
        search, effect = self.search, self.effect
        value = search.first(search.gain, effect.fine)
        if math.isnan(value):
            search.complete(max(search.tried, key=lambda one: (search.gain(one), -abs(one - effect.own))))
            return math.nan, math.nan, math.nan
        whole = effect.number.kind.whole
        steps = abs((value - effect.own) / effect.step)
        search.until = FARTHER * max(1.0, steps)
        coarse = 1.0 if whole else COARSE * effect.fine * max(1.0, steps / 2)
        ends = [search.first(curve, coarse) for curve in (search.at_best, search.at_worst)]
        for beside in _neighbours(value, search.tried):
            search.complete(beside)
        if whole and search.sign < 0.0 and search.tried[value].mean < 0.0:
            value -= math.copysign(1.0, effect.step)  # the last that still has the odds
        low, high = ends if effect.step > 0.0 else ends[::-1]
        return value, low, high


def _neighbours(value: float, tried: Collection[float]) -> list[float]:
    """The values tried that lie next to a value on either side, and itself."""
    below, above = [one for one in tried if one < value], [one for one in tried if one > value]
    return [
        *([max(below)] if below else []),
        *([value] if value in tried else []),
        *([min(above)] if above else []),
    ]
