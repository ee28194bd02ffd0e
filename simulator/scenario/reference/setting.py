"""One play and one draw of its numbers, about to be settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.curves import quantile
from simulator.jit import compiled
from simulator.judgement import chance_above
from simulator.scenario.keys.schema import Play
from simulator.scenario.numbers.bounds import WITH_FIT
from simulator.scenario.numbers.number import Number
from simulator.scenario.reference.bars import FITS
from simulator.scenario.rows.draws import Drawn
from simulator.scenario.rows.frame import Links


@compiled
def _along_fit(tables: NDArray[np.float64], curve: Any) -> NDArray[np.float64]:
    values = np.zeros(FITS.shape[0])
    for i in range(FITS.shape[0]):
        u = min(max(chance_above(-FITS[i], 0.0, 0.0), 1e-12), 1.0 - 1e-12)
        values[i] = quantile(tables, curve, u)
    return values


@dataclass(frozen=True)
class Setting:
    """A play with its links, what is drawn for it, and the curves of what differs."""

    play: Play
    links: Links
    drawn: Drawn
    tables: NDArray[np.float64]
    curves: NDArray[np.void]
    rate_curves: Mapping[str, int]  # by path: row of the curve of a rate that differs between accounts
    takes: NDArray[np.int64]  # rows of the curves of the stages after the close

    def curve_of(self, rate: Number) -> Any:
        """The curve of a rate that differs between accounts."""
        return self.curves[self.rate_curves[rate.path]]

    def along_fit(self, rate: Number) -> NDArray[np.float64]:
        """The chance of a rate that is read without a bar, at each fit."""
        if rate.varies == WITH_FIT:
            return _along_fit(self.tables, self.curve_of(rate))
        return np.full(len(FITS), self.drawn(rate))

    @property
    def mean_fit(self) -> float:
        """Of its own leads."""
        return self.drawn.given(self.play.fit, 0.0)
