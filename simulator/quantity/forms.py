"""Forms in which a number may be stated, and the curve of each."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.quantity import distributions as d
from simulator.quantity.kind import Kind


@dataclass(frozen=True)
class Form:
    """A way to state a number: its parameters and what they make."""

    needs: tuple[str, ...]
    curve: Callable[[Kind, Mapping[str, Any]], d.Curve]
    plain: tuple[str, ...] = ()  # parameters without a unit
    movable: tuple[str, ...] = ()  # parameters that may themselves be a range


def _of_range(kind: Kind, p: Mapping[str, Any]) -> d.Curve:
    low, high = p["low"], p["high"]
    if low == high:
        return d.constant(low)
    if kind.family == "normal":
        return d.normal(0.5 * (low + high), (high - low) / (2.0 * d.Z95))
    if kind.family == "beta":
        a, b = d.beta_of_range(low / kind.high, high / kind.high)
        return d.beta(a, b, 0.0, kind.high)
    a, b = math.log(low), math.log(high)
    return d.lognormal(0.5 * (a + b), (b - a) / (2.0 * d.Z95))


def _of_beta(kind: Kind, p: Mapping[str, Any]) -> d.Curve:
    mean, sd = p["mean"] / kind.high, p["sd"] / kind.high
    n = mean * (1.0 - mean) / (sd * sd) - 1.0
    return d.beta(mean * n, (1.0 - mean) * n, 0.0, kind.high)


def _of_median(kind: Kind, p: Mapping[str, Any]) -> d.Curve:
    return d.lognormal(math.log(p["median"]), p["sigma"])


def _of_mean(kind: Kind, p: Mapping[str, Any]) -> d.Curve:
    return d.lognormal(math.log(p["mean"]) - 0.5 * p["sigma"] ** 2, p["sigma"])


FORMS = {
    "value": Form(("value",), lambda kind, p: d.constant(p["value"])),
    "range": Form(("low", "high"), _of_range),
    "pert": Form(("low", "best", "high"), lambda kind, p: d.pert(p["low"], p["best"], p["high"])),
    "median": Form(("median", "sigma"), _of_median, ("sigma",), ("median", "sigma")),
    "mean": Form(("mean", "sigma"), _of_mean, ("sigma",), ("mean", "sigma")),
    "exponential": Form(("mean",), lambda kind, p: d.exponential(p["mean"]), (), ("mean",)),
    "gamma": Form(("mean", "sd"), lambda kind, p: d.gamma(p["mean"], p["sd"])),
    "weibull": Form(
        ("mean", "shape"), lambda kind, p: d.weibull(p["mean"], p["shape"]), ("shape",), ("mean",)
    ),
    "uniform": Form(("low", "high"), lambda kind, p: d.uniform(p["low"], p["high"])),
    "beta": Form(("mean", "sd"), _of_beta),
    "beta ab": Form(("a", "b"), lambda kind, p: d.beta(p["a"], p["b"], 0.0, kind.high), ("a", "b")),
    "normal": Form(("mean", "sd"), lambda kind, p: d.normal(p["mean"], p["sd"]), (), ("mean", "sd")),
    "values": Form(("values",), lambda kind, p: d.listed(p["values"])),
}  # fmt: skip

# The word that a parameter has in random addresses, where it was renamed: name now, word for ever.
ADDRESS_WORDS: dict[str, str] = {}
