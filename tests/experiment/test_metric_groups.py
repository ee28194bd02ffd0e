"""Metrics under their headings."""

from __future__ import annotations

from simulator.experiment.metric_rows import grouped
from simulator.metrics.definitions import NAMES, OF_EACH
from simulator.metrics.metric import Group


def test_every_metric_stands_under_one_heading() -> None:
    """Catches a new metric that no page shows, and one that stands in two places."""
    every = [*NAMES, *(f"{family}.ae" for family in OF_EACH)]
    under = grouped(every)
    assert list(under) == [group.heading for group in Group]
    assert sorted(name for names in under.values() for name in names) == sorted(every)


def test_only_what_is_there_is_shown() -> None:
    """Catches a heading over nothing, teams left out, and variants far from what they are variants of."""
    names = ["book_coverage.csm", "cac", "utilisation.ae", "cac:cohort", "won", "utilisation.sdr"]
    assert grouped(names) == {
        "acquire": ["won", "cac", "cac:cohort"],
        "capacity": ["utilisation.ae", "utilisation.sdr", "book_coverage.csm"],
    }
