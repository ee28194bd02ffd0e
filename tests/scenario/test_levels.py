"""Levels of leads beside their fit: what a chain makes of them, whatever they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from simulator.scenario.reference.chain import FIXED, SOLVE, Chain
from simulator.scenario.reference.crowds import settle
from simulator.scenario.reference.levels import LOSES, PASSES, Levels, alike, still
from simulator.scenario.reference.thresholds import FITS

ENTERING = np.zeros((4, len(FITS)))
ENTERING[0] = np.exp(-0.5 * FITS**2)


def chain(levels: Levels, jumps: bool = False, **changed: Any) -> Chain:
    """Four stages, of which the third is the close; with jumps the first two are a circle."""
    plain = Chain(
        task=np.full(4, SOLVE), rate=np.array([0.4, 0.35, 0.55, 0.8]), threshold=np.zeros(4),
        fixed=np.zeros((4, len(FITS))), nurture=np.full((4, len(FITS)), 0.3),
        passes_to=np.array([1, 2, 3, -1]),
        loses_to=np.array([1, 0, 0, -1]) if jumps else np.array([-1, -1, -1, -1]),
        order=np.arange(3), groups=np.array([0, 3] if jumps else [0, 1, 2, 3]),
        circular=np.array([1] if jumps else [0, 0, 0]), close=2, levels=levels,
    )  # fmt: skip
    return plain._replace(**changed)


def coming(motion: Chain) -> np.ndarray:
    """Its leads, by the stage at which they come in, their level and fit."""
    return ENTERING[:, None, :] * motion.levels.at_birth[:, None]


def three_levels() -> Levels:
    """Everything at once: leads move at each step, decisions see the level, and some sign all the same."""
    random = np.random.default_rng(3)

    def kernels(*many: int) -> np.ndarray:
        shares = random.random((*many, 3, 3)) + 0.1
        return np.asarray(shares / shares.sum(axis=-1, keepdims=True))

    pushed = np.full((4, 3), -1.0)
    pushed[2, 0] = 0.03
    return Levels(
        np.array([0.45, 0.28, 0.27]), kernels(4), kernels(3, 4), random.random((4, 3)), pushed,
        random.uniform(0.1, 0.9, (4, 3)), np.array([False, True, True]),
    )  # fmt: skip


def copied(levels: Levels, times: int) -> Levels:
    """Each level so many times, between which leads change as they like, alike in all else."""
    change = np.random.default_rng(4).random((times, times))
    change /= change.sum(axis=1, keepdims=True)
    share = np.full(times, 1.0 / times)
    flat = (np.tile(of, (1, times)) for of in (levels.shift, levels.pushed, levels.fit_correlation))
    return Levels(
        np.kron(share, levels.at_birth), np.kron(change, levels.takes), np.kron(change, levels.leaves), *flat,
        np.tile(levels.buys, times),
    )  # fmt: skip


@pytest.mark.parametrize("jumps", [False, True])
def test_levels_that_differ_in_nothing_change_nothing(jumps: bool) -> None:
    """21 levels that are 3, seven times. Catches a number of levels that is built in, a kernel that is read
    across, and a circle that mixes up its stages and their levels."""
    few, many = chain(three_levels(), jumps), chain(copied(three_levels(), 7), jumps)
    expected, found = settle(few, coming(few)), settle(many, coming(many))
    assert many.threshold == pytest.approx(few.threshold, abs=1e-12)
    assert found.first.reshape(4, 7, 3, -1).sum(axis=1) == pytest.approx(expected.first, abs=1e-12)
    for got, right in zip(found[1:], expected[1:], strict=True):
        assert got == pytest.approx(right, abs=1e-12)
    assert expected.pushed.sum() > 0.0


def test_what_judges_fit_may_differ_between_leads() -> None:
    """Half of the leads are judged at .3, half at .8, twice: two judgements of one lead go together with
    the square of that, so by the bivariate normal the second passes as stated. Catches one correlation for
    all."""
    levels = alike(np.zeros(4))._replace(
        at_birth=np.full(2, 0.5), takes=still(2, 4), leaves=still(2, 3, 4), shift=np.zeros((4, 2)),
        pushed=np.full((4, 2), -1.0), fit_correlation=np.tile([0.3, 0.8], (4, 1)), buys=np.ones(2, np.bool_),
    )  # fmt: skip
    motion = chain(levels, nurture=np.zeros((4, len(FITS))))
    settle(motion, coming(motion))
    first, second = motion.threshold[:2]
    assert first == pytest.approx(norm.isf(0.4), abs=1e-10)
    both = [
        multivariate_normal([0.0, 0.0], [[1.0, r], [r, 1.0]]).cdf([-first, -second]) for r in (0.3**2, 0.8**2)
    ]
    assert np.mean(both) == pytest.approx(0.4 * 0.35, abs=1e-6)


@pytest.mark.parametrize(("way", "share"), [(PASSES, 0.4), (LOSES, 0.6)])
def test_who_goes_one_way_moves_on_that_way_alone(way: int, share: float) -> None:
    """All come to the second stage, some by losing at the first; those of one way are lifted on it. Catches
    a kernel of the other way, and one that is forgotten."""
    leaves = still(2, 3, 4)
    leaves[way, 0] = [[0.0, 1.0], [0.0, 1.0]]
    levels = three_levels()._replace(
        at_birth=np.array([1.0, 0.0]), takes=still(2, 4), leaves=leaves, shift=np.zeros((4, 2)),
        pushed=np.full((4, 2), -1.0), fit_correlation=np.zeros((4, 2)), buys=np.ones(2, np.bool_),
    )  # fmt: skip
    motion = chain(
        levels, task=np.full(4, FIXED), fixed=np.full((4, len(FITS)), 0.4), nurture=np.zeros((4, len(FITS))),
        loses_to=np.array([1, -1, -1, -1]),
    )  # fmt: skip
    came = settle(motion, coming(motion)).first[1].sum(axis=1)
    assert came / ENTERING.sum() == pytest.approx([1.0 - share, share])
