"""Numbers that go together have the rank correlation that is asked for, and stay spread over strata."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from simulator.numerics.strata import BLOCK, stratified
from simulator.numerics.streams import address_of
from simulator.numerics.together import Together, factor, of_normals, of_strata

ADDRESSES = np.array([address_of(name) for name in ("a", "b", "c")], np.uint64)
RANKS = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, -0.5], [0.0, -0.5, 1.0]])
RUNS = 4_000
ERROR = 4.42 / math.sqrt(RUNS)  # of a rank correlation of independent pairs, once in 1e5; of others less


def together(ranks: NDArray[np.float64] = RANKS) -> Together:
    mixes = [factor(ranks, rank_of) for rank_of in (of_strata, of_normals)]
    assert mixes[0] is not None
    assert mixes[1] is not None
    return Together(ADDRESSES[: len(ranks)], mixes[0], mixes[1])


def drawn(of: Together, runs: int = RUNS, *, independent: bool = False) -> NDArray[np.float64]:
    return np.array([of.uniforms(7, run, independent=independent) for run in range(runs)])


@pytest.fixture(scope="module")
def spread() -> NDArray[np.float64]:
    return drawn(together())


@pytest.mark.parametrize("independent", [False, True])
def test_the_rank_correlations_are_those_asked_for(spread: NDArray[np.float64], independent: bool) -> None:
    """Catches the ranks of a block taken for those of all runs, and a row mixed of the wrong ones; what is
    too little for so many runs the equations below catch."""
    found = drawn(together(), independent=True) if independent else spread
    for first, second in ((0, 1), (0, 2), (1, 2)):
        rank = scipy.stats.spearmanr(found[:, first], found[:, second]).statistic
        assert rank == pytest.approx(RANKS[first, second], abs=ERROR)


def test_each_number_still_has_one_draw_in_every_eighth(spread: NDArray[np.float64]) -> None:
    """Catches a copula laid over the strata, which breaks those of all numbers but the first: the mean of a
    block then varies as much as that of independent draws."""
    strata = (spread * BLOCK).astype(int).reshape(-1, BLOCK, 3)
    assert (np.sort(strata, axis=1) == np.arange(BLOCK)[:, None]).all()
    means = spread.reshape(-1, BLOCK, 3).mean(axis=1)
    plain = drawn(together(), independent=True).reshape(-1, BLOCK, 3).mean(axis=1)
    assert (means.var(axis=0) < 0.03 * plain.var(axis=0)).all()


def test_each_number_is_uniform_at_every_place_of_a_block(spread: NDArray[np.float64]) -> None:
    """Catches places that do not fill their strata, and a slot that ties favour: one false alarm in 1e5
    each."""
    for number in range(3):
        every = spread[:, number].reshape(-1, BLOCK)
        assert min(scipy.stats.kstest(every[:, slot], "uniform").pvalue for slot in range(BLOCK)) > 1e-5
        assert scipy.stats.kstest((spread[:, number] * BLOCK) % 1.0, "uniform").pvalue > 1e-5


def test_the_first_draws_as_if_it_were_alone(spread: NDArray[np.float64]) -> None:
    """Catches other bits than those that the number has in a file without correlations."""
    alone = [stratified(np.uint64(7), np.uint64(run), ADDRESSES[0]) for run in range(64)]
    assert spread[:64, 0] == pytest.approx(alone, abs=1e-12)


@pytest.mark.parametrize("rank", [1.0, -1.0])
def test_numbers_may_go_together_entirely(rank: float) -> None:
    """Catches a division by what is left of a score that another makes up whole."""
    found = drawn(together(np.array([[1.0, rank], [rank, 1.0]])), 64)
    other = found[:, 0] if rank > 0 else 1.0 - found[:, 0]
    assert found[:, 1] == pytest.approx(other, abs=1e-9)


def test_scores_are_mixed_by_the_equations_of_their_sources() -> None:
    """Spearman's of two normal numbers is 6/pi asin(r/2); of eight of them its mean is Moran's, here by
    drawing 200,000 samples: catches n in place of n + 1, or a within-stratum part that is left out."""
    assert of_normals(2.0 * math.sin(math.pi * 0.6 / 6.0)) == pytest.approx(0.6, rel=1e-12)
    for ends in (of_normals, of_strata):
        assert ends(1.0) == pytest.approx(1.0)
        assert ends(-1.0) == pytest.approx(-1.0)
        assert ends(0.0) == 0.0
    rng = np.random.default_rng(1)
    first, other = rng.standard_normal((2, 200_000, BLOCK))
    second = 0.7 * first + math.sqrt(1.0 - 0.49) * other
    ranks = [np.argsort(np.argsort(x, axis=1), axis=1) - 3.5 for x in (first, second)]
    mean = (ranks[0] * ranks[1]).mean() / 5.25
    expected = mean * (1.0 - 1.0 / 64.0) + of_normals(0.7) / 64.0
    assert of_strata(0.7) == pytest.approx(expected, abs=0.002)


def test_what_no_numbers_can_be_has_no_mix() -> None:
    """Catches a root of what is below nothing: three that all go against each other; a pair that is one, and
    of which each goes with a third in its own way."""
    for ranks in ([[1.0, -0.8, -0.8], [-0.8, 1.0, -0.8], [-0.8, -0.8, 1.0]],
                  [[1.0, 1.0, 0.5], [1.0, 1.0, 0.2], [0.5, 0.2, 1.0]]):  # fmt: skip
        assert factor(np.array(ranks), of_strata) is None
        assert factor(np.array(ranks), of_normals) is None
