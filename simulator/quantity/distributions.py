"""Distributions of numbers, as quantile curves.

What a file does not know about a distribution may only move and stretch it: tables are made
by scipy once, and a replication makes none.
"""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from simulator.numerics.curves import EDGE, EXPONENTIAL, LISTED, PLAIN, table_of, table_of_list
from simulator.quantity.units import QuantityError

Table = tuple[str | float, ...]  # the name of a standard distribution and its shape
NORMAL: Table = ("normal",)
Z95 = 1.6448536269514722  # a central 90 % interval is the mean and so many standard deviations
_OUTERMOST = 1.0 / (1.0 + math.exp(EDGE))


@dataclass(frozen=True)
class Curve:
    """A curve of the model, its table by name, and its mean. Scale 0: the constant `shift`."""

    table: Table
    form: int
    shift: float
    scale: float
    mean: float

    def at(self, u: float) -> float:
        """The exact quantile, by scipy."""
        if self.scale == 0.0:
            return self.shift
        if self.form == LISTED:
            return float(self.table[1 + int(u * self.scale)])
        value = self.shift + self.scale * _quantile(self.table, u)
        return math.exp(min(value, 700.0)) if self.form == EXPONENTIAL else value

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value that can be drawn."""
        return self.at(_OUTERMOST), self.at(1.0 - _OUTERMOST)


@dataclass(frozen=True)
class Standard:
    """A standard distribution by its quantiles, at a chance of less (`ppf`) or of more (`isf`)."""

    ppf: Callable[[Any], Any]
    isf: Callable[[Any], Any]


@functools.lru_cache(maxsize=512)
def standard(table: Table) -> Standard:
    """The standard distribution behind a table.

    To the bit what scipy.stats computes, whose import takes longer than all that `bowtie check` does.
    """
    name, shape = str(table[0]), [float(x) for x in table[1:]]
    if name == "normal":
        return Standard(special.ndtri, lambda q: -special.ndtri(q))
    if name == "beta":
        return Standard(lambda q: special.betaincinv(*shape, q), lambda q: special.betainccinv(*shape, q))
    if name == "exponential":
        return Standard(lambda q: -special.log1p(-q), lambda q: -np.log(q))
    if name == "gamma":
        return Standard(lambda q: special.gammaincinv(*shape, q), lambda q: special.gammainccinv(*shape, q))
    if name == "weibull":
        power = 1.0 / shape[0]
        return Standard(lambda q: (-special.log1p(-q)) ** power, lambda q: (-np.log(q)) ** power)
    return Standard(lambda q: q, lambda q: 1.0 - q)


@functools.lru_cache(maxsize=8192)
def _quantile(table: Table, u: float) -> float:
    """The exact quantile of a standard distribution: bounds of a number are asked for at every reading."""
    return float(standard(table).ppf(u))


@functools.lru_cache(maxsize=512)
def quantiles(table: Table) -> NDArray[np.float64]:
    """A table of the model: the quantiles of a standard distribution, or the values of a list."""
    if table[0] == "values":
        values = table_of_list([float(x) for x in table[1:]])
    else:
        with np.errstate(all="ignore"):
            values = table_of(standard(table))
    values.setflags(write=False)
    return values


def constant(value: float) -> Curve:
    """Always the same."""
    return Curve(NORMAL, PLAIN, value, 0.0, value)


def normal(mean: float, sd: float) -> Curve:
    """Normal."""
    return Curve(NORMAL, PLAIN, mean, sd, mean)


def lognormal(mu: float, sigma: float) -> Curve:
    """Lognormal, by the mean and the standard deviation of the logarithm."""
    if sigma == 0.0:
        return constant(math.exp(mu))
    return Curve(NORMAL, EXPONENTIAL, mu, sigma, math.exp(min(mu + 0.5 * sigma * sigma, 700.0)))


def beta(a: float, b: float, low: float = 0.0, high: float = 1.0) -> Curve:
    """Beta between `low` and `high`."""
    return Curve(("beta", a, b), PLAIN, low, high - low, low + (high - low) * a / (a + b))


def pert(low: float, best: float, high: float) -> Curve:
    """PERT: a beta between `low` and `high` with its mode at `best` (Malcolm et al. 1959)."""
    if high == low:
        return constant(low)
    width = high - low
    return beta(1.0 + 4.0 * (best - low) / width, 1.0 + 4.0 * (high - best) / width, low, high)


def exponential(mean: float) -> Curve:
    """Exponential."""
    return Curve(("exponential",), PLAIN, 0.0, mean, mean)


def gamma(mean: float, sd: float) -> Curve:
    """Gamma."""
    return Curve(("gamma", (mean / sd) ** 2), PLAIN, 0.0, sd * sd / mean, mean)


def weibull(mean: float, shape: float) -> Curve:
    """Weibull."""
    return Curve(("weibull", shape), PLAIN, 0.0, mean / math.gamma(1.0 + 1.0 / shape), mean)


def uniform(low: float, high: float) -> Curve:
    """Uniform."""
    return Curve(("uniform",), PLAIN, low, high - low, 0.5 * (low + high))


def listed(values: tuple[float, ...]) -> Curve:
    """One of the values, each as likely."""
    if min(values) == max(values):
        return constant(values[0])
    return Curve(("values", *sorted(values)), LISTED, 0.0, len(values), math.fsum(values) / len(values))


@functools.lru_cache(maxsize=512)
def beta_of_range(low: float, high: float) -> tuple[float, float]:
    """The parameters of the beta with 5 % below `low` and 5 % above `high`, 0 < low < high < 1."""
    mean, sd = 0.5 * (low + high), (high - low) / (2.0 * Z95)
    n = max(mean * (1.0 - mean) / sd**2 - 1.0, 0.05)

    def miss(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        a, b = (math.exp(min(max(x, -12.0), 40.0)) for x in logs.tolist())
        return np.array([special.betainc(a, b, low) - 0.05, special.betaincc(a, b, high) - 0.05])

    found = _solved(miss, np.array([math.log(mean * n), math.log((1.0 - mean) * n)]))
    if np.abs(miss(found)).max() < 1e-9:
        a, b = (math.exp(x) for x in found.tolist())
        return a, b

    from scipy import optimize

    def share_below_high(log_n: float) -> float:
        return float(special.betaincc(*_beta_below(low, log_n), high)) - 0.05

    try:
        log_n = float(optimize.brentq(share_below_high, -8.0, 25.0, xtol=1e-13))
        return _beta_below(low, log_n)
    except ValueError:
        raise QuantityError("no beta distribution has this range; use { low, best, high }") from None


def _beta_below(low: float, log_n: float) -> tuple[float, float]:
    """The beta of concentration exp(log_n) with 5 % below `low`."""
    from scipy import optimize

    n = math.exp(log_n)

    def miss(logit: float) -> float:
        m = 1.0 / (1.0 + math.exp(-logit))
        return float(special.betainc(m * n, (1.0 - m) * n, low)) - 0.05

    m = 1.0 / (1.0 + math.exp(-float(optimize.brentq(miss, -30.0, 30.0, xtol=1e-14))))
    return m * n, (1.0 - m) * n


_TOLERANCE = 1e-13


def _solved(miss: Callable[[Any], Any], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where `miss` is nothing, as scipy.optimize.root finds it: by MINPACK's hybrid method."""
    hybrid = _minpack()
    if hybrid is None:
        from scipy import optimize

        return np.asarray(optimize.root(miss, start, tol=_TOLERANCE).x)
    calls, step = 200 * (start.size + 1), np.finfo(np.float64).eps  # as root has them
    return np.asarray(hybrid(miss, start, (), 1, _TOLERANCE, calls, -10, -10, step, 100, None)[0])


@functools.cache
def _minpack() -> Callable[..., Any] | None:
    """The method itself, out of scipy.optimize, whose import takes longer than reading a file.

    None where this scipy has it elsewhere.
    """
    spec = PathFinder.find_spec("_minpack", [str(Path(scipy.__file__).parent / "optimize")])
    if spec is None or spec.loader is None:
        return None
    page = module_from_spec(spec)
    spec.loader.exec_module(page)
    return getattr(page, "_hybrd", None)
