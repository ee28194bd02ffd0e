"""Quantile curves: how near a table is to the distribution that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from simulator.model import rows
from simulator.numerics.curves import CURVE, quantile, table_of, table_of_weights

FAMILIES = {
    "normal": st.norm(),
    "exponential": st.expon(),
    "gamma": st.gamma(2.5),
    "gamma below one": st.gamma(0.7),
    "weibull": st.weibull_min(1.5),
    "beta": st.beta(2, 5),
    "uniform": st.uniform(),
    "logistic": st.logistic(),
    "triangular": st.triang(0.3),
}
MIDDLES = (np.arange(200_000) + 0.5) / 200_000


def _values(table: np.ndarray, curve: dict[str, float]) -> np.ndarray:
    row = rows(CURVE, [{"table": 0, **curve}])[0]
    return np.array([quantile(table[None, :], row, u) for u in MIDDLES])


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_mean_and_spread(name: str) -> None:
    """Design section 4: means within 2e-5, standard deviations within 1e-3 of the exact quantiles."""
    exact = FAMILIES[name].ppf(MIDDLES)
    values = _values(table_of(FAMILIES[name]), {"scale": 1.0})
    assert abs(values.mean() - exact.mean()) < 5e-5 * max(1.0, exact.std())
    assert values.std() == pytest.approx(exact.std(), rel=1e-3)


def test_a_heavy_lognormal_keeps_its_tail() -> None:
    """The table is the normal's and the exponential is taken after it: sigma 2 keeps its quantiles."""
    row = rows(CURVE, [{"table": 0, "form": 1, "shift": 1.0, "scale": 2.0}])[0]
    table = table_of(st.norm())[None, :]
    for u in (1e-7, 1e-3, 0.5, 0.999, 1 - 1e-7):
        assert quantile(table, row, u) == pytest.approx(st.lognorm(2.0, scale=np.e).ppf(u), rel=2e-4)


def test_a_constant_is_exact() -> None:
    row = rows(CURVE, [{"form": 1, "shift": 10.1, "scale": 0.0}])[0]
    assert quantile(np.zeros((1, 1025)), row, 0.3) == 10.1


def test_a_higher_probability_never_gives_a_lower_value() -> None:
    values = _values(table_of(FAMILIES["gamma below one"]), {"scale": 3.0, "shift": 1.0})
    assert (np.diff(values) >= 0).all()


def test_a_distribution_without_quantiles_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        table_of(st.norm(scale=np.inf))


def test_weights_at_even_values_make_the_quantiles_of_their_density() -> None:
    """A quantile half a step off, or a tail that is cut where it is summed from the other end."""
    values = np.linspace(-8.0, 8.0, 161)
    row = rows(CURVE, [{"scale": 1.0}])[0]
    for mean in (0.0, 1.5):
        table = table_of_weights(values, 7.0 * st.norm(mean).pdf(values))[None, :]
        for u in (1e-8, 1e-4, 0.05, 0.5, 0.95, 1 - 1e-4, 1 - 1e-8):
            assert quantile(table, row, u) == pytest.approx(st.norm(mean).ppf(u), abs=4e-3), (mean, u)


def test_weights_of_nothing_far_out_leave_no_gap() -> None:
    """A table of infinities or NaN where nobody is: half of the values have no weight."""
    values = np.linspace(-8.0, 8.0, 161)
    table = table_of_weights(values, np.where(values > 0.0, st.norm().pdf(values), 0.0))
    assert np.isfinite(table).all()
    assert (np.diff(table) >= 0.0).all()
    assert 0.0 <= table[0] < table[-1] <= 8.0
