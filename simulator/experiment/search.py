"""Search for the value of a number from which on something holds: up to the one assumed, then farther out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.experiment.comparison import Difference
from simulator.ledger import TooManyRows
from simulator.money import TooMuchMoney
from simulator.quantity.moved import moved
from simulator.quantity.number import Number
from simulator.quantity.relative import Change
from simulator.scenario import Scenario, ScenarioError

FINE = 0.02  # of the assumed change: so finely a value is sought
FARTHEST = 64  # times the assumed change: beyond, nobody would assume it
GROWS = 2.0  # times the change, from one try to the next, until it pays
EIGHTHS = (4, 2, 6, 1, 3, 5, 7)  # of the assumed change, coarse first: whether a smaller effect pays

Curve = Callable[[float], float]  # of a value of the effect: what is gained


class UndefinedError(Exception):
    """The metric is undefined in every replication with a value: says with which."""


@dataclass(frozen=True)
class Effect:
    """A number to be moved away from what the company has, in the direction of an assumed value."""

    company: Scenario
    name: str  # of the company with it
    path: str
    number: Number  # as it is assumed; of a plan, by how many people it changes
    own: float  # its best guess in the company as it is, in the unit of `number`
    changes: Mapping[str, Any]  # by path: the number as it is assumed, and what is changed beside it
    change: Change | None = None  # of a plan: from when on

    @property
    def held(self) -> dict[str, Any]:
        """The other changes, by path: what the effect costs."""
        return {path: value for path, value in self.changes.items() if path != self.path}

    @property
    def assumed(self) -> float:
        """The value that is assumed."""
        return self.number.mean

    @property
    def step(self) -> float:
        """The assumed change, with its sign."""
        return self.assumed - self.own

    @property
    def fine(self) -> float:
        """How finely a value is sought, without a sign: whole people by one."""
        return 1.0 if self.number.kind.whole else FINE * abs(self.step)

    @property
    def bound(self) -> float:
        """The farthest value that is tried: the bound of its kind, if that is not too far."""
        kind = self.number.kind
        far = self.own + FARTHEST * self.step
        if self.step > 0:
            return min(far, kind.high)
        lowest = kind.low + (self.fine if kind.above else 0.0)
        return max(far, lowest)

    def rounded(self, value: float) -> float:
        """A value with no more digits than it is sought for."""
        if self.number.kind.whole:
            return float(round(value))
        return round(value, math.ceil(-math.log10(self.fine / 4)))

    def without(self) -> Scenario:
        """The company without the effect: what it costs alone."""
        return self.company.vary(self.held, self.name) if self.held else self.company

    def at(self, value: float) -> Scenario:
        """The company with another size of the effect. Raises ScenarioError."""
        changes = dict(self.changes)
        if value != self.assumed:
            changes[self.path] = self.raw(value)
        return self.company.vary(changes, self.name)

    def raw(self, value: float) -> Any:
        """What a file would state for the number with this value."""
        return moved(self.number, value) if self.change is None else self.change.dated(value)


def unit_of(effect: Effect) -> str:
    """In words, what its values are counted in."""
    if effect.change is None:
        return effect.number.unit.replace("%", "share", 1)
    since = effect.change.from_
    return "people more" + (f" from {since}" if since is not None else "")


class Search:
    """Tries values, and remembers what came of each.

    `sign`: 1 where more of the metric is better, else -1. `goal`: what is sought is not a gain but a
    difference from a goal, which the company as it is falls short of.
    """

    def __init__(
        self, effect: Effect, sign: float, difference: Callable[[Scenario], Difference], *, goal: bool = False
    ) -> None:
        self.effect, self.sign, self.difference, self.goal = effect, sign, difference, goal
        self.tried: dict[float, Difference] = {}
        self.limit = ""  # why no farther value was tried
        self.until = math.inf  # times the first step: beyond, no value is tried
        self.enough = 0.0  # of the gain: two values that differ by no more need none between them

    @cached_property
    def free(self) -> bool:
        """Whether the what-if costs nothing without its effect: then only more than 0 is a gain."""
        return not self.goal and (not self.effect.held or self.at(self.effect.own).is_nothing)

    @cached_property
    def start(self) -> float:
        """The company's own value; the first step from it where there is no cost to pay for."""
        effect = self.effect
        return (
            effect.rounded(effect.own + math.copysign(effect.fine, effect.step)) if self.free else effect.own
        )

    def at(self, value: float) -> Difference:
        """The what-if with this value, minus the company. Raises UndefinedError."""
        if value not in self.tried:
            effect = self.effect
            self.tried[value] = self.difference(effect.without() if value == effect.own else effect.at(value))
        if not self.tried[value].pairs:
            said = self.effect.number.say(value).replace("%", " %")
            raise UndefinedError(f"undefined with {said}")
        return self.tried[value]

    def gain(self, value: float) -> float:
        """The mean difference, above 0 where it is one for the better."""
        return self.sign * self.at(value).mean

    def at_best(self, value: float) -> float:
        """The better end of the interval of the gain."""
        gap = self.at(value)
        return max(self.sign * gap.low, self.sign * gap.high)

    def at_worst(self, value: float) -> float:
        """The worse end of the interval of the gain."""
        gap = self.at(value)
        return min(self.sign * gap.low, self.sign * gap.high)

    def first(self, curve: Curve, fine: float) -> float:
        """The first value from the start outwards at which a curve pays; nan where there is none.

        It lies between two values tried that are no farther apart than `fine`, by a straight line; of
        whole numbers it is the first itself.
        """
        if self._pays(curve, self.start):
            return self.start
        if not self._reached(curve):
            return math.nan
        bad, *farther = self._known()
        for good in farther:
            if self._pays(curve, good):
                return self._between(curve, bad, good, fine)
            bad = good
        raise AssertionError("one of them pays")

    def _pays(self, curve: Curve, value: float) -> bool:
        """Whether a value covers the cost; where there is none, whether it gains anything."""
        gained = curve(value)
        return gained > 0.0 or (gained == 0.0 and not self.free)

    def _known(self) -> list[float]:
        """The values tried at which the metric is known, from the company's own outwards."""
        return sorted(
            (v for v, gap in self.tried.items() if gap.pairs), key=lambda v: abs(v - self.effect.own)
        )

    def _reached(self, curve: Curve) -> bool:
        """Whether a curve pays anywhere: with what was tried, with less than is assumed, then with more.

        What pays as assumed is not sought with less: more of an effect seldom turns a gain into a loss.
        """
        assumed = self.effect.assumed
        if any(self._pays(curve, value) for value in (*self._known(), assumed)):
            return True
        less = not self.goal and not self._pays(self.gain, assumed)
        if less and any(self._pays(curve, v) for v in self._smaller()):
            return True
        return self._farther_out(curve)

    def _smaller(self) -> list[float]:
        """Values between the company's own and the assumed one: of whole numbers all where there are few."""
        effect = self.effect
        parts = (effect.rounded(effect.own + eighth / 8 * effect.step) for eighth in EIGHTHS)
        return [value for value in dict.fromkeys(parts) if value not in (effect.own, effect.assumed)]

    def _farther_out(self, curve: Curve) -> bool:
        """Whether a curve pays beyond the assumed effect: farther and farther, until no value can be."""
        effect, change = self.effect, self.effect.step
        while True:
            value = effect.assumed if change == effect.step else effect.rounded(effect.own + change)
            if abs(change) > self.until * abs(effect.step):
                return False
            if (value - effect.bound) * effect.step >= 0.0:
                value = effect.bound
            try:
                if self._pays(curve, value):
                    return True
            except ScenarioError as error:
                self.limit = "; ".join(problem.right for problem in error.problems)
                return False
            except (TooManyRows, TooMuchMoney, UndefinedError) as error:
                self.limit = str(error)
                return False
            if value == effect.bound:
                far = abs(value - effect.own) >= FARTHEST * abs(effect.step)
                first = "first step" if self.goal else "assumed change"
                self.limit = f"{FARTHEST} times the {first}" if far else effect.number.kind.bounds()
                return False
            change *= GROWS

    def _between(self, curve: Curve, bad: float, good: float, fine: float) -> float:
        """Where a curve that pays at `good`, not at `bad`, crosses 0: by straight lines, else by halves.

        A guess is moved a little to the farther end, so that the next one closes in from there. Chance
        makes a curve rough near 0: where a line did not halve the way, the middle is tried next.
        """
        before = math.inf
        whole = self.effect.number.kind.whole
        while (width := abs(good - bad)) > fine * (1 + 1e-9):
            if not whole and curve(good) - curve(bad) <= self.enough:
                break
            guess = 0.5 * (bad + good)
            if width <= 0.5 * before:
                guess = _crossing(curve, bad, good)
                far = good if abs(good - guess) > abs(guess - bad) else bad
                guess += math.copysign(0.4 * fine, far - guess)
                before = width
            else:
                before = math.inf
            guess = self._inside(guess, bad, good)
            if self._pays(curve, guess):
                good = guess
            else:
                bad = guess
        return good if whole else _crossing(curve, bad, good)

    def _inside(self, guess: float, bad: float, good: float) -> float:
        """A guess between two values, at neither of them."""
        nearest = 1.0 if self.effect.number.kind.whole else 0.25 * self.effect.fine
        low, high = min(bad, good) + nearest, max(bad, good) - nearest
        return self.effect.rounded(min(max(guess, low), high))


def _crossing(curve: Curve, bad: float, good: float) -> float:
    """Where a straight line between two values crosses 0."""
    below, above = curve(bad), curve(good)
    return bad + (good - bad) * below / (below - above)
