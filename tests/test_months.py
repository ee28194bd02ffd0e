"""Catches a month boundary that falls on the wrong side by a rounding error."""

import math

from hypothesis import given
from hypothesis import strategies as st

from simulator.model import MONTH
from simulator.months import begun, elapsed

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
