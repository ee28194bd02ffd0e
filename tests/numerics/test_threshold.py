"""A threshold on fit plus noise gives the same rate at every fit correlation, and sorts the better the higher
it is."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from simulator.numerics.threshold import chance_above

Z = np.linspace(-8, 8, 1601)
WEIGHT = st.norm.pdf(Z) / st.norm.pdf(Z).sum()


@pytest.mark.parametrize("fit_correlation", [0.0, 0.3, 0.6, 0.95])
def test_the_rate_over_all_is_the_tail_beyond_the_threshold(fit_correlation: float) -> None:
    chances = np.array([chance_above(0.7, fit_correlation, z) for z in Z])
    assert (chances * WEIGHT).sum() == pytest.approx(st.norm.sf(0.7), abs=1e-9)


def test_a_better_judge_passes_better_accounts() -> None:
    def mean_fit_of_passed(fit_correlation: float) -> float:
        chances = np.array([chance_above(0.7, fit_correlation, z) for z in Z])
        return float((chances * WEIGHT * Z).sum() / (chances * WEIGHT).sum())

    fits = [mean_fit_of_passed(fit_correlation) for fit_correlation in (0.0, 0.3, 0.6, 0.95)]
    assert fits == sorted(fits)
    assert fits[0] == pytest.approx(0.0, abs=1e-9)
