"""What moves an outcome: a regression on the numbers that are not known, as the replications drew them.

The least squares plane through all replications says how far an outcome moves when one number goes from its
P10 to its P90 and the others stay as drawn: standardised regression, as in Saltelli et al. 2008, Global
Sensitivity Analysis, 1.2.5. No replication is run for it. Luck spreads more in some companies than in others
and the plane leaves out what is bent, so the errors are those that bear unequal spread, HC3: MacKinnon and
White 1985, Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample
properties, https://doi.org/10.1016/0304-4076(85)90158-7
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.experiment.intervals import LEVEL, Interval
from simulator.format import ROUNDING
from simulator.quantity.number import Number
from simulator.scenario.unknowns import Unknowns

SPARE = 8  # replications that there have to be beyond one a number and one: fewer tell nothing of the spread
DIGITS = 3  # of a number in words
LOW, HIGH = 0.1, 0.9  # of what a number may be
_LEAST = 1e-9  # of what a replication leaves of itself to the others


@dataclass(frozen=True)
class Swing:
    """How far one number that is not known moves an outcome, the other numbers as they were drawn.

    `low` and `high` are its P10 and P90, in the unit that the model counts in; `at_low` and `at_high` the
    mean outcome there, `effect` the second less the first: each with its interval, in the outcome's unit.
    """

    path: str
    label: str  # its path in fewer words
    low: float
    high: float
    low_said: str  # in words, with its unit
    high_said: str
    at_low: Interval
    at_high: Interval
    effect: Interval


def swings(
    unknowns: Unknowns, drawn: NDArray[np.float64], outcome: NDArray[np.float64], odds: bool = False
) -> tuple[Swing, ...]:
    """Those of the numbers that surely move an outcome, the farthest first.

    `drawn`: (R, K), `outcome`: (R,), nan where it is undefined: such replications are left out. Of `odds`, an
    outcome of 0 and 1, nothing is said below 0 or above 1. Shown are those whose effect is not 0 with a level
    that holds for all together (Sidak 1967): that any stands there which moves nothing happens in one run
    of ten at most. None where there are fewer than K + 1 + SPARE replications.
    """
    known = ~np.isnan(outcome)
    plane = Plane.through(drawn[known], outcome[known])
    if plane is None:
        return ()
    least = ROUNDING * float(np.abs(outcome[known]).max())
    together = LEVEL ** (1.0 / len(unknowns.numbers))
    found = []
    for n, (number, label) in enumerate(zip(unknowns.numbers, unknowns.labels, strict=True)):
        low, high = number.curve.at(LOW), number.curve.at(HIGH)
        sure = plane.effect(n, high - low, together)
        if sure.low <= 0.0 <= sure.high or abs(sure.mean) <= least:
            continue
        swing = Swing(
            path=number.path,
            label=label,
            low=low,
            high=high,
            low_said=_said(number, low),
            high_said=_said(number, high),
            at_low=_within(plane.at(n, low), odds),
            at_high=_within(plane.at(n, high), odds),
            effect=plane.effect(n, high - low, LEVEL),
        )
        found.append(swing)
    return tuple(sorted(found, key=lambda swing: -abs(swing.effect.mean)))


def _said(number: Number, value: float) -> str:
    return number.say(float(f"{value:.{DIGITS}g}"))


def _within(found: Interval, odds: bool) -> Interval:
    return Interval(*(min(max(x, 0.0), 1.0) for x in found)) if odds else found


@dataclass(frozen=True, eq=False)
class Plane:
    """The least squares plane of outcomes over numbers, and how sure it is."""

    middle: NDArray[np.float64]  # (K,) of the numbers
    spread: NDArray[np.float64]  # (K,) their standard deviations; 1 where a number is always the same
    slopes: NDArray[np.float64]  # (1 + K,) the mean, and what a standard deviation of each number adds
    errors: NDArray[np.float64]  # (1 + K, 1 + K) their covariance
    freedom: int

    @classmethod
    def through(cls, drawn: NDArray[np.float64], outcome: NDArray[np.float64]) -> "Plane | None":
        """Through the replications, (R, K) and (R,); None where they are too few, or there is no number."""
        many, numbers = drawn.shape
        if not numbers or many < numbers + 1 + SPARE:
            return None
        middle, spread = drawn.mean(axis=0), drawn.std(axis=0)
        spread[spread == 0.0] = 1.0
        sides = np.column_stack([np.ones(many), (drawn - middle) / spread])
        solve = np.linalg.pinv(sides)  # of numbers that go together each gets its part
        slopes = solve @ outcome
        own = np.einsum("rk,kr->r", sides, solve)  # how much a replication bends the plane to itself
        left = (outcome - sides @ slopes) / np.maximum(1.0 - own, _LEAST)
        errors = (solve * np.square(left)) @ solve.T
        return cls(middle, spread, slopes, errors, many - numbers - 1)

    def at(self, number: int, value: float, level: float = LEVEL) -> Interval:
        """The mean outcome where a number has a value and the others are as drawn."""
        return self._interval(1.0, number, (value - self.middle[number]) / self.spread[number], level)

    def effect(self, number: int, by: float, level: float = LEVEL) -> Interval:
        """What the outcome moves by where a number moves."""
        return self._interval(0.0, number, by / self.spread[number], level)

    def _interval(self, mean: float, number: int, steps: float, level: float) -> Interval:
        from scipy.special import stdtrit

        weights = np.zeros(self.slopes.size)
        weights[0], weights[1 + number] = mean, steps
        value = float(weights @ self.slopes)
        half = float(stdtrit(self.freedom, (1 + level) / 2)) * float(np.sqrt(weights @ self.errors @ weights))
        return Interval(value, value - half, value + half)
