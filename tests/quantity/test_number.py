"""Numbers: what a range, a distribution, a table of either means."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st
from scipy import stats

from simulator.numerics.curves import CURVE, quantile
from simulator.quantity import distributions as d, units as q
from simulator.quantity.kind import PER_ACCOUNT, PER_REPLICATION, Kind
from simulator.quantity.parse import read_number
from simulator.quantity.units import QuantityError
from simulator.scenario.to_model.draws import tabulated
from tests.tiers import examples

DURATION = Kind(q.DURATION, varies=(PER_ACCOUNT, PER_REPLICATION))
SHARE = Kind(q.SHARE, high=1.0, hard=True)
FIT_CORRELATION = Kind(q.SHARE, high=0.95, hard=True)
SIGNED = Kind(q.PLAIN, low=-math.inf)


def test_a_range_of_a_positive_quantity_is_the_central_90_percent_of_a_lognormal() -> None:
    """Ends taken for standard deviations, or for minimum and maximum."""
    curve = read_number(DURATION, "5 to 20 days").curve
    law = stats.lognorm(s=math.log(4) / (2 * stats.norm.ppf(0.95)), scale=10.0)
    assert [curve.at(u) for u in (0.05, 0.5, 0.95)] == pytest.approx([5.0, 10.0, 20.0])
    assert curve.mean == pytest.approx(law.mean())


def test_a_range_of_a_signed_number_is_normal() -> None:
    curve = read_number(SIGNED, "-1 to 3").curve
    assert [curve.at(u) for u in (0.05, 0.5, 0.95)] == pytest.approx([-1.0, 1.0, 3.0])


@pytest.mark.slow
@given(st.floats(0.001, 0.99), st.floats(0.001, 0.99))
@settings(max_examples=examples(200))
def test_a_range_of_a_share_is_the_central_90_percent_of_a_beta(a: float, b: float) -> None:
    """A fit that stops short: 5 % below the low end and 5 % above the high end, for any range."""
    low, high = sorted((a, b))
    assume(high - low > 1e-3)
    curve = read_number(SHARE, {"low": low, "high": high}).curve
    law = stats.beta(*curve.table[1:])
    assert law.cdf(low) == pytest.approx(0.05, abs=1e-6)
    assert law.sf(high) == pytest.approx(0.05, abs=1e-6)
    assert curve.mean == pytest.approx(law.mean())


def test_a_range_of_fit_correlation_never_reaches_one() -> None:
    curve = read_number(FIT_CORRELATION, "60% to 90%").curve
    assert curve.at(0.95) == pytest.approx(0.9)
    assert curve.ends[1] <= 0.95


def test_a_number_read_again_asks_scipy_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a distribution that is built anew at every reading: most of the time of `load` and `vary`."""
    texts = ((DURATION, "5 to 20 days"), (SHARE, "31% to 47%"), (SIGNED, "-1 to 3"))
    before = [read_number(kind, text).curve for kind, text in texts]
    monkeypatch.delattr(d, "standard")
    monkeypatch.delattr(d, "_solved")
    assert [read_number(kind, text).curve for kind, text in texts] == before


TABLES: list[tuple[Kind, dict[str, Any], Any]] = [
    (DURATION, {"low": "2 days", "best": "4 days", "high": "12 days"}, stats.beta(1.8, 4.2, 2.0, 10.0)),
    (DURATION, {"median": "30 days", "sigma": 0.6}, stats.lognorm(0.6, scale=30.0)),
    (DURATION, {"mean": "30 days", "sigma": 0.6}, stats.lognorm(0.6, scale=30.0 * math.exp(-0.18))),
    (DURATION, {"distribution": "exponential", "mean": "8 days"}, stats.expon(scale=8.0)),
    (DURATION, {"distribution": "gamma", "mean": "8 days", "sd": "4 days"}, stats.gamma(4.0, scale=2.0)),
    (
        DURATION,
        {"distribution": "weibull", "mean": "8 days", "shape": 2},
        stats.weibull_min(2.0, scale=8.0 / math.gamma(1.5)),
    ),
    (DURATION, {"distribution": "uniform", "low": "2 days", "high": "6 days"}, stats.uniform(2.0, 4.0)),
    (DURATION, {"distribution": "lognormal", "median": "3 days", "sigma": 1}, stats.lognorm(1.0, scale=3.0)),
    (SHARE, {"distribution": "beta", "a": 2, "b": 3}, stats.beta(2.0, 3.0)),
    (SHARE, {"distribution": "beta", "mean": "40%", "sd": "20%"}, stats.beta(2.0, 3.0)),
    (SIGNED, {"distribution": "normal", "mean": 1, "sd": 2}, stats.norm(1.0, 2.0)),
]


