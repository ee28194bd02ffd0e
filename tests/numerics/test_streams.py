"""Random numbers with an address: the published generator, and what an address promises."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from simulator.numerics.streams import FIT, PASSES, address_of, bits, philox, uniform

# Known answers of Philox4x32-10: Random123 1.14, tests/kat_vectors.
PI = [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ([0] * 6, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
        ([0xFFFFFFFF] * 6, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
        (PI, [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]),
    ],
)
def test_known_answers(words: list[int], answer: list[int]) -> None:
    arguments = [np.uint64(word) for word in words]
    assert [int(word) for word in philox(*arguments)] == answer
    assert [int(word) for word in philox.py_func(*arguments)] == answer


def test_every_part_of_an_address_counts() -> None:
    """Would catch a part that is dropped or that overlaps another, as a cut of the high half would."""
    base = (1, 2, 3, 4, 5)
    near = [base, *[(*base[:i], base[i] + 1, *base[i + 1 :]) for i in range(5)]]
    near += [(1, 2, 3 + 2**32, 4, 5), (1, 2, np.uint64(3 + 2**63), 4, 5), (1, 2, 3, 4, 5 + 2**31)]
    assert len({int(bits(*address)) for address in near}) == len(near)


def test_a_number_is_uniform_and_never_touches_the_ends() -> None:
    """Kolmogorov-Smirnov at a false-alarm rate of 1e-5 would notice a deviation of 0.008."""
    numbers = np.array([uniform(0, 0, account, FIT, 0) for account in range(100_000)])
    assert scipy.stats.kstest(numbers, "uniform").pvalue > 1e-5
    assert numbers.min() > 0.0
    assert numbers.max() < 1.0
    highest = ((2**52 - 1) + 0.5) * 2.0**-52
    assert highest < 1.0


def test_purposes_are_unrelated() -> None:
    """Correlation of 100,000 pairs: a false-alarm rate of 1e-5 notices 0.014."""
    pairs = [(uniform(0, 0, i, FIT, 0), uniform(0, 0, i, PASSES, 0)) for i in range(100_000)]
    assert abs(np.corrcoef(np.array(pairs).T)[0, 1]) < 4.42 / np.sqrt(100_000)


def test_paths_have_addresses_of_their_own() -> None:
    assert address_of("motion.sale.leads") != address_of("motion.sale.units")
    assert 0 <= address_of("motion.sale.leads") < 2**64
