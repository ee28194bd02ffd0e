"""Shares stay within [0, 1], whatever the order of a sum."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from simulator.closed_form.path import passing

WEIGHTS = arrays(np.float64, st.integers(1, 200), elements=st.floats(0.0, 1e6, allow_subnormal=False))


@given(WEIGHTS, st.randoms(use_true_random=False))
def test_a_part_is_never_more_than_the_whole(weight: np.ndarray, random) -> None:
    """Catches a share of 1.0000000000000002, and one that depends on the order of its terms."""
    chance = np.array([random.choice([0.0, 1.0 - 2**-53, 1.0, random.random()]) for _ in weight])
    part, order = passing(weight, chance), random.sample(range(len(weight)), len(weight))
    assert 0.0 <= part <= math.fsum(weight)
    assert part == passing(weight[order], chance[order])
    assert passing(weight, np.ones_like(weight)) == math.fsum(weight)


def test_it_is_rounded_once() -> None:
    """Catches a sum in passing that loses what is small beside the rest."""
    assert passing(np.array([1e16, 1.0, 1.0]), np.ones(3)) == 1e16 + 2.0
    assert passing(np.full(10, 0.1), np.ones(10)) == pytest.approx(1.0, abs=0.0)
