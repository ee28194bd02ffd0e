"""Find the value of a number that gives wanted odds of a target."""

import math
import warnings
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.company.schema import kind_at
from simulator.experiment.effects import effect_at
from simulator.experiment.errors import OptionError, WorkersError, WorkersWarning
from simulator.experiment.intervals import Interval
from simulator.experiment.odds_goal import Aim, Side
from simulator.experiment.outcomes import Outcomes
from simulator.experiment.replications import run
from simulator.experiment.search import Effect, UndefinedError, unit_of
from simulator.experiment.workers import Progress
from simulator.quantity.number import Number
from simulator.quantity.relative import Change
from simulator.quantity.units import PriceUnits
from simulator.scenario import Scenario

Verdict = Literal["found", "never", "undefined", "stopped"]
STEP = 0.25  # of the number itself: the first that is tried on either side

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
    far: tuple[float, ...]  # values given up after 32 runs: surely not near the odds, or as the one before
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
    many people more, from that month on. `on` is a target, or "runout_probability". Tried are a quarter more
    and, where that does not help, a quarter less (of whole numbers one), then on the side that helps 2, 4,
    ... 64 times as much, until the odds are passed; between the last two it is sought to a fiftieth of the
    first step, or until two replications make the difference. A value that is surely far from the odds after
    32 replications, or changes nothing in them, is given no more. All have the same random numbers. Ctrl-C
    returns what was tried so far, and so do workers that are lost. Raises OptionError for a number or
    target that there is not, for odds out of range, and for a price.

    >>> company = simulator.load("scenarios/subscription.toml")
    >>> needed = simulator.solve(company, "money.cash", on="runout_probability", to=0.1, replications=16)
    >>> needed.verdict, needed.own < needed.value
    ('found', True)
    """
    _refuse_price(number)
    aim = Aim(scenario, on, to)
    asked: dict[str, Any] = {"seed": seed, "workers": workers, "executor": executor, "progress": progress}
    asked |= {"independent": independent, "metrics": aim.metrics}

    def lived(varied: Scenario, many: int = replications, earlier: Outcomes | None = None) -> Outcomes:
        outcomes = run(varied, **asked, replications=many, extending=earlier)
        if outcomes.partial:
            raise KeyboardInterrupt
        return outcomes

    effects = _either_side(scenario, number)
    base = lived(scenario)
    sides = [Side(effect, aim, lived, base) for effect in effects]
    return _answer(sides, aim, base)


def _answer(sides: list[Side], aim: Aim, base: Outcomes) -> Solution:
    verdict: Verdict = "never"
    found = (math.nan,) * 3
    best = sides[0]
    try:
        if not sides[0].helps:  # else the other is looked at only where this one finds nothing
            sides = sorted(sides, key=lambda side: side.promise, reverse=True)
        for side in sides:
            if side.promise[0] == -math.inf:
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
    far = {value for side in sides for value in side.search.short}
    tried = {
        value: gap
        for side in sides
        for value, gap in side.search.tried.items()
        if gap.pairs and value not in far
    }
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
        far=tuple(sorted(far)),
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
