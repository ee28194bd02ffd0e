"""One motion and one draw of its numbers, about to be settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.company.schema import Motion
from simulator.kernel.curves import quantile
from simulator.kernel.jit import compiled
from simulator.kernel.threshold import chance_above
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number
from simulator.scenario.build.draws import Drawn
from simulator.scenario.build.frame import Links
from simulator.scenario.reference.thresholds import FITS


@compiled
def _along_fit(tables: NDArray[np.float64], curve: Any) -> NDArray[np.float64]:
    values = np.zeros(FITS.shape[0])
    for i in range(FITS.shape[0]):
        u = min(max(chance_above(-FITS[i], 0.0, 0.0), 1e-12), 1.0 - 1e-12)
        values[i] = quantile(tables, curve, u)
    return values


@dataclass(frozen=True)
class Setting:
    """A motion with its links, what is drawn for it, and the curves of what differs."""

    motion: Motion
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
        """The chance of a rate that is read without a threshold, at each fit."""
        if rate.varies == WITH_FIT:
            return _along_fit(self.tables, self.curve_of(rate))
        return np.full(len(FITS), self.drawn(rate))

    @property
    def mean_fit(self) -> float:
        """Of its own leads."""
        return self.drawn.given(self.motion.fit, 0.0)
