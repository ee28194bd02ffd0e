"""Where a what-if begins to pay: values of its effect are tried, from the company's own outwards."""

from __future__ import annotations

import math
from collections.abc import Callable

from simulator.experiment.comparison import Difference
from simulator.experiment.effect import FARTHEST, Effect
from simulator.ledger import TooManyRows
from simulator.money import TooMuchMoney
from simulator.scenario import Scenario, ScenarioError

GROWS = 4.0  # times the change, from one try to the next, until it pays

Curve = Callable[[float], float]  # of a value of the effect; not below 0 where it pays


class UndefinedError(Exception):
    """The metric is not known at a value."""


class Search:
    """Tries values, and remembers what came of each.

    `sign`: 1 where more of the metric is better, else -1.
    """

    def __init__(self, effect: Effect, sign: float, difference: Callable[[Scenario], Difference]) -> None:
        self.effect, self.sign, self.difference = effect, sign, difference
        self.tried: dict[float, Difference] = {}
        self.limit = ""  # why no farther value was tried
        outwards = math.copysign(effect.fine, effect.step)
        # Without a cost there is nothing to pay for, and no effect is no gain: the first step must tell.
        self.start = effect.own if effect.held else effect.rounded(effect.own + outwards)

    def at(self, value: float) -> Difference:
        """The what-if with this value, minus the company. Raises UndefinedError."""
        if value not in self.tried:
            effect = self.effect
            self.tried[value] = self.difference(effect.without() if value == effect.own else effect.at(value))
        if not self.tried[value].pairs:
            raise UndefinedError
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
        """The first value from the start outwards at which a curve is not below 0; nan where there is none.

        It lies between two values tried that are no farther apart than `fine`, by a straight line; of
        whole numbers it is the first itself.
        """
        if curve(self.start) >= 0.0:
            return self.start
        if not self._grown(curve):
            return math.nan
        bad = good = self.start
        for value in sorted(self.tried, key=lambda v: abs(v - self.effect.own)):
            bad, good = good, value
            if curve(good) >= 0.0:
                break
        return self._between(curve, bad, good, fine)

    def _grown(self, curve: Curve) -> bool:
        """Whether a curve is anywhere not below 0: farther and farther out, until no farther value can be."""
        if any(curve(value) >= 0.0 for value in list(self.tried)):
            return True
        effect, change = self.effect, self.effect.step
        while True:
            value = effect.assumed if change == effect.step else effect.rounded(effect.own + change)
            if (value - effect.bound) * effect.step >= 0.0:
                value = effect.bound
            try:
                if curve(value) >= 0.0:
                    return True
            except ScenarioError as error:
                self.limit = "; ".join(problem.right for problem in error.problems)
                return False
            except (TooManyRows, TooMuchMoney) as error:
                self.limit = str(error)
                return False
            if value == effect.bound:
                far = abs(value - effect.own) >= FARTHEST * abs(effect.step)
                self.limit = f"{FARTHEST} times the assumed change" if far else effect.number.kind.bounds()
                return False
            change *= GROWS

    def _between(self, curve: Curve, bad: float, good: float, fine: float) -> float:
        """Where a curve, below 0 at `bad` and not at `good`, crosses 0: by straight lines, else by halves.

        A guess is moved a little to the farther end, so that the next one closes in from there. Chance
        makes a curve rough near 0: where a line did not halve the way, the middle is tried next.
        """
        before = math.inf
        while (width := abs(good - bad)) > fine * (1 + 1e-9):
            guess = 0.5 * (bad + good)
            if width <= 0.5 * before:
                guess = _crossing(curve, bad, good)
                far = good if abs(good - guess) > abs(guess - bad) else bad
                guess += math.copysign(0.4 * fine, far - guess)
                before = width
            else:
                before = math.inf
            guess = self._inside(guess, bad, good)
            if curve(guess) >= 0.0:
                good = guess
            else:
                bad = guess
        return good if self.effect.number.kind.whole else _crossing(curve, bad, good)

    def _inside(self, guess: float, bad: float, good: float) -> float:
        """A guess between two values, at neither of them."""
        nearest = 1.0 if self.effect.number.kind.whole else 0.25 * self.effect.fine
        low, high = min(bad, good) + nearest, max(bad, good) - nearest
        return self.effect.rounded(min(max(guess, low), high))


def _crossing(curve: Curve, bad: float, good: float) -> float:
    """Where a straight line between two values crosses 0."""
    below, above = curve(bad), curve(good)
    return bad + (good - bad) * below / (below - above)
