"""Two tables held against each other."""

from __future__ import annotations

import math

import pytest

from simulator.saved_runs.rerun import Gap, gaps

THEN = "scenario,metric,replication,unit,value\na,won,0,accounts,3\na,won,1,accounts,0.1\na,cac,0,EUR,\n"


def test_the_same_is_no_gap() -> None:
    """Catches differences between equal numbers: other line ends, another way to write one."""
    assert gaps("values.csv", THEN, THEN) == []
    spelled = THEN.replace("0.1", "1e-1").replace(",3\n", ",3.0\n").replace("\n", "\r\n")
    assert gaps("values.csv", spelled, THEN) == []


def test_the_last_bit_counts() -> None:
    """Catches a comparison with a tolerance."""
    now = THEN.replace("0.1", repr(math.nextafter(0.1, 1)))
    (gap,) = gaps("values.csv", THEN, now)
    assert (gap.scenario, gap.name, gap.unit, gap.of, gap.differing) == ("a", "won", "accounts", 2, 1)
    assert gap.largest == pytest.approx(1.4e-17, rel=0.1)
    assert gaps("values.csv", THEN.replace("0.1", "0.0"), THEN.replace("0.1", "-0.0"))


def test_each_metric_has_its_own_gap() -> None:
    """Catches gaps of one metric told of another, or a largest one that is not the largest."""
    now = THEN.replace(",3\n", ",5\n").replace("0.1", "-9.9").replace("EUR,", "EUR,7")
    assert gaps("values.csv", THEN, now) == [
        Gap("values.csv", "a", "won", "accounts", of=2, differing=2, largest=10.0),
        Gap("values.csv", "a", "cac", "EUR", of=1, differing=1, largest=0.0),  # undefined then
    ]


def test_without_metrics_columns_have_the_names() -> None:
    """Catches a monthly table of which nobody learns what differs in it, and months that are no numbers."""
    then = "scenario,month,motion,won,leads\na,1,sale,2,3\nb,1,sale,2,3\n"
    (gap,) = gaps("monthly.csv", then, then.replace("b,1,sale,2,3", "b,1,sale,2,4"))
    assert (gap.scenario, gap.name, gap.of, gap.differing, gap.largest) == ("b", "leads", 1, 1, 1.0)
    (gap,) = gaps("monthly.csv", then, then.replace("b,1,sale", "b,2,sale"))
    assert (gap.name, gap.differing) == ("month", 1)


@pytest.mark.parametrize(
    "now", ["", THEN + "a,cac,1,EUR,2\n", THEN.replace("unit", "units"), "\x00,,\n", "x" * 200_000, "a\rb"]
)
def test_another_shape_is_one_gap(now: str) -> None:
    """Catches a table that was cut off and has no number that differs."""
    (gap,) = gaps("values.csv", now, THEN)
    assert (gap.scenario, gap.name) == ("", "rows or columns")
    assert gap.differing > 0
