"""How sure a mean is."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special, stats

from simulator.experiment import proportion_interval, quantile_interval, t_interval
from simulator.experiment.intervals import FEW, LEVEL, proportion_gap_interval
from simulator.numerics.strata import BLOCK, stratified


def test_as_scipy_has_it() -> None:
    """Catches a wrong quantile, a variance over n, or a wrong level."""
    values = np.random.default_rng(7).gamma(2.0, size=23)
    theirs = stats.ttest_1samp(values, 0.0).confidence_interval(0.90)
    mean, low, high = t_interval(values)
    assert (mean, low, high) == pytest.approx((values.mean(), theirs.low, theirs.high), rel=1e-12)
    theirs = stats.ttest_1samp(values, 0.0).confidence_interval(0.99)
    assert t_interval(values, 0.99).half == pytest.approx((theirs.high - theirs.low) / 2, rel=1e-12)


@pytest.mark.slow
def test_it_covers_as_often_as_it_says() -> None:
    """Catches an interval too wide or too narrow, by 1.1 points of 90 in 20,000 means of five
    normal values. Would cry wolf once in 1e7 new seeds; the seed is fixed."""
    values = np.random.default_rng(11).normal(3.0, 2.0, size=(20_000, 5))
    intervals = [t_interval(row) for row in values]
    covered = np.mean([low <= 3.0 <= high for _, low, high in intervals])
    assert covered == pytest.approx(0.90, abs=0.0113)


def test_too_few_values_have_no_interval() -> None:
    """Catches a division by zero, or an interval of width 0 around a single value."""
    assert all(math.isnan(x) for x in t_interval([]))
    mean, low, high = t_interval([4.0])
    assert mean == 4.0
    assert math.isnan(low)
    assert math.isnan(high)


def test_equal_values_have_no_width() -> None:
    """Catches a mean that is a rounding away from the only value there is."""
    assert t_interval([0.1] * 7) == (0.1, 0.1, 0.1)
    assert t_interval(np.zeros(200)) == (0.0, 0.0, 0.0)


def test_of_whole_blocks_it_is_that_of_their_means() -> None:
    """Catches replications of one block taken for independent, and degrees of freedom of replications."""
    values = np.random.default_rng(3).gamma(2.0, size=8 * BLOCK)
    means = values.reshape(8, BLOCK).mean(axis=1)
    theirs = stats.ttest_1samp(means, 0.0).confidence_interval(0.90)
    assert t_interval(values) == pytest.approx((values.mean(), theirs.low, theirs.high), rel=1e-12)


def test_with_few_blocks_replications_are_taken_one_by_one() -> None:
    """Catches an interval of two or three blocks, many times as wide as it need be: t of one degree of
    freedom is 6.3."""
    values = np.random.default_rng(4).gamma(2.0, size=FEW * BLOCK)
    theirs = stats.ttest_1samp(values[:-1], 0.0).confidence_interval(0.90)
    assert t_interval(values[:-1]) == pytest.approx((values[:-1].mean(), theirs.low, theirs.high), rel=1e-12)
    means = values.reshape(FEW, BLOCK).mean(axis=1)
    theirs = stats.ttest_1samp(means, 0.0).confidence_interval(0.90)
    assert t_interval(values)[1:] == pytest.approx((theirs.low, theirs.high), rel=1e-12)


def test_a_block_counts_by_what_is_known_in_it() -> None:
    """Catches values that shift into another block where some are undefined, a last block that is not whole
    and counts as one, and a mean of blocks in place of the mean of what is known. By the formula of a
    ratio of sums, worked out here in other steps."""
    values = np.random.default_rng(5).gamma(2.0, size=5 * BLOCK + 3)
    values[[0, 9, 10, 11, 12]] = np.nan
    values[2 * BLOCK : 3 * BLOCK] = np.nan  # of this block nothing is known
    blocks = [values[first : first + BLOCK] for first in range(0, len(values), BLOCK) if first != 2 * BLOCK]
    sums, counts = np.array([(np.nansum(b), np.isfinite(b).sum()) for b in blocks]).T
    mean = sums.sum() / counts.sum()
    variance = np.sum((sums / counts - mean) ** 2 * (counts / counts.mean()) ** 2) / (5 * (5 - 1))
    expected = stats.t.ppf(0.95, 5 - 1) * np.sqrt(variance)
    found = t_interval(values)
    assert (found.mean, found.half) == pytest.approx((mean, expected), rel=1e-12)


def test_what_is_known_in_one_block_alone_has_no_interval() -> None:
    """Catches a division by zero, or values of one block told as if they were independent."""
    values = np.full(5 * BLOCK, np.nan)
    values[BLOCK : BLOCK + 3] = (1.0, 2.0, 4.0)
    mean, low, high = t_interval(values)
    assert mean == pytest.approx(7 / 3)
    assert math.isnan(low)
    assert math.isnan(high)


@pytest.mark.slow
@pytest.mark.parametrize("replications", [12, 64, 68])
def test_it_covers_what_strata_leave(replications: int) -> None:
    """Catches an interval that is too narrow for draws in strata, or as wide as for independent ones.

    A product of two lognormals and a chance beside it, of which the mean is known: 2,000 means. Whole
    blocks: 87.5 to 92.5 % of them lie within. So few as to be taken one by one: no fewer than that, though
    more may. The seed is fixed.
    """
    rows = 2_000
    z = special.ndtri(_strata(rows, replications))
    values = np.exp(0.5 * z[0]) * np.exp(0.3 * z[1]) + 0.2 * z[2]
    found = np.array([t_interval(row) for row in values])
    covered = np.mean((found[:, 1] <= np.exp(0.5 * 0.34)) & (np.exp(0.5 * 0.34) <= found[:, 2]))
    assert covered >= 0.875
    assert covered <= 0.925 or replications < FEW * BLOCK
    plain = 2 * stats.t.ppf(0.95, replications - 1) * values.std(axis=1, ddof=1) / np.sqrt(replications)
    narrower = np.median(found[:, 2] - found[:, 1]) / np.median(plain)
    assert narrower < 0.7 or replications < FEW * BLOCK


def _strata(rows: int, replications: int) -> NDArray[np.float64]:
    """Draws of three numbers in so many runs, each with a seed of its own: (3, rows, replications)."""
    runs = [np.uint64(n) for n in range(replications)]
    return np.array(
        [
            [[stratified(np.uint64(seed), run, np.uint64(number)) for run in runs] for seed in range(rows)]
            for number in (1, 2, 3)
        ]
    )


def so(times: int, of: int) -> NDArray[np.float64]:
    """It was so in so many of all."""
    return (np.arange(of) < times) * 1.0


@pytest.mark.parametrize(
    ("times", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_odds_have_the_interval_of_wilson(times: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3, at 95 %
    (https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E). Catches a wrong
    quantile, and the share in place of the middle."""
    found = proportion_interval(so(times, of), 0.95)
    assert found == pytest.approx((times / of, low, high), abs=6e-5)


