"""Metrics under their headings."""

from __future__ import annotations

import pytest

from simulator.experiment.metric_rows import grouped, label
from simulator.metrics.definitions import METRICS, NAMES, OF_EACH, VARIANTS
from simulator.metrics.metric import Group
from tests.report.made import made


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


@pytest.mark.parametrize("name", [f"{name}:{variant}" for name, some in VARIANTS.items() for variant in some])
def test_a_variant_says_what_it_is_and_not_its_metric_again(name: str) -> None:
    """Catches a row that repeats the words of the one above it, and a word of files with its underscores."""
    words = label(made({"won": [1]}), name)
    assert "_" not in words
    assert METRICS[name.partition(":")[0]].meaning.label.partition(",")[0] not in words
