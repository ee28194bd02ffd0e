"""Draw the uncertain numbers of a scenario, once per replication."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.company.schema import Company, numbers_of
from simulator.numerics.curves import CURVE, quantile
from simulator.numerics.jit import Floats, Rows, compiled
from simulator.numerics.strata import stratified
from simulator.numerics.streams import IGNORANCE, address_of, uniform
from simulator.numerics.together import Together
from simulator.quantity import distributions as d
from simulator.quantity.number import Number


@compiled
def _uniforms(addresses: NDArray[np.uint64], seed: Any, replication: Any, independent: bool) -> Floats:
    """The probability at each address: spread evenly over a block of replications, or independent."""
    us = np.zeros(addresses.shape[0])
    for n in range(addresses.shape[0]):
        if independent:
            us[n] = uniform(seed, replication, addresses[n], IGNORANCE, 0)
        else:
            us[n] = stratified(seed, replication, addresses[n])
    return us


@compiled
def _quantiles(tables: Floats, curves: Rows, us: Floats) -> Floats:
    """The value of each curve at its probability."""
    values = np.zeros(us.shape[0])
    for n in range(us.shape[0]):
        values[n] = quantile(tables, curves[n], us[n])
    return values


@dataclass(frozen=True)
class Drawn:
    """One value for all that is one number for the company; curves for what differs."""

    values: Mapping[str, float]  # by the path of a number

    def __call__(self, number: Number) -> float:
        """The value of a number, its mean where it differs between accounts."""
        return self.values[number.path]

    def given(self, number: Number | None, default: float) -> float:
        """The value of a number that a file may leave out."""
        return default if number is None else self(number)

    def curve(self, number: Number) -> d.Curve:
        """The curve of a number."""
        if not number.per_account:
            return d.constant(self(number))
        if not number.unknown:
            return number.curve
        return number.curve_of({name: self(inner) for name, inner in number.unknown})


class Draws:
    """The numbers of one company, some of which go together. Tables are made once; a draw makes none."""

    def __init__(self, company: Company, together: Together | None = None) -> None:
        self.best: dict[str, float] = {}
        self.unknown: list[Number] = []
        for path, number in numbers_of(company):
            self.best[path] = number.mean
            if number.per_account:
                self.best |= {inner.path: inner.mean for _, inner in number.unknown}
                self.unknown += (inner for _, inner in number.unknown)
            elif number.curve.scale != 0.0:
                self.unknown.append(number)
        rows, self._tables = tabulated([number.curve for number in self.unknown])
        self._curves = np.array(rows, CURVE)
        self._addresses = np.array([address_of(number.address) for number in self.unknown], np.uint64)
        self._together = together or Together()
        columns = {int(address): n for n, address in enumerate(self._together.addresses)}
        here = [(n, columns[int(a)]) for n, a in enumerate(self._addresses) if int(a) in columns]
        self._places, self._columns = [n for n, _ in here], [column for _, column in here]

    def best_guess(self) -> Drawn:
        """Every unknown number at its mean."""
        return Drawn(self.best)

    def draw(self, seed: int, replication: int, independent: bool = False) -> Drawn:
        """Every unknown number at its quantile for this replication.

        Stratified over the block that the replication is of, unless all draws are to be independent.
        """
        values = self.values(seed, replication, independent)
        drawn = zip((number.path for number in self.unknown), values.tolist(), strict=True)
        return Drawn({**self.best, **dict(drawn)})

    def values(self, seed: int, replication: int, independent: bool = False) -> Floats:
        """The same as a row: the value of each of `unknown`."""
        us = _uniforms(self._addresses, np.uint64(seed), np.uint64(replication), independent)
        if self._places:
            mixed = self._together.uniforms(seed, replication, independent=independent)
            us[self._places] = mixed[self._columns]
        return _quantiles(self._tables, self._curves, us)


def tabulated(
    curves: list[d.Curve],
) -> tuple[list[tuple[int, int, float, float]], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Rows of curves, and the tables that they refer to; row 0 is the standard normal."""
    places: dict[d.Table, int] = {d.NORMAL: 0}
    rows = []
    for curve in curves:
        place = 0 if curve.scale == 0.0 else places.setdefault(curve.table, len(places))
        rows.append((place, curve.form, curve.shift, curve.scale))
    return rows, np.array([d.quantiles(table) for table in places])
