"""Find the value of a number that gives wanted odds of a target."""

import math
import warnings
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.company.schema import kind_at
from simulator.errors import did_you_mean
from simulator.experiment.comparison import Difference
from simulator.experiment.effects import effect_at
from simulator.experiment.errors import OptionError, WorkersError, WorkersWarning
from simulator.experiment.intervals import Interval
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.replications import run
from simulator.experiment.search import Effect, Search, UndefinedError, unit_of
from simulator.experiment.workers import Progress
from simulator.quantity.number import Number
from simulator.quantity.relative import Change
from simulator.quantity.units import PriceUnits
from simulator.scenario import Scenario, ScenarioError

Verdict = Literal["found", "never", "undefined", "stopped"]
STEP = 0.25  # of the number itself: the first that is tried on either side
COARSE = 5  # the ends of the interval are sought so much less finely than the value itself
FARTHER = 4  # times as far as the value the ends of its interval are sought
RUNOUT = "runout_probability"

_COSTS = ("cost_to_serve", "winback")  # keys of an offer that are money, and no price
_OF_A_PRICE = ("escalator", "discount", "by", "ramp")  # ... that are no money, and make it another price
_NO_PRICE = (
    "demand does not answer a price yet: nobody buys less or leaves because it is dearer, so any price that "
    "is high enough would be the answer. Ask for leads, people, rates or times"
)


@dataclass(frozen=True)
class Solution:
    """The value of a number at which the odds of a target are as wanted.

    `value` lies between two values tried, one on either side; of whole numbers it is the nearest to the
    company's own that has the odds. From `low` to `high` the 90 % interval of the odds contains those wanted,
    nan where it does so to the end of what was tried. All three are in `unit`, nan where nothing was found.
    """

    scenario: str
    metric: str  # target.NAME, or the chance that cash runs out
    number: str  # its path
    unit: str
    own: float  # of the number, in the company as it is
    to: float  # the odds that are wanted
    fine: float  # so finely it was sought
    verdict: Verdict
    value: float
    low: float
    high: float
    tried: tuple[tuple[float, Interval], ...]  # the odds with each value, from the lowest value on
    limit: str  # why no more was tried; empty where there was no need
    base: Outcomes = field(repr=False, compare=False)  # of the company as it is
    like: Number = field(repr=False, compare=False)  # the number, as it was moved first
    change: Change | None = None  # of a plan: by how many people more it is sought, from when on

    @property
    def partial(self) -> bool:
        """Whether the search was ended early."""
        return self.verdict == "stopped"

    @property
    def odds(self) -> Interval:
        """Those of the company as it is."""
        return dict(self.tried)[self.own]


def solve(
    scenario: Scenario,
    number: str,
    *,
    on: str,
    to: float,
    replications: int = 128,
    seed: int = 0,
    workers: int | None = None,
    executor: Executor | None = None,
    independent: bool = False,
    progress: Progress | None = None,
) -> Solution:
    """Find the value of a number at which the odds of a target are `to`, from 0 to 1.

    `number` is a path, as `vary` takes it; of headcount also "team.ae.people from 2027-04": then it is by how
    many people more, from that month on. `on` is "target.NAME", or "runout_probability". Tried are a quarter
    more and a quarter less (of whole numbers one), then on the side that helps 2, 4, ... 64 times as much,
    until the odds are passed; between the last two it is sought to a fiftieth of the first step. All have the
    same random numbers. Ctrl-C returns what was tried so far, and so do workers that are lost. Raises
    OptionError for a number or a target that there is not, for odds out of range, and for a price.

    >>> company = simulator.load("scenarios/subscription.toml")
    >>> needed = simulator.solve(company, "money.cash", on="runout_probability", to=0.1, replications=16)
    >>> needed.verdict, needed.own < needed.value
    ('found', True)
    """
    _refuse_price(number)
    aim = _Aim(scenario, on, to)
    asked: dict[str, Any] = {"seed": seed, "workers": workers, "executor": executor, "progress": progress}
    asked |= {"replications": replications, "independent": independent, "metrics": aim.metrics}

    def lived(varied: Scenario) -> Outcomes:
        outcomes = run(varied, **asked)
        if outcomes.partial:
            raise KeyboardInterrupt
        return outcomes

    effects = _either_side(scenario, number)
    base = lived(scenario)
    sides = [_Side(effect, aim, lived, base) for effect in effects]
    return _answer(sides, aim, base)


