"""Quantile curves: how near a table is to the distribution that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from simulator.curves import CURVE, quantile, table_of
from simulator.model import rows

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
