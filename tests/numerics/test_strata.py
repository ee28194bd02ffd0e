"""What is not known is spread evenly over blocks of replications, and stays as random as it was."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from simulator.numerics import strata
from simulator.numerics.strata import BLOCK, stratified, stratum
from simulator.numerics.streams import LARGEST_KEY, address_of

ADDRESSES = [np.uint64(address_of(path)) for path in ("play.sale.leads", "product.effort", "team.csm.book")]
BLOCKS = 2_000


@pytest.fixture(scope="module")
def drawn() -> NDArray[np.float64]:
    """Of each number, block by block: (numbers, blocks, replications of a block)."""
    runs = range(BLOCKS * BLOCK)
    found = [[stratified(np.uint64(7), np.uint64(r), a) for r in runs] for a in ADDRESSES]
    return np.array(found).reshape(len(ADDRESSES), BLOCKS, BLOCK)


def test_a_block_has_one_draw_in_each_stratum(drawn: NDArray[np.float64]) -> None:
    """Catches ranks that tie or leave one out, and a place that leaves its stratum."""
    assert (np.sort((drawn * BLOCK).astype(int), axis=2) == np.arange(BLOCK)).all()


def test_the_last_block_is_as_whole_as_the_first() -> None:
    """Catches a block that reaches beyond the last replication that there may be."""
    last = [int(stratum(np.uint64(0), np.uint64(LARGEST_KEY - n), ADDRESSES[0])) for n in range(BLOCK)]
    assert sorted(last) == list(range(BLOCK))


def test_a_number_is_uniform_at_every_place_of_a_block(drawn: NDArray[np.float64]) -> None:
    """Catches a permutation that favours a place, or jitter that does not fill its stratum: by
    Kolmogorov and Smirnov, with a false alarm in 1e5 for each."""
    for number in drawn:
        assert min(scipy.stats.kstest(number[:, slot], "uniform").pvalue for slot in range(BLOCK)) > 1e-5
        within = (number * BLOCK) % 1.0
        assert scipy.stats.kstest(within.ravel(), "uniform").pvalue > 1e-5


def test_every_permutation_is_as_likely(drawn: NDArray[np.float64]) -> None:
    """Catches strata that follow each other: each pair of places has each pair of strata as often
    (chi-squared of 56 pairs, one false alarm in 1e5)."""
    strata_of = (drawn[0] * BLOCK).astype(int)
    pairs = np.array([(a != b) * (a * BLOCK + b) for a, b in strata_of[:, :2]])
    counts = np.unique(pairs, return_counts=True)[1]
    assert len(counts) == BLOCK * (BLOCK - 1)
    assert scipy.stats.chisquare(counts).pvalue > 1e-5


def test_numbers_and_blocks_are_independent(drawn: NDArray[np.float64]) -> None:
    """Catches one permutation for all numbers, or for all blocks: correlations of 16,000 and 2,000 pairs,
    one false alarm in 1e5 each."""
    for other in (1, 2):
        r = np.corrcoef(drawn[0].ravel(), drawn[other].ravel())[0, 1]
        assert abs(r) < 4.42 / np.sqrt(drawn[0].size)
    one, following = drawn[0][:-1, 0], drawn[0][1:, 0]
    assert abs(np.corrcoef(one, following)[0, 1]) < 4.42 / np.sqrt(BLOCKS)


def test_no_draw_touches_the_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a place that is rounded up to 1, or down to 0: there a quantile is not finite."""
    for word, place in ((0, 0), (2**64 - 1, BLOCK - 1)):
        monkeypatch.setattr(strata, "bits", lambda *_, word=word: np.uint64(word))
        monkeypatch.setattr(strata, "stratum", lambda *_, place=place: np.uint64(place))
        u = getattr(stratified, "py_func", stratified)(np.uint64(0), np.uint64(0), ADDRESSES[0])
        assert 0.0 < u < 1.0
        assert int(u * BLOCK) == place


def test_equal_bits_still_make_a_permutation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches two replications in one stratum where their random bits happen to be the same."""
    monkeypatch.setattr(strata, "bits", lambda *_: np.uint64(5))
    rank = getattr(stratum, "py_func", stratum)
    assert [int(rank(np.uint64(0), np.uint64(r), ADDRESSES[0])) for r in range(BLOCK)] == list(range(BLOCK))