class _Aim:
    """The odds that are wanted of a target."""

    def __init__(self, scenario: Scenario, on: str, to: float) -> None:
        if not 0.0 < to < 1.0:
            raise OptionError(f'to = {to:g}: odds between 0 and 1, such as 0.8 or "80%"')
        wanted = [f"target.{name}" for name in scenario.company.target]
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

    def reach(self, outcomes: Outcomes) -> float:
        """How far the metric of the target gets: it tells the way where odds are all 0, or all 1."""
        if self.place is None:
            return 0.0
        target = outcomes.header.targets[self.place]
        mean = float(outcomes.targets[:, target.month - 1, self.place].mean())
        return mean if target.at_least else -mean


class _Side:
    """The search on one side of the company's own value."""

    def __init__(
        self, effect: Effect, aim: _Aim, lived: Callable[[Scenario], Outcomes], base: Outcomes
    ) -> None:
        gap = aim.gap(base)
        sign = 1.0 if gap.mean <= 0.0 else -1.0  # the odds are to rise to the goal, or to fall to it
        reached: list[float] = []

        def difference(varied: Scenario) -> Difference:
            outcomes = lived(varied)
            reached.append(aim.reach(outcomes))
            return aim.gap(outcomes)

        self.effect, self.sign = effect, sign
        self.search = Search(effect, sign, difference, goal=True)
        self.search.tried[effect.own] = gap
        self._reached, self._at_first = reached, aim.reach(base)

    def promise(self) -> tuple[float, float]:
        """How much the first step helps: in odds, and where they do not move in the metric itself."""
        try:
            gain = self.search.gain(self.effect.assumed)
        except ScenarioError as error:
            self.search.limit = "; ".join(problem.right for problem in error.problems)
            return -math.inf, 0.0
        return gain, self.sign * (self._reached[-1] - self._at_first)

    def found(self) -> tuple[float, float, float]:
        """The value and its interval; nan where there is none."""
        search, effect = self.search, self.effect
        value = search.first(search.gain, effect.fine)
        if math.isnan(value):
            return math.nan, math.nan, math.nan
        whole = effect.number.kind.whole
        search.until = FARTHER * max(1.0, abs((value - effect.own) / effect.step))
        coarse = 1.0 if whole else COARSE * effect.fine
        ends = [search.first(curve, coarse) for curve in (search.at_best, search.at_worst)]
        if whole and self.sign < 0.0 and search.tried[value].mean < 0.0:
            value -= math.copysign(1.0, effect.step)  # the last that still has the odds
        low, high = ends if effect.step > 0.0 else ends[::-1]
        return value, low, high


def _answer(sides: list[_Side], aim: _Aim, base: Outcomes) -> Solution:
    verdict: Verdict = "never"
    found = (math.nan,) * 3
    best = sides[0]
    try:
        promised = sorted(((side.promise(), side) for side in sides), key=lambda one: one[0], reverse=True)
        sides = [side for _, side in promised]
        for promise, side in promised:
            if promise[0] == -math.inf:
                continue
            found = side.found()
            if not math.isnan(found[0]):
                verdict, best = "found", side
                break
    except UndefinedError:
        verdict = "undefined"
    except (KeyboardInterrupt, WorkersError) as error:
        if isinstance(error, WorkersError):
            warnings.warn(str(error), WorkersWarning, stacklevel=3)
        verdict = "stopped"
    tried = {value: gap for side in sides for value, gap in side.search.tried.items() if gap.pairs}
    effect = best.effect
    limits = dict.fromkeys(side.search.limit for side in sides if side.search.limit)
    return Solution(
        scenario=base.name,
        metric=aim.on,
        number=effect.path,
        unit=unit_of(effect),
        own=effect.own,
        to=aim.to,
        fine=effect.fine,
        verdict=verdict,
        value=found[0],
        low=found[1],
        high=found[2],
        tried=tuple((value, aim.odds(tried[value])) for value in sorted(tried)),
        limit="" if verdict == "found" else "; ".join(limits),
        base=base,
        like=effect.number,
        change=effect.change,
    )


def _either_side(scenario: Scenario, number: str) -> list[Effect]:
    """The number moved up, and moved down, where it can be. Raises OptionError where neither can."""
    effects, refused = [], []
    for by in (STEP, -STEP):
        try:
            effects.append(effect_at(scenario, number, by))
        except OptionError as error:
            refused.append(error)
    if not effects:
        raise refused[0]
    return effects


def _refuse_price(number: str) -> None:
    """Raise OptionError for a number of an offer that makes it dearer or cheaper."""
    keys = number.split(" from ")[0].strip().split(".")
    if keys[0] != "motion" or "offer" not in keys[2:3] or (keys[3:4] and keys[3] in _COSTS):
        return
    try:
        kind = kind_at(tuple(keys))
    except KeyError:
        return  # said by who looks for it
    if (kind is not None and isinstance(kind.units, PriceUnits)) or keys[-1] in _OF_A_PRICE:
        raise OptionError(f"{number}: {_NO_PRICE}")