@pytest.mark.parametrize(("kind", "table", "law"), TABLES, ids=lambda x: str(x)[:60])
def test_every_form_is_the_distribution_that_it_names(kind: Kind, table: dict[str, Any], law: Any) -> None:
    """A parameter taken for another: mean for median, sd for variance, shape for scale.

    Read through the model's tables, as a draw does.
    """
    curve = read_number(kind, table).curve
    rows, tables = tabulated([curve])
    row = np.array(rows, CURVE)[0]
    for u in (0.001, 0.05, 0.3, 0.5, 0.9, 0.999):
        assert quantile(tables, row, u) == pytest.approx(law.ppf(u), rel=2e-3)
        assert curve.at(u) == pytest.approx(law.ppf(u))
    assert curve.mean == pytest.approx(law.mean())


def test_a_list_of_values_is_drawn_from_evenly() -> None:
    number = read_number(DURATION, {"values": ["1 day", "2 days", "2 days", "7 days"]})
    assert number.mean == 3.0
    rows, tables = tabulated([number.curve])
    row = np.array(rows, CURVE)[0]
    drawn = [quantile(tables, row, u) for u in (0.1, 0.3, 0.6, 0.9)]
    assert drawn == [1.0, 2.0, 2.0, 7.0]
    assert number.curve.ends == (1.0, 7.0)


def test_only_listed_values_are_drawn() -> None:
    """A list read as a curve gives values between its values. 1,025 is the longest list."""
    for values in ([3.0, 1.0], [float(n * n) for n in range(1025, 0, -1)]):
        number = read_number(SIGNED, {"values": values})
        rows, tables = tabulated([number.curve])
        row = np.array(rows, CURVE)[0]
        u = (np.arange(20_000) + 0.5) / 20_000
        drawn = np.array([quantile(tables, row, x) for x in (2.0**-53, *u, 1.0 - 2.0**-53)])
        assert set(drawn) == set(values)
        assert [number.curve.at(x) for x in u[::97]] == drawn[1:-1:97].tolist()
        assert drawn.mean() == pytest.approx(number.mean, rel=1e-3)
    with pytest.raises(QuantityError, match="1 to 1,025 values"):
        read_number(SIGNED, {"values": [float(n) for n in range(1026)]})


def test_a_parameter_may_be_a_table_of_one_value() -> None:
    """A sigma that carries a note, or a median with its source, is still a plain value."""
    noted = {"median": {"value": "30 days", "source": "x"}, "sigma": {"value": 0.6, "note": "assumption"}}
    assert read_number(DURATION, noted) == read_number(DURATION, {"median": "30 days", "sigma": 0.6})
    with pytest.raises(QuantityError, match="sigma lies between"):
        read_number(DURATION, {"median": "30 days", "sigma": {"value": 60}})


def test_what_differs_between_accounts_may_have_an_unknown_median() -> None:
    """Both kinds of chance in one number: the range moves the median, sigma stays."""
    number = read_number(DURATION, {"median": "20 to 40 days", "sigma": 0.6})
    assert [name for name, _ in number.unknown] == ["median"]
    assert number.curve_of({"median": 25.0}).at(0.5) == pytest.approx(25.0)
    assert number.curve.at(0.5) == pytest.approx(number.unknown[0][1].mean)


def test_equal_numbers_are_equal_whatever_is_said_about_them() -> None:
    """A threshold that is solved anew because somebody added a source."""
    plain, noted = read_number(SHARE, "25% to 35%"), read_number(SHARE, {"value": "25 to 35%", "source": "x"})
    assert plain == noted
    assert noted.note("source") == "x"
    assert plain != read_number(SHARE, "25% to 36%")
    assert plain != read_number(SHARE, {"low": "25%", "best": "30%", "high": "35%"})


def test_both_ends_the_same_is_one_value() -> None:
    assert read_number(SHARE, "25% to 25%").curve.scale == 0.0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    [
        "value",
        "low",
        "best",
        "high",
        "median",
        "mean",
        "sigma",
        "sd",
        "shape",
        "a",
        "b",
        "values",
        "distribution",
    ]
)
VALUES = st.sampled_from(
    [
        "5 days",
        "1 to 5 days",
        0.5,
        3,
        -1,
        0,
        "gamma",
        "beta",
        "normal",
        "weibull",
        1e9,
        [1],
        "20%",
        "exponential",
    ]
)


@given(JUNK | st.dictionaries(KEYS, VALUES, max_size=4))
@settings(max_examples=examples(500))
def test_no_value_makes_a_traceback(raw: Any) -> None:
    """Whatever stands in a file is a number whose values are finite, or is refused in words."""
    for kind in (DURATION, SHARE, SIGNED, FIT_CORRELATION):
        try:
            number = read_number(kind, raw)
        except QuantityError:
            continue
        assert math.isfinite(number.mean)
        assert all(math.isfinite(x) for x in number.curve.ends)
        tabulated([number.curve])
