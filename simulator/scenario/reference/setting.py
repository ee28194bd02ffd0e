"""One motion and one draw of its numbers, about to be settled; its rates that differ between accounts."""

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.company.schema import Motion
from simulator.numerics.curves import NORMAL, quantile
from simulator.numerics.jit import Floats, Ints, Rows, compiled
from simulator.numerics.threshold import chance_above
from simulator.quantity.kind import WITH_FIT
from simulator.quantity.number import Number
from simulator.scenario.reference.levels import Levels, alike
from simulator.scenario.reference.need import levels_at_birth, levels_of
from simulator.scenario.reference.thresholds import FAR, FITS
from simulator.scenario.to_model.channels import Entry
from simulator.scenario.to_model.draws import Drawn
from simulator.scenario.to_model.frame import Links

OWN_DRAWS = 512  # points of a rate at the account's own draw


@compiled
def _along_fit(tables: Floats, curve: Any) -> Floats:
    values = np.zeros(FITS.shape[0])
    for i in range(FITS.shape[0]):
        u = min(max(chance_above(-FITS[i], 0.0, 0.0), 1e-12), 1.0 - 1e-12)
        values[i] = quantile(tables, curve, u)
    return values


@functools.lru_cache(maxsize=64)
def _density(mean: float) -> Floats:
    """The density of fit around a mean, not normalised: of most motions the same in each draw."""
    return np.array([math.exp(-0.5 * (fit - mean) ** 2) for fit in FITS.tolist()])


@dataclass(frozen=True)
class Setting:
    """A motion with its links, what is drawn for it, and the curves of what differs."""

    motion: Motion
    links: Links
    drawn: Drawn
    tables: Floats
    curves: NDArray[np.void]
    rate_curves: Mapping[str, int]  # by path: row of the curve of a rate that differs between accounts
    rows: Rows  # STAGE, of its stages
    entries: tuple[Entry, ...]  # where its leads come in

    def curve_of(self, rate: Number) -> Any:
        """The curve of a rate that differs between accounts."""
        return self.curves[self.rate_curves[rate.path]]

    def along_fit(self, rate: Number) -> Floats:
        """The chance of a rate that is read without a threshold, at each fit."""
        if rate.varies == WITH_FIT:
            return _along_fit(self.tables, self.curve_of(rate))
        return np.full(len(FITS), self.drawn(rate))

    @property
    def takes(self) -> Ints:
        """Rows of the curves of the stages after the close."""
        return self.rows["takes"][self.links.close + 1 :].astype(np.int64)

    @functools.cached_property
    def levels(self) -> Levels:
        """What tells its leads apart beside fit: need, where it is followed."""
        motion = self.motion
        if motion.need is None:
            known = [self.drawn.given(stage.fit_correlation, 0.0) for stage in motion.stage]
            return alike(np.array(known))
        return levels_of(motion.need, motion.stage, self.drawn, self.rows, self.tables, self.curves)

    @property
    def entering(self) -> Floats:
        """Density over fit of its leads, of all channels, by the stage at which they come in.

        Shape (stages, fits)."""
        return self._density(self.entries)

    @property
    def coming(self) -> Floats:
        """The same by level of need, too: shape (stages, levels, fits)."""
        own = {
            name: channel.at_birth
            for name, channel in self.motion.channel.items()
            if self.motion.need is not None and channel.at_birth is not None
        }
        usual = self._density([at for at in self.entries if at.channel not in own])
        found = usual[:, None, :] * self.levels.at_birth[:, None]
        for at in self.entries:
            if at.channel in own:
                shares = levels_at_birth(own[at.channel], self.drawn)
                found += self._density([at])[:, None, :] * shares[:, None]
        return found

    def _density(self, entries: Iterable[Entry]) -> Floats:
        density = np.zeros((len(self.motion.stage), len(FITS)))
        for at in entries:
            density[at.stage] += at.weight * _density(at.fit)
        return density


@compiled
def along_draws(tables: Floats, curve: Any) -> Floats:
    """A rate at evenly spread draws, shape (512,)."""
    values = np.zeros(OWN_DRAWS)
    for n in range(OWN_DRAWS):
        values[n] = quantile(tables, curve, (n + 0.5) / OWN_DRAWS)
    return values


@compiled
def _probits(chances: Floats, tables: Floats, curves: Rows) -> Floats:
    """Normal quantiles, read from the table as the rules do; 0 and 1, which stay, are left out."""
    probits = np.zeros(chances.shape[0])
    for n in range(chances.shape[0]):
        if 0.0 < chances[n] < 1.0:
            probits[n] = quantile(tables, curves[NORMAL], chances[n])
    return probits


@compiled
def _moved(chance: float, probit: float, shift: float) -> float:
    """A chance with its threshold raised. Never and always stay what they are, as in the rules."""
    if shift == 0.0 or chance <= 0.0 or chance >= 1.0:
        return chance
    return chance_above(shift - probit, 0.0, 0.0)


@compiled
def shifted(chances: Floats, shift: float, tables: Floats, curves: Rows) -> Floats:
    """Chances with their thresholds raised."""
    probits = _probits(chances, tables, curves)
    values = np.zeros(chances.shape[0])
    for n in range(chances.shape[0]):
        values[n] = _moved(chances[n], probits[n], shift)
    return values


@compiled
def shift_for(rate: float, weights: Floats, chances: Floats, tables: Floats, curves: Rows) -> float:
    """The shift of the threshold at which the mean chance is `rate`, by bisection."""
    probits = _probits(chances, tables, curves)
    low, high = -FAR, FAR
    total = weights.sum()
    while True:
        middle = 0.5 * (low + high)
        if not low < middle < high or high - low < 1e-12:
            return middle
        passed = 0.0
        for n in range(weights.shape[0]):
            passed += weights[n] * _moved(chances[n], probits[n], middle)
        if passed > rate * total:
            low = middle
        else:
            high = middle