def test_what_never_happened_may_yet() -> None:
    """None of 30 is below 9 %, none of 40 below 7 %: z2 / (n + z2). Catches odds of nought, surely."""
    z2 = stats.norm.ppf(0.95) ** 2
    for of, most in ((30, 0.09), (40, 0.07)):
        found = proportion_interval(so(0, of))
        assert found[:2] == (0.0, 0.0)
        assert found.high == pytest.approx(z2 / (of + z2), rel=1e-12)
        assert found.high < most
        assert proportion_interval(so(of, of)) == pytest.approx((1.0, 1.0 - found.high, 1.0), rel=1e-12)
    known = np.append(so(3, 12), [math.nan] * 5)
    assert proportion_interval(known) == proportion_interval(so(3, 12))
    assert all(math.isnan(x) for x in proportion_interval([math.nan]))


@pytest.mark.parametrize("of", [40, 128])
def test_odds_cover_as_often_as_they_say(of: int) -> None:
    """Exactly, by summing up the binomial, on average over shares from 2 to 98 %. Catches one side left out;
    a t interval covers 85 % of 40."""
    shares = np.linspace(0.02, 0.98, 97)
    counts = np.arange(of + 1)
    ends = np.array([proportion_interval(so(count, of))[1:] for count in counts])
    inside = (ends[:, :1] <= shares) & (shares <= ends[:, 1:])
    covered = (stats.binom.pmf(counts[:, None], of, shares) * inside).sum(axis=0)
    assert covered.mean() == pytest.approx(LEVEL, abs=0.01)


def test_a_gap_of_odds_covers_as_often_as_it_says() -> None:
    """Exactly, by summing up the trinomial of 40 pairs: so often more, so often less. Catches the variance of
    independent shares, and an interval of no width where all pairs agree."""
    of = 40
    for p, q in ((0.02, 0.02), (0.1, 0.05), (0.3, 0.1), (0.4, 0.4)):
        covered = 0.0
        for more in range(of + 1):
            for less in range(of + 1 - more):
                low, high = _ends(more, less, of)
                if low <= p - q <= high:
                    covered += stats.multinomial.pmf([more, less, of - more - less], of, [p, q, 1 - p - q])
        assert LEVEL - 0.02 < covered <= 1.0
    same = proportion_gap_interval(np.zeros(30))
    assert same.low == -same.high < 0.0 == same.mean


def _ends(more: int, less: int, of: int) -> tuple[float, float]:
    gaps = np.repeat([1.0, -1.0, 0.0], [more, less, of - more - less])
    return proportion_gap_interval(gaps)[1:]


def test_a_quantile_by_woodruff() -> None:
    """Catches an interval of a mean in the place of one of a quantile, ends that are swapped, and blocks that
    are taken for independent: of 500 samples of a skewed law, spread over strata in blocks as runs are, the
    share that holds the truth lies where 90 % is to be expected."""
    rng = np.random.default_rng(5)
    for share in (0.1, 0.5, 0.9):
        held = 0
        for _ in range(500):
            order = np.argsort(rng.random((8, BLOCK)), axis=1)
            spread = stats.norm.ppf((order + rng.random(order.shape)) / BLOCK)
            values = np.exp(0.8 * spread + 0.6 * rng.normal(size=order.shape)).ravel()
            found = quantile_interval(values, share)
            held += bool(found.low <= np.exp(stats.norm.ppf(share)) <= found.high)
        assert held / 500 == pytest.approx(0.91, abs=0.04), share


def test_a_quantile_of_little() -> None:
    """Catches ends beyond all that was seen that are told as if they were known, and 0/0."""
    assert np.isnan(quantile_interval([], 0.5)).all()
    assert np.isnan(quantile_interval([3.0], 0.5)[1:]).all()
    assert quantile_interval([2.0] * 9, 0.9) == (2.0, 2.0, 2.0)
    few = quantile_interval(np.arange(10.0), 0.1)
    assert np.isnan(few.low)
    assert few.mean < few.high
