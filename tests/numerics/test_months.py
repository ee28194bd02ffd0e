"""Catches a month boundary that falls on the wrong side by a rounding error."""

import math

import numpy as np
from hypothesis import given, strategies as st

from simulator.numerics.months import MONTH, begun, elapsed, spread

anchors = st.floats(0.0, 8000.0)


@given(anchors, st.integers(0, 250))
def test_a_month_begins_exactly_where_the_engine_says(anchor, k):
    boundary = anchor + k * MONTH
    assert elapsed(anchor, boundary) == k
    assert begun(anchor, boundary) == k
    assert begun(anchor, math.nextafter(boundary, math.inf)) == k + 1
    if k > 0:
        assert elapsed(anchor, math.nextafter(boundary, 0.0)) == k - 1


def test_nothing_has_begun_before_the_anchor():
    assert begun(10.0, 3.0) == 0
    assert begun(10.0, 10.0) == 0


def test_the_month_of_a_day():
    assert [elapsed(0.0, day) for day in (0.0, 30.4, MONTH, 12 * MONTH - 0.001, 12 * MONTH)] == [
        0,
        0,
        1,
        11,
        12,
    ]


@given(st.integers(0, 5), st.floats(0.0, 6 * MONTH), st.floats(0.0, 6 * MONTH))
def test_a_level_is_spread_over_the_months_that_it_stood_in(who, one, other):
    """Catches a day in the wrong month, in two, or in none; and another row that is touched."""
    since, end = sorted((one, other))
    days = np.zeros((6, 6))
    spread(days, who, 3.0, since, end)
    expected = [3 * max(0.0, min(end, (m + 1) * MONTH) - max(since, m * MONTH)) for m in range(6)]
    np.testing.assert_allclose(days[who], expected, atol=1e-9)
    days[who] = 0.0
    assert not days.any()


def test_what_ends_before_it_began_took_no_time():
    """Catches days that are taken away: a plan of a day before the first."""
    days = np.zeros((1, 2))
    spread(days, 0, 1.0, 5.0, -3.0)
    assert not days.any()
