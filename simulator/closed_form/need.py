"""How need moves over a stage's time, by matrix exponentials: apart from the reference, on purpose."""

from typing import Any

import numpy as np
from scipy.linalg import expm
from scipy.special import expit

from simulator.model import NO_NEED, SOLUTION, Numbers
from simulator.numerics.curves import EDGE, EXPONENTIAL, LISTED, POINTS
from simulator.numerics.jit import Floats

# A table is a line from point to point of log(u / (1 - u)): on each piece Gauss' rule of three points.
_ENDS = np.linspace(-EDGE, EDGE, POINTS)
_PLACES, _SHARES = np.polynomial.legendre.leggauss(3)
_LOG_ODDS = (_ENDS[:-1, None] + np.diff(_ENDS)[:, None] * (_PLACES + 1.0) / 2.0).ravel()
_WEIGHTS = expit(_LOG_ODDS) * expit(-_LOG_ODDS) * np.tile(_SHARES, POINTS - 1)


class Moving:
    """Need of a motion: how many levels there are, who comes, and how it moves; one level where it is not
    followed."""

    def __init__(self, numbers: Numbers, motion: Any) -> None:
        self.numbers = numbers
        self.levels = SOLUTION if motion["needs"] else 1
        self.first = NO_NEED if motion["needs"] else 0  # the model's number of the first of them
        self._at_birth = np.ones(1)
        self._each: dict[int, Floats] = {}
        if motion["needs"]:
            self._at_birth = self.born(float(motion["knows_problem"]), float(motion["knows_solution"]))
            up, down = (1.0 / motion[name] if motion[name] > 0.0 else 0.0 for name in ("wakes", "fades"))
            self._chain = np.array([[-up, up, 0.0], [down, -up - down, up], [0.0, down, -down]])

    def born(self, problem: float, solution: float) -> Floats:
        """Shares of leads by level; where those who know the solution are below 0 as of the motion's."""
        if solution < 0.0 or self.levels == 1:
            return self._at_birth
        return np.array([1.0 - problem - solution, problem, solution])

    def over(self, curve: int) -> Floats:
        """From level to level over a time of a curve, (levels, levels)."""
        if self.levels == 1:
            return np.ones((1, 1))
        if curve not in self._each:
            days, weights = self._times(self.numbers.curves[curve])
            each = expm(self._chain * days[:, None, None])
            self._each[curve] = np.tensordot(weights / weights.sum(), each, axes=1)
        return self._each[curve]

    def _times(self, curve: Any) -> tuple[Floats, Floats]:
        """Times of a curve and their weights: u = expit(v) has the density u (1 - u) over v."""
        if curve["scale"] == 0.0:
            return np.array([float(curve["shift"])]), np.ones(1)
        table = self.numbers.tables[curve["table"]]
        if curve["form"] == LISTED:
            values = table[: int(curve["scale"])]
            return values, np.ones(len(values))
        values = curve["shift"] + curve["scale"] * np.interp(_LOG_ODDS, _ENDS, table)
        return np.exp(values) if curve["form"] == EXPONENTIAL else values, _WEIGHTS
