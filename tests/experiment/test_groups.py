"""Metrics under their headings."""

from __future__ import annotations

from collections import Counter

from simulator.experiment.groups import GROUPS, grouped
from simulator.metrics.definitions import NAMES, TEAM_NAMES


def test_every_metric_stands_under_one_heading() -> None:
    """Catches a new metric that no page shows, and one that stands in two places."""
    places = Counter(name for names in GROUPS.values() for name in names)
    assert set(places) == {*NAMES, *TEAM_NAMES}
    assert set(places.values()) == {1}


def test_only_what_is_there_is_shown() -> None:
    """Catches a heading over nothing, teams left out, and variants far from what they are variants of."""
    names = ["attention.csm", "cac", "utilisation.ae", "cac:cohort", "won", "utilisation.sdr"]
    assert grouped(names) == {
        "acquire": ["won", "cac", "cac:cohort"],
        "capacity": ["utilisation.ae", "utilisation.sdr", "attention.csm"],
    }
